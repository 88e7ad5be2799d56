"""The readability scores. A new one is a module with `SCORES`, and its name in `_MODULES`."""

from __future__ import annotations

from collectors.metrics.scores import english_scores, letter_scores, national_scores, published_scores
from collectors.metrics.scores.readability_score import Counts, ReadabilityScore

__all__ = ["READABILITY_SCORES", "Counts", "ReadabilityScore"]

_MODULES = (english_scores, letter_scores, national_scores, published_scores)

#: In the order of tables and files.
READABILITY_SCORES: tuple[ReadabilityScore, ...] = tuple(score for module in _MODULES for score in module.SCORES)
