"""Facts of the event that an article includes: the matches of the patterns in the event's file.

An article is searched with the patterns of its own language only. A fact without patterns in that language cannot be
found, and the article does not count in that fact's denominator. An article of unknown language is searched with the
patterns of all languages.
"""

from __future__ import annotations

import re
from functools import lru_cache

from collectors.metrics.framing_devices.voiced_words import VoicedText
from collectors.metrics.naming import Haystack, Matcher, Searched, find
from collectors.metrics.pattern_needles import needles
from collectors.model import Event, Fact, Mark


def facts(ground: VoicedText, event: Event) -> list[Mark]:
    """Find the mentions of each fact of the event in a title or text.

    Args:
        ground: The title or text.
        event: The event that declares the facts.

    Returns:
        Marks of kind "fact" with the fact's id as label; those of one fact do not overlap.
    """
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
