"""What workers read of an event's articles, so that their stories can be told apart in one process.

An article is read twice: how rare a term is must be known before the first two articles are compared. Each task is a
batch in order of publication, a stretch of time, and the answers are the same wherever it is read.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from collectors.events.grouping import GroupSettings
from collectors.events.interlingual import ArticleProfile, language_of_head, profile_of
from collectors.events.term_reading import ReadTerms, TermReader
from collectors.model import Article


@dataclass(frozen=True, slots=True)
class SecondReading:
    """A task of the second reading.

    Attributes:
        articles: The articles, in order of publication.
        known: Ids of articles whose terms were kept from the first reading.
        profiled: Whether the event has several languages, so that articles are compared across them.
    """

    articles: Sequence[Article]
    known: Set[str]
    profiled: bool


@lru_cache(maxsize=1)
def _reader() -> TermReader:
    """A process's reader, which remembers the hashes of words from task to task."""
    return TermReader(GroupSettings().name_weight)


def first_reading(articles: Sequence[Article]) -> tuple[list[ReadTerms], set[str]]:
    """The terms of articles, and the languages that they are in; "" for one that does not show."""
    reader = _reader()
    return [reader.read(article) for article in articles], set(map(language_of_head, articles))


def second_reading(task: SecondReading) -> tuple[list[tuple[str, ReadTerms | None]], dict[str, ArticleProfile]]:
    """Read articles again.

    Returns:
        The id of each article with its terms, None where they are known; and profiles by id, none where not asked for.
    """
    reader = _reader()
    terms = [(article.id, None if article.id in task.known else reader.read(article)) for article in task.articles]
    return terms, {article.id: profile_of(article) for article in task.articles} if task.profiled else {}
