"""Devices that are found by word lists: distancing, hedges, certainty, loaded words, cues of frames.

The lists are in `data/lexicons`. Hedges and boosters share one list and are returned as the kinds `hedge` and
`certainty`.
"""

from __future__ import annotations

from collections.abc import Sequence

from collectors.metrics.framing_devices.phrase_book import FRAME, PhraseBook, PhraseMatch
from collectors.metrics.framing_devices.voiced_words import VoicedText
from collectors.model import Mark, Span

#: How many words after a word of distance a name still belongs to it: "the alleged, hastily arranged vote".
REACH = 4


def lexical(ground: VoicedText, book: PhraseBook) -> list[Mark]:
    """Mark the listed words and phrases of a title or text.

    Args:
        ground: The title or text.
        book: The word lists of its language.

    Returns:
        Marks in reading order. The label of distancing is the concept that it concerns, "" for none.
    """
    return [mark for found in book.find(ground) if (mark := _mark(ground, found))]


def _mark(ground: VoicedText, found: PhraseMatch) -> Mark | None:
    kind, label, span = found
    if kind == "certainty":
        if ground.text[span.start : span.end] == "May":  # the month; questions that begin with "May" are rare in news
            return None
        return ground.mark("hedge" if label == "hedge" else "certainty", label, span)
    if kind == "distancing":
        return ground.mark(kind, _kept_off(ground, span), span)
    return ground.mark("frame" if kind.startswith(FRAME) else kind, label, span)


def _kept_off(ground: VoicedText, span: Span) -> str:
    """Return the concept that a word of distance concerns: one in the term itself or in the clause's next words."""
    after = ground.words[_index(ground.words, span.end) :][:REACH]
    end = after[-1].end if after else span.end
    cut = min((index for mark in ".;!?\n" if (index := ground.text.find(mark, span.end, end)) >= 0), default=end)
    return ground.concept_at(span.start, cut)


def _index(words: Sequence[Span], offset: int) -> int:
    """Return the index of the first word that begins at or after an offset."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        if words[middle].start < offset:
            low = middle + 1
        else:
            high = middle
    return low
