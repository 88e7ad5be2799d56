"""The statistics of `collectors.compare` for a selection: computed there, cached here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from collectors import compare
from collectors.compare import ComparisonRow
from collectors.compare.claim_evidence import comparable_units
from collectors.export import RowLabels, comparison_csv, comparison_line, row_labels, tabbed
from collectors.model import Voice
from dashboard.queries.cache import cached_copies, cached_shared
from dashboard.queries.open_data import Data, dataset
from dashboard.selection import ALL, ViewSelection


@cached_shared(4)
def _facts(data: Data, event: str) -> compare.ArticleArrays:
    return compare.load(dataset(data.home, data.version), event)


def selection_of(sel: ViewSelection, place: str = ALL) -> compare.ArticleSelection:
    """Return the selection of a view as comparisons take it; `place` is a part of the article, "all" for all of it."""
    grades = () if sel.grade == ALL else ("good",)
    return compare.ArticleSelection(
        event=sel.event,
        outlets=sel.outlets,
        phase=sel.phase,
        voice=sel.voice,
        copies=sel.copies,
        place=place,
        grades=grades,
        languages=sel.languages,
        by=sel.by,
    )


Rows = tuple[ComparisonRow, ...]
Some = tuple[str, ...]


@cached_shared()  # rows are immutable: nothing to copy for each reader
def naming(
    data: Data, sel: ViewSelection, place: str = ALL, *, only: Some = (), units: Some = (), tested: bool = True
) -> Rows:
    """Compute the share of each variant of each concept, per outlet.

    Args:
        data: the data set.
        sel: the selection.
        place: "headline", "lead", "body" or "all".
        only: metrics to compute; empty means all. The figures do not depend on it.
        units: ids of the outlets or groups to return rows for; empty means all. The figures do not depend on it.
        tested: whether the rows have p and q.
    """
    facts, question_asked = _facts(data, sel.event), selection_of(sel, place)
    return tuple(compare.naming(facts, question_asked, only=only, units=units or None, tested=tested))


@cached_shared()
def naming_families(data: Data, sel: ViewSelection, place: str = ALL, *, only: Some = (), units: Some = ()) -> Rows:
    """Compute the share of each family of variants of each concept, per outlet; arguments as in `naming`."""
    return tuple(
        compare.naming_families(_facts(data, sel.event), selection_of(sel, place), only=only, units=units or None)
    )


@cached_shared()
def readability(data: Data, sel: ViewSelection, *, only: Some = (), units: Some = (), tested: bool = True) -> Rows:
    """Compute the mean of each readability score and part, per outlet; arguments as in `naming`."""
    facts = _facts(data, sel.event)
    return tuple(compare.readability(facts, selection_of(sel), only=only, units=units or None, tested=tested))


@cached_shared()
def sources(data: Data, sel: ViewSelection, *, only: Some = (), units: Some = (), tested: bool = True) -> Rows:
    """Compute who is quoted, how much, how directly and with which verbs, whatever the selection's voice.

    Arguments as in `naming`.
    """
    facts, question_asked = _facts(data, sel.event), selection_of(replace(sel, voice=ALL))
    return tuple(compare.sources(facts, question_asked, only=only, units=units or None, tested=tested))


@cached_shared()
def coverage(data: Data, sel: ViewSelection, *, only: Some = (), units: Some = ()) -> Rows:
    """Compute how much each outlet published and how much of it is copied; arguments as in `naming`."""
    return tuple(compare.coverage(_facts(data, sel.event), selection_of(sel), only=only, units=units or None))


@cached_shared()
def pairs(
    data: Data, page_selections: tuple[tuple[str, ViewSelection], ...], shown: Some, place: str = ALL
) -> compare.PairFamily:
    """Find the farthest pair among the outlets `shown` in every figure of some pages.

    Args:
        data: the data set.
        page_selections: pages, each with its selection; all of one event.
        shown: ids of the outlets or groups to choose from.
        place: the place in the article, of the page "naming" only.
    """
    questions = [(page, selection_of(sel, place if page == "naming" else ALL)) for page, sel in page_selections]
    return compare.pairs(_facts(data, page_selections[0][1].event), questions, shown)


@cached_shared()
def pair(
    data: Data, sel: ViewSelection, figure: tuple[str, str], units: tuple[str, str], place: str = ALL
) -> compare.PairDifference | None:
    """Test the difference of the first outlet from the second in one figure (metric, variant).

    Args:
        data: the open data set.
        sel: the reader's selection.
        figure: (metric, variant).
        units: the ids of the first and the second.
        place: headline, lead, body or all.

    Returns:
        The difference; None where one of the two has too few articles.
    """
    return compare.pair(_facts(data, sel.event), selection_of(sel, place), figure, units)


@cached_shared()
def claim(data: Data, sel: ViewSelection, figure: tuple[str, str], units: tuple[str, str]) -> compare.ClaimEvidence:
    """Collect the evidence on "the first outlet is above the second" in one figure (metric, variant).

    Only figures of naming depend on the selection's voice.

    Args:
        data: the open data set.
        sel: the reader's selection.
        figure: (metric, variant).
        units: the ids of the first and the second.
    """
    question_asked = selection_of(sel if figure[0].startswith("naming:") else replace(sel, voice=ALL))
    return compare.claim(_facts(data, sel.event), question_asked, figure, units)


@cached_shared()
def comparable(data: Data, sel: ViewSelection, units: tuple[str, str]) -> bool:
    """Return whether two outlets have texts of one language and extent in the selection."""
    return comparable_units(_facts(data, sel.event), selection_of(sel), units)


@cached_shared()
def family_size(data: Data, sel: ViewSelection, page: str, place: str = ALL) -> int:
    """Count the differences that are tested together on a page.

    Args:
        data: the open data set.
        sel: the reader's selection.
        page: the page's id, such as "naming".
        place: headline, lead, body or all.
    """
    return compare.family_size(_facts(data, sel.event), selection_of(sel, place), page)


def tally(data: Data, sel: ViewSelection, metric: str, variant: str, place: str = ALL) -> int:
    """Count the uses of a variant in the selection, over all outlets: the length of a list of them.

    Args:
        data: the open data set.
        sel: the reader's selection.
        metric: such as "naming:vote".
        variant: one of the metric's variants.
        place: headline, lead, body or all.
    """
    return compare.counted(_facts(data, sel.event), selection_of(sel, place), metric, variant)


def words_by_voice(data: Data, sel: ViewSelection) -> dict[str, int]:
    """Count the words of the selection in each voice; older data sets have no undecided ones."""
    return {str(voice): tally(data, replace(sel, voice=str(voice)), "sources:quoted_words", "") for voice in Voice}


def undecided_mentions(data: Data, sel: ViewSelection, concept: str, variants: Iterable[str], place: str = ALL) -> int:
    """Count the uses of a concept's variants of which nobody can say whose word they are."""
    undecided = replace(sel, voice=str(Voice.UNDECIDED))
    return sum(tally(data, undecided, f"naming:{concept}", variant, place) for variant in variants)


