"""Keeps one article per outlet and address: an article that two files contain under two ids is stored once.

Two articles are the same where their event, outlet and address are equal and either their headlines are equal or one
text begins like the other. A live page that contains many articles under one address keeps all of them, since their
headlines differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from collectors.model import Article
from collectors.sources.outlet_resolution import same_page
from collectors.store import store_tables as t

#: Characters of a text that are compared, and how many times longer a text must be to replace the other.
_BEGINNING, LONGER = 200, 1.5
_PER_QUERY = 400


@dataclass(frozen=True, slots=True)
class SameArticle:
    """An article, in the store or earlier in the batch, that another one repeats."""

    id: str
    title: str | None
    text: str


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
        query = select(articles.c.id, articles.c.outlet, articles.c.url, revisions.c.title, texts.c.text).select_from(
            joined
        )
        for start in range(0, len(urls), _PER_QUERY):
            part = urls[start : start + _PER_QUERY]
            for row in connection.execute(query.where(articles.c.event == event, articles.c.url.in_(part))):
                key = (event, row.outlet or "", same_page(row.url))
                self._at.setdefault(key, []).append(SameArticle(row.id, row.title, row.text))

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
            others.append(SameArticle(article.id, article.title, article.text))
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
    return size >= _BEGINNING // 4 and first[:size] == second[:size]


def _flat(text: str) -> str:
    return "".join(filter(str.isalnum, text[: 4 * _BEGINNING])).casefold()
