"""Readability across languages: how far texts lie from real texts of their language, never the scores themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from collectors.compare import ComparisonRow
from collectors.metrics.scores.readability_reference import FEWEST_DOMAINS, REFERENCED, ScoreReference, references
from collectors.metrics.scores.standard_scores import ENDING
from dashboard import queries
from dashboard.context import PageContext
from dashboard.labels import LANGUAGES, SCORES
from dashboard.render.charts import SCORE, Form, number
from dashboard.selection import pick
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

_TWO = Form(2)


def languages_here(context: PageContext) -> Mapping[str, str]:
    """Return the names of the languages of the selection's articles by code, the commonest first."""
    spoken = queries.languages(context.data, context.sel.event)
    chosen = context.sel.languages
    return {code: name for code, name in spoken.items() if not chosen or code in chosen}


def within_one_language(context: PageContext) -> PageContext:
    """Return the page's context, limited to one language that the reader picks where the selection holds several.

    Scores do not compare across languages, so those of one language are ranked at a time.
    """
    spoken = languages_here(context)
    if len(spoken) < 2:
        return context
    code = pick("texts_in", "Texts in", spoken, menu=len(spoken) > 6)
    return replace(context, sel=replace(context.sel, languages=(code,)))


def across_languages(context: PageContext, rows: Sequence[ComparisonRow]) -> None:
    """Draw the standard scores of a selection of several languages, with the references that they are held against.

    Args:
        context: The page.
        rows: The page's rows of readability, in all languages of the selection.
    """
    spoken = languages_here(context)
    if len(spoken) < 2:
        return
    there = {row.metric for row in rows if row.estimate is not None}
    standard = [score + ENDING for score in REFERENCED if f"readability:{score}{ENDING}" in there]
    page_blocks.heading(
        "Across languages",
        "Scores do not compare across languages: words are longer in one than in another. Shown is how far texts lie "
        "from the median of real texts in their own language, in standard deviations of those. A difference that is no "
        "larger than the errors of the references, below, says nothing; nothing is tested across languages, and rows "
        "are not ranked: they stand by language and name.",
    )
    if standard:
        score = pick("standard", "Score", {name: SCORES[name][0] for name in standard})
        mine = [row for row in rows if row.metric == f"readability:{score}" and row.estimate is not None]
        by_unit, order = queries.languages_by_unit(context.data, context.sel), list(spoken)
        mine.sort(key=lambda row: (_place(by_unit.get(row.outlet, ()), order), context.name(row.outlet)))
        page_blocks.dot_block(context, mine, what=SCORES[score][0], form=_TWO, key="readability_standard", ranks=False)
        _reference_table(score.removesuffix(ENDING), spoken)
    without = [name for code, name in spoken.items() if all((code, score) not in references() for score in REFERENCED)]
    if without:
        page_blocks.note(
            f"Missing: texts in {', '.join(without)}. There is no reference from real texts of {FEWEST_DOMAINS} "
            "domains or more."
        )


def _place(codes: Sequence[str], order: Sequence[str]) -> int:
    """Return the place of a row's commonest language among all; last where it is unknown."""
    return order.index(codes[0]) if codes and codes[0] in order else len(order)


def _reference_table(score: str, spoken: Mapping[str, str]) -> None:
    """Draw what a standard score is held against, a row for each language of the selection that has a reference."""
    body = [_reference_cells(references()[code, score]) for code in spoken if (code, score) in references()]
    columns = ["Language", "Real texts", "Domains", "Median", "Standard deviation", "Error of the median"]
    show_html(worded_table("The references, from real pages; each domain weighs the same", columns, body))


def _reference_cells(reference: ScoreReference) -> list[str]:
    return [
        LANGUAGES.get(reference.language, reference.language),
        f"{reference.texts:,}",
        f"{reference.domains:,}",
        number(reference.median, SCORE),
        number(reference.deviation, SCORE),
        f"{reference.error_z:.2f} deviations",
    ]
