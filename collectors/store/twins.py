"""Recognises the same article from an archive and from the web: it becomes one article with two sources.

An archive's copy has no address, so its id does not match that of the page. The article is recognised by its outlet,
its day (archives count in other time zones, so one day more or less), its headline, and then its text. The later copy
becomes a revision of the stored article, and the copy with an address is the current one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection, select

from collectors.model import Article, Grade
from collectors.store import store_tables as t
from collectors.store.saving import Incoming, RefusedArticle
from collectors.support.dates import day_of

#: The share of the shorter text's runs of words that the longer text must contain, and the words of a run.
ENOUGH = 0.6
_RUN = 4
#: Texts with fewer words are too short to be recognised.
_FEWEST = 20
_WORD = re.compile(r"\w+")

_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class StoredTwin:
    """A stored article that another may be a copy of.

    Attributes:
        url: Its address; None for an archive's copy.
        archive: The reader or archive that it came from.
        text: Its text, kept only for articles of this run.
    """

    id: str
    day: date
    url: str | None
    archive: str
    text: str | None = None


def headline_key(title: str | None) -> str:
    """The letters and digits of a headline in lower case, so that quotes, dashes and capitals make no difference."""
    plain = unicodedata.normalize("NFKD", (title or "").casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same article, of which one may be shorter or edited.

    Args:
        one: A text.
        other: Another text.

    Returns:
        True where the share ENOUGH of the shorter text's runs of words is in the other; false for very short texts.
    """
    first, second = _runs(one), _runs(other)
    fewer = min(len(first), len(second))
    return fewer > 0 and len(first & second) >= ENOUGH * fewer


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    if len(words) < _FEWEST:
        return set()
    return {tuple(words[index : index + _RUN]) for index in range(len(words) - _RUN + 1)}


@dataclass(slots=True)
class TwinFinder:
    """Finds articles that the store holds already under another id; made for one import.

    It reads the store once, and only where the store or the import contains copies from archives.
    """

    known: dict[_Key, list[StoredTwin]] = field(default_factory=dict)
    loaded: bool = False

    def united(
        self, connection: Connection, batch: Sequence[Incoming | RefusedArticle]
    ) -> list[Incoming | RefusedArticle]:
        """Give articles that the store holds already under another id that id.

        Args:
            connection: A transaction, to read what is stored.
            batch: Articles on their way into the store.

        Returns:
            The batch in the same order.
        """
        if not self.loaded and not self._concerned(connection, batch):
            return list(batch)
        if not self.loaded:
            self._load(connection)
        return [item if isinstance(item, RefusedArticle) else self._united(connection, item) for item in batch]

    def _concerned(self, connection: Connection, batch: Sequence[Incoming | RefusedArticle]) -> bool:
        if any(isinstance(item, Incoming) and item.article.url is None for item in batch):
            return True
        return (
            connection.execute(select(t.articles.c.article).where(t.articles.c.url.is_(None)).limit(1)).first()
            is not None
        )

    def _load(self, connection: Connection) -> None:
        articles, revisions = t.articles.c, t.revisions.c
        query = select(
            articles.event,
            articles.outlet,
            articles.id,
            articles.url,
            revisions.title,
            revisions.published,
            revisions.extractor,
        ).join(t.revisions, (revisions.article == articles.article) & (revisions.revision == articles.revision))
        for row in connection.execute(query.where(articles.outlet.is_not(None), revisions.title.is_not(None))):
            day = day_of(row.published)
            if day is not None:
                twin = StoredTwin(row.id, day, row.url, row.extractor)
                self.known.setdefault((row.event, row.outlet, headline_key(row.title)), []).append(twin)
        self.loaded = True

    def _united(self, connection: Connection, item: Incoming) -> Incoming:
        article = item.article
        key, day = _key(article), day_of(article.published)
        if key is None or day is None:
            return item
        for twin in self.known.get(key, ()):
            if twin.id == article.id:
                # The archive's copy comes again, after the page took its place.
                return replace(item, joins_as_current=False) if article.url is None and twin.url is not None else item
            if abs((twin.day - day).days) <= 1 and _may_be_one(article, twin) and self._same(connection, article, twin):
                better = article.url is not None and twin.url is None and article.grade is Grade.GOOD
                note = f"the same article as {twin.id}: kept as its revision"
                notes = "; ".join(filter(None, [item.note, note]))
                return replace(item, article=replace(article, id=twin.id), note=notes, joins_as_current=better)
        new = StoredTwin(article.id, day, article.url, article.extractor, article.text)
        self.known.setdefault(key, []).append(new)
        return item

    def _same(self, connection: Connection, article: Article, twin: StoredTwin) -> bool:
        text = (
            twin.text if twin.text is not None else next(_stored_text(connection, article.event or "", twin.id), None)
        )
        return text is not None and same_text(text, article.text)


def _key(article: Article) -> _Key | None:
    headline = headline_key(article.title)
    if not article.outlet or len(headline) < 8:
        return None
    return (article.event or "", article.outlet, headline)


def _may_be_one(article: Article, twin: StoredTwin) -> bool:
    """Whether two copies can be the same article: they must come from different places.

    Two pages of one outlet are two articles, and so are two editions in one archive.
    """
    if article.url is not None and twin.url is not None:
        return article.url == twin.url
    return article.extractor != twin.archive or (article.url is None) != (twin.url is None)


def _stored_text(connection: Connection, event: str, name: str) -> Iterator[str]:
    articles, texts = t.articles.c, t.texts.c
    query = select(texts.text).join(
        t.articles, (texts.article == articles.article) & (texts.revision == articles.revision)
    )
    for row in connection.execute(query.where(articles.event == event, articles.id == name)):
        yield row.text
