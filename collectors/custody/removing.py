"""`parallax remove`: deletes an article, an address, an outlet, or everything older than a day for good.

1. The store: texts, revisions and everything measured, in one transaction with the tombstones and the audit log. The
   outcome stays, as `removed`, so that counts still add up.
2. WARC files: the records of its addresses.
3. Files that wait at the desk to be imported: all of them, since any column of theirs may hold it. They can be brought
   again; importing refuses what has a tombstone.
4. Data sets: each that holds it is rewritten as a new version, which names the one it comes from.

A removal that was interrupted is completed by running the command again, since the tombstones say what to delete.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from collectors.custody.manifest import VALIDATION
from collectors.custody.published import rewrite_all
from collectors.custody.warc_records import cut_records
from collectors.errors import ParallaxError
from collectors.event_copies import find_copies
from collectors.model import OutcomeKind
from collectors.sources.article_addresses import same_article
from collectors.store import Store
from collectors.store import store_tables as t
from collectors.store.audit import record
from collectors.store.tombstones import ADDRESS, ARTICLE, OUTLET, Tombstone, write_tombstones
from collectors.store.transactions import reading, writing
from collectors.support.plurals import many
from collectors.support.whole_files import write_whole

#: Keys in one query; SQLite accepts 32,766 values.
PART = 5_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to remove.

    Attributes:
        articles: Articles by id or address.
        urls: Addresses.
        outlets: Outlets.
        before: Everything published before this day; an article without a date counts by the day it was saved.
        event: Restricts the removal to one event; None for all.
    """

    articles: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    before: date | None = None
    event: str | None = None


@dataclass(slots=True)
class Removed:
    """What was removed.

    Attributes:
        data_sets: Pairs of old and new version.
        warnings: Files that could not be read.
    """

    articles: int = 0
    revisions: int = 0
    warc_records: int = 0
    data_sets: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Match:
    key: int
    event: str
    article: str
    url: str | None
    outlet: str | None


def matching_articles(store: Store, wanted: Wanted) -> list[tuple[str, str, str | None]]:
    """Event, id and address of each article that a removal would take; changes nothing."""
    with reading(store.engine) as connection:
        return [(match.event, match.article, match.url) for match in _find(connection, wanted)]


def remove(store: Store, home: Path, wanted: Wanted, reason: str, by: str, tell: Callable[[str], None]) -> Removed:
    """Remove material from store, WARC files and data sets, and leave tombstones.

    Args:
        store: The open store; no collection may run on it.
        home: The folder with WARC files and data sets.
        wanted: What to remove.
        reason: Why, for the tombstones and the audit log.
        by: Who decided; an empty string for the user who runs the program.
        tell: Called with a line as each part is done.

    Returns:
        What was removed.

    Raises:
        ParallaxError: Nothing is named, or no reason is given.
    """
    if not (wanted.articles or wanted.urls or wanted.outlets or wanted.before):
        raise ParallaxError("nothing is named", remedy="give --article, --url, --outlet or --before")
    if not reason.strip():
        raise ParallaxError("there is no reason", remedy="give --reason: it stands on the tombstone")
    done = Removed()
    with writing(store.engine) as connection:
        matches = _find(connection, wanted)
        addresses = {same_article(url) for url in wanted.urls} | _addresses(connection, matches)
        done.articles, done.revisions = _delete(connection, matches)
        _forget_addresses(connection, addresses)
        entry = record(connection, "remove", _said(wanted), reason=reason, by=by, counts=None)
        write_tombstones(connection, _stones(wanted, matches, addresses, reason, entry.by, entry.at))
    find_copies(store)
    tell(f"store: {many(done.articles, 'article')} with {many(done.revisions, 'revision')}")
    _from_files(store, home, wanted, reason, done, tell)
    with writing(store.engine) as connection:
        counts = {"articles": done.articles, "revisions": done.revisions, "warc_records": done.warc_records}
        record(
            connection,
            "removed",
            _said(wanted),
            reason=reason,
            by=by,
            counts=counts | {"data_sets": len(done.data_sets)},
        )
    return done


