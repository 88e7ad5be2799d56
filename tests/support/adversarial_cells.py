"""Corpora on which a closed form for p goes wrong: sparse, skewed, tied, copied, cut into strata, of unequal length."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from collectors.compare.unit_sums import UnitTable, merged_units, unit_table

Array = np.ndarray


@dataclass(frozen=True, slots=True)
class Cells:
    """Articles one by one: `x` is articles x variants, `y` the denominators; copies are -1 or a cluster's number."""

    x: Array
    y: Array
    groups: Array
    strata: Array | None = None
    copies: Array | None = None

    def table(self) -> UnitTable:
        """The units that are exchanged: near-copies of a group as one, without texts that several groups have."""
        size, none = len(self.y), np.zeros(len(self.y), dtype=np.int64)
        x = self.x.reshape(size, -1).astype(np.float64)
        copies = none - 1 if self.copies is None else self.copies
        strata = none if self.strata is None else self.strata
        units = merged_units(np.arange(size), self.groups, strata, copies, int(self.groups.max()) + 1)
        row, variant = np.nonzero(x)
        table = unit_table(units, self.y.astype(np.float64), row, variant, x[row, variant], x.shape[1])
        return table.keep(~table.linked)


def sides(*sizes: int) -> Array:
    return np.repeat(np.arange(len(sizes)), sizes)


def one_of(size: int, place: int, value: float) -> Array:
    made = np.zeros(size)
    made[place] = value
    return made


def marks(rng: np.random.Generator, y: Array, share: float, concentration: float = 2.0) -> Array:
    return rng.binomial(y.astype(np.int64), rng.beta(share * concentration, (1 - share) * concentration, len(y)))


def lengths(rng: np.random.Generator, size: int, mean: float = 8.0) -> Array:
    return 1 + rng.negative_binomial(1, 1 / (1 + mean), size)


def _sparse(rng: np.random.Generator) -> dict[str, Cells]:
    eight, forty = sides(8, 60), sides(8, 40)
    long = np.r_[np.full(8, 90), np.full(60, 30)]
    rare = (rng.random(309) < 0.03).astype(float)
    inside, outside = np.zeros(200), np.zeros(200)
    inside[:8], outside[-8:] = 1, 1
    return {
        "long articles without the mark, one other with six": Cells(one_of(68, 30, 6), long, eight),
        "the six marks in one of the eight": Cells(one_of(68, 3, 6), long, eight),
        "one article holds all of hundreds": Cells(one_of(48, 2, 400), np.r_[np.full(8, 500), np.full(40, 500)], forty),
        "eight articles with the mark, all in the group": Cells(inside, np.ones(200), sides(8, 192)),
        "eight articles with the mark, none in the group": Cells(outside, np.ones(200), sides(8, 192)),
        "3 % have it, nine against 300": Cells(rare, np.ones(309), sides(9, 300)),
        "3 % have it, 300 against nine": Cells(rare, np.ones(309), sides(300, 9)),
        "one mark in each of ten outlets but one": Cells(
            np.concatenate([one_of(10, 0, float(i > 0)) for i in range(11)]), np.full(110, 12), sides(*[10] * 11)
        ),
    }


def _lengths(rng: np.random.Generator) -> dict[str, Cells]:
    enormous = np.full(40, 10)
    enormous[0] = 5_000
    all_of_it = np.r_[5_000, marks(rng, enormous[1:], 0.3)]
    heavy = np.ceil(1 + 5 * rng.pareto(1.1, 60)).astype(np.int64)
    sizes = lengths(rng, 60, 30)
    last = np.roll(enormous, 20)
    mixed = np.where(rng.random(60) < 0.5, 1, 100)
    return {
        "one enormous article in the group": Cells(all_of_it, enormous, sides(10, 30)),
        "one enormous article in the others": Cells(np.roll(all_of_it, 20), last, sides(10, 30)),
        "one enormous article without the mark": Cells(np.r_[0, marks(rng, enormous[1:], 0.3)], enormous, sides(10, 30)),
        "lengths of a heavy tail": Cells(marks(rng, heavy, 0.4), heavy, sides(15, 45)),
        "long articles have no mark": Cells(np.where(sizes > 30, 0, marks(rng, sizes, 0.5)), sizes, sides(12, 48)),
        "the group's articles are ten times as long": Cells(
            marks(rng, np.r_[np.full(12, 100), np.full(48, 10)], 0.2), np.r_[np.full(12, 100), np.full(48, 10)],
            sides(12, 48)),
        "half of one mention, half of a hundred": Cells(marks(rng, mixed, 0.5, 0.3), mixed, sides(10, 50)),
        "proportional but for one": Cells(one_of(48, 5, 7) + 3 * np.arange(1, 49), 10 * np.arange(1, 49), sides(8, 40)),
    }  # fmt: skip


