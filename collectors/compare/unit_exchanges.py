"""Exchanges of units within their strata: how often chance takes a group as far from 0 as it is.

One deal serves every metric and variant of an event: a stratum's units are dealt by their number alone, and groups take
the places that they have. Scores are whole numbers, so that sums are the same in any order on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from collectors.compare.permutations import Codes, Floats, generator
from collectors.compare.unit_sums import UnitTable

#: Exchanges after each stage; a cell ends where RARE of them reached it.
STAGES = (250, 2_000, 10_000)
RARE = 20
#: Units that are dealt at one time, and how many of the last deals are kept (4 bytes a unit): bounds the memory.
AT_ONCE, KEPT_DEALS = 500_000, 40
#: Scores are rounded to whole numbers whose absolute values add up to 2 to this power, which floats hold exactly.
DIGITS = 52
#: Sums that differ by less than this part of all absolute scores are equal: ratios are rounded, too.
SLACK = 1e-12


def staged_p(table: UnitTable, ratios: Floats, live: NDArray[np.bool_], seed: str) -> Floats:
    """Compute p by exchanges: of the stage after which RARE of them had reached a cell, or of the last.

    Args:
        table: the metric by unit.
        ratios: each stratum's pooled ratio, strata x variants.
        live: groups x variants: where p is asked for.
        seed: the same data and seed give the same p.

    Returns:
        Groups x variants; 1 elsewhere.
    """
    reached, p_values, done = np.zeros(live.shape), np.ones(live.shape), 0
    units, live = exchangeable_units(table), live.copy()
    if not len(units.y):
        return p_values
    units = units.in_order(np.lexsort((units.groups, units.strata)))
    scores, dealing = whole_scores(units, ratios), _dealing(units, len(live))
    for end in STAGES:
        variants = np.flatnonzero(live.any(axis=0))
        if not len(variants):
            break
        some = np.ascontiguousarray(scores[:, variants])
        reached[:, variants] += _reached(some, dealing, f"{seed}\x1f{end}", end - done)
        p_values = np.where(live, (1 + reached) / (1 + end), p_values)
        live &= reached < RARE
        done = end
    return p_values


def exchangeable_units(table: UnitTable) -> UnitTable:
    """Return the units of strata in which something can change places."""
    size, strata, _ = table.shape
    held = np.bincount(table.groups * strata + table.strata, minlength=size * strata).reshape(size, strata) > 0
    return table.keep((held.sum(axis=0) > 1)[table.strata])


def unit_scores(table: UnitTable, ratios: Floats) -> Floats:
    """Return what each unit adds to its group's statistic, x - ratio * y: units x variants.

    Args:
        table: the metric by unit.
        ratios: each stratum's pooled ratio, strata x variants.
    """
    scores = -table.y[:, None] * ratios[table.strata]
    scores[table.row, table.variant] += table.x
    return np.asarray(scores)


def whole_scores(table: UnitTable, ratios: Floats) -> Floats:
    """Return the scores of `unit_scores` as whole numbers, each variant in a measure of its own."""
    scores = unit_scores(table, ratios)
    _, power = np.frexp(np.abs(scores).sum(axis=0))
    return np.asarray(np.rint(np.ldexp(scores, DIGITS - power)))


@dataclass(frozen=True, slots=True)
class _Dealing:
    """How units, sorted by stratum and group, are dealt.

    Attributes:
        sizes: how many units each stratum has.
        order: the places of the units, sorted by group.
        begins: where each group that is looked at begins in that order, and where the last ends. Of two groups it is
            the first: the other has the rest.
        every: how many groups there are.
    """

    sizes: tuple[int, ...]
    order: Codes
    begins: Codes
    every: int

    def dealt(self, seed: str, times: int) -> csr_array:
        """Return matrices of ones that add up what falls to each group: (times x groups) x units."""
        return _dealt(seed, times, self.sizes, self.order.tobytes(), self.begins.tobytes())


def _dealing(units: UnitTable, size: int) -> _Dealing:
    """How units that are sorted by stratum and group are dealt to `size` groups."""
    _, sizes = np.unique(units.strata, return_counts=True)
    begins = np.append(0, np.cumsum(np.bincount(units.groups, minlength=size)))
    order = np.argsort(units.groups, kind="stable")
    return _Dealing(tuple(sizes.tolist()), order, begins[:2] if size == 2 else begins, size)


def _reached(scores: Floats, dealing: _Dealing, seed: str, times: int) -> Floats:
    """How many exchanges took each group at least as far as it is: groups x variants."""
    (units, variants), groups = scores.shape, len(dealing.begins) - 1
    added_up = np.zeros((units + 1, variants))
    np.cumsum(scores[dealing.order], axis=0, out=added_up[1:])
    observed = np.diff(added_up[dealing.begins], axis=0)
    slack = units + SLACK * np.abs(scores).sum(axis=0)
    far, reached = np.abs(observed) - slack, np.zeros((groups, variants))
    step = max(1, AT_ONCE // units)  # not by variants: one's p depends on no other
    for index, first in enumerate(range(0, times, step)):
        now = min(step, times - first)
        moved = dealing.dealt(f"{seed}\x1f{index}", now) @ scores
        reached += (np.abs(moved.reshape(now, groups, variants)) >= far).sum(axis=0)
    return reached if groups == dealing.every else np.repeat(reached, 2, axis=0)


@lru_cache(maxsize=4)
def _ones(size: int) -> Floats:
    return np.ones(size)


@lru_cache(maxsize=KEPT_DEALS)
def _dealt(seed: str, times: int, sizes: tuple[int, ...], order: bytes, begins: bytes) -> csr_array:
    """The matrices of `_Dealing.dealt`."""
    places, ends = np.frombuffer(order, dtype=np.int64), np.frombuffer(begins, dtype=np.int64)
    cards, first = [], 0
    for place, size in enumerate(sizes):
        cards.append(_deal(f"{seed}\x1f{place}", size, times) + np.int32(first))
        first += size
    every = cards[0] if len(cards) == 1 else np.concatenate(cards, axis=1)[:, places]
    units = np.ascontiguousarray(every[:, : ends[-1]])
    rows = np.append((np.arange(times)[:, None] * units.shape[1] + ends[:-1]).ravel(), units.size)
    ones = _ones(units.size)
    return csr_array((ones, units.ravel(), rows.astype(np.int32)), shape=(len(rows) - 1, first))


@lru_cache(maxsize=KEPT_DEALS)
def _deal(seed: str, size: int, times: int) -> NDArray[np.int32]:
    """The numbers of so many units in an order of chance, so many times: times x size."""
    cards = np.broadcast_to(np.arange(size, dtype=np.int32), (times, size))
    dealt = generator(seed, "exchange", size).permuted(cards, axis=1)
    dealt.setflags(write=False)
    return dealt
