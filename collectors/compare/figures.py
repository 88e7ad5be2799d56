"""One table of figures: every outlet and variant of one metric, over chosen articles."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collectors.compare.article_sums import ENOUGH, ArticleSums, intervals, of_articles, p_values
from collectors.compare.coded_columns import CodedColumn, Codes
from collectors.compare.metric_families import MetricFamily
from collectors.compare.permutations import Floats, benjamini_hochberg

__all__ = ["ENOUGH", "Figures", "figures", "figures_of_sums"]


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of figures; arrays are over units (outlets), then variants. NaN where a value cannot be known.

    `present` are the places of the units that have an article in the selection, in the units' order; only of these
    there are intervals.
    """

    units: tuple[str, ...]
    present: Sequence[int]
    numerators: Floats
    denominators: Floats
    n: Floats
    estimates: Floats
    intervals: Floats  # units x variants x 2
    p_values: Floats
    q_values: Floats


def figures_of_sums(
    sums: ArticleSums,
    units: tuple[str, ...],
    present: NDArray[np.bool_],
    *,
    share: bool = True,
    tested: bool = True,
    rate: bool = False,
    wanted: Container[str] | None = None,
) -> Figures:
    """The figures that follow from sums by unit. `present` says which units have an article in the selection; of these
    only the `wanted` ones are in the result's, and have an interval."""
    numerators, denominators = sums.parts.sum(axis=1)[:, :, 0], sums.whole.sum(axis=1)[:, 1]
    p = p_values(sums) if tested else np.full(numerators.shape, np.nan)
    q = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    q[known] = benjamini_hochberg(p[known].tolist())
    with np.errstate(divide="ignore", invalid="ignore"):
        estimates = numerators / denominators[:, None]
    places = [i for i in np.flatnonzero(present).tolist() if wanted is None or units[i] in wanted]
    spans = np.full((*numerators.shape, 2), np.nan)
    spans[places] = intervals(sums, share, rate, places)
    return Figures(units, places, numerators, denominators, sums.n, estimates, spans, p, q)


def figures(family: MetricFamily, articles: NDArray[np.bool_], units: CodedColumn, strata: Codes) -> Figures:
    """The figures of a metric that is given article by article.

    `articles` (chosen ones), `units` and `strata` (phases; -1 for none) are over all articles of the event.
    """
    counted = np.flatnonzero(articles & (family.denominators > 0) & (units.codes >= 0))
    shape = (len(units.names), int(strata.max(initial=-1)) + 2)
    sums = of_articles(
        family.numerators[counted], family.denominators[counted], units.codes[counted], strata[counted] + 1, shape
    )
    present = np.bincount(units.codes[articles & (units.codes >= 0)], minlength=len(units.names)) > 0
    return figures_of_sums(sums, units.names, present, share=family.share, tested=family.tested)
