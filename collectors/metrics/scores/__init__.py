"""The readability scores. To add one, write a module with `SCORES` and name it in `_MODULES`."""

from __future__ import annotations

from collectors.metrics.scores import english_scores, letter_scores, national_scores, published_scores, standard_scores
from collectors.metrics.scores.readability_score import Counts, ReadabilityScore

__all__ = ["READABILITY_SCORES", "Counts", "ReadabilityScore"]

_MODULES = (english_scores, letter_scores, national_scores, published_scores, standard_scores)

#: All scores, in the order in which tables and files list them.
READABILITY_SCORES: tuple[ReadabilityScore, ...] = tuple(score for module in _MODULES for score in module.SCORES)
