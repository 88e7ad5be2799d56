"""What `parallax check` says of patterns: hits, patterns without any, holes, forms, mistaken repeats."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from collectors.config.event_patterns import faults
from collectors.config.sound_patterns import digest_of
from collectors.events.pattern_check import forms, hits, holes, report
from collectors.model import Article, Concept, Event, Variant

EVENT = Event(
    "vote-2022",
    "A vote",
    date(2022, 9, 1),
    date(2022, 10, 1),
    concepts=(
        Concept(
            "vote",
            "The vote",
            (
                Variant("sham", "sham", {"en": (r"\bsham votes?\b", r"\bmock votes?\b"), "cs": (r"\banexe\b",)}, lemmas={"cs": ("anexe",)}),
                Variant("vote", "vote", {"en": (r"\bvotes?\b",)}),
            ),
        ),
    ),
)  # fmt: skip


def article(text: str, language: str | None = "en") -> Article:
    return Article("a", None, "o", "", (), None, language, text)


def test_hits_with_their_surroundings_and_patterns_without_any() -> None:
    found = hits([article("They held a sham vote. Votes were counted."), article("A vote.", None)], EVENT)
    assert {name[1:]: entry.count for name, entry in found.items()} == {("vote", "sham"): 1, ("vote", "vote"): 1}
    sham = found["en", "vote", "sham"]
    assert sham.contexts == ["They held a [sham vote]. Votes were counted."]
    assert sham.unmatched == [r"\bmock votes?\b"]
    assert found["en", "vote", "vote"].unmatched == []
    assert r"    matches nothing here: \bmock votes?\b" in list(report(found))


def test_holes_and_forms() -> None:
    assert list(holes(EVENT)) == ["vote-2022: no patterns in cs for vote.vote"]
    named = tuple(Variant(f"v{number}", "v", {"en": ("v",)}) for number in range(20))
    (line,) = holes(replace(EVENT, concepts=(Concept("vote", "The vote", (EVENT.concepts[0].variants[0], *named)),)))
    assert line.endswith("vote.v5 and 14 more")
    assert next(forms(EVENT)).startswith("cs vote.sham “anexe”: anexe, anexi, anexí")


@pytest.mark.parametrize("pattern", [r"\b(?:new )(0, 3)house\b", r"\bnew(0,\s3) house\b", r"\b\w+(1,2)"])
def test_a_repeat_in_round_brackets_is_a_mistake(pattern: str) -> None:
    assert any("never matches" in fault.what for fault in faults(pattern))


@pytest.mark.parametrize("pattern", [r"\b(?:new ){0,3}house\b", r"\bhouse (?:1|2)\b", r"\bf\(0,1\)"])
def test_other_brackets_are_none(pattern: str) -> None:
    assert not any("never matches" in fault.what for fault in faults(pattern))


def test_a_pattern_that_is_known_to_be_sound_is_not_tried_and_any_other_is(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = r"\b(?:\w+)+!"
    assert faults(slow)
    monkeypatch.setattr("collectors.config.sound_patterns.sound_digests", lambda: frozenset([digest_of(slow)]))
    assert faults(slow) == []
    assert faults(slow + "?")
