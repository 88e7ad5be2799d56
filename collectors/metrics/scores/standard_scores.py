"""Scores as distances from real texts of the same language: the only ones that stand side by side across languages."""

from __future__ import annotations

from collections.abc import Callable

from collectors.metrics.scores import english_scores, letter_scores
from collectors.metrics.scores.readability_reference import REFERENCED, references, stated
from collectors.metrics.scores.readability_score import Counts, ReadabilityScore

#: The ending of a standard score's name.
ENDING = "_z"
_TITLES = {"lix": "LIX", "flesch_reading_ease": "Flesch reading ease", "words_per_sentence": "Sentence length"}
_FORMULAS: dict[str, Callable[[Counts, str], float | None]] = {
    **{score.name: score.compute for score in (*letter_scores.SCORES, *english_scores.SCORES)},
    "words_per_sentence": lambda counts, _language: counts.sums.words / counts.sentences,
}


def _standard(score: str) -> ReadabilityScore:
    formula, title = _FORMULAS[score], _TITLES[score]

    def compute(counts: Counts, language: str) -> float | None:
        reference = references().get((language, score))
        raw = formula(counts, language) if reference else None
        return None if reference is None or raw is None else (raw - reference.median) / reference.deviation

    direction = "harder" if REFERENCED[score] else "easier"
    return ReadabilityScore(
        name=score + ENDING,
        title=f"{title}, against its language",
        reading=f"Standard deviations from the median of real texts in the same language; higher is {direction}.",
        meaning=f"{title} as standard deviations from the median of real texts in the article's language, each domain "
        f"weighing the same; empty in languages without a reference. References: {stated(score)}.",
        source="references of this project, data/languages/*/readability.toml",
        languages=frozenset(language for language, name in references() if name == score),
        compute=compute,
    )


SCORES = tuple(_standard(score) for score in REFERENCED)
#: The names of the standard scores.
STANDARD = tuple(score.name for score in SCORES)
