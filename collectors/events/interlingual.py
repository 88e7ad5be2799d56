"""Joins groups of single languages into stories across languages, by what every language writes alike.

Interlingual terms are names, reduced to the consonants of their romanised spelling, numbers, and the topics of words
(`news_topics`): "Фредериксен" equals "Frederiksen", "23 сентября 2022" shares its numbers with "23 September 2022", and
"обмен" its topic with "swap". The similarity of two groups is the cosine of their terms. A term weighs the less, the
larger the share of a language's groups that has it; two groups need _FEWEST_SPECIFIC terms that few groups have, since
the stories of one week share the names of two presidents. A second group of the same language must be more similar.

Weights and thresholds were chosen on 187 real pairs of English and Polish leads, where both halves of the days gave
about the same figures (tests/benchmarks/bench_story_pairs.py).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from collectors.events.news_topics import topic_finder
from collectors.metrics.language_identification import code_of, identify
from collectors.metrics.name_forms import skeleton
from collectors.metrics.text import WORD
from collectors.model import Article
from collectors.support.dates import day_of
from collectors.support.disjoint_sets import DisjointSets

THRESHOLD = 0.3
SAME_LANGUAGE_THRESHOLD = 0.5  # for a second group of a language
WINDOW_DAYS = 2
#: Characters of an article that are read, and terms of one that are kept: news states its subject at the beginning.
_HEAD, _MOST_TERMS = 2_000, 80
_GLANCE = 400  # characters by which the language is identified
#: Articles whose profiles are held at one time; a larger stream is grouped within languages only.
MOST = 200_000
#: Pairs are sought by terms that at most this share of the groups has, and by those of at most so many groups.
_RARE, _FEW_GROUPS = 0.05, 10
#: Terms are specific that at most this share of a language's groups has, or in small streams half of them or so many;
#: two groups must share so many of them, and a topic, or so many names and numbers.
_SPECIFIC, _FEW_HOLDERS, _FEWEST_SPECIFIC, _NAMES_ENOUGH = 0.02, 10, 2, 3
_COMMON = 2.0  # natural logarithm: a term in more than exp(-_COMMON) of the groups weighs nothing, in large streams
_SHORT_WEIGHT = 0.7  # of skeletons of two consonants, which many names share
_TOPIC = "@"

_NUMBER = re.compile(r"(?<![\w-])\d+(?:[ .,\u00a0\u202f]\d{3})*(?:[.,]\d+)?")
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
    language = language_of_head(article)
    return ArticleProfile(language, day, terms_in(text, language))


def terms_in(text: str, language: str = "") -> frozenset[str]:
    """The interlingual terms of a text.

    Args:
        text: Any text.
        language: ISO 639-1, "" where it is not known: then no topics are found.

    Returns:
        The first _MOST_TERMS of: numbers of two characters or more as "#123", topics as "@vote", and other capitalised
        words as skeletons of consonants.
    """
    finder = topic_finder(language)
    terms: dict[str, None] = {}
    for match in _NUMBER.finditer(text):
        number = _GROUPED.sub("", match.group()).replace(",", ".")
        if len(number) > 1:
            terms[f"#{number}"] = None
    for match in WORD.finditer(text):
        for part in _HYPHEN.split(match.group()):
            topics = finder.topics(part)
            terms |= dict.fromkeys(sorted(f"{_TOPIC}{topic}" for topic in topics))
            bones = skeleton(part) if not topics and part[:1].isupper() else ""
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
    specific: frozenset[str] = frozenset()


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
    sets = DisjointSets(range(len(groups)))
    tongues = [{group.language} for group in groups]
    for score, first, second in pairs:
        one, two = sorted((sets.root(first), sets.root(second)), key=lambda item: groups[item].name)
        if one != two and (score >= SAME_LANGUAGE_THRESHOLD or not tongues[one] & tongues[two]):
            sets.join(one, two)
            tongues[one] |= tongues[two]
    joined = ((group.name, groups[sets.root(index)].name) for index, group in enumerate(groups))
    return {name: of for name, of in joined if of != name}


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
    """Weight terms by their rarity in the language where they are commonest, and drop those of one language alone."""
    sizes = Counter(group.language for group in groups)
    holders: dict[str, Counter[str]] = {}
    for group in groups:
        for term in group.weights:
            holders.setdefault(term, Counter())[group.language] += 1
    common = min(_COMMON, math.log(min(sizes.values(), default=1)) / 2)
    rarity: dict[str, float] = {}
    specific: set[str] = set()
    for term, spread in holders.items():
        if len(spread) > 1:
            share = max(count / (sizes[language] + 1) for language, count in spread.items())
            short = _SHORT_WEIGHT if len(term) == 2 and term[0] not in f"#{_TOPIC}" else 1.0
            rarity[term] = max(0.0, -math.log(share) - common) * short
            if all(count <= _few(sizes[language]) for language, count in spread.items()):
                specific.add(term)
    for group in groups:
        weighed = {term: share * rarity[term] for term, share in group.weights.items() if rarity.get(term)}
        length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        group.weights = {term: weight / length for term, weight in weighed.items()}
        group.specific = frozenset(specific & weighed.keys())


def _few(size: int) -> float:
    """Return how many of a language's groups may have a specific term."""
    return max(_SPECIFIC * size, min(_FEW_HOLDERS, size / 2), 2)


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
        if one.language == two.language or not _near(one, two) or len(one.specific & two.specific) < _FEWEST_SPECIFIC:
            continue
        shared = one.weights.keys() & two.weights.keys()
        if len(shared) < _NAMES_ENOUGH and not any(term.startswith(_TOPIC) for term in shared):
            continue
        score = sum(one.weights[term] * two.weights[term] for term in shared)
        if score >= THRESHOLD:
            yield score, first, second


def _near(one: _LanguageGroup, two: _LanguageGroup) -> bool:
    if one.first is None or two.first is None or one.last is None or two.last is None:
        return True
    return one.first - two.last <= WINDOW_DAYS and two.first - one.last <= WINDOW_DAYS
