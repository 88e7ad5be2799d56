"""Finds what outlets changed after publication: headlines and paragraphs between revisions of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import Connection, select

from collectors.store import Store
from collectors.store import store_tables as t

#: Paragraphs of an article that are compared; the longest real article measured has some 600.
MAX_PARAGRAPHS = 2_000


@dataclass(frozen=True, slots=True)
class RevisionChange:
    """What one revision changed against the one before it.

    Attributes:
        event: The event's id.
        article: The article's id.
        outlet: Outlet id; None where it is not known.
        url: The article's address; None where it has none.
        revision: Number of the newer revision, from 2.
        fetched_at: When it was fetched, ISO 8601; None where that is not known.
        old_title: Headline before.
        new_title: Headline after; equal to `old_title` where it did not change.
        removed: Paragraphs that were taken out.
        added: Paragraphs that were put in.
    """

    event: str
    article: str
    outlet: str | None
    url: str | None
    revision: int
    fetched_at: str | None
    old_title: str | None
    new_title: str | None
    removed: tuple[str, ...]
    added: tuple[str, ...]


def paragraph_changes(old: str, new: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Compare two texts by paragraphs, of which the first MAX_PARAGRAPHS are read.

    Returns:
        The paragraphs of the old text alone, and those of the new text alone, each in reading order.
    """
    before, after = (text.split("\n\n")[:MAX_PARAGRAPHS] for text in (old, new))
    removed: list[str] = []
    added: list[str] = []
    operations = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for kind, old_start, old_end, new_start, new_end in operations:
        if kind != "equal":
            removed += before[old_start:old_end]
            added += after[new_start:new_end]
    return tuple(removed), tuple(added)


def changes(store: Store, event: str | None = None) -> Iterator[RevisionChange]:
    """Every change between revisions, by event, address and revision; of all events where `event` is None."""
    with store.reading() as connection:
        yield from changes_in(connection, event)


def changes_in(connection: Connection, event: str | None = None) -> Iterator[RevisionChange]:
    """The same as `changes`, inside a reading transaction."""
    article, revision, text = t.articles.c, t.revisions.c, t.texts.c
    columns = (article.article, article.event, article.id, article.outlet, article.url)
    revised = select(revision.article).where(revision.revision > 1)
    query = (
        select(*columns, revision.revision, revision.fetched_at, revision.title, text.text)
        .join(t.revisions, revision.article == article.article)
        .join(t.texts, (text.article == revision.article) & (text.revision == revision.revision))
        .where(article.article.in_(revised))
        .order_by(article.event, article.url, article.article, revision.revision)
    )
    if event is not None:
        query = query.where(article.event == event)
    last = None
    for row in connection.execute(query):
        if last is not None and last.article == row.article:
            removed, added = paragraph_changes(last.text, row.text)
            yield RevisionChange(
                event=row.event,
                article=row.id,
                outlet=row.outlet,
                url=row.url,
                revision=row.revision,
                fetched_at=row.fetched_at,
                old_title=last.title,
                new_title=row.title,
                removed=removed,
                added=added,
            )
        last = row
