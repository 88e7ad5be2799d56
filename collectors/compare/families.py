"""The metrics: for each, what is counted in every article.

A family is one table of figures: a metric, its variants, and per article the numerators and the denominator.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collectors.compare.facts import NOBODY, Column, Facts, Parts, ordered
from collectors.compare.rows import ALL, Selection
from collectors.metrics.readability import PARTS, SCORES

#: The speakers with most words get a row each; more would make a table that nobody reads.
SPEAKERS = 30


@dataclass(frozen=True, slots=True)
class Family:
    """A metric over all articles of an event. `numerators` is articles x variants, `denominators` articles.

    `share`: every numerator is a part of the denominator. A denominator of 0 means that the article has no say.
    `tested`: whether a permutation of articles within phases says anything about it."""

    metric: str
    variants: tuple[str, ...]
    numerators: NDArray[np.float64]
    denominators: NDArray[np.float64]
    share: bool = True
    tested: bool = True


def _sums(articles: int, parts: Parts, weights: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    return np.bincount(parts.article, weights, articles).astype(np.float64)


def _table(
    articles: int, parts: Parts, column: Column, names: tuple[str, ...], unit: str | None
) -> NDArray[np.float64]:
    """Rows (or the sum of a number) per article and value of a column, for these values."""
    place = np.array([names.index(name) if name in names else -1 for name in column.names] + [-1], dtype=np.int64)
    code = place[column.codes]
    shown = code >= 0
    flat = parts.article[shown] * len(names) + code[shown]
    weights = parts.numbers[unit][shown] if unit else None
    return np.bincount(flat, weights, articles * len(names)).reshape(articles, len(names)).astype(np.float64)


def naming(facts: Facts, selection: Selection) -> Iterator[Family]:
    """naming:<concept>: the share of each variant among the concept's mentions, in the chosen words and place."""
    columns = facts.mentions.columns
    words = np.ones(len(facts.mentions.article), dtype=bool)
    for name, wanted in (("voice", selection.voice), ("place", selection.place)):
        if wanted != ALL:
            words &= columns[name].is_in((wanted,))
    for concept in ordered(columns["concept"].names, facts.order.get("concepts", ())):
        every = facts.mentions.keep(columns["concept"].is_in((concept,)))
        used = {every.columns["variant"].names[i] for i in np.unique(every.columns["variant"].codes) if i >= 0}
        variants = ordered(sorted(used), facts.order.get(f"variants:{concept}", ()))
        parts = facts.mentions.keep(words & columns["concept"].is_in((concept,)))
        counts = _table(len(facts), parts, parts.columns["variant"], variants, None)
        yield Family(f"naming:{concept}", variants, counts, counts.sum(axis=1))


def readability(facts: Facts, selection: Selection) -> Iterator[Family]:
    """readability:<score or part>: the mean of the articles' values, in the chosen voice."""
    spoken = facts.measures.keep(facts.measures.columns["voice"].is_in((selection.voice,)))
    metrics = spoken.columns["metric"]
    for name in ordered(metrics.names, (*SCORES, *PARTS)):
        parts = spoken.keep(metrics.is_in((name,)))
        values = _sums(len(facts), parts, parts.numbers["value"])
        yield Family(f"readability:{name}", ("",), values[:, None], _sums(len(facts), parts), share=False)


def sources(facts: Facts, selection: Selection) -> Iterator[Family]:
    """Who speaks and how. Only sources:quoted_words depends on the voice: it is the share of words in that voice, of
    quoted and attributed together where the voice is all."""
    n, spoken = len(facts), facts.voices
    wanted = ("quoted", "attributed") if selection.voice == ALL else (selection.voice,)
    theirs = spoken.keep(spoken.columns["voice"].is_in(wanted))
    words = _sums(n, theirs, theirs.numbers["words"])
    yield Family("sources:quoted_words", ("",), words[:, None], _sums(n, spoken, spoken.numbers["words"]))
    if selection.voice != ALL:
        return
    parts = facts.quotations
    quotations = _sums(n, parts)
    for metric, field, value in (("direct_share", "type", "direct"), ("unattributed", "speaker_kind", NOBODY)):
        counts = _table(n, parts, parts.columns[field], (value,), None)
        yield Family(f"sources:{metric}", ("",), counts, quotations)
    said = _sums(n, parts, parts.numbers["words"])
    for name in ("side", "role", "speaker"):
        column = parts.columns[name]
        shown = column.names if name != "speaker" else _loudest(parts, column)
        used = tuple(v for i, v in enumerate(column.names) if v in set(shown) and (column.codes == i).any())
        yield Family(f"sources:{name}", used, _table(n, parts, column, used, "words"), said)
    cued = parts.keep(~parts.columns["stance"].is_in(("none",)) & (parts.columns["stance"].codes >= 0))
    stances = tuple(v for v in cued.columns["stance"].names if v != "none")
    yield Family("sources:stance", stances, _table(n, cued, cued.columns["stance"], stances, None), _sums(n, cued))


def _loudest(parts: Parts, column: Column) -> tuple[str, ...]:
    """The speakers with most words in the event, by name where they have the same."""
    known = column.codes >= 0
    words = np.bincount(column.codes[known], parts.numbers["words"][known], len(column.names))
    chosen = sorted(range(len(column.names)), key=lambda i: (-words[i], column.names[i]))[:SPEAKERS]
    return tuple(column.names[i] for i in chosen)


def coverage(facts: Facts, selection: Selection) -> Iterator[Family]:
    """coverage:articles: the share of the outlet's articles (of this selection in all phases) that fall in the phase.
    coverage:agency: with an agency's credit; coverage:repeated: near-duplicates of an earlier article;
    coverage:words: mean length."""
    columns, numbers = facts.articles.columns, facts.articles.numbers
    one = np.ones(len(facts))
    here = one if selection.phase == ALL else columns["phase"].is_in((selection.phase,)).astype(np.float64)
    yield Family("coverage:articles", ("",), here[:, None], one, tested=False)  # it counts the phases themselves
    yield Family("coverage:agency", ("",), (columns["agency"].codes >= 0).astype(np.float64)[:, None], here)
    repeated = (columns["cluster"].codes >= 0) & (numbers["first_in_cluster"] <= 0)
    yield Family("coverage:repeated", ("",), repeated.astype(np.float64)[:, None], here)
    yield Family("coverage:words", ("",), numbers["words"][:, None], here, share=False)
