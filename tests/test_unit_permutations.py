"""Exchanged units beside brute force: the far tail, phases, copies, groups of outlets, and the interval near 0 and 1."""

from __future__ import annotations

import numpy as np
import pytest

from collectors.compare.article_sums import intervals, of_articles
from collectors.compare.tail_bounds import cells_of, excess_bound, p_bound
from collectors.compare.unit_exchanges import staged_p
from collectors.compare.unit_permutations import curve_p, exchanged_p, group_test, stratum_ratios
from collectors.compare.unit_sums import Units, UnitTable, merged_units, unit_table
from tests.support.adversarial_cells import Cells
from tests.support.adversarial_cells import brute_force as brute_force_of


def table_of(
    x: np.ndarray, y: np.ndarray, groups: np.ndarray, strata: np.ndarray | None = None, copies: np.ndarray | None = None
) -> UnitTable:
    """One variant over articles."""
    none = np.zeros(len(y), dtype=np.int64)
    units = merged_units(
        np.arange(len(y)), groups, none if strata is None else strata, none - 1 if copies is None else copies,
        int(groups.max()) + 1,
    )  # fmt: skip
    article = np.flatnonzero(x)
    return unit_table(units, y.astype(float), article, np.zeros(len(article), dtype=np.int64), x[article] * 1.0, 1)


def brute_force(x: np.ndarray, y: np.ndarray, groups: np.ndarray, times: int = 20_000) -> float:
    """How often group 0 gets as far from the pooled ratio when labels are shuffled, without any of our code."""
    rng, scores, inside = np.random.default_rng(1), x - y * x.sum() / y.sum(), groups == 0
    far = abs(scores[inside].sum()) - 1e-9
    order = rng.permuted(np.broadcast_to(scores, (times, len(y))), axis=1)
    return float((np.abs(order[:, : inside.sum()].sum(axis=1)) >= far).mean())


ONE_HEAVY = np.array([0] * 8 + [6] + [0] * 59), np.array([90] * 8 + [30] * 60)
RARE_LONG = np.array([40] + [0] * 19 + [1] * 3 + [0] * 77), np.array([50] + [4] * 99)
ALL_IN_ONE = np.array([3] * 8 + [0] * 40), np.array([5] * 48)


@pytest.mark.parametrize(("case", "size"), [(ONE_HEAVY, 8), (RARE_LONG, 20), (ALL_IN_ONE, 8)])
def test_the_far_tail_is_that_of_brute_force(case: tuple[np.ndarray, np.ndarray], size: int) -> None:
    x, y = case
    groups = (np.arange(len(y)) >= size).astype(np.int64)
    p = exchanged_p(table_of(x, y, groups), np.ones((2, 1), dtype=bool), "s")[0, 0]
    truth = brute_force(x, y, groups)
    assert p == pytest.approx(truth, abs=max(0.02, 3 * np.sqrt(truth / 2000)))
    assert not (p < 1e-4 and truth > 1e-3)


def test_a_variant_of_another_phase_says_nothing() -> None:
    """It occurs only where the outlet has no article, whose own articles are of very different length."""
    x = np.array([0] * 20 + [0] * 10 + [4] * 30)
    y = np.array([200] * 10 + [2] * 10 + [5] * 40)
    groups, strata = np.repeat([0, 1, 1], [10, 20, 30]), np.repeat([0, 1], [30, 30])
    p = exchanged_p(table_of(x, y, groups, strata), np.ones((2, 1), dtype=bool), "s")
    assert p[0, 0] == 1


def test_no_p_is_below_what_the_arrangements_allow() -> None:
    x, y, groups = np.array([5, 5, 0, 0, 0, 0, 0]), np.full(7, 5), np.array([0, 0, 1, 1, 1, 1, 1])
    table = table_of(x, y, groups)
    assert exchanged_p(table, np.ones((2, 1), dtype=bool), "s")[0, 0] >= 1 / 21 - 1e-12
    assert curve_p(table.sums())[0, 0] >= 1 / 21 - 1e-12


def test_the_curve_is_believed_only_where_many_units_have_the_mark() -> None:
    rng = np.random.default_rng(0)
    y = rng.integers(1, 9, 200)
    x = rng.binomial(y, 0.5)
    groups = np.repeat([0, 1], 100)
    sums = table_of(x, y, groups).sums()
    assert group_test(sums).trusted.all()
    assert stratum_ratios(sums)[0, 0] == pytest.approx(x.sum() / y.sum())
    assert not group_test(table_of(np.where(np.arange(200) < 5, x, 0), y, groups).sums()).trusted.any()


def test_the_same_seed_gives_the_same_p() -> None:
    x, y = RARE_LONG
    table = table_of(x, y, (np.arange(len(y)) >= 20).astype(np.int64))
    wanted = np.ones((2, 1), dtype=bool)
    assert exchanged_p(table, wanted, "a").tolist() == exchanged_p(table, wanted, "a").tolist()


