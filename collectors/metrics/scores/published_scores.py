"""English formulas as published, where textstat differs in a rounded weight, in punctuation or in its word list."""

from __future__ import annotations

from collectors.metrics.scores.readability_score import Counts, ReadabilityScore

_ENGLISH = frozenset({"en"})


def _coleman_liau(counts: Counts, _language: str) -> float:
    words = counts.sums.words
    return 5.88 * counts.sums.letters / words - 29.6 * counts.sentences / words - 15.8


def _automated_readability(counts: Counts, _language: str) -> float:
    words = counts.sums.words
    return 4.71 * counts.sums.letters / words + 0.5 * words / counts.sentences - 21.43


def _dale_chall(counts: Counts, _language: str) -> float:
    unfamiliar = 100 * counts.sums.unfamiliar / counts.sums.words
    adjusted = 3.6365 if unfamiliar > 5 else 0.0
    return 0.1579 * unfamiliar + 0.0496 * counts.sums.words / counts.sentences + adjusted


SCORES = (
    ReadabilityScore(
        name="coleman_liau_published",
        title="Coleman–Liau, as published",
        reading="US school grade, from letters; higher is harder. The weight is 5.88, not textstat's 5.8.",
        meaning="Coleman-Liau index with the published weight of letters, 5.88. English only.",
        source="Coleman and Liau 1975",
        languages=_ENGLISH,
        compute=_coleman_liau,
    ),
    ReadabilityScore(
        name="automated_readability_published",
        title="ARI, as published",
        reading="US school grade, from letters without punctuation; higher is harder.",
        meaning="Automated readability index of letters and digits per word, without punctuation. English only.",
        source="Senter and Smith 1967",
        languages=_ENGLISH,
        compute=_automated_readability,
    ),
    ReadabilityScore(
        name="dale_chall_published",
        title="Dale–Chall, as published",
        reading="Regular inflections of easy words are easy; higher is harder.",
        meaning="Dale-Chall score in which plurals, possessives, verb forms and comparatives of easy words are easy. "
        "English only.",
        source="Dale and Chall 1948",
        languages=_ENGLISH,
        compute=_dale_chall,
    ),
)
