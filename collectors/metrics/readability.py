"""Readability scores and their parts: textstat's words and constants with the sentences of `text`.

On texts whose sentences textstat splits rightly the scores equal those of textstat 0.7.13. On others they differ on
purpose: sentences are those of `text.sentences`, so "U.S.", "Sept. 30" and "3 p.m." do not end one, a heading without a
full stop does, and a short sentence counts (textstat drops those of one or two words, to make up for wrong splits).
Words are textstat's, typography included ("don’t" is read as "dont", "war—which" as one word): levelling such marks
first moved Flesch by 0.12 on average in 150 news articles, too little to give up the comparison with textstat.

A language has only the scores that were fitted to it. LIX and RIX count letters and stand in every language with
spaces between words. No score is given below 100 words, where one sentence more or less moves it by grades.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from collectors.metrics.language_identification import identify
from collectors.metrics.syllables import RunTable, SyllableSums, run_table, unpack
from collectors.metrics.text import sentences
from collectors.model import Span

METHOD_VERSION = "r2"

#: Below this the scores and parts are None.
FEWEST_WORDS = 100

#: textstat's eight, in the order of its manual.
ENGLISH = (
    "flesch_reading_ease",
    "flesch_kincaid_grade",
    "gunning_fog",
    "smog_index",
    "automated_readability_index",
    "coleman_liau_index",
    "dale_chall_readability_score",
    "linsear_write_formula",
)
ANY_LANGUAGE = ("lix", "rix")
SCORES = (*ENGLISH, *ANY_LANGUAGE)
PARTS = (
    "words_per_sentence",
    "syllables_per_word",
    "characters_per_word",
    "long_words",
    "difficult_words",
)

#: Flesch reading ease: base, weight of words per sentence, weight of syllables per word. textstat's LANG_CONFIGS, and
#: only the languages with numbers of their own: pl and uk would get the English ones there, so they get none here.
FLESCH: dict[str, tuple[float, float, float]] = {
    "en": (206.835, 1.015, 84.6),  # Flesch 1948
    "de": (180.0, 1.0, 58.5),  # Amstad 1978
    "es": (206.84, 1.02, 60.0),  # Fernandez Huerta 1959
    "fr": (207.0, 1.015, 73.6),  # Kandel and Moles 1958
    "it": (217.0, 1.3, 60.0),  # Vacca and Franchina 1972
    "nl": (206.835, 0.93, 77.0),  # Douma 1960
    "ru": (206.835, 1.3, 60.1),  # Oborneva 2006
    "hu": (206.835, 1.015, 58.5),
}

#: Written without spaces between words: nothing here can be counted.
UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my", "yue"})

_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Counts:
    """What a score is made of. `runs` are the pieces between spaces, punctuation alone included."""

    sums: SyllableSums
    runs: int
    sentences: int
    linsear_points: int  # of the first 100 words: 1 each, 3 from three syllables
    linsear_sentences: int


def root_language(language: str | None, text: str) -> str | None:
    """The language without its region ("en-GB" -> "en"), or that of the text where none is declared.

    None where nothing is declared and the text says too little."""
    if language:
        return re.split(r"[-_]", language.strip().lower(), maxsplit=1)[0]
    found = identify(text)
    return found.language if found else None


def count(text: str, language: str, spans: list[Span] | None = None) -> Counts:
    """All counts of a text, or of its passages `spans`, each of which is taken as one sentence."""
    units = [span for span in (sentences(text) if spans is None else spans) if _WORD.search(text, *span)]
    table = run_table(language)
    runs = text.split() if spans is None else [run for start, end in units for run in text[start:end].split()]
    sums = unpack(sum(map(table.__getitem__, runs)))
    return Counts(sums, len(runs), len(units), *_linsear(text, units, table))


def _linsear(text: str, units: list[Span], table: RunTable) -> tuple[int, int]:
    """Points and sentences of the first 100 words. Of the sentence cut off there, two words do not make a sentence."""
    points = words = 0
    for whole, (start, end) in enumerate(units):
        packed = [table[run] for run in text[start:end].split()]
        sums = unpack(sum(packed))
        room = FEWEST_WORDS - words
        if sums.words > room:
            taken = [s for s in map(unpack, packed) if s.words][:room]
            points += sum(map(_points, taken))
            return points, max(1, whole + (room > 2))
        points += _points(sums)
        words += sums.words
    return points, max(1, len(units))


def _points(sums: SyllableSums) -> int:
    """One for a word, three from three syllables, none without a syllable."""
    return sums.words - sums.mute + 2 * sums.poly


def readability(text: str, language: str | None, spans: list[Span] | None = None) -> dict[str, float | None]:
    """Scores and parts of a text, or of its passages `spans`, each taken as one sentence.

    Keys: "words", "sentences", then SCORES and PARTS. Shares (`long_words`: more than 6 letters, `difficult_words`:
    outside the Dale-Chall list) are 0..1 of the words, `characters_per_word` counts letters and digits. A value is None
    below 100 words, or where it does not exist in this language; then words and sentences are still given.
    """
    tongue = root_language(language, text) or ""
    counts = count(text, tongue, spans)
    sums = counts.sums
    result: dict[str, float | None] = {"words": sums.words, "sentences": counts.sentences}
    result |= dict.fromkeys((*SCORES, *PARTS))
    if sums.words < FEWEST_WORDS or tongue in UNSPACED:
        return result
    result |= _everywhere(sums, counts.sentences)
    if tongue in FLESCH:
        base, by_sentence, by_word = FLESCH[tongue]
        per_word = sums.syllables / sums.words
        result["syllables_per_word"] = per_word
        result["flesch_reading_ease"] = base - by_sentence * (sums.words / counts.sentences) - by_word * per_word
    if tongue == "en":
        result |= _english(counts, sums)
    return result


def _everywhere(s: SyllableSums, sentences: int) -> dict[str, float]:
    """LIX (Bjornsson 1968), RIX (Anderson 1983), and the parts that need no dictionary."""
    per_sentence = s.words / sentences
    return {
        "lix": per_sentence + 100 * s.long / s.words,
        "rix": s.long / sentences,
        "words_per_sentence": per_sentence,
        "characters_per_word": s.letters / s.words,
        "long_words": s.long / s.words,
    }


def _english(c: Counts, s: SyllableSums) -> dict[str, float]:
    """The seven scores that were fitted to English only, with textstat's constants."""
    per_sentence, per_word = s.words / c.sentences, s.syllables / s.words
    unknown = 100 * s.unknown / s.words
    linsear = c.linsear_points / c.linsear_sentences
    return {
        "flesch_kincaid_grade": 0.39 * per_sentence + 11.8 * per_word - 15.59,
        "gunning_fog": 0.4 * (per_sentence + 100 * s.hard / s.words),
        "smog_index": 1.043 * math.sqrt(30 * s.poly / c.sentences) + 3.1291,
        "automated_readability_index": 4.71 * (s.chars / c.runs) + 0.5 * per_sentence - 21.43,
        "coleman_liau_index": 5.8 * s.letters / s.words - 29.6 * c.sentences / s.words - 15.8,
        "dale_chall_readability_score": 0.1579 * unknown + 0.0496 * per_sentence + (3.6365 if unknown > 5 else 0.0),
        "linsear_write_formula": (linsear - 2 if linsear <= 20 else linsear) / 2,
        "difficult_words": s.unknown / s.words,
    }
