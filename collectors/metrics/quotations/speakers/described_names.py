"""Names inside descriptions of a speaker: which is the speaker's own, and which only says what he belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from collectors.metrics.quotations.speakers.names import BREAKS, NAME_WORDS, is_body, is_function, lowered
from collectors.metrics.quotations.speakers.speaker_words import AREA_WORDS, BODY_WORDS, ROLE_WORDS
from collectors.metrics.word_lists import word_set

_OF_WHAT = word_set("en.people.prepositions_of_belonging")
_RUNS, _NAME = 2, 4  # capitalised runs of a phrase that ends in a name, most words of the name


def name_at_end(surface: str, runs: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """Return the name that ends a phrase behind a noun: "Fox News contributor | Tammy Bruce"; None without one.

    Args:
        surface: The words as written.
        runs: The capitalised runs of the words, in order.
    """
    phrase = surface.partition(",")[0].rstrip()
    last = next((run for run in reversed(runs) if run.end() == len(phrase)), None)
    if (
        last is None
        or len(runs) < _RUNS
        or not 2 <= len(last.group().split()) <= _NAME
        or is_body(last.group().split())
    ):
        return None
    noun = NAME_WORDS.findall(phrase[: last.start()])[-1:]
    owned = "’s " in phrase[: last.start()] or "'s " in phrase[: last.start()]
    plain = bool(noun) and noun[0].islower() and noun[0] not in BREAKS and not is_function(noun)
    return last if plain and not owned and phrase[last.start() - 1] == " " else None


def is_belonging(surface: str, run: re.Match[str]) -> bool:
    """Whether a name only says what a description belongs to: "the film producer for the | James Bond | films".

    So does a name before a role that ends the description ("the | Pink Floyd | co-founder"), and one in a clause
    behind it ("the actor, who plays | Lucas Sinclair |").

    Args:
        surface: The words as written.
        run: One of their capitalised runs.
    """
    if ", who " in surface[: run.start()]:
        return True
    role = surface[run.end() :].split()
    if role and role[-1] in ROLE_WORDS and surface.lower().startswith("the ") and surface[run.end() :].islower():
        return run.start() == len("the ") and len(run.group().split()) > 1
    before = NAME_WORDS.findall(surface[: run.start()])
    place = next((index for index, word in enumerate(before) if index and word in _OF_WHAT), None)
    if place is None or not all(word in _OF_WHAT or word in ("the", "a", "an") for word in before[place:]):
        return False
    if surface.startswith((", who", ", which"), run.end()):
        return False
    body = before[place - 1].lower() in BODY_WORDS | AREA_WORDS
    return not body and all(word.islower() for word in map(lowered, before[:place])) and before[0] not in _OF_WHAT
