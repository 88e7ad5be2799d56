"""Tests whether a group differs from the others, or from one other, by exchanging whole units within their strata.

The statistic is the group's sum of x - ratio * y, with each stratum's own pooled ratio: a variant that a stratum (a
phase, a text that several outlets printed) does not hold adds nothing there. p is how often an exchange takes it as far
from 0 or farther. Counts of marks that a unit has or has not are hypergeometric: there p is exact. Else mean, variance
and third moment of that distribution are known; a Pearson type III curve through them gives p where many units have the
mark and none of them weighs much (two enormous articles that pull to opposite sides leave no skewness and many modes).
Everywhere else, and where units are of a few kinds whose steps are not even, units are exchanged, in stages: cells that
chance often reaches end early (Besag and Clifford 1991).
Where only sums are known, p is bounded from above there (`tail_bounds`).
No p is below one over the number of exchanges made, nor below what the number of distinct arrangements allows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincc, gammaln, ndtr

from collectors.compare.article_sums import ArticleSums
from collectors.compare.permutations import Floats
from collectors.compare.tail_bounds import CellSums, cells_of, excess_bound, p_bound
from collectors.compare.unit_exchanges import exchangeable_units, staged_p, unit_scores
from collectors.compare.unit_sums import UnitTable

#: The curve is trusted from so many units with the mark and so many on each side, up to this skewness.
MARKED_ENOUGH, SIDE_ENOUGH, SKEWED = 30, 8, 0.8
#: Where units are known one by one: up to this part of the squared scores in one unit, and up to this distance of the
#: distribution's kurtosis from the curve's (at 1, what the curve gives as .045 is .054, and 1e-4 less than 1e-3).
HEAVY, PEAKED = 0.25, 1.0
#: Below this skewness the gamma distribution has no digits left and is the normal one.
STRAIGHT = 1e-4
#: The least p that is taken from the curve.
LEAST = 1e-9
#: Counts of marked units that a group may have to be added up one by one.
MOST_COUNTS = 2_000
#: Whole numbers that a variant may have in units of one denominator to be looked at as steps.
MOST_VALUES = 50
#: Up to so many kinds of units (by numerator and denominator) the statistic has few values, between which the curve
#: does not tell: of two kinds it gives .032 where exchanging gives .067.
FEW_KINDS = 4
#: A test whose arrangements allow no p up to this is none.
TELLING = 0.05


@dataclass(frozen=True, slots=True)
class GroupTest:
    """The test by the curve, groups x variants.

    Attributes:
        observed: the statistic.
        curve: p of the curve.
        trusted: whether the curve is trusted.
        exact: whether `curve` is exact: marks that units have or have not, whose counts are hypergeometric.
        skewness: that of the distribution, and of the curve.
        floor: the least p that the number of arrangements allows.
        ratios: each stratum's pooled ratio, strata x variants.
        variance: that of the distribution.
        varying: whether that is more than rounding.
    """

    observed: Floats
    curve: Floats
    trusted: NDArray[np.bool_]
    exact: NDArray[np.bool_]
    skewness: Floats
    floor: Floats
    ratios: Floats
    variance: Floats
    varying: NDArray[np.bool_]


def stratum_ratios(sums: ArticleSums) -> Floats:
    """Return the pooled ratio of each stratum: strata x variants; 0 for a stratum without denominator."""
    pool = sums.parts[..., 0].sum(axis=0)
    whole = sums.whole[..., 1].sum(axis=0)[:, None]
    return np.asarray(np.divide(pool, whole, out=np.zeros_like(pool), where=whole > 0))


def group_statistics(sums: ArticleSums) -> Floats:
    """Return each group's statistic, groups x variants: above 0 where it has more than its strata's ratios give."""
    return _observed(sums, stratum_ratios(sums))


def _observed(sums: ArticleSums, ratio: Floats) -> Floats:
    return np.asarray((sums.parts[..., 0] - ratio * sums.whole[:, :, None, 1]).sum(axis=1))


def group_test(sums: ArticleSums, steps: Floats | None = None) -> GroupTest:
    """Test every group against all the others by the curve.

    Args:
        sums: sums by group and stratum.
        steps: of each variant the distance between the values that its statistic can have, 0 where they are not evenly
            apart; None takes it from the sums, which know it of marks that a unit has or has not, and where all marked
            units are alike and all others are. The curve lies between such values, so it begins half a step before the
            observed one, and half a step before the first value on the other side that is as far.
    """
    ratios = stratum_ratios(sums)
    steps = _steps_of_sums(sums, ratios) if steps is None else steps
    observed, variance, third = _moments(sums, ratios)
    varying = variance > 1e-18 * (1 + sums.whole[:, :, 2].sum())
    deviation = np.sqrt(np.where(varying, variance, 1.0))
    skewness = np.where(varying, third / deviation**3, 0.0)
    near, far = _beginnings(np.abs(observed), steps)
    tails = _both_tails(near / deviation, far / deviation, skewness * np.sign(observed))
    curve = np.where(varying, np.maximum(tails, LEAST), 1.0)
    count = sums.whole[:, :, 0]
    rest = count.sum(axis=0) - count
    marked, sides = exchangeable(sums)
    trusted = ~varying | ((marked >= MARKED_ENOUGH) & (sides[:, None] >= SIDE_ENOUGH) & (np.abs(skewness) <= SKEWED))
    counted = _p_of_counts(sums, observed)
    exact = np.isfinite(counted)
    curve = np.where(exact, np.maximum(counted, LEAST), curve)
    floor = _floor(count, rest, sums.parts[..., 6].sum(axis=0))
    return GroupTest(
        observed=observed, curve=curve, trusted=trusted | exact, exact=exact, skewness=skewness, floor=floor,
        ratios=ratios, variance=variance, varying=varying,
    )  # fmt: skip


def _even(sums: ArticleSums) -> bool:
    """Whether all units of every stratum in which units can be exchanged have one denominator."""
    pool = sums.whole.sum(axis=0)
    several = (sums.whole[:, :, 0] > 0).sum(axis=0) > 1
    return bool((pool[several, 0] * pool[several, 2] - pool[several, 1] ** 2 <= 1e-9 * pool[several, 1] ** 2).all())


def _steps_of_marks(sums: ArticleSums) -> Floats:
    """1 for variants whose numerators are all 0 or 1 beside even denominators, else 0."""
    parts = sums.parts.sum(axis=(0, 1))
    either = (parts[:, 0] == parts[:, 6]) & (parts[:, 1] == parts[:, 6])
    return np.where(either & _even(sums), 1.0, 0.0)


def _steps_of_sums(sums: ArticleSums, ratios: Floats) -> Floats:
    """The steps that sums tell: of marks, and the largest of a stratum where units are of two kinds in each stratum.

    Marked units are of one kind where neither their numerators nor their denominators vary, the others where their
    denominators do not.
    """
    pool, parts = sums.whole.sum(axis=0)[:, None], sums.parts.sum(axis=0)
    n, y, yy = (pool[..., place] for place in range(3))
    x, xx, xy, _, _, xyy, marked = (parts[..., place] for place in range(7))
    each = np.divide(x, marked, out=np.ones_like(x), where=(marked > 0) & (x != 0))  # x of a marked unit
    of_marked, of_others = (xy / each, xyy / each), (y - xy / each, yy - xyy / each)
    alike = np.ones(x.shape, dtype=bool)
    for count, total, squared in ((marked, x, xx), (marked, *of_marked), (n - marked, *of_others)):
        alike &= count * squared - total**2 <= 1e-9 * total**2
    varied = (marked > 0) & (marked < n)
    apart = of_others[0] / np.maximum(n - marked, 1) - of_marked[0] / np.maximum(marked, 1)
    steps = np.where(varied, np.abs(each + ratios * apart), 0.0).max(axis=0, initial=0.0)
    by_marks = _steps_of_marks(sums)
    return np.where(by_marks > 0, by_marks, np.where(alike.all(axis=0), steps, 0.0))


def _p_of_counts(sums: ArticleSums, observed: Floats) -> Floats:
    """P of marks that units have or have not beside even denominators, exactly: groups x variants, else NaN.

    How many marked units of a stratum fall to a group is hypergeometric; strata are added up by convolution.
    """
    p_values = np.full(observed.shape, np.nan)
    count, marked = sums.whole[:, :, 0], sums.parts[..., 6]
    size, all_marked = count.sum(axis=0), marked.sum(axis=0)
    slack = 1e-9 * (1 + float(size.sum()))
    for variant in np.flatnonzero(_steps_of_marks(sums)).tolist():
        lowest = np.maximum(count + all_marked[:, variant] - size, 0.0)
        highest = np.minimum(count, all_marked[:, variant])
        for group in np.flatnonzero((highest - lowest).sum(axis=1) <= MOST_COUNTS).tolist():
            chance, mean, least = np.ones(1), 0.0, 0.0
            for stratum in np.flatnonzero(count[group] > 0).tolist():
                here, of, held = size[stratum], all_marked[stratum, variant], count[group, stratum]
                values = np.arange(lowest[group, stratum], highest[group, stratum] + 1)
                ways = _log_choose(of, values) + _log_choose(here - of, held - values) - _log_choose(here, held)
                chance = np.convolve(chance, np.exp(ways))
                mean, least = mean + held * of / here, least + values[0]
            far = np.abs(least + np.arange(len(chance)) - mean)
            p_values[group, variant] = min(float(chance[far >= abs(observed[group, variant]) - slack].sum()), 1.0)
    return p_values


def _steps(table: UnitTable, sums: ArticleSums) -> Floats:
    """The distance between the values that each variant's statistic can have; 0 where they are not evenly apart."""
    steps = np.zeros(table.shape[2])
    if not _even(sums):
        return steps
    order = np.argsort(table.variant, kind="stable")
    x, ends = table.x[order], np.searchsorted(table.variant[order], np.arange(len(steps) + 1))
    for variant in range(len(steps)):
        values = np.unique(x[ends[variant] : ends[variant + 1]])
        if len(values) and len(values) <= MOST_VALUES and (values == np.round(values)).all():
            lowest = 0 if ends[variant + 1] - ends[variant] < len(table.y) else int(values[0])
            steps[variant] = float(np.gcd.reduce(values.astype(np.int64) - lowest))
    return steps


