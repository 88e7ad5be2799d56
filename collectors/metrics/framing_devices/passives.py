"""English passives: a form of "be" or "get" and a past participle, with or without a "by" that names the doer.

They are found by rules over words, without a parser: the auxiliary, up to four adverbs, the participle; then a "by"
with a doer is looked for in the next REACH words of the same clause. A list excludes participles that are mostly
adjectives ("was interested"). Not detected are reduced forms ("the vote held in May"), questions ("was it held?"),
second participles ("was seized and taken") and forms with "'s". The detector's error is measured on
passives-sample.txt, clauses that were written for this project.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from collectors.metrics.framing_devices.english_verbs import AFTER_GET, WITH_NEXT, is_participle, participles
from collectors.metrics.framing_devices.voiced_words import VoicedText
from collectors.metrics.word_lists import alternatives, word_set
from collectors.model import Event, Mark, Span

BE = word_set("en.passives.forms_of_be")
GET = word_set("en.passives.forms_of_get")
ADVERBS = word_set("en.passives.adverbs_inside")
MOST_ADVERBS = 4

#: How many words after the participle are searched for a doer.
REACH = 12
_STOPS = word_set("en.passives.clause_starts")

_TIMES = word_set("en.passives.by_times")
_PLACES = word_set("en.passives.by_places")
_MEANS = word_set("en.passives.by_means")
_ENDS = word_set("en.passives.by_ends")
_ARTICLES = word_set("en.passives.determiners")
_NUMBER = re.compile(rf"\d|(?:{alternatives('en.passives.number_words')})$")
_AMOUNTS = word_set("en.passives.by_amounts")
_GO_ON = word_set("en.passives.after_means")
_CLOCK = word_set("en.passives.clock_words")
_GERUND = re.compile(r"[a-z]{2,}ing$")
_NO_GERUND = word_set("en.passives.nouns_in_ing")

#: Characters that may stand between two words of one clause.
_INSIDE = re.compile(r"[\s\"'“”‘’«»\-–]*")


@dataclass(frozen=True, slots=True)
class Passive:
    """A passive.

    Attributes:
        span: From its auxiliary to its participle.
        verb: The lemma where the event declares the verb, else the participle in lower case.
        agent: Whether a "by" names who did it.
    """

    span: Span
    verb: str
    agent: bool


def passives(ground: VoicedText, event: Event) -> list[Passive]:
    """Find the passives of an English title or text.

    Args:
        ground: The title or text.
        event: The event whose declared verbs give the lemmas.

    Returns:
        The passives in reading order.
    """
    lemmas = declared_forms(event)
    spotted = []
    index, words = 0, ground.lower
    while index < len(words):
        at = _participle(ground, index) if words[index] in BE or words[index] in GET else None
        if at is None:
            index += 1
            continue
        span = Span(ground.words[index].start, ground.words[at].end)
        spotted.append(Passive(span, lemmas.get(words[at], words[at]), _has_agent(ground, at)))
        index = at + 1
    return spotted


def agentless(ground: VoicedText, spotted: list[Passive]) -> list[Mark]:
    """Mark the passives that do not say who did it.

    Args:
        ground: The title or text in which they were found.
        spotted: The passives that `passives` found there.
    """
    return [ground.mark("passive", passive.verb, passive.span) for passive in spotted if not passive.agent]


def declared_forms(event: Event) -> Mapping[str, str]:
    """Map the past participles of the event's English verbs to their lemmas."""
    return {form: verb for verb in event.verbs.get("en", ()) for form in sorted(participles(verb))}


def _participle(ground: VoicedText, index: int) -> int | None:
    """Find the participle of the passive whose auxiliary is at `index`.

    Returns:
        Its index; None where there is none, or where it belongs to a later auxiliary.
    """
    words = ground.lower
    get = words[index] in GET
    for at in range(index + 1, min(len(words), index + 2 + MOST_ADVERBS)):
        if not _INSIDE.fullmatch(ground.text, ground.words[at - 1].end, ground.words[at].start):
            return None
        word = words[at]
        if word in BE:  # "has been being held": the last auxiliary counts
            continue
        if is_participle(word) and not (get and word in AFTER_GET):
            return None if _adjective(words, at) else at
        if word not in ADVERBS and not word.endswith("ly") and not (word == "and" and words[at - 1].endswith("ly")):
            return None
    return None


def _adjective(words: list[str], at: int) -> bool:
    """Whether the word after the participle shows that it is an adjective: "set to win"."""
    return at + 1 < len(words) and f"{words[at]}_{words[at + 1]}" in WITH_NEXT


def _has_agent(ground: VoicedText, at: int) -> bool:
    """Whether a "by" with a doer follows in the same clause."""
    words = ground.lower
    for index in range(at + 1, min(len(words), at + 1 + REACH)):
        if not _INSIDE.fullmatch(ground.text, ground.words[index - 1].end, ground.words[index].start):
            return False
        if words[index] == "by" and _names_doer(ground, index):
            return True
        if words[index] in _STOPS:
            return False
    return False


def _names_doer(ground: VoicedText, by: int) -> bool:
    """Whether the word at index `by` is followed, in its clause, by somebody or something that acts."""
    words = ground.words
    if by + 1 >= len(words) or not _INSIDE.fullmatch(ground.text, words[by].end, words[by + 1].start):
        return False
    last = by + 1
    while last < min(len(words) - 1, by + 4) and _INSIDE.fullmatch(ground.text, words[last].end, words[last + 1].start):
        last += 1
    return _is_doer(ground.lower[by + 1 : last + 1], ground.text[words[by + 1].start])


def _is_doer(after: list[str], initial: str) -> bool:
    """Whether the words of the clause after "by" name somebody or something that acts."""
    bare = [word for word in after if word not in _ARTICLES] or after
    first = bare[0]
    if first in _TIMES or first in _MEANS or first in _ENDS:
        return first == "may" and not initial.isupper()
    if _NUMBER.match(first):  # "by 2025", "by 15 percent", "by three votes", "by 8 p.m."; not "by two gunmen"
        year = first.isdigit() and len(first) == 4
        share = bare[1:3] in (["percent", "of"], ["per", "cent"]) and "of" in bare  # "backed by 42 percent of voters"
        if year or len(bare) == 1 or not (share or (_AMOUNTS | _TIMES | _CLOCK).isdisjoint(bare[1:3])):
            return False
    if first in _AMOUNTS or (_GERUND.match(after[0]) and first not in _NO_GERUND):
        return False
    # "by the river", "by the main road": a place, unless another noun follows that can act ("by the border police").
    if initial.isupper():
        return True
    if first in _PLACES:
        return len(bare) > 1 and bare[1] not in _GO_ON and bare[1] not in _TIMES
    return after[0] not in _ARTICLES or not (
        len(bare) > 1 and bare[1] in _PLACES and (len(bare) == 2 or bare[2] in _GO_ON)
    )
