"""The permutation test of `permutations` for thousands of sparse columns at once: many terms with few uses.

The statistic is the same (a group's uses - pooled rate x its words, centred within each phase) and so is the p-value:
(1 + as far or farther) / (1 + shuffles). Every shuffle deals whole articles to the groups within their phase. All
groups and terms share a shuffle; a shuffle depends on the seed and its number alone, and only whole numbers are added
up over shuffles, so any number of processes gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from collectors.compare.permutations import PERMUTATIONS, Codes, Floats, generator

Ints = NDArray[np.int64]

#: Shuffles of one task.
BLOCK = 250
#: What chance reaches often is settled after one block; 2,000 shuffles cannot tell p = 1/2,001 from less, and
#: Benjamini-Hochberg over 40,000 cells needs less. Terms with a cell that fewer than RARE shuffles reached are shuffled
#: on, from PERMUTATIONS on those that fewer than FAR_RARE reached, up to MOST times; the stages are set by the numbers
#: of articles alone and a cell's p is that of its last stage, so that p stays valid (see `_p`).
RARE, FAR_RARE, MOST = 10, 3, 10_000
#: Articles dealt in all stages together, at most: bounds the time. 500 articles: 10,000 shuffles; from 2,500 articles
#: on the 2,000 that every cell gets.
DEALS = 5_000_000
#: Uses, or cells, of several shuffles that are counted at one time: bounds the memory.
AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class PermutedTerms:
    """The result of the shuffles, groups x terms.

    Attributes:
        distance: uses of each group less what chance gives.
        p: two-sided p.
        null_p: p of groups that were dealt at random, as a picture of no difference.
        null_groups: the group of each article in that random deal.
    """

    distance: Floats
    p: Floats
    null_p: Floats
    null_groups: Codes


@dataclass(frozen=True, slots=True)
class _Task:
    """What one process needs to shuffle: terms x articles column by column, and how far counts as far."""

    rows: NDArray[np.int32]
    cells: Ints  # column of each use x groups
    weights: Floats
    words: Floats
    groups: Codes
    strata: Codes
    size: int
    rates: Floats
    expected: Floats  # terms x groups
    far: Floats  # 2 x terms x groups: of the observed ones, of the null
    seed: str


def shuffle(
    counts: csc_array,
    words: Floats,
    groups: Codes,
    strata: Codes,
    seed: str,
    executor: Executor | None = None,
    tested: NDArray[np.bool_] | None = None,
) -> PermutedTerms:
    """Test every group 0..G-1 against all the others, for every term.

    Args:
        counts: articles x terms.
        words: words of each article, above 0.
        groups: the group of each article.
        strata: the stratum (phase) of each article.
        seed: of the shuffles.
        executor: where blocks of shuffles run; None means in this process.
        tested: mask over groups, None for all; p of the others is 1, and no shuffle is made for them.
    """
    size = int(groups.max()) + 1
    rates = np.asarray(counts.sum(axis=0)).ravel() / words.sum()
    null_groups = _dealt(groups, strata, generator(seed, "null"), 1)[0].astype(np.int64)
    expected = _expected(counts, words, groups, strata, rates)
    distances = [_sums(counts, words, dealt, size, rates) - expected for dealt in (groups, null_groups)]
    slack = 1e-9 * (1 + np.asarray(abs(counts).sum(axis=0)).ravel())
    far = np.ascontiguousarray((np.abs(np.stack(distances)) - slack).transpose(0, 2, 1))
    entries = counts.tocsc()
    entries.sort_indices()
    owner = np.repeat(np.arange(entries.shape[1]), np.diff(entries.indptr))
    task = _Task(
        entries.indices.astype(np.int32), owner * size, entries.data.astype(np.float64), words, groups, strata,
        size, rates, np.ascontiguousarray(expected.T), far, seed,
    )  # fmt: skip
    p_values = _p(task, executor, np.ones(size, dtype=bool) if tested is None else tested)
    return PermutedTerms(distances[0], p_values[0].T, p_values[1].T, null_groups)


def _stages(articles: int) -> list[int]:
    """Return how many shuffles have been made after each stage."""
    most = max(PERMUTATIONS, min(MOST, DEALS // max(1, articles) // BLOCK * BLOCK))
    middle = min(most, 10 * PERMUTATIONS)
    return sorted({BLOCK, 3 * BLOCK, PERMUTATIONS, middle, most})


def _p(task: _Task, executor: Executor | None, tested: NDArray[np.bool_]) -> Floats:
    """P of each cell: of the stage after which RARE shuffles had reached it, or of the last.

    Such a p is valid: p <= a below what ends a stage needs a later stage's p <= a, which is valid by itself; above, the
    first stage alone decides (Besag and Clifford 1991 stop shuffle by shuffle).
    """
    reached = np.zeros(task.far.shape, dtype=np.int64)
    p_values = np.ones(task.far.shape)
    live = np.broadcast_to(tested, task.far.shape).copy()
    done = 0
    for end in _stages(len(task.words)):
        terms = np.flatnonzero(live.any(axis=(0, 2)))
        if not len(terms):
            break
        reached[:, terms] += _reached(_only(task, terms), range(done // BLOCK, end // BLOCK), executor)
        p_values = np.where(live, (1 + reached) / (1 + end), p_values)
        # The null is only shown, and beyond PERMUTATIONS only the far tail matters: fewer of these cells go on.
        rare = [RARE if end < PERMUTATIONS else FAR_RARE, FAR_RARE]
        live &= reached < np.array(rare)[:, None, None]
        done = end
    return p_values


def _only(task: _Task, terms: Ints) -> _Task:
    """The task for some of its terms."""
    if len(terms) == len(task.rates):
        return task
    place = np.full(len(task.rates), -1, dtype=np.int64)
    place[terms] = np.arange(len(terms))
    columns = place[task.cells // task.size]
    kept = columns >= 0
    return replace(
        task,
        rows=task.rows[kept],
        cells=columns[kept] * task.size,
        weights=task.weights[kept],
        rates=task.rates[terms],
        expected=task.expected[terms],
        far=task.far[:, terms],
    )


def _reached(task: _Task, blocks: range, executor: Executor | None) -> Ints:
    """How many of the shuffles of these blocks were as far as each cell."""
    apart = [task] * len(blocks)
    found: Iterable[Ints] = executor.map(_block, apart, blocks) if executor else map(_block, apart, blocks)
    total = np.zeros(task.far.shape, dtype=np.int64)
    for part in found:
        total += part
    return total


def _block(task: _Task, block: int) -> Ints:
    """How many of one block's shuffles were as far as each cell."""
    dealt = _dealt(task.groups, task.strata, generator(task.seed, "shuffle", block), BLOCK)
    at_once = max(1, AT_ONCE // max(len(task.rows), task.far[0].size, 1))
    step = max(size for size in range(1, BLOCK + 1) if BLOCK % size == 0 and size <= at_once)
    bench = _PermutationPlan(task, step)
    reached = np.zeros(task.far.shape, dtype=np.int32)
    for first in range(0, BLOCK, step):
        bench.count(dealt[first : first + step], reached)
    return reached.astype(np.int64)


class _PermutationPlan:
    """Room for counting `times` shuffles at once: making it anew for each cost as much as the counting."""

    def __init__(self, task: _Task, times: int) -> None:
        self.task, self.times = task, times
        terms, size = len(task.rates), task.size
        self.offsets = (task.cells + terms * size * np.arange(times)[:, None]).ravel()
        self.weights = np.tile(task.weights, times)
        self.owners = size * np.arange(times)[:, None]
        self.words = np.tile(task.words, times)
        self.picked = np.empty((times, len(task.rows)), dtype=np.int16)
        self.keys = np.empty(times * len(task.rows), dtype=np.int64)
        self.centre = np.empty((times, terms, size))

    def count(self, dealt: NDArray[np.int16], reached: NDArray[np.int32]) -> None:
        """Add to `reached` how many of these shuffles were as far as each cell."""
        task, times = self.task, self.times
        terms, size = len(task.rates), task.size
        # Counting by key is four times as fast as a sparse matrix product (6 ns a use against 24).
        np.take(dealt, task.rows, axis=1, out=self.picked)
        np.add(self.offsets, self.picked.ravel(), out=self.keys)
        uses = np.bincount(self.keys, self.weights, times * terms * size).reshape(times, terms, size)
        words = np.bincount((dealt + self.owners).ravel(), self.words, times * size).reshape(times, 1, size)
        np.multiply(words, task.rates[:, None], out=self.centre)
        np.subtract(uses, self.centre, out=self.centre)
        np.subtract(self.centre, task.expected, out=self.centre)
        np.abs(self.centre, out=self.centre)
        for index, far in enumerate(task.far):
            reached[index] += (self.centre >= far).sum(axis=0, dtype=np.int32)


def _dealt(groups: Codes, strata: Codes, rng: np.random.Generator, times: int) -> NDArray[np.int16]:
    """The groups of the articles after so many shuffles within each stratum: times x articles."""
    dealt = np.empty((times, len(groups)), dtype=np.int16)
    for stratum in np.unique(strata):
        here = np.flatnonzero(strata == stratum)
        cards = np.broadcast_to(groups[here].astype(np.int16), (times, len(here)))
        dealt[:, here] = rng.permuted(cards, axis=1)
    return dealt


def _sums(counts: csc_array, words: Floats, groups: Codes, size: int, rates: Floats) -> Floats:
    """Each group's uses less what the pooled rate gives its words: groups x terms."""
    member = csc_array((np.ones(len(groups)), (groups, np.arange(len(groups)))), shape=(size, len(groups)))
    uses = np.asarray((member @ counts).todense(), dtype=np.float64)
    return np.asarray(uses - np.bincount(groups, words, size)[:, None] * rates)


def _expected(counts: csc_array, words: Floats, groups: Codes, strata: Codes, rates: Floats) -> Floats:
    """What `_sums` gives on average over all shuffles."""
    size = int(groups.max()) + 1
    levels, codes = np.unique(strata, return_inverse=True)
    whole = _sums(counts, words, codes.astype(np.int64), len(levels), rates)
    dealt = np.zeros((size, len(levels)))
    np.add.at(dealt, (groups, codes), 1.0)
    return np.asarray((dealt / dealt.sum(axis=0)) @ whole)
