"""Krippendorff's alpha against the worked examples of its author."""

from __future__ import annotations

import numpy as np
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
    assert found.alpha is not None
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


def test_order_counts_where_codes_are_ordered() -> None:
    """Krippendorff 2011, section D: ordinal alpha of the same four coders is .815."""
    found = agreement(units(MISSING), ordinal=True)
    assert found.alpha == pytest.approx(0.815, abs=0.0005)
    near, far = (
        agreement([["1", "1"], ["2", "2"], ["3", "3"], ["4", "4"], ["1", other]], ordinal=True) for other in "24"
    )
    assert (near.alpha or 0) > (far.alpha or 0)


@pytest.mark.parametrize(("right", "codes"), [(0.9, 2), (0.8, 3), (0.95, 4)])
def test_the_interval_holds_at_twenty_units(right: float, codes: int) -> None:
    """Two coders who see the true code so often and guess otherwise."""
    rng = np.random.default_rng(codes)
    alpha = right**2  # both see it, else one of them at least guesses from the same shares
    held = []
    for _ in range(400):
        truth = rng.integers(0, codes, 20)
        told = [np.where(rng.random(20) < right, truth, rng.integers(0, codes, 20)) for _ in range(2)]
        found = agreement([[str(a), str(b)] for a, b in zip(*told, strict=True)])
        if found.low is not None and found.high is not None:
            held.append(found.low <= alpha <= found.high)
    assert 0.92 <= np.mean(held) <= 0.99


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_alpha_is_one_for_equal_coders_and_never_more(pairs: list[tuple[str, str]]) -> None:
    found = agreement(pairs)
    assert found.alpha is None or found.alpha <= 1 + 1e-12
    equal = agreement([(a, a) for a, _ in pairs])
    assert equal.alpha is None or equal.alpha == 1


def test_codes_are_crossed() -> None:
    assert crossed([("a", "b"), ("a", "b"), ("b", "b")], ("a", "b")) == [[0, 2], [0, 1]]
