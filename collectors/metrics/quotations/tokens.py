"""Tokens of a text as integer features for the sequence tagger, kept in arrays without a string per token.

Each token gets one integer per template; a template is a small function of word classes, quotation marks, sentence and
paragraph around the token. Template and value are hashed together into 2 ** BUCKETS_LOG2 buckets. A word's classes are
looked up once per word form and kept (`WordTable`), so the work per token is array arithmetic.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property
from itertools import filterfalse, pairwise

import numpy as np
from numpy.typing import NDArray

from collectors.metrics import text as txt
from collectors.model import Span

Ints = NDArray[np.int64]

BUCKETS_LOG2 = 22
#: Most tokens of a sequence, which bounds the work. A longer paragraph is cut at a sentence end, a longer sentence
#: anywhere.
MAX_SEQUENCE = 400
#: Tokens tagged at a time. Longer than any article of the training data, so that only long texts are cut; the arrays
#: of a part fit the processor's cache, and the time per token stays that of an article (2.2 times as much for 400 kB
#: at once).
BLOCK = 8_000

#: Columns of the word table.
WORD, SUFFIX3, SUFFIX2, SHAPE, CUE, SOURCE, FINE, COARSE, MARK, LEMMA = range(10)
COLUMNS = 10

_MARKS = {
    mark: index + 1
    for index, mark in enumerate(
        (",", ".", ":", ";", "?", "!", "-", "—", "–", "(", ")", "that", "to", "and", "who", "...")
    )
}
_RESET_AT = 200_000  # word forms kept before the table starts afresh: bounds memory on hostile text


@dataclass(frozen=True)
class Vocabulary:
    """What training learnt about words.

    Attributes:
        words: The words in lower case; the arrays below have one entry for each.
        cue: The word's share of uses inside cues, as a bucket.
        source: The word's share of uses inside speakers, as a bucket.
        fine: The word's cluster in a clustering of many clusters.
        coarse: The word's cluster in a clustering of few clusters.
    """

    words: tuple[str, ...]
    cue: Ints
    source: Ints
    fine: Ints
    coarse: Ints


class WordTable:
    """Classes of word forms, computed once per form.

    Args:
        vocabulary: The words known from training.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._known = {word: index for index, word in enumerate(vocabulary.words)}
        learnt = (vocabulary.cue, vocabulary.source, vocabulary.fine, vocabulary.coarse)
        self._learnt: list[tuple[int, ...]] = list(zip(*(column.tolist() for column in learnt), strict=True))
        self._clear()

    def _clear(self) -> None:
        self._ids: dict[str, int] = {"": 0}
        self._rows = np.zeros((4096, COLUMNS), dtype=np.int64)
        self._rows[0] = -1

    def rows(self, surfaces: list[str]) -> Ints:
        """Return the classes of words, of shape (words, COLUMNS)."""
        if len(self._ids) > _RESET_AT:
            self._clear()
        ids = self._ids
        new = list(dict.fromkeys(filterfalse(ids.__contains__, surfaces)))
        if new:
            need = len(ids) + len(new)
            while need > len(self._rows):
                self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
            self._rows[len(ids) : need] = [self._classes(word) for word in new]
            ids.update(zip(new, range(len(ids), need), strict=True))
        got: Ints = self._rows.take(np.fromiter(map(ids.__getitem__, surfaces), np.int64, len(surfaces)), axis=0)
        return got

    def index(self, word: str) -> int:
        """Return the place of a word in the vocabulary; -3, which no feature has, if it is not in it."""
        return self._known.get(word, -3)

    def _classes(self, word: str) -> list[int]:
        low = word.lower()
        place = self._known.get(low, -1)
        return [
            place + 1,
            zlib.crc32(low[-3:].encode("utf-8", "replace")) & 0xFFFFF,
            zlib.crc32(low[-2:].encode("utf-8", "replace")) & 0xFFFFF,
            shape(word),
            *(self._learnt[place] if place >= 0 else (0, 0, 0, 0)),
            _MARKS.get(low, 0),
            zlib.crc32(stem(low).encode("utf-8", "replace")) & 0xFFFFF,
        ]


#: Dashes before a name or behind a headline, and the hyphen that stands for one.
DASHES = frozenset("-–—―")
_ENDINGS = ("ing", "ied", "ies", "ed", "es", "s")


def stem(low: str) -> str:
    """Return a crude stem of a word in lower case that joins the forms of a regular verb ("claims", "claiming")."""
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            low = low[: -len(ending)]
            break
    return low.rstrip("e") if len(low) > 3 else low


def shape(word: str) -> int:
    """Return the look of a word, from 0 to 7.

    0 other, 1 mark, 2 lower case, 3 Capital, 4 CAPITALS, 5 digits, 6 with digits, 7 one capital letter.
    """
    initial = word[0]
    if not initial.isalnum():
        return 1
    if word.isdigit():
        return 5
    if initial.isupper():
        return 7 if len(word) == 1 else 4 if word.isupper() else 3
    if not word.isalpha() and any(map(str.isdigit, word)):
        return 6
    return 2 if initial.islower() else 0


