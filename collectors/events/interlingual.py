"""Joins groups of single languages into stories across languages, by what every language writes alike.

Interlingual terms are names, reduced to the consonants of their romanised spelling, numbers, and the topics of words
(`news_topics`): "Фредериксен" equals "Frederiksen", "23 сентября 2022" shares its numbers with "23 September 2022", and
"обмен" its topic with "swap". Groups that hold several languages are parted by language first. Two groups of different
languages are compared where they share a term that few groups have, and joined where the score of `story_pairs` says
that they tell one story. A second group of a language must fit half of the groups of the others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from collectors.events.news_topics import topic_finder
from collectors.events.story_pairs import NUMBER, TOPIC, LanguageGroup, days_apart, features_of, likelihood
from collectors.metrics.language_identification import code_of, identify
from collectors.metrics.name_forms import skeleton
from collectors.metrics.text import WORD
from collectors.model import Article
from collectors.support.dates import day_of
from collectors.support.disjoint_sets import DisjointSets

LIKELY = 0.7
ENOUGH_LIKELY = 0.5  # of the pairs across languages, for a second group of a language
_NEAREST = 0.15  # cosine below which a pair is not scored
WINDOW_DAYS = 2
#: Characters of an article that are read, and terms of one that are kept: news states its subject at the beginning.
_HEAD, _MOST_TERMS = 2_000, 80
_GLANCE = 400  # characters by which the language is identified
#: Articles whose profiles are held at one time; a larger stream is grouped within languages only.
MOST = 200_000
#: Terms are specific that at most this share of a language's groups has, or in small streams half of them or so many.
_SPECIFIC, _FEW_HOLDERS = 0.02, 10
_MOST_HOLDERS = 2_000  # groups with a term, above which pairs are not sought by it
_COMMON = 2.0  # natural logarithm: a term in more than exp(-_COMMON) of the groups weighs nothing, in large streams
_SHORT_WEIGHT = 0.7  # of skeletons of two consonants, which many names share
_LONGEST_HEADLINE = 150  # characters of a first sentence that stands for a headline

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
        headline: Those of its headline, or of its first sentence where it has none.
    """

    language: str
    day: int | None
    terms: frozenset[str]
    headline: frozenset[str] = frozenset()


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
    headline = article.title or article.text.split(". ", 1)[0][:_LONGEST_HEADLINE]
    return ArticleProfile(language, day, terms_in(text, language), terms_in(headline, language))


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
            terms |= dict.fromkeys(sorted(f"{TOPIC}{topic}" for topic in topics))
            bones = skeleton(part) if not topics and part[:1].isupper() else ""
            if len(bones) > 1:
                terms[bones[:_LONGEST_SKELETON]] = None
    return frozenset(list(terms)[:_MOST_TERMS])


def joined_stories(group_of: Mapping[str, str], profiles: Mapping[str, ArticleProfile]) -> dict[str, str]:
    """Find the articles whose story is another than their group: one story in several languages.

    Args:
        group_of: Article -> its group, found by the words of any language.
        profiles: Article -> its profile. Articles without a profile stay with their group.

    Returns:
        Article -> its story, for articles that change only. A story has the name of the joined group whose name sorts
        first; a part of a group has the group's name if it holds its first article, else that of its own first one.
    """
    if len({profile.language for profile in profiles.values()} - {""}) < 2:
        return {}
    groups, part_of, rarity, size = weighed_groups(group_of, profiles)
    sets = _joined_sets(groups, dict(_pairs(groups, rarity, size)))
    told = {article: groups[sets.root(index)].name for article, index in part_of.items()}
    whole = {group.group: groups[sets.root(index)].name for index, group in enumerate(groups) if group.holds_first}
    stories = {article: told.get(article, whole.get(group, group)) for article, group in group_of.items()}
    return {article: story for article, story in stories.items() if story != group_of[article]}


def _joined_sets(groups: Sequence[LanguageGroup], likely: Mapping[tuple[int, int], float]) -> DisjointSets:
    """Join groups, the likeliest pair first.

    Two sets that share a language are joined where enough of their pairs of different languages are likely: the groups
    of one language were told apart by all their words.
    """
    sets = DisjointSets(range(len(groups)))
    members = [[index] for index in range(len(groups))]
    for first, second in sorted(likely, key=lambda pair: (-likely[pair], pair)):
        one, two = sorted((sets.root(first), sets.root(second)), key=lambda item: groups[item].name)
        if one == two:
            continue
        pairs = [(i, j) if i < j else (j, i) for i in members[one] for j in members[two]]
        across = [pair for pair in pairs if groups[pair[0]].language != groups[pair[1]].language]
        if len(across) == len(pairs) or sum(pair in likely for pair in across) >= ENOUGH_LIKELY * len(across):
            sets.join(one, two)
            members[one] += members[two]
    return sets


