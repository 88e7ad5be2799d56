"""The type of a readability score: its formula, its source, and the languages that it was fitted to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from collectors.metrics.syllables import SyllableSums


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a text from which scores are computed.

    Attributes:
        sums: Sums over the words of the text.
        runs: Pieces between spaces, including those that are punctuation only.
        sentences: Sentences with at least one word.
        linsear_points: Of the first 100 words: 1 for a word with a syllable, 3 for one of three syllables or more.
        linsear_sentences: Sentences of the first 100 words, at least 1.
    """

    sums: SyllableSums
    runs: int
    sentences: int
    linsear_points: int  # of the first 100 words: 1 each, 3 from three syllables
    linsear_sentences: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadabilityScore:
    """A readability score.

    Attributes:
        name: Its name as a metric.
        title: Its name on pages.
        reading: How to read it, in a few words.
        meaning: Its line in the codebook.
        source: Who published the formula, and when.
        languages: The languages that it was fitted to; empty where it applies to every language with spaces between
            words.
        compute: Computes the score from the counts of a text of 100 words or more and the text's language; None where
            the text has no score.
    """

    name: str
    title: str
    reading: str
    meaning: str
    source: str
    languages: frozenset[str] = frozenset()
    compute: Callable[[Counts, str], float | None]
