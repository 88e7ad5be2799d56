"""Collection: what was read when, what became of it over time, what looks wrong, and what outlets changed later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import streamlit as st
from markupsafe import Markup

from collectors.export import csv_bytes
from collectors.model import FAILURES, OutcomeKind
from dashboard.context import PageContext, page_context
from dashboard.queries import Row, collection_queries
from dashboard.queries.collection_queries import PAGES, PageChange
from dashboard.render import charts, html, theme
from dashboard.render.html import escaped, fill, together
from dashboard.selection import field, keep
from dashboard.translation import translated
from dashboard.views.blocks import calendar_strip, page_blocks
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

#: Changed pages shown at once, addresses listed, and paragraphs of a change.
SIZE, ADDRESSES, PARAGRAPHS = 6, 200, 8
FAILED = 40  # failed addresses shown at once
FAILED_COLUMNS = ("key", "outlet", "kind", "detail", "remedy")
DISCS = 64  # discs that fit into a strip of outcomes

#: Outcomes that are told apart over time: name -> kinds.
GROUPS: Mapping[str, frozenset[OutcomeKind]] = {
    "New articles": frozenset({OutcomeKind.SAVED, OutcomeKind.WIRE_COPY, OutcomeKind.PARTIAL}),
    "Changed since": frozenset({OutcomeKind.REVISED}),
    "Unchanged": frozenset({OutcomeKind.UNCHANGED, OutcomeKind.SAME_PAGE}),
    "Not about the event": frozenset({OutcomeKind.OFF_EVENT, OutcomeKind.OFF_WINDOW, OutcomeKind.NOT_AN_ARTICLE}),
    "Lists read": frozenset({OutcomeKind.READ, OutcomeKind.EMPTY}),
    "Not allowed": frozenset({OutcomeKind.ROBOTS}),
    "Failed": FAILURES,
}
OTHER = "Otherwise"


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "How collecting went",
        "When each outlet and source was last read, what became of the addresses, what looks wrong, and what outlets "
        "changed in their pages since.",
    )
    readings = collection_queries.readings(context.data, context.sel.event, context.sel.outlets)
    days = collection_queries.rounds(context.data, context.sel.event, context.sel.outlets)
    if not readings and not days:
        page_blocks.note(
            "This data set records no collecting: its articles were imported, or it was published by an older version."
        )
        failed(context)
        return
    alerts(context, [row for row in readings if row["alert"]])
    over_time(days)
    addresses(context, [row for row in readings if row["source"] != PAGES])
    failed(context)
    changed(context)


def alerts(context: PageContext, rows: Sequence[Row]) -> None:
    """Draw what looks wrong, with the numbers that each alert is based on."""
    page_blocks.heading(
        "What looks wrong",
        "Each outlet is compared with its own history, as of its newest reading: far fewer entries than ever before, "
        "nothing new for far longer than ever, pages that suddenly cannot be read, readings that fail.",
    )
    if not rows:
        page_blocks.note("Nothing looks wrong. With a short history that may also mean that it is too early to say.")
        return
    body = [
        [
            escaped(context.name(row["outlet"])),
            fill('<span class="warn">{}</span>', context.hide(row["alert"])),
            _source(context, row),
        ]
        for row in rows
    ]
    show_html(
        worded_table(page_blocks.many(len(rows), "alert"), ["Outlet", "What", "Source"], body, left=3, cards=True)
    )


def _source(context: PageContext, row: Row) -> Markup:
    what = "its pages" if row["source"] == PAGES else str(row["source"])
    if context.sel.blind or not row["url"]:  # an address names its outlet
        return escaped(what)
    return fill("{}<br>{}", what, html.outside(_short(row["url"]), row["url"]))


def _short(url: str) -> str:
    text = url.partition("://")[2]
    return text if len(text) <= 70 else f"{text[:68]}…"


def over_time(rows: Sequence[Row]) -> None:
    """Draw outcomes by day: a strip for each group beside its total."""
    if not rows:
        return
    grouped = _grouped(rows)
    first, last = min(row["day"] for row in rows), max(row["day"] for row in rows)
    total = sum(sum(days.values()) for days in grouped.values())
    page_blocks.heading(
        "Outcomes over time",
        f"What became of the addresses that were asked for, by the day of the round, {page_blocks.days(first, last)}. "
        "A disc’s area is their number, on a scale of its own in each row.",
    )
    body = []
    for name, days in grouped.items():
        count = sum(days.values())
        colour = theme.ACCENT if name == "New articles" else theme.INK
        body.append(
            [
                escaped(name),
                _strip(name, days, first, last, colour),
                f"{count:,}",
                charts.number(count / total, charts.SHARE),
            ]
        )
    show_html(worded_table(f"Of {total:,} outcomes", ["Outcome", "By day", "Count", "Share"], body, left=2))


def _grouped(rows: Sequence[Row]) -> dict[str, dict[date, int]]:
    names = {kind.value: name for name, kinds in GROUPS.items() for kind in kinds}
    days_of: dict[str, dict[date, int]] = {name: {} for name in (*GROUPS, OTHER)}
    for row in rows:
        days = days_of[names.get(row["kind"], OTHER)]
        days[row["day"]] = days.get(row["day"], 0) + row["n"]
    return {name: days for name, days in days_of.items() if days}


def _strip(name: str, days: Mapping[date, int], first: date, last: date, colour: str) -> Markup:
    span = first, last
    noun = "address", "addresses"
    discs = calendar_strip.discs_of(days, span, max(days.values()), calendar_strip.step(span, DISCS), 16, *noun)
    said = f"{name} on {page_blocks.many(len(days), 'day')}, {page_blocks.many(sum(days.values()), *noun)}"
    return html.days(discs, [], colour, said)


def addresses(context: PageContext, rows: Sequence[Row]) -> None:
    """Draw when each address was last read."""
    if not rows:
        return
    page_blocks.heading("Last success", "Feeds, sitemaps and indexes that are read again in each round. Times are UTC.")
    body = [
        [
            escaped(context.name(one_row["outlet"]) if one_row["outlet"] else "all outlets"),
            _source(context, one_row),
            escaped(_time(one_row["last_success"]) or "never"),
            "–" if one_row["entries"] is None else f"{one_row['entries']:,}",
            f"{one_row['visits']:,}",
        ]
        for one_row in sorted(rows, key=lambda row: (row["outlet"] or "", row["source"], row["url"]))[:ADDRESSES]
    ]
    columns = ["Outlet", "Source", "Last success", "Entries then", "Readings"]
    show_html(worded_table(page_blocks.many(len(rows), "address", "addresses"), columns, body, left=3, cards=True))
    if len(rows) > ADDRESSES:
        page_blocks.note(f"The first {ADDRESSES} are shown. `parallax status` lists those with an alert first.")


def failed(context: PageContext) -> None:
    """Draw the addresses and files that failed, with reason and remedy, and a download of all of them."""
    first_shown = field("failed")
    start = int(first_shown) // FAILED * FAILED if first_shown.isdecimal() and len(first_shown) < 9 else 0
    find = partial(collection_queries.failures, context.data, context.sel.event, context.sel.outlets)
    total, rows = find(start, FAILED)
    page_blocks.heading(
        "What failed", "Addresses, files and rows that gave no article, each with its reason and what to do about it."
    )
    if not total:
        page_blocks.note("Nothing failed.")
        return
    keep("failed", str(start) if start else "")
    body = [
        [
            escaped(page_blocks.capital(row["kind"].replace("_", " "))),
            escaped(context.name(row["outlet"]) if row["outlet"] else "–"),
            escaped("hidden (blind reading)") if context.sel.blind else _failed_key(row["key"]),
            context.hide(row["detail"] or "–"),
            context.hide(row["remedy"] or "–"),
        ]
        for row in rows
    ]
    columns = ["What", "Outlet", "Address or file", "Reason", "Remedy"]
    caption = f"{start + 1:,}–{start + len(rows):,} of {total:,} that failed"
    show_html(worded_table(caption, columns, body, left=5, cards=True))
    ways = [(translated("← Back"), start - FAILED)] * (start > 0) + [(translated("More →"), start + FAILED)] * (
        start + len(rows) < total
    )
    links = [html.link(said, context.sel.link("collection", failed=str(max(place, 0)))) for said, place in ways]
    if links:
        show_html(fill('<p class="px-note">{}</p>', together(links, html.DOT)))
    if not context.sel.blind:
        st.download_button(
            "What failed as CSV",
            lambda: csv_bytes(FAILED_COLUMNS, find(0, None)[1]),
            file_name=f"{page_blocks.file_name(context, 'failed')}.csv",
            mime="text/csv",
            key="csv_failed",
            on_click="ignore",
        )


def _failed_key(key: str) -> Markup:
    """Return an address as a link, and a file as its name: where it lay is the collector's own business."""
    if key.startswith(("http://", "https://")):
        return html.outside(_short(key), key)
    return escaped(key.rpartition("/")[2])