def _ties(rng: np.random.Generator) -> dict[str, Cells]:
    either = lengths(rng, 60)
    lattice = np.zeros(70)
    lattice[rng.permutation(70)[:35]] = 1
    return {
        "all or nothing, eight a side": Cells(sides(8, 8), np.ones(16), sides(8, 8)),
        "all but one or nothing": Cells(np.abs(sides(8, 12) - one_of(20, 0, 1)), np.ones(20), sides(8, 12)),
        "all outlets identical": Cells(np.full(60, 2), np.full(60, 5), sides(*[12] * 5)),
        "identical within, apart between": Cells(np.repeat([1, 2, 2, 2], 12), np.full(48, 5), sides(*[12] * 4)),
        "a lattice of ones": Cells(lattice, np.ones(70), sides(10, 60)),
        "articles of one choice throughout": Cells(np.where(rng.random(60) < 0.4, either, 0), either, sides(15, 45)),
        "zeros everywhere but the largest outlet": Cells(
            np.r_[np.zeros(20), marks(rng, np.full(100, 6), 0.1)], np.full(120, 6), sides(10, 10, 100)
        ),
        "ones everywhere but one article": Cells(5 - one_of(60, 0, 5), np.full(60, 5), sides(12, 48)),
    }


def _strata(rng: np.random.Generator) -> dict[str, Cells]:
    groups, length = sides(20, 60), lengths(rng, 80)
    absent = np.r_[np.zeros(20, dtype=np.int64), rng.integers(0, 2, 60)]
    turned = np.tile([0, 1], 40)
    tiny = np.arange(80) % 30
    uneven = np.where(np.arange(80) % 10 == 0, 1 + np.arange(80) // 10, 0)
    shared = np.where(rng.random(80) < 0.2, 0, 1 + groups)
    share = np.where((groups == 0) == (turned == 0), 0.6, 0.2)
    return {
        "a variant of a phase in which the group is absent": Cells(np.where(absent == 1, length, 0), length, groups, absent),
        "it says the one in one phase, the other in the next": Cells(
            rng.binomial(length, share), length, groups, turned),
        "thirty strata of two or three": Cells(marks(rng, length, 0.4), length, groups, tiny),
        "thirty strata, the group all marked": Cells(np.where(groups == 0, length, marks(rng, length, 0.5)), length, groups, tiny),
        "a stratum for every article": Cells(marks(rng, length, 0.4), length, groups, np.arange(80)),
        "one large stratum and eight small": Cells(marks(rng, length, 0.2), length, groups, uneven),
        "a fifth of the articles can change places": Cells(
            np.where(groups == 0, length, marks(rng, length, 0.2)), length, groups, shared),
        "lengths by phase": Cells(marks(rng, length * (1 + 9 * turned), 0.3), length * (1 + 9 * turned), groups, turned),
    }  # fmt: skip


def _copies(rng: np.random.Generator) -> dict[str, Cells]:
    groups, length = sides(20, 60), lengths(rng, 80)
    five = np.where(np.arange(80) < 5, 0, -1)
    same = np.where(np.arange(80) < 5, 0, np.arange(80))
    fours = np.arange(80) // 4
    across = np.where(np.arange(80) % 20 < 8, np.arange(80) % 20, -1)
    every = np.where(groups == 0, np.arange(80), np.where(np.arange(80) < 40, np.arange(80) - 20, -1))
    held = marks(rng, length, 0.3)
    told = np.where(groups == 0, length, held)
    return {
        "five near-copies in the group": Cells(np.r_[np.full(5, 9), held[5:]], length[same] + 9, groups, None, five),
        "every text four times in its outlet": Cells(told[fours * 4], length[fours * 4], groups, None, fours),
        "texts that both sides printed": Cells(np.where(across >= 0, length, held), length, groups, None, across),
        "all of the group's texts are others' too": Cells(told, length, groups, None, every),
    }


def _scores(rng: np.random.Generator) -> dict[str, Cells]:
    ones, groups = np.ones(60), sides(12, 48)
    skewed = rng.lognormal(0, 2, 60)
    edge = np.zeros(300)
    edge[rng.permutation(300)[:30]] = 1
    heavy = np.r_[200.0, np.zeros(269), np.ones(30)]
    return {
        "scores with one outlier": Cells(rng.normal(10, 1, 60) + one_of(60, 4, 1e4), ones, groups),
        "scores above and below 0": Cells(rng.standard_t(1.5, 60), ones, groups),
        "one score for all": Cells(np.full(60, 7.5), ones, groups),
        "skewed scores": Cells(skewed, ones, groups),
        "skewed scores, the group the highest": Cells(np.sort(skewed)[::-1], ones, groups),
        "thirty marks, where the curve begins": Cells(edge, np.ones(300), sides(8, 292)),
        "thirty marks, all outside the group": Cells(np.sort(edge), np.ones(300), sides(100, 200)),
        "31 marks, one of them of two hundred": Cells(heavy, np.full(300, 200.0), sides(60, 240)),
        "thousands of marks in sixteen articles": Cells(
            rng.poisson(np.r_[np.full(8, 900), np.full(8, 1100)]), np.full(16, 5_000), sides(8, 8)
        ),
    }


FAMILIES: tuple[Callable[[np.random.Generator], dict[str, Cells]], ...] = (
    _sparse, _lengths, _ties, _strata, _copies, _scores,
)  # fmt: skip


def adversarial(seed: int) -> dict[str, Cells]:
    """All cells by name; `seed` draws what is by chance in them."""
    rng = np.random.default_rng(seed)
    return {name: cells for family in FAMILIES for name, cells in family(rng).items()}


def brute_force(table: UnitTable, shuffles: int, seed: int) -> Array:
    """P of each group and variant by shuffling units within their strata: groups x variants.

    None of the tested code: dense arrays, and each stratum's order drawn by sorting random numbers.
    """
    rng = np.random.default_rng(seed)
    x = np.zeros((len(table.y), table.shape[2]))
    x[table.row, table.variant] = table.x
    scores = np.zeros_like(x)
    for stratum in np.unique(table.strata):
        here = table.strata == stratum
        scores[here] = x[here] - table.y[here, None] * x[here].sum(axis=0) / table.y[here].sum()
    count = table.shape[0]
    observed = np.abs(_added(scores, table.groups[None], count)[0])
    slack, reached, done = 1e-9 * (1 + np.abs(scores).sum()), np.zeros(observed.shape), 0
    step = max(1, 4_000_000 // max(1, len(table.y)))
    while done < shuffles:
        times = min(step, shuffles - done)
        dealt = np.empty((times, len(table.y)), dtype=np.int64)
        for stratum in np.unique(table.strata):
            here = np.flatnonzero(table.strata == stratum)
            dealt[:, here] = table.groups[here][np.argsort(rng.random((times, len(here))), axis=1)]
        reached += (np.abs(_added(scores, dealt, count)) >= observed - slack).sum(axis=0)
        done += times
    return np.asarray((1 + reached) / (1 + shuffles))


def _added(scores: Array, dealt: Array, count: int) -> Array:
    """The sums of scores by group: deals x groups x variants."""
    return np.stack([(dealt == group).astype(np.float64) @ scores for group in range(count)], axis=1)
