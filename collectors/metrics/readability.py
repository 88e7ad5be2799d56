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

import re

from collectors.method import version_of
from collectors.metrics.language_identification import identify
from collectors.metrics.scores import READABILITY_SCORES, Counts, english_scores
from collectors.metrics.syllables import RunTable, SyllableSums, run_table, unpack
from collectors.metrics.text import sentences
from collectors.metrics.vowel_syllables import VOWEL_COUNTERS
from collectors.model import Span

METHOD_VERSION = version_of("readability")

#: Below this the scores and parts are None.
FEWEST_WORDS = 100

SCORES = tuple(score.name for score in READABILITY_SCORES)
#: Those of textstat.
ENGLISH = tuple(score.name for score in english_scores.SCORES)
PARTS = (
    "words_per_sentence",
    "syllables_per_word",
    "characters_per_word",
    "long_words",
    "difficult_words",
)

#: Written without spaces between words: nothing here can be counted.
UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my", "yue"})

_WORD = re.compile(r"\w")


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
            taken = [sentence for sentence in map(unpack, packed) if sentence.words][:room]
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
    result |= _parts(sums, counts.sentences, tongue)
    for score in READABILITY_SCORES:
        if not score.languages or tongue in score.languages:
            result[score.name] = score.compute(counts, tongue)
    return result


def _parts(sums: SyllableSums, sentences: int, language: str) -> dict[str, float]:
    """What formulas are made of. Syllables are counted where spelling shows them or a formula was fitted to them."""
    parts = {
        "words_per_sentence": sums.words / sentences,
        "characters_per_word": sums.letters / sums.words,
        "long_words": sums.long / sums.words,
    }
    if language in english_scores.FLESCH or language in VOWEL_COUNTERS:
        parts["syllables_per_word"] = sums.syllables / sums.words
    if language == "en":
        parts["difficult_words"] = sums.unknown / sums.words
    return parts
