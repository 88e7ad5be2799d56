"""Finds English noun phrases without a parser: runs of words between words that cannot be part of one.

A phrase ends at punctuation, at a word of a closed class, at a verb that news often puts next to names, at an adverb in
-ly, and before a participle that does not follow a determiner. Most errors are bare plural verbs ("officials deny"); a
phrase that exists only through an error is rare, and rare phrases rank low.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from collectors.discovery.phrase_words import DETERMINERS, POSSESSIVES, STOPS
from collectors.metrics.text import WORD, sentences
from collectors.model import Span

#: Longer runs are lists or headlines in capitals, no phrases.
MOST_WORDS = 9

OPENERS = DETERMINERS | POSSESSIVES
DEFINITE = OPENERS - {"a", "an", "some", "any", "every", "each", "no", "another", "such"}

_GAP = re.compile(r"[ \u00a0]+|[ \u00a0]?-[ \u00a0]?|\.[ \u00a0]+|[ \u00a0]?[\"“”‘’«»][ \u00a0]?")
_ABBREVIATION = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Prof|[A-Z]|(?:[A-Z]\.)+[A-Z])\Z")
_POSSESSIVE = re.compile(r"[’']s?\Z")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """One noun phrase.

    Attributes:
        span: Its span in the text.
        words: Its words as written.
        spans: The span of each word.
        definite: Whether it begins with "the" or another definite determiner or possessive.
    """

    span: Span
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    definite: bool

    @property
    def head(self) -> str:
        """The last word, in lower case and without a possessive ending."""
        return bare(self.words[-1]).lower()


def bare(word: str) -> str:
    """A word without its possessive ending."""
    return _POSSESSIVE.sub("", word)


@dataclass(frozen=True, slots=True)
class _Word:
    """What decides whether a word can be part of a phrase.

    Attributes:
        low: The word in lower case.
        opens: Whether it begins a phrase: a determiner or possessive.
        inside: Whether it is always part of a phrase: a determiner.
        after_name: Whether it is part of a phrase that has begun ("President May").
        ends: Whether it always ends a phrase.
        leans: Whether it ends a phrase unless a determiner or possessive form comes before it: an adverb, a participle.
        leads: Whether such a word may follow it: a determiner, a possessive or a word with a possessive ending.
    """

    low: str
    opens: bool
    inside: bool
    after_name: bool
    ends: bool
    leans: bool
    leads: bool


@lru_cache(maxsize=50_000)
def _word(word: str) -> _Word:
    low = word.lower()
    capital = word[0].isupper()
    long = not capital and len(low) >= 5
    adverb = low.endswith("ly") and low not in {"family", "ally", "assembly"}
    return _Word(
        low,
        low in OPENERS,
        low in DETERMINERS,
        capital and low in {"may", "march", "us"},
        low in STOPS,
        long and (adverb or low.endswith(("ed", "ing"))),
        low in OPENERS or bare(word) != word,
    )


def noun_phrases(text: str) -> Iterator[NounPhrase]:
    """The noun phrases of a text in reading order, in linear time. Any text is accepted."""
    for start, end in sentences(text):
        run: list[Span] = []
        last: _Word | None = None
        for match in WORD.finditer(text, start, end):
            span = Span(*match.span())
            if run and not _joined(text, run[-1], span):
                yield from _finish(text, run)
                run, last = [], None
            kind = _word(match.group())
            if _ends(kind, last):
                if run:
                    yield from _finish(text, run)
                    run, last = [], None
                continue
            if run and kind.opens:
                yield from _finish(text, run)
                run = []
            run.append(span)
            last = kind
        yield from _finish(text, run)


def _joined(text: str, before: Span, after: Span) -> bool:
    gap = text[before.end : after.start]
    if gap == " ":
        return True
    if _GAP.fullmatch(gap) is None and not re.fullmatch(r"[’'] ", gap):
        return False
    return not gap.startswith(".") or _ABBREVIATION.match(text[before.start : before.end]) is not None


def _ends(word: _Word, before: _Word | None) -> bool:
    """Whether a word cannot be part of a phrase: the phrase before it ends, and the word is left out."""
    if word.inside or (word.after_name and before is not None):
        return False
    return word.ends or (word.leans and not (before is not None and before.leads))


def _finish(text: str, run: list[Span]) -> Iterator[NounPhrase]:
    if not run or len(run) > MOST_WORDS:
        return
    words = tuple([text[start:end] for start, end in run])
    opening = _word(words[0])
    if not opening.opens:
        yield NounPhrase(Span(run[0].start, run[-1].end), words, tuple(run), False)
    elif len(run) > 1:
        yield NounPhrase(Span(run[0].start, run[-1].end), words, tuple(run), opening.low in DEFINITE)
