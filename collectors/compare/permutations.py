"""Intervals and tests with the article as the unit: pure functions of arrays.

A figure is a ratio of sums over articles (mentions of a variant over mentions of the concept; words of a side over
words of all). Words within an article depend on each other, so articles are resampled and permuted whole: counting
single words as independent called 16-21 % of randomly split outlets different where 5 % is nominal, permuting articles
4.8-5.2 %.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import ndtr

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Draws = NDArray[np.int32]

PERMUTATIONS = 2000
#: From this many articles the normal limit replaces resampling, so that the time no longer grows with them.
#: `tests/benchmarks/bench_compare.py` prints how far the two are apart at this size.
LIMIT = 200
ALPHA = 0.05
#: Indices that are drawn at one time: bounds the memory, however many articles there are.
AT_ONCE = 4_000_000


def generator(*key: object) -> np.random.Generator:
    """Return a random generator that depends on the key alone and is the same in every process."""
    digest = hashlib.sha256("\x1f".join(map(str, key)).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def permutation_p(numerators: Floats, denominators: Floats, groups: Codes, strata: Codes, seed: str) -> Floats:
    """Compute the two-sided p of each group (outlet) and variant: do its articles differ from all the others?

    Whole articles change groups within their stratum, PERMUTATIONS times; p = (1 + as far from the expectation or
    farther) / (1 + PERMUTATIONS). The statistic is the group's sum of numerator - pooled ratio x denominator. Where the
    group and the others both have LIMIT articles, its exact mean and variance under permutation give a normal p.

    Args:
        numerators: articles x variants.
        denominators: one per article, above 0.
        groups: 0..G-1 per article; every group has an article.
        strata: the stratum of each article (the event's phase).
        seed: of the permutations.

    Returns:
        Groups x variants.
    """
    pooled = numerators.sum(axis=0) / denominators.sum()
    scores = numerators - denominators[:, None] * pooled
    sizes = np.bincount(groups)
    small = np.minimum(sizes, len(groups) - sizes) < LIMIT
    shape = (len(sizes), scores.shape[1])
    observed, variance = np.zeros(shape), np.zeros(shape)
    moved = np.zeros((PERMUTATIONS * int(small.sum()), scores.shape[1]))
    for stratum in np.unique(strata):
        here = strata == stratum
        pool, counts = scores[here], np.bincount(groups[here], minlength=len(sizes))
        pool = pool - pool.mean(axis=0)
        np.add.at(observed, groups[here], pool)
        variance += (counts * (len(pool) - counts) / max(1, len(pool) - 1))[:, None] * pool.var(axis=0)
        moved += _dealt_sums(pool, counts[small], f"{seed}\x1f{stratum}")
    observed = np.abs(observed)
    deviations = np.divide(observed, np.sqrt(variance), out=np.zeros(shape), where=variance > 0)
    p_values = 2 * ndtr(-deviations)
    # Sums in another order differ in their last bits: an equal arrangement must count as equal.
    slack = 1e-9 * (1 + np.abs(scores).sum(axis=0))
    farther = np.abs(moved.reshape(PERMUTATIONS, -1, shape[1])) >= observed[small] - slack
    p_values[small] = (1 + farther.sum(axis=0)) / (1 + PERMUTATIONS)
    return np.asarray(p_values)


def _dealt_sums(pool: Floats, counts: Codes, seed: str) -> Floats:
    """Return the sums of rows dealt at random to groups of these sizes: (PERMUTATIONS x groups) x variants."""
    rows, dealt = len(pool), int(counts.sum())
    step = max(1, min(PERMUTATIONS, AT_ONCE // max(1, dealt)))
    steps = [min(step, PERMUTATIONS - first) for first in range(0, PERMUTATIONS, step)]
    parts = (
        _sums_of(_deals(f"{seed}\x1f{index}", rows, dealt, times), np.tile(counts, times), pool)
        for index, times in enumerate(steps)
    )
    return np.concatenate(list(parts))


@lru_cache(maxsize=8)  # one event's phases: the metrics that count the same articles share them; 16 MB each at most
def _deals(seed: str, rows: int, dealt: int, times: int) -> Draws:
    """Return the first `dealt` of `rows` shuffled rows, `times` times.

    From a pool more than ten times as large as what is dealt, rows are drawn with replacement, which avoids shuffling
    all of it; the rare repeats make p a little larger, never smaller.
    """
    rng = generator(seed, "deals", rows, dealt)
    if 10 * dealt <= rows:
        return rng.integers(0, rows, (times, dealt), dtype=np.int32)
    cards = np.broadcast_to(np.arange(rows, dtype=np.int32), (times, rows))
    return np.ascontiguousarray(rng.permuted(cards, axis=1)[:, :dealt])


def _sums_of(drawn: Draws, sizes: Codes, rows: Floats) -> Floats:
    """Return the sums of drawn rows, `sizes` of them at a time, by a sparse matrix of ones.

    Unlike a dense product it runs in one thread and one order (4 ms against 16 for 2,000 x 100 on a busy machine, and
    the same bits each time).
    """
    ends = np.concatenate([[0], np.cumsum(sizes)])
    picked = csr_array((np.ones(drawn.size), drawn.ravel(), ends), shape=(len(sizes), len(rows)))
    return np.asarray(picked @ rows)


def benjamini_hochberg(p_values: list[float | None]) -> list[float | None]:
    """Return the q-value of each p-value of one table (Benjamini and Hochberg 1995); None where there is no p."""
    table = np.array([np.nan if p_value is None else p_value for p_value in p_values], dtype=np.float64)
    return [None if np.isnan(value) else value for value in q_values_of(table).tolist()]


def q_values_of(p_values: Floats) -> Floats:
    """Return the q-values of an array of p-values, of any shape, as `benjamini_hochberg`; NaN where there is no p."""
    q_values = np.full(p_values.shape, np.nan)
    present = ~np.isnan(p_values)
    present_p = p_values[present]
    if len(present_p):
        order = np.argsort(-present_p, kind="stable")
        ranks = np.arange(len(present_p), 0, -1)
        falling = np.minimum.accumulate(np.minimum(present_p[order] * len(present_p) / ranks, 1.0))
        of_known = np.empty(len(present_p))
        of_known[order] = falling
        q_values[present] = of_known
    return q_values
