"""Readability scores and their parts: textstat's words and constants with the sentences of `text`.

On texts that textstat splits correctly into sentences the scores equal those of textstat 0.7.13. On others they differ
on purpose, because the sentences are those of `text.sentences`: "U.S.", "Sept. 30" and "3 p.m." do not end one, a
heading without a full stop does, and a short sentence counts (textstat drops those of one or two words to compensate
for wrong splits). Words are textstat's, with its treatment of punctuation ("don’t" is read as "dont", "war—which" as
one word). Normalising such marks first changed Flesch by 0.12 on average in 150 news articles, too little to give up
the comparison with textstat.

A language has only the scores that were fitted to it; LIX and RIX count letters and apply to every language with spaces
between words. No score is given below 100 words, where one sentence more or less moves it by whole grades.
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

#: With fewer words the scores and parts are None.
FEWEST_WORDS = 100

SCORES = tuple(score.name for score in READABILITY_SCORES)
#: The scores of textstat.
ENGLISH = tuple(score.name for score in english_scores.SCORES)
PARTS = (
    "words_per_sentence",
    "syllables_per_word",
    "characters_per_word",
    "long_words",
    "difficult_words",
)

#: Languages written without spaces between words, in which no score or part can be computed.
UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my", "yue"})

_WORD = re.compile(r"\w")


def root_language(language: str | None, text: str) -> str | None:
    """Return the language code that the scores are chosen by.

    Args:
        language: The declared language with or without a region ("en-GB" gives "en"), or None.
        text: Read to identify the language where none is declared.

    Returns:
        The code in lower case; None where nothing is declared and the text has too little evidence.
    """
    if language:
        return re.split(r"[-_]", language.strip().lower(), maxsplit=1)[0]
    found = identify(text)
    return found.language if found else None


def count(text: str, language: str, spans: list[Span] | None = None) -> Counts:
    """Count everything in a text that the scores need.

    Args:
        text: The text.
        language: Its language without a region; syllables are counted by it.
        spans: Passages of the text, each taken as one sentence; None to split the whole text into sentences.
    """
    units = [span for span in (sentences(text) if spans is None else spans) if _WORD.search(text, *span)]
    table = run_table(language)
    runs = text.split() if spans is None else [run for start, end in units for run in text[start:end].split()]
    sums = unpack(sum(map(table.__getitem__, runs)))
    return Counts(sums, len(runs), len(units), *_linsear(text, units, table))


def _linsear(text: str, units: list[Span], table: RunTable) -> tuple[int, int]:
    """Return Linsear points and sentences of the first 100 words; a cut-off sentence counts from three words on."""
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
    """Return Linsear points: three for a word of three syllables or more, none for one without a syllable, else one."""
    return sums.words - sums.mute + 2 * sums.poly


def readability(text: str, language: str | None, spans: list[Span] | None = None) -> dict[str, float | None]:
    """Compute the scores and parts of a text.

    Args:
        text: The text.
        language: Its declared language, or None to identify it from the text.
        spans: Passages of the text, each taken as one sentence; None for the whole text.

    Returns:
        Values by name: "words", "sentences", then SCORES and PARTS. `long_words` (more than 6 letters) and
        `difficult_words` (outside the Dale-Chall list) are shares from 0 to 1 of the words; `characters_per_word`
        counts letters and digits. Scores and parts are None below 100 words, and where they do not exist in the
        language; words and sentences are always given.
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
    """Return what formulas are made of; syllables only where spelling shows them or a formula was fitted to them."""
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
