"""Krippendorff's alpha against the worked examples of its author."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.compare.agreement import agreement, crossed

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", sections A, B and C.
BINARY = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
NOMINAL = ("a a b b d c c c e d d a", "b a b b b c c c e d d d")
MISSING = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def units(coders: tuple[str, ...]) -> list[list[str]]:
    return [[c for c in unit if c != "."] for unit in zip(*(x.split() for x in coders), strict=True)]


@pytest.mark.parametrize(("coders", "alpha", "n"), [(BINARY, 0.095, 10), (NOMINAL, 0.692, 12), (MISSING, 0.743, 11)])
def test_the_published_examples(coders: tuple[str, ...], alpha: float, n: int) -> None:
    found = agreement(units(coders))
    assert found.alpha == pytest.approx(alpha, abs=0.0005)
    assert found.units == n
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.alpha < found.high <= 1


def test_what_cannot_be_known_is_none() -> None:
    assert agreement([]).alpha is None
    assert agreement([["a"], ["b"]]).units == 0
    same = agreement([["a", "a"]] * 20)
    assert same.alpha is None, "nobody ever used another code: agreement may be habit"
    assert same.same == 1
    few = agreement([["a", "a"], ["b", "b"], ["a", "b"]])
    assert few.alpha is not None
    assert few.low is None


def test_the_same_seed_gives_the_same_interval() -> None:
    assert agreement(units(NOMINAL), seed=3) == agreement(units(NOMINAL), seed=3)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_alpha_is_one_for_equal_coders_and_never_more(pairs: list[tuple[str, str]]) -> None:
    found = agreement(pairs)
    assert found.alpha is None or found.alpha <= 1 + 1e-12
    equal = agreement([(a, a) for a, _ in pairs])
    assert equal.alpha is None or equal.alpha == 1


def test_codes_are_crossed() -> None:
    assert crossed([("a", "b"), ("a", "b"), ("b", "b")], ("a", "b")) == [[0, 2], [0, 1]]
