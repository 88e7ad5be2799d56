"""All articles, own-produced ones, or one of each group of copies: every figure counts what the switch says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pyarrow as pa
import pytest

from collectors import compare
from collectors.compare import COPIES, ArticleArrays, ArticleSelection
from collectors.compare.presence import presence, presence_rows
from collectors.dataset.versions import open_dataset
from tests.support.dashboard_home import usual
from tests.support.make_dataset import write

KEPT: dict[str, Callable[[dict[str, object]], bool]] = {
    "all": lambda r: True,
    "one": lambda r: r["cluster"] is None or bool(r["first_in_cluster"]),
    "own": lambda r: r["agency"] is None and (r["cluster"] is None or bool(r["first_in_cluster"])),
}


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> ArticleArrays:
    """Of each outlet's articles some credit an agency, some repeat an earlier one, some both; all are well read."""
    made = usual()
    articles = made["articles"]
    n = articles.num_rows
    columns = {
        "grade": pa.array(["good"] * n),
        "agency": pa.array([("volga-wire" if i % 5 == 0 else None) for i in range(n)], pa.string()),
        "cluster": pa.array([(f"c{i // 6}" if i % 3 == 0 else None) for i in range(n)], pa.string()),
        "first_in_cluster": pa.array([i % 3 != 0 or i % 7 == 0 for i in range(n)]),
    }
    for name, values in columns.items():
        articles = articles.set_column(articles.schema.get_field_index(name), name, values)
    home = tmp_path_factory.mktemp("switch")
    write(home, made | {"articles": articles})
    return compare.load(open_dataset(home), "synthetic")


@pytest.fixture(scope="module")
def counted(facts: ArticleArrays) -> dict[str, Counter[str]]:
    """Articles of each outlet that each choice keeps, counted here from the rows themselves."""
    rows = facts.tables.table("articles", ["outlet", "agency", "cluster", "first_in_cluster"]).to_pylist()
    found = {copies: Counter(str(r["outlet"]) for r in rows if kept(r)) for copies, kept in KEPT.items()}
    assert found["all"].total() > found["one"].total() > found["own"].total()
    return found


@pytest.mark.parametrize("copies", COPIES)
def test_every_family_counts_the_articles_that_the_switch_keeps(
    facts: ArticleArrays, counted: dict[str, Counter[str]], copies: str
) -> None:
    asked = ArticleSelection("synthetic", copies=copies)
    expected = counted[copies]
    seen = set()
    for ask in (compare.naming, compare.readability, compare.sources, compare.coverage):
        for row in ask(facts, asked):
            assert row.copies == copies
            family = row.metric.partition(":")[0]
            if family in {"readability", "coverage"} or row.metric in {"naming:vote", "sources:quoted_words"}:
                # Every article of these data has words, a score and the vote in its headline.
                assert row.n_articles == expected[row.outlet], row.metric
            else:
                assert row.n_articles <= expected[row.outlet], row.metric
            seen.add(family)
    assert seen == {"naming", "readability", "sources", "coverage"}
    shares = {
        r.outlet: (r.numerator, r.denominator) for r in compare.coverage(facts, asked) if r.metric == "coverage:own"
    }
    for outlet, (own, of) in shares.items():
        assert (own, of) == (counted["own"][outlet], expected[outlet])


@pytest.mark.parametrize("copies", COPIES)
def test_coverage_by_day_follows_the_switch(
    facts: ArticleArrays, counted: dict[str, Counter[str]], copies: str
) -> None:
    rows = presence_rows(facts, ArticleSelection("synthetic", copies=copies), presence(facts.tables, "synthetic"))
    found = {r.outlet: (r.numerator, r.denominator) for r in rows if r.metric == "coverage:share"}
    assert found == {o: (n, counted[copies].total()) for o, n in counted[copies].items()}


def test_the_comparison_holds_all_three(facts: ArticleArrays) -> None:
    families = {(r.metric.partition(":")[0], r.copies) for r in compare.comparison(facts)}
    assert families >= {(f, c) for f in ("naming", "readability", "sources", "coverage") for c in COPIES}
