"""Filling the tables of a data set from the store: one reading transaction, in batches, in a fixed order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import merge
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Select, Table, collate, or_, select

from collectors.events import phase_of
from collectors.model import Event, OutcomeKind, Outlet
from collectors.publishing.schemas import SCHEMA, SCHEMAS
from collectors.store import Store
from collectors.store import tables as t
from collectors.store.declared import event_from_json, event_to_json, outlet_from_json

Row = Mapping[str, Any]  # values of many types, as the store gives them and Arrow takes them

#: Rows of a batch in memory and of a row group in the file.
BATCH = 20_000
#: Articles are wider: their texts are in them.
TEXT_BATCH = 2_000
INVENTED = "invented demonstration data"


def write_tables(store: Store, folder: Path, method: str, *, texts: bool) -> dict[str, object]:
    """Write every table into a folder and return what goes into meta.json."""
    with store.reading() as connection:
        source = _Source(connection)
        makers = {
            "articles": source.articles,
            "texts": source.texts,
            "mentions": source.mentions,
            "quotations": source.quotations,
            "voices": source.voices,
            "measures": source.measures,
            "outcomes": source.outcomes,
            "outlets": source.outlets,
            "events": source.events,
        }
        digest = hashlib.sha256(f"{SCHEMA} {method}".encode())
        counts: dict[str, int] = {}
        for name, rows in makers.items():
            if name == "texts" and not texts:
                continue
            counts[name] = _write(folder / f"{name}.parquet", SCHEMAS[name], rows(), digest)
        return {
            "dataset_version": digest.hexdigest()[:12],
            "method_version": method,
            "schema": SCHEMA,
            "counts": counts,
            "label": INVENTED if source.any_invented else None,
        }


def _write(path: Path, schema: pa.Schema, rows: Iterator[Row], digest: hashlib._Hash) -> int:
    """Write rows as Parquet and feed their contents to the digest; returns how many there were."""
    count = 0
    size = TEXT_BATCH if "text" in schema.names else BATCH
    digest.update(f"\n{path.stem} {' '.join(schema.names)}\n".encode())
    with pq.ParquetWriter(path, schema, compression="zstd", version="2.6") as writer:
        for batch in _batches(rows, size):
            values = [list(row.values()) for row in batch]
            digest.update(json.dumps(values, default=str, separators=(",", ":")).encode())
            writer.write_batch(pa.RecordBatch.from_pylist(batch, schema=schema), row_group_size=size)
            count += len(batch)
    return count


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class _About:
    """What an event's file says that rows need."""

    event: Event
    sides: Mapping[str, str]
    roles: Mapping[str, str]


