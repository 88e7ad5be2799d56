"""Finds English noun phrases without a parser: runs of words between words that cannot be part of one.

A phrase ends at punctuation, at a word of a closed class, at a verb that news often puts next to names, at an adverb in
-ly, and before a participle that does not follow a determiner. Most errors are bare plural verbs ("officials deny"); a
phrase that exists only through an error is rare, and rare phrases rank low.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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


def noun_phrases(text: str) -> Iterator[NounPhrase]:
    """The noun phrases of a text in reading order, in linear time. Any text is accepted."""
    for start, end in sentences(text):
        run: list[Span] = []
        for match in WORD.finditer(text, start, end):
            span = Span(match.start(), match.end())
            if run and not _joined(text, run[-1], span):
                yield from _finish(text, run)
                run = []
            word = match.group()
            if _ends(word, text, run):
                yield from _finish(text, run)
                run = []
                continue
            if run and word.lower() in OPENERS:
                yield from _finish(text, run)
                run = []
            run.append(span)
        yield from _finish(text, run)


def _joined(text: str, before: Span, after: Span) -> bool:
    gap = text[before.end : after.start]
    if _GAP.fullmatch(gap) is None and not re.fullmatch(r"[’'] ", gap):
        return False
    return not gap.startswith(".") or _ABBREVIATION.match(text[before.start : before.end]) is not None


def _ends(word: str, text: str, run: list[Span]) -> bool:
    """Whether a word cannot be part of a phrase: the phrase before it ends, and the word is left out."""
    low = word.lower()
    if low in DETERMINERS or (word[0].isupper() and run and low in {"may", "march", "us"}):
        return False
    if low in STOPS:
        return True
    if word[0].isupper() or len(low) < 5:
        return False
    before = text[slice(*run[-1])] if run else ""
    opened = before.lower() in OPENERS or bare(before) != before
    if low.endswith("ly") and low not in {"family", "ally", "assembly"}:
        return not opened
    return low.endswith(("ed", "ing")) and not opened


def _finish(text: str, run: list[Span]) -> Iterator[NounPhrase]:
    if not run or len(run) > MOST_WORDS:
        return
    words = tuple(text[slice(*span)] for span in run)
    opening = words[0].lower()
    if opening not in OPENERS:
        yield NounPhrase(Span(run[0].start, run[-1].end), words, tuple(run), False)
    elif len(run) > 1:
        yield NounPhrase(Span(run[0].start, run[-1].end), words, tuple(run), opening in DEFINITE)