# --- the store


def _find(connection: Connection, wanted: Wanted) -> list[_Match]:
    article, revision = t.articles, t.revisions
    conditions: list[ColumnElement[bool]] = []
    if wanted.articles:
        conditions.append(or_(article.c.id.in_(wanted.articles), article.c.url.in_(wanted.articles)))
    if wanted.outlets:
        conditions.append(article.c.outlet.in_(wanted.outlets))
    if wanted.before is not None:
        day = wanted.before.isoformat()
        published = and_(revision.c.published.is_not(None), revision.c.published < day)
        conditions.append(or_(published, and_(revision.c.published.is_(None), revision.c.saved_at < day)))
    joined = article.join(
        revision, (revision.c.article == article.c.article) & (revision.c.revision == article.c.revision)
    )
    columns = (article.c.article, article.c.event, article.c.id, article.c.url, article.c.outlet)
    query = select(*columns).select_from(joined).order_by(article.c.article)
    if wanted.event is not None:
        query = query.where(article.c.event == wanted.event)
    matches = [_Match(*row) for row in connection.execute(query.where(or_(*conditions)))] if conditions else []
    if wanted.urls:
        keys = {same_article(url) for url in wanted.urls}
        matched = {match.key for match in matches}
        rows = connection.execute(query.where(article.c.url.is_not(None)).execution_options(yield_per=PART))
        matches += [_Match(*row) for row in rows if row.article not in matched and same_article(row.url) in keys]
    return matches


def _addresses(connection: Connection, matches: Sequence[_Match]) -> set[str]:
    """The addresses of articles, also those under which their outcomes were recorded."""
    urls = {match.url for match in matches if match.url}
    outcome = t.outcomes
    for keys in _parts(matches):
        query = select(outcome.c.key).where(outcome.c.article.in_(keys))
        urls |= {key for key in connection.execute(query).scalars() if "://" in key}
    return {same_article(url) for url in urls}


def _delete(connection: Connection, matches: Sequence[_Match]) -> tuple[int, int]:
    """Delete articles with everything measured on them, but not their outcomes; returns (articles, revisions)."""
    revisions = 0
    outcome = t.outcomes
    _dissolve_clusters(connection, matches)
    for keys in _parts(matches):
        gone = {"kind": OutcomeKind.REMOVED.value, "detail": "", "remedy": "", "article": None}
        connection.execute(update(outcome).where(outcome.c.article.in_(keys)).values(**gone))
        for table in (t.mentions, t.marks, t.quotations, t.voices, t.measures, t.analyses, t.texts):
            connection.execute(delete(table).where(table.c.article.in_(keys)))
        revisions += connection.execute(delete(t.revisions).where(t.revisions.c.article.in_(keys))).rowcount
        connection.execute(delete(t.articles).where(t.articles.c.article.in_(keys)))
    return len(matches), revisions


def _dissolve_clusters(connection: Connection, matches: Sequence[_Match]) -> None:
    """Dissolve the clusters named after a removed article, so that the other copies are searched for again."""
    names: dict[str, list[str]] = {}
    for match in matches:
        names.setdefault(match.event, []).append(match.article)
    measured = t.analyses
    for event, articles in names.items():
        mine = select(t.articles.c.article).where(t.articles.c.event == event)
        for at in range(0, len(articles), PART):
            of_them = measured.c.cluster.in_(articles[at : at + PART])
            statement = update(measured).where(measured.c.article.in_(mine), of_them)
            connection.execute(statement.values(cluster=None, first_in_cluster=None))


