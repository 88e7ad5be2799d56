"""Published table of the days on which an outlet's coverage would have been found.

To say that an outlet did not cover an event, one must know whether it was collected on those days. A row says that some
reading of a source bears on the outlet and the day: `collected` where at least one succeeded, `failed` where all
failed. Days without a row are unknown; nothing is known about imported articles.

Which days a reading bears on: a feed or sitemap on its own day and the two days before (news sitemaps hold two days by
their protocol), and back to the oldest article of the outlet that the source listed; GDELT and web archives on the days
and domains they were asked for. CC-NEWS is a sample of the web's news, so reading it says nothing about an outlet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
from sqlalchemy import select

from collectors.dataset.published_table import PublishedTable, batches_of, schema
from collectors.dataset.store_reader import StoreReader, day_of
from collectors.health import READ_WELL
from collectors.model import Event, OutcomeKind
from collectors.store import store_tables as t

#: A feed or sitemap bears on at least so many days before it is read.
REACH = timedelta(days=2)
LISTINGS = frozenset({"feeds", "sitemaps"})
COLLECTED, FAILED = "collected", "failed"
#: At most so many days of an event's window are examined, from its start.
MOST_DAYS = 1_000

_COLLECTED = schema("event outlet day:day state sources")


class CollectedVisit(NamedTuple):
    """One reading of an address as the store keeps it; `entries` is None where it listed nothing new."""

    source: str
    outlet: str | None
    url: str
    at: date
    kind: OutcomeKind
    entries: int | None


@dataclass(frozen=True, slots=True)
class CollectedReading:
    """One reading of a source, and the outlets and days it bears on.

    Attributes:
        first: The first day, included.
        last: The last day, included.
        good: Whether the reading succeeded.
    """

    source: str
    outlets: tuple[str, ...]
    first: date
    last: date
    good: bool


def days_covered(visit: CollectedVisit, oldest: date | None, domains: Mapping[str, str]) -> CollectedReading | None:
    """Find the outlets and days that a reading bears on.

    Args:
        visit: The reading.
        oldest: The day of the oldest article of the outlet that the source listed; None where there is none.
        domains: Domain -> outlet id.

    Returns:
        The reading with its outlets and days; None where nothing can be concluded.
    """
    source, outlet, url, at, kind, entries = visit
    good = kind in READ_WELL
    if kind is OutcomeKind.READ and not entries:
        return None  # it only led to other addresses: a home page, robots.txt, an index of sitemaps
    if source in LISTINGS:
        if outlet is None:
            return None
        first = at - REACH if oldest is None or not good else min(oldest, at - REACH)
        return CollectedReading(source, (outlet,), first, at, good)
    query = parse_qs(urlsplit(url).query)
    first_day, last_day = (_stamped(query, name) for name in (("startdatetime", "from"), ("enddatetime", "to")))
    if first_day is None or last_day is None:
        return None
    named = {word.strip("()").removeprefix("domain:") for text in query.get("query", []) for word in text.split()}
    outlets = (outlet,) if outlet else tuple(sorted({domains[domain] for domain in named if domain in domains}))
    return CollectedReading(source, outlets, first_day, min(last_day, at), good) if outlets else None


def _stamped(query: Mapping[str, list[str]], names: tuple[str, ...]) -> date | None:
    """The day of the first parameter that holds a time such as 20220920000000."""
    for name in names:
        text = query.get(name, [""])[0]
        if text[:8].isdigit() and len(text) >= 8:
            return day_of(f"{text[:4]}-{text[4:6]}-{text[6:8]}")
    return None


def days_of(readings: Iterator[CollectedReading], start: date, end: date) -> list[tuple[str, date, str, str]]:
    """Tabulate the days of a window that readings bear on.

    Args:
        readings: Readings of any sources.
        start: The first day of the window.
        end: The last day, included.

    Returns:
        (outlet, day, state, sources), sorted by outlet and day. `sources` are those that succeeded, or, where all
        failed, those that failed; separated by spaces.
    """
    sources_of: dict[tuple[str, date], tuple[set[str], set[str]]] = {}
    for reading in readings:
        day, last = max(reading.first, start), min(reading.last, end)
        while day <= last:
            for outlet in reading.outlets:
                sources_of.setdefault((outlet, day), (set(), set()))[not reading.good].add(reading.source)
            day += timedelta(days=1)
    return [
        (outlet, day, COLLECTED if good else FAILED, " ".join(sorted(good or bad)))
        for (outlet, day), (good, bad) in sorted(sources_of.items())
    ]


def _collected(source: StoreReader) -> Iterator[pa.RecordBatch]:
    domains = {domain: outlet.id for outlet in source.known.values() for domain in outlet.domains}
    for name in sorted(source.about):
        event = source.about[name].event
        if event.start == date.min or event.end == date.max:
            continue  # without a window nothing was searched for
        end = min(event.end, event.start + timedelta(days=MOST_DAYS))
        rows = days_of(_readings(source, event, domains), event.start, end)
        yield from batches_of(_COLLECTED, ((name, *row) for row in rows))


def _readings(source: StoreReader, event: Event, domains: Mapping[str, str]) -> Iterator[CollectedReading]:
    """The distinct readings of an event's collections: equal readings of one day count once."""
    visits = t.visits
    query = select(visits.c.source, visits.c.outlet, visits.c.url, visits.c.at, visits.c.kind, visits.c.entries).where(
        visits.c.event == event.id
    )
    seen = set()
    for row in source.connection.execute(query):
        at = day_of(row.at)
        if at is not None:
            seen.add(CollectedVisit(row.source, row.outlet, row.url, at, OutcomeKind(row.kind), row.entries))
    oldest = _oldest(source, event) if seen else {}
    for visit in seen:
        reading = days_covered(visit, oldest.get((visit.source, visit.outlet)), domains)
        if reading is not None:
            yield reading


def _oldest(source: StoreReader, event: Event) -> dict[tuple[str, str | None], date]:
    """(source, outlet) -> the day of the oldest article inside the window that the source listed."""
    frontier = t.frontier
    query = select(frontier.c.source, frontier.c.outlet, frontier.c.entry).where(
        frontier.c.event == event.id, frontier.c.entry.is_not(None)
    )
    oldest: dict[tuple[str, str | None], date] = {}
    for row in source.connection.execute(query.execution_options(yield_per=2_000)):
        if row.source not in LISTINGS:
            continue
        entry = json.loads(row.entry)
        day = day_of(entry.get("published"))
        key = (row.source, entry.get("outlet") or row.outlet)
        if day is not None and day >= event.start and (key not in oldest or day < oldest[key]):
            oldest[key] = day
    return oldest


COLLECTED_DAYS = PublishedTable("collected", _COLLECTED, _collected)
