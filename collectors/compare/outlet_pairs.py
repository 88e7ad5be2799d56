"""Two outlets (or groups) beside each other: their difference, its interval, and p from exchanging their articles.

A sentence that names two outlets is about these two, so they are tested as a pair. The pair was chosen after looking at
the data, so its p is multiplied by the number of pairs that can be tested (Bonferroni); then all figures of the pages
that the sentence could have been about are corrected together (Benjamini and Hochberg).
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collectors.compare.article_arrays import ArticleArrays
from collectors.compare.article_sums import ArticleSums, intervals
from collectors.compare.comparison_rows import ArticleSelection
from collectors.compare.metric_sample import MetricSample
from collectors.compare.permutations import Codes, Floats, benjamini_hochberg
from collectors.compare.tested_families import FamilyOf, Samples

#: Decimals of a pair's p and q: beyond them processors differ in how they add up.
DECIMALS = 10
#: Pairs of a figure that are tested: those farthest apart. The correction still counts all pairs.
LOOKED_AT = 4


#: Highest q of a difference that the Overview states as a sentence. Where nothing differs it would state one on as many
#: pages or fewer, and on at most 3 % it is meant to. 154 whole articles dealt among seven outlets: 39 of 1,200 deals at
#: .05, 18 at .04.
STATED = 0.04


@dataclass(frozen=True, slots=True, kw_only=True)
class PairDifference:
    """The difference of `high` from `low` in one figure.

    Attributes:
        difference: the figure of `high` less that of `low`.
        low_end: lower end of the 95 % interval of the difference.
        high_end: its upper end.
        p: of this pair alone; None where it cannot be tested.
        q: p corrected over all pairs of this figure and all figures of the family; None where p is.
        pairs: how many pairs of this figure can be tested.
        untested: why it cannot be tested; "" where it is.
    """

    metric: str
    variant: str
    high: str
    low: str
    difference: float
    low_end: float
    high_end: float
    p: float | None
    q: float | None
    pairs: int
    untested: str = ""

    def holds(self, level: float = 0.05) -> bool:
        """Return whether the interval lies above 0 and q is below the level."""
        return self.low_end > 0 and self.q is not None and self.q < level


@dataclass(frozen=True, slots=True)
class PairFamily:
    """For every figure with a testable pair the one that differs most surely; q is corrected over `size` figures."""

    pairs: Mapping[tuple[str, str], PairDifference]
    size: int


def difference_interval(one: Floats, other: Floats, ends: Floats, other_ends: Floats) -> tuple[Floats, Floats]:
    """Compute the 95 % interval of `one` - `other` from the interval of each.

    The method is that of Zou and Donner (2008, Statistics in Medicine 27:1693); the result has a width above 0 wherever
    theirs have.

    Args:
        one: the first estimates.
        other: the second estimates, of the same shape.
        ends: lower and upper ends of the first, in the last axis.
        other_ends: lower and upper ends of the second.
    """
    apart = one - other
    down = np.sqrt((one - ends[..., 0]) ** 2 + (other_ends[..., 1] - other) ** 2)
    up = np.sqrt((ends[..., 1] - one) ** 2 + (other - other_ends[..., 0]) ** 2)
    return apart - down, apart + up


def farthest_pairs(
    facts: ArticleArrays, questions: Sequence[tuple[FamilyOf, ArticleSelection]], shown: Container[str] | None = None
) -> PairFamily:
    """Find the pair that differs most surely in every figure of some pages.

    Args:
        facts: the event.
        questions: the metrics of each page, with its selection.
        shown: ids of the units to choose from, among those with enough articles; None means all.
    """
    differences: list[PairDifference] = []
    for family, selection in questions:
        samples = Samples(facts, selection)
        for question in family(facts, selection, ()):
            if question.tested:
                sample, selected = samples.of(question)
                shown_names = [name for name in selected.names if shown is None or name in shown]
                differences += pairs_of_metric(
                    sample, question.metric, question.variants, selected.names, shown_names, facts.event
                )
    return corrected_pairs(differences)


def corrected_pairs(differences: Sequence[PairDifference]) -> PairFamily:
    """Correct pairs, one of each figure, for having been chosen among all pairs and figures."""
    corrected = benjamini_hochberg([None if pair.p is None else min(1.0, pair.p * pair.pairs) for pair in differences])
    by_figure = {}
    for pair, q_value in zip(differences, corrected, strict=True):
        values = {name: getattr(pair, name) for name in PairDifference.__slots__}
        q_rounded = None if q_value is None else round(q_value, DECIMALS)
        by_figure[pair.metric, pair.variant] = PairDifference(**values | {"q": q_rounded})
    return PairFamily(by_figure, len(differences))


def pairs_of_metric(
    sample: MetricSample, metric: str, variants: Sequence[str], names: Sequence[str], shown: Container[str], seed: str
) -> list[PairDifference]:
    """Find, for each variant, the pair that differs most surely among those that can be tested.

    Args:
        sample: the metric over units.
        metric: its name.
        variants: its variants.
        names: the ids of the sample's groups.
        shown: ids of the groups to choose from.
        seed: of the exchanges.

    Returns:
        A pair, not yet corrected, for each variant that has one.
    """
    ratios, ends = estimates_of(sample)
    shown_places = [index for index, name in enumerate(names) if name in shown]
    both = [(one, other) for index, one in enumerate(shown_places) for other in shown_places[index + 1 :]]
    estimable = sample.enough & np.isfinite(ends).all(axis=2)
    one, other = np.array(both, dtype=np.int64).reshape(-1, 2).T
    testable = sample.testable_pairs(both) & estimable[one] & estimable[other]
    apart = [_farthest(one[can], other[can], ratio) for can, ratio in zip(testable.T, ratios.T, strict=True)]
    ends_apart = {
        (high, low): difference_interval(ratios[high], ratios[low], ends[high], ends[low])
        for here in apart
        for high, low in here
    }
    p_values = _p_of_pairs(sample, seed, apart, ends_apart)
    farthest = []
    for variant, (name, here, every) in enumerate(zip(variants, apart, testable.sum(axis=0).tolist(), strict=True)):
        tested = []
        for high, low in here:
            begin, end = ends_apart[high, low]
            values = (ratios[high, variant] - ratios[low, variant], begin[variant], end[variant])
            chance = p_values.get((high, low, variant), 1.0)
            tested.append(_rounded(metric, name, (names[high], names[low]), (*values, chance), every))
        farthest += [min(tested, key=lambda pair: (_one_of(pair.p), -pair.difference))] if tested else []
    return farthest


def _farthest(one: Codes, other: Codes, ratio: Floats) -> list[tuple[int, int]]:
    """The LOOKED_AT pairs that are farthest apart, the farthest first, each with the higher one first."""
    distance = np.abs(ratio[one] - ratio[other])
    if len(distance) > LOOKED_AT:  # sorting all 19,900 pairs of 200 outlets took longer than their tests
        far = distance >= np.partition(distance, -LOOKED_AT)[-LOOKED_AT]
        one, other, distance = one[far], other[far], distance[far]
    turned = ratio[one] < ratio[other]
    high, low = np.where(turned, other, one), np.where(turned, one, other)
    first = np.lexsort((low, high, -distance))[:LOOKED_AT]
    return list(zip(high[first].tolist(), low[first].tolist(), strict=True))


def _p_of_pairs(
    sample: MetricSample, seed: str, apart: Sequence[Sequence[tuple[int, int]]],
    ends_apart: Mapping[tuple[int, int], tuple[Floats, Floats]],
) -> dict[tuple[int, int, int], float]:  # fmt: skip
    """Return p by pair and variant, of the pairs looked at whose interval does not hold 0."""
    open_pairs: dict[tuple[int, int], NDArray[np.bool_]] = {}
    for variant, here in enumerate(apart):
        for high, low in here:
            if ends_apart[high, low][0][variant] > 0:
                open_pairs.setdefault((high, low), np.zeros(len(apart), dtype=bool))[variant] = True
    p_of: dict[tuple[int, int, int], float] = {}
    for (high, low), wanted in open_pairs.items():
        p_values = np.nan_to_num(sample.pair(high, low, seed, wanted), nan=1.0)
        p_of |= {(high, low, variant): float(p_values[variant]) for variant in np.flatnonzero(wanted).tolist()}
    return p_of


def _one_of(p_value: float | None) -> float:
    """P for an order of pairs: what cannot be tested comes last."""
    return 1.0 if p_value is None else p_value


def _rounded(
    metric: str, variant: str, units: tuple[str, str], values: tuple[float, float, float, float | None], pairs: int,
    untested: str = "",
) -> PairDifference:  # fmt: skip
    """A pair before correction: `values` are its difference, its ends and p."""
    difference, low_end, high_end = (round(float(value), DECIMALS) for value in values[:3])
    p_value = None if values[3] is None else round(float(values[3]), DECIMALS)
    return PairDifference(
        metric=metric, variant=variant, high=units[0], low=units[1], difference=difference, low_end=low_end,
        high_end=high_end, p=p_value, q=p_value, pairs=pairs, untested=untested,
    )  # fmt: skip


def difference_of(
    sample: MetricSample, figure: tuple[str, str], units: tuple[str, str], places: tuple[int, int], at: int, seed: str
) -> PairDifference:
    """Test two units that were named before the data were seen.

    Args:
        sample: the metric over units.
        figure: metric and variant.
        units: the two units.
        places: their places in the sample.
        at: place of the variant.
        seed: of the exchanges.

    Returns:
        The difference of the first from the second; without p where the two cannot be tested, with the reason.
    """
    ratios, ends = estimates_of(sample)
    one, other = places
    begin, end = difference_interval(ratios[one], ratios[other], ends[one], ends[other])
    values = (float(ratios[one, at] - ratios[other, at]), float(begin[at]), float(end[at]))
    if reason := sample.untested(one, other, at):
        return _rounded(*figure, units, (*values, None), 1, reason)
    this_variant = np.arange(ratios.shape[1]) == at
    return _rounded(*figure, units, (*values, float(sample.pair(one, other, seed, this_variant)[at])), 1)


def within_strata(sample: MetricSample, places: tuple[int, int], at: int) -> tuple[float, float, float] | None:
    """Compute the difference of two units within phases and kinds of text, which is what their p tests.

    Each stratum counts by how much both say in it (Mantel and Haenszel 1959); the interval is Zou and Donner's (2008)
    of a weighted sum, from that of each stratum.

    Args:
        sample: the metric over units, a share.
        places: places of the two units in the sample.
        at: place of the variant.

    Returns:
        The difference with the ends of its 95 % interval; None where both have one stratum alone, so that it is the
        difference of the figures, or none in common.
    """
    sums = ArticleSums(sample.sums.whole[list(places)], sample.sums.parts[list(places)][:, :, [at]])
    whole = sums.whole[..., 1]
    strata = np.flatnonzero((whole > 0).all(axis=0))
    if not len(strata) or (whole > 0).any(axis=0).sum() < 2:
        return None
    apart, weight = np.zeros((3, len(strata))), whole[0, strata] * whole[1, strata] / whole[:, strata].sum(axis=0)
    for index, stratum in enumerate(strata.tolist()):
        here = ArticleSums(sums.whole[:, [stratum]], sums.parts[:, [stratum]])
        (one, other), ends = here.parts[:, 0, 0, 0] / here.whole[:, 0, 1], intervals(here, sample.share)[:, 0]
        ends = np.where(np.isfinite(ends), ends, [0.0, 1.0])  # a single article tells nothing
        apart[:, index] = (one - other, *difference_interval(one, other, ends[0], ends[1]))
    share = weight / weight.sum()
    middle = float(share @ apart[0])
    down, up = (float(np.sqrt(share**2 @ (apart[0] - apart[end]) ** 2)) for end in (1, 2))
    return round(middle, DECIMALS), round(middle - down, DECIMALS), round(middle + up, DECIMALS)


def estimates_of(sample: MetricSample) -> tuple[Floats, Floats]:
    """Return the estimates of a sample, units x variants, and their 95 % intervals, with the ends in a third axis."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = sample.sums.parts.sum(axis=1)[:, :, 0] / sample.sums.whole.sum(axis=1)[:, None, 1]
    return ratios, intervals(sample.sums, sample.share)


def pair_of(
    facts: ArticleArrays, selection: ArticleSelection, family: FamilyOf, figure: tuple[str, str], units: tuple[str, str]
) -> PairDifference | None:
    """Test two units that were named before the data were seen, in one figure; p is not multiplied.

    Args:
        facts: the event.
        selection: which articles and words count.
        family: the metrics of the figure's page.
        figure: metric and variant.
        units: the two units; the result's `high` is the first, whichever has the higher figure.

    Returns:
        The difference; None where one of the two has too few articles.
    """
    samples = Samples(facts, selection)
    metric, variant = figure
    for question in family(facts, selection, (metric,)):
        sample, selected = samples.of(question)
        if variant not in question.variants or not set(units) <= set(selected.names):
            return None
        at = question.variants.index(variant)
        one, other = (selected.names.index(unit) for unit in units)
        if not (sample.enough[one, at] and sample.enough[other, at]):
            return None
        return difference_of(sample, figure, units, (one, other), at, facts.event)
    return None
