"""Devices that are found by word lists: distancing, hedges, certainty, loaded words, cues of frames.

The lists are in `data/lexicons`. Hedges and boosters share one list and are returned as the kinds `hedge` and
`certainty`.
"""

from __future__ import annotations

from collections.abc import Sequence

from collectors.metrics.framing_devices.phrase_book import FRAME, PhraseBook, PhraseMatch
from collectors.metrics.framing_devices.voiced_words import VoicedText
from collectors.metrics.word_lists import word_set
from collectors.model import Mark, Span

#: How many words after a word of distance a name still belongs to it: "the alleged, hastily arranged vote".
REACH = 4
#: The label of words that introduce a term as often as they keep distance ("tzw.": 6 of 9 in Polish news): they count
#: on declared concepts only.
INTRODUCES = "term"

#: Listed words that carry neither feeling nor opinion where news uses them: prepositions, adverbs and other words of
#: grammar, and parts of terms ("super PAC"). Of 100 marks in articles of 2016 read before this rule 8 were such words
#: and 10 parts of names.
GRAMMAR = word_set("en.function_words.words_of_no_feeling")
#: Words read on each side of a capital to tell a name from a headline in capitals, and the share of capitals there from
#: which it cannot be told.
BESIDE, CAPITALS = 6, 0.6


_TITLES = ("mr.", "mrs.", "ms.", "dr.", "sen.", "rep.", "gov.")


def lexical(ground: VoicedText, book: PhraseBook) -> list[Mark]:
    """Mark the listed words and phrases of a title or text.

    Args:
        ground: The title or text.
        book: The word lists of its language.

    Returns:
        Marks in reading order. The label of distancing is the concept that it concerns, "" for none.
    """
    return [mark for match in book.find(ground) if (mark := _mark(ground, match))]


def _mark(ground: VoicedText, match: PhraseMatch) -> Mark | None:
    kind, label, span = match
    if kind == "certainty":
        if ground.text[span.start : span.end] == "May":  # the month; questions that begin with "May" are rare in news
            return None
        return ground.mark("hedge" if label == "hedge" else "certainty", label, span)
    if kind == "distancing":
        concept = _kept_off(ground, span)
        return None if label == INTRODUCES and not concept else ground.mark(kind, concept, span)
    if kind == "loaded" and _is_plain(ground, span):
        return None
    return ground.mark("frame" if kind.startswith(FRAME) else kind, label, span)


def _is_plain(ground: VoicedText, span: Span) -> bool:
    """Whether a listed word is one of grammar here, or a part of a name: it has a capital inside a sentence."""
    word = ground.text[span.start : span.end]
    if word.lower() in GRAMMAR:
        return True
    before = ground.text[max(0, span.start - 3) : span.start].strip(" \u00a0")
    if not word[0].isupper() or not before or not (before[-1].isalnum() or before[-1] in ",.&"):
        return False
    if before[-1] == "." and not _follows_initial(ground.text, span.start):
        return False
    at = _index(ground.words, span.start)
    near = [*ground.words[max(0, at - BESIDE) : at], *ground.words[at + 1 : at + 1 + BESIDE]]
    capitals = sum(ground.text[place.start].isupper() for place in near)
    return capitals < CAPITALS * len(near)


def _follows_initial(text: str, start: int) -> bool:
    """Whether the full stop before an offset belongs to a title or an initial: "Mr. Hurt", "J. Earnest"."""
    word = text[max(0, start - 8) : start].split()[-1:]
    return bool(word) and (word[0].lower() in _TITLES or len(word[0]) == 2)


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