class _Source:
    """The store's rows as the data set's rows, in the order event, article, ... by code point on every database."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.collation = "C" if connection.dialect.name == "postgresql" else "BINARY"
        self.known = {r.outlet: outlet_from_json(r.definition) for r in connection.execute(select(t.outlets))}
        self.about: dict[str, _About] = {}
        for row in connection.execute(select(t.events.c.event, t.events.c.definition)):
            event = event_from_json(row.definition)
            sides = {a.id: a.side for a in event.actors}
            self.about[row.event] = _About(event, sides, {a.id: a.role for a in event.actors})
        a = t.articles
        self.used = {o for o in connection.execute(select(a.c.outlet).distinct()).scalars() if o is not None}
        self.any_invented = any(self.known[o].invented for o in self.used if o in self.known)

    def _rows(self, query: Select[Any], *order: Any) -> Iterator[Row]:
        keys = [collate(c, self.collation) if str(c.type) == "TEXT" else c for c in order]
        result = self.connection.execution_options(yield_per=TEXT_BATCH).execute(query.order_by(*keys))
        for row in result.mappings():
            yield dict(row)

    def _children(self, table: Table, *order: Any) -> Iterator[tuple[Row, Row]]:
        """The rows of a table of measures with the first columns of their articles."""
        a, r = t.articles, t.revisions
        query = (
            select(table, a.c.event, a.c.id, a.c.outlet, r.c.published)
            .join(a, a.c.article == table.c.article)
            .join(r, (r.c.article == a.c.article) & (r.c.revision == a.c.revision))
        )
        for row in self._rows(query, a.c.event, a.c.id, *order):
            yield row, {"event": row["event"], "article_id": row["id"]}

    def _when(self, row: Row) -> dict[str, Any]:
        day = _day(row["published"])
        about = self.about.get(row["event"])
        return {"outlet": row["outlet"], "phase": phase_of(day, about.event.phases) if about else None, "day": day}

    def articles(self) -> Iterator[Row]:
        """One row per article."""
        a, r, n = t.articles, t.revisions, t.analyses
        query = (
            select(r, n, a.c.event, a.c.id, a.c.outlet, a.c.url)
            .join(r, (r.c.article == a.c.article) & (r.c.revision == a.c.revision))
            .join(n, n.c.article == a.c.article)
        )
        for row in self._rows(query, a.c.event, a.c.id):
            outlet, when = self.known.get(row["outlet"]), self._when(row)
            yield {
                "event": row["event"],
                "article_id": row["id"],
                "outlet": row["outlet"],
                "outlet_name": outlet.name if outlet else row["outlet"],
                "country": outlet.country if outlet else None,
                "language": row["language"],
                "ownership": outlet.ownership.value if outlet else None,
                "invented": bool(outlet and outlet.invented),
                "url": row["url"],
                "title": row["title"],
                "standfirst": row["standfirst"],
                "authors": json.loads(row["authors"]),
                "published": row["published"],
                "day": when["day"],
                "phase": when["phase"],
                "type": row["type"],
                "grade": row["grade"],
                "grade_reasons": "; ".join(json.loads(row["grade_reasons"])),
                "words": row["words"],
                "sentences": row["sentences"],
                "member": bool(row["member"]),
                "member_score": row["member_score"],
                "member_rule": row["member_rule"],
                "member_reason": row["member_reason"],
                "agency": row["agency"],
                "cluster": row["cluster"],
                "first_in_cluster": row["first_in_cluster"] != 0,
                "extractor": row["extractor"],
                "text_sha256": row["text_sha256"],
            }

    def texts(self) -> Iterator[Row]:
        """The text of each article."""
        a, x = t.articles, t.texts
        query = select(a.c.event, a.c.id, x.c.text).join(
            x, (x.c.article == a.c.article) & (x.c.revision == a.c.revision)
        )
        for row in self._rows(query, a.c.event, a.c.id):
            yield {"event": row["event"], "article_id": row["id"], "text": row["text"]}

    def mentions(self) -> Iterator[Row]:
        """Each use of a variant."""
        for row, article in self._children(t.mentions, t.mentions.c.seq):
            yield {
                **article,
                **self._when(row),
                "concept": row["concept"],
                "variant": row["variant"],
                "voice": row["voice"],
                "place": row["place"],
                "start": row["span_start"],
                "end": row["span_end"],
                "surface": row["surface"],
                "sentence_start": row["sentence_start"],
                "sentence_end": row["sentence_end"],
            }

    def quotations(self) -> Iterator[Row]:
        """Each quotation, with the side and role of its actor."""
        same = ["actor", "speaker_start", "speaker_end", "cue", "cue_start", "cue_end", "stance", "words", "position"]
        for row, article in self._children(t.quotations, t.quotations.c.seq):
            about = self.about.get(row["event"])
            sides, roles = (about.sides, about.roles) if about else ({}, {})
            values = {name: row[name] for name in same}
            yield {
                **article,
                **self._when(row),
                "quotation": row["seq"],
                "type": row["type"],
                "speaker_name": row["speaker_name"],
                "speaker_kind": row["speaker_kind"],
                "actor": values.pop("actor"),
                "side": sides.get(row["actor"]),
                "role": roles.get(row["actor"]),
                **values,
                "content": [{"start": start, "end": end} for start, end in json.loads(row["content"])],
                "sentence_start": row["sentence_start"],
                "sentence_end": row["sentence_end"],
            }

    def voices(self) -> Iterator[Row]:
        """The words of each article in each voice."""
        for row, article in self._children(t.voices, t.voices.c.voice):
            yield {**article, "voice": row["voice"], "words": row["words"]}

    def measures(self) -> Iterator[Row]:
        """Each figure of each article."""
        for row, article in self._children(t.measures, t.measures.c.metric, t.measures.c.voice):
            yield {**article, "metric": row["metric"], "voice": row["voice"], "value": row["value"]}

    def outcomes(self) -> Iterator[Row]:
        """What became of each input. What was saved and turned out not to be about its event is `off_event`.

        Files appear by their names: where they lay on somebody's disk is nobody's business, and the same files
        imported from another folder give the same data set.
        """
        o, n = t.outcomes, t.analyses
        query = select(o, n.c.member, n.c.member_reason).outerjoin(n, n.c.article == o.c.article)
        named = self._rows(query.where(or_(o.c.file.is_(None), o.c.article.is_not(None))), o.c.event, o.c.key)
        refused = self._rows(query.where(o.c.file.is_not(None), o.c.article.is_(None)), o.c.event, o.c.key)
        # The names put the refused ones into another order; they are few.
        return merge(map(_outcome, named), sorted(map(_outcome, refused), key=_by_key), key=_by_key)

    def outlets(self) -> Iterator[Row]:
        """The outlets of the articles and outcomes; those nobody declared under their own name."""
        found = self.connection.execute(select(t.outcomes.c.outlet).distinct()).scalars()
        for name in sorted(self.used | {o for o in found if o is not None}):
            outlet: Outlet | None = self.known.get(name)
            yield {
                "outlet": name,
                "outlet_name": outlet.name if outlet else name,
                "country": outlet.country if outlet else None,
                "ownership": outlet.ownership.value if outlet else None,
                "languages": list(outlet.languages) if outlet else [],
                "invented": bool(outlet and outlet.invented),
            }

    def events(self) -> Iterator[Row]:
        """The events with their declarations; the window of one without a file is that of its articles."""
        for name, about in sorted(self.about.items()):
            event = about.event
            start, end = self._window(name) if event.start == date.min else (event.start, event.end)
            definition = json.loads(event_to_json(event))
            definition |= {"start": start and start.isoformat(), "end": end and end.isoformat()}
            yield {
                "event": name,
                "title": event.title,
                "start": definition["start"],
                "end": definition["end"],
                "event_json": json.dumps(definition, ensure_ascii=False, separators=(",", ":")),
            }

    def _window(self, event: str) -> tuple[date | None, date | None]:
        a, r = t.articles, t.revisions
        query = (
            select(r.c.published)
            .join(a, (r.c.article == a.c.article) & (r.c.revision == a.c.revision))
            .where(a.c.event == event, r.c.published.is_not(None))
        )
        days = [day for p in self.connection.execute(query).scalars() if (day := _day(p))]
        return (min(days), max(days)) if days else (None, None)


def _outcome(row: Row) -> Row:
    off = row["member"] == 0 and row["article"] is not None
    file = row["file"] or ""
    name = file.rpartition("/")[2]

    def plain(text: str) -> str:
        return text.replace(file, name) if file else text

    return {
        "event": row["event"] or None,
        "key": row["key"] if row["article"] is not None else plain(row["key"]),
        "outlet": row["outlet"],
        "kind": OutcomeKind.OFF_EVENT.value if off else row["kind"],
        "detail": row["member_reason"] if off else plain(row["detail"]),
        "remedy": plain(row["remedy"]),
    }


def _by_key(row: Row) -> tuple[str, str, str]:
    return row["event"] or "", row["key"], row["detail"]


def _day(published: str | None) -> date | None:
    """The calendar day in the article's own time zone."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
