"""From a published data set and a selection to comparison rows: pure statistics, the article as the unit.

`load` opens an event; `naming`, `readability`, `sources` and `coverage` answer one selection each (what a dashboard
asks), `comparison` all of them (what comparison.csv holds). All follow from the event's sums, so that a million
articles take no longer than a thousand. The same data set version gives the same rows, to the last bit of ten decimals.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

import numpy as np

from collectors.compare import framing_device_metrics as device_metrics
from collectors.compare import metric_families
from collectors.compare.article_arrays import ArticleArrays, load
from collectors.compare.claim_evidence import ClaimEvidence, claim_evidence
from collectors.compare.comparison_rows import ALL, COLUMNS, COPIES, ArticleSelection, ComparisonRow, Tables
from collectors.compare.distinctive_rows import word_comparison
from collectors.compare.figures import ENOUGH, Figures, figures_of_sample
from collectors.compare.framing_device_metrics import languages_read
from collectors.compare.outlet_pairs import PairDifference, PairFamily, farthest_pairs, pair_of
from collectors.compare.presence import presence_comparison
from collectors.compare.speaker_diversity import diversity_comparison
from collectors.compare.tested_families import FamilyOf, Samples, family_tests
from collectors.method import version_of
from collectors.model import Place, Voice

__all__ = [
    "ALL",
    "COLUMNS",
    "COPIES",
    "ENOUGH",
    "METHOD_VERSION",
    "ArticleArrays",
    "ArticleSelection",
    "ClaimEvidence",
    "ComparisonRow",
    "PairDifference",
    "PairFamily",
    "Tables",
    "claim",
    "comparison",
    "counted",
    "coverage",
    "devices",
    "family_size",
    "languages_read",
    "load",
    "naming",
    "naming_families",
    "page_of",
    "pair",
    "pairs",
    "readability",
    "rows_of",
    "sources",
]

#: Of the statistics; a row's method version is that of the measures in the data set, then this.
METHOD_VERSION = version_of("comparison")

#: Figures are rounded: below this lie the processor's own differences in adding up.
DECIMALS = 10


#: Page -> what is tested together there.
FAMILIES: dict[str, FamilyOf] = {
    "naming": metric_families.naming,
    "families": metric_families.families,
    "readability": metric_families.readability,
    "sources": metric_families.sources,
    "devices": device_metrics.devices,
    "coverage": metric_families.coverage,
}

Units = Container[str] | None
Only = Sequence[str]


def naming(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """The share of each variant of each concept, per outlet. `only` these metrics, rows only of these `units`: the
    figures are the same, there is less to wait for. So in the next three."""
    return _rows(facts, selection, metric_families.naming, only, units)


def naming_families(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """The share of each family of variants of each concept, per outlet."""
    return _rows(facts, selection, metric_families.families, only, units)


def readability(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """The mean of each readability score and part, per outlet."""
    return _rows(facts, selection, metric_families.readability, only, units)


def sources(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """Who is quoted, how much, how directly and with which verbs, per outlet."""
    return _rows(facts, selection, metric_families.sources, only, units)


def coverage(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """How much each outlet published, how long, and how much of it was somebody else's copy."""
    return _rows(facts, selection, metric_families.coverage, only, units)


def devices(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """Scare quotes, distancing, hedges, loaded words, passives, frames, facts, headline against text, per outlet."""
    return _rows(facts, selection, device_metrics.devices, only, units)


def comparison(facts: ArticleArrays, *, seed: int = 0) -> list[ComparisonRow]:
    """Every figure of an event, sorted by metric, phase, voice, copies, variant and outlet.

    All phases together are given in every voice and every choice of copies; single phases in all words and in the
    outlet's own, all copies. Every row equals what the function of its metric gives for that selection.
    """
    rows: list[ComparisonRow] = []
    selections = list(_selections(facts))
    for page, family in FAMILIES.items():
        for selection in selections:
            if page != "coverage" or selection.voice == ALL:
                rows += _rows(facts, selection, family)
    rows += presence_comparison(facts)
    rows += diversity_comparison(facts)
    rows += _by_place(facts)
    rows += word_comparison(facts)
    place = {name: index for index, name in enumerate((ALL, *facts.phases))}
    return sorted(rows, key=lambda row: (row.metric, place[row.phase], row.voice, row.copies, row.variant, row.outlet))


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


def family_size(facts: ArticleArrays, selection: ArticleSelection, page: str) -> int:
    """How many differences are tested together on a page: "naming", "readability", "sources", "devices" or "coverage".
    Every q of the page is corrected over all of them."""
    return family_tests(facts, selection, FAMILIES[page]).size


def page_of(metric: str) -> str:
    """The page on which a metric is tested: a key of FAMILIES."""
    family = metric.partition(":")[0]
    return family if family in FAMILIES else "devices"


def pairs(
    facts: ArticleArrays, asked: Sequence[tuple[str, ArticleSelection]], shown: Container[str] | None = None
) -> PairFamily:
    """The two of the outlets `shown` that lie farthest apart in every figure of these pages, tested as a pair."""
    return farthest_pairs(facts, [(FAMILIES[page], selection) for page, selection in asked], shown)


def pair(
    facts: ArticleArrays, selection: ArticleSelection, figure: tuple[str, str], units: tuple[str, str]
) -> PairDifference | None:
    """The difference of the first of two units from the second in one figure (metric, variant), both named beforehand;
    None where one of them has not enough articles."""
    return pair_of(facts, selection, FAMILIES[page_of(figure[0])], figure, units)


def claim(
    facts: ArticleArrays, selection: ArticleSelection, figure: tuple[str, str], units: tuple[str, str]
) -> ClaimEvidence:
    """Everything about "the first unit is above the second" in one figure (metric, variant)."""
    return claim_evidence(facts, selection, FAMILIES[page_of(figure[0])], figure, units)


def _rows(
    facts: ArticleArrays, selection: ArticleSelection, family: FamilyOf, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    tests = family_tests(facts, selection, family)
    samples = Samples(facts, selection)
    rows: list[ComparisonRow] = []
    for question in family(facts, selection, only):
        sample, selected = samples.of(question)
        table = figures_of_sample(sample, selected, (tests.p[question.metric], tests.q[question.metric]), units)
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
    for place, of_unit in zip(table.present, values, strict=True):
        n_articles, enough = int(table.n[place]), table.enough[place].tolist()
        for variant, known, (numerator, denominator, *rest) in zip(variants, enough, of_unit, strict=True):
            estimate, low, high, p_value, q_value = (None if math.isnan(value) else value for value in rest)
            row = ComparisonRow(
                facts.event, table.units[place], selection.phase, metric, variant, selection.voice, selection.copies,
                numerator, denominator, n_articles, estimate, low, high, p_value, q_value, known, method, facts.version,
            )  # fmt: skip
            rows.append(row)
    return rows
