"""What sums tell about the tail of a test: an upper bound of the fourth moment, and of p.

Two enormous articles that pull to opposite sides leave no trace in the first three moments. But a square is no larger
than the sum of squares of its cell (an outlet's articles of one phase, grade, language and kind of copy), so that the
cells bound the heaviest article and the fourth moment. Chebyshev's and Markov's inequalities then bound p from above.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from collectors.compare.article_sums import ArticleSums
from collectors.compare.permutations import Codes, Floats


@dataclass(frozen=True, slots=True)
class CellSums:
    """A metric's sums by cell.

    Attributes:
        groups: each cell's group.
        strata: its stratum.
        whole: cells x WHOLE.
        parts: cells x variants x PARTS.
        positive: whether no numerator is below 0, so that the sum of cubes bounds each, too.
    """

    groups: Codes
    strata: Codes
    whole: Floats
    parts: Floats
    positive: bool

    def of_pair(self, one: int, other: int, places: Codes, variants: Codes) -> CellSums:
        """Return the cells of two groups, as groups 0 and 1.

        Args:
            one: the first group.
            other: the second group.
            places: the new number of each stratum.
            variants: the variants to keep.
        """
        here = np.flatnonzero((self.groups == one) | (self.groups == other))
        groups = (self.groups[here] == other).astype(np.int64)
        parts = self.parts[here[:, None], variants]
        return CellSums(groups, places[self.strata[here]], self.whole[here], parts, self.positive)

    def bounds(self, ratios: Floats) -> tuple[Floats, Floats]:
        """Bound the scores x - ratio * y of single articles.

        Args:
            ratios: each stratum's pooled ratio, strata x variants.

        Returns:
            Upper bounds of the sum of fourth powers (strata x variants) and of the largest square (variants).
        """
        ratio = ratios[self.strata]
        x, yy, yyy = self.parts, self.whole[:, None, 2], self.whole[:, None, 3]
        squares = np.maximum(x[..., 1] - 2 * ratio * x[..., 2] + ratio**2 * yy, 0.0)
        largest = squares
        if self.positive:
            largest = np.minimum(squares, np.maximum(np.cbrt(x[..., 3]), ratio * np.cbrt(yyy)) ** 2)
        fourth = np.zeros_like(ratios)
        np.add.at(fourth, self.strata, squares * largest)
        return fourth, largest.max(axis=0, initial=0.0)


def cells_of(sums: ArticleSums, positive: bool) -> CellSums:
    """Return sums by group and stratum as cells.

    Args:
        sums: the sums.
        positive: whether no numerator is below 0.
    """
    groups, strata = np.indices(sums.whole.shape[:2]).reshape(2, -1)
    whole, parts = (rows.reshape(-1, *rows.shape[2:]) for rows in (sums.whole, sums.parts))
    return CellSums(groups, strata, whole, parts, positive)


def excess_bound(sums: ArticleSums, second: Floats, fourth: Floats) -> Floats:
    """Bound the excess kurtosis of each group's statistic when units are exchanged within strata.

    A group's sum of n of N scores that add up to 0, drawn without replacement, has the fourth moment
    p4 (a - 7b + 12c - 6d) + 3 p2^2 (b - 2c + d), with p2 and p4 the sums of squares and fourth powers and a to d the
    chances that 1 to 4 given units are all drawn.

    Args:
        sums: sums by group and stratum.
        second: each stratum's sum of squared scores, strata x variants.
        fourth: an upper bound of its sum of fourth powers, of the same shape.

    Returns:
        Groups x variants; never more than the squared number of units, which no excess reaches.
    """
    count = sums.whole[:, :, 0]
    size = np.broadcast_to(count.sum(axis=0), count.shape)
    chances, here = [], np.ones_like(count)
    for taken in range(4):
        here = here * np.clip(count - taken, 0, None) / np.maximum(size - taken, 1)
        chances.append(here)
    one, two, three, four = chances
    of_fourth = np.maximum(one - 7 * two + 12 * three - 6 * four, 0.0)
    of_squares = 3 * (two - 2 * three + four)
    each = count / np.maximum(size, 1) * (size - count) / np.maximum(size - 1, 1)
    variance = each @ second
    beyond = of_fourth @ fourth + (of_squares - 3 * each**2) @ second**2
    excess = np.divide(beyond, variance**2, out=np.zeros_like(beyond), where=variance**2 > 0)
    return np.asarray(np.clip(excess, -2.0, sums.whole[:, :, 0].sum() ** 2))


def p_bound(deviations: Floats, excess: Floats) -> Floats:
    """Bound p from above by Chebyshev's inequality and by Markov's of the fourth moment.

    Args:
        deviations: how many standard deviations the statistic lies from 0.
        excess: an upper bound of its excess kurtosis.
    """
    far = np.maximum(np.abs(deviations), 1.0)  # below one, both bounds are 1
    return np.asarray(np.minimum(far**-2, (3 + excess) * far**-4))
