"""Published tables beside the articles: outcomes of inputs, outlets and events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from heapq import merge
from typing import Any

import pyarrow as pa
from sqlalchemy import Row, or_, select

from collectors.dataset.published_table import PublishedTable, batches_of, schema
from collectors.dataset.store_reader import StoreReader, day_of
from collectors.model import OutcomeKind, Outlet
from collectors.store import store_tables as t
from collectors.store.declaration_json import event_to_json

_OUTCOMES = schema("event key outlet kind detail remedy")
_OUTLETS = schema("outlet outlet_name country ownership languages:strs invented:bool")
_EVENTS = schema("event title start end event_json")

_Outcome = tuple[str | None, str, str | None, str, str, str]


def _outcomes(source: StoreReader) -> Iterator[pa.RecordBatch]:
    """The outcome of each input; an article that is not about its event has the outcome `off_event`.

    Only the names of files are published, not their folders: paths are private, and the same files imported from
    another folder must give the same data set.
    """
    outcomes, analyses = t.outcomes, t.analyses
    query = select(outcomes, analyses.c.member, analyses.c.member_reason).outerjoin(
        analyses, analyses.c.article == outcomes.c.article
    )
    named = source.rows(
        query.where(or_(outcomes.c.file.is_(None), outcomes.c.article.is_not(None))), outcomes.c.event, outcomes.c.key
    )
    refused = source.rows(
        query.where(outcomes.c.file.is_not(None), outcomes.c.article.is_(None)), outcomes.c.event, outcomes.c.key
    )
    # Shortened file names change the order of the refused rows, so these are sorted in memory; they are few.
    rows = merge(map(_outcome, named), sorted(map(_outcome, refused), key=_by_key), key=_by_key)
    return batches_of(_OUTCOMES, rows)


def _outcome(row: Row[Any]) -> _Outcome:
    file = row.file or ""
    name = file.rpartition("/")[2]

    def plain(text: str) -> str:
        return text.replace(file, name) if file else text

    key, event = (row.key if row.article is not None else plain(row.key)), row.event or None
    if row.member == 0 and row.article is not None:
        return event, key, row.outlet, OutcomeKind.OFF_EVENT.value, row.member_reason, plain(row.remedy)
    return event, key, row.outlet, row.kind, plain(row.detail), plain(row.remedy)


def _by_key(row: _Outcome) -> tuple[str, str, str]:
    return row[0] or "", row[1], row[4]


def _outlets(source: StoreReader) -> Iterator[pa.RecordBatch]:
    """The outlets of the articles and outcomes; an outlet without a declaration gets its id as name."""
    named = source.connection.execute(select(t.outcomes.c.outlet).distinct()).scalars()
    rows: list[tuple[object, ...]] = []
    for name in sorted(source.used | {outlet_id for outlet_id in named if outlet_id is not None}):
        outlet: Outlet | None = source.known.get(name)
        if outlet is None:
            rows.append((name, name, None, None, [], False))
        else:
            languages = list(outlet.languages)
            rows.append((name, outlet.name, outlet.country, outlet.ownership.value, languages, outlet.invented))
    return batches_of(_OUTLETS, rows)


def _events(source: StoreReader) -> Iterator[pa.RecordBatch]:
    """The events with their declarations; an event without a file gets the window of its articles."""
    rows: list[tuple[object, ...]] = []
    for name, about in sorted(source.about.items()):
        event = about.event
        start, end = _window(source, name) if event.start == date.min else (event.start, event.end)
        declaration = json.loads(event_to_json(event))
        declaration |= {"start": start and start.isoformat(), "end": end and end.isoformat()}
        definition = json.dumps(declaration, ensure_ascii=False, separators=(",", ":"))
        rows.append((name, event.title, declaration["start"], declaration["end"], definition))
    return batches_of(_EVENTS, rows)


def _window(source: StoreReader, event: str) -> tuple[date | None, date | None]:
    articles, revisions = t.articles, t.revisions
    query = (
        select(revisions.c.published)
        .join(articles, (revisions.c.article == articles.c.article) & (revisions.c.revision == articles.c.revision))
        .where(articles.c.event == event, revisions.c.published.is_not(None))
        .distinct()
    )
    days = [day for scalar in source.connection.execute(query).scalars() if (day := day_of(scalar))]
    return (min(days), max(days)) if days else (None, None)


OUTCOMES = PublishedTable("outcomes", _OUTCOMES, _outcomes)
OUTLETS = PublishedTable("outlets", _OUTLETS, _outlets)
EVENTS = PublishedTable("events", _EVENTS, _events)
