"""Compiles the phrases by which coverage of an event is recognised, for one language.

A phrase is written as in the event file: a `*` at a word's end leaves its ending open, `|` divides words of which any
one matches, `...` stands for one to three words, and quotation marks may come between words ("'sham' votes"). A pair
("incorporat* + regions") counts where its phrases are near each other. Matches inside a phrase of another event
("annexed Crimea") do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from collectors.model import Event
from collectors.support.language_tags import primary_language

#: The most characters between the phrases of a pair: about a sentence.
NEAR = 120
#: Divides the phrases of a pair.
PAIRED = " + "
#: What may come between two words of a phrase.
_BETWEEN = r"[\s“”„«»\"'‘’-]{1,3}"
_ONE_TO_THREE = r"(?:[\w'’.-]+[\s“”„«»\"'‘’,-]{1,3}){0,2}[\w'’.-]+"


@dataclass(frozen=True, slots=True)
class EventTerms:
    """The patterns to look for in an article of one language.

    Attributes:
        terms: Any query term.
        pairs: Phrases that count as a term where all of one pair are within NEAR characters.
        hidden: Phrases of other events, inside which nothing counts; None where the event declares none.
        places: Any place of the event; None where the event declares none.
        anchors: The pattern of places, then that of actors, each only where the event declares some.
    """

    terms: re.Pattern[str]
    pairs: tuple[tuple[re.Pattern[str], ...], ...]
    hidden: re.Pattern[str] | None
    places: re.Pattern[str] | None
    anchors: tuple[re.Pattern[str], ...]

    def terms_in(self, text: str) -> list[str]:
        """Find the terms of the event in a text.

        Returns:
            Each term as it is written in the text, in reading order; the phrases of a pair are joined by " … ".
        """
        if self.hidden:
            text = self.hidden.sub(lambda match: "\x00" * len(match.group()), text)
        spans = [match.span() for match in self.terms.finditer(text)]
        places = {(start, text[start:end]) for start, end in spans}
        for pair in self.pairs:
            places.update(
                (start, words)
                for start, end, words in _near_each_other(pair, text)
                if all(end <= other_start or start >= other_end for other_start, other_end in spans)
            )
        return [words for _, words in sorted(places)]


def _near_each_other(pair: tuple[re.Pattern[str], ...], text: str) -> Iterator[tuple[int, int, str]]:
    """Start and end of each first phrase with all others of its pair near it, and the words of all of them."""
    first, *others = pair
    for match in first.finditer(text):
        low, high = max(0, match.start() - NEAR), match.end() + NEAR
        near = [match, *filter(None, (other.search(text, low, high) for other in others))]
        if len(near) == len(pair):
            yield (
                match.start(),
                match.end(),
                " … ".join(hit.group() for hit in sorted(near, key=lambda item: item.start())),
            )


class _TermsKey:
    """An event as a cache key, compared by identity: events hold dictionaries and cannot be hashed by value."""

    def __init__(self, event: Event) -> None:
        self.event = event

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TermsKey) and other.event is self.event

    def __hash__(self) -> int:
        return id(self.event)


def event_terms(event: Event, language: str | None) -> EventTerms:
    """The compiled phrases of an event for articles in a language.

    Args:
        event: An event with at least one query term.
        language: A code such as "en" or "en-GB"; None is English.

    Returns:
        The patterns of that language, of English where the event has none for it, and for terms otherwise of the first
        language that is declared.
    """
    return _compiled(_TermsKey(event), primary_language(language or "en"))


def language_of_terms(event: Event, language: str | None) -> str:
    """The language whose terms an article in `language` is read by; "" where the event declares no terms."""
    spoken = (code for code in (primary_language(language or "en"), "en") if event.terms.get(code))
    return next(spoken, next(iter(event.terms), ""))


@lru_cache(maxsize=64)
def _compiled(key: _TermsKey, language: str) -> EventTerms:
    event = key.event
    places, hidden = _declared(event.places, language), _declared(event.not_terms, language)
    names = [name for actor in event.actors for name in (actor.name, *actor.aliases)]
    placed = phrase_pattern(places, re.IGNORECASE) if places else None
    anchors = [placed] if placed else []
    if names:
        anchors.append(phrase_pattern(names, 0))
    return EventTerms(
        phrase_pattern(event.terms[language_of_terms(event, language)], re.IGNORECASE),
        tuple(
            tuple(phrase_pattern([phrase], re.IGNORECASE) for phrase in pair.split(PAIRED))
            for pair in _declared(event.pairs, language)
        ),
        phrase_pattern(hidden, re.IGNORECASE) if hidden else None,
        placed,
        tuple(anchors),
    )


def _declared(phrases: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    return phrases.get(language) or phrases.get("en") or ()


def phrase_pattern(phrases: Sequence[str], flags: int) -> re.Pattern[str]:
    """A pattern that matches any of the phrases as whole words.

    Args:
        phrases: Phrases in the syntax of the module's docstring, at least one.
        flags: Flags of `re`.
    """
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    spaced = [phrase for phrase in longest_first if not _UNSPACED.search(phrase)]
    unspaced = [re.escape(phrase) for phrase in longest_first if _UNSPACED.search(phrase)]
    branches = [rf"(?<!\w)(?:{'|'.join(map(_phrase, spaced))})(?!\w)"] if spaced else []
    return re.compile("|".join([*branches, *unspaced]), flags)


#: Characters of Chinese and Japanese, which are written without spaces.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def _phrase(phrase: str) -> str:
    return _BETWEEN.join(_ONE_TO_THREE if word == "..." else _word(word) for word in phrase.split())


def _word(word: str) -> str:
    choices = [re.escape(choice.rstrip("*")) + (r"\w*" if choice.endswith("*") else "") for choice in word.split("|")]
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"
