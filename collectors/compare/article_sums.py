"""Intervals from sums over articles: what one needs of an outlet is ten numbers, however much it wrote.

A figure is a ratio of sums over articles, so its interval needs the articles' squares and products (the linearised
ratio: Cochran, Sampling Techniques, 1977, ch. 6), and a test that deals whole articles out anew (`unit_permutations`)
begins with the first three moments of what is dealt. Sums add up, so any choice of articles has them at once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.special import stdtrit

from collectors.compare.permutations import ALPHA, Codes, Floats

#: Articles an outlet needs, and the others together, before a difference is tested. Below, figures are described.
ENOUGH = 8
#: The columns of `Sums.whole` and `Sums.parts`: y is an article's denominator, x its numerator of a variant;
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
    """Adds rows up by group and stratum, always in the same order. `picked` is (groups x strata) x rows, a one where a
    row counts; what is asked again and again of the same rows shares it."""

    picked: csr_array
    shape: tuple[int, int]

    def sums(self, whole: Floats, parts: Floats) -> ArticleSums:
        """The sums of rows x WHOLE and rows x variants x PARTS."""
        return ArticleSums(self._added(whole), self._added(parts))

    def _added(self, rows: Floats) -> Floats:
        flat = rows.reshape(len(rows), math.prod(rows.shape[1:]))
        return np.asarray(self.picked @ flat).reshape(*self.shape, *rows.shape[1:])


def adder(kept: Codes, groups: Codes, strata: Codes, shape: tuple[int, int], rows: int) -> Adder:
    """Adds up the rows at the places `kept`, in rising order, of so many; `groups` and `strata` are those of the kept
    rows, `shape` how many there are of each."""
    cells = groups * shape[1] + strata
    return Adder(csr_array((np.ones(len(kept)), (cells, kept)), shape=(shape[0] * shape[1], rows)), shape)


def of_articles(
    numerators: Floats, denominators: Floats, groups: Codes, strata: Codes, shape: tuple[int, int]
) -> ArticleSums:
    """The sums of articles given one by one: numerators is articles x variants, denominators articles, above 0."""
    x, y = numerators, denominators[:, None]
    whole = np.stack([np.ones(len(y)), denominators, denominators**2, denominators**3], axis=1)
    parts = np.stack([x, x**2, x * y, x**3, x**2 * y, x * y**2, (x > 0).astype(np.float64)], axis=2)
    return adder(np.arange(len(y)), groups, strata, shape, len(y)).sums(whole, parts)


def intervals(sums: ArticleSums, share: bool, of: Sequence[int] | slice = slice(None)) -> Floats:
    """The 95 % interval of each group's ratio sum(x) / sum(y), or of the groups at the places `of`: groups x variants x
    2, NaN below two articles (or what else is the unit).

    The linearised ratio. An article with the part h of all mentions pulls the ratio towards itself, so its square
    counts 1 + 2h times (the jackknife to first order); Student's t has as many degrees of freedom as there are articles
    of equal size that say as much (Kish, Survey Sampling, 1965), less one.

    `share` says that ratios lie in 0..1, then one method from 0 to 1: Wilson's interval (1927) with the number of
    independent trials that has this variance, to which half an article with the mark is added that was not drawn (near
    1, half an article without), as heavy as such articles are in all groups together. So a count of 0 has the shortest
    interval, each further marked article a higher one, and no interval has width 0. How often it holds the truth:
    tests/benchmarks/README.md.
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
            found = _wilson(ratio, variance, quantile, y, _unseen(whole, every))
        else:
            error = np.sqrt(variance)
            found = np.stack([ratio - quantile * error, ratio + quantile * error], axis=2)
    found[np.broadcast_to(n < 2, ratio.shape)] = np.nan
    return np.asarray(found)


def _unseen(whole: Floats, every: Floats) -> tuple[Floats, Floats]:
    """How many mentions an article has that has the variant, and how many others one has that has others, by variant,
    over all groups: the count that the average mention finds in its article; 1 where there is none."""
    y, yy = whole[:, 1].sum(), whole[:, 2].sum()
    x, xx, xy = (every[:, :, place].sum(axis=0) for place in range(3))
    rest, squared = y - x, yy - 2 * xy + xx
    marked = np.divide(xx, x, out=np.ones_like(x), where=x > 0)
    other = np.divide(squared, rest, out=np.ones_like(x), where=rest > 0)
    return np.maximum(marked, 1.0), np.maximum(other, 1.0)


def _wilson(
    ratio: Floats, variance: Floats, quantile: Floats, denominators: Floats, unseen: tuple[Floats, Floats]
) -> Floats:
    """Wilson's interval of a share with this variance and half an article that was not drawn: see `intervals`."""
    marked, other = (np.minimum(weight / denominators, 1.0) for weight in unseen)
    near_0, near_1 = marked * np.maximum(1 - 2 * ratio, 0.0) ** 2, other * np.maximum(2 * ratio - 1, 0.0) ** 2
    both_sides = (ratio + near_0 / 2) * (1 - ratio + near_1 / 2)
    per_trial = np.maximum(
        (variance + (near_0**2 + near_1**2) / 2) / both_sides, 1 / denominators
    )  # one over the trials
    weight = quantile**2 * per_trial
    middle = (ratio + weight / 2) / (1 + weight)
    reach = quantile / (1 + weight) * np.sqrt(ratio * (1 - ratio) * per_trial + weight * per_trial / 4)
    ends = np.clip(np.stack([middle - reach, middle + reach], axis=2), 0.0, 1.0)
    ends[..., 0] = np.where(ratio <= 0, 0.0, ends[..., 0])
    ends[..., 1] = np.where(ratio >= 1, 1.0, ends[..., 1])
    return np.asarray(ends)
