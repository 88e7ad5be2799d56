"""From a published data set and a selection to comparison rows: pure statistics, the article as the unit.

`load` reads an event's tables once; `naming`, `readability`, `sources` and `coverage` answer one selection each (what
a dashboard asks), `comparison` all of them (what comparison.csv holds). The same data set version and seed give the
same rows, to the last bit of ten decimals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from collectors.compare import families
from collectors.compare.facts import Facts, load
from collectors.compare.families import Family
from collectors.compare.figures import ENOUGH, Figures, figures, q_values
from collectors.compare.rows import ALL, COLUMNS, COPIES, ComparisonRow, Selection, Tables
from collectors.model import Voice

__all__ = [
    "ALL",
    "COLUMNS",
    "COPIES",
    "ENOUGH",
    "METHOD_VERSION",
    "ComparisonRow",
    "Facts",
    "Selection",
    "Tables",
    "comparison",
    "coverage",
    "load",
    "naming",
    "readability",
    "sources",
]

#: Of the statistics; a row's method version is that of the measures in the data set, then this.
METHOD_VERSION = "c1"

#: Figures are rounded: below this lie the processor's own differences in adding up.
DECIMALS = 10


def naming(facts: Facts, selection: Selection, *, seed: int = 0) -> list[ComparisonRow]:
    """The share of each variant of each concept, per outlet."""
    return _rows(facts, selection, families.naming(facts, selection), seed)


def readability(facts: Facts, selection: Selection, *, seed: int = 0) -> list[ComparisonRow]:
    """The mean of each readability score and part, per outlet."""
    return _rows(facts, selection, families.readability(facts, selection), seed)


def sources(facts: Facts, selection: Selection, *, seed: int = 0) -> list[ComparisonRow]:
    """Who is quoted, how much, how directly and with which verbs, per outlet."""
    return _rows(facts, selection, families.sources(facts, selection), seed)


def coverage(facts: Facts, selection: Selection, *, seed: int = 0) -> list[ComparisonRow]:
    """How much each outlet published, how long, and how much of it was somebody else's copy."""
    return _rows(facts, selection, families.coverage(facts, selection), seed)


def comparison(facts: Facts, *, seed: int = 0) -> list[ComparisonRow]:
    """Every figure of an event, sorted by metric, phase, voice, copies, variant and outlet.

    All phases together are given in every voice and every choice of copies; single phases in all words and in the
    outlet's own, all copies. Every row equals what the function of its metric gives for that selection.
    """
    rows: list[ComparisonRow] = []
    for selection in _selections(facts):
        kinds = [families.naming, families.readability, families.sources]
        if selection.voice == ALL:
            kinds.append(families.coverage)
        for kind in kinds:
            rows += _rows(facts, selection, kind(facts, selection), seed)
    place = {name: i for i, name in enumerate((ALL, *facts.phases))}
    return sorted(rows, key=lambda r: (r.metric, place[r.phase], r.voice, r.copies, r.variant, r.outlet))


def _selections(facts: Facts) -> Iterator[Selection]:
    every = Selection(facts.event)
    for copies in COPIES:
        for voice in (ALL, *Voice):
            yield replace(every, voice=str(voice), copies=copies)
    for phase in facts.phases:
        for voice in (ALL, Voice.OWN):
            yield replace(every, phase=phase, voice=str(voice))


def _rows(facts: Facts, selection: Selection, asked: Iterable[Family], seed: int) -> list[ComparisonRow]:
    chosen = facts.chosen(selection)
    anywhere = facts.chosen(replace(selection, phase=ALL))
    rows: list[ComparisonRow] = []
    for family in asked:
        # Coverage of a phase is measured against the outlet's articles in all phases.
        articles = anywhere if family.metric == "coverage:articles" else chosen
        rows += _family_rows(facts, selection, family, articles, seed)
    return rows


def _family_rows(
    facts: Facts, selection: Selection, family: Family, articles: NDArray[np.bool_], seed: int
) -> list[ComparisonRow]:
    """One table: a row for each outlet that has an article in the selection and each variant."""
    columns = facts.articles.columns
    table = figures(family, articles, columns["outlet"], columns["phase"].codes, f"{seed}\x1f{facts.event}")
    adjusted = q_values(table, len(family.variants))
    return [
        _row(facts, selection, family, figure, j, q[j])
        for figure, q in zip(table, adjusted, strict=True)
        for j in range(len(family.variants))
    ]


def _row(
    facts: Facts, selection: Selection, family: Family, figure: Figures, variant: int, q_value: float | None
) -> ComparisonRow:
    low, high = figure.intervals[variant] if figure.intervals is not None else (None, None)
    return ComparisonRow(
        event=facts.event,
        outlet=figure.outlet,
        phase=selection.phase,
        metric=family.metric,
        variant=family.variants[variant],
        voice=selection.voice,
        copies=selection.copies,
        numerator=round(float(figure.numerators[variant]), DECIMALS),
        denominator=round(figure.denominator, DECIMALS),
        n_articles=figure.n,
        estimate=_rounded(figure.numerators[variant] / figure.denominator) if figure.denominator else None,
        ci_low=_rounded(low),
        ci_high=_rounded(high),
        p_value=_rounded(figure.p_values[variant]) if figure.p_values is not None else None,
        q_value=_rounded(q_value),
        enough=figure.enough,
        method_version=f"{facts.method_version}.{METHOD_VERSION}",
        dataset_version=facts.version,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), DECIMALS)
