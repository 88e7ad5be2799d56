"""The desk's event editor: fields and text of an event file, what the draft finds, and its former versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import streamlit as st
from markupsafe import Markup

from collectors.config import Settings
from collectors.desk import event_additions, event_texts
from collectors.desk.event_trial import EventTrial, TriedArticle, TriedName, store_stamp, try_event
from collectors.errors import ParallaxError
from dashboard.desk_access import current_editor, desk_settings
from dashboard.render import html
from dashboard.render.html import fill, together
from dashboard.views.blocks import desk_blocks, page_blocks
from dashboard.views.blocks.drawing import show_html

HEIGHT = 560  # pixels of the text
FOLDED_FROM = 30  # rows of a table that is drawn unfolded
WITHOUT_TERMS = (
    "The event has no term yet, so every article of its days would count. Give one at the left: the counts then follow."
)
VERDICTS = {"belong": "Belong to the event", "doubtful": "Wait for a decision", "outside": "Are about something else"}


def page() -> None:
    """Draw the page."""
    if current_editor() is None:
        return
    settings = desk_settings()
    page_blocks.title(
        "Event",
        "Terms decide which articles belong; actors and names are what is counted in them. Counts follow each change.",
    )
    desk_blocks.said()
    declared = desk_blocks.own_first(settings, desk_blocks.catalogue(settings))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        event = desk_blocks.choose_event(declared, "event_event")
        with st.popover("Start another event"):
            another(settings)
    if not event:
        return
    saved = event_texts.event_text(settings, event)
    text_key = f"draft_{event}"
    if text_key not in st.session_state:
        # A widget's own value is forgotten on other pages; the draft is not.
        st.session_state[text_key], seen = st.session_state.get(f"kept_{text_key}", (saved, ""))
        st.session_state[f"seen_{event}"] = seen or event_texts.digest_of(saved)
    write, trial = st.columns([5, 6], gap="large")
    with write:
        editing(settings, event, text_key, saved)
    with trial:
        finding(settings, event, str(st.session_state[text_key]))
    history(settings, event, text_key)


# --- writing


def editing(settings: Settings, event: str, text_key: str, saved: str) -> None:
    """Draw the fields that add to the text, the text, and the button that saves it."""
    page_blocks.heading("What it declares")
    adding(text_key)
    text = str(st.text_area("The event file (TOML)", key=text_key, height=HEIGHT))
    st.session_state[f"kept_{text_key}"] = (text, st.session_state[f"seen_{event}"])
    st.text_input("Why it is changed, in a few words", key=f"why_{event}", max_chars=200)
    changed = text != saved

    def save() -> None:
        seen = str(st.session_state[f"seen_{event}"])

        def work() -> None:
            # As it is now: what is typed last arrives together with the click.
            now, reason = str(st.session_state[text_key]), str(st.session_state[f"why_{event}"])
            event_texts.save_event(settings, event, now, desk_blocks.editor(), seen=seen, reason=reason)
            st.session_state[f"seen_{event}"] = event_texts.digest_of(now)

        desk_blocks.attempt(work, "Saved. The next analysis counts with it.")

    def load() -> None:
        now = event_texts.event_text(settings, event)
        st.session_state[text_key] = now
        st.session_state[f"seen_{event}"] = event_texts.digest_of(now)

    with st.container(horizontal=True, gap="small"):
        st.button("Save the event", type="primary", on_click=save, disabled=not changed, key="save_event")
        st.button("Back to what is saved", on_click=load, disabled=not changed, key="load_event")
    if not changed:
        page_blocks.note("Nothing is changed.")


def adding(text_key: str) -> None:
    """Draw fields for a term, an actor and a name; each adds its lines to the text."""
    term, actor, name = st.tabs(["Term", "Actor", "Name of something"])
    with term, st.form("add_term", clear_on_submit=True, border=False):
        phrase = st.text_input("Phrase by which an article is recognised", key="term_phrase", placeholder="weir vote*")
        language = st.text_input("Its language", "en", key="term_language", max_chars=3, width=120)
        if st.form_submit_button("Add the term"):
            add(text_key, lambda text: event_additions.with_term(text, language.strip(), phrase))
    with actor, st.form("add_actor", clear_on_submit=True, border=False):
        person = st.text_input("Person or body", key="actor_name", placeholder="Ida Crane")
        aliases = st.text_input("Other spellings, with commas", key="actor_aliases", placeholder="Crane, Ms Crane")
        with st.container(horizontal=True, gap="small"):
            side = st.text_input("Side", key="actor_side", width=200, placeholder="The town")
            role = st.text_input("Role", key="actor_role", width=200, placeholder="Officials")
        if st.form_submit_button("Add the actor"):
            others = [one.strip() for one in aliases.split(",") if one.strip()]
            add(text_key, lambda text: event_additions.with_actor(text, person, others, side, role))
    with name, st.form("add_name", clear_on_submit=True, border=False):
        concept = st.text_input("What is named", key="name_concept", placeholder="The vote")
        label = st.text_input("One of its names", key="name_label", placeholder="sham vote")
        words = st.text_input(
            "As articles write it, with commas", key="name_words", placeholder="sham vote*, mock vote*"
        )
        spoken = st.text_input("In the language", "en", key="name_language", max_chars=3, width=120)
        if st.form_submit_button("Add the name"):
            spelt = words.split(",") if words.strip() else [label]
            add(text_key, lambda text: event_additions.with_variant(text, concept, label, spoken.strip(), spelt))


def add(text_key: str, change: Callable[[str], str]) -> None:
    """Change the draft from a form, and run the page again: a widget's value cannot change once it is drawn."""
    try:
        changed = change(str(st.session_state[text_key]))
    except ParallaxError as error:
        desk_blocks.say_later(str(error), wrong=True)
    else:
        st.session_state[text_key] = changed
    st.rerun()


