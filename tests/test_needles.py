"""Needles: a text without them cannot match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.config import data_dir, load_event
from collectors.metrics.naming import Haystack, Searched
from collectors.metrics.pattern_needles import fold, needles


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bsham\b", ["sham"]),
        (r"\bsham\s(?:vote|ballot)s?", ["sham", "ballot vote"]),
        (r"(?:fake|bogus) poll", [" poll", "bogus fake"]),
        (r"(?:fake|x) poll", [" poll"]),
        (r"colou?r", ["colo"]),
        (r"votes+", ["votes"]),
        (r"vo(?:te)?s", []),
        (r"(?:vote){0,2} now", [" now"]),
        (r"(?:vote){2} now", [" now", "vote"]),
        (r"vote*\w", ["vot"]),
        (r"vote|poll", ["poll vote"]),
        (r"vote|\w+", []),
        (r"(?=annex)(?<!to )(?!annexes)\w+", ["annex"]),
        (r"(?-i:DPR|LPR)", ["dpr lpr"]),
        (r"[Vv]oting\.", ["oting."]),
        (r"[]a-z\]]voting", ["voting"]),
        (r"(?P<name>vote)", ["vote"]),
        (r"Референдум\w*", ["референдум"]),
        (r"(?x) vote # comment", []),
        (r"(?P=name)", []),
        (r"vote)", []),
        ("vote\\", []),
        ("", []),
    ],
)
def test_what_is_needed(pattern: str, expected: list[str]) -> None:
    assert [" ".join(sorted(strings)) for strings in sorted(needles(pattern), key=sorted)] == sorted(expected)


def may_match(pattern: str, text: str) -> bool:
    return Haystack(text).may_match(Searched("v", re.compile(pattern, re.IGNORECASE), needles(pattern)))


SHIPPED = sorted(
    {
        pattern
        for file in sorted((data_dir() / "events").glob("*.toml"))
        for concept in load_event(file).concepts
        for variant in concept.variants
        for patterns in variant.patterns.values()
        for pattern in patterns
    }
)


def test_nearly_every_shipped_pattern_has_needles() -> None:
    assert sum(not needles(pattern) for pattern in SHIPPED) <= len(SHIPPED) // 20


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_matches_holds_its_needles(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from([p for p in SHIPPED if "(?<" not in p and "(?!" not in p]))
    text = data.draw(st.from_regex(re.compile(pattern, re.IGNORECASE)))
    assert may_match(pattern, text)


@pytest.mark.parametrize("text", ["SHAM", "\u017fham", "Sham", "a \u017fHAM vote"])
def test_case_is_folded_as_the_search_folds_it(text: str) -> None:
    assert re.search("sham", text, re.IGNORECASE)
    assert may_match("sham", text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="abc|()?*+{}[]\\1,.:=!<P-^$ i", max_size=25), st.text(alphabet="abcABC1. ", max_size=12))
def test_any_expression_is_read_or_left_alone(pattern: str, text: str) -> None:
    found = needles(pattern)
    try:
        compiled = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError, FutureWarning):
        return
    if compiled.search(text):
        assert all(any(s in fold(text) for s in strings) for strings in found)