def _forget_addresses(connection: Connection, addresses: set[str]) -> None:
    """Mark the addresses in the queue of collections as done, and delete what was found about them."""
    frontier = t.frontier
    rows = connection.execute(
        select(frontier.c.item, frontier.c.url, frontier.c.key, frontier.c.entry).where(frontier.c.entry.is_not(None))
    )
    gone = [row.item for row in rows if same_article(f"https://{row.key.removeprefix('page ')}") in addresses]
    for at in range(0, len(gone), PART):
        done = {"state": "done", "outcome": OutcomeKind.REMOVED.value, "again": 0, "entry": None, "found": 0.0}
        connection.execute(update(frontier).where(frontier.c.item.in_(gone[at : at + PART])).values(**done))


def _stones(
    wanted: Wanted, matches: Sequence[_Match], addresses: set[str], reason: str, by: str, at: str
) -> list[Tombstone]:
    scope = wanted.event or ""
    stones = [Tombstone(ARTICLE, match.event, match.article, reason, by, at) for match in matches]
    stones += [Tombstone(ADDRESS, scope, address, reason, by, at) for address in sorted(addresses)]
    return stones + [Tombstone(OUTLET, scope, outlet, reason, by, at) for outlet in wanted.outlets]


def _said(wanted: Wanted) -> str:
    named = [*wanted.articles, *wanted.urls, *(f"outlet {outlet}" for outlet in wanted.outlets)]
    named += [f"published before {wanted.before}"] if wanted.before else []
    return ", ".join(named) + (f" (event {wanted.event})" if wanted.event else "")


def _parts(matches: Sequence[_Match]) -> list[list[int]]:
    keys = [match.key for match in matches]
    return [keys[at : at + PART] for at in range(0, len(keys), PART)]


# --- files


def _from_files(
    store: Store, home: Path, wanted: Wanted, reason: str, done: Removed, tell: Callable[[str], None]
) -> None:
    """Remove everything with a tombstone from the files, including what an interrupted removal left there."""
    with reading(store.engine) as connection:
        stone = t.tombstones
        buried = list(connection.execute(select(stone.c.kind, stone.c.event, stone.c.subject)))
        articles = {(row.event, row.subject) for row in buried if row.kind == ARTICLE}
        addresses = {row.subject for row in buried if row.kind == ADDRESS}
    if wanted.event is None:  # a page may be kept for another event
        for path in sorted((home / "warc").rglob("*.warc*")):
            try:
                done.warc_records += cut_records(path, lambda url: same_article(url) in addresses)
            except ParallaxError as error:
                done.warnings.append(str(error))
    else:
        for path in sorted((home / "warc" / wanted.event).rglob("*.warc*")):
            done.warc_records += cut_records(path, lambda url: same_article(url) in addresses)
    tell(f"WARC files: {many(done.warc_records, 'record')}")
    if waiting := discard_waiting(home):
        tell(f"files that waited at the desk to be imported: {waiting:,} deleted; bring again what is needed")
    for sheet in sorted((home / VALIDATION).glob("*.csv")):
        if cut := _cut_sheet(sheet, articles):
            tell(f"{sheet}: {many(cut, 'row')}")
    for data in rewrite_all(home, articles, reason):
        done.data_sets.append((data.old, data.new))
        tell(f"data set {data.old} is now {data.new}, without {many(data.articles, 'article')}")


def discard_waiting(home: Path) -> int:
    """Delete the files that were brought to the desk and not imported yet; returns how many there were."""
    places = [place for place in (home / "desk" / "uploads").glob("*") if place.is_dir()]
    for place in places:
        shutil.rmtree(place)
    return len(places)


def _cut_sheet(path: Path, articles: Collection[tuple[str, str]]) -> int:
    """Remove articles from a sheet of marks, which holds titles and addresses; returns the number of rows removed."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    if not rows or not {"event", "article_id"} <= set(rows[0]):
        return 0
    event, article = rows[0].index("event"), rows[0].index("article_id")
    remaining = [row for row in rows if len(row) <= max(event, article) or (row[event], row[article]) not in articles]
    if len(remaining) < len(rows):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(remaining)
        write_whole(path, text.getvalue())
    return len(rows) - len(remaining)