def weighed_groups(
    group_of: Mapping[str, str], profiles: Mapping[str, ArticleProfile]
) -> tuple[list[LanguageGroup], dict[str, int], dict[str, float], int]:
    """Part groups by language and weigh their terms.

    Args:
        group_of: Article -> its group.
        profiles: Article -> its profile.

    Returns:
        The parts in the order of their names, the place of each article's part among them, the rarity of each term from
        0 to 1, and the number of parts in the second largest language.
    """
    parts = _parts(group_of, profiles)
    groups = [_group_of_part(name, group, members, profiles) for name, group, members in parts]
    rarity, size = _weigh(groups)
    return groups, {article: place for place, part in enumerate(parts) for article in part[2]}, rarity, size


def _parts(group_of: Mapping[str, str], profiles: Mapping[str, ArticleProfile]) -> list[tuple[str, str, list[str]]]:
    """Return the articles of each language in each group, in order: (name, group, articles)."""
    members: dict[tuple[str, str], list[str]] = {}
    for article, profile in profiles.items():
        if article in group_of and profile.language:
            members.setdefault((group_of[article], profile.language), []).append(article)
    named = []
    for (group, _), articles in members.items():
        first = min(articles, key=lambda article: (profiles[article].day or 0, article))
        named.append((group if group in articles else first, group, articles))
    return sorted(named)


def _group_of_part(
    name: str, group: str, articles: Sequence[str], profiles: Mapping[str, ArticleProfile]
) -> LanguageGroup:
    held = [profiles[article] for article in articles]
    days = [profile.day for profile in held if profile.day is not None]
    shares = _shares(profile.terms for profile in held)
    headline = _shares(profile.headline for profile in held)
    first, last = min(days, default=None), max(days, default=None)
    return LanguageGroup(name, group, held[0].language, first, last, shares, headline)


def _shares(term_sets: Iterable[frozenset[str]]) -> dict[str, float]:
    """Return the share of some sets that holds each term."""
    sets = list(term_sets)
    return {term: count / len(sets) for term, count in Counter(term for held in sets for term in held).items()}


def _weigh(groups: Sequence[LanguageGroup]) -> tuple[dict[str, float], int]:
    """Weight terms by their rarity in the language where they are commonest, and drop those of one language alone.

    Returns:
        The rarity of each term from 0 to 1, and the size of the second largest language in groups.
    """
    sizes = Counter(group.language for group in groups)
    holders: dict[str, Counter[str]] = {}
    for group in groups:
        for term in group.shares:
            holders.setdefault(term, Counter())[group.language] += 1
    common = min(_COMMON, math.log(min(sizes.values(), default=1)) / 2)
    weight_of: dict[str, float] = {}
    rarity: dict[str, float] = {}
    specific: set[str] = set()
    for term, spread in holders.items():
        if len(spread) < 2:
            continue
        share = max(count / (sizes[language] + 1) for language, count in spread.items())
        short = _SHORT_WEIGHT if len(term) == 2 and term[0] not in (NUMBER, TOPIC) else 1.0
        weight_of[term] = max(0.0, -math.log(share) - common) * short
        rarity[term] = min(
            max(0.0, 1 - math.log(count) / math.log(sizes[language] + 1)) for language, count in spread.items()
        )
        if all(count <= _few(sizes[language]) for language, count in spread.items()):
            specific.add(term)
    for group in groups:
        weighed = {term: share * weight_of[term] for term, share in group.shares.items() if weight_of.get(term)}
        length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        group.weights = {term: weight / length for term, weight in weighed.items()}
        group.specific = frozenset(specific & weighed.keys())
    return rarity, sorted(sizes.values())[-2:][0] if sizes else 0


def _few(size: int) -> float:
    """Return how many of a language's groups may have a specific term."""
    return max(_SPECIFIC * size, min(_FEW_HOLDERS, size / 2), 2)


def _pairs(
    groups: Sequence[LanguageGroup], rarity: Mapping[str, float], size: int
) -> Iterable[tuple[tuple[int, int], float]]:
    """Pairs of groups in two languages that likely tell one story, each with its likelihood."""
    for first, second in sorted(scored_pairs(groups)):
        likely = likelihood(features_of(groups[first], groups[second], rarity, size))
        if likely >= LIKELY:
            yield (first, second), likely


def scored_pairs(groups: Sequence[LanguageGroup]) -> set[tuple[int, int]]:
    """Find the pairs of groups that are compared: near in time, with a specific term or a group in common.

    Args:
        groups: The groups with their weights.

    Returns:
        Pairs of places in `groups`, the smaller first.
    """
    holders: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        for term in group.specific:
            holders.setdefault(term, []).append(index)
        holders.setdefault(f"\n{group.group}", []).append(index)
    pairs: set[tuple[int, int]] = set()
    for held in holders.values():
        if len(held) <= _MOST_HOLDERS:
            new = (pair for pair in combinations(held, 2) if pair not in pairs)
            pairs.update([pair for pair in new if _comparable(groups[pair[0]], groups[pair[1]])])
    return pairs


def _comparable(one: LanguageGroup, two: LanguageGroup) -> bool:
    """Whether two groups are of different languages, near in time, and share some weight or their group."""
    if one.language == two.language or days_apart(one, two) > WINDOW_DAYS:
        return False
    fewer, more = sorted((one.weights, two.weights), key=len)
    return one.group == two.group or sum(fewer[term] * more.get(term, 0.0) for term in fewer) >= _NEAREST