def cells(data: Data, sel: ViewSelection) -> NDArray[np.int64]:
    """Return the numbers of the cells that a selection holds, as the rows of lists name them."""
    return _facts(data, sel.event).cube.numbers(selection_of(sel))


def heard_cells(data: Data, sel: ViewSelection, metric: str) -> NDArray[np.int64]:
    """Return the numbers of the cells that a metric counts: those whose language is read in the selection's voice.

    Args:
        data: the open data set.
        sel: the reader's selection.
        metric: such as "devices:hedge".
    """
    return _facts(data, sel.event).cube.numbers_heard(selection_of(sel), metric)


@cached_shared(4)
def _labels(data: Data, event: str) -> RowLabels:
    return row_labels(dataset(data.home, data.version), event, Path(data.folder).parent.parent)


def csv(data: Data, sel: ViewSelection, rows: Sequence[ComparisonRow]) -> bytes:
    """Return rows as a CSV file, written as the command line writes it; in blind reading without names."""
    return comparison_csv(rows, None if sel.blind else _labels(data, sel.event))


#: Columns of a table for the clipboard.
_COPIED = ("outlet_label", "metric", "variant_label", "phase_label", "voice", "estimate", "ci_low", "ci_high",
           "q_value", "n_articles")  # fmt: skip


def copied(data: Data, sel: ViewSelection, rows: Sequence[ComparisonRow]) -> str:
    """Return rows as a table for the clipboard, cells between tabs; in blind reading without names."""
    labels = RowLabels() if sel.blind else _labels(data, sel.event)
    return tabbed(_COPIED, (comparison_line(row, labels) for row in rows))


@cached_copies(4)
def whole_csv(data: Data, event: str) -> bytes:
    """Return comparison.csv of the event: the bytes that `parallax export` writes with its default seed."""
    return comparison_csv(compare.comparison(_facts(data, event)), _labels(data, event))
