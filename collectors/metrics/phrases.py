"""The words and phrases of a text with their voices, from which distinctive wording is counted.

A phrase is two or three words of one sentence and one voice with no comma, bracket or dash between them. Words are
compared in lower case and without a possessive ending, so that "Moscow's" counts as "moscow".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from collectors.method import version_of
from collectors.metrics.remembered_sentences import remembered_sentences
from collectors.metrics.text import WORD
from collectors.metrics.voice import VoiceMap
from collectors.metrics.word_lists import word_set
from collectors.model import Span, Voice

METHOD_VERSION = version_of("phrases")

#: The most words of a phrase.
LONGEST = 3
VOICES = tuple(Voice)

#: Characters that may stand between the words of a phrase: spaces, quotation marks, an abbreviation's full stop.
_BETWEEN = frozenset(" \u00a0\u202f\t.'’‘\"“”„«»-‑")
_APOSTROPHES = str.maketrans("’‑", "'-")

#: Words with which no phrase begins or ends, since "of the vote" means no more than "vote". They are English; other
#: languages have no such list yet, so such phrases are counted there.
EDGES = word_set("en.function_words.phrase_edges")


class TermUse(NamedTuple):
    """One word of a text.

    Attributes:
        form: The form under which it is counted.
        span: Where it stands.
        voice: Whose word it is.
        goes_on: Whether it can continue a phrase that contains the word before it.
    """

    form: str
    span: Span
    voice: Voice
    goes_on: bool


@dataclass(frozen=True, slots=True)
class TermColumns:
    """The words of a text in reading order, column by column; see `TermUse`.

    Attributes:
        words: The words as written; `form_of` gives the forms under which they are counted.
        spans: Where they stand.
        passages: For each word the passage of the voices in which it begins.
        goes_on: Whether it can continue a phrase that contains the word before it.
    """

    words: list[str]
    spans: list[tuple[int, int]]
    passages: list[int]
    goes_on: list[bool]


def term_columns(text: str, voices: VoiceMap) -> TermColumns:
    """List the words of a text in reading order; arguments as for `word_forms`."""
    spans = [match.span() for match in WORD.finditer(text)]
    starts = np.array([start for start, _ in spans], dtype=np.int64)
    passages = np.maximum(np.searchsorted(np.array(voices.starts, dtype=np.int64), starts, side="right") - 1, 0)
    begins = np.array([begin for begin, _ in remembered_sentences(text)], dtype=np.int64)
    sentence = np.searchsorted(begins, starts, side="right")
    # Neighbouring passages differ in their voice, but for those that hold no word between them.
    spoken = np.array([VOICES.index(voice) for voice in voices.voices] or [0], dtype=np.int64)[passages]
    same = np.zeros(len(spans), dtype=bool)
    same[1:] = (sentence[1:] == sentence[:-1]) & (spoken[1:] == spoken[:-1])
    goes_on = same.tolist()
    for at in np.flatnonzero(same).tolist():
        goes_on[at] = _joins(text[spans[at - 1][1] : spans[at][0]])
    return TermColumns([text[start:end] for start, end in spans], spans, passages.tolist(), goes_on)


def word_forms(text: str, voices: VoiceMap) -> list[TermUse]:
    """List the words of a text in reading order.

    Args:
        text: The text.
        voices: Its voices; a word has the voice of its first letter.
    """
    columns = term_columns(text, voices)
    rows = zip(map(form_of, columns.words), columns.spans, columns.passages, columns.goes_on, strict=True)
    return [TermUse(form, Span(*span), voices.voices[passage], goes_on) for form, span, passage, goes_on in rows]


@lru_cache(maxsize=100_000)
def form_of(word: str) -> str:
    """Return the form under which a word is counted: in lower case, without a possessive "'s"."""
    low = word.lower().translate(_APOSTROPHES)
    return low[:-2] if low.endswith("'s") and len(low) > 2 else low


def _joins(between: str) -> bool:
    return between == " " or (_BETWEEN.issuperset(between) and ".." not in between)


def is_phrase(words: tuple[str, ...]) -> bool:
    """Whether words form a phrase worth counting: its first and last word carry meaning, or it is a single word."""
    return len(words) == 1 or (words[0] not in EDGES and words[-1] not in EDGES)


def find_term(text: str, voices: VoiceMap, term: str, voice: Voice | None = None) -> list[Span]:
    """Find where a term stands in a text.

    Args:
        text: The text.
        voices: Its voices.
        term: The forms of the term's words, separated by single spaces.
        voice: The voice in which to search; None for all.
    """
    wanted = tuple(term.split(" "))
    words = word_forms(text, voices)
    hits = []
    for at in range(len(words) - len(wanted) + 1):
        run = words[at : at + len(wanted)]
        if (
            tuple(word.form for word in run) == wanted
            and all(use.goes_on for _, use in pairwise(run))
            and voice in (None, run[0].voice)
        ):
            hits.append(Span(run[0].span.start, run[-1].span.end))
    return hits