def another(settings: Settings) -> None:
    """Draw the fields of a new event."""
    title = st.text_input("Title", key="start_title", max_chars=200)
    today = datetime.now(UTC).date()
    first = st.date_input("First day", today - timedelta(days=30), key="start_first")
    last = st.date_input("Last day", today, key="start_last")
    if st.button("Start it", key="start_event"):
        name = event_texts.suggested_id(title)

        def work() -> None:
            if not title.strip():
                raise ParallaxError("the event has no title", remedy="say in a few words what it is")
            if event_texts.event_text(settings, event_texts.event_id(name)):
                raise ParallaxError(f"there is an event {name!r} already", remedy="write another title")
            text = event_texts.new_event_text(name, title, first, last)
            nothing = event_texts.digest_of("")
            event_texts.save_event(settings, name, text, desk_blocks.editor(), seen=nothing, reason="started")

        if desk_blocks.attempt(work, f"{title.strip()} is started."):
            st.session_state["desk_event"] = name
            st.session_state.pop("event_event", None)
        st.rerun()


# --- what it finds


def finding(settings: Settings, event: str, text: str) -> None:
    """Draw what the draft finds in the articles that were imported for the event."""
    page_blocks.heading("What it finds")
    stamp = store_stamp(settings.store, event)
    declared = desk_blocks.catalogue(settings).events.get(event)
    draft = (event, text, settings.store, event, declared.overrides if declared else (), stamp)
    trial = desk_blocks.answer_of(try_event, *draft, said="Counting with this draft")
    if trial is None:
        return
    for line, what, remedy in trial.problems[:8]:
        show_html(fill('<p class="px-problem" role="alert">Line {}: {} <span>{}</span></p>', line, what, remedy))
    if trial.failed:
        show_html(html.element("p", trial.failed, "px-problem"))
    if trial.problems or trial.failed:
        return
    if not trial.total:
        page_blocks.note("No article has been imported for this event yet: the page Import does that.")
        return
    if trial.without_terms:
        show_html(html.element("p", WITHOUT_TERMS, "px-problem"))
        names(trial)
        return
    counted(trial)
    names(trial)
    for verdict, title in VERDICTS.items():
        articles(title, trial.articles.get(verdict, ()))