def _of_few_kinds(some: UnitTable) -> NDArray[np.bool_]:
    """Whether a variant's units are of FEW_KINDS or fewer, by numerator and denominator: over variants."""
    lengths, length = np.unique(some.y, return_inverse=True)
    of_each = np.bincount(length, minlength=len(lengths))
    order = np.argsort(some.variant, kind="stable")
    ends = np.searchsorted(some.variant[order], np.arange(some.shape[2] + 1))
    few = np.zeros(some.shape[2], dtype=bool)
    if len(lengths) > FEW_KINDS:  # units of different lengths are of different kinds
        return few
    for variant in range(len(few)):
        marked = order[ends[variant] : ends[variant + 1]]
        of = length[some.row[marked]]
        unmarked = of_each - np.bincount(of, minlength=len(lengths))
        kinds = len(np.unique(np.stack([of, some.x[marked]]), axis=1).T) if len(marked) else 0
        few[variant] = kinds + int((unmarked > 0).sum()) <= FEW_KINDS
    return few


def _moments(sums: ArticleSums, ratio: Floats) -> tuple[Floats, Floats, Floats]:
    """Sum and moments of each group's scores x - ratio * y.

    The moments are the variance and the third central moment of what as many units drawn from each stratum's pool
    add up to. All are groups x variants; a stratum's scores add up to 0.
    """
    count = sums.whole[:, :, 0]
    pool, parts = sums.whole.sum(axis=0), sums.parts.sum(axis=0)
    size = np.maximum(pool[:, 0], 1.0)[:, None]
    yyy, (xxx, xxy, xyy) = pool[:, None, 3], (parts[..., column] for column in (3, 4, 5))
    second = _squares(sums, ratio) / size
    third = (xxx - 3 * ratio * xxy + 3 * ratio**2 * xyy - ratio**3 * yyy) / size
    # Sampling m of N without replacement: m (N-m) / (N-1) and m (N-m) (N-2m) / ((N-1) (N-2)) of the pool's moments.
    rest = size[:, 0] - count
    once = count * rest / np.maximum(size[:, 0] - 1, 1)
    twice = once * (rest - count) / np.maximum(size[:, 0] - 2, 1)
    return _observed(sums, ratio), once @ second, twice @ third


