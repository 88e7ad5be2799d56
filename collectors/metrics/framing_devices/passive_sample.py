"""The passive detector's error on a sample of our own: clauses marked by hand, with the hard cases written on purpose.

The sample is harder than running text and was written by the hand that wrote the rules; it bounds neither.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from collectors.metrics.framing_devices.passives import passives
from collectors.metrics.framing_devices.voiced_words import VoicedText
from collectors.model import Event, Span, Voice

_FILE = Path(__file__).with_name("passives-sample.txt")
_MARK = re.compile(r"\[([^\]]+)\]|\{([^}]+)\}")


class Clause(NamedTuple):
    """A clause and its passives: the end of the participle, and whether a doer is named."""

    text: str
    passives: frozenset[tuple[int, bool]]


class Score(NamedTuple):
    """Agentless passives: how many are marked, found, and both; and the clauses they stand in."""

    marked: int
    found: int
    right: int
    clauses: int

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.marked


def clauses() -> list[Clause]:
    """The clauses of the sample."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [_clause(line) for line in lines if line and not line.startswith("#")]


def _clause(line: str) -> Clause:
    text, marks, last = "", [], 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()] + (match[1] or match[2])
        marks.append((len(text), match[2] is not None))
        last = match.end()
    return Clause(text + line[last:], frozenset(marks))


def found_in(text: str, event: Event) -> frozenset[tuple[int, bool]]:
    """What the detector finds in a clause, in the form of the marks."""
    ground = VoicedText(text, "en", lambda start, end: Voice.OWN, lead_end=0)
    return frozenset((Span(*passive.span).end, passive.agent) for passive in passives(ground, event))


@lru_cache(maxsize=1)
def score() -> Score:
    """The detector on the whole sample."""
    event = Event("sample", "No verbs declared", date.min, date.max)
    marked = found = right = 0
    sample = clauses()
    for clause in sample:
        told = {end for end, agent in clause.passives if not agent}
        seen = {end for end, agent in found_in(clause.text, event) if not agent}
        marked, found, right = marked + len(told), found + len(seen), right + len(told & seen)
    return Score(marked, found, right, len(sample))