def counted(trial: EventTrial) -> None:
    """Draw how many articles belong."""
    some = "" if trial.read == trial.total else f" (drawn from {trial.total:,})"
    show_html(
        fill(
            '<p class="px-deck" role="status"><b>{}</b> of {}{} belong, {} wait for a decision, {} are about something '
            "else.</p>",
            f"{trial.belong:,}", page_blocks.many(trial.read, "article"), some, f"{trial.doubtful:,}",
            f"{trial.outside:,}",
        )
    )  # fmt: skip


def names(trial: EventTrial) -> None:
    """Draw the counts of names, actors and terms, each with its first uses in context; long lists are folded."""
    where = "the articles that belong" if trial.belong else "all articles, because none belongs"
    kinds = {"actor": "Actors", "term": "Terms"}
    groups: dict[str, list[TriedName]] = {"Names": [], "Actors": [], "Terms": []}
    for one in trial.names:
        groups[kinds.get(one.what, "Names")].append(one)
    for title, tried in groups.items():
        if tried:
            rows = [_row(one, title) for one in sorted(tried, key=lambda one: (_concept_of(one), -one.uses))]
            head = [title, *(["Of"] if title == "Names" else []), "Language", "Uses"]
            head += [] if title == "Names" else ["Articles"]
            used = sum(one.uses > 0 for one in tried)
            table = html.table(
                f"{title} in {where}: {used} of {len(tried)} occur", head, rows, left=3 if title == "Names" else 2
            )
            if len(rows) <= FOLDED_FROM:
                show_html(table)
            else:
                summary = f"{title}: {used} of {len(tried)} occur"
                show_html(fill('<details class="px-hits"><summary>{}</summary>{}</details>', summary, table))


def _concept_of(one: TriedName) -> str:
    return "" if one.what in {"actor", "term"} else one.what


def _row(one: TriedName, title: str) -> list[object]:
    last = [] if title == "Names" else ["–" if one.articles is None else f"{one.articles:,}"]
    return [
        _with_contexts(one),
        *([one.what] if title == "Names" else []),
        one.language or "all",
        f"{one.uses:,}",
        *last,
    ]


def _with_contexts(one: TriedName) -> Markup:
    if not one.contexts:
        return html.element("span", one.name)
    lines = together(fill('<li dir="auto">{}</li>', context) for context in one.contexts)
    return fill('<details class="px-hits"><summary>{}</summary><ul>{}</ul></details>', one.name, lines)


def articles(title: str, shown: Sequence[TriedArticle]) -> None:
    """Draw the first articles of one verdict, folded away."""
    if not shown:
        return
    lines = together(
        fill('<li><b dir="auto">{}</b> <span class="px-n">{} {}</span><br>{}</li>', one.title, one.outlet, one.day,
             one.reason)
        for one in shown
    )  # fmt: skip
    show_html(fill('<details class="px-hits"><summary>{}</summary><ul>{}</ul></details>', title, lines))


# --- former versions


def history(settings: Settings, event: str, text_key: str) -> None:
    """Draw the versions of the event's file, and the button that brings one back."""
    versions = event_texts.event_versions(settings, event)
    page_blocks.heading("Former versions")
    if not versions:
        page_blocks.note("The file has not been changed at the desk yet.")
        return
    rows = [[str(one.number), one.at.replace("T", " ").removesuffix("+00:00"), one.by, one.reason or "–"]
            for one in reversed(versions)]  # fmt: skip
    show_html(html.table("Newest first", ["Version", "Saved (UTC)", "By", "Why"], rows, left=4))
    if len(versions) < 2:
        return
    numbers = [one.number for one in reversed(versions[:-1])]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        number = st.selectbox("Version", numbers, key=f"version_{event}", width=140)

        def restore() -> None:
            def work() -> None:
                event_texts.restore_event(settings, event, int(number), desk_blocks.editor())
                for key in (text_key, f"kept_{text_key}"):
                    st.session_state.pop(key, None)

            desk_blocks.attempt(work, f"Version {number} is back, as the newest.")

        st.button("Bring it back", on_click=restore, key="restore_version")
    with st.expander("Its text"):
        st.code(event_texts.version_text(settings, event, int(number)), language="toml", wrap_lines=True)


page()
