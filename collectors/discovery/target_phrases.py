"""Decides which part of a noun phrase refers to a target named in it: the name, or a role or body around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from collectors.discovery.noun_phrase_runs import OPENERS, NounPhrase, bare
from collectors.discovery.phrase_words import BODIES, OPENING_ADJECTIVES, PERSONS, TITLES
from collectors.model import Span

_ADJECTIVE_ENDINGS = re.compile(r"(?:an|ese|ish|ch|eli|aqi|ani)\Z")
_POSSESSIVE = re.compile(r"[’']s?\b|[’'](?= )")


def owns(text: str, at: Span) -> bool:
    """Whether a possessive ending follows the name at `at`: "Trump's lawyer" is not Trump."""
    return _POSSESSIVE.match(text, at.end, at.end + 3) is not None


def person_phrases(text: str, chunk: NounPhrase, at: Span) -> Iterator[Span]:
    """The parts of a noun phrase that refer to a person.

    Args:
        text: The text.
        chunk: The noun phrase.
        at: Span of the person's name in it.

    Returns:
        The name with its titles ("Mr. Kim"). Where a role comes before it, also the role with the name and the role
        alone; where only capitalised words do, also these with the name.
    """
    name = _name_run(text, chunk, at)
    yield name
    before = [span for span in chunk.spans if span.end <= name.start]
    if not before:
        return
    words = [text[slice(*span)] for span in before]
    if words[-1].lower() in PERSONS:
        start = _opening(text, before)
        yield Span(start, name.end)
        if start < before[-1].start:  # "President" alone is a title, no description
            yield Span(start, before[-1].end)
    elif all(word[0].isupper() for word in words):
        yield Span(before[0].start, name.end)


def power_phrases(text: str, chunk: NounPhrase, at: Span) -> Iterator[Span]:
    """The parts of a noun phrase that refer to a country or body.

    Args:
        text: The text.
        chunk: The noun phrase.
        at: Span of the name in it.

    Returns:
        The phrase around the name where its head is a body or people with power, else the name by itself; nothing where
        the phrase refers to something else ("the Russian president").
    """
    before = [span for span in chunk.spans if span.end <= at.start]
    after = [(word, span) for word, span in zip(chunk.words, chunk.spans, strict=True) if span.start >= at.end]
    if any(bare(word).lower() in PERSONS for word, _ in after):
        return  # "the Russian president" refers to a person
    heads = [span.end - len(word) + len(bare(word)) for word, span in after if bare(word).lower() in BODIES]
    capitals = [span.end for _, span in takewhile(lambda pair: pair[0][0].isupper(), after)]
    adjective = _ADJECTIVE_ENDINGS.search(text[slice(*at)]) is not None
    if heads or capitals:
        yield Span(_opening(text, before) if before else at.start, heads[-1] if heads else capitals[-1])
    elif after:
        if not owns(text, at) and not adjective:
            yield at
    elif not adjective or chunk.definite:  # "the Russian", but not "the talks were Russian"
        yield at


def _name_run(text: str, chunk: NounPhrase, at: Span) -> Span:
    """The whole name around a match: capitalised words beside it that are no role, and the title before it."""
    inside = [index for index, span in enumerate(chunk.spans) if span.start < at.end and span.end > at.start]
    first, last = inside[0], inside[-1]
    while first > 0 and _in_name(chunk.words[first - 1]) and _spaced(text, chunk, first - 1):
        first -= 1
    while last + 1 < len(chunk.words) and _in_name(chunk.words[last + 1]) and _spaced(text, chunk, last):
        last += 1
    word = chunk.words[last]
    return Span(chunk.places[first][0], chunk.places[last][1] - (len(word) - len(bare(word))))


def _in_name(word: str) -> bool:
    low = word.lower()
    if low in TITLES:
        return True
    plain = low not in PERSONS and low not in OPENERS and bare(word) == word
    return word[0].isupper() and plain and not low.endswith(("an", "ese", "ish"))


def _spaced(text: str, chunk: NounPhrase, index: int) -> bool:
    return text[chunk.places[index][1] : chunk.places[index + 1][0]] in {" ", "\u00a0", ". "}


def _opening(text: str, spans: Sequence[Span]) -> int:
    """Where a phrase starts: at its determiner, else at its first capital, opening adjective or role."""
    if text[slice(*spans[0])].lower() in OPENERS:
        return spans[0].start
    for span in spans:
        word = text[slice(*span)]
        if word[0].isupper() or word in OPENING_ADJECTIVES or word in PERSONS:
            return span.start
    return spans[-1].start
