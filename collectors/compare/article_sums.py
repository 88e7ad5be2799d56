"""Intervals from sums over articles: ten numbers per outlet are enough, however much it wrote.

A figure is a ratio of sums over articles, so its interval needs the articles' squares and products (the linearised
ratio: Cochran, Sampling Techniques, 1977, ch. 6), and a test that exchanges whole articles (`unit_permutations`) needs
the first three moments of what is exchanged. Sums add up, so every choice of articles has them at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.special import stdtrit

from collectors.compare.permutations import ALPHA, Codes, Floats

#: Articles that an outlet, and the others together, need before a difference is tested. Below, figures only describe.
ENOUGH = 8
#: The columns of an ArticleSums' `whole` and `parts`: y is an article's denominator, x its numerator of a variant;
#: k counts the articles with x above 0.
WHOLE = ("n", "y", "yy", "yyy")
PARTS = ("x", "xx", "xy", "xxx", "xxy", "xyy", "k")


@dataclass(frozen=True, slots=True)
class ArticleSums:
    """Sums over the articles with a denominator above 0, by group (outlet) and stratum (phase).

    `whole` is groups x strata x WHOLE, `parts` groups x strata x variants x PARTS.
    """

    whole: Floats
    parts: Floats

    @property
    def n(self) -> Floats:
        """Articles of each group."""
        return np.asarray(self.whole[:, :, 0].sum(axis=1))


@dataclass(frozen=True, slots=True)
class Adder:
    """Adds up rows by group and stratum, always in the same order, so that results are the same to the last bit.

    Attributes:
        picked: (groups x strata) x rows, 1 where a row counts; shared by all sums over the same rows.
        shape: the numbers of groups and strata.
    """

    picked: csr_array
    shape: tuple[int, int]

    def sums(self, whole: Floats, parts: Floats) -> ArticleSums:
        """Return the sums of rows x WHOLE and rows x variants x PARTS."""
        return ArticleSums(self._added(whole), self._added(parts))

    def places(self) -> tuple[Codes, Codes, Codes]:
        """Return the places of the rows that count, and the group and stratum of each."""
        picked = self.picked.tocoo()
        cell = picked.row.astype(np.int64)
        return picked.col.astype(np.int64), cell // self.shape[1], cell % self.shape[1]

    def _added(self, rows: Floats) -> Floats:
        flat = rows.reshape(len(rows), math.prod(rows.shape[1:]))
        return np.asarray(self.picked @ flat).reshape(*self.shape, *rows.shape[1:])


def adder(rows_used: Codes, groups: Codes, strata: Codes, shape: tuple[int, int], rows: int) -> Adder:
    """Make an adder of some of the rows.

    Args:
        rows_used: the places of the rows that count, in rising order.
        groups: the group of each of these rows.
        strata: the stratum of each of these rows.
        shape: the numbers of groups and strata.
        rows: how many rows there are in all.
    """
    cells = groups * shape[1] + strata
    return Adder(csr_array((np.ones(len(rows_used)), (cells, rows_used)), shape=(shape[0] * shape[1], rows)), shape)


def of_articles(
    numerators: Floats, denominators: Floats, groups: Codes, strata: Codes, shape: tuple[int, int]
) -> ArticleSums:
    """Return the sums of articles given one by one.

    Args:
        numerators: articles x variants.
        denominators: one per article, above 0.
        groups: the group of each article.
        strata: the stratum of each article.
        shape: the numbers of groups and strata.
    """
    x, y = numerators, denominators[:, None]
    whole = np.stack([np.ones(len(y)), denominators, denominators**2, denominators**3], axis=1)
    parts = np.stack([x, x**2, x * y, x**3, x**2 * y, x * y**2, (x > 0).astype(np.float64)], axis=2)
    return adder(np.arange(len(y)), groups, strata, shape, len(y)).sums(whole, parts)


#: A standard error of a mean below this part of it is rounding of equal values.
ALIKE = 1e-9


def intervals(sums: ArticleSums, share: bool, of: Sequence[int] | slice = slice(None)) -> Floats:
    """Compute the 95 % interval of each group's ratio sum(x) / sum(y).

    The variance is that of the linearised ratio. An article with the part h of all mentions pulls the ratio towards
    itself, so its square counts 1 + 2h times (the jackknife to first order). Student's t has one degree of freedom
    fewer than there would be articles of equal size with as much information (Kish, Survey Sampling, 1965).

    A share has Wilson's interval (1927) for the number of independent trials that gives this variance. Half an article
    with the mark that was not drawn is added (near 1, half an article without it), as heavy as such articles are in all
    groups together. So a count of 0 has the shortest interval, each further marked article a higher one, and no
    interval has width 0. Its measured coverage is in tests/benchmarks/README.md.

    Args:
        sums: sums by group and stratum.
        share: whether ratios lie in 0..1.
        of: places of the groups to compute; all by default.

    Returns:
        Groups x variants x 2; NaN for a group with fewer than two articles (or other units), and for a mean whose
        articles all have one value: what has not been seen to vary tells nothing of how far it is known.
    """
    whole, every = sums.whole.sum(axis=1), sums.parts.sum(axis=1)
    parts = every[of]
    n, y, yy, yyy = (whole[of][:, None, place] for place in range(4))
    x, xx, xy, _, xxy, xyy = (parts[:, :, place] for place in range(6))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = x / y
        spread = np.maximum(xx - 2 * ratio * xy + ratio**2 * yy, 0.0)
        pull = np.maximum(xxy - 2 * ratio * xyy + ratio**2 * yyy, 0.0)
        variance = (spread + 2 * pull / y) / y**2
        quantile = -stdtrit(np.maximum(y**2 / yy - 1, 1), ALPHA / 2)
        if share:
            ends = _wilson(ratio, variance, quantile, y, _unseen(whole, every))
        else:
            error = np.sqrt(variance)
            error[error <= ALIKE * np.maximum(np.abs(ratio), 1.0)] = np.nan
            ends = np.stack([ratio - quantile * error, ratio + quantile * error], axis=2)
    ends[np.broadcast_to(n < 2, ratio.shape)] = np.nan
    return np.asarray(ends)


def _unseen(whole: Floats, every: Floats) -> tuple[Floats, Floats]:
    """Return the mean number of marked, and of other, mentions in the article of an average such mention.

    By variant, over all groups; at least 1.
    """
    y, yy = whole[:, 1].sum(), whole[:, 2].sum()
    x, xx, xy = (every[:, :, place].sum(axis=0) for place in range(3))
    rest, squared = y - x, yy - 2 * xy + xx
    marked = np.divide(xx, x, out=np.ones_like(x), where=x > 0)
    other = np.divide(squared, rest, out=np.ones_like(x), where=rest > 0)
    return np.maximum(marked, 1.0), np.maximum(other, 1.0)


def _wilson(
    ratio: Floats, variance: Floats, quantile: Floats, denominators: Floats, unseen: tuple[Floats, Floats]
) -> Floats:
    """Return Wilson's interval of a share with this variance and half an article not drawn: see `intervals`."""
    marked, other = (np.minimum(weight / denominators, 1.0) for weight in unseen)
    near_0, near_1 = marked * np.maximum(1 - 2 * ratio, 0.0) ** 2, other * np.maximum(2 * ratio - 1, 0.0) ** 2
    both_sides = (ratio + near_0 / 2) * (1 - ratio + near_1 / 2)
    # One over the number of trials.
    per_trial = np.maximum((variance + (near_0**2 + near_1**2) / 2) / both_sides, 1 / denominators)
    weight = quantile**2 * per_trial
    middle = (ratio + weight / 2) / (1 + weight)
    reach = quantile / (1 + weight) * np.sqrt(ratio * (1 - ratio) * per_trial + weight * per_trial / 4)
    ends = np.clip(np.stack([middle - reach, middle + reach], axis=2), 0.0, 1.0)
    ends[..., 0] = np.where(ratio <= 0, 0.0, ends[..., 0])
    ends[..., 1] = np.where(ratio >= 1, 1.0, ends[..., 1])
    return np.asarray(ends)
