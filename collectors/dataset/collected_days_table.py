"""Published table of what is known of collecting: on which days an outlet's coverage would have been found.

"Was the outlet collected then?" is the denominator of "it did not cover this". A row says that some reading of a source
bears on the outlet and the day: `collected` where one went well, `failed` where all of them failed. Days without a row
are unknown, and so is everything about imported articles.

What a reading bears on: a feed or sitemap on its own day and the two days before (news sitemaps hold two days by their
protocol), and back to the oldest article that the source named of the outlet; GDELT and web archives on the days and
domains they were asked for. CC-NEWS holds a sample of the web's news, so reading it says nothing about an outlet.
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

#: Days before its reading that a feed or sitemap bears on at least.
REACH = timedelta(days=2)
LISTINGS = frozenset({"feeds", "sitemaps"})
COLLECTED, FAILED = "collected", "failed"
#: Days of an event's window that are looked at, from its start.
MOST_DAYS = 1_000

_COLLECTED = schema("event outlet day:day state sources")


class CollectedVisit(NamedTuple):
    """One reading as the store keeps it. `entries` is None where nothing was listed anew."""

    source: str
    outlet: str | None
    url: str
    at: date
    kind: OutcomeKind
    entries: int | None


@dataclass(frozen=True, slots=True)
class CollectedReading:
    """One reading of a source: the outlets and days, both included, that it bears on."""

    source: str
    outlets: tuple[str, ...]
    first: date
    last: date
    good: bool


def days_covered(visit: CollectedVisit, oldest: date | None, domains: Mapping[str, str]) -> CollectedReading | None:
    """What a reading bears on; None where nothing can be said. `oldest` is the day of the oldest article that the
    source named of the outlet, `domains` leads from domain to outlet."""
    source, outlet, url, at, kind, entries = visit
    good = kind in READ_WELL
    if kind is OutcomeKind.READ and not entries:
        return None  # it only led to other addresses: a home page, robots.txt, an index of sitemaps
    if source in LISTINGS:
        if outlet is None:
            return None
        first = at - REACH if oldest is None or not good else min(oldest, at - REACH)
        return CollectedReading(source, (outlet,), first, at, good)
    asked = parse_qs(urlsplit(url).query)
    first_day, last_day = (_stamped(asked, name) for name in (("startdatetime", "from"), ("enddatetime", "to")))
    if first_day is None or last_day is None:
        return None
    named = {word.strip("()").removeprefix("domain:") for text in asked.get("query", []) for word in text.split()}
    outlets = (outlet,) if outlet else tuple(sorted({domains[domain] for domain in named if domain in domains}))
    return CollectedReading(source, outlets, first_day, min(last_day, at), good) if outlets else None


def _stamped(asked: Mapping[str, list[str]], names: tuple[str, ...]) -> date | None:
    """The day of a time as 20220920000000."""
    for name in names:
        text = asked.get(name, [""])[0]
        if text[:8].isdigit() and len(text) >= 8:
            return day_of(f"{text[:4]}-{text[4:6]}-{text[6:8]}")
    return None


def days_of(readings: Iterator[CollectedReading], start: date, end: date) -> list[tuple[str, date, str, str]]:
    """(outlet, day, state, sources) inside a window, by outlet and day; `sources` are those that went well, else those
    that failed."""
    known: dict[tuple[str, date], tuple[set[str], set[str]]] = {}
    for reading in readings:
        day, last = max(reading.first, start), min(reading.last, end)
        while day <= last:
            for outlet in reading.outlets:
                known.setdefault((outlet, day), (set(), set()))[not reading.good].add(reading.source)
            day += timedelta(days=1)
    return [
        (outlet, day, COLLECTED if good else FAILED, " ".join(sorted(good or bad)))
        for (outlet, day), (good, bad) in sorted(known.items())
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
    """The distinct readings of an event's collections: the same one every hour counts once a day."""
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
    """(source, outlet) -> the day of the oldest article inside the window that the source named."""
    frontier = t.frontier
    query = select(frontier.c.source, frontier.c.outlet, frontier.c.entry).where(
        frontier.c.event == event.id, frontier.c.entry.is_not(None)
    )
    found: dict[tuple[str, str | None], date] = {}
    for row in source.connection.execute(query.execution_options(yield_per=2_000)):
        if row.source not in LISTINGS:
            continue
        entry = json.loads(row.entry)
        day = day_of(entry.get("published"))
        key = (row.source, entry.get("outlet") or row.outlet)
        if day is not None and day >= event.start and (key not in found or day < found[key]):
            found[key] = day
    return found


COLLECTED_DAYS = PublishedTable("collected", _COLLECTED, _collected)
