"""Joins groups of single languages into stories across languages, by what every language writes alike.

Interlingual terms are names, reduced to the consonants of their romanised spelling, and numbers: "Фредериксен" equals
"Frederiksen", and "23 сентября 2022" shares its numbers with "23 September 2022". The similarity of two groups is the
cosine of their terms, with rare terms weighing more. A group joins at most one group of each other language, so
groups within one language stay as they are.

On 30 short texts of ours in five languages (six stories) every pair from .20 on is right, and every right pair is
found up to .27. The threshold is the upper figure, because real articles of one week share many names.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from collectors.metrics.language_identification import code_of, identify
from collectors.metrics.name_forms import skeleton
from collectors.metrics.text import WORD
from collectors.model import Article
from collectors.support.dates import day_of

THRESHOLD = 0.27
FEWEST_SHARED = 2  # terms, one of them rare: many stories share the names of two presidents
WINDOW_DAYS = 2
#: Characters of an article that are read, and terms of one that are kept: news states its subject at the beginning.
_HEAD, _MOST_TERMS = 2_000, 60
_GLANCE = 400  # characters by which the language is identified
#: Articles whose profiles are held at one time; a larger stream is grouped within languages only.
MOST = 200_000
_RARE, _FEW_GROUPS = 0.2, 10  # share of the groups that may have a rare term, and how many always may

_NUMBER = re.compile(r"\d+(?:[ .,\u00a0\u202f]\d{3})*(?:[.,]\d+)?")
_GROUPED = re.compile(r"[ .,\u00a0\u202f](?=\d{3}(?!\d))")
_HYPHEN = re.compile("[-‑]")
_LONGEST_SKELETON = 5


@dataclass(frozen=True, slots=True)
class ArticleProfile:
    """What can be compared between articles of different languages.

    Attributes:
        language: ISO 639-1 code; "" where the text does not show it.
        day: Day of publication as a proleptic ordinal; None where it is not known.
        terms: Interlingual terms.
    """

    language: str
    day: int | None
    terms: frozenset[str]


def language_of_head(article: Article) -> str:
    """The language of an article as it was identified when it entered.

    An article without one is identified by its beginning, to save time; "" where that is not enough.
    """
    if stated := code_of(article.language or ""):
        return stated
    identified = identify(f"{article.title or ''} {article.text[:_GLANCE]}")
    return identified.language if identified else ""


def profile_of(article: Article) -> ArticleProfile:
    """The profile of an article, from its title and the beginning of its text."""
    text = f"{article.title or ''}\n{article.text[:_HEAD]}"
    published = day_of(article.published)
    day = published.toordinal() if published else None
    return ArticleProfile(language_of_head(article), day, terms_in(text))


def terms_in(text: str) -> frozenset[str]:
    """The interlingual terms of a text.

    Returns:
        The first _MOST_TERMS of: numbers of two characters or more as "#123", and capitalised words as skeletons of
        consonants.
    """
    terms: dict[str, None] = {}
    for match in _NUMBER.finditer(text):
        number = _GROUPED.sub("", match.group()).replace(",", ".")
        if len(number) > 1:
            terms[f"#{number}"] = None
    for match in WORD.finditer(text):
        if match.group()[0].isupper():
            for part in _HYPHEN.split(match.group()):
                bones = skeleton(part) if part[:1].isupper() else ""
                if len(bones) > 1:
                    terms[bones[:_LONGEST_SKELETON]] = None
    return frozenset(list(terms)[:_MOST_TERMS])


@dataclass(slots=True)
class _LanguageGroup:
    """A group of articles of mostly one language."""

    name: str
    language: str
    first: int | None
    last: int | None
    weights: dict[str, float]


def joined_groups(group_of: Mapping[str, str], profiles: Mapping[str, ArticleProfile]) -> dict[str, str]:
    """Find the groups that are one story in several languages.

    Args:
        group_of: Article -> its group within its language.
        profiles: Article -> its profile. Articles without a profile are not compared.

    Returns:
        Group -> the group it is joined to, for groups that change only. The group whose name sorts first keeps its
        name.
    """
    if len({profile.language for profile in profiles.values()} - {""}) < 2:
        return {}
    groups = _groups(group_of, profiles)
    pairs = sorted(_pairs(groups), key=lambda pair: (-pair[0], pair[1], pair[2]))
    parent = list(range(len(groups)))
    tongues = [{group.language} for group in groups]

    def root(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    for _, first, second in pairs:
        one, two = sorted((root(first), root(second)), key=lambda item: groups[item].name)
        if one != two and not tongues[one] & tongues[two]:
            parent[two] = one
            tongues[one] |= tongues[two]
    return {groups[index].name: groups[root(index)].name for index in range(len(groups)) if root(index) != index}


def _groups(group_of: Mapping[str, str], profiles: Mapping[str, ArticleProfile]) -> list[_LanguageGroup]:
    members: dict[str, list[ArticleProfile]] = {}
    for article, profile in profiles.items():
        if article in group_of and profile.language:
            members.setdefault(group_of[article], []).append(profile)
    groups = []
    for name, held in sorted(members.items()):
        days = [profile.day for profile in held if profile.day is not None]
        counts = Counter(term for profile in held for term in profile.terms)
        language = Counter(profile.language for profile in held).most_common(1)[0][0]
        shares = {term: count / len(held) for term, count in counts.items()}
        groups.append(_LanguageGroup(name, language, min(days, default=None), max(days, default=None), shares))
    _weigh(groups)
    return groups


def _weigh(groups: Sequence[_LanguageGroup]) -> None:
    """Weight terms by their rarity over the groups, and drop terms that only one language has."""
    spread = Counter(term for group in groups for term in group.weights)
    tongues: dict[str, set[str]] = {}
    for group in groups:
        for term in group.weights:
            tongues.setdefault(term, set()).add(group.language)
    size = len(groups)
    for group in groups:
        rare = {
            term: math.log((1 + size) / (1 + spread[term])) + 0.3 for term in group.weights if len(tongues[term]) > 1
        }
        weighed = {term: group.weights[term] * rarity for term, rarity in rare.items()}
        length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        group.weights = {term: weight / length for term, weight in weighed.items()}


def _pairs(groups: Sequence[_LanguageGroup]) -> Iterable[tuple[float, int, int]]:
    """Pairs of groups in two languages that are near in time and similar enough: (similarity, first, second)."""
    holders: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        for term in group.weights:
            holders.setdefault(term, []).append(index)
    most = max(_FEW_GROUPS, int(_RARE * len(groups)))
    seen: set[tuple[int, int]] = set()
    for held in holders.values():
        if len(held) <= most:
            seen.update(combinations(held, 2))
    for first, second in sorted(seen):
        one, two = groups[first], groups[second]
        shared = one.weights.keys() & two.weights.keys()
        if one.language == two.language or len(shared) < FEWEST_SHARED or not _near(one, two):
            continue
        score = sum(one.weights[term] * two.weights[term] for term in shared)
        if score >= THRESHOLD:
            yield score, first, second


def _near(one: _LanguageGroup, two: _LanguageGroup) -> bool:
    if one.first is None or two.first is None or one.last is None or two.last is None:
        return True
    return one.first - two.last <= WINDOW_DAYS and two.first - one.last <= WINDOW_DAYS
