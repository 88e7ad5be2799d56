"""Finds which declared variants an article uses for each concept of an event, as spans with their voice.

Matching ignores case. Where matches of one concept overlap, the longest counts; of equally long ones the leftmost, and
then the one declared first. Matches of different concepts may overlap. A variant may name contexts in which it does
not count: a vote in a sentence on the Security Council is another vote. A pattern is searched only where the text holds
one of the plain strings that it needs (`needles`): with the hundred patterns of the shipped event this takes 2 ms an
article in place of 10.
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
from collectors.support.language_tags import primary_language

METHOD_VERSION = version_of("naming")

#: The most characters on each side of a mention that are searched for the ends of its sentence.
_SENTENCE = 200
# A stop before a small letter ends an abbreviation ("ws. przyłączenia"), no sentence.
_SENTENCE_END = re.compile(r"(?<![A-Z])[.!?؟]\s+(?![\sa-zß-öø-ÿāăąćčďđēęěğīıłńňőřśşšťūůűźżžа-яёіїєґўј])|[。！？]|\n")


class Searched(NamedTuple):
    """One pattern of a variant.

    Attributes:
        variant: The variant's id.
        pattern: The compiled pattern.
        needles: Sets of strings; the pattern can only match a text that holds a string of each set.
        unless: A match does not count in a sentence that this pattern matches; None for no such context.
    """

    variant: str
    pattern: re.Pattern[str]
    needles: Needles
    unless: re.Pattern[str] | None = None


class Matcher(NamedTuple):
    """A concept in one language.

    Attributes:
        concept: The concept's id.
        patterns: Its patterns, in declared order.
        not_inside: Concepts inside whose names a match does not count.
    """

    concept: str
    patterns: tuple[Searched, ...]
    not_inside: tuple[str, ...] = ()


def patterns_for(declared: Mapping[str, tuple[str, ...]], language: str | None) -> tuple[str, ...]:
    """Choose the patterns for an article's language.

    Args:
        declared: Language -> patterns.
        language: The article's language; None where it is not known, for which the patterns of all languages are used.

    Returns:
        The patterns. There are none for a language that the event does not cover: what English patterns match in a
        Dutch text is not the Dutch outlet's choice of words.
    """
    if language is None:
        return tuple(dict.fromkeys(pattern for code in sorted(declared) for pattern in declared[code]))
    return declared.get(language, ())


def matchers(event: Event, language: str | None) -> list[Matcher]:
    """Compile the event's concepts for a language. Each is compiled once per process.

    Args:
        event: The event.
        language: Language code without a region; None where it is not known.

    Raises:
        ParallaxError: A pattern is not a regular expression. `parallax check` finds those in the file.
    """
    return [_matcher(_MatcherKey(concept), language) for concept in event.concepts]


class _MatcherKey:
    """A concept as a cache key, compared by identity: its mappings cannot be hashed. It keeps the concept alive."""

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
    """Find every use of a declared variant in title and text.

    Words inside a headline's quotation marks are counted as quoted, not as the outlet's own. A variant whose pattern
    includes the marks themselves ("referendum" in quotation marks) is the outlet's own choice, unless the headline says
    whose word it is: NATO condemns "sham" referendums.

    Args:
        article: Its title and text.
        event: Its concepts.
        voices: The voices of the text.
        headline_voices: The voices of the title; without them its words are the outlet's own, except inside marks.

    Returns:
        The mentions: those of the headline first, then in reading order, then by concept. Spans of headline mentions
        are offsets into the title.
    """
    language = primary_language(article.language) if article.language else None
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
    """A text that remembers which needles it holds, since the patterns of an event share most of theirs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = fold(text)
        self._holds: dict[frozenset[str], bool] = {}

    def may_match(self, searched: Searched) -> bool:
        """Whether the pattern may match this text. False is certain, true is not."""
        return all(map(self._has, searched.needles))

    def _has(self, strings: frozenset[str]) -> bool:
        holds = self._holds.get(strings)
        if holds is None:
            holds = self._holds[strings] = any(map(self._folded.__contains__, strings))
        return holds


def find_all(searched: Sequence[Matcher], haystack: Haystack) -> list[tuple[str, Span, str]]:
    """Find the names of several concepts in a text.

    Args:
        searched: The concepts.
        haystack: The text.

    Returns:
        (concept, span, variant), by concept in the given order. A match that begins inside a name of a concept in
        `not_inside` is left out.
    """
    spans_of = {matcher.concept: find(matcher, haystack) for matcher in searched}
    return [
        (matcher.concept, span, variant)
        for matcher in searched
        for span, variant in spans_of[matcher.concept]
        if not any(
            holder.start <= span.start < holder.end
            for other in matcher.not_inside
            for holder, _ in spans_of.get(other, ())
        )
    ]


def find(matcher: Matcher, haystack: Haystack) -> list[tuple[Span, str]]:
    """The variants of one concept in a text as (span, variant), in reading order and without overlaps."""
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
    """Whether a context matches in the sentence around a match, of which _SENTENCE characters a side are read."""
    low, high = max(0, start - _SENTENCE), min(len(text), end + _SENTENCE)
    for boundary in _SENTENCE_END.finditer(text, low, start):
        low = boundary.end()
    after = _SENTENCE_END.search(text, end, high)
    return unless.search(text, low, after.start() if after else high) is not None
