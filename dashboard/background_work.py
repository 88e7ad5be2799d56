"""What the background worker computes, from the name of a data set alone: the worker shares nothing with the server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from collectors.compare import ArticleSelection
from collectors.compare.correspondence import NamingChoices, NamingMap, load_choices, naming_map
from collectors.compare.distinctive_words import Distinctive, DistinctiveTable, DistinctiveWord, distinctive
from collectors.compare.term_counts import Terms, load_terms
from collectors.dataset.versions import open_dataset

MORE, LESS = 40, 20  # words of one outlet that are kept: as many as publishing writes


@dataclass(frozen=True, slots=True)
class AnswerBoard:
    """One table of distinctive words.

    Attributes:
        more: for each unit, the words that it uses more than the others.
        less: for each unit, the words that it uses less.
        tested: how many cells were tested.
        below_p: how many have p below .05.
        below_q: how many have q below .05.
    """

    more: Mapping[str, Sequence[DistinctiveWord]]
    less: Mapping[str, Sequence[DistinctiveWord]]
    tested: int
    below_p: int
    below_q: int


@dataclass(frozen=True, slots=True)
class WorkedAnswer:
    """The words of a selection, and their null: the same for outlets that were dealt their articles at random."""

    real: AnswerBoard
    null: AnswerBoard


def words(home: str, version: str, selection: ArticleSelection, group: tuple[str, ...]) -> WorkedAnswer | None:
    """Compute the distinctive words of a selection.

    Args:
        home: the folder that holds `datasets/`.
        version: the data set's version.
        selection: the selection.
        group: ids of the units to compare together with the rest; empty compares each unit.

    Returns:
        The words; None where there are too few articles or the data set counts no words.
    """
    terms = _terms(home, version, selection.event)
    words_told = distinctive(terms, selection, group=group) if terms is not None else None
    return (
        WorkedAnswer(_listed(words_told, words_told.table), _listed(words_told, words_told.null))
        if words_told is not None
        else None
    )


def outlets_map(home: str, version: str, selection: ArticleSelection) -> NamingMap | None:
    """Compute the framing map of a selection; None where there are too few outlets or mentions.

    Args:
        home: the folder of the data sets.
        version: the data set's version.
        selection: the articles, the voice and the place.
    """
    choices = _choices(home, version, selection.event)
    return naming_map(choices, selection) if choices is not None else None


@lru_cache(maxsize=2)
def _terms(home: str, version: str, event: str) -> Terms | None:
    return load_terms(open_dataset(Path(home), version), event)


@lru_cache(maxsize=2)
def _choices(home: str, version: str, event: str) -> NamingChoices | None:
    return load_choices(open_dataset(Path(home), version), event)


def _listed(words_told: Distinctive, table: DistinctiveTable) -> AnswerBoard:
    def top_lists(most: int, *, more: bool) -> dict[str, list[DistinctiveWord]]:
        null = table is words_told.null
        top = {unit: words_told.rows(unit, most, more=more, null=null) for unit in table.units}
        return {
            key: words_told.with_intervals(value) if table is words_told.table else value for key, value in top.items()
        }

    below = table.below(corrected=False), table.below(corrected=True)
    return AnswerBoard(top_lists(MORE, more=True), top_lists(LESS, more=False), table.tested, *below)