def _squares(sums: ArticleSums, ratio: Floats) -> Floats:
    """The sum of squared scores of each stratum: strata x variants."""
    yy, parts = sums.whole[:, :, None, 2].sum(axis=0), sums.parts.sum(axis=0)
    return np.asarray(np.maximum(parts[..., 1] - 2 * ratio * parts[..., 2] + ratio**2 * yy, 0.0))


def _beginnings(distance: Floats, steps: Floats) -> tuple[Floats, Floats]:
    """Return where the tails begin on the observed value's side and on the other, half a step before a value.

    The values of the statistic are the observed one less whole steps, so that on the other side the first that is as
    far may be up to a step farther.
    """
    apart = np.where(steps > 0, steps, 1.0)
    other = np.where(steps > 0, np.ceil(2 * distance / apart - 1e-9) * apart - distance, distance)
    return distance - steps / 2, other - steps / 2


def _both_tails(near: Floats, far: Floats, skewness: Floats) -> Floats:
    """Return the chance that a standardised Pearson type III value is above `near` or below -`far`."""
    curved = np.abs(skewness) > STRAIGHT
    shape = 4 / np.where(curved, skewness, 1.0) ** 2
    root = np.sqrt(shape)
    long, short = np.where(skewness > 0, near, far), np.where(skewness > 0, far, near)
    above = gammaincc(shape, np.maximum(shape + long * root, 0.0))
    below = gammainc(shape, np.maximum(shape - short * root, 0.0))
    return np.asarray(np.minimum(np.where(curved, above + below, ndtr(-near) + ndtr(-far)), 1.0))


