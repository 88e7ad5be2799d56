"""No p is far below what shuffling gives, however sparse, skewed, tied, copied or cut up the articles are."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import hypergeom

from collectors.compare.unit_permutations import curve_p, exchanged_p, group_test
from tests.support.adversarial_cells import Cells, brute_force, sides
from tests.support.adversarial_kinds import every_kind

CELLS = every_kind(0)
SHUFFLES = 4_000


def test_there_are_many_kinds_of_cells() -> None:
    assert len(CELLS) >= 60


@pytest.mark.parametrize("name", CELLS)
def test_p_is_that_of_shuffling(name: str) -> None:
    table = CELLS[name].table()
    truth = brute_force(table, SHUFFLES, 1)
    p = exchanged_p(table, np.ones(truth.shape, dtype=bool), "adversarial")
    # Both p are simulated: four standard errors of the two, and at most a third off where the curve is used.
    error = 4 * np.sqrt(truth * (1 - truth) * (1 / SHUFFLES + 1 / 2_000)) + 2 / SHUFFLES
    assert (p >= truth / 1.33 - error).all(), (p.ravel(), truth.ravel())
    assert not ((p < 1e-4) & (truth > 1e-3)).any()
    alone = curve_p(table.sums())
    assert not ((alone < 0.05) & (truth > 0.06)).any(), "from sums alone p may be too large, not too small"
    assert not ((alone < 1e-4) & (truth > 1e-3)).any()


def test_marks_that_are_there_or_not_have_steps() -> None:
    """35 of 70 articles have the mark: without half a step p was .50 where each arrangement counted gives .73."""
    marked = np.r_[np.ones(4), np.zeros(6), np.ones(31), np.zeros(29)]
    table = Cells(marked, np.ones(70), sides(10, 60)).table()
    (p,) = set(exchanged_p(table, np.ones((2, 1), dtype=bool), "steps").ravel().round(9))
    assert group_test(table.sums()).trusted.all()
    assert p == pytest.approx(0.734, abs=0.01)
    assert curve_p(table.sums())[0, 0] == pytest.approx(p, abs=1e-9)
    twice = Cells(2 * marked + 3, np.full(70, 9.0), sides(10, 60)).table()
    assert exchanged_p(twice, np.ones((2, 1), dtype=bool), "steps")[0, 0] == pytest.approx(p, abs=1e-3)


@pytest.mark.parametrize(
    ("plain", "marked", "counts"),
    [((0, 1), (4, 4), (31, 40, 3, 10)), ((0, 1), (2, 2), (3, 10, 100, 145)), ((0, 3), (1, 1), (27, 40, 79, 90))],
)
def test_two_kinds_of_articles_have_steps(
    plain: tuple[int, int], marked: tuple[int, int], counts: tuple[int, int, int, int]
) -> None:
    """Articles that name a thing twice or not at all, of different lengths: the curve said .032 for .067."""
    here, size, there, others = counts
    has = np.r_[np.arange(size) < here, np.arange(others) < there]
    x, y = (np.where(has, *both).astype(float) for both in zip(marked, plain, strict=True))
    table = Cells(x, y, sides(size, others)).table()
    exact = hypergeom(size + others, here + there, size)
    every = np.arange(size + 1)
    far = np.abs(every - exact.mean()) >= abs(here - exact.mean()) - 1e-9
    truth = exact.pmf(every)[far].sum()
    p = exchanged_p(table, np.ones((2, 1), dtype=bool), "two kinds")[0, 0]
    assert p == pytest.approx(truth, abs=4 * np.sqrt(truth / 2_000) + 1e-4)
    assert curve_p(table.sums())[0, 0] >= truth / 1.1


@pytest.mark.parametrize(("marked", "group", "others"), [(37, 20, 80), (35, 12, 88), (60, 30, 90), (31, 40, 60)])
def test_p_of_marks_is_the_hypergeometric_test(marked: int, group: int, others: int) -> None:
    """Every count that a group can have, beside the exact two-sided p by distance, which SciPy adds up."""
    exact = hypergeom(group + others, marked, group)
    counts = np.arange(max(0, marked - others), min(marked, group) + 1)
    chance, far = exact.pmf(counts), np.abs(counts - exact.mean())
    for here in counts.tolist():
        x = np.r_[np.arange(group) < here, np.arange(others) < marked - here].astype(float)
        p = curve_p(Cells(x, np.ones(len(x)), sides(group, others)).table().sums())[0, 0]
        truth = chance[far >= abs(here - exact.mean()) - 1e-9].sum()
        assert p == pytest.approx(truth, rel=1e-6, abs=1e-9), here
