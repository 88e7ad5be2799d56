"""How likely two groups of articles in two languages tell one story: a logistic score of what they share and miss.

A term counts by its rarity: 1 where one group of a language has it, 0 where all have it. The headlines count twice, for
what both have and for what the other text lacks, since an event is told by the words that name it first: "Nobel prize
for literature" and "Nobel prize for peace" share their names and lack each other's topic. `WEIGHTS` was fitted to
pairs of English and Polish leads that one reader judged (tests/benchmarks/bench_story_pairs.py --fit).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

TOPIC, NUMBER = "@", "#"
#: Features by name, with their weights.
WEIGHTS: Mapping[str, float] = {
    "cosine": -0.065,
    "names": 0.519,
    "numbers": 2.132,
    "topics": 1.574,
    "headline_names": 1.079,
    "headline_topics": 1.658,
    "rarest_name": 2.453,
    "days_apart": -0.879,
    "specific": 0.256,
    "grouped_together": 1.056,
    "groups_logarithm": 0.212,
    "headline_topics_missing": -1.006,
    "headline_names_missing": -0.485,
}
BIAS = -4.283
_MOST_SPECIFIC = 4.0


@dataclass(slots=True)
class LanguageGroup:
    """Articles of one language that stand in one group.

    Attributes:
        name: The id of its first article.
        group: The group it comes from, which may hold several languages.
        language: ISO 639-1.
        first: First day of publication as a proleptic ordinal, None where none is known.
        last: Last day, likewise.
        shares: The share of its articles that has a term, by term.
        headline: The share of its headlines that has a term, by term.
        weights: The terms that other languages have, too, weighed by rarity; a vector of length 1.
        specific: Terms that few groups have.
    """

    name: str
    group: str
    language: str
    first: int | None
    last: int | None
    shares: Mapping[str, float]
    headline: Mapping[str, float]
    weights: dict[str, float] = field(default_factory=dict)
    specific: frozenset[str] = frozenset()

    @property
    def holds_first(self) -> bool:
        """Whether it has the first article of the group that it comes from."""
        return self.name == self.group


def days_apart(one: LanguageGroup, two: LanguageGroup) -> int:
    """Return the days between two groups; 0 where they overlap, or where a day is not known."""
    if one.first is None or two.first is None or one.last is None or two.last is None:
        return 0
    return max(0, one.first - two.last, two.first - one.last)


def features_of(one: LanguageGroup, two: LanguageGroup, rarity: Mapping[str, float], size: int) -> dict[str, float]:
    """Return what the score of a pair is made of.

    Args:
        one: A group.
        two: A group of another language.
        rarity: How rare a term is, from 0 to 1; terms of one language alone are left out.
        size: The number of groups in the smaller of the two largest languages of the stream.

    Returns:
        The features by the names of `WEIGHTS`.
    """
    shared = [term for term in one.weights if term in two.weights]
    names = list(filter(_is_name, shared))
    in_headlines = [term for term in one.headline if term in two.headline]
    return {
        "cosine": sum(one.weights[term] * two.weights[term] for term in shared),
        "names": _evidence(names, one.shares, two.shares, rarity),
        "numbers": _evidence((t for t in shared if t[0] == NUMBER), one.shares, two.shares, rarity),
        "topics": _evidence(filter(_is_topic, shared), one.shares, two.shares, rarity),
        "headline_names": _evidence(filter(_is_name, in_headlines), one.headline, two.headline, rarity),
        "headline_topics": _evidence(filter(_is_topic, in_headlines), one.headline, two.headline, rarity),
        "rarest_name": max((rarity[term] for term in names), default=0.0),
        "days_apart": float(days_apart(one, two)),
        "specific": min(_MOST_SPECIFIC, len(one.specific & two.specific)),
        "grouped_together": float(one.group == two.group),
        "groups_logarithm": math.log(1 + size),
        "headline_topics_missing": _missing(one, two, rarity, _is_topic) + _missing(two, one, rarity, _is_topic),
        "headline_names_missing": _missing(one, two, rarity, _is_name) + _missing(two, one, rarity, _is_name),
    }


def likelihood(features: Mapping[str, float]) -> float:
    """Return how likely a pair with some features tells one story, from 0 to 1."""
    total = BIAS + sum(weight * features[name] for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _is_name(term: str) -> bool:
    return term[0] not in (NUMBER, TOPIC)


def _is_topic(term: str) -> bool:
    return term[0] == TOPIC


def _evidence(
    terms: Iterable[str], one: Mapping[str, float], two: Mapping[str, float], rarity: Mapping[str, float]
) -> float:
    """Return the sum of the rarities of shared terms, each by how much of both groups has it."""
    return sum(rarity.get(term, 0.0) * math.sqrt(one[term] * two[term]) for term in terms)


def _missing(one: LanguageGroup, two: LanguageGroup, rarity: Mapping[str, float], kind: Callable[[str], bool]) -> float:
    """Return the sum of the rarities of a kind of terms that headlines of `one` have and no text of `two`."""
    lacking = ((term, share) for term, share in one.headline.items() if kind(term) and term not in two.shares)
    return sum(rarity.get(term, 0.0) * share for term, share in lacking)