def _fits(some: UnitTable, ratios: Floats, skewness: Floats) -> NDArray[np.bool_]:
    """Return where the curve has the shape of the distribution, as far as its fourth moment tells: groups x variants.

    The fourth moment is that of units which fall to the group one by one, each by the group's part of its stratum.
    """
    size, strata, _ = some.shape
    squares = unit_scores(some, ratios) ** 2
    member = np.equal(some.strata, np.arange(strata)[:, None]).astype(np.float64)
    held = np.bincount(some.groups * strata + some.strata, minlength=size * strata).reshape(size, strata)
    part = held / np.maximum(held.sum(axis=0), 1)
    spread = part * (1 - part)
    second = np.einsum("gs,sv->gv", spread, np.einsum("su,uv->sv", member, squares))
    fourth = np.einsum("gs,sv->gv", spread * (1 - 6 * spread), np.einsum("su,uv->sv", member, squares**2))
    excess = fourth / np.maximum(second**2, 1e-300)
    heaviest = squares.max(axis=0, initial=0.0) / np.maximum(squares.sum(axis=0), 1e-300)
    return np.asarray((heaviest <= HEAVY) & (np.abs(excess - 1.5 * skewness**2) <= PEAKED))


def _floor(count: Floats, rest: Floats, marked: Floats) -> Floats:
    """The least p that the arrangements allow: groups x variants.

    One over the number of ways in which a group's units can be chosen among those with and without the mark.
    """
    both = (count > 0) & (rest > 0)
    ways = np.where(both, _log_choose(count + rest, count), 0.0)
    useful = both[:, :, None] & (marked > 0)[None]
    return np.asarray(np.exp(-np.where(useful, ways[:, :, None], 0.0).sum(axis=1)))


