"""Scores that count letters and apply to every language with spaces between words."""

from __future__ import annotations

from collectors.metrics.scores.readability_score import Counts, ReadabilityScore


def _lix(counts: Counts, _language: str) -> float:
    return counts.sums.words / counts.sentences + 100 * counts.sums.long / counts.sums.words


def _rix(counts: Counts, _language: str) -> float:
    return counts.sums.long / counts.sentences


SCORES = (
    ReadabilityScore(
        name="lix",
        title="LIX",
        reading="Sentence length and long words, in any language; over 50 is hard.",
        meaning="LIX: words per sentence + percentage of words over 6 letters.",
        source="Bjornsson 1968",
        compute=_lix,
    ),
    ReadabilityScore(
        name="rix",
        title="RIX",
        reading="Long words per sentence, in any language; higher is harder.",
        meaning="RIX: words over 6 letters per sentence.",
        source="Anderson 1983",
        compute=_rix,
    ),
)
