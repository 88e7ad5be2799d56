"""Finds English noun phrases without a parser: runs of words between words that cannot be part of one.

A phrase ends at punctuation, at a word of a closed class, at a verb that news often puts next to names, at an adverb in
-ly, and before a participle that does not follow a determiner. Most errors are bare plural verbs ("officials deny"); a
phrase that exists only through an error is rare, and rare phrases rank low.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from collectors.discovery.phrase_words import DETERMINERS, POSSESSIVES, STOPS
from collectors.metrics.remembered_sentences import remembered_sentences
from collectors.metrics.text import WORD
from collectors.metrics.word_lists import word_set
from collectors.model import Span

#: Longer runs are lists or headlines in capitals, no phrases.
MOST_WORDS = 9

OPENERS = DETERMINERS | POSSESSIVES
DEFINITE = OPENERS - word_set("en.noun_phrases.indefinite_determiners")

_GAP = re.compile(r"[ \u00a0]+|[ \u00a0]?-[ \u00a0]?|\.[ \u00a0]+|[ \u00a0]?[\"“”‘’«»][ \u00a0]?")
_ABBREVIATION = re.compile(r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Prof|[A-Z]|(?:[A-Z]\.)+[A-Z])\Z")
_POSSESSIVE = re.compile(r"[’']s?\Z")


class NounPhrase(NamedTuple):
    """One noun phrase; a tuple, because a text of 700 words has two hundred.

    Attributes:
        span: Its span in the text.
        words: Its words as written.
        places: Begin and end of each word.
        definite: Whether it begins with "the" or another definite determiner or possessive.
    """

    span: Span
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    definite: bool

    @property
    def spans(self) -> tuple[Span, ...]:
        """The span of each word."""
        return tuple([Span(start, end) for start, end in self.places])

    @property
    def head(self) -> str:
        """The last word, in lower case and without a possessive ending."""
        return bare(self.words[-1]).lower()


def bare(word: str) -> str:
    """A word without its possessive ending."""
    return _POSSESSIVE.sub("", word) if "'" in word or "’" in word else word


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
        plain: Whether it goes on with a phrase or begins one, whatever came before it.
    """

    low: str
    opens: bool
    inside: bool
    after_name: bool
    ends: bool
    leans: bool
    leads: bool
    plain: bool


#: What was decided about the last words, at most MOST_KINDS: a plain look-up, for each word of an event.
_KINDS: dict[str, _Word] = {}
MOST_KINDS = 50_000


def _word(word: str) -> _Word:
    if len(_KINDS) >= MOST_KINDS:
        _KINDS.clear()
    return _KINDS.setdefault(word, _kind_of(word))


def _kind_of(word: str) -> _Word:
    low = word.lower()
    capital = word[0].isupper()
    long = not capital and len(low) >= 5
    adverb = low.endswith("ly") and low not in {"family", "ally", "assembly"}
    opens, inside, after_name = low in OPENERS, low in DETERMINERS, capital and low in {"may", "march", "us"}
    ends, leans = low in STOPS, long and (adverb or low.endswith(("ed", "ing")))
    plain = not (opens or inside or after_name or ends or leans)
    return _Word(low, opens, inside, after_name, ends, leans, low in OPENERS or bare(word) != word, plain)


def noun_phrases(text: str) -> Iterator[NounPhrase]:
    """The noun phrases of a text in reading order, in linear time. Any text is accepted."""
    kinds = _KINDS
    for start, end in remembered_sentences(text):
        run: list[tuple[int, int]] = []
        words: list[str] = []
        last: _Word | None = None
        for match in WORD.finditer(text, start, end):
            span, word = match.span(), match.group()
            if run and text[run[-1][1] : span[0]] != " " and not _joined(text, run[-1], span):
                yield from _finish(run, words)
                run, words, last = [], [], None
            kind = kinds.get(word) or _word(word)
            if not kind.plain:
                if _ends(kind, last):
                    if run:
                        yield from _finish(run, words)
                        run, words, last = [], [], None
                    continue
                if run and kind.opens:
                    yield from _finish(run, words)
                    run, words = [], []
            run.append(span)
            words.append(word)
            last = kind
        yield from _finish(run, words)


def _joined(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether what stands between two words, more than a space, lets a phrase go on."""
    gap = text[before[1] : after[0]]
    if _GAP.fullmatch(gap) is None and not re.fullmatch(r"[’'] ", gap):
        return False
    return not gap.startswith(".") or _ABBREVIATION.match(text[before[0] : before[1]]) is not None


def _ends(word: _Word, before: _Word | None) -> bool:
    """Whether a word cannot be part of a phrase: the phrase before it ends, and the word is left out."""
    if word.inside or (word.after_name and before is not None):
        return False
    return word.ends or (word.leans and not (before is not None and before.leads))


def _finish(run: list[tuple[int, int]], words: list[str]) -> Iterator[NounPhrase]:
    if not run or len(run) > MOST_WORDS:
        return
    opening = _KINDS.get(words[0]) or _word(words[0])
    if not opening.opens or len(run) > 1:
        definite = opening.opens and opening.low in DEFINITE
        yield NounPhrase(Span(run[0][0], run[-1][1]), tuple(words), tuple(run), definite)
