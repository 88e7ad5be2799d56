"""Distinctive words: values by hand, the null, planted differences, the same bytes however many work at it."""

from __future__ import annotations

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import combinations
from math import log, sqrt
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from collectors.compare import ArticleSelection
from collectors.compare.article_arrays import ArticleParts
from collectors.compare.article_sums import ENOUGH
from collectors.compare.coded_columns import CodedColumn
from collectors.compare.distinctive_words import FEWEST, PRIOR_WORDS, Distinctive, _table, distinctive
from collectors.compare.permutations import PERMUTATIONS
from collectors.compare.term_counts import Terms
from collectors.compare.term_permutations import MOST, _stages, shuffle
from tests.benchmarks.bench_wording import column, digest, split, terms_of
from tests.benchmarks.corpora import read_articles

DEMO = Path(__file__).parent.parent / "data" / "demo" / "articles.jsonl"


@cache
def demo() -> Terms:
    """The demonstration's English articles in all words; copies are in it twice, as in a data set."""
    return terms_of([article for article in read_articles([DEMO]) if article.language == "en"])


@cache
def every_outlet() -> Distinctive:
    """All of them, each against the others."""
    found = distinctive(demo(), ArticleSelection("bench"))
    assert found is not None
    return found


def made(counts: np.ndarray, words: list[int], outlets: list[str], phases: list[str] | None = None) -> Terms:
    """Articles x terms as they would be loaded."""
    n = len(words)
    columns = dict.fromkeys(("language", "extent", "cluster", "agency", "country", "ownership"), column([None] * n))
    columns |= {"outlet": column(outlets), "phase": column(phases or ["p"] * n), "grade": column(["good"] * n)}
    parts = ArticleParts(np.arange(n), columns, {"first_in_cluster": np.ones(n)})
    names = tuple(f"term{i}" for i in range(counts.shape[1]))
    ids = tuple(f"{i:03}" for i in range(n))
    table = csr_array(counts.astype(np.float64))
    return Terms("e", "v", "m", names, parts, ids, {"all": table}, {"all": np.array(words, dtype=np.float64)})


def test_counts_and_log_odds_by_hand() -> None:
    counts = np.array([[3, 0], [1, 1], [0, 1], [1, 1], [1, 1], [1, 1]])
    found = distinctive(made(counts, [100] * 6, ["a", "a", "b", "b", "b", "c"]), ArticleSelection("e"))
    assert found is not None
    table = found.table
    assert table.terms == ("term0", "term1")
    word = table.word(table.units.index("a"), 0)
    assert (word.uses, word.words, word.rest_uses, word.rest_words) == (4, 200, 3, 400)
    assert (word.articles, word.n, word.rest_articles, word.rest_n) == (2, 2, 3, 4)
    prior = PRIOR_WORDS * 7 / 600
    odds = log((4 + prior) / (200 + PRIOR_WORDS - 4 - prior)) - log((3 + prior) / (400 + PRIOR_WORDS - 3 - prior))
    assert word.log_odds == pytest.approx(odds)
    assert word.z == pytest.approx(odds / sqrt(1 / (4 + prior) + 1 / (3 + prior)))
    assert word.p is None, "two articles are described, never tested"
    assert word.q is None


def test_only_outlets_with_the_articles_are_tested() -> None:
    outlets = ["a"] * ENOUGH + ["b"] * (ENOUGH - 1) + ["c"] * ENOUGH
    counts = np.random.default_rng(2).integers(0, 3, (len(outlets), 4))
    found = distinctive(made(counts, [50] * len(outlets), outlets), ArticleSelection("e"))
    assert found is not None
    tested = [bool(np.isfinite(p).all()) for p in found.table.p]
    assert dict(zip(found.table.units, tested, strict=True)) == {"a": True, "b": False, "c": True}
    assert found.table.tested == 8
    few = [w for more in (True, False) for w in found.table.top("b", 9, more=more)]
    assert len(few) == 4, "they are described"
    assert not any(w.enough for w in few)


def test_a_term_of_few_articles_is_left_out() -> None:
    counts = np.ones((16, 2))
    counts[FEWEST - 1 :, 0] = 0
    found = distinctive(made(counts, [50] * 16, ["a", "b"] * 8), ArticleSelection("e"))
    assert found is not None
    assert found.table.terms == ("term1",)
    assert distinctive(made(counts, [50] * 16, ["a"] * 16), ArticleSelection("e")) is None


