"""The desk's last page: analyse and publish, collect from the web, now or again and again, and who did what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import streamlit as st

from collectors.config import Settings
from collectors.desk import desk_jobs, desk_log
from collectors.export import csv_bytes
from collectors.store import Store
from collectors.store.audit import FIELDS
from dashboard.desk_access import current_editor, desk_settings
from dashboard.render import html
from dashboard.views.blocks import desk_blocks, page_blocks
from dashboard.views.blocks.drawing import show_html

EVERY = {"1h": "every hour", "6h": "every 6 hours", "12h": "every 12 hours", "1d": "every day"}


def page() -> None:
    """Draw the page."""
    if current_editor() is None:
        return
    settings = desk_settings()
    page_blocks.title(
        "Publish", "Readers see what was published last. Publishing again never changes an older data set."
    )
    desk_blocks.said()
    with Store(settings.store) as store:
        held = store.articles_per_event()
    count = sum(held.values())
    page_blocks.note(
        f"{page_blocks.many(count, 'article')} of {page_blocks.many(len(held), 'event')} in the store. "
        "What is new or changed is measured first." if count else "Nothing has been imported or collected yet."
    )  # fmt: skip
    st.button(
        "Analyse and publish", type="primary", key="publish_now", disabled=not count,
        on_click=starting(settings, "publish", event=str(st.session_state.get("desk_event", ""))),
    )  # fmt: skip
    desk_blocks.jobs_panel(settings)
    collecting(settings)
    log(settings)


def starting(settings: Settings, kind: str, **arguments: object) -> Callable[[], None]:
    """Return a callback that starts a job."""

    def start() -> None:
        desk_blocks.attempt(lambda: desk_jobs.start_job(settings, kind, desk_blocks.editor(), arguments))

    return start


def collecting(settings: Settings) -> None:
    """Draw collecting from the web, now and by a schedule."""
    page_blocks.heading(
        "Collect from the web",
        "Feeds, sitemaps and archives are asked politely: that takes minutes to hours, and may be stopped.",
    )
    declared = desk_blocks.catalogue(settings)
    event = desk_blocks.choose_event(desk_blocks.own_first(settings, declared), "collect_event")
    outlets = {name: outlet.name for name, outlet in declared.outlets.items() if not outlet.invented}
    chosen = st.multiselect(
        "Outlets", list(outlets), format_func=lambda name: outlets[name], key="collect_outlets",
        placeholder=f"All {len(outlets)} that are declared", width=420,
    )  # fmt: skip
    running = desk_jobs.running_job(settings, schedule=True)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.button(
            "Collect now", key="collect_now", disabled=not event,
            on_click=starting(settings, "collect", event=event, outlets=chosen),
        )  # fmt: skip
        if running is None:
            every = str(st.selectbox("Again and again", list(EVERY), 1, format_func=lambda one: EVERY[one], width=180))
            st.button(
                "Switch the schedule on", key="schedule_on", disabled=not event,
                on_click=starting(settings, "schedule", event=event, outlets=chosen, every=every),
            )  # fmt: skip
    if running is not None:
        often = EVERY.get(str(running.arguments.get("every")), "again and again")
        page_blocks.note(
            f"The schedule is on: {running.arguments.get('event')}, {often}, since {running.started[:16]} UTC, by "
            f"{running.by}. {running.stage[:1].upper()}{running.stage[1:]}."
        )

        def off() -> None:
            desk_blocks.attempt(lambda: desk_jobs.stop_job(settings, running.id), "The schedule is switched off.")

        st.button("Switch the schedule off", key="schedule_off", on_click=off)


def log(settings: Settings) -> None:
    """Draw the newest entries of the audit log."""
    entries = desk_log.latest_entries(settings)
    page_blocks.heading("Who did what")
    if not entries:
        page_blocks.note("Nothing has been written yet.")
        return
    rows = []
    for entry in entries:
        counts = ", ".join(f"{name} {count:,}" for name, count in entry.counts.items())
        at = entry.at.replace("T", " ").removesuffix("+00:00")
        rows.append([at, entry.by, entry.action, entry.subject, entry.reason or "–", counts or "–"])
    head = ["When (UTC)", "Who", "What", "To what", "Why", "Counts"]
    show_html(html.table("The newest entries of the audit log", head, rows, left=6, cards=True))
    st.download_button(
        "These entries as CSV",
        lambda: csv_bytes(FIELDS, (asdict(entry) for entry in entries)),
        file_name="parallax_desk.csv",
        mime="text/csv",
        key="log_csv",
        on_click="ignore",
    )


page()
