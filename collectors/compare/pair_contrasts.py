"""Every pair of outlets (or groups) beside each other, in every figure: the difference with its interval, p and q.

Where `outlet_pairs` finds the one pair that a sentence may name, this is the whole table, for readers who choose for
themselves. So q is corrected over all pairs of all figures of a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from collectors.compare.article_arrays import ArticleArrays
from collectors.compare.comparison_rows import ArticleSelection
from collectors.compare.metric_families import MetricQuestion
from collectors.compare.outlet_pairs import DECIMALS, difference_interval, estimates_of
from collectors.compare.permutations import Floats, benjamini_hochberg
from collectors.compare.tested_families import FamilyOf, Samples

#: Units that are paired in a figure: those with most articles. 200 outlets would be 19,900 pairs of every figure.
MOST_UNITS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class PairContrast:
    """The difference of the first unit from the second in one figure.

    Attributes:
        metric: the figure's metric.
        variant: the figure's variant; empty where the metric has none.
        first: the unit that comes first by id.
        second: the other one.
        difference: the figure of `first` less that of `second`.
        low: lower end of the 95 % interval of the difference.
        high: its upper end.
        p: of this pair alone; None where the interval holds 0: these pairs are not exchanged, and count as 1 in q.
        q: p corrected over all pairs and figures of the page.
    """

    metric: str
    variant: str
    first: str
    second: str
    difference: float
    low: float
    high: float
    p: float | None
    q: float


def contrasts(facts: ArticleArrays, selection: ArticleSelection, family: FamilyOf) -> list[PairContrast]:
    """Test all pairs of units with enough articles in all figures of a page; of more than MOST_UNITS the largest.

    Args:
        facts: the event.
        selection: which articles and words count.
        family: yields the metrics of the page.

    Returns:
        The contrasts, by metric, variant and pair.
    """
    samples = Samples(facts, selection)
    tested: list[PairContrast] = []
    for question in family(facts, selection, ()):
        if question.tested:
            tested += _of_metric(facts, samples, question)
    chances = benjamini_hochberg([1.0 if one.p is None else one.p for one in tested])
    return [
        PairContrast(
            metric=one.metric, variant=one.variant, first=one.first, second=one.second, difference=one.difference,
            low=one.low, high=one.high, p=one.p, q=round(float(chance or 0.0), DECIMALS),
        )
        for one, chance in zip(tested, chances, strict=True)
    ]  # fmt: skip


def _of_metric(facts: ArticleArrays, samples: Samples, question: MetricQuestion) -> Iterator[PairContrast]:
    sample, selected = samples.of(question)
    ratios, ends = estimates_of(sample)
    estimable = sample.enough & np.isfinite(ends).all(axis=2) & np.isfinite(ratios)
    largest = sorted(np.argsort(-sample.n_articles, kind="stable")[:MOST_UNITS].tolist())
    both = list(combinations(largest, 2))
    testable = sample.testable_pairs(both)
    made: list[tuple[int, tuple[int, int], PairContrast]] = []
    for (one, other), can in zip(both, testable, strict=True):
        both_estimable = can & estimable[one] & estimable[other]
        if not both_estimable.any():
            continue
        low, high = difference_interval(ratios[one], ratios[other], ends[one], ends[other])
        apart = both_estimable & ((low > 0) | (high < 0))
        chances: Floats = np.full(len(both_estimable), np.nan)
        if apart.any():
            chances = sample.pair(one, other, facts.event, apart)
        for variant in np.flatnonzero(both_estimable).tolist():
            contrast = PairContrast(
                metric=question.metric, variant=question.variants[variant],
                first=selected.names[one], second=selected.names[other],
                difference=_rounded(ratios[one, variant] - ratios[other, variant]),
                low=_rounded(low[variant]), high=_rounded(high[variant]),
                p=None if np.isnan(chances[variant]) else _rounded(chances[variant]), q=1.0,
            )  # fmt: skip
            made.append((variant, (one, other), contrast))
    return (contrast for _, _, contrast in sorted(made, key=lambda item: item[:2]))


def _rounded(value: float) -> float:
    return round(float(value), DECIMALS)
