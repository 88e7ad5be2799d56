"""Membership: the rule, its score and its reason. All texts are invented."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import collectors
from collectors.events.membership import BY_HAND, REVIEW, membership, phase_of
from collectors.model import Actor, Article, Concept, Event, Override, Phase, Variant
from tests.benchmarks.bench_membership import membership_quality, real_quality, side_recall
from tests.benchmarks.corpora import read_articles

SAMPLE = Path(__file__).parent / "membership_sample.jsonl"
RECORDED = Path(collectors.__file__).parent / "events" / "membership_quality.json"
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


PLACED = replace(EVENT, places={"en": ("Tellmouth", "Corvale"), "de": ("Tellmouth",)})


@pytest.mark.parametrize(
    ("found", "member", "score", "reason"),
    [
        (article("Rain fell.", "Tellmouth flood spreads"), True, 3, "term “Tellmouth flood” in the headline = 3 points"),
        (article("The Tellmouth flooding grew. Ida Crane spoke.\n\nThe River Board met."), True, 4, "in the lead; names Ida Crane and River Board = 4"),
        (article("Rain.\n\nThe Tellmouth flood.\n\nThe Arnow river."), False, 1, "in the body (2 times) = 1 points, 3 needed"),
        (article("Rain.\n\nTellmouth flood. Arnow river. Tellmouth floods."), False, 2, "in the body (3 times) = 2 points, 3 needed"),
        (article("The flood hit the town. Ida Crane and the River Board spoke."), False, 0, "no query term of the event"),
        (article("Tellmouth flood.", "Tellmouth flood", "2022-10-05"), False, 0, "published 2022-10-05, outside 2022-09-20 to 2022-09-30"),
        (article("Tellmouth flood.", "Tellmouth flood", None), True, 5, "no date, so the window was not tested"),
        (article("Die Flut in Tellmouth steigt.", "Flut in Tellmouth", language="de"), True, 5, "term “Flut in Tellmouth” in the headline"),
        (article("Tellmouth flood.", "Tellmouth flood", language="fr"), True, 5, "in the headline"),
        (article("", ""), False, 0, "no query term"),
    ],
)  # fmt: skip
def test_membership(found: Article, member: bool, score: float, reason: str) -> None:
    result = membership(found, EVENT)
    assert (result.member, result.score) == (member, score)
    assert reason in result.reason


def test_where_places_are_declared_a_term_needs_one() -> None:
    elsewhere = article("The Arnow river rose.", "Arnow river rises")
    assert membership(elsewhere, EVENT).member
    result = membership(elsewhere, PLACED)
    assert not result.member
    assert result.reason.endswith("but no place of the event")
    assert membership(article("The Arnow river rose in Corvale.", "Arnow river rises"), PLACED).member
    actor = article("The Arnow river rose, Mayor Crane said.", "Arnow river rises")
    assert not membership(actor, PLACED).member, "actors speak of other matters too"


def test_an_open_ending_inside_a_phrase() -> None:
    event = replace(EVENT, terms={"en": ("flood* of Tellmouth*",)})
    assert membership(article("Rain.", "Floods of Tellmouth's mill"), event).member
    assert not membership(article("Rain.", "Floods of Corvale"), event).member


def test_the_doubtful_are_marked_for_review() -> None:
    doubtful = membership(article("Rain.\n\nTellmouth flood. Ida Crane."), EVENT)
    assert (doubtful.member, doubtful.score, doubtful.rule) == (False, 2, REVIEW)


def test_what_was_decided_by_hand_stands() -> None:
    by_hand = (
        Override("a", True, "names the river only", "desk"),
        Override("https://x.example/b", False, "a poem", "desk"),
    )
    event = replace(EVENT, overrides=by_hand)
    kept = membership(article("Nothing of the kind."), event)
    assert (kept.member, kept.rule, kept.reason) == (True, BY_HAND, "names the river only (desk)")
    poem = replace(article("Tellmouth flood.", "Tellmouth flood"), id="b", url="https://x.example/b")
    assert not membership(poem, event).member


def test_precision_and_recall_on_our_sample() -> None:
    """Short texts of ours, and a recorded figure that is theirs. Real coverage will do worse: the same hand wrote both
    texts and rule."""
    measured = membership_quality(SAMPLE)
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    real, sides = recorded.pop("real"), recorded.pop("sides")
    assert measured == recorded, "run tests/benchmarks/bench_membership.py"
    assert real["all"]["articles"] >= 300
    for part in real.values():
        assert part["precision"]["right"] / part["precision"]["of"] >= 0.93
        assert part["recall"]["right"] / part["recall"]["of"] >= 0.93
    lost = {side: 1 - sides[side]["recall"]["right"] / sides[side]["recall"]["of"] for side in sides}
    assert {"legitimising", "delegitimising"} <= lost.keys()
    assert max(lost.values()) - min(lost.values()) <= 0.05
    assert measured["articles"] >= 140
    assert measured["precision"]["right"] / measured["precision"]["of"] >= 0.95
    assert measured["recall"]["right"] / measured["recall"]["of"] >= 0.93
    assert measured["languages"] >= 8


def test_an_event_without_terms_takes_what_its_window_holds() -> None:
    plain = Event("plain", "Plain", date(2022, 9, 20), date(2022, 9, 30))
    assert membership(article("Anything."), plain).member
    assert not membership(article("Anything.", published="2021-01-01"), plain).member


def test_words_are_matched_whole() -> None:
    assert not membership(article("Stellmouth floods.", "Stellmouth floods"), EVENT).member
    assert not membership(article("The Arnow rivers.", "Arnow rivers"), EVENT).member


def test_precision_and_recall_on_real_pieces() -> None:
    """The marks are shipped, the texts are not: set PARALLAX_TEST_CORPORA to the folder that holds event2022/."""
    files = sorted(Path(os.environ.get("PARALLAX_TEST_CORPORA", "/nowhere")).glob("event2022/*.jsonl.gz"))
    if not files:
        pytest.skip("PARALLAX_TEST_CORPORA names no folder with event2022/")
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    articles = list(read_articles(files))
    assert real_quality(articles) == recorded["real"]
    assert side_recall(articles) == recorded["sides"]


PAIRED = replace(
    EVENT,
    pairs={"en": ("dam|dike + broke|burst + Arnow",)},
    not_terms={"en": ("flood* of 1910", "Arnow ... museum")},
)


@pytest.mark.parametrize(
    ("title", "member"),
    [
        ("The dike on the Arnow burst", True),
        ("The dike held", False),
        (f"The dike burst. {'Rain fell on the hills. ' * 6}The Arnow rose.", False),
        ("Tellmouth 'flood' spreads", True),
        ("The Tellmouth flood of 1910", False),
        ("The Arnow river museum opens", False),
    ],
)
def test_pairs_and_phrases_of_other_events(title: str, member: bool) -> None:
    assert membership(article("Rain.", title), PAIRED).member is member


def test_the_address_stands_in_for_a_teaser() -> None:
    teaser = replace(article("Rain.", "What we know"), url="https://x.example/news/90210-tellmouth-flood-toll.html")
    result = membership(teaser, EVENT)
    assert (result.member, result.score) == (True, 3)
    assert "term “tellmouth flood” in the address" in result.reason
    assert membership(replace(teaser, title="Tellmouth flood"), EVENT).score == 3, "counted once"


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2022, 9, 20), "rising"), (date(2022, 9, 30), "after"), (date(2022, 10, 1), None), (None, None)],
)
def test_phase(day: date | None, expected: str | None) -> None:
    assert phase_of(day, EVENT.phases) == expected
