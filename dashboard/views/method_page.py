"""Method: how each number is made, what it cannot say, what was left out, and the versions of data set and method."""

from __future__ import annotations

from dashboard import queries
from dashboard.context import PageContext, page_context
from dashboard.labels import LANGUAGES
from dashboard.method_texts import LIMITS, MADE
from dashboard.queries import framing_device_queries
from dashboard.render import charts, html
from dashboard.render.html import escaped, fill, together
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

LEFT_OUT = (
    ("off", "not about the event"),
    ("nameless", "of an unknown outlet"),
    ("doubtful", "whose text was read with doubt"),
)


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "How the numbers are made",
        "And what they cannot say. Every article, word list and rule behind them can be opened.",
    )
    counted = queries.counted(context.data, context.sel)
    page_blocks.heading("What is counted here")
    show_html(html.element("p", _counted(counted), "px-note"))
    page_blocks.heading("Each number")
    show_html(
        fill('<dl class="px-aside">')
        + together(fill("<dt><b>{}</b></dt><dd>{}</dd>", key, value) for key, value in MADE.items())
        + fill("</dl>")
    )
    page_blocks.heading("Limits")
    show_html(fill('<ul class="px-aside">') + together(html.element("li", limit) for limit in LIMITS) + fill("</ul>"))
    measured()
    read(context)
    became(context)
    declared(context)
    versions(context)


def _counted(counted: queries.Row) -> str:
    parts = [f"{page_blocks.many(counted[kind], 'article')} {why}" for kind, why in LEFT_OUT if counted[kind]]
    return (
        f"{page_blocks.many(counted['shown'], 'article')} in this selection, of {counted['found']:,} in the data set "
        "for this event. "
        + (f"In the data set but outside the statistics by default: {', '.join(parts)}." if parts else "")
    )


def measured() -> None:
    """Draw the measured error of the extractors."""
    page_blocks.heading(
        "Measured error", "Small differences between outlets may be differences in how well they are read."
    )
    body = [
        [escaped(row["what"]), escaped(row["on"]), escaped(row["measure"]), f"{row['value']:.2f}"]
        for row in queries.quality()
    ]
    columns = ["Reader", "Measured on", "Measure", "Value"]
    show_html(worded_table("Against texts marked by hand", columns, body, left=3, cards=True))


def read(context: PageContext) -> None:
    """Draw which languages of the event's articles each framing device can read."""
    languages_of = (
        framing_device_queries.languages_read(context.data, context.sel.event)
        if framing_device_queries.has_marks(context.data)
        else {}
    )
    if not languages_of:
        return
    page_blocks.heading(
        "Languages that are read",
        "By each framing device. Where one does not read a language its rate is missing, not 0. The word lists "
        "were written for each language and are not translations: compare outlets that write the same one.",
    )
    body = [
        [
            escaped(framing_device_queries.named(metric)),
            *(escaped(", ".join(LANGUAGES.get(code, code) for code in codes) or "none") for codes in both),
        ]
        for metric, both in languages_of.items()
    ]
    show_html(worded_table("Languages of this event’s articles", ["Device", "Read", "Not read"], body, left=3))


def became(context: PageContext) -> None:
    """Draw what became of every address, page and row, as counts and shares of all."""
    rows = queries.outcomes(context.data, context.sel.event)
    page_blocks.heading("What became of the input", "Every address, page or row ends in exactly one of these.")
    if not rows:
        page_blocks.note("The data set records no outcomes.")
        return
    total = sum(row["n"] for row in rows)
    kinds: dict[str, list[queries.Row]] = {}
    for one_row in rows:
        kinds.setdefault(one_row["kind"], []).append(one_row)
    body = []
    for kind, group in sorted(kinds.items(), key=lambda pair: -sum(row["n"] for row in pair[1])):
        count = sum(row["n"] for row in group)
        example = next((row for row in group if row["detail"]), group[0])
        detail = f"{example['detail'] or ''}{' → ' + example['remedy'] if example['remedy'] else ''}"
        body.append(
            [
                escaped(kind.replace("_", " ")),
                escaped(context.hide(detail)),
                f"{count:,}",
                charts.number(count / total, charts.SHARE),
            ]
        )
    show_html(worded_table(f"Of {total:,} inputs", ["Outcome", "For example", "Count", "Share"], body, left=2))


def declared(context: PageContext) -> None:
    """Draw the event's concepts, variants and phases as its file declares them."""
    page_blocks.heading("What this event’s file declares", context.labels.description)
    body = [
        [escaped(title), escaped(", ".join(context.labels.variants[key].values()))]
        for key, title in context.labels.concepts.items()
    ]
    if body:
        show_html(worded_table("Concepts and the variants that are told apart", ["Concept", "Variants"], body, left=2))
    days = [
        [escaped(context.labels.phases[key]), escaped(page_blocks.day(first)), escaped(page_blocks.day(last))]
        for key, (first, last) in context.labels.days.items()
    ]
    if days:
        show_html(worded_table("Phases", ["Phase", "First day", "Last day"], days, left=3, cards=True))


def versions(context: PageContext) -> None:
    """Draw the versions that are needed to find these numbers again."""
    page_blocks.heading(
        "Versions",
        "A published data set never changes. Its version, the method’s version and the selection stand in the address "
        "and in every file.",
    )
    rows = [
        ["Data set", escaped(context.data.version)],
        ["Method", escaped(context.data.method)],
        ["Tables", escaped(", ".join(context.data.tables))],
    ]
    show_html(worded_table("These numbers", ["What", "Version"], rows, left=2))


page()
