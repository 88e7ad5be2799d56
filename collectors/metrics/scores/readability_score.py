"""What a readability score is: its formula, its source, and the languages that it was fitted to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from collectors.metrics.syllables import SyllableSums


@dataclass(frozen=True, slots=True)
class Counts:
    """What a score is made of. `runs` are the pieces between spaces, punctuation alone included."""

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
        languages: The languages whose texts it was fitted to; empty for every language with spaces between words.
        compute: The score from the counts of a text of 100 words or more and its language; None where it has none.
    """

    name: str
    title: str
    reading: str
    meaning: str
    source: str
    languages: frozenset[str] = frozenset()
    compute: Callable[[Counts, str], float | None]
