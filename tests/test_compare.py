"""Comparison rows: values by hand, intervals and tests by simulation, the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.compare import (
    COLUMNS,
    ENOUGH,
    ArticleArrays,
    ArticleSelection,
    ComparisonRow,
    comparison,
    coverage,
    load,
    naming,
    readability,
    sources,
)
from collectors.compare.article_sums import ArticleSums, intervals, of_articles
from collectors.compare.permutations import LIMIT, Floats, benjamini_hochberg, permutation_p
from collectors.compare.unit_permutations import curve_p
from collectors.errors import ParallaxError
from tests.support.in_memory import Tables
from tests.support.make_dataset import make_tables

Row = dict[str, object]
EVENT: Row = {
    "event": "e",
    "title": "E",
    "event_json": json.dumps(
        {
            "phases": [{"id": "before"}, {"id": "after"}],
            "concepts": [{"id": "vote", "variants": [{"id": "sham"}, {"id": "poll"}, {"id": "never"}]}],
            "actors": [{"id": "envoy", "name": "Anna Kask"}],
        }
    ),
}


def article(name: str, outlet: str | None, phase: str = "before", **more: object) -> Row:
    """An article of 100 words."""
    given = {"language": "en", "grade": "good", "member": True, "agency": None, "cluster": None}
    return (
        {"event": "e", "article_id": name, "outlet": outlet, "phase": phase, "words": 100}
        | given
        | {"first_in_cluster": True}
        | more
    )


def mention(name: str, variant: str, voice: str = "own", place: str = "body") -> Row:
    return {"event": "e", "article_id": name, "concept": "vote", "variant": variant, "voice": voice, "place": place}


def quotation(name: str, words: int, **more: object) -> Row:
    given = {"type": "direct", "speaker_name": None, "speaker_kind": "person", "actor": None, "side": None}
    return {"event": "e", "article_id": name, "words": words} | given | {"role": None, "stance": "neutral"} | more


def facts(**tables: list[Row]) -> ArticleArrays:
    """The facts of tables given as rows; what is not given is empty."""
    made = {name: pa.Table.from_pylist(rows) for name, rows in tables.items()}
    return load(Tables(made | {"events": pa.Table.from_pylist([EVENT])}), "e")


SMALL = facts(
    articles=[
        article("a1", "alpha"),
        article("a2", "alpha", agency="wire"),
        article("a3", "alpha", "after", cluster="c", first_in_cluster=False),
        article("b1", "beta", "after", cluster="c"),
        article("b2", "beta", grade="doubtful"),
        article("b3", "beta", member=False),
        article("n1", None),
    ],
    mentions=[
        mention("a1", "sham"),
        mention("a1", "sham", "quoted"),
        mention("a1", "poll", place="headline"),
        mention("a2", "poll"),
        mention("a3", "poll"),
        mention("b1", "poll", "attributed"),
        mention("b2", "sham"),
        mention("b3", "sham"),
        mention("n1", "sham"),
    ],
    measures=[
        {"event": "e", "article_id": key, "metric": "lix", "voice": voice, "value": value}
        for key, voice, value in [("a1", "all", 40.0), ("a2", "all", 50.0), ("b1", "all", 60.0), ("a1", "own", 30.0)]
    ],
    voices=[
        {"event": "e", "article_id": key, "voice": voice, "words": words}
        for key, voice, words in [("a1", "own", 60), ("a1", "quoted", 30), ("a1", "attributed", 10), ("b1", "own", 100)]
    ],
    quotations=[
        quotation("a1", 20, actor="envoy", side="north", role="diplomat", speaker_name="Ms Kask"),
        quotation("a1", 10, type="indirect", stance="distancing", speaker_name="Jo Reed"),
        quotation("a2", 5, speaker_kind="anonymous", stance="none"),
        quotation("a3", 5, speaker_kind="unattributed", stance="none"),
    ],
)
Asked = Callable[..., list[ComparisonRow]]


def value(ask: Asked, metric: str, outlet: str, variant: str = "", **chosen: str) -> tuple[float, float, int] | None:
    rows = ask(SMALL, replace(ArticleSelection("e"), **chosen))  # type: ignore[arg-type]  # fields of Selection by name
    found = [r for r in rows if (r.metric, r.outlet, r.variant) == (metric, outlet, variant)]
    return (found[0].numerator, found[0].denominator, found[0].n_articles) if found else None


@pytest.mark.parametrize(
    ("ask", "metric", "outlet", "variant", "chosen", "expected"),
    [
        (naming, "naming:vote", "alpha", "sham", {}, (2, 5, 3)),
        (naming, "naming:vote", "alpha", "poll", {}, (3, 5, 3)),
        (naming, "naming:vote", "beta", "poll", {}, (1, 1, 1)),  # neither the doubtful article nor the one off event
        (naming, "naming:vote", "alpha", "never", {}, None),  # a variant that nobody used has no row
        (naming, "naming:vote", "alpha", "sham", {"voice": "own"}, (1, 4, 3)),
        (naming, "naming:vote", "alpha", "sham", {"voice": "quoted"}, (1, 1, 1)),
        (naming, "naming:vote", "beta", "poll", {"voice": "own"}, (0, 0, 0)),
        (naming, "naming:vote", "alpha", "poll", {"place": "headline"}, (1, 1, 1)),
        (naming, "naming:vote", "alpha", "poll", {"phase": "after"}, (1, 1, 1)),
        (naming, "naming:vote", "alpha", "poll", {"copies": "own"}, (1, 3, 1)),
        (naming, "naming:vote", "alpha", "poll", {"copies": "one"}, (2, 4, 2)),
        (naming, "naming:vote", "beta", "sham", {"grades": ("good", "doubtful")}, (1, 2, 2)),
        (naming, "naming:vote", "beta", "poll", {"languages": ("de",)}, None),
        (naming, "naming:vote", "beta", "poll", {"outlets": ("alpha",)}, None),
        (readability, "readability:lix", "alpha", "", {}, (90, 2, 2)),
        (readability, "readability:lix", "alpha", "", {"voice": "own"}, (30, 1, 1)),
        (sources, "sources:quoted_words", "alpha", "", {}, (40, 100, 1)),
        (sources, "sources:quoted_words", "alpha", "", {"voice": "quoted"}, (30, 100, 1)),
        (sources, "sources:quoted_words", "beta", "", {}, (0, 100, 1)),
        (sources, "sources:direct_share", "alpha", "", {}, (3, 4, 3)),
        (sources, "sources:direct_share", "beta", "", {}, (0, 0, 0)),
        (sources, "sources:unattributed", "alpha", "", {}, (1, 4, 3)),
        (sources, "sources:side", "alpha", "north", {}, (20, 40, 3)),
        (sources, "sources:side", "alpha", "unknown", {}, (10, 40, 3)),
        (sources, "sources:side", "alpha", "anonymous", {}, (5, 40, 3)),
        (sources, "sources:side", "alpha", "unattributed", {}, (5, 40, 3)),
        (sources, "sources:role", "alpha", "diplomat", {}, (20, 40, 3)),
        (sources, "sources:speaker", "alpha", "Anna Kask", {}, (20, 40, 3)),  # by the event's name, not "Ms Kask"
        (sources, "sources:speaker", "alpha", "Jo Reed", {}, (10, 40, 3)),
        (sources, "sources:stance", "alpha", "distancing", {}, (1, 2, 1)),
        (coverage, "coverage:articles", "alpha", "", {}, (3, 3, 3)),
        (coverage, "coverage:articles", "alpha", "", {"phase": "after"}, (1, 3, 3)),
        (coverage, "coverage:articles", "beta", "", {"phase": "before"}, (0, 1, 1)),  # an outlet that did not cover it
        (coverage, "coverage:agency", "alpha", "", {}, (1, 3, 3)),
        (coverage, "coverage:repeated", "alpha", "", {}, (1, 3, 3)),
        (coverage, "coverage:words", "alpha", "", {}, (300, 3, 3)),
    ],
)
def test_what_is_counted(
    ask: Asked,
    metric: str,
    outlet: str,
    variant: str,
    chosen: dict[str, str],
    expected: tuple[float, float, int] | None,
) -> None:
    assert value(ask, metric, outlet, variant, **chosen) == expected


def test_missing_is_none_and_few_articles_are_not_tested() -> None:
    rows = naming(SMALL, ArticleSelection("e", voice="own"))
    (empty,) = [r for r in rows if r.outlet == "beta" and r.variant == "poll"]
    assert (empty.estimate, empty.ci_low, empty.ci_high, empty.p_value, empty.enough) == (None, None, None, None, False)
    (one,) = [r for r in naming(SMALL, ArticleSelection("e")) if r.outlet == "beta" and r.variant == "poll"]
    assert (one.estimate, one.ci_low) == (1.0, None)
    assert all(r.q_value is None for r in comparison(SMALL))


def test_an_unknown_event_is_named() -> None:
    with pytest.raises(ParallaxError, match=r"no event x.*it has e"):
        load(Tables({"events": pa.Table.from_pylist([EVENT])}), "x")
    with pytest.raises(ParallaxError, match="copies"):
        naming(SMALL, ArticleSelection("e", copies="none"))


def test_an_event_without_articles_has_no_rows() -> None:
    assert comparison(facts()) == []


# --- a synthetic data set -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def synthetic() -> dict[str, pa.Table]:
    return make_tables(150, 5, seed=3)


def test_the_columns_are_the_contract() -> None:
    assert ",".join(COLUMNS) == (
        "event,outlet,phase,metric,variant,voice,copies,numerator,denominator,n_articles,estimate,ci_low,ci_high,"
        "p_value,q_value,enough,method_version,dataset_version"
    )


def test_every_row_holds_together(synthetic: dict[str, pa.Table]) -> None:
    rows = comparison(load(Tables(synthetic), "synthetic"))
    keys = [(r.metric, r.phase, r.voice, r.copies, r.variant, r.outlet) for r in rows]
    assert len(set(keys)) == len(keys)
    assert {r.copies for r in rows} == {"all", "own", "one"}
    for r in rows:
        assert not r.enough or r.n_articles >= ENOUGH or r.outlet.count(":")
        assert (r.estimate is None) == (r.denominator == 0)
        assert r.ci_low is None or r.n_articles >= 2
        assert (r.p_value is None) == (r.q_value is None)
        assert r.enough or r.p_value is None
        if r.estimate is not None and r.ci_low is not None and r.ci_high is not None:
            assert r.ci_low - 1e-9 <= r.estimate <= r.ci_high + 1e-9
        if r.p_value is not None and r.q_value is not None:
            assert 0 < r.p_value <= r.q_value <= 1


def test_shares_of_a_concept_add_up(synthetic: dict[str, pa.Table]) -> None:
    totals: dict[tuple[str, str, str], float] = {}
    for r in naming(load(Tables(synthetic), "synthetic"), ArticleSelection("synthetic")):
        totals[r.metric, r.outlet, r.voice] = totals.get((r.metric, r.outlet, r.voice), 0.0) + (r.estimate or 0.0)
    assert list(totals.values()) == pytest.approx([1.0] * len(totals), abs=1e-8)


def test_the_comparison_is_made_of_single_answers(synthetic: dict[str, pa.Table]) -> None:
    data = load(Tables(synthetic), "synthetic")
    every = set(map(astuple, comparison(data)))
    for selection in (ArticleSelection("synthetic", voice="own"), ArticleSelection("synthetic", phase="voting")):
        for ask in (naming, readability, sources):
            assert set(map(astuple, ask(data, selection))) <= every


def test_the_same_rows_come_in_any_order_of_the_tables(synthetic: dict[str, pa.Table]) -> None:
    selection = ArticleSelection("synthetic")
    shuffled = {
        name: table.take(np.random.default_rng(5).permutation(table.num_rows)) if name != "events" else table
        for name, table in synthetic.items()
    }
    one, other = (load(Tables(tables), "synthetic") for tables in (synthetic, shuffled))
    for ask in (naming, readability, sources, coverage):
        assert ask(one, selection) == ask(other, selection)


def test_some_metrics_and_outlets_are_the_same_rows(synthetic: dict[str, pa.Table]) -> None:
    data, selection = load(Tables(synthetic), "synthetic"), ArticleSelection("synthetic", phase="voting", by="country")
    for ask, metric in ((naming, "naming:act"), (sources, "sources:side"), (readability, "readability:lix")):
        every = ask(data, selection)
        some = ask(data, selection, only=(metric,), units=("country:GB", "country:UA"))
        assert some
        assert some == [r for r in every if r.metric == metric and r.outlet in ("country:GB", "country:UA")]


# --- statistics ---------------------------------------------------------------------------------------------------


def sums_of(numerators: np.ndarray, denominators: np.ndarray, groups: np.ndarray, strata: np.ndarray) -> ArticleSums:
    shape = int(groups.max()) + 1, int(strata.max()) + 1
    return of_articles(numerators, denominators, groups, strata, shape)


def interval_of_one_outlet(numerators: Floats, denominators: Floats, share: bool) -> Floats:
    """The intervals of all articles together, variants x 2."""
    none = np.zeros(len(denominators), dtype=np.int64)
    return np.asarray(intervals(of_articles(numerators, denominators, none, none, (1, 1)), share)[0])


def test_sums_of_cells_are_sums_of_articles() -> None:
    """Nothing is lost when articles are first added up in any way that keeps group and stratum apart."""
    rng = np.random.default_rng(2)
    numerators, denominators, groups, strata = random_corpus(rng, (20, 30))
    one = sums_of(numerators, denominators, groups, strata)
    parts = [rng.random(50) < 0.5]
    parts.append(~parts[0])
    halves = [of_articles(numerators[h], denominators[h], groups[h], strata[h], one.whole.shape[:2]) for h in parts]
    whole = ArticleSums(halves[0].whole + halves[1].whole, halves[0].parts + halves[1].parts)
    assert intervals(whole, True) == pytest.approx(intervals(one, True))
    assert curve_p(whole) == pytest.approx(curve_p(one))


def test_intervals_of_means_and_shares_by_simulation() -> None:
    rng = np.random.default_rng(11)
    for n, share in ((10, True), (40, True), (LIMIT + 50, True), (12, False)):
        hits = 0
        for _ in range(120):
            sizes = rng.integers(1, 8, n).astype(float)
            counts = rng.binomial(sizes.astype(int), rng.beta(3, 4.5, n)) if share else rng.normal(0.4, 1, n)
            whole = sizes if share else np.ones(n)
            low, high = interval_of_one_outlet(counts[:, None].astype(float), whole, share)[0]
            hits += low <= 0.4 <= high
        # 95 % nominal; 120 trials of a good interval fall below 102 once in 10,000 times
        assert hits >= 102, (n, share, hits)


def test_a_mean_of_equal_values_has_no_interval() -> None:
    """Twelve headlines without a mark do not show that no headline ever has one: a width of 0 would say so."""
    for value in (0.0, 0.1):
        assert np.isnan(interval_of_one_outlet(np.full((12, 1), value), np.ones(12), False)).all()
        low, high = interval_of_one_outlet(np.full((12, 1), value), np.ones(12), True)[0]
        assert low <= value < high
    one_differs = np.array([[0.0]] * 11 + [[1.0]])
    low, high = interval_of_one_outlet(one_differs, np.ones(12), False)[0]
    assert low < 1 / 12 < high


@pytest.mark.parametrize("n", [2, 8, 50, LIMIT])
def test_a_share_of_nothing_keeps_an_open_side(n: int) -> None:
    numerators = np.column_stack([np.zeros(n), np.full(n, 3.0)])
    (none, every) = interval_of_one_outlet(numerators, np.full(n, 3.0), share=True)
    assert none[0] == 0 < none[1] < 1
    assert 0 < every[0] < every[1] == 1
    assert none[1] == pytest.approx(1 - every[0])


def random_corpus(
    rng: np.random.Generator, sizes: Sequence[int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Articles whose outlet does not matter: variants depend on the article and the phase only."""
    total = sum(sizes)
    strata = rng.integers(0, 3, total)
    words = rng.integers(1, 9, total)
    counts = rng.binomial(words, np.clip(rng.beta(2, 3, total) + 0.1 * strata, 0, 1)).astype(float)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    return np.column_stack([counts, words - counts]), words.astype(float), groups, strata


