"""Published tables of measurements in the articles, with many rows for each article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from collectors.dataset.published_table import PublishedTable, batch_of, schema
from collectors.dataset.store_reader import Children, StoreReader
from collectors.store import store_tables as t

_WHERE = "event article_id outlet phase day:day"
_SPAN = ("span_start", "span_end", "surface", "sentence_start", "sentence_end")
_SPANS = "voice place start:int end:int surface sentence_start:int sentence_end:int"

_MENTIONS = schema(f"{_WHERE} concept variant {_SPANS}")
_MARKS = schema(f"{_WHERE} kind label {_SPANS}")
_QUOTATIONS = schema(
    f"{_WHERE} quotation:int type speaker_name speaker_kind actor side role speaker_start:int speaker_end:int cue "
    "cue_start:int cue_end:int stance words:int position:double content:spans sentence_start:int sentence_end:int "
    "relay_name relay_start:int relay_end:int probability:double worded:int voice"
)
_VOICES = schema("event article_id voice words:int")
_MEASURES = schema("event article_id metric voice value:double")


def _mentions(source: StoreReader) -> Iterator[pa.RecordBatch]:
    return _passages(source, "mentions", _MENTIONS, ("concept", "variant", "voice", "place", *_SPAN))


def _marks(source: StoreReader) -> Iterator[pa.RecordBatch]:
    return _passages(source, "marks", _MARKS, ("kind", "label", "voice", "place", *_SPAN))


def _passages(source: StoreReader, table: str, columns: pa.Schema, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    for chunk in source.chunks():
        children = source.of(chunk, t.TABLES[table], ["seq", *names])
        order = children.ordered(["seq"])
        yield batch_of(columns, [*_where(children, order), *_taken(children, names, order, columns)])


def _where(children: Children, order: NDArray[np.int64]) -> list[pa.Array]:
    """Event, article, outlet, phase and day of each row."""
    chunk, at = children.chunk, children.articles[order]
    columns = [chunk.event, chunk.article_id, chunk.outlet, chunk.phase, chunk.day]
    return [column.take(at) for column in columns]


def _taken(children: Children, names: Sequence[str], order: NDArray[np.int64], columns: pa.Schema) -> list[pa.Array]:
    published = {"span_start": "start", "span_end": "end", "seq": "quotation"}
    return [children.taken(name, order, columns.field(published.get(name, name)).type) for name in names]


def _quotations(source: StoreReader) -> Iterator[pa.RecordBatch]:
    first = ("seq", "type", "speaker_name", "speaker_kind", "actor")
    then = ("speaker_start", "speaker_end", "cue", "cue_start", "cue_end", "stance", "words", "position")
    last = (
        "content",
        "sentence_start",
        "sentence_end",
        "relay_name",
        "relay_start",
        "relay_end",
        "probability",
        "worded",
        "voice",
    )
    for chunk in source.chunks():
        children = source.of(chunk, t.quotations, [*first, *then, *last, "side", "role"])
        order = children.ordered(["seq"])
        where = _where(children, order)
        before, middle = (_taken(children, names, order, _QUOTATIONS) for names in (first, then))
        content = [children.columns["content"][index] for index in order.tolist()]
        after = _taken(children, last[1:], order, _QUOTATIONS)
        composed = _taken(children, ("side", "role"), order, _QUOTATIONS)
        declared = _of_actors(source, where[0], before[-1])
        sides, roles = (pc.coalesce(one, other) for one, other in zip(declared, composed, strict=True))
        yield batch_of(_QUOTATIONS, [*where, *before, sides, roles, *middle, _spans(content), *after])


def _of_actors(source: StoreReader, events: pa.Array, actors: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Side and role of each actor in its event, looked up once for each distinct pair."""
    pairs = pa.table({"event": events, "actor": actors}).group_by(["event", "actor"]).aggregate([]).to_pylist()
    spoken_actors = [
        (pair["event"], pair["actor"], source.about.get(pair["event"])) for pair in pairs if pair["actor"] is not None
    ]
    # Ids hold no control characters, so a pair has one key.
    keys = pa.array([f"{event}\x1f{actor}" for event, actor, _ in spoken_actors], pa.string())
    at = pc.index_in(pc.binary_join_element_wise(events, actors, "\x1f"), value_set=keys)
    sides = pa.array([about.sides.get(actor) if about else None for _, actor, about in spoken_actors], pa.string())
    roles = pa.array([about.roles.get(actor) if about else None for _, actor, about in spoken_actors], pa.string())
    return sides.take(at), roles.take(at)


def _spans(texts: Sequence[str]) -> pa.Array:
    """Lists of [start, end] written as JSON, parsed together into lists of structs."""
    sizes = [text.count("[") - 1 for text in texts]
    plain = ",".join(text for text in texts if text != "[]").replace("[", "").replace("]", "")
    numbers = np.array(plain.split(",") if plain else [], dtype=np.int32)
    kind = _QUOTATIONS.field("content").type
    values = pa.StructArray.from_arrays([pa.array(numbers[end::2]) for end in (0, 1)], fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array([0, *accumulate(sizes)], pa.int32()), values, type=kind)


def _figures(
    table: str, columns: pa.Schema, keys: Sequence[str], value: str, source: StoreReader
) -> Iterator[pa.RecordBatch]:
    for chunk in source.chunks():
        children = source.of(chunk, t.TABLES[table], [*keys, value])
        order = children.ordered(keys)
        at = children.articles[order]
        texts = [children.taken(key, order) for key in keys]
        numbers = children.taken(value, order, columns.field(value).type)
        yield batch_of(columns, [chunk.event.take(at), chunk.article_id.take(at), *texts, numbers])


def _voices(source: StoreReader) -> Iterator[pa.RecordBatch]:
    return _figures("voices", _VOICES, ["voice"], "words", source)


def _measures(source: StoreReader) -> Iterator[pa.RecordBatch]:
    return _figures("measures", _MEASURES, ["metric", "voice"], "value", source)


MENTIONS = PublishedTable("mentions", _MENTIONS, _mentions)
MARKS = PublishedTable("marks", _MARKS, _marks)
QUOTATIONS = PublishedTable("quotations", _QUOTATIONS, _quotations)
VOICES = PublishedTable("voices", _VOICES, _voices)
MEASURES = PublishedTable("measures", _MEASURES, _measures)
