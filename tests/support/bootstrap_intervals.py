"""Intervals by bootstrap of articles: what the intervals from sums are held against."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, stdtrit

from collectors.compare.permutations import ALPHA, Floats, generator

RESAMPLES = 2000


def bootstrap_intervals(numerators: Floats, denominators: Floats, seed: str) -> Floats:
    """The 95 % interval of each share sum(numerators) / sum(denominators), variants x 2.

    Articles are resampled whole, with expanded percentiles (Hesterberg 2015, "What teachers should know about the
    bootstrap", section 5.3), which correct that percentile intervals of few articles are too narrow. A share of 0 or 1
    has no spread to resample: its open side is the exact binomial bound with articles as trials.
    """
    articles = len(denominators)
    drawn = generator(seed, "resamples", articles).integers(0, articles, (RESAMPLES, articles), dtype=np.int32)
    ratios = numerators[drawn].sum(axis=1) / denominators[drawn].sum(axis=1)[:, None]
    tail = float(ndtr(np.sqrt(articles / (articles - 1)) * stdtrit(articles - 1, ALPHA / 2)))
    bounds = np.quantile(ratios, [tail, 1 - tail], axis=0).T
    totals, whole = numerators.sum(axis=0), denominators.sum()
    reach = 1 - (ALPHA / 2) ** (1 / articles)
    bounds[totals <= 0] = (0.0, reach)
    bounds[totals >= whole] = (1 - reach, 1.0)
    return np.clip(bounds, 0.0, 1.0)
