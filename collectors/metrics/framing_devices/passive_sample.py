"""The error of the passive detector on clauses that were written for this project and marked by hand.

The sample contains hard cases on purpose and was written by the author of the rules, so its scores are neither an upper
nor a lower bound of those on real text.
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
    """A clause of the sample.

    Attributes:
        text: The clause without its markup.
        passives: For each passive, the offset behind its participle and whether a doer is named.
    """

    text: str
    passives: frozenset[tuple[int, bool]]


class Score(NamedTuple):
    """Counts of agentless passives in the sample.

    Attributes:
        marked: How many are marked by hand.
        found: How many the detector finds.
        right: How many are both marked and found.
        clauses: How many clauses the sample has.
    """

    marked: int
    found: int
    right: int
    clauses: int

    @property
    def precision(self) -> float:
        """Share of the found passives that are marked; `found` must be above 0."""
        return self.right / self.found

    @property
    def recall(self) -> float:
        """Share of the marked passives that are found; `marked` must be above 0."""
        return self.right / self.marked


def clauses() -> list[Clause]:
    """Read the clauses of the sample from passives-sample.txt."""
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
    """Run the detector on a clause.

    Args:
        text: The clause, without markup.
        event: The event whose verbs the detector knows.

    Returns:
        The passives found, in the form of `Clause.passives`.
    """
    ground = VoicedText(text, "en", lambda start, end: Voice.OWN, lead_end=0)
    return frozenset((Span(*passive.span).end, passive.agent) for passive in passives(ground, event))


@lru_cache(maxsize=1)
def score() -> Score:
    """Score the detector on the whole sample, once per process."""
    event = Event("sample", "No verbs declared", date.min, date.max)
    marked = seen_in_all = right = 0
    sample = clauses()
    for clause in sample:
        agentless = {end for end, agent in clause.passives if not agent}
        seen = {end for end, agent in found_in(clause.text, event) if not agent}
        marked, seen_in_all, right = marked + len(agentless), seen_in_all + len(seen), right + len(agentless & seen)
    return Score(marked, seen_in_all, right, len(sample))