def test_near_copies_of_an_outlet_are_one_unit_and_shared_texts_are_linked() -> None:
    copies = np.array([7, 7, -1, -1, 3, 3, -1])
    groups = np.array([0, 0, 0, 0, 0, 1, 1])
    table = table_of(np.array([2, 2, 0, 1, 1, 1, 0]), np.full(7, 4), groups, copies=copies)
    assert table.n_articles.tolist() == [5, 2]
    assert table.sums().n.tolist() == [4, 2]
    assert sorted(zip(table.groups.tolist(), table.y.tolist(), table.linked.tolist(), strict=True)) == [
        (0, 4.0, False), (0, 4.0, False), (0, 4.0, True), (0, 8.0, False), (1, 4.0, False), (1, 4.0, True),
    ]  # fmt: skip


def test_units_that_are_left_out_are_nowhere() -> None:
    units = Units(np.array([0, -1, 1]), np.array([0, 1]), np.zeros(2, np.int64), np.zeros(2, bool), 2)
    one = np.array([0, 1, 2])
    table = unit_table(units, np.array([4.0, 4.0, 0.0]), one, np.zeros(3, np.int64), np.array([1.0, 2.0, 3.0]), 1)
    assert (table.y.tolist(), table.x.tolist(), table.sums().n.tolist()) == ([4.0], [1.0], [1.0, 0.0])


@pytest.mark.parametrize("n", [8, 20, 100])
def test_one_method_rises_with_the_count_and_has_a_width_everywhere(n: int) -> None:
    marks = np.array([[1.0 * (article < k) for k in range(n + 1)] for article in range(n)])
    none = np.zeros(n, dtype=np.int64)
    low, high = intervals(of_articles(marks, np.ones(n), none, none, (1, 1)), True)[0].T
    assert low[0] == 0
    assert high[-1] == 1
    assert (np.diff(low) > 0).all()
    assert (np.diff(high) > 0).all()
    assert ((high - low) > 0).all()
    assert (high - low)[0] < (high - low)[1]


@pytest.mark.parametrize("groups", [2, 5])
def test_one_deal_serves_every_variant(groups: int) -> None:
    """A variant's p depends on no other variant, and equals that of shuffling, in strata and with empty ones, too."""
    rng = np.random.default_rng(4)
    y, of, strata = rng.integers(1, 9, 80) * 1.0, np.arange(80) % groups, np.repeat([0, 2], [30, 50])
    strata[of == groups - 1] = 2  # a group that one stratum has not
    x = rng.binomial(y.astype(int), [[0.1], [0.4], [0.9]]).T
    units = merged_units(np.arange(80), of, strata, np.full(80, -1), groups)
    article, variant = np.nonzero(x)
    table = unit_table(units, y, article, variant, x[article, variant] * 1.0, 3)
    ratios, live = stratum_ratios(table.sums()), np.ones((groups, 3), dtype=bool)
    p = staged_p(table, ratios, live, "s")
    alone = staged_p(table, ratios, live & (np.arange(3) == 1), "s")
    assert p[:, 1].tolist() == alone[:, 1].tolist()
    truth = Cells(x, y, of, strata)
    error = 4 * np.sqrt(p * (1 - p) * (1 / 250 + 1 / 4_000)) + 0.01
    assert (np.abs(p - brute_force_of(truth.table(), 4_000, 1)) < error).all()


def test_a_bound_of_p_holds_where_giants_hide_in_sums() -> None:
    """The fourth moment of drawing without replacement, beside shuffling; and never above Cauchy's bound of the cells."""
    rng = np.random.default_rng(5)
    x = np.r_[rng.normal(0, 1, 58), 60.0, -60.0]
    x = x - x.mean()
    table = table_of(x + 100, np.ones(60), (np.arange(60) >= 12).astype(np.int64))
    sums = table.sums()
    second, fourth = np.array([[(x**2).sum()]]), np.array([[(x**4).sum()]])
    shuffled = rng.permuted(np.broadcast_to(x, (40_000, 60)), axis=1)[:, :12].sum(axis=1)
    excess = excess_bound(sums, second, fourth)[0, 0]
    assert excess == pytest.approx((shuffled**4).mean() / (shuffled**2).mean() ** 2 - 3, abs=0.1)
    assert excess_bound(sums, second, cells_of(sums, positive=False).bounds(stratum_ratios(sums))[0])[0, 0] >= excess
    deviations = np.array([1.0, 2.0, 3.0]) * shuffled.std()
    far = (np.abs(shuffled)[:, None] >= deviations).mean(axis=0)
    assert (p_bound(deviations / shuffled.std(), np.full(3, excess)) >= far - 0.005).all()