@pytest.mark.parametrize("sizes", [(12, 15, 10, 30), (LIMIT + 20, LIMIT + 60, 25), (9, 900)])
def test_outlets_that_do_not_differ_are_called_different_as_often_as_stated(sizes: tuple[int, ...]) -> None:
    rng = np.random.default_rng(4)
    trials = 60
    p = np.concatenate([permutation_p(*random_corpus(rng, sizes), str(i))[:, 0] for i in range(trials)])
    expected = 0.05 * len(p)
    assert (p <= 0.05).sum() <= expected + 3.5 * np.sqrt(expected)
    assert 0.4 < p.mean() < 0.6


def test_an_outlet_that_differs_is_found() -> None:
    rng = np.random.default_rng(8)
    numerators, denominators, groups, strata = random_corpus(rng, (20, 20, 20))
    numerators[:20, 0] = denominators[:20]
    p = permutation_p(numerators, denominators, groups, strata, "1")
    assert p[0, 0] == pytest.approx(1 / 2001)


def test_a_permutation_test_by_hand() -> None:
    """Two articles of one outlet, three of another; the first two alone use the variant. Of the 10 ways to choose two
    articles one is as far out as the observed one, and none on the other side."""
    numerators = np.array([[1.0], [1.0], [0.0], [0.0], [0.0]])
    groups, strata = np.array([0, 0, 1, 1, 1]), np.zeros(5, dtype=np.int64)
    p = permutation_p(numerators, np.ones(5), groups, strata, "3")
    assert p == pytest.approx(0.1, abs=0.025)


