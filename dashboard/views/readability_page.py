"""Readability: how hard each outlet's texts are to read, by formula and by what the formulas are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from collectors.compare import ComparisonRow
from collectors.metrics.scores.standard_scores import STANDARD
from dashboard import queries
from dashboard.context import PageContext, page_context
from dashboard.labels import PARTS, SCORES
from dashboard.render.charts import SCORE, number
from dashboard.selection import ALL, VOICES, pick
from dashboard.views.blocks import family_note, language_references, page_blocks, row_order, text_extents
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "How hard it is to read",
        "School-grade formulas and their parts, from articles of 100 words or more.",
    )
    language_references.across_languages(context, queries.readability(context.data, context.sel, units=context.ids))
    context = language_references.within_one_language(context)
    rows = queries.readability(context.data, context.sel, units=context.ids)
    there = {row.metric.removeprefix("readability:") for row in rows if row.estimate is not None}
    scores = {key: value[0] for key, value in SCORES.items() if key in there and key not in STANDARD}
    if not scores:
        page_blocks.nothing(context, "No article in this selection is long enough for a score (100 words).")
        return
    score = pick("score", "Formula", scores)
    name, meaning = SCORES[score]
    mine = [row for row in rows if row.metric == f"readability:{score}"]
    page_blocks.heading(
        page_blocks.finding_heading(
            context, name if context.sel.voice == ALL else f"{name}, {VOICES[context.sel.voice].lower()}", mine, SCORE
        ),
        f"{meaning} The dot is the mean over the articles of a row, the line its 95% interval, the number in brackets "
        f"how many articles had a score. Where lines overlap widely, the order of two {context.kinds} is not settled.",
    )
    page_blocks.dot_block(
        context, mine, what=f"{name}: mean of the articles’ scores", form=SCORE, key="readability_dots"
    )
    left_out(context, mine)
    text_extents.extent_note(context, "Scores", always=True)
    if any(part in there for part in PARTS):
        parts(context, rows, [row.outlet for row in row_order.by_value(context.of_shown(mine))])
    family_note.tested_note(context, "readability", context.sel.voice)
    page_blocks.downloads(context, rows, "readability")


def left_out(context: PageContext, scores: Sequence[ComparisonRow]) -> None:
    """Say how many articles have a score in the chosen voice.

    They are not a random part of all articles, so scores of a voice and of all words cannot be compared directly.
    """
    if context.sel.voice == ALL or not scores:
        return
    every = queries.readability(
        context.data, replace(context.sel, voice=ALL), only=(scores[0].metric,), units=context.ids
    )
    scored, all_words = (sum(row.n_articles for row in context.of_shown(rows)) for rows in (scores, every))
    page_blocks.note(
        f"Scored are the {scored:,} of {all_words:,} articles that have 100 words of this kind. The others are not "
        "missing by chance, so a change from all words to these comes from other articles, too, and not from the "
        "voice alone."
    )


def parts(context: PageContext, rows: Sequence[ComparisonRow], order: Sequence[str]) -> None:
    """Draw what the formulas weigh, as small charts with the outlets in the order of the score, and as one table."""
    page_blocks.heading(
        "What the formulas are made of",
        "A formula only weighs these parts; look here for why a score differs. Rows stand in the order above.",
    )
    by = {(row.metric.removeprefix("readability:"), row.outlet): row for row in rows}
    shown = [part for part in PARTS if any((part, outlet) in by for outlet in order)]
    columns: list[st.delta_generator.DeltaGenerator] = []
    for part in shown:
        # Columns are made in pairs, so that the charts keep their order in the one column of a phone.
        columns = columns or list(st.columns(2, gap="large"))
        name, meaning, form = PARTS[part]
        with columns.pop(0):
            page_blocks.subheading(name, meaning)
            mine = [by[part, outlet] for outlet in order if (part, outlet) in by]
            page_blocks.dot_chart(
                context, mine, what=f"{name}: mean of the articles", form=form, key=f"readability_{part}"
            )
    body = []
    for outlet in order:
        cells = [by.get((part, outlet)) for part in shown]
        said = [
            f"{number(cell.estimate, PARTS[part][2])} ({page_blocks.interval(cell, PARTS[part][2])})" if cell else "–"
            for part, cell in zip(shown, cells, strict=True)
        ]
        articles = max((cell.n_articles for cell in cells if cell), default=0)
        body.append([context.swatch(outlet), *said, str(articles)])
    show_html(
        worded_table(
            "Means, with the 95% interval in brackets",
            [context.kind, *(PARTS[part][0] for part in shown), "Articles"],
            body,
        )
    )


page()
