"""What outlets changed after publication: the headline and the paragraphs of a page's revisions."""

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
    """One revision beside the one before it; `article` is the article's id.

    `old_title` and `new_title` are equal where the headline stayed."""

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
    """The paragraphs that are only in the old text, and those that are only in the new one, in their order."""
    before, after = (text.split("\n\n")[:MAX_PARAGRAPHS] for text in (old, new))
    removed: list[str] = []
    added: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            removed += before[a:b]
            added += after[c:d]
    return tuple(removed), tuple(added)


def changes(store: Store, event: str | None = None) -> Iterator[RevisionChange]:
    """Every change, by event, address and revision."""
    with store.reading() as connection:
        yield from changes_in(connection, event)


def changes_in(connection: Connection, event: str | None = None) -> Iterator[RevisionChange]:
    """As `changes`, inside a reading transaction."""
    a, r, x = t.articles, t.revisions, t.texts
    columns = (a.c.article, a.c.event, a.c.id, a.c.outlet, a.c.url, r.c.revision, r.c.fetched_at, r.c.title, x.c.text)
    revised = select(r.c.article).where(r.c.revision > 1)
    query = (
        select(*columns)
        .join(r, r.c.article == a.c.article)
        .join(x, (x.c.article == r.c.article) & (x.c.revision == r.c.revision))
        .where(a.c.article.in_(revised))
        .order_by(a.c.event, a.c.url, a.c.article, r.c.revision)
    )
    if event is not None:
        query = query.where(a.c.event == event)
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
