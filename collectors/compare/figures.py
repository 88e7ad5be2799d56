"""One table of figures: every outlet and variant of one metric, over chosen articles."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collectors.compare.article_sums import ENOUGH, intervals
from collectors.compare.metric_sample import MetricSample, SelectedUnits
from collectors.compare.permutations import Floats

__all__ = ["ENOUGH", "Figures", "figures_of_sample"]


@dataclass(frozen=True, slots=True)
class Figures:
    """A table of figures; arrays are over units (outlets), then variants. NaN where a value cannot be known.

    Attributes:
        units: the units' ids.
        present: places of the units with an article in the selection; only these have intervals.
        n: articles of each unit.
        intervals: 95 % intervals, units x variants x 2.
    """

    units: tuple[str, ...]
    present: Sequence[int]
    numerators: Floats
    denominators: Floats
    n: Floats  # articles
    enough: NDArray[np.bool_]
    estimates: Floats
    intervals: Floats  # units x variants x 2
    p_values: Floats
    q_values: Floats


def figures_of_sample(
    sample: MetricSample, selected: SelectedUnits, tests: tuple[Floats, Floats], wanted: Container[str] | None = None
) -> Figures:
    """Compute the figures of a sample.

    Args:
        sample: the metric's sums over units.
        selected: the units of the selection.
        tests: p and q, each units x variants.
        wanted: ids of the units to compute; None means all that have an article in the selection.
    """
    numerators, denominators = sample.sums.parts.sum(axis=1)[:, :, 0], sample.sums.whole.sum(axis=1)[:, 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        estimates = numerators / denominators[:, None]
    here = np.flatnonzero(selected.present).tolist()
    places = [place for place in here if wanted is None or selected.names[place] in wanted]
    spans = np.full((*numerators.shape, 2), np.nan)
    spans[places] = intervals(sample.sums, sample.share, places)
    told = np.isfinite(spans).all(axis=2) | ~np.isfinite(estimates)
    return Figures(
        units=selected.names, present=places, numerators=numerators, denominators=denominators, n=sample.n_articles,
        enough=sample.enough & told, estimates=estimates, intervals=spans, p_values=tests[0], q_values=tests[1],
    )  # fmt: skip
