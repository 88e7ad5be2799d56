"""Membership: the rule, its score and its reason. All texts are invented."""

from __future__ import annotations

from datetime import date

import pytest

from collectors.events import membership, phase_of
from collectors.model import Actor, Article, Concept, Event, Phase, Variant

EVENT = Event(
    id="tellmouth-flood",
    title="The flood at Tellmouth",
    start=date(2022, 9, 20),
    end=date(2022, 9, 30),
    phases=(
        Phase("rising", "The river rises", date(2022, 9, 20), date(2022, 9, 22)),
        Phase("after", "Afterwards", date(2022, 9, 23), date(2022, 9, 30)),
    ),
    terms={"en": ("Tellmouth flood*", "Arnow river"), "de": ("Flut in Tellmouth",)},
    actors=(
        Actor("crane", "Ida Crane", ("Mayor Crane",), "town", "official"),
        Actor("board", "River Board", (), "state", "official", "body"),
    ),
    concepts=(
        Concept("water", "The water", (Variant("flood", "flood", {"en": (r"\bfloods?\b",)}),)),
        Concept("place", "The place", (Variant("town", "town", {"en": (r"\btown\b",)}),)),
    ),
)


def article(text: str, title: str | None = "", published: str | None = "2022-09-23", language: str = "en") -> Article:
    return Article("a", None, "courier", title, (), published, language, text)


@pytest.mark.parametrize(
    ("found", "member", "score", "reason"),
    [
        (article("Rain fell.", "Tellmouth flood spreads"), True, 4, "term “Tellmouth flood” in the headline; 1 concept named"),
        (article("The Tellmouth flooding grew. Ida Crane spoke.\n\nThe River Board met."), True, 4, "in the lead; 2+ actors named"),
        (article("Rain.\n\nThe Tellmouth flood.\n\nThe Arnow river."), False, 3, "in the body (2 times); 1 concept named = 3 points, 4 needed"),
        (article("The flood hit the town. Ida Crane and the River Board spoke."), False, 4, "no query term of the event"),
        (article("Tellmouth flood.", "Tellmouth flood", "2022-10-05"), False, 0, "published 2022-10-05, outside 2022-09-20 to 2022-09-30"),
        (article("Tellmouth flood.", "Tellmouth flood", None), True, 6, "no date, so the window was not tested"),
        (article("Die Flut in Tellmouth steigt.", "Flut in Tellmouth", language="de"), True, 5, "term “Flut in Tellmouth” in the headline"),
        (article("Tellmouth flood.", "Tellmouth flood", language="fr"), True, 6, "in the headline"),
        (article("", ""), False, 0, "no query term"),
    ],
)  # fmt: skip
def test_membership(found: Article, member: bool, score: float, reason: str) -> None:
    result = membership(found, EVENT)
    assert (result.member, result.score) == (member, score)
    assert reason in result.reason


def test_an_event_without_terms_takes_what_its_window_holds() -> None:
    plain = Event("plain", "Plain", date(2022, 9, 20), date(2022, 9, 30))
    assert membership(article("Anything."), plain).member
    assert not membership(article("Anything.", published="2021-01-01"), plain).member


def test_words_are_matched_whole() -> None:
    assert not membership(article("Stellmouth floods.", "Stellmouth floods"), EVENT).member
    assert not membership(article("The Arnow rivers.", "Arnow rivers"), EVENT).member


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2022, 9, 20), "rising"), (date(2022, 9, 30), "after"), (date(2022, 10, 1), None), (None, None)],
)
def test_phase(day: date | None, expected: str | None) -> None:
    assert phase_of(day, EVENT.phases) == expected
