"""Comparison rows from a published data set and a selection: pure statistics with the article as the unit.

`load` opens an event. `naming`, `readability`, `sources`, `devices` and `coverage` answer one selection each, as the
dashboard asks; `comparison` answers all of them, as comparison.csv holds them. Every figure follows from the event's
sums, so a million articles take no longer than a thousand. One data set version always gives the same rows, rounded to
ten decimals.
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
from collectors.compare.comparison_rows import (
    ALL,
    BY,
    COLUMNS,
    COPIES,
    OUTLET,
    ArticleSelection,
    ComparisonRow,
    Tables,
)
from collectors.compare.distinctive_rows import word_comparison
from collectors.compare.figures import ENOUGH, Figures, figures_of_sample
from collectors.compare.framing_device_metrics import languages_read
from collectors.compare.outlet_pairs import PairDifference, PairFamily, farthest_pairs, pair_of
from collectors.compare.pair_contrasts import PairContrast
from collectors.compare.pair_contrasts import contrasts as contrasts_of
from collectors.compare.presence import presence_comparison
from collectors.compare.speaker_diversity import diversity_comparison
from collectors.compare.tested_families import FamilyOf, Samples, family_tests
from collectors.method import version_of
from collectors.model import Place, Voice

__all__ = [
    "ALL",
    "BY",
    "COLUMNS",
    "COPIES",
    "ENOUGH",
    "METHOD_VERSION",
    "OUTLET",
    "ArticleArrays",
    "ArticleSelection",
    "ClaimEvidence",
    "ComparisonRow",
    "PairContrast",
    "PairDifference",
    "PairFamily",
    "Tables",
    "claim",
    "comparison",
    "contrasts",
    "counted",
    "coverage",
    "described",
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

#: Version of the statistics; a row's method version is that of the measures in the data set, then this.
METHOD_VERSION = version_of("comparison")

#: Decimals of figures: beyond them processors differ in how they add up.
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
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None, tested: bool = True
) -> list[ComparisonRow]:
    """Compute the share of each variant of each concept, per outlet.

    Args:
        facts: the event's arrays.
        selection: which articles and which words count.
        only: metrics to compute, such as "naming:vote"; empty means all. The figures do not depend on it.
        units: ids of the outlets or groups to return rows for; None means all. The figures do not depend on it.
        tested: whether p and q are computed, which is most of the work for groups of outlets; else they are None.

    Returns:
        A row for each unit with an article in the selection and each variant.
    """
    return _rows(facts, selection, metric_families.naming, only, units, tested=tested)


def naming_families(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """Compute the share of each family of variants of each concept, per outlet; arguments as in `naming`."""
    return _rows(facts, selection, metric_families.families, only, units)


def readability(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None, tested: bool = True
) -> list[ComparisonRow]:
    """Compute the mean of each readability score and formula part, per outlet; arguments as in `naming`."""
    return _rows(facts, selection, metric_families.readability, only, units, tested=tested)


def sources(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None, tested: bool = True
) -> list[ComparisonRow]:
    """Compute who is quoted, how much, how directly and with which verbs; arguments as in `naming`."""
    return _rows(facts, selection, metric_families.sources, only, units, tested=tested)


def coverage(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """Compute how much each outlet published and how much of it is copied; arguments as in `naming`."""
    return _rows(facts, selection, metric_families.coverage, only, units)


def devices(
    facts: ArticleArrays, selection: ArticleSelection, *, only: Only = (), units: Units = None
) -> list[ComparisonRow]:
    """Compute the figures of all framing devices, per outlet; arguments as in `naming`.

    The devices are scare quotes, distancing, hedges, certainty, loaded words, passives, frames, facts, and how
    headlines differ from their text.
    """
    return _rows(facts, selection, device_metrics.devices, only, units)


def comparison(
    facts: ArticleArrays, *, seed: int = 0, by: str = OUTLET, voice: str = "", copies: str = ""
) -> list[ComparisonRow]:
    """Compute every figure of an event, as comparison.csv holds them.

    All phases together are computed for every voice and every choice of copies; single phases for all words and the
    outlet's own, with all copies. Every row equals what the function of its metric returns for that selection.

    Args:
        facts: the event's arrays.
        seed: has no effect on the figures.
        by: what is compared: "outlet", "country", "ownership", "language" or "phase". Groups have no rows of presence
            and of distinctive words, and phases none of single phases.
        voice: whose words the rows are about, "" for every voice.
        copies: which articles count, one of COPIES; "" for every choice.

    Returns:
        The rows, sorted by metric, phase, voice, copies, variant and outlet.
    """
    rows: list[ComparisonRow] = []
    selections = [one for one in _selections(facts, by) if voice in ("", one.voice) and copies in ("", one.copies)]
    for page, family in FAMILIES.items():
        for selection in selections:
            if page != "coverage" or selection.voice == ALL:
                rows += _rows(facts, selection, family)
    if by == OUTLET:
        rows += presence_comparison(facts)
        rows += word_comparison(facts)
    rows += diversity_comparison(facts, by)
    rows += _by_place(facts, by)
    rows = [row for row in rows if voice in ("", row.voice) and copies in ("", row.copies)]
    place = {name: index for index, name in enumerate((ALL, *facts.phases))}
    return sorted(rows, key=lambda row: (row.metric, place[row.phase], row.voice, row.copies, row.variant, row.outlet))


def _by_place(facts: ArticleArrays, by: str) -> Iterator[ComparisonRow]:
    """Yield naming:<concept>@<place> rows: the shares in the headline, the lead and the body.

    In all words and the outlet's own, over all phases and articles.
    """
    for place in Place:
        for voice in (ALL, Voice.OWN):
            for row in naming(facts, ArticleSelection(facts.event, voice=str(voice), place=str(place), by=by)):
                yield replace(row, metric=f"{row.metric}@{place}")


def _selections(facts: ArticleArrays, by: str) -> Iterator[ArticleSelection]:
    every = ArticleSelection(facts.event, by=by)
    for copies in COPIES:
        for voice in (ALL, *Voice):
            yield replace(every, voice=str(voice), copies=copies)
    for phase in () if by == "phase" else facts.phases:
        for voice in (ALL, Voice.OWN):
            yield replace(every, phase=phase, voice=str(voice))


def described(facts: ArticleArrays, selection: ArticleSelection, page: str) -> list[ComparisonRow]:
    """Compute the figures of a page without their tests, which take most of the time: p and q are None.

    Args:
        facts: the event's arrays.
        selection: which articles and words count.
        page: a key of FAMILIES.
    """
    return _rows(facts, selection, FAMILIES[page], tested=False)


def counted(facts: ArticleArrays, selection: ArticleSelection, metric: str, variant: str) -> int:
    """Count the uses of a variant in the selection, over all outlets: the length of a list of them.

    Args:
        facts: The event.
        selection: Which articles and words count.
        metric: Name of a metric of counts, as "naming:vote".
        variant: One of its variants.

    Returns:
        The sum of the variant's numerators; 0 for a variant that the event does not have.
    """
    cube = facts.cube
    variants = metric_families.variants(facts, metric)
    if variant not in variants:
        return 0
    layer = cube.layer(metric, selection.voice, selection.place, variants)
    return int(layer.parts[cube.chosen(selection), variants.index(variant), 0].sum())


def family_size(facts: ArticleArrays, selection: ArticleSelection, page: str) -> int:
    """Count the differences that are tested together on a page; every q of the page is corrected over all of them.

    Args:
        facts: the event's arrays.
        selection: which articles and words count.
        page: a key of FAMILIES: "naming", "families", "readability", "sources", "devices" or "coverage".
    """
    return family_tests(facts, selection, FAMILIES[page]).size


def page_of(metric: str) -> str:
    """Return the page on which a metric is tested: a key of FAMILIES, "devices" where none has its prefix."""
    family = metric.partition(":")[0]
    return family if family in FAMILIES else "devices"


def pairs(
    facts: ArticleArrays, questions: Sequence[tuple[str, ArticleSelection]], shown: Container[str] | None = None
) -> PairFamily:
    """Find, for every figure of some pages, the two outlets that differ most surely, and test each as a pair.

    Args:
        facts: the event's arrays.
        questions: pages (keys of FAMILIES), each with its selection.
        shown: ids of the outlets or groups to choose from; None means all.
    """
    return farthest_pairs(facts, [(FAMILIES[page], selection) for page, selection in questions], shown)


def pair(
    facts: ArticleArrays, selection: ArticleSelection, figure: tuple[str, str], units: tuple[str, str]
) -> PairDifference | None:
    """Test the difference of the first unit from the second in one figure.

    Args:
        facts: the event's arrays.
        selection: which articles and words count.
        figure: metric and variant.
        units: the two outlets or groups, chosen before the data were seen.

    Returns:
        The difference; None where one of the two has too few articles.
    """
    return pair_of(facts, selection, FAMILIES[page_of(figure[0])], figure, units)


def contrasts(facts: ArticleArrays, selection: ArticleSelection, page: str) -> list[PairContrast]:
    """Test every pair of outlets (or groups) in every figure of a page; q is corrected over all of them.

    Args:
        facts: the event's arrays.
        selection: which articles and words count.
        page: a key of FAMILIES.
    """
    return contrasts_of(facts, selection, FAMILIES[page])


def claim(
    facts: ArticleArrays, selection: ArticleSelection, figure: tuple[str, str], units: tuple[str, str]
) -> ClaimEvidence:
    """Collect the evidence on the claim that the first unit is above the second in one figure.

    Args:
        facts: the event's arrays.
        selection: which articles and words count.
        figure: metric and variant.
        units: the two outlets or groups.
    """
    return claim_evidence(facts, selection, FAMILIES[page_of(figure[0])], figure, units)


def _rows(
    facts: ArticleArrays, selection: ArticleSelection, family: FamilyOf, only: Only = (), units: Units = None, *,
    tested: bool = True,
) -> list[ComparisonRow]:  # fmt: skip
    samples = Samples(facts, selection)
    tests = family_tests(facts, selection, family, samples) if tested else None
    rows: list[ComparisonRow] = []
    for question in family(facts, selection, only):
        sample, selected = samples.of(question)
        untested = np.full(sample.enough.shape, np.nan)
        both = (tests.p[question.metric], tests.q[question.metric]) if tests else (untested, untested)
        table = figures_of_sample(sample, selected, both, units)
        rows += rows_of(facts, selection, question.metric, question.variants, table)
    return rows


def rows_of(
    facts: ArticleArrays, selection: ArticleSelection, metric: str, variants: Sequence[str], table: Figures
) -> list[ComparisonRow]:
    """Turn a table of figures into rows, one for each unit present in the table and each variant.

    NaN becomes None, and figures are rounded to DECIMALS.

    Args:
        facts: The event, which gives the versions.
        selection: The selection that the figures were computed for.
        metric: Name of the metric.
        variants: Its variants, in the order of the table's second axis.
        table: The figures.
    """
    method = f"{facts.method_version}.{METHOD_VERSION}"
    columns = [
        table.numerators, np.broadcast_to(table.denominators[:, None], table.numerators.shape), table.estimates,
        table.intervals[:, :, 0], table.intervals[:, :, 1], table.p_values, table.q_values,
    ]  # fmt: skip
    values = np.round(np.stack(columns, axis=2)[table.present], DECIMALS).tolist()
    rows = []
    for place, of_unit in zip(table.present, values, strict=True):
        n_articles, enough = int(table.n[place]), table.enough[place].tolist()
        for variant, reliable, (numerator, denominator, *rest) in zip(variants, enough, of_unit, strict=True):
            estimate, low, high, p_value, q_value = (None if math.isnan(value) else value for value in rest)
            row = ComparisonRow(
                event=facts.event, outlet=table.units[place], phase=selection.phase, metric=metric, variant=variant,
                voice=selection.voice, copies=selection.copies, numerator=numerator, denominator=denominator,
                n_articles=n_articles, estimate=estimate, ci_low=low, ci_high=high, p_value=p_value, q_value=q_value,
                enough=reliable, method_version=method, dataset_version=facts.version,
            )  # fmt: skip
            rows.append(row)
    return rows