def _time(value: str | None) -> str:
    return f"{value[:10]} {value[11:16]}" if value else ""


def changed(context: PageContext) -> None:
    """Draw the pages that changed after they were first collected."""
    start = page_blocks.start_of(SIZE)
    total, changes = collection_queries.changes(context.data, context.sel.event, context.sel.outlets, start, SIZE)
    page_blocks.heading(
        "Changed after publication",
        "Headlines and paragraphs that an outlet took out and put in between two readings of the same page.",
    )
    if not changes:
        page_blocks.note(
            "No page changed between two readings."
            if "changes" in context.data.tables
            else "This data set holds no texts, so it cannot show what changed."
        )
        return
    show_html(together(_change(context, change) for change in changes))
    page_blocks.pager(context, total, start, len(changes), SIZE)


def _change(context: PageContext, change: PageChange) -> Markup:
    new = change.new_title or "Untitled"
    head = html.link(context.hide(new), context.sel.link("articles", article=change.article))
    seen = f", seen {_time(change.seen)}" if change.seen else ""
    line = fill("{} · {} · revision {}{}", context.name(change.outlet), head, change.revision, seen)
    parts = []
    if change.old_title != change.new_title:
        parts += [_edit("del", context.hide(change.old_title or "(none)")), _edit("ins", context.hide(new))]
    for tag, texts in (("del", change.removed), ("ins", change.added)):
        parts += [_edit(tag, context.hide(text)) for text in texts[:PARAGRAPHS]]
        if len(texts) > PARAGRAPHS:
            parts.append(html.element("p", f"and {len(texts) - PARAGRAPHS} more paragraphs", "px-note"))
    if not parts:
        parts = [html.element("p", "Headline and text stayed; its date, byline or another field changed.", "px-note")]
    return fill('<p class="px-note">{}</p><div class="px-edits px-article" dir="auto">{}</div>', line, together(parts))


def _edit(tag: str, text: str) -> Markup:
    return fill("<p>{}</p>", html.element(tag, text))


page()