def test_articles_never_leave_their_phase() -> None:
    """Outlets that differ only because they published in different phases do not differ."""
    numerators = np.array([[1.0]] * 10 + [[0.0]] * 10)
    strata = np.repeat([0, 1], 10)
    p = permutation_p(numerators, np.ones(20), strata.copy(), strata, "3")
    assert p == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ([], []),
        ([None], [None]),
        ([0.01], [0.01]),
        ([0.01, 0.04, 0.03, 0.005], [0.02, 0.04, 0.04, 0.02]),
        ([0.5, None, 0.01], [0.5, None, 0.02]),
        ([0.9, 0.9], [0.9, 0.9]),
    ],
)
def test_benjamini_hochberg(p: list[float | None], q: list[float | None]) -> None:
    assert benjamini_hochberg(p) == pytest.approx(q)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=2, max_size=30))
def test_intervals_of_shares_stay_within_bounds_and_hold_the_share(counts: list[tuple[int, int]]) -> None:
    denominators = np.array([max(a, b) for a, b in counts], dtype=float)
    numerators = np.array([[float(a)] for a, _ in counts])
    low, high = interval_of_one_outlet(numerators, denominators, share=True)[0]
    share = numerators.sum() / denominators.sum()
    assert 0 <= low <= high <= 1
    assert low <= share + 1e-9
    assert share <= high + 1e-9
