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
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

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
#: Places of articles x shuffles, and of cells x shuffles, that are held at one time: they bound the memory, and what is
#: counted stays in the processor's cache.
DEALT_AT_ONCE, CELLS_AT_ONCE = 1_000_000, 130_000
#: Blocks of shuffles that are kept where there are no more articles than this: 36 MB at most, three choices of copies.
REMEMBERED_BLOCKS, REMEMBERED_ARTICLES = 72, 1_000


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
    """What one process needs to shuffle: the uses by term, and how far counts as far."""

    uses: csr_array  # terms x articles, of a type that holds every sum of a term's uses exactly
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
    task = _Task(
        uses=_by_term(counts),
        words=words,
        groups=groups,
        strata=strata,
        size=size,
        rates=rates,
        expected=np.ascontiguousarray(expected.T),
        far=far,
        seed=seed,
    )
    p_values = _p(task, executor, np.ones(size, dtype=bool) if tested is None else tested)
    return PermutedTerms(distances[0], p_values[0].T, p_values[1].T, null_groups)


def _by_term(counts: csc_array) -> csr_array:
    """Return the uses as terms x articles, in the smallest numbers that hold every sum of them.

    Uses are whole numbers. Sums of 16 bits take a sixth of the time of those of 64.
    """
    largest = float(np.asarray(counts.sum(axis=0)).max(initial=0))
    kind = np.int16 if largest < 2**15 else np.float32 if largest < 2**24 else np.float64
    made = csr_array(counts.T)
    made.sort_indices()
    return made.astype(kind)


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
        going_on = np.flatnonzero(live[:, terms].any(axis=0).ravel())
        reached[:, terms] += _reached(_only(task, terms), going_on, range(done // BLOCK, end // BLOCK), executor)
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
    return replace(
        task,
        uses=task.uses[terms],
        rates=task.rates[terms],
        expected=task.expected[terms],
        far=task.far[:, terms],
    )


def _reached(task: _Task, cells: Ints, blocks: range, executor: Executor | None) -> Ints:
    """How many of the shuffles of these blocks were as far as each cell; only of `cells` (term x size + group)."""
    reached: Iterable[Ints]
    if executor:
        reached = executor.map(_planned_block, [task] * len(blocks), [cells] * len(blocks), blocks)
    else:
        plan = _PermutationPlan(task, cells)
        reached = (_block(plan, block) for block in blocks)
    total = np.zeros(task.far.shape, dtype=np.int64)
    for part in reached:
        total += part
    return total


def _planned_block(task: _Task, cells: Ints, block: int) -> Ints:
    """One block on any worker."""
    return _block(_PermutationPlan(task, cells), block)


def _block(plan: _PermutationPlan, block: int) -> Ints:
    """How many of one block's shuffles were as far as each cell."""
    task = plan.task
    deal = _remembered_block if len(task.words) <= REMEMBERED_ARTICLES else _dealt_block
    dealt = deal(task.seed, block, task.groups.tobytes(), task.strata.tobytes())
    reached = np.zeros((2, task.far[0].size), dtype=np.int64)
    for first in range(0, BLOCK, plan.times):
        plan.count(dealt[first : first + plan.times], reached)
    return reached.reshape(task.far.shape)


class _PermutationPlan:
    """Counts some shuffles at once, group by group: its articles as columns of ones, by a sparse product.

    A product of numbers of 16 bits takes .11 ms a shuffle of 840 articles, counting use by use took 2.0 (scipy adds a
    row of columns at a time).
    """

    def __init__(self, task: _Task, cells: Ints) -> None:
        at_once = max(1, DEALT_AT_ONCE // max(len(task.words), 1))
        times = max(size for size in range(1, BLOCK + 1) if BLOCK % size == 0 and size <= at_once)
        self.task, self.times, size = task, times, task.size
        self.parts: list[
            tuple[int, csr_array, Ints]
        ] = []  # a group, the uses of its terms, their cells among all cells
        each = max(1, CELLS_AT_ONCE // times)
        for group in range(size):
            mine = cells[cells % size == group]
            for start in range(0, len(mine), each):
                here = mine[start : start + each]
                self.parts.append((group, task.uses[here // size], here))
        self.expected = task.expected.ravel()
        self.far = task.far.reshape(2, -1)
        self.owners = size * np.arange(times)[:, None]
        self.repeated_words = np.tile(task.words, times)
        self.centre = np.empty((each, times))

    def count(self, dealt: NDArray[np.int16], reached: Ints) -> None:
        """Add to `reached` how many of these shuffles were as far as each cell."""
        task, times, size = self.task, self.times, self.task.size
        words = np.bincount((dealt + self.owners).ravel(), self.repeated_words, times * size).reshape(times, size)
        by_article = np.ascontiguousarray(dealt.T)
        inside, member = -1, np.zeros((0, 0))
        for group, of_terms, cells in self.parts:
            if group != inside:
                inside, member = group, (by_article == group).astype(task.uses.dtype)
            centre = self.centre[: len(cells)]
            np.multiply(words[:, group], task.rates[cells // size, None], out=centre)
            np.subtract(of_terms @ member, centre, out=centre)
            np.subtract(centre, self.expected[cells, None], out=centre)
            np.abs(centre, out=centre)
            for index, far in enumerate(self.far):
                as_far = (centre >= far[cells, None]).view(np.uint8)
                reached[index, cells] += np.add.reduce(as_far, axis=1, dtype=np.uint8)  # `times` is at most 250


def _dealt_block(seed: str, block: int, groups: bytes, strata: bytes) -> NDArray[np.int16]:
    """The groups of the articles after each shuffle of a block: BLOCK x articles."""
    codes, levels = (np.frombuffer(numbers, dtype=np.int64) for numbers in (groups, strata))
    return _dealt(codes, levels, generator(seed, "shuffle", block), BLOCK)


#: In all words and in the outlets' own the same articles are dealt in the same way.
_remembered_block = lru_cache(maxsize=REMEMBERED_BLOCKS)(_dealt_block)


def _dealt(groups: Codes, strata: Codes, rng: np.random.Generator, times: int) -> NDArray[np.int16]:
    """The groups of the articles after so many shuffles within each stratum: times x articles."""
    dealt = np.empty((times, len(groups)), dtype=np.int16)
    for stratum in np.unique(strata):
        here = np.flatnonzero(strata == stratum)
        # Numbers of 64 bits are shuffled to the same order in three quarters of the time of those of 16.
        cards = np.broadcast_to(groups[here].astype(np.int64), (times, len(here)))
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
