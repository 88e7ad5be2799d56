"""More corpora that mislead p: opposite giants, coarse steps, phases of one outlet, outlets of one article, weights."""

from __future__ import annotations

import numpy as np

from tests.support.adversarial_cells import Cells, adversarial, lengths, marks, one_of, sides


def every_kind(seed: int) -> dict[str, Cells]:
    """These cells and the older ones, by name; `seed` draws what is by chance in them."""
    rng = np.random.default_rng(seed + 100)
    return adversarial(seed) | giants(rng) | steps(rng) | placed(rng)


def giants(rng: np.random.Generator) -> dict[str, Cells]:
    """One or two articles that weigh more than all others, on one side or on both."""
    y = np.full(300, 10)
    y[[4, 150]] = 4_000
    x = marks(rng, y, 0.3, 20.0)
    opposite, same, apart = x.copy(), x.copy(), x.copy()
    opposite[[4, 150]] = 4_000, 0
    same[[4, 150]] = 4_000, 4_000
    apart[[4, 150]] = 0, 0
    scores = rng.normal(50, 5, 300) + one_of(300, 4, 900) - one_of(300, 150, 900)
    four = rng.normal(50, 5, 300)
    four[[2, 7]], four[[100, 200]] = 950, -850
    return {
        "two giants, all marked here, none marked there": Cells(opposite, y, sides(20, 280)),
        "two giants, both all marked, one on each side": Cells(same, y, sides(20, 280)),
        "two giants without a mark, one on each side": Cells(apart, y, sides(20, 280)),
        "two opposite scores far out, one on each side": Cells(scores, np.ones(300), sides(20, 280)),
        "four scores far out, two of them high and in the group": Cells(four, np.ones(300), sides(20, 280)),
        "two giants in the group of five outlets": Cells(np.roll(opposite, 100), np.roll(y, 100), sides(*[60] * 5)),
    }


def steps(rng: np.random.Generator) -> dict[str, Cells]:
    """Counts with few different values, and variants that make up a whole."""
    threes = 3 * rng.integers(0, 3, 300)
    uneven = np.where(rng.random(300) < 0.5, 1, 4)
    parts = rng.multinomial(6, [0.5, 0.3, 0.2], 120)
    zeros = np.r_[one_of(40, 3, 1), (rng.random(400) < 0.1).astype(float)]
    return {
        "counts in steps of three": Cells(threes, np.full(300, 6), sides(30, 270)),
        "counts of one or four of nine": Cells(uneven, np.full(300, 9), sides(30, 270)),
        "three variants of a whole": Cells(parts, np.full(120, 6), sides(40, 40, 40)),
        "an outlet with one mark in forty articles": Cells(zeros, np.full(440, 9), sides(40, 400)),
        "an outlet of zeros, tied others": Cells(
            np.r_[np.zeros(30), np.tile([0, 2], 45)], np.full(120, 4), sides(30, 90)
        ),
    }


def placed(rng: np.random.Generator) -> dict[str, Cells]:
    """Phases that one side alone has, outlets of one article, copies, weights, lengths that go with the mark."""
    phases = np.r_[np.repeat([0, 2], [15, 15]), np.repeat([1, 2], [40, 20])]
    length = lengths(rng, 90)
    groups = sides(30, 60)
    weight = np.round(rng.uniform(0.3, 3.0, 90), 2)
    long = np.r_[lengths(rng, 30, 60), lengths(rng, 60, 6)]
    grown = rng.binomial(long, np.clip(long / (long + 30), 0.05, 0.95))
    clusters = np.r_[np.zeros(10, dtype=np.int64), np.full(20, -1), np.ones(5, dtype=np.int64), np.full(55, -1)]
    across = np.where(np.arange(90) % 30 < 4, np.arange(90) % 30, -1)
    only = np.where(groups == 0, np.where(phases == 0, length, 0), marks(rng, length, 0.2))
    return {
        "phases that one side alone has": Cells(marks(rng, length, 0.3), length, groups, phases),
        "the mark only in the phase that the group alone has": Cells(only, length, groups, phases),
        "ten articles against forty outlets of one": Cells(
            marks(rng, lengths(rng, 50), 0.3, 0.5), np.maximum(lengths(rng, 50), 1) + 200, sides(10, *[1] * 40)),
        "articles with weights": Cells(weight * (rng.random(90) < 0.4), weight, groups),
        "long articles have the mark, and one outlet has the long ones": Cells(grown, long, groups),
        "ten copies in the group, five in the others": Cells(
            np.where(clusters >= 0, length, marks(rng, length, 0.3)), length, groups, None, clusters),
        "copies in three outlets at once": Cells(marks(rng, length, 0.4), length, sides(30, 30, 30), None, across),
        "two phases of opposite signs": Cells(
            rng.binomial(length, np.where((groups == 0) == (np.arange(90) % 2 == 0), 0.7, 0.1)), length, groups,
            np.arange(90) % 2),
    }  # fmt: skip
