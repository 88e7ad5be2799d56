"""From a published data set and a selection to comparison rows: pure statistics, the article as the unit.

`load` opens an event; `naming`, `readability`, `sources` and `coverage` answer one selection each (what a dashboard
asks), `comparison` all of them (what comparison.csv holds). All follow from the event's sums, so that a million
articles take no longer than a thousand. The same data set version gives the same rows, to the last bit of ten decimals.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from collectors.compare import framing_device_metrics as device_metrics
from collectors.compare import metric_families
from collectors.compare.article_arrays import ArticleArrays, load
from collectors.compare.article_sums import Adder
from collectors.compare.comparison_rows import ALL, COLUMNS, COPIES, ArticleSelection, ComparisonRow, Tables
from collectors.compare.distinctive_rows import word_comparison
from collectors.compare.figures import ENOUGH, Figures, figures_of_sums
from collectors.compare.framing_device_metrics import languages_read
from collectors.compare.metric_families import MetricQuestion
from collectors.compare.presence import presence_comparison
from collectors.compare.speaker_diversity import diversity_comparison
from collectors.model import Place, Voice

__all__ = [
    "ALL",
    "COLUMNS",
    "COPIES",
    "ENOUGH",
    "METHOD_VERSION",
    "ArticleArrays",
    "ArticleSelection",
    "ComparisonRow",
    "Tables",
    "comparison",
    "counted",
    "coverage",
    "devices",
    "languages_read",
    "load",
    "naming",
    "readability",
    "rows_of",
    "sources",
]

#: Of the statistics; a row's method version is that of the measures in the data set, then this.
METHOD_VERSION = "c2"

#: Figures are rounded: below this lie the processor's own differences in adding up.
DECIMALS = 10


Units = Container[str] | None
Only = Sequence[str]


def naming(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """The share of each variant of each concept, per outlet. `only` these metrics, rows only of these `units`: the
    figures are the same, there is less to wait for. So in the next three."""
    return _rows(facts, selection, metric_families.naming(facts, selection, only), units)


def readability(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """The mean of each readability score and part, per outlet."""
    return _rows(facts, selection, metric_families.readability(facts, selection, only), units)


def sources(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """Who is quoted, how much, how directly and with which verbs, per outlet."""
    return _rows(facts, selection, metric_families.sources(facts, selection, only), units)


def coverage(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """How much each outlet published, how long, and how much of it was somebody else's copy."""
    return _rows(facts, selection, metric_families.coverage(facts, selection, only), units)