def test_p_is_that_of_all_deals() -> None:
    """Eight articles of two outlets in one phase can be dealt in 70 ways: the shuffles must come near their share."""
    uses = np.array([5, 4, 3, 1, 0, 1, 2, 0])
    words = np.array([100, 120, 80, 100, 90, 110, 100, 95])
    groups = np.array([0] * 4 + [1] * 4)
    found = shuffle(csr_array(uses[:, None].astype(float)), words.astype(float), groups, np.zeros(8, int), "s")
    rate = uses.sum() / words.sum()
    scores = uses - rate * words

    def far(chosen: tuple[int, ...]) -> float:
        return abs(float(scores[list(chosen)].sum()))

    exact = np.mean([far(c) >= far((0, 1, 2, 3)) - 1e-9 for c in combinations(range(8), 4)])
    assert found.p[0, 0] == pytest.approx(exact, abs=4 * sqrt(exact / PERMUTATIONS))
    assert found.p[1, 0] == found.p[0, 0], "the other side of the same difference"


def test_groups_that_are_not_tested_change_nothing_for_the_others() -> None:
    rng = np.random.default_rng(1)
    groups, words = np.repeat(np.arange(3), 8), np.full(24, 100.0)
    counts = csr_array(rng.poisson(2.0, (24, 40)).astype(float) * np.where(groups == 0, 2, 1)[:, None])
    whole = shuffle(counts, words, groups, np.zeros(24, int), "s")
    part = shuffle(counts, words, groups, np.zeros(24, int), "s", tested=np.array([True, False, True]))
    for all_, some in ((whole.p, part.p), (whole.null_p, part.null_p)):
        assert np.array_equal(some[[0, 2]], all_[[0, 2]])
        assert (some[1] == 1).all()


def test_phases_are_kept() -> None:
    """A word of the second phase only: the outlet that wrote mostly then does not differ."""
    outlets = ["a"] * 4 + ["b"] * 16 + ["a"] * 16 + ["b"] * 4
    phases = ["one"] * 20 + ["two"] * 20
    counts = np.array([[0, 1]] * 20 + [[2, 1]] * 20)
    within = distinctive(made(counts, [100] * 40, outlets, phases), ArticleSelection("e"))
    across = distinctive(made(counts, [100] * 40, outlets), ArticleSelection("e"))
    assert within is not None
    assert across is not None
    assert within.table.p[0, 0] == 1.0
    assert across.table.p[0, 0] < 0.01


def test_rare_cells_are_shuffled_on() -> None:
    assert _stages(90) == [250, 750, PERMUTATIONS, MOST]
    assert _stages(1_000_000) == [250, 750, PERMUTATIONS]
    counts = np.array([[3, 1]] * 15 + [[0, 1]] * 15)
    found = distinctive(made(counts, [100] * 30, ["a"] * 15 + ["b"] * 15), ArticleSelection("e"))
    assert found is not None
    assert found.table.p[0, 0] == pytest.approx(1 / (1 + MOST))
    assert found.table.p[0, 1] == 1.0


