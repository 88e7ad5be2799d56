"""Near-duplicates of an event in windows of time, each a task of its own: on several processors, or on a cluster.

Two copies are at most `NearSettings.window_days` apart, so that an article need only be compared with those of its
window and of as many days before it. Each window gives clusters; clusters of two windows that share an article are one.
This is what a search over the whole event finds, but for two bounds of memory: a window remembers `postings` articles
for each shingle of its own, where the whole search may have filled them with articles of weeks ago; and articles
without a day are compared with each other and with the last window.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from collectors.copies.near_duplicate_search import Copies, Hashes, NearSettings, sketch
from collectors.support.dates import day_of, moment
from collectors.support.disjoint_sets import DisjointSets

#: Days of a window beside those before it, of which each window repeats `window_days`.
DAYS = 28


@dataclass(frozen=True, slots=True)
class SketchedArticle:
    """What the search knows of an article: its id, its time of publication as stated, and its sketch."""

    id: str
    published: str | None
    hashes: Hashes


def sketched(articles: Sequence[tuple[str, str | None, str]]) -> list[SketchedArticle]:
    """Sketch articles, given as id, time of publication and text; runs on workers."""
    return [SketchedArticle(name, published, sketch(text)) for name, published, text in articles]


def windows(
    articles: Iterable[SketchedArticle], settings: NearSettings | None = None
) -> Iterator[list[SketchedArticle]]:
    """Cut an event into windows by fixed days of the calendar, so that they do not depend on who searches.

    Args:
        articles: The articles of an event, in any order.
        settings: None for the defaults.

    Yields:
        The articles of each window and of `window_days` before it, by time of publication.
    """
    overlap = (settings or NearSettings()).window_days
    buckets: dict[int, list[SketchedArticle]] = {}
    full: set[int] = set()  # windows with articles of their own, not only of the days before
    undated: list[SketchedArticle] = []
    for article in sorted(articles, key=lambda article: (moment(article.published), article.id)):
        day = day_of(article.published)
        if day is None:
            undated.append(article)
            continue
        number, place = divmod(day.toordinal(), DAYS)
        full.add(number)
        buckets.setdefault(number, []).append(article)
        if place >= DAYS - overlap:
            buckets.setdefault(number + 1, []).append(article)
    last = max(full, default=None)
    for number in sorted(full):
        yield buckets[number] + (undated if number == last else [])
    if last is None and undated:
        yield undated


def clusters_in(window: Sequence[SketchedArticle]) -> dict[str, str]:
    """The clusters of one window: the id of each article in one, and that of its first; runs on workers."""
    copies = Copies()
    for article in window:
        copies.add_sketch(article.id, article.published, article.hashes)
    return copies.clusters()


def joined_clusters(parts: Iterable[Mapping[str, str]], articles: Iterable[SketchedArticle]) -> dict[str, str]:
    """Join the clusters of windows.

    Args:
        parts: What `clusters_in` gave for each window.
        articles: All articles.

    Returns:
        For each article in a cluster of two or more, the id of the one that was published first.
    """
    sets, numbers = DisjointSets(), dict[str, int]()

    def number_of(name: str) -> int:
        if name not in numbers:
            numbers[name] = sets.add()
        return numbers[name]

    for part in parts:
        for name, first in part.items():
            sets.join(number_of(first), number_of(name))
    firsts: dict[int, str] = {}
    for article in sorted(articles, key=lambda article: (moment(article.published), article.id)):
        if article.id in numbers:
            firsts.setdefault(sets.root(numbers[article.id]), article.id)
    return {name: firsts[sets.root(number)] for name, number in numbers.items()}