def devices(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """Scare quotes, distancing, hedges, loaded words, passives, frames, facts, headline against text, per outlet."""
    return _rows(facts, selection, device_metrics.devices(facts, selection, only), units)


def comparison(facts: ArticleArrays, *, seed: int = 0) -> list[ComparisonRow]:
    """Every figure of an event, sorted by metric, phase, voice, copies, variant and outlet.

    All phases together are given in every voice and every choice of copies; single phases in all words and in the
    outlet's own, all copies. Every row equals what the function of its metric gives for that selection.
    """
    rows: list[ComparisonRow] = []
    selections = list(_selections(facts))
    # Metric by metric, so that each layer is read once for all selections.
    for kind in (
        metric_families.naming,
        metric_families.readability,
        metric_families.sources,
        device_metrics.devices,
        metric_families.coverage,
    ):
        for metric in dict.fromkeys(q.metric for q in kind(facts, selections[0])):
            for selection in selections:
                if kind is not metric_families.coverage or selection.voice == ALL:
                    rows += _rows(facts, selection, kind(facts, selection, (metric,)))
    rows += presence_comparison(facts)
    rows += diversity_comparison(facts)
    rows += _by_place(facts)
    rows += word_comparison(facts)
    place = {name: i for i, name in enumerate((ALL, *facts.phases))}
    return sorted(rows, key=lambda r: (r.metric, place[r.phase], r.voice, r.copies, r.variant, r.outlet))


def _by_place(facts: ArticleArrays) -> Iterator[ComparisonRow]:
    """naming:<concept>@<place>: the same shares in the headline, the lead and the rest, in all words and the outlet's
    own, all phases and articles."""
    for place in Place:
        for voice in (ALL, Voice.OWN):
            for row in naming(facts, ArticleSelection(facts.event, voice=str(voice), place=str(place))):
                yield replace(row, metric=f"{row.metric}@{place}")


def _selections(facts: ArticleArrays) -> Iterator[ArticleSelection]:
    every = ArticleSelection(facts.event)
    for copies in COPIES:
        for voice in (ALL, *Voice):
            yield replace(every, voice=str(voice), copies=copies)
    for phase in facts.phases:
        for voice in (ALL, Voice.OWN):
            yield replace(every, phase=phase, voice=str(voice))


def counted(facts: ArticleArrays, selection: ArticleSelection, metric: str, variant: str) -> int:
    """How many there are of a variant in the selection, all outlets together: what a list of them holds."""
    cube = facts.cube
    known = metric_families.variants(facts, metric)
    if variant not in known:
        return 0
    layer = cube.layer(metric, selection.voice, selection.place, known)
    return int(layer.parts[cube.chosen(selection), known.index(variant), 0].sum())


def _rows(
    facts: ArticleArrays, selection: ArticleSelection, asked: Iterable[MetricQuestion], units: Units = None
) -> list[ComparisonRow]:
    cube = facts.cube
    chosen = cube.chosen(selection)
    named, strata = cube.units(selection.by), cube.strata(selection.by)

    def over(cells: NDArray[np.bool_]) -> tuple[Adder, NDArray[np.bool_]]:
        present = np.bincount(named.codes[cells & (named.codes >= 0)], minlength=len(named.names)) > 0
        return cube.adder(cells, named, strata), present

    here = over(chosen)
    rows: list[ComparisonRow] = []
    for question in asked:
        adder, present = here
        if question.metric == "coverage:articles":
            # Coverage of a phase is measured against the outlet's articles in all phases.
            adder, present = over(cube.chosen(replace(selection, phase=ALL)))
            layer = cube.articles(chosen)
        elif question.metric == "coverage:own":
            layer = cube.articles(cube.chosen(replace(selection, copies="own")))
        else:
            layer = cube.layer(question.metric, question.voice, question.place, question.variants)
        how = {"share": question.share, "tested": question.tested, "rate": question.rate}
        table = figures_of_sums(adder.sums(layer.whole, layer.parts), named.names, present, wanted=units, **how)
        rows += rows_of(facts, selection, question.metric, question.variants, table)
    return rows


def rows_of(
    facts: ArticleArrays, selection: ArticleSelection, metric: str, variants: Sequence[str], table: Figures
) -> list[ComparisonRow]:
    """A table of figures as rows: a row for each unit that is present in it and each variant."""
    method = f"{facts.method_version}.{METHOD_VERSION}"
    columns = [
        table.numerators, np.broadcast_to(table.denominators[:, None], table.numerators.shape), table.estimates,
        table.intervals[:, :, 0], table.intervals[:, :, 1], table.p_values, table.q_values,
    ]  # fmt: skip
    values = np.round(np.stack(columns, axis=2)[table.present], DECIMALS).tolist()
    rows = []
    for i, of_unit in zip(table.present, values, strict=True):
        n = int(table.n[i])
        for variant, (numerator, denominator, *rest) in zip(variants, of_unit, strict=True):
            estimate, low, high, p, q = (None if math.isnan(value) else value for value in rest)
            row = ComparisonRow(
                facts.event, table.units[i], selection.phase, metric, variant, selection.voice, selection.copies,
                numerator, denominator, n, estimate, low, high, p, q, n >= ENOUGH, method, facts.version,
            )  # fmt: skip
            rows.append(row)
    return rows
