"""Blocks of the desk's pages: what went wrong, the jobs with their progress, and the choice of an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from collectors.config import Catalogue, Settings, load_catalogue
from collectors.desk import desk_jobs
from collectors.desk.desk_jobs import DeskJob
from collectors.errors import ParallaxError
from collectors.support.plurals import many
from dashboard.queries.worker_process import Pending, background_worker
from dashboard.render import html
from dashboard.render.html import NOTHING, fill, together
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html

Answer = TypeVar("Answer")

LOOK = "1s"  # how often a page looks how far a job is
MOST_LINES = 12  # lines of a job that are shown at once
WORDS = {"import": "Import", "publish": "Analyse and publish", "collect": "Collect", "schedule": "Schedule"}


def say_later(text: str, *, wrong: bool = False) -> None:
    """Keep a message for the top of the next run: callbacks draw nothing themselves."""
    st.session_state["desk_said"] = (text, wrong)


def said() -> None:
    """Draw the message of the last write."""
    text, wrong = st.session_state.pop("desk_said", ("", False))
    # A place of its own, also without a message: what stands below keeps its place, and what somebody types there.
    with st.container(key="desk_said"):
        if text:
            role, name = ("alert", "px-problem") if wrong else ("status", "px-done")
            show_html(fill('<p class="{}" role="{}">{}</p>', name, role, text))


def attempt(work: Callable[[], object], done: str = "") -> bool:
    """Carry out a write, and keep what it says for the next run.

    Args:
        work: The write.
        done: What to say where it succeeds; "" says nothing.

    Returns:
        Whether it succeeded.
    """
    try:
        work()
    except ParallaxError as error:
        say_later(str(error), wrong=True)
        return False
    if done:
        say_later(done)
    return True


def answer_of(work: Callable[..., Answer], *given: object, said: str) -> Answer | None:
    """Return what a function gives that another process works out; until then say what is being done.

    Args:
        work: A function at the top of a module.
        given: Its arguments, which can be hashed.
        said: What is being done, as a sentence without its end.

    Returns:
        The answer; None while it is worked out: the page is then drawn again by itself.
    """
    answer = background_worker().ask(work, *given)
    if not isinstance(answer, Pending):
        return answer

    @st.fragment(run_every=LOOK)
    def look() -> None:
        """Draw the page again once the answer is there."""
        if not isinstance(background_worker().ask(work, *given, at_once=True), Pending):
            st.rerun()

    show_html(html.element("p", f"{said} …", "px-note px-waiting"))
    look()
    return None


def editor() -> str:
    """Return the name under which this session writes."""
    return str(st.session_state["editor"])


@st.cache_data(max_entries=4, show_spinner=False)
def _catalogue(data: str, home: str, stamp: tuple[tuple[str, int], ...]) -> Catalogue:
    settings = Settings.resolve(home, None, data)
    return load_catalogue(settings.data, settings.home)


def catalogue(settings: Settings) -> Catalogue:
    """Return what is declared, read anew where one of the files has changed."""
    folders = (settings.data, settings.data / "events", settings.home / "events", settings.home / "overrides")
    files = (file for folder in folders for file in sorted(folder.glob("*.toml")))
    stamp = tuple((str(file), file.stat().st_mtime_ns) for file in files)
    return _catalogue(str(settings.data), str(settings.home), stamp)


def choose_event(declared: Mapping[str, str], key: str, *, first: str = "") -> str:
    """Draw the choice of an event, which the desk's pages share, and return its id; "" where there is none."""
    ids = list(declared)
    if not ids:
        page_blocks.note("No event is declared yet. Start one on the page Event.")
        return ""
    held = st.session_state.get("desk_event", first)
    if st.session_state.get(key) not in ids:
        st.session_state[key] = held if held in ids else ids[0]
    chosen = str(st.selectbox("Event", ids, format_func=lambda name: declared[name], key=key, width=420))
    st.session_state["desk_event"] = chosen
    return chosen


def own_first(settings: Settings, declared: Catalogue) -> dict[str, str]:
    """Return the declared events with their titles, those that were written at the desk first."""
    own = {file.stem for file in (settings.home / "events").glob("*.toml")}
    titles = {name: event.title for name, event in declared.events.items()}
    return dict(sorted(titles.items(), key=lambda pair: (pair[0] not in own, pair[1])))


def jobs_panel(settings: Settings, most: int = 3) -> None:
    """Draw the newest jobs; while one is under way, how far it is, again and again."""
    running = desk_jobs.running_job(settings)

    @st.fragment(run_every=LOOK if running else None)
    def panel() -> None:
        """Draw the jobs, and the whole page once the one under way has ended."""
        shown = [job for job in desk_jobs.jobs(settings, most + 2) if job.kind != "schedule"][:most]
        if running and all(job.ended for job in shown if job.id == running.id):
            st.rerun()
        for job in shown:
            draw_job(settings, job)

    if running or desk_jobs.jobs(settings, 1):
        page_blocks.heading("Work under way" if running else "Last work")
    with st.container(key="desk_jobs"):
        panel()


def _stop(settings: Settings, job_id: str) -> None:
    attempt(lambda: desk_jobs.stop_job(settings, job_id), "The work was asked to end; it saves what it has.")


def draw_job(settings: Settings, job: DeskJob) -> None:
    """Draw one job: its stage and progress while it runs, afterwards what it tells."""
    what = WORDS.get(job.kind, job.kind)
    if not job.ended:
        stage = f"{what}: {job.stage}"
        share = min(job.done / job.total, 1.0) if job.total else 0.0
        count = f"{job.done:,} of {job.total:,}" if job.total else f"{job.done:,}" if job.done else ""
        show_html(
            fill(
                '<div class="px-job"><b>{}</b>: {} <span class="px-n">{}</span><div class="px-progress{}" '
                'role="progressbar" aria-label="{}" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{}">'
                '<i style="width:{}%"></i></div></div>',
                what, job.stage, count, "" if job.total else " open", stage, f"{share * 100:.0f}", f"{share * 100:.1f}",
            )
        )  # fmt: skip
        st.button("Stop", key=f"stop_{job.id}", on_click=_stop, args=(settings, job.id))
        return
    address = f"./?{urlencode({'v': job.version} | ({'event': job.event} if job.event else {}))}"
    link = html.link("Read it", address) if job.version else NOTHING
    lines = together(fill("<li>{}</li>", line) for line in job.lines[:MOST_LINES])
    more = len(job.lines) - MOST_LINES
    others = many(more, "more line")
    rest = fill("<li>and {}: the page Collection lists every failure</li>", others) if more > 0 else NOTHING
    show_html(
        fill(
            '<div class="px-job {}"><b>{}</b>{} <span class="px-n">{}, {}</span> {}<ul>{}{}</ul></div>',
            "wrong" if job.failed else "good",
            what,
            " did not succeed wholly" if job.failed else " is done",
            job.by,
            job.ended.replace("T", " ").removesuffix("+00:00"),
            link,
            lines,
            rest,
        )
    )
