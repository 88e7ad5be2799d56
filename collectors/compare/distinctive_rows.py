"""Distinctive words as comparison rows, and as publishing writes them into the table `distinctive`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from collectors.compare.article_arrays import ArticleArrays
from collectors.compare.article_sums import ENOUGH
from collectors.compare.comparison_rows import ArticleSelection, ComparisonRow
from collectors.compare.distinctive_words import METHOD_VERSION, DistinctiveWord
from collectors.errors import ParallaxError

#: Field of a DistinctiveWord -> column of the table, where they differ.
_COLUMNS = {"unit": "outlet", "p": "p_value", "q": "q_value", "low": "ci_low", "high": "ci_high"}
_FIELDS = {column: field for field, column in _COLUMNS.items()}
#: The table's columns in the order of a DistinctiveWord's fields.
WORD_COLUMNS = tuple(_COLUMNS.get(name, name) for name in DistinctiveWord.__slots__)


def word_of(row: Mapping[str, object]) -> DistinctiveWord:
    """Turn a row of the table `distinctive` into a DistinctiveWord."""
    return DistinctiveWord(**{_FIELDS.get(name, name): row[name] for name in WORD_COLUMNS})  # type: ignore[arg-type]  # the table's schema gives the types


def word_rows(
    words: Iterable[DistinctiveWord], selection: ArticleSelection, method_version: str, dataset_version: str
) -> Iterator[ComparisonRow]:
    """Yield the rows words:use and words:articles of each word: its uses per word, and the articles that hold it.

    Args:
        words: the words, with their intervals where these are known.
        selection: what they were computed for.
        method_version: version of the measures in the data set.
        dataset_version: the data set's version.
    """
    method = f"{method_version}.{METHOD_VERSION}"
    for word in words:
        figures = (
            ("words:use", word.uses, word.words, word.low, word.high, word.p, word.q),
            ("words:articles", word.articles, word.n, word.share_low, word.share_high, None, None),
        )
        for metric, numerator, denominator, low, high, p_value, q_value in figures:
            yield ComparisonRow(
                event=selection.event, outlet=word.unit, phase=selection.phase, metric=metric, variant=word.term,
                voice=selection.voice, copies=selection.copies, numerator=float(numerator),
                denominator=float(denominator), n_articles=word.n, estimate=round(numerator / denominator, 10),
                ci_low=low, ci_high=high, p_value=p_value, q_value=q_value, enough=word.n >= ENOUGH,
                method_version=method, dataset_version=dataset_version,
            )  # fmt: skip


def word_comparison(facts: ArticleArrays) -> Iterator[ComparisonRow]:
    """Yield the rows of each outlet's most distinctive terms, in every voice and choice of copies.

    These terms are a choice of the largest differences; their q is corrected over all terms and outlets. Yields nothing
    where the data set has no table of distinctive words.
    """
    try:
        table = facts.tables.table("distinctive", None, [("event", "=", facts.event)])
    except (ParallaxError, KeyError, FileNotFoundError):
        return
    for row in table.to_pylist():
        if not row["shuffled"]:
            selection = ArticleSelection(facts.event, voice=row["voice"], copies=row["copies"])
            yield from word_rows([word_of(row)], selection, facts.method_version, facts.version)
