"""Whether a difference between two outlets holds under other choices than the reader's: sensitivity. Pure.

Each other choice changes one thing of the selection: whose words, which copies, doubtful texts too, a single phase.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from collectors.compare import PairDifference
from collectors.model import Voice
from dashboard.findings import LEVEL
from dashboard.selection import ALL, COPIES, GRADES, VOICES, ViewSelection

HOLDS, OPEN, TURNS, FEW = "holds", "not settled", "turns round", "not enough articles"


@dataclass(frozen=True, slots=True)
class SensitivityChoice:
    """A selection that differs from the reader's in one thing, and its label."""

    label: str
    selection: ViewSelection


def choices(mine: ViewSelection, phases: Mapping[str, str]) -> list[SensitivityChoice]:
    """Return the other choices.

    Single phases are added where the reader sees all of them and phases are not what is compared.

    Args:
        mine: the reader's selection.
        phases: titles of the event's phases by id.
    """
    other_choices = [
        SensitivityChoice(f"{VOICES[voice]}", replace(mine, voice=voice))
        for voice in VOICES
        if voice not in (mine.voice, Voice.UNDECIDED)  # words whose voice is unknown prove nothing of a voice
    ]
    other_choices += [
        SensitivityChoice(COPIES[copies], replace(mine, copies=copies)) for copies in COPIES if copies != mine.copies
    ]
    other_choices += [
        SensitivityChoice(f"Texts: {GRADES[grade].lower()}", replace(mine, grade=grade))
        for grade in GRADES
        if grade != mine.grade
    ]
    if mine.phase != ALL:
        return [*other_choices, SensitivityChoice("All phases", replace(mine, phase=ALL))]
    if mine.by != "phase":
        other_choices += [
            SensitivityChoice(f"Phase: {title}", replace(mine, phase=phase)) for phase, title in phases.items()
        ]
    return other_choices


def verdict(pair: PairDifference | None) -> str:
    """Return whether "the first is above the second" holds, is turned round, is open, or has too few articles.

    It is open where p is not below LEVEL or the interval of the difference holds 0.

    Args:
        pair: the difference of the first from the second; None where one has too few articles.
    """
    if pair is None:
        return FEW
    if pair.p is None or pair.p >= LEVEL or pair.low_end <= 0 <= pair.high_end:
        return OPEN
    return HOLDS if pair.difference > 0 else TURNS


def in_words(verdicts: Sequence[str]) -> str:
    """Return one sentence about all verdicts."""
    tested = [one_verdict for one_verdict in verdicts if one_verdict != FEW]
    if not tested:
        return "None of the other choices leaves enough articles to tell."
    held, turned = tested.count(HOLDS), tested.count(TURNS)
    turns = f", and turns round under {turned}" if turned else ""
    left = len(verdicts) - len(tested)
    rest = f" {left} leave too few articles." if left > 1 else " One leaves too few articles." if left else ""
    return f"The difference holds under {held} of {len(tested)} other choices with enough articles{turns}.{rest}"
