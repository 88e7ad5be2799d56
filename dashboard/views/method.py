"""Method: how each number is made, what it cannot say, what was left out, and which versions these are."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, markup, queries
from dashboard.labels import LANGUAGES
from dashboard.markup import esc
from dashboard.method import LIMITS, MADE
from dashboard.queries import framing
from dashboard.views import common
from dashboard.views.here import Here, opened

LEFT_OUT = (
    ("off", "not about the event"),
    ("nameless", "of an unknown outlet"),
    ("doubtful", "whose text was read with doubt"),
)


def page() -> None:
    at = opened()
    common.title(
        "How the numbers are made",
        "And what they cannot say. Every article, word list and rule behind them can be opened.",
    )
    counted = queries.counted(at.data, at.sel)
    common.heading("What is counted here")
    st.html(markup.element("p", _counted(counted), "px-note"))
    common.heading("Each number")
    st.html(
        '<dl class="px-aside">'
        + "".join(f"<dt><b>{esc(k)}</b></dt><dd>{esc(v)}</dd>" for k, v in MADE.items())
        + "</dl>"
    )
    common.heading("Limits")
    st.html('<ul class="px-aside">' + "".join(markup.element("li", x) for x in LIMITS) + "</ul>")
    measured()
    read(at)
    became(at)
    declared(at)
    versions(at)


def _counted(counted: queries.Row) -> str:
    parts = [f"{common.many(counted[k], 'article')} {why}" for k, why in LEFT_OUT if counted[k]]
    return (
        f"{common.many(counted['shown'], 'article')} in this selection, of {counted['found']:,} in the data set for "
        "this event. "
        + (f"In the data set but outside the statistics by default: {', '.join(parts)}." if parts else "")
    )


def measured() -> None:
    """The extractors' measured error."""
    common.heading("Measured error", "Small differences between outlets may be differences in how well they are read.")
    body = [[esc(r["what"]), esc(r["on"]), esc(r["measure"]), f"{r['value']:.2f}"] for r in queries.quality()]
    columns = ["Reader", "Measured on", "Measure", "Value"]
    st.html(markup.table("Against texts marked by hand", columns, body, left=3, cards=True))


def read(at: Here) -> None:
    """Which languages of the articles each device of wording reads."""
    found = framing.languages_read(at.data, at.sel.event) if framing.has_marks(at.data) else {}
    if not found:
        return
    common.heading(
        "Languages that are read",
        "By the devices of wording. Where one does not read a language its rate is missing, not 0. The word lists "
        "were written for each language and are not translations: compare outlets that write the same one.",
    )
    body = [
        [esc(framing.named(metric)), *(esc(", ".join(LANGUAGES.get(x, x) for x in codes) or "none") for codes in both)]
        for metric, both in found.items()
    ]
    st.html(markup.table("Languages of this event’s articles", ["Device", "Read", "Not read"], body, left=3))


def became(at: Here) -> None:
    """What became of every address and row, with the total as denominator."""
    rows = queries.outcomes(at.data, at.sel.event)
    common.heading("What became of the input", "Every address, page or row ends in exactly one of these.")
    if not rows:
        common.note("The data set records no outcomes.")
        return
    total = sum(r["n"] for r in rows)
    kinds: dict[str, list[queries.Row]] = {}
    for r in rows:
        kinds.setdefault(r["kind"], []).append(r)
    body = []
    for kind, group in sorted(kinds.items(), key=lambda x: -sum(r["n"] for r in x[1])):
        n = sum(r["n"] for r in group)
        example = next((r for r in group if r["detail"]), group[0])
        told = f"{example['detail'] or ''}{' → ' + example['remedy'] if example['remedy'] else ''}"
        body.append([esc(kind.replace("_", " ")), esc(at.hide(told)), f"{n:,}", charts.number(n / total, charts.SHARE)])
    st.html(markup.table(f"Of {total:,} inputs", ["Outcome", "For example", "Count", "Share"], body, left=2))


def declared(at: Here) -> None:
    """The event's concepts, variants and phases as its file declares them."""
    common.heading("What this event’s file declares", at.story.description)
    body = [[esc(title), esc(", ".join(at.story.variants[c].values()))] for c, title in at.story.concepts.items()]
    if body:
        st.html(markup.table("Concepts and the variants that are told apart", ["Concept", "Variants"], body, left=2))
    days = [[esc(at.story.phases[p]), esc(common.day(a)), esc(common.day(b))] for p, (a, b) in at.story.days.items()]
    if days:
        st.html(markup.table("Phases", ["Phase", "First day", "Last day"], days, left=3, cards=True))


def versions(at: Here) -> None:
    """What to write down to find these numbers again."""
    common.heading(
        "Versions",
        "A published data set never changes. Its version, the method’s version and the selection stand in the address "
        "and in every file.",
    )
    rows = [
        ["Data set", esc(at.data.version)],
        ["Method", esc(at.data.method)],
        ["Tables", esc(", ".join(at.data.tables))],
    ]
    st.html(markup.table("These numbers", ["What", "Version"], rows, left=2))


page()
