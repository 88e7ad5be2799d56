"""The desk's first page: bring files, say which column is what, see what they would become, and import them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial

import streamlit as st

from collectors.config import Settings
from collectors.desk import desk_jobs, event_texts, uploads
from collectors.desk.uploads import Upload
from collectors.errors import ParallaxError
from collectors.sources.files import ImportDefaults
from collectors.sources.files.preview import FilePreview
from dashboard.desk_access import current_editor, desk_settings
from dashboard.render import html
from dashboard.selection import plain
from dashboard.views.blocks import desk_blocks, page_blocks
from dashboard.views.blocks.drawing import show_html

#: The fields of an article as people call them.
FIELDS = {
    "title": "Headline",
    "text": "Body",
    "outlet": "Source",
    "published": "Date",
    "url": "Address",
    "authors": "Authors",
    "language": "Language",
    "id": "Your own id",
}
NONE, NEW, EACH = "", "new event", "as each article says"
MEGABYTE = 1024 * 1024


def page() -> None:
    """Draw the page."""
    if current_editor() is None:
        return
    settings = desk_settings()
    page_blocks.title("Import", "Bring a file and see what it would become. Nothing is stored before you say so.")
    desk_blocks.said()
    bring(settings)
    waiting = uploads.kept_uploads(settings)
    if waiting:
        names = {upload.key: upload.name for upload in waiting}
        label = "File" if len(names) == 1 else f"File: {len(names)} wait, each is imported on its own"
        key = str(st.selectbox(label, list(names), format_func=lambda name: plain(names[name]), width=420))
        upload = next(one for one in waiting if one.key == key)
        columns = say_columns(settings, upload)
        if columns is not None:
            previewed(settings, upload, columns)
    desk_blocks.jobs_panel(settings)


def bring(settings: Settings) -> None:
    """Draw the field for files; what was brought is kept at once, and the field is empty again."""
    number = int(st.session_state.get("desk_brought", 0))
    files = st.file_uploader(
        "Files with articles",
        list(uploads.TAKEN),
        accept_multiple_files=True,
        key=f"desk_files_{number}",
        max_upload_size=uploads.MAX_UPLOAD // MEGABYTE,
        help="Tables (CSV, Excel, OpenDocument), exports of archives, saved pages, or ZIP files of them.",
    )
    if files:
        for file in files:
            if not desk_blocks.attempt(
                partial(uploads.keep_upload, settings, file.name, file.getvalue(), desk_blocks.editor())
            ):
                break
        st.session_state["desk_brought"] = number + 1
        st.rerun()


def say_columns(settings: Settings, upload: Upload) -> dict[str, str] | None:
    """Draw a select box for each field of an article, and the first rows.

    Args:
        settings: Where the upload is.
        upload: The file.

    Returns:
        Field -> column as `parallax import` takes it; empty where the file is no table, None while the file is read and
        while a date is unclear.
    """
    folders = str(settings.home), str(settings.data)
    heads = desk_blocks.answer_of(uploads.heads_of, *folders, upload.key, said="Reading the file")
    if not heads:
        return heads if heads is None else {}
    head = heads[0]
    sheet = f" of the sheet {head.sheet}" if head.sheet and len(heads) > 1 else ""
    note = f"{head.problem[:1].upper()}{head.problem[1:]}." if head.problem else "Correct what was taken for what."
    page_blocks.heading(f"Columns{sheet}", note)
    names, same = head.names, head.in_doubt
    chosen, unsaid = {}, []
    with st.container(key="desk_columns", horizontal=True, gap="small"):
        for field, label in FIELDS.items():
            guessed = head.guessed.get(field, -1) + 1
            place = st.selectbox(
                label, range(len(names) + 1), None if field in same else guessed, key=f"column_{upload.key}_{field}",
                format_func=lambda one: plain(names[one - 1]) if one else "(none)", placeholder="Choose", width=190,
            )  # fmt: skip
            if place is None:
                unsaid.append(label)
            elif place:
                chosen[field] = place - 1
    shown = [[cells[place] if place < len(cells) else "" for place in range(len(head.header))] for cells in head.rows]
    caption = f"The first rows of {head.count:,}" if shown else "No row below the heads"
    show_html(html.table(caption, names, shown, left=len(names)))
    if unsaid:
        said = f"Two columns have the same name. Choose above which one is meant: {', '.join(unsaid)}."
        show_html(html.element("p", said, "px-problem"))
        return None
    order = date_order(upload, head.unclear.get(chosen.get("published", -1), ""))
    if order is None:
        return None
    return {field: f"#{place + 1}{order if field == 'published' else ''}" for field, place in chosen.items()}


def date_order(upload: Upload, unclear: str) -> str | None:
    """Ask what a date means that can be read in two ways; "" where none does, None while nothing is chosen."""
    if not unclear:
        return ""
    readings = {":dmy": "day first", ":mdy": "month first"}
    chosen = st.radio(
        f"The dates can be read in two orders. In {plain(unclear)}, what stands first?",
        list(readings),
        index=None,
        format_func=lambda order: f"{readings[order]}: {_reading(unclear, order)}",
        key=f"order_{upload.key}",
        horizontal=True,
    )
    return str(chosen) if chosen else None


def _reading(written: str, order: str) -> str:
    from collectors.sources.files.export_dates import written_date  # noqa: PLC0415  only where it is asked

    date_read = written_date(written, order == ":dmy")
    return page_blocks.day(date.fromisoformat(date_read.day[:10])) if date_read and date_read.day else written


def previewed(settings: Settings, upload: Upload, columns: Mapping[str, str]) -> None:
    """Draw what the file would become, and the button that imports it."""
    with st.container(horizontal=True, gap="small"):
        outlet = st.text_input("Source of articles without one", key=f"outlet_{upload.key}", width=280, max_chars=120)
        language = st.text_input(
            "Language of articles without one", key=f"language_{upload.key}", width=280, max_chars=3,
            placeholder="found by their text",
        )  # fmt: skip
    given = ImportDefaults(outlet=outlet.strip() or None, language=language.strip() or None, columns=columns or None)
    page_blocks.heading("What it would become")
    upload_read = str(settings.home), str(settings.data), upload.key, tuple(columns.items())
    previews = desk_blocks.answer_of(
        uploads.preview_of,
        *upload_read,
        given.outlet or "",
        given.language or "",
        said="Reading every article of the file",
    )
    if previews is None:
        return
    count = sum(one.articles + one.pages for one in previews)
    if not count and not any(one.problems for one in previews):
        show_html(html.element("p", f"{upload.name} holds no article: there is no row below its heads.", "px-problem"))
    rows = [
        [one.file, one.kind, *_contents(one), f"{one.articles:,}", f"{one.pages:,}", f"{one.failures:,}"]
        for one in previews[:20]
    ]
    names = ["File", "Taken for", "Sources", "Days", "Languages", "Missing", "Articles", "Pages", "Not read"]
    show_html(html.table("As it would be stored", names, rows, left=6, cards=True))
    shown = [article for one in previews for article in one.shown][:3]
    if shown:
        show_html(html.table("The first articles", ["Headline", "Source", "Date", "Text"], shown, left=4))
    problems = [line for one in previews for line in one.problems][:6]
    for line in problems:
        show_html(html.element("p", line, "px-problem"))
    if count:
        spans = [day for one in previews for day in one.days if day]
        to_import(settings, upload, given, count, (min(spans, default=""), max(spans, default="")))
    if st.button("Discard this file", key=f"discard_{upload.key}"):
        uploads.discard_upload(settings, upload.key)
        st.rerun()


def _contents(one: FilePreview) -> list[str]:
    """Sources, days, languages and what is missing, for the table."""
    named = ", ".join(f"{name} {count:,}" for name, count in one.outlets.most_common(6))
    more = f" and {len(one.outlets) - 6} more" if len(one.outlets) > 6 else ""
    spoken = ", ".join(f"{name} {count:,}" for name, count in one.languages.most_common(4))
    labels = {"title": "headline", "outlet": "source", "published": "date", "language": "language"}
    missing = ", ".join(f"{count:,} without {labels.get(name, name)}" for name, count in one.missing.items())
    span = " to ".join(dict.fromkeys(filter(None, one.days)))
    return [named + more or "–", span or "–", spoken or "–", missing or "nothing"]


def to_import(settings: Settings, upload: Upload, given: ImportDefaults, count: int, span: tuple[str, str]) -> None:
    """Draw the choice of the event and the button that starts the import.

    Args:
        settings: Where the declarations are.
        upload: The file.
        given: Its columns, and values for what rows leave open.
        count: How many articles and pages it holds.
        span: The first and the last day of its articles, YYYY-MM-DD; empty where no article has a date.
    """
    page_blocks.heading("Import it")
    declared = {EACH: "As each article says", NEW: "A new event"} | desk_blocks.own_first(
        settings, desk_blocks.catalogue(settings)
    )
    event = desk_blocks.choose_event(declared, "import_event", first=NEW)
    title, first, last = "", date.min, date.max
    if event == NEW:
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            title = st.text_input("Title of the event", key="new_title", width=420, max_chars=200)
            today = datetime.now(UTC).date()
            begins, ends = (date.fromisoformat(day) if day else None for day in span)
            first = st.date_input(
                "First day", begins or today - timedelta(days=30), key=f"first_{upload.key}_{span[0]}", width=160
            )
            last = st.date_input("Last day", ends or today, key=f"last_{upload.key}_{span[1]}", width=160)
    any_outlet = st.checkbox("Take sources that are not declared as outlets", value=True, key="any_outlet")
    if st.button(f"Import {page_blocks.many(count, 'article')}", type="primary", key="import_now"):

        def work() -> None:
            name = _started(settings, title, first, last) if event == NEW else "" if event == EACH else event
            file = {"key": upload.key, "columns": dict(given.columns or {}), "count": count, "any_outlet": any_outlet}
            file |= {"outlet": given.outlet or "", "language": given.language or ""}
            desk_jobs.start_job(settings, "import", desk_blocks.editor(), {"event": name, "files": [file]})

        desk_blocks.attempt(work)
        st.rerun()


def _started(settings: Settings, title: str, first: date, last: date) -> str:
    """Save a new event with its title and days; returns its id."""
    if not title.strip():
        raise ParallaxError("the new event has no title", remedy="say in a few words what it is")
    name = event_texts.suggested_id(title) or f"event-{first:%Y-%m-%d}"
    if event_texts.event_text(settings, name):
        raise ParallaxError(f"there is an event {name!r} already", remedy="choose it above, or write another title")
    text = event_texts.new_event_text(name, title, first, last)
    event_texts.save_event(
        settings, name, text, desk_blocks.editor(), seen=event_texts.digest_of(""), reason="started with an import"
    )
    st.session_state["desk_event"] = name
    return name


page()
