"""Side by side: two to six outlets' texts on one story in columns, with the same marks, and how they differ."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from dashboard import followed_quotations, likely_quotations, queries, text_comparison
from dashboard.context import PageContext, page_context
from dashboard.render import html
from dashboard.render.html import TextMark, escaped, fill, together
from dashboard.selection import pick, pick_some
from dashboard.text_comparison import HeadlineLine
from dashboard.translation import translated, translated_count
from dashboard.views.blocks import marked_text, page_blocks
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.marked_text import TextColumn
from dashboard.views.blocks.worded_table import worded_table

MOST = 6
FIRST = 3  # columns before the reader chooses: as many as a desktop screen shows at a readable width


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title("Side by side", "One story as two to six outlets told it, under the same marks.")
    stories = queries.stories(context.data, context.sel)
    if not stories:
        page_blocks.nothing(context, "No story in this selection has articles of two outlets.")
        show_html(
            fill('<p class="px-note">{}</p>', html.link("Read the articles one by one", context.sel.link("articles")))
        )
        return
    left, right = st.columns([2, 3], gap="medium")
    with left:
        story = pick("story", translated("Story"), {story.id: _label(context, story) for story in stories}, menu=True)
    rows = sorted(queries.story_articles(context.data, context.sel, story), key=marked_text.instant)
    offered = {
        row["article_id"]: f"{context.name(row['outlet'])}: {context.hide(row['title'] or 'Untitled')}" for row in rows
    }
    with right:
        chosen = pick_some("texts", translated("Texts, up to six"), offered, first_of_each(rows), MOST)
    found_texts = [queries.article(context.data, context.sel.event, article) for article in chosen]
    readings = [found_text for found_text in found_texts if found_text is not None]
    page_blocks.heading(
        "The texts", "Each strip shows where a text’s marks are, on one scale of length. Switch marks on and off:"
    )
    doubtful = likely_quotations.hidden_count(readings)
    if doubtful and likely_quotations.hides_doubtful():
        readings = [likely_quotations.likely(reading) for reading in readings]
        page_blocks.note(likely_quotations.hidden_note(doubtful))
    columns = [marked_text.column(context, reading) for reading in readings]
    shown = marked_text.legend(context, columns)
    show_html(columns_html(context, columns, shown))
    if not context.data.has_texts:
        page_blocks.note("This data set carries no texts: only headlines and what was counted in them.")
    differences(context, columns)
    headlines(context, rows)


def _label(context: PageContext, story_text: queries.StoryText) -> str:
    if story_text.id.startswith("day:"):
        return f"{page_blocks.day(story_text.day)} ({page_blocks.many(story_text.outlets, 'outlet')})"
    title = context.hide(story_text.title) or "Untitled"
    return f"{title} ({page_blocks.day(story_text.day)}, {page_blocks.many(story_text.outlets, 'outlet')})"


def first_of_each(rows: Sequence[queries.Row]) -> list[str]:
    """Return the texts shown before the reader chooses: the first one of each of the first `FIRST` outlets.

    Agency copy is taken only where an outlet has no other text on the story, and after the other outlets.
    """
    first: dict[str, str] = {}
    for one_row in sorted(rows, key=lambda row: row["agency"] is not None):
        first.setdefault(one_row["outlet"], one_row["article_id"])
    return list(first.values())[:FIRST]


def columns_html(context: PageContext, columns: Sequence[TextColumn], shown: frozenset[str]) -> Markup:
    """Return the texts in columns, each under a strip of its marks whose length shows the length of the text."""
    longest = max((len(column.text or "") for column in columns), default=1) or 1
    common_parts = text_comparison.shared({column.id: column.text for column in columns if column.text})
    parts = []
    for one_column in columns:
        wire = [_wire(context, part, columns) for part in common_parts.get(one_column.id, ())]
        marks = [mark for mark in [*wire, *one_column.marks] if mark.kind in shown]
        title = html.marked(one_column.title, [mark for mark in one_column.headline if mark.kind in shown])
        body = html.article(one_column.text, marks) if one_column.text is not None else ""
        href = context.sel.link("articles", article=one_column.id)
        strip = html.strip([(mark.start, mark.end, mark.kind) for mark in marks], len(one_column.text or ""), longest)
        parts.append(
            fill(
                '<section class="px-col" aria-label="{}"><p class="px-source"><b>{}</b><br>{} · {} · {}</p><h3 '
                'class="px-colhead" dir="auto">{}</h3>{}{}</section>',
                context.name(one_column.outlet),
                context.swatch(one_column.outlet),
                one_column.when,
                page_blocks.many(one_column.words, "word"),
                html.link("open", href),
                title,
                strip,
                body,
            )
        )
    return fill('<div class="px-columns" tabindex="0" style="--n:{}">{}</div>', len(columns), together(parts))


def _wire(
    context: PageContext, shared_passages: text_comparison.SharedPassages, columns: Sequence[TextColumn]
) -> TextMark:
    names = {column.id: context.name(column.outlet) for column in columns}
    others = ", ".join(dict.fromkeys(names[other] for other in shared_passages.others))
    return TextMark(shared_passages.span.start, shared_passages.span.end, "wire", f"the same sentence in {others}")


# --- differences --------------------------------------------------------------------------------------------------


def differences(context: PageContext, columns: Sequence[TextColumn]) -> None:
    """Draw what some of these texts say and others do not: names, speakers, quotations, facts and figures."""
    page_blocks.heading(
        "How they differ",
        "A dash says that the text has none of it. These are single texts: for what an outlet does as a rule, see the "
        "other pages.",
    )
    names = text_comparison.namings([column.names for column in columns], context.labels.concepts)
    table(context, columns, translated("Who uses which variant"), translated("Named"), names)
    table(
        context,
        columns,
        translated("Who quotes whom, with how many words"),
        translated("Speaker"),
        text_comparison.speakers([column.spoken for column in columns]),
    )
    followed = translated(
        "The same quotation in each text: whole, cut to some of its words, or not quoted (it may be paraphrased)"
    )
    table(
        context,
        columns,
        followed,
        translated("Quotation"),
        followed_quotations.followed([column.said for column in columns]),
    )
    declared = queries.facts(context.data, context.sel.event)
    facts_told = [{device["label"] for device in column.devices if device["kind"] == "fact"} for column in columns]
    if any(facts_told):
        every = [
            HeadlineLine(label, tuple(translated("yes") if key in labels else None for labels in facts_told))
            for key, label in declared.items()
        ]
        some = [line for line in every if any(line.cells)]
        none = len(every) - len(some)
        rest = (
            translated(
                "Of the event’s file {count} stand in none of them.", count=translated_count(none, "fact", "facts")
            )
            if none
            else ""
        )
        caption = f"{translated('Facts that a text has or leaves out.')} {rest}".strip()
        table(context, columns, caption, translated("Fact"), some)
    if context.data.has_texts:
        figures = text_comparison.presence([text_comparison.figures(column.text or "") for column in columns])
        several = [line for line in figures if line.missing < len(columns) - 1 or len(columns) == 2][:12]
        table(
            context,
            columns,
            translated("Figures that some texts give and others do not"),
            translated("Figure"),
            several,
        )


def table(
    context: PageContext, columns: Sequence[TextColumn], caption: str, corner: str, lines: Sequence[HeadlineLine]
) -> None:
    """Draw a table with a row per line and a column per text; nothing where there are no lines."""
    if not lines:
        return
    heads = [corner, *(context.name(column.outlet) for column in columns)]
    body = [[escaped(line.label), *("–" if cell is None else escaped(cell) for cell in line.cells)] for line in lines]
    show_html(worded_table(caption, heads, body, left=len(heads)))


def headlines(context: PageContext, rows: Sequence[queries.Row]) -> None:
    """Draw every headline of the story, in the order given."""
    page_blocks.heading(
        "The headlines, as they came", "All articles of the story in this selection, by time of publication."
    )
    items = []
    for row in rows:
        title = html.link(
            context.hide(row["title"] or "Untitled"), context.sel.link("articles", article=row["article_id"])
        )
        tags = [f"agency copy: {context.name(row['agency'])}" if row["agency"] else ""]
        shown = together(fill(' <span class="px-tag">{}</span>', tag) for tag in tags if tag)
        source = fill('<div class="px-source">{}{}</div>', context.name(row["outlet"]), shown)
        items.append(
            fill(
                '<li style="border-color:{}"><time>{}</time><div><b dir="auto">{}</b>{}</div></li>',
                context.colour(row["outlet"]),
                marked_text.when(row),
                title,
                source,
            )
        )
    show_html(fill('<ol class="px-stack">{}</ol>', together(items)))


page()
