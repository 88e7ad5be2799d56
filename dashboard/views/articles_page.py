"""Articles: the list, and one article with everything that was found in its text marked."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from collectors.metrics.instrument_ranges import hears
from dashboard import likely_quotations, queries
from dashboard.context import PageContext, page_context
from dashboard.labels import PARTS, SCORES
from dashboard.render import html
from dashboard.render.charts import number
from dashboard.render.html import DOT, NOTHING, escaped, fill, together
from dashboard.selection import field, keep, touch
from dashboard.translation import translated
from dashboard.views.blocks import marked_text, page_blocks, text_extents
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

SIZE = 24


def page() -> None:
    """Draw the list of articles, or the article that the address names."""
    context = page_context()
    wanted = field("article")
    if not wanted:
        contents(context)
        return
    reading = queries.article(context.data, context.sel.event, wanted)
    if reading is None:
        page_blocks.title(
            "No such article",
            "This data set holds no article of that name for the event. It may be in another version.",
        )
        show_html(html.link("All articles", context.sel.link("articles")))
        return
    one(context, reading)


def contents(context: PageContext) -> None:
    """Draw the list of articles, with a search in headlines."""
    page_blocks.title("The articles", "Everything the numbers are counted from, newest first.")
    if "view_words" not in st.session_state:
        st.session_state["view_words"] = field("words")
    words = st.text_input(
        translated("Words in the headline"), key="view_words", on_change=touch, width=320, max_chars=100
    )
    keep("words", words.strip())
    only = context.of()
    if only:
        show_html(
            fill(
                '<p class="px-note">Only {}. {}</p>',
                context.name(only),
                html.link("All outlets", context.sel.link("articles")),
            )
        )
    start = page_blocks.start_of(SIZE)
    total, rows = queries.listing(context.data, context.within(only), words.strip(), "", start, SIZE)
    if not rows:
        page_blocks.note("No article matches.")
        return
    show_html(fill('<ul class="px-list">') + together(_item(context, row) for row in rows) + fill("</ul>"))
    page_blocks.pager(context, total, start, len(rows), SIZE)


def _item(context: PageContext, row: queries.Row) -> Markup:
    tags = [
        "" if row["type"] == "news" else row["type"],
        "" if row["grade"] == "good" else f"{row['grade']}: {row['grade_reasons']}",
        f"agency copy: {context.name(row['agency'])}" if row["agency"] else "",
        translated("one of several copies") if row["cluster"] else "",
    ]
    headline = html.link(
        context.hide(row["title"] or "Untitled"), context.sel.link("articles", article=row["article_id"])
    )
    facts = f"{context.name(row['outlet'])} · {page_blocks.day(row['day'])} · {row['words'] or 0:,} words"
    shown = together(fill(' <span class="px-tag">{}</span>', tag) for tag in tags if tag)
    colour = context.colour(row["outlet"])
    return fill(
        '<li style="border-color:{}"><b>{}</b><div class="px-source">{}{}</div></li>', colour, headline, facts, shown
    )


def one(context: PageContext, reading: queries.ArticleReading) -> None:
    """Draw one article: headline and text with marks, and what is known about it."""
    about = reading.about
    show_html(html.link("← All articles", context.sel.link("articles")))
    doubtful = likely_quotations.hidden_count([reading])
    likely_only = doubtful > 0 and likely_quotations.hides_doubtful()
    reading = likely_quotations.likely(reading) if likely_only else reading
    column = marked_text.column(context, reading)
    headline = html.marked(column.title, column.headline)
    show_html(fill('<h1 class="px-h1" dir="auto">{}</h1>', headline) + _byline(context, about))
    left, right = st.columns([5, 3], gap="large")
    with left:
        shown = marked_text.legend(context, [column])
        if likely_only:
            page_blocks.note(likely_quotations.hidden_note(doubtful))
        if column.text is None:
            page_blocks.note("This data set carries no texts: only the words that were counted, at the right.")
        else:
            show_html(html.article(column.text, [mark for mark in column.marks if mark.kind in shown]))
    with right:
        show_html(_facts(context, reading))
        show_html(_quotations(context, reading))


def _byline(context: PageContext, about: queries.Row) -> Markup:
    parts = [fill("<b>{}</b>", context.swatch(about["outlet"]))]
    if about["authors"] and not context.sel.blind:
        parts.append(escaped(", ".join(about["authors"])))
    parts.append(escaped(page_blocks.day(about["day"])))
    if about["url"] and not context.sel.blind:
        parts.append(html.outside("Source", about["url"]))
    standfirst = html.element("p", context.hide(about["standfirst"]), "px-deck") if about["standfirst"] else NOTHING
    return standfirst + fill('<p class="px-note">{}</p>', together(parts, DOT))


def _verb(row: queries.Row) -> str:
    return str(row["cue"] or "–") + (f" ({row['stance']})" if row["stance"] not in (None, "none", "neutral") else "")


def _facts(context: PageContext, reading: queries.ArticleReading) -> Markup:
    about = reading.about
    spoken, measured = queries.counts_of(context.data, context.sel.event, about["article_id"])
    total = sum(spoken.values())
    voices = ", ".join(
        f"{translated(page_blocks.SAID[key])} {count / total:.0%}"
        for key, count in sorted(spoken.items(), key=lambda pair: -pair[1])
        if count and key in page_blocks.SAID and hears(key, about["language"])
    )
    scores = [f"{SCORES[key][0]} {value:.1f}" for key, value in measured.items() if key in SCORES and value is not None]
    scores += [
        f"{PARTS[key][0].lower()} {number(value, PARTS[key][2])}"
        for key, value in measured.items()
        if key in PARTS and value is not None
    ]
    reason = context.hide(about["member_reason"] or "–")
    why = f"{reason} (rule {about['member_rule'] or '–'}, score {_score(about['member_score'])})"
    grade = f"{about['grade']}: {about['grade_reasons']}" if about["grade_reasons"] else str(about["grade"])
    length = (
        f"{page_blocks.many(about['words'] or 0, 'word')} in {page_blocks.many(about['sentences'] or 0, 'sentence')}"
    )
    rows = {
        "In the event because": why,
        "Phase": context.labels.phases.get(about["phase"] or "", "none"),
        "Length": length,
        "Holds": text_extents.extent_of(about),
        "Day": context.hide(text_extents.day_of(about)),
        "Dates on the page": context.hide(text_extents.claims_of(about)) or "–",
        "Whose words": voices or "–",
        "Readability": ", ".join(scores) or "under 100 words: no score",
        "Text": f"{context.hide(grade)}, {_reader(about['extractor'])}",
        "Copy": _copy(context, about),
    }
    return (
        fill('<dl class="px-aside">')
        + together(fill("<dt>{}</dt><dd>{}</dd>", key, value) for key, value in rows.items())
        + fill("</dl>")
    )


def _reader(extractor: str) -> str:
    return "as it was given" if extractor == "given" else f"read by {extractor}"


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _copy(context: PageContext, about: queries.Row) -> str:
    if about["agency"]:
        return f"credited to {context.name(about['agency'])}" + (
            ", one of a group of copies" if about["cluster"] else ""
        )
    return "one of a group of near-identical texts" if about["cluster"] else "no copy found"


def _quotations(context: PageContext, reading: queries.ArticleReading) -> Markup:
    head = html.element("h2", f"Who speaks: {page_blocks.many(len(reading.quotations), 'quotation')}", "px-h2")
    rows = []
    for quotation in reading.quotations:
        side = context.labels.sides.get(quotation["side"] or "", "–")
        rows.append(
            [
                escaped(marked_text.speaker(context, quotation)),
                escaped(side),
                escaped(_verb(quotation)),
                str(quotation["words"] or 0),
            ]
        )
    if not rows:
        return head
    columns = ["Speaker", "Side", "Verb", "Words"]
    return fill(
        '{}<div class="px-narrow">{}</div>', head, worded_table("In the article’s order", columns, rows, left=3)
    )


page()
