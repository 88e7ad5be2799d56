"""Two outlets beside each other: tested as a pair, corrected for having looked for them, with a difference that has width."""

from __future__ import annotations

import numpy as np
import pytest

from collectors.compare import ArticleSelection, load, naming, page_of, pair, pairs
from collectors.compare.outlet_pairs import difference_interval
from tests.support.in_memory import Tables
from tests.support.make_dataset import make_tables
from tests.test_compare import article, facts, mention

FACTS = load(Tables(make_tables(150, 5, seed=3)), "synthetic")
OWN = ArticleSelection("synthetic", voice="own")


def test_the_pair_of_a_figure_is_that_of_the_rows() -> None:
    found = pairs(FACTS, [("naming", OWN)])
    rows = [row for row in naming(FACTS, OWN) if row.enough]
    assert found.size == len(found.pairs)
    for (metric, variant), told in found.pairs.items():
        of = {row.outlet: row.estimate for row in rows if (row.metric, row.variant) == (metric, variant)}
        known = {outlet: estimate for outlet, estimate in of.items() if estimate is not None}
        assert told.difference == pytest.approx(known[told.high] - known[told.low], abs=1e-9)
        assert told.low_end <= told.difference <= told.high_end
        assert 1 <= told.pairs <= len(known) * (len(known) - 1) // 2
        assert told.q >= told.p


def test_outlets_that_lean_differ_and_one_pair_costs_less_than_all() -> None:
    every = pairs(FACTS, [("naming", OWN)])
    assert any(told.holds() for told in every.pairs.values())
    figure, farthest = min(every.pairs.items(), key=lambda item: item[1].q)
    two = (farthest.high, farthest.low)
    named = pair(FACTS, OWN, figure, two)
    assert named is not None
    assert (named.p, named.pairs) == (farthest.p, 1)
    turned = pair(FACTS, OWN, figure, two[::-1])
    assert turned is not None
    assert turned.difference == -named.difference
    assert pairs(FACTS, [("naming", OWN)], two).pairs[figure].q <= farthest.q


def test_what_cannot_be_tested_is_no_pair() -> None:
    figure = ("naming:vote", "sham")
    assert pair(FACTS, OWN, figure, ("volga-wire", "nobody")) is None
    assert pair(FACTS, OWN, ("naming:vote", "never"), ("volga-wire", "daily-blaze")) is None
    assert not pairs(FACTS, [("naming", ArticleSelection("synthetic", by="country"))]).pairs  # one outlet each
    assert (page_of("naming:vote"), page_of("frames:sv"), page_of("sources:side")) == ("naming", "devices", "sources")


def test_a_difference_has_a_width_at_0_and_1() -> None:
    one, other = np.array([1.0]), np.array([0.0])
    low, high = difference_interval(one, other, np.array([[0.7, 1.0]]), np.array([[0.0, 0.2]]))
    assert (low[0], high[0]) == (pytest.approx(1 - np.hypot(0.3, 0.2)), 1.0)


def test_a_difference_that_turns_within_phases_is_none() -> None:
    """Alpha is above beta in all, because it wrote in the phase in which everybody says sham; below it in each phase."""
    marked = {("alpha", "before"): (55, 40), ("beta", "before"): (10, 10), ("alpha", "after"): (9, 0), ("beta", "after"): (55, 8)}  # fmt: skip
    rows, uses = [], []
    for (outlet, phase), (articles, sham) in marked.items():
        for number in range(articles):
            key = f"{outlet}-{phase}-{number}"
            rows.append(article(key, outlet, phase))
            uses.append(mention(key, "sham" if number < sham else "poll"))
    tables = facts(articles=rows, mentions=uses)
    known = pair(tables, ArticleSelection("e"), ("naming:vote", "sham"), ("alpha", "beta"))
    assert known is not None
    assert known.difference > 0.3
    assert known.low_end > 0
    assert (known.p, known.untested) == (None, "within phases and kinds of text the difference has the other sign")
    assert not any(told.holds() for told in pairs(tables, [("naming", ArticleSelection("e"))]).pairs.values())
    alone = pair(tables, ArticleSelection("e", phase="before"), ("naming:vote", "sham"), ("alpha", "beta"))
    assert alone is not None
    assert alone.difference < 0
