"""How many different speakers: closed forms by hand and by drawing, equal numbers for unequal outlets."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.compare import ArticleArrays, ArticleSelection, ComparisonRow
from collectors.compare.speaker_diversity import EFFECTIVE, VARIETY, diversity_rows, effective, rarefied
from tests.test_compare import article, facts, quotation


@pytest.mark.parametrize(
    ("counts", "m", "expected"),
    [
        ([4], 2, 1.0),
        ([1, 1, 1], 2, 2.0),
        ([2, 1], 2, 1 + 2 / 3),  # the pairs aa, ab, ab
        ([2, 2], 1, 1.0),
        ([3, 1, 1], 5, 3.0),
        ([3, 1], 5, None),
        ([3, 0, 1], 4, 2.0),
    ],
)
def test_the_expected_number_of_speakers(counts: list[int], m: int, expected: float | None) -> None:
    assert rarefied(np.array(counts), m) == (None if expected is None else pytest.approx(expected))


@given(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_it_is_the_mean_over_all_draws(counts: list[int], m: int) -> None:
    quotations = [speaker for speaker, n in enumerate(counts) for _ in range(n)]
    draws = [len(set(d)) for d in combinations(quotations, m)]
    found = rarefied(np.array(counts), m)
    assert found == (pytest.approx(sum(draws) / len(draws)) if draws else None)


@pytest.mark.parametrize(
    ("counts", "expected"), [([2, 2], 3.0), ([5], 1.0), ([1, 1, 1], None), ([3, 1], 2.0), ([10, 10, 10], 29 / 9)]
)
def test_the_effective_number_of_speakers(counts: list[int], expected: float | None) -> None:
    assert effective(np.array(counts)) == (None if expected is None else pytest.approx(expected))


def outlets(sizes: dict[str, int], speakers: dict[str, int]) -> ArticleArrays:
    """Articles with one quotation each; each outlet's speakers take turns."""
    articles, said = [], []
    for outlet, size in sizes.items():
        for i in range(size):
            articles.append(article(f"{outlet}{i}", outlet))
            said.append(quotation(f"{outlet}{i}", 10, speaker_name=f"{outlet} speaker {i % speakers[outlet]}"))
    said.append(quotation(f"{min(sizes)}0", 10, speaker_name="a source", speaker_kind="anonymous"))
    return facts(articles=articles, quotations=said)


def by_metric(rows: list[ComparisonRow]) -> dict[tuple[str, str], ComparisonRow]:
    return {(r.metric, r.outlet): r for r in rows}


def test_unequal_outlets_are_compared_at_equal_numbers() -> None:
    found = by_metric(
        diversity_rows(outlets({"a": 40, "b": 10, "c": 3}, {"a": 5, "b": 5, "c": 1}), ArticleSelection("e"))
    )
    many, few = (found[VARIETY, outlet] for outlet in "ab")
    assert many.denominator == few.denominator == 10  # c has too few articles to set the number
    assert few.numerator == pytest.approx(5)
    assert many.numerator < 5
    assert (VARIETY, "c") not in found
    assert [(r.enough, r.n_articles) for r in (many, few)] == [(True, 40), (True, 10)]
    assert not found[EFFECTIVE, "c"].enough
    for row in (many, few):
        assert row.ci_low is not None
        assert row.ci_high is not None
        assert row.estimate is not None
        assert row.ci_low <= row.estimate <= row.ci_high <= 1
    assert found[EFFECTIVE, "c"].estimate == pytest.approx(1.0)
    assert found[EFFECTIVE, "a"].estimate == pytest.approx(40 * 39 / (5 * 8 * 7))


def test_an_actor_is_one_speaker_under_all_names() -> None:
    rows = [quotation("a0", 5, speaker_name=n, actor="envoy") for n in ("Anna Kask", "Kask")]
    found = diversity_rows(facts(articles=[article("a0", "a")], quotations=rows), ArticleSelection("e"))
    assert [(r.metric, r.estimate, r.ci_low) for r in found] == [(EFFECTIVE, 1.0, None)]


def test_nothing_named_gives_nothing() -> None:
    nameless = facts(articles=[article("a0", "a")], quotations=[quotation("a0", 5, speaker_kind="unattributed")])
    assert diversity_rows(nameless, ArticleSelection("e")) == []
    assert diversity_rows(outlets({"a": 4}, {"a": 2}), ArticleSelection("e", voice="own")) == []
    assert diversity_rows(facts(articles=[article("a0", "a")]), ArticleSelection("e")) == []
