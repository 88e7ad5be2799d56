"""Keeps one article per outlet and address: an article that two files contain under two ids is stored once.

Two articles are the same where their event, outlet and address are equal and either their headlines are equal, or one
text begins like the other, or the address names one article (a number or a slug in its path) and their days lie close:
then the headline was changed. Of 32 addresses that two collections of 2022 share, 14 had another headline in each. A
live page that contains many articles under one address keeps all of them, since their headlines differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import Connection, select

from collectors.model import Article
from collectors.sources.outlet_resolution import same_page
from collectors.store import store_tables as t

#: Characters of a text that are compared, and how many times longer a text must be to replace the other.
_BEGINNING, LONGER = 200, 1.5
_PER_QUERY = 400
#: A path that names one article: a number of five digits or more, or a slug of four words; and one that holds many.
_ARTICLE = re.compile(r"\d{5}|[^\W_]+(?:-[^\W_]+){3}")
_MANY_ARTICLES = re.compile(r"\b(?:live|liveblog|ticker|minute-by-minute|en-direct|en-vivo|onlain|online|relacja)\b")
#: Days between two claims of one article's publication.
_CLOSE_DAYS = 3


@dataclass(frozen=True, slots=True)
class SameArticle:
    """An article, in the store or earlier in the batch, that another one repeats."""

    id: str
    url: str
    title: str | None
    text: str
    published: str | None


class Addresses:
    """The articles at the addresses of a batch: those in the store, and those of the batch so far."""

    def __init__(self, connection: Connection, articles: Sequence[Article]) -> None:
        self._at: dict[tuple[str, str, str], list[SameArticle]] = {}
        wanted: dict[str, set[str]] = {}
        for article in articles:
            if _key(article):
                wanted.setdefault(article.event or "", set()).update(_spellings(article.url or ""))
        for event, urls in wanted.items():
            self._load(connection, event, sorted(urls))

    def _load(self, connection: Connection, event: str, urls: Sequence[str]) -> None:
        articles, revisions, texts = t.articles, t.revisions, t.texts
        current = (revisions.c.article == articles.c.article) & (revisions.c.revision == articles.c.revision)
        joined = articles.join(revisions, current).join(
            texts, (texts.c.article == articles.c.article) & (texts.c.revision == articles.c.revision)
        )
        query = select(
            articles.c.id, articles.c.outlet, articles.c.url, revisions.c.title, texts.c.text, revisions.c.published
        ).select_from(joined)
        for start in range(0, len(urls), _PER_QUERY):
            part = urls[start : start + _PER_QUERY]
            for row in connection.execute(query.where(articles.c.event == event, articles.c.url.in_(part))):
                key = (event, row.outlet or "", same_page(row.url))
                self._at.setdefault(key, []).append(SameArticle(row.id, row.url, row.title, row.text, row.published))

    def repeated_by(self, article: Article) -> SameArticle | None:
        """Find the article that this one repeats under another id, and remember this one for later calls.

        Args:
            article: An article of the batch.

        Returns:
            The other article; None where there is none.
        """
        key = _key(article)
        if key is None:
            return None
        others = self._at.setdefault(key, [])
        same_piece = next((other for other in others if other.id != article.id and _one_piece(other, article)), None)
        if all(other.id != article.id for other in others) and same_piece is None:
            others.append(SameArticle(article.id, article.url or "", article.title, article.text, article.published))
        return same_piece


def _key(article: Article) -> tuple[str, str, str] | None:
    """Event, outlet and page of an article; None for one without an address of its own (a home page)."""
    page = same_page(article.url or "")
    if "/" not in page.rstrip("/"):
        return None
    return article.event or "", article.outlet or "", page


def _spellings(url: str) -> Iterable[str]:
    """The spellings of an address: with and without "www." and a final slash, as http and https."""
    bare = same_page(url)
    for scheme in ("http", "https"):
        for host in ("", "www."):
            yield f"{scheme}://{host}{bare}"
            yield f"{scheme}://{host}{bare}/"
    yield url


def _one_piece(one: SameArticle, other: Article) -> bool:
    if one.title and other.title and _flat(one.title) == _flat(other.title):
        return True
    first, second = _flat(one.text), _flat(other.text)
    size = min(len(first), len(second), _BEGINNING)
    if size >= _BEGINNING // 4 and first[:size] == second[:size]:
        return True
    return _one_address(one.url, other.url or "") and _close(one.published, other.published)


def _one_address(one: str, other: str) -> bool:
    """Whether two spellings of an address name one article: its path says so, and no fragment names a part of it."""
    first, second = urlsplit(one), urlsplit(other)
    if _MANY_ARTICLES.search(first.path) or (first.fragment and second.fragment and first.fragment != second.fragment):
        return False
    return _ARTICLE.search(first.path.rstrip("/").rpartition("/")[2]) is not None


def _close(one: str | None, other: str | None) -> bool:
    try:
        days = [date.fromisoformat(day[:10]) for day in (one, other) if day]
    except ValueError:
        return False
    return len(days) == 2 and abs((days[0] - days[1]).days) <= _CLOSE_DAYS


def _flat(text: str) -> str:
    return "".join(filter(str.isalnum, text[: 4 * _BEGINNING])).casefold()
