"""Published tables about collecting: addresses read repeatedly, outcomes of each round, and changes to articles.

Alerts refer to the time of the newest reading in the store, not to that of publishing, so that the same store always
gives the same tables.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from sqlalchemy import func, select

from collectors.dataset.published_table import PublishedTable, batches_of, schema
from collectors.dataset.store_reader import StoreReader
from collectors.events.revisions import changes_in
from collectors.health import extraction_health_in, sources_health_in
from collectors.store import store_tables as t

#: The source of rows in `readings` that describe an outlet's pages instead of one address: their url is null.
PAGES = "pages"
#: At most so many paragraphs of a change are published, and so many characters of each.
MOST_PARAGRAPHS, LONGEST = 60, 2_000

#: Times are ISO 8601 in UTC. `entries` is what the address listed last; `alert` null where nothing is wrong.
_READINGS = schema("event source outlet url visits:int last_success entries:int alert")
#: `number` addresses of an outlet ended as `kind` in a round that began at `started`.
_ROUNDS = schema("event started source outlet kind number:int")
#: A revision beside the one before it. The titles are equal where the headline stayed.
_CHANGES = schema("event article_id outlet url revision:int seen old_title new_title removed:strs added:strs")


def _readings(source: StoreReader) -> Iterator[pa.RecordBatch]:
    rows: list[tuple[object, ...]] = [
        (
            health.event, health.source, health.outlet, health.url, health.visits,
            health.last_success.isoformat(timespec="seconds") if health.last_success else None,
            health.entries, health.alert or None,
        )
        for health in sources_health_in(source.connection)
    ]  # fmt: skip
    alerts = extraction_health_in(source.connection)
    rows += [(event, PAGES, outlet or None, None, 0, None, None, alert) for (event, outlet), alert in alerts.items()]
    yield from batches_of(_READINGS, sorted(rows, key=lambda row: tuple(str(value or "") for value in row[:4])))


def _rounds(source: StoreReader) -> Iterator[pa.RecordBatch]:
    tally, run = t.tallies.c, t.runs.c
    query = (
        select(tally.event, run.started_at, tally.source, tally.outlet, tally.kind, func.sum(tally.number))
        .join(t.runs, run.run == tally.run)
        .group_by(tally.event, run.started_at, tally.source, tally.outlet, tally.kind)
    )
    rows = sorted(tuple(row) for row in source.connection.execute(query))
    yield from batches_of(
        _ROUNDS,
        ((event, at, name, outlet or None, kind, int(number)) for event, at, name, outlet, kind, number in rows),
    )


def _changes(source: StoreReader) -> Iterator[pa.RecordBatch]:
    ordered = sorted(changes_in(source.connection), key=lambda item: (item.event, item.article, item.revision))
    rows = (
        (
            change.event, change.article, change.outlet, change.url, change.revision, change.fetched_at,
            change.old_title, change.new_title,
            *([paragraph[:LONGEST] for paragraph in part[:MOST_PARAGRAPHS]] for part in (change.removed, change.added)),
        )
        for change in ordered
    )  # fmt: skip
    yield from batches_of(_CHANGES, rows)


READINGS = PublishedTable("readings", _READINGS, _readings)
ROUNDS = PublishedTable("rounds", _ROUNDS, _rounds)
CHANGES = PublishedTable("changes", _CHANGES, _changes, text=True, wording=("old_title", "new_title"))
