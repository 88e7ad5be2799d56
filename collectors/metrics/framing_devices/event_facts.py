"""Facts of the event that an article includes: the matches of the patterns in its event's file.

An article is read with the patterns of its own language only; a fact without patterns in it cannot be found, and the
article is no part of that fact's denominator. An article of unknown language is read with all patterns.
"""

from __future__ import annotations

import re
from functools import lru_cache

from collectors.metrics.framing_devices.voiced_words import VoicedText
from collectors.metrics.naming import Haystack, Matcher, Searched, find
from collectors.metrics.pattern_needles import needles
from collectors.model import Event, Fact, Mark


def has_patterns(fact: Fact, language: str | None) -> bool:
    """Whether articles in this language can be searched for the fact."""
    return bool(fact.patterns) if language is None else bool(fact.patterns.get(language))


def facts(ground: VoicedText, event: Event) -> list[Mark]:
    """The mentions of each fact in a title or text, without overlaps within a fact."""
    if not event.facts or not ground.text:
        return []
    haystack = Haystack(ground.text)
    return [
        ground.mark("fact", fact.id, span)
        for fact in event.facts
        for span, _ in find(_matcher(fact.id, _patterns(fact, ground.language)), haystack)
    ]


def _patterns(fact: Fact, language: str | None) -> tuple[str, ...]:
    if language is None:
        return tuple(dict.fromkeys(pattern for code in sorted(fact.patterns) for pattern in fact.patterns[code]))
    return fact.patterns.get(language, ())


@lru_cache(maxsize=2_048)
def _matcher(fact: str, patterns: tuple[str, ...]) -> Matcher:
    return Matcher(
        fact, tuple(Searched(fact, re.compile(pattern, re.IGNORECASE), needles(pattern)) for pattern in patterns)
    )
