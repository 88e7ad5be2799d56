"""A difference under other choices: which there are, what becomes of it, and the sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from collectors.compare import PairDifference
from dashboard import sensitivity
from dashboard.selection import ViewSelection
from dashboard.sensitivity import FEW, HOLDS, OPEN, TURNS, choices, in_words, verdict

MINE = ViewSelection("v", "e", outlets=("a", "b"), voice="own")
PHASES = {"vote": "Voting", "result": "Results"}
PAIR = PairDifference(
    metric="naming:vote", variant="sham", high="a", low="b", difference=0.8, low_end=0.6, high_end=0.9, p=0.001,
    q=0.001, pairs=1,
)  # fmt: skip


def test_each_choice_changes_one_thing() -> None:
    found = choices(MINE, PHASES)
    assert [c.label for c in found] == [
        "All words", "Quoted", "Reported", "Own-produced", "One per copy group", "Texts: doubtful too", "Phase: Voting",
        "Phase: Results",
    ]  # fmt: skip
    for choice in found:
        changed = [n for n in ViewSelection.__slots__ if getattr(choice.selection, n) != getattr(MINE, n)]
        assert len(changed) == 1, choice.label


def test_of_one_phase_the_other_choice_is_all_of_them_and_phases_are_not_compared_within_one() -> None:
    assert choices(replace(MINE, phase="vote"), PHASES)[-1].label == "All phases"
    assert not [c for c in choices(replace(MINE, by="phase"), PHASES) if c.label.startswith("Phase")]


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (PAIR, HOLDS),
        (replace(PAIR, difference=-0.8, low_end=-0.9, high_end=-0.6), TURNS),
        (replace(PAIR, low_end=-0.1), OPEN),
        (replace(PAIR, p=0.2), OPEN),
        (None, FEW),
    ],
)
def test_verdicts(pair: PairDifference | None, expected: str) -> None:
    assert verdict(pair) == expected


def test_the_sentence_counts_what_could_be_tested() -> None:
    assert in_words([HOLDS, HOLDS, OPEN, FEW]) == (
        "The difference holds under 2 of 3 other choices with enough articles. One leaves too few articles."
    )
    assert in_words([HOLDS, TURNS, FEW, FEW]).endswith("and turns round under 1. 2 leave too few articles.")
    assert in_words([FEW]) == "None of the other choices leaves enough articles to tell."
    assert sensitivity.in_words([HOLDS]).endswith("1 of 1 other choices with enough articles.")