@dataclass(frozen=True)
class TokenizedText:
    """A text cut into tokens, with its sequences (paragraphs or pieces of long ones). Arrays have one entry per token.

    Attributes:
        text: The text.
        surfaces: The tokens as written.
        starts: The character at which each token begins.
        ends: The character after each token.
        rows: The classes of each token, of shape (tokens, COLUMNS).
        paragraph: The number of the paragraph, from 0.
        sentence: The number of the sentence, from 0.
        quote: 0 outside quotation marks, 1 inside, 2 on an opening and 3 on a closing mark.
        range_of: The index in `ranges` of the quoted range, -1 outside.
        ranges: Quoted ranges as tokens [first, end), marks included.
        sequences: Tokens [first, end) of each sequence.
        openings: The sequences with which a text begins: more than one where texts are joined to be tagged together.
    """

    text: str
    surfaces: list[str]
    starts: Ints
    ends: Ints
    rows: Ints
    paragraph: Ints
    sentence: Ints
    quote: Ints
    range_of: Ints  # index of the quoted range a token lies in, -1 outside
    ranges: list[tuple[int, int]]  # quoted ranges as token indices, marks included
    sequences: list[tuple[int, int]]
    openings: tuple[int, ...] = (0,)

    # Plain lists for access token by token: reading one number from an array costs ten times as much.

    @cached_property
    def low(self) -> list[str]:
        """The tokens in lower case."""
        return list(map(str.lower, self.surfaces))

    @cached_property
    def word(self) -> list[bool]:
        """Whether a token begins with a letter or digit."""
        return [surface[0].isalnum() for surface in self.surfaces]

    @cached_property
    def quotes(self) -> list[int]:
        """`quote` as a list."""
        found: list[int] = self.quote.tolist()
        return found

    @cached_property
    def sentences(self) -> list[int]:
        """`sentence` as a list."""
        found: list[int] = self.sentence.tolist()
        return found

    @cached_property
    def shapes(self) -> list[int]:
        """The words' shapes as a list."""
        found: list[int] = self.rows[:, SHAPE].tolist()
        return found

    def blocks(self) -> list[TokenizedText]:
        """Return the document in parts of about BLOCK tokens, cut between sequences; [itself] if it is no longer."""
        if len(self.surfaces) <= BLOCK:
            return [self]
        found, first = [], 0
        for index, (_, end) in enumerate(self.sequences):
            if end - self.sequences[first][0] >= BLOCK or index == len(self.sequences) - 1:
                found.append(self._part(first, index + 1))
                first = index + 1
        return found

    def _part(self, first: int, end: int) -> TokenizedText:
        """Return the sequences [first, end) as a document of its own, with all numbers counted from its start."""
        start, stop = self.sequences[first][0], self.sequences[end - 1][1]
        inside = self.range_of[start:stop]
        low = int(inside[inside >= 0].min(initial=len(self.ranges)))
        high = int(inside.max(initial=-1)) + 1
        return TokenizedText(
            text=self.text,
            surfaces=self.surfaces[start:stop],
            starts=self.starts[start:stop],
            ends=self.ends[start:stop],
            rows=self.rows[start:stop],
            paragraph=self.paragraph[start:stop] - self.paragraph[start],
            sentence=self.sentence[start:stop] - self.sentence[start],
            quote=self.quote[start:stop],
            range_of=np.where(inside < 0, inside, inside - low),
            ranges=[(max(left, start) - start, min(right, stop) - start) for left, right in self.ranges[low:high]],
            sequences=[(left - start, right - start) for left, right in self.sequences[first:end]],
        )

    def span(self, first: int, end: int) -> Span:
        """Return the characters of tokens [first, end)."""
        return Span(int(self.starts[first]), int(self.ends[end - 1]))


def read(text: str, table: WordTable) -> TokenizedText:
    """Cut a text into tokens, with its sentences, paragraphs and quotation marks.

    Args:
        text: Any string.
        table: The classes of word forms.
    """
    surfaces, starts, ends = txt.tokens(text)
    paragraph = _index(starts, txt.paragraphs(text))
    sentence = _index(starts, txt.sentences(text))
    quote, range_of, ranges = _quote_state(text, txt.quoted(text), starts, ends)
    rows = table.rows(surfaces)
    return TokenizedText(
        text=text,
        surfaces=surfaces,
        starts=starts,
        ends=ends,
        rows=rows,
        paragraph=paragraph,
        sentence=sentence,
        quote=quote,
        range_of=range_of,
        ranges=ranges,
        sequences=_sequences(paragraph, sentence),
    )


def _index(starts: Ints, spans: list[Span]) -> Ints:
    firsts = np.fromiter((span.start for span in spans), dtype=np.int64, count=len(spans))
    found: Ints = np.searchsorted(firsts, starts, side="right") - 1
    return found


def _quote_state(text: str, spans: list[Span], starts: Ints, ends: Ints) -> tuple[Ints, Ints, list[tuple[int, int]]]:
    state = np.zeros(len(starts), dtype=np.int64)
    range_of = np.full(len(starts), -1, dtype=np.int64)
    ranges: list[tuple[int, int]] = []
    firsts = np.searchsorted(starts, [span.start for span in spans]).tolist()
    lasts = np.searchsorted(starts, [span.end for span in spans]).tolist()
    for index, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        state[first:last] = 1
        range_of[first:last] = index
        if first < last:
            state[first] = 2
            if (
                last - first > 1
                and not text[ends[last - 1] - 1].isalnum()
                and text[ends[last - 1] - 1] in "”\"'»«“‘’›‹」』"
            ):
                state[last - 1] = 3
        ranges.append((first, last))
    return state, range_of, ranges


def _sequences(paragraph: Ints, sentence: Ints) -> list[tuple[int, int]]:
    count = len(paragraph)
    if count == 0:
        return []
    cuts = np.flatnonzero(np.diff(paragraph)) + 1
    bounds = pairwise([0, *cuts.tolist(), count])
    found: list[tuple[int, int]] = []
    for first, end in bounds:
        start = first
        while end - start > MAX_SEQUENCE:
            ends = np.flatnonzero(np.diff(sentence[start : start + MAX_SEQUENCE])) + 1
            stop = start + (int(ends[-1]) if len(ends) else MAX_SEQUENCE)
            found.append((start, stop))
            start = stop
        found.append((start, end))
    return found
