"""Naming: which of its declared variants an article uses for each concept of an event, as spans with their voice.

Matching ignores case. Within a concept, where matches of several patterns overlap the longest counts; between equals
the first declared. Different concepts may share words. A variant may name contexts in which it does not count: a vote
in a sentence on the Security Council is another vote. A pattern is searched only where the text holds one of the
plain strings that it needs (`needles`): 10 ms an article became 2 with the hundred patterns of the shipped event.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from collectors.errors import ParallaxError
from collectors.method import version_of
from collectors.metrics.pattern_needles import Needles, fold, needles
from collectors.metrics.text import paragraphs, quoted
from collectors.metrics.voice import VoiceMap
from collectors.model import Article, Concept, Event, Mention, Place, Span, Voice

METHOD_VERSION = version_of("naming")

#: How far from a mention its sentence is looked for, in characters.
_SENTENCE = 200
_SENTENCE_END = re.compile(r"(?<![A-Z])[.!?؟]\s|[。！？]|\n")


class Searched(NamedTuple):
    """One pattern of a variant. It can only match a text that holds one string of each set of `needles`, and counts
    only in sentences without a match of `unless`."""

    variant: str
    pattern: re.Pattern[str]
    needles: Needles
    unless: re.Pattern[str] | None = None


class Matcher(NamedTuple):
    """A concept in one language, its patterns in declared order."""

    concept: str
    patterns: tuple[Searched, ...]
    not_inside: tuple[str, ...] = ()


def patterns_for(declared: Mapping[str, tuple[str, ...]], language: str | None) -> tuple[str, ...]:
    """The patterns for an article in this language, none where the event has none for it: what English patterns find
    in Dutch is not what a Dutch outlet chose. All where the language is not known."""
    if language is None:
        return tuple(dict.fromkeys(pattern for code in sorted(declared) for pattern in declared[code]))
    return declared.get(language, ())


def matchers(event: Event, language: str | None) -> list[Matcher]:
    """The event's concepts compiled for a language (compiled once per process).

    Raises ParallaxError for a pattern that is no regular expression; `parallax check` finds those in the file.
    """
    return [_matcher(_MatcherKey(concept), language) for concept in event.concepts]


class _MatcherKey:
    """A concept as a cache key: by identity, because its mappings cannot be hashed. Holding it keeps its id its own."""

    def __init__(self, concept: Concept) -> None:
        self.concept = concept

    def __hash__(self) -> int:
        return id(self.concept)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _MatcherKey) and other.concept is self.concept


@lru_cache(maxsize=512)  # 20 concepts in 25 languages
def _matcher(key: _MatcherKey, language: str | None) -> Matcher:
    concept = key.concept
    compiled = []
    for variant in concept.variants:
        where = f"{concept.id}.{variant.id}"
        contexts = patterns_for(variant.unless, language)
        unless = _compiled("|".join(f"(?:{context})" for context in contexts), where) if contexts else None
        compiled += [
            Searched(variant.id, _compiled(pattern, where), needles(pattern), unless)
            for pattern in patterns_for(variant.patterns, language)
        ]
    return Matcher(concept.id, tuple(compiled), concept.not_inside)


def _compiled(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise ParallaxError(f"pattern {pattern!r} of {where}: {error}", remedy="run `parallax check`") from error


def mentions(
    article: Article, event: Event, voices: VoiceMap, headline_voices: VoiceMap | None = None
) -> list[Mention]:
    """Every use of a declared variant in title and text: headline first, then in reading order, then by concept.

    What stands inside a headline's quotation marks is not the outlet's own: it says so. A variant whose pattern takes
    in the marks themselves ("referendum" in quotation marks) is the outlet's choice, unless the headline says whose
    word it is: NATO condemns "sham" referendums.

    Args:
        article: Its title and text.
        event: Its concepts.
        voices: The voices of the text.
        headline_voices: The voices of the title, without which its words are the outlet's except inside marks.

    Returns:
        The mentions; headline spans are offsets into the title.
    """
    language = article.language.replace("_", "-").split("-")[0].lower() if article.language else None
    lead_end = next((end for _, end in paragraphs(article.text)), 0)
    title = article.title or ""
    title_quotes = quoted(title)
    title_holds, text_holds = Haystack(title), Haystack(article.text)
    headline: list[Mention] = []
    body: list[Mention] = []
    searched = matchers(event, language)
    for concept, span, variant in find_all(searched, title_holds):
        inside = any(start < span.start and span.end < end for start, end in title_quotes)
        said = headline_voices.at(*span) if headline_voices else Voice.OWN
        voice = Voice.QUOTED if inside else said
        headline.append(Mention(concept, variant, span, title[slice(*span)], voice, Place.HEADLINE))
    for concept, span, variant in find_all(searched, text_holds):
        place = Place.LEAD if span.start < lead_end else Place.BODY
        body.append(Mention(concept, variant, span, article.text[slice(*span)], voices.at(*span), place))
    # Sorting is stable: mentions at the same place stay in the event's order of concepts.
    return [*sorted(headline, key=lambda item: item.span.start), *sorted(body, key=lambda item: item.span.start)]


class Haystack:
    """A text that remembers which needles it holds: the patterns of an event share most of theirs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = fold(text)
        self._holds: dict[frozenset[str], bool] = {}

    def may_match(self, searched: Searched) -> bool:
        """False only where the pattern cannot match."""
        return all(map(self._has, searched.needles))

    def _has(self, strings: frozenset[str]) -> bool:
        known = self._holds.get(strings)
        if known is None:
            known = self._holds[strings] = any(map(self._folded.__contains__, strings))
        return known


def find_all(searched: Sequence[Matcher], haystack: Haystack) -> list[tuple[str, Span, str]]:
    """Concept, span and variant of everything named in a text, by concept; a phrase counts once where one concept's
    names may hold another's words (`not_inside`)."""
    found = {matcher.concept: find(matcher, haystack) for matcher in searched}
    return [
        (matcher.concept, span, variant)
        for matcher in searched
        for span, variant in found[matcher.concept]
        if not any(
            holder.start <= span.start < holder.end
            for other in matcher.not_inside
            for holder, _ in found.get(other, ())
        )
    ]


def find(matcher: Matcher, haystack: Haystack) -> list[tuple[Span, str]]:
    """The variants of one concept in a text, in reading order, without overlaps."""
    candidates = [
        (match.start() - match.end(), match.start(), order)  # longest first, then leftmost, then first declared
        for order, searched in enumerate(matcher.patterns)
        if haystack.may_match(searched)
        for match in searched.pattern.finditer(haystack.text)
        if match.end() > match.start()
        and not (searched.unless and _in_context(searched.unless, haystack.text, *match.span()))
    ]
    taken: list[tuple[int, int, int]] = []
    for minus_length, start, order in sorted(candidates):
        end = start - minus_length
        place = bisect_right(taken, (start, end, order))
        if (place == 0 or taken[place - 1][1] <= start) and (place == len(taken) or taken[place][0] >= end):
            taken.insert(place, (start, end, order))
    return [(Span(start, end), matcher.patterns[order].variant) for start, end, order in taken]


def _in_context(unless: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether a context stands in the sentence around a match, or as much of it as is near."""
    low, high = max(0, start - _SENTENCE), min(len(text), end + _SENTENCE)
    for boundary in _SENTENCE_END.finditer(text, low, start):
        low = boundary.end()
    after = _SENTENCE_END.search(text, end, high)
    return unless.search(text, low, after.start() if after else high) is not None
