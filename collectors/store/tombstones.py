"""Tombstones: what remains of something that was removed, namely which article, address or outlet, why, and by whom.

An import or a collection refuses what has a tombstone, with the reason. A tombstone holds no text, title or byline.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select

from collectors.model import Article
from collectors.sources.article_addresses import same_article
from collectors.store import store_tables as t

ARTICLE, ADDRESS, OUTLET = "article", "url", "outlet"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The record of one thing that was removed.

    Attributes:
        kind: ARTICLE, ADDRESS or OUTLET.
        event: The event it was removed from; an empty string for all events.
        subject: The article's id, the address or the outlet's id.
        reason: Why it was removed.
        by: Who decided.
        at: When, ISO 8601 in UTC.
    """

    kind: str
    event: str
    subject: str
    reason: str
    by: str
    at: str


Key = tuple[str, str, str]  # kind, event, subject

#: Subjects in one query.
PART = 5_000


@dataclass(frozen=True, slots=True)
class Tombstones:
    """The tombstones that an import looks up."""

    stones: dict[Key, Tombstone] = field(default_factory=dict)

    def over(self, article: Article) -> Tombstone | None:
        """The tombstone of an article, its address or its outlet; None where it may be kept."""
        for kind, subject in _names(article) if self.stones else ():
            for scope in (article.event or "", ""):
                if (stone := self.stones.get((kind, scope, subject))) is not None:
                    return stone
        return None


def _names(article: Article) -> list[tuple[str, str]]:
    """The (kind, subject) of each tombstone that would apply to an article."""
    names = [(ARTICLE, article.id)]
    if article.url:
        names.append((ADDRESS, same_article(article.url)))
    if article.outlet is not None:
        names.append((OUTLET, article.outlet))
    return names


def tombstones_over(connection: Connection, articles: Sequence[Article]) -> Tombstones:
    """Load the tombstones that may apply to some articles."""
    return Tombstones(_standing(connection, {subject for article in articles for _, subject in _names(article)}))


def _standing(connection: Connection, subjects: Collection[str]) -> dict[Key, Tombstone]:
    stones: dict[Key, Tombstone] = {}
    names = sorted(subjects)
    for at in range(0, len(names), PART):
        query = select(t.tombstones).where(t.tombstones.c.subject.in_(names[at : at + PART]))
        for row in connection.execute(query):
            stone = Tombstone(row.kind, row.event, row.subject, row.reason, row.who, row.at)
            stones[stone.kind, stone.event, stone.subject] = stone
    return stones


def write_tombstones(connection: Connection, stones: Sequence[Tombstone]) -> int:
    """Write tombstones inside the caller's transaction; existing ones stay as they are.

    Args:
        connection: A writing transaction.
        stones: The tombstones.

    Returns:
        How many are new.
    """
    standing = _standing(connection, {stone.subject for stone in stones})
    new = {key: stone for stone in stones if (key := (stone.kind, stone.event, stone.subject)) not in standing}
    rows = [
        {
            "kind": stone.kind,
            "event": stone.event,
            "subject": stone.subject,
            "reason": stone.reason,
            "who": stone.by,
            "at": stone.at,
        }
        for stone in new.values()
    ]
    if rows:
        connection.execute(insert(t.tombstones), rows)
    return len(rows)
