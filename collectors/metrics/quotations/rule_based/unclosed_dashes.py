"""Sentences behind an opening dash whose speaker nothing names, as in "Rau spoke in New York. – We will not yield.".

In Polish, Russian and Ukrainian news a dash after a full stop opens speech, elsewhere one at the beginning of a
paragraph may. Where another dash with a word in small letters closes it ("– To farsa – tak X zaczęła ..."), somebody
speaks; where none does, an item of a list looks alike, so that such words are neither a speaker's nor the outlet's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from collectors.metrics.quotations.rule_based.dashed_dialogue import opens_dialogue
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import DASHES, TokenRange, Unit, trimmed

_INLINE = frozenset(("pl", "ru", "uk"))
_FEWEST_WORDS = 4  # of the sentence behind the dash
_MOST_SENTENCES = 6  # of speech behind one dash


@dataclass(frozen=True, slots=True)
class DashedWords:
    """Words behind a dash: their sentence, their tokens, and whether a second dash shows that somebody says them."""

    unit: Unit
    words: TokenRange
    closed: bool


def unclosed_dashes(
    paragraphs: Sequence[Sequence[Unit]], read: Collection[int], pack: LanguagePack
) -> Iterator[DashedWords]:
    """Yield the words of sentences behind dashes in which nothing was read.

    Args:
        paragraphs: The sentences of a text by paragraph.
        read: The `id` of each sentence in which somebody was found to speak.
        pack: The words of the text's language; where reported speech is not read, all is undecided anyway.
    """
    if pack.level != "full":
        return
    for place, units in enumerate(paragraphs):
        if not _is_item(paragraphs, place):
            yield from _of_paragraph(units, read, pack.language in _INLINE)


def _of_paragraph(units: Sequence[Unit], read: Collection[int], inline: bool) -> Iterator[DashedWords]:
    run: list[Unit] = []
    for index, unit in enumerate([*units, None]):
        closing = _closing_dash(unit) if unit is not None and inline else 0
        opens = unit is not None and (inline or index == 0) and _opens_speech(unit)
        if unit is None or id(unit) in read or len(run) == _MOST_SENTENCES or (opens and run):
            yield from _dashed(run, 0)
            run = []
        if unit is not None and id(unit) not in read and (run or opens):
            run.append(unit)
            if closing:
                yield from _dashed(run, closing)
                run = []


def _dashed(run: Sequence[Unit], closing: int) -> Iterator[DashedWords]:
    """Yield the words of a run of sentences, the last only up to its closing dash, if it has one."""
    for unit in run:
        words = trimmed(unit, 0, closing if closing and unit is run[-1] else len(unit))
        if words:
            yield DashedWords(unit, words, closing > 0)


def _closing_dash(unit: Unit) -> int:
    """Return the last dash between spaces that words in small letters follow, 0 where there is none."""
    for index in range(len(unit) - 2, 1, -1):
        spaced = unit.starts[index] > unit.ends[index - 1] and unit.starts[index + 1] > unit.ends[index]
        if unit.low[index] in DASHES and unit.quote[index] < 0 and spaced:
            return index if unit.surfaces[index + 1].islower() else 0
    return 0


def _opens_speech(unit: Unit) -> bool:
    """Whether a sentence begins with a dash and a capital, and is long enough to be told from a credit or an item."""
    return opens_dialogue(unit) and unit.is_capital(1) and sum(map(unit.is_word, range(1, len(unit)))) >= _FEWEST_WORDS


def _is_item(paragraphs: Sequence[Sequence[Unit]], place: int) -> bool:
    """Whether a paragraph is an item of a list: a colon stands above it, or beside it another of one sentence."""
    if not _is_dashed(paragraphs, place):
        return False
    above = place - 1
    while above >= 0 and _is_dashed(paragraphs, above):
        above -= 1
    heading = paragraphs[above] if above >= 0 else ()
    if heading and heading[-1].low[-1:] == [":"]:
        return True
    beside = _is_dashed(paragraphs, place - 1) or _is_dashed(paragraphs, place + 1)
    return beside and len(paragraphs[place]) == 1 and "?" not in paragraphs[place][0].low


def _is_dashed(paragraphs: Sequence[Sequence[Unit]], place: int) -> bool:
    units = paragraphs[place] if 0 <= place < len(paragraphs) else ()
    return bool(units) and bool(units[0].low) and units[0].low[0] in DASHES