def exchangeable(sums: ArticleSums) -> tuple[Floats, Floats]:
    """Count, in the strata where a group and the others both have units, what can be exchanged.

    Returns:
        How many units have the mark (groups x variants), and how many units the smaller side has (groups).
    """
    count = sums.whole[:, :, 0]
    rest = count.sum(axis=0) - count
    both = (count > 0) & (rest > 0)
    marked = both.astype(np.float64) @ sums.parts[..., 6].sum(axis=0)
    return marked, np.minimum(np.where(both, count, 0.0).sum(axis=1), np.where(both, rest, 0.0).sum(axis=1))


def untellable(sums: ArticleSums, variant: int) -> str:
    """Return why no exchange could tell two groups apart in a variant, whatever they wrote; "" where one could.

    Args:
        sums: the sums of the two groups' units.
        variant: place of the variant.
    """
    test = group_test(sums)
    if not test.varying[0, variant]:
        return "every article has the same share, so that exchanging them changes nothing"
    least = float(test.floor[0, variant])
    if least > TELLING:
        return f"there are so few arrangements that no p is below {least:.2f}"
    return ""


def exchanged_p(table: UnitTable, wanted: NDArray[np.bool_], seed: str) -> Floats:
    """Compute p of each group and variant against the others: from the curve where it is trusted, else by exchanges.

    Args:
        table: the metric by unit.
        wanted: groups x variants: where p is asked for; NaN elsewhere.
        seed: the same data and seed give the same p.
    """
    sums = table.sums()
    steps = _steps(table, sums)
    test = group_test(sums, steps)
    p_values = np.where(wanted, test.curve, np.nan)
    live = wanted & ~test.exact
    if (live & test.trusted).any():
        some = exchangeable_units(table)
        fits = _fits(some, test.ratios, test.skewness) & ~((steps == 0) & _of_few_kinds(some))
        live &= ~(test.trusted & fits)
    if live.any():
        p_values[live] = staged_p(table, test.ratios, live, seed)[live]
    return np.where(np.isnan(p_values), p_values, np.minimum(np.maximum(p_values, test.floor), 1.0))


def curve_p(sums: ArticleSums, cells: CellSums | None = None) -> Floats:
    """Compute p where only sums are known: groups x variants.

    Where the curve is not trusted, or single articles may weigh too much for it as far as the cells tell, p is no
    smaller than what Chebyshev's inequality or the fourth moment allow: too large rather than too small. Nowhere is it
    smaller than the arrangements allow.

    Args:
        sums: sums by group and stratum.
        cells: the same by cell; None takes each group's part of a stratum as one cell.
    """
    test = group_test(sums)
    second = _squares(sums, test.ratios)
    fourth, largest = (cells or cells_of(sums, positive=False)).bounds(test.ratios)
    excess = excess_bound(sums, second, fourth)
    seen = (largest <= HEAVY * second.sum(axis=0)) & (excess <= PEAKED + 1.5 * test.skewness**2)
    sound = test.exact | (test.trusted & (seen | ~test.varying))
    bound = p_bound(test.observed / np.sqrt(np.where(test.varying, test.variance, 1.0)), excess)
    p_values = np.where(sound, test.curve, np.maximum(test.curve, np.where(test.varying, bound, 1.0)))
    return np.asarray(np.minimum(np.maximum(p_values, test.floor), 1.0))


def _log_choose(size: Floats, taken: Floats) -> Floats:
    return np.asarray(gammaln(size + 1) - gammaln(taken + 1) - gammaln(size - taken + 1))