@pytest.mark.parametrize(("n", "splits"), [(8, 20), (20, 12)])
def test_randomly_split_articles_do_not_differ(n: int, splits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick form of `bench_wording null`, on the demonstration's articles: nominal 5 %."""
    monkeypatch.setattr("collectors.compare.term_permutations.MOST", PERMUTATIONS)
    some = demo().only(np.arange(len(demo().vocabulary)) % 3 < 2)
    below = tested = any_q = 0
    for i in range(splits):
        found = distinctive(split(some, n, np.random.default_rng([n, i])), ArticleSelection("bench"), seed=i)
        assert found is not None
        below += int((found.table.p[0] < 0.05).sum())
        tested += len(found.table.terms)
        any_q += bool((found.table.q < 0.05).any())
    assert tested > 500
    assert 0.025 < below / tested <= 0.06
    assert any_q <= 2


PLANTED = {
    "atlantic-ledger": {"sham referendums"},
    "dnipro-courier": {"temporarily occupied", "pseudo-referendum", "collaborators"},
    "konkan-standard": {"referendum", "conflict"},
    "meridian-public": {"so-called referendums"},
    "northgate-post": {"staged votes", "illegal annexation"},
    "volga-wire": {"zaporozhye", "accession"},
}


def test_planted_differences_are_found_and_their_null_is_not() -> None:
    found = every_outlet()
    for outlet, planted in PLANTED.items():
        words = {w.term for w in found.table.top(outlet, 60) if w.q is not None and w.q < 0.05}
        assert planted <= words, outlet
        chance = {w.term for w in found.null.top(outlet, 60) if w.q is not None and w.q < 0.05}
        assert not chance, outlet
    said = found.with_intervals(found.table.top("volga-wire", 5))
    assert all(w.low is not None and w.high is not None and w.low <= w.uses / w.words <= w.high for w in said)
    assert all(w.share_low is not None and w.share_low <= w.articles / w.n for w in said)


def test_any_number_of_workers_gives_the_same_bytes() -> None:
    terms = demo().only(np.arange(len(demo().vocabulary)) % 40 == 0)
    once = digest(distinctive(terms, ArticleSelection("bench")))
    pools: list[Executor] = [ThreadPoolExecutor(2), ThreadPoolExecutor(3)]
    pools.append(ProcessPoolExecutor(2, mp_context=get_context("forkserver")))
    for pool in pools:
        with pool:
            assert digest(distinctive(terms, ArticleSelection("bench"), executor=pool)) == once
    assert digest(distinctive(terms, ArticleSelection("bench"), seed=1)) != once


def test_a_group_stands_against_the_rest() -> None:
    found = distinctive(demo(), ArticleSelection("bench"), group=("dnipro-courier", "meridian-public"))
    assert found is not None
    assert found.table.units == ("dnipro-courier + meridian-public", "the rest")
    group, rest = found.table.n.tolist()
    sizes = np.bincount(demo().articles.columns["outlet"].codes)
    names = demo().articles.columns["outlet"].names
    assert group == sum(int(sizes[names.index(o)]) for o in ("dnipro-courier", "meridian-public"))
    assert group + rest == len(demo())
    assert {w.term for w in found.table.top(found.table.units[0], 8)} >= {"occupied"}


def test_units_beyond_the_largest_still_count_among_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, few = every_outlet(), demo().only(np.isin(demo().vocabulary, every_outlet().table.terms[:40]))
    monkeypatch.setattr("collectors.compare.distinctive_words.MOST_UNITS", 3)
    some = distinctive(few, ArticleSelection("bench"))
    assert some is not None
    assert len(some.table.units) == 3
    for i, unit in enumerate(some.table.units):
        j = whole.table.units.index(unit)
        assert (some.table.rest_uses[i] == whole.table.rest_uses[j][:40]).all()


def test_outlets_may_be_chosen_and_an_unknown_phase_is_empty() -> None:
    two = distinctive(demo(), ArticleSelection("bench", outlets=("volga-wire", "daily-blaze")))
    assert two is not None
    assert two.table.units == ("daily-blaze", "volga-wire")
    assert distinctive(demo(), ArticleSelection("bench", phase="never")) is None
    hidden = replace(demo(), articles=replace(demo().articles, columns=dict(demo().articles.columns) | {
        "grade": CodedColumn(np.full(len(demo()), -1), ()),
    }))  # fmt: skip
    assert distinctive(hidden, ArticleSelection("bench")) is None


def test_others_are_those_who_write_in_the_same_language() -> None:
    """All English outlets use "crates", the English one in question less than they do: no Polish article hides that."""
    rng = np.random.default_rng(6)
    codes = np.repeat([0, 1, 2], [12, 24, 30])
    kinds = np.repeat([0, 0, 1], [12, 24, 30])
    words = np.full(66, 100.0)
    uses = np.where(codes == 0, 4, np.where(codes == 1, 6, 0))
    counts = csr_array(np.stack([uses, rng.integers(0, 3, 66)], axis=1).astype(float))
    table = _table(("a", "b", "c"), ("crates", "days"), counts, words, codes, kinds, np.full((3, 2), 0.01))
    assert (table.rest_n.tolist(), table.rest_words.tolist()) == ([24, 12, 0], [2400.0, 1200.0, 0.0])
    assert (table.rest_uses[0, 0], table.rest_articles[0, 0]) == (144, 24)
    assert table.z[0, 0] < 0 < table.z[1, 0]
    assert table.z[2].tolist() == [0.0, 0.0], "an outlet whose language nobody else writes has no others"
    together = _table(("a", "b", "c"), ("crates", "days"), counts, words, codes, kinds * 0, np.full((3, 2), 0.01))
    assert together.rest_n.tolist() == [54, 42, 36]
    assert together.z[0, 0] > 0
