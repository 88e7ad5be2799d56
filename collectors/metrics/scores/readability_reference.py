"""What scores real texts have in a language: the reference that scores are held against across languages.

LIX counts long words, and languages differ in how long their words are: half of German pages lie above 49, half of
Spanish ones above 57, and nobody reads Spanish worse for it. What compares is how far a text lies from the texts of its
own language, in standard deviations of these. References are files of numbers (`data/languages/*/readability.toml`),
made by `tests/benchmarks/readability_reference.py` from real pages; a language with too few of them has none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from collectors.metrics.word_lists import LANGUAGE_FOLDERS

FILE = "readability.toml"
#: The scores and parts that have references, and whether more of them is harder to read.
REFERENCED = {"lix": True, "flesch_reading_ease": False, "words_per_sentence": True}
#: With texts of fewer domains a median is known to no better than .32 standard deviations, and there is no reference.
FEWEST_DOMAINS = 15


@dataclass(frozen=True, slots=True)
class ScoreReference:
    """The distribution of one score over real texts of a language.

    Attributes:
        language: ISO 639-1 code.
        score: The score or part, a key of REFERENCED.
        median: Median of the texts, each domain weighing the same.
        deviation: Standard deviation of a text, from the quartiles.
        error: Standard error of the median, in units of the score.
        texts: Number of texts.
        domains: Number of domains that published them.
    """

    language: str
    score: str
    median: float
    deviation: float
    error: float
    texts: int
    domains: int

    @property
    def error_z(self) -> float:
        """The standard error of the reference's median, in standard deviations: no z score is known better."""
        return self.error / self.deviation


@cache
def references() -> Mapping[tuple[str, str], ScoreReference]:
    """Read all references, once per process, by language and score; a damaged file is none (`check` names it)."""
    by_score: dict[tuple[str, str], ScoreReference] = {}
    for file in (file for folder in LANGUAGE_FOLDERS for file in sorted(folder.glob(f"*/{FILE}"))):
        with suppress(KeyError, TypeError, ValueError):
            for reference in parse_references(file.read_text(encoding="utf-8")):
                by_score.setdefault((reference.language, reference.score), reference)
    return by_score


def parse_references(text: str) -> list[ScoreReference]:
    """Read one language's file.

    Args:
        text: TOML with `language`, `texts` and `domains`, and `median`, `deviation` and `error` of each score.

    Raises:
        KeyError: A number is missing.
        ValueError: A deviation is not positive, or the domains are fewer than FEWEST_DOMAINS.
    """
    raw = tomllib.loads(text)
    if raw["domains"] < FEWEST_DOMAINS:
        raise ValueError(f"a reference needs {FEWEST_DOMAINS} domains, here are {raw['domains']}")
    references_here = [
        ScoreReference(
            language=raw["language"],
            score=score,
            median=float(raw[score]["median"]),
            deviation=float(raw[score]["deviation"]),
            error=float(raw[score]["error"]),
            texts=raw["texts"],
            domains=raw["domains"],
        )
        for score in REFERENCED
        if score in raw
    ]
    if any(reference.deviation <= 0 for reference in references_here):
        raise ValueError("a deviation must be above 0")
    return references_here


def stated(score: str) -> str:
    """Say in words on how many texts a score's references rest, by language ("de 389 texts of 338 domains").

    Args:
        score: A key of REFERENCED.
    """
    rows = [reference for (_, name), reference in sorted(references().items()) if name == score]
    return "; ".join(f"{row.language} {row.texts} texts of {row.domains} domains" for row in rows)
