"""Published tables of what was measured in the articles: many rows for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from collectors.publishing.columns import Published, batch_of, schema
from collectors.publishing.source import Children, Source, parsed
from collectors.store import tables as t

_WHERE = "event article_id outlet phase day:day"
_SPAN = ("span_start", "span_end", "surface", "sentence_start", "sentence_end")
_SPANS = "voice place start:int end:int surface sentence_start:int sentence_end:int"

_MENTIONS = schema(f"{_WHERE} concept variant {_SPANS}")
_MARKS = schema(f"{_WHERE} kind label {_SPANS}")
_QUOTATIONS = schema(
    f"{_WHERE} quotation:int type speaker_name speaker_kind actor side role speaker_start:int speaker_end:int cue "
    "cue_start:int cue_end:int stance words:int position:double content:spans sentence_start:int sentence_end:int"
)
_VOICES = schema("event article_id voice words:int")
_MEASURES = schema("event article_id metric voice value:double")


def _mentions(source: Source) -> Iterator[pa.RecordBatch]:
    return _placed(source, "mentions", _MENTIONS, ("concept", "variant", "voice", "place", *_SPAN))


def _marks(source: Source) -> Iterator[pa.RecordBatch]:
    return _placed(source, "marks", _MARKS, ("kind", "label", "voice", "place", *_SPAN))


def _placed(source: Source, table: str, columns: pa.Schema, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    for chunk in source.chunks():
        found = source.of(chunk, t.TABLES[table], ["seq", *names])
        order = found.ordered(["seq"])
        yield batch_of(columns, [*_where(source, found, order), *_taken(found, names, order, columns)])


def _where(source: Source, found: Children, order: NDArray[np.int64]) -> list[pa.Array]:
    """Event, article, outlet, phase and day of each row."""
    chunk, at = found.chunk, found.articles[order]
    columns = [chunk.event, chunk.article_id, chunk.outlet, source.phases(chunk), source.days(chunk)]
    return [column.take(at) for column in columns]


def _taken(found: Children, names: Sequence[str], order: NDArray[np.int64], columns: pa.Schema) -> list[pa.Array]:
    published = {"span_start": "start", "span_end": "end", "seq": "quotation"}
    return [found.taken(name, order, columns.field(published.get(name, name)).type) for name in names]


def _quotations(source: Source) -> Iterator[pa.RecordBatch]:
    first = ("seq", "type", "speaker_name", "speaker_kind", "actor")
    then = ("speaker_start", "speaker_end", "cue", "cue_start", "cue_end", "stance", "words", "position")
    last = ("content", "sentence_start", "sentence_end")
    for chunk in source.chunks():
        found = source.of(chunk, t.quotations, [*first, *then, *last])
        order = found.ordered(["seq"])
        where = _where(source, found, order)
        before, middle = (_taken(found, names, order, _QUOTATIONS) for names in (first, then))
        content = [found.columns["content"][i] for i in order.tolist()]
        after = _taken(found, last[1:], order, _QUOTATIONS)
        abouts = [source.about.get(event) for event in where[0].to_pylist()]
        actors = before[-1].to_pylist()
        sides = [a.sides.get(actor) if a else None for a, actor in zip(abouts, actors, strict=True)]
        roles = [a.roles.get(actor) if a else None for a, actor in zip(abouts, actors, strict=True)]
        yield batch_of(_QUOTATIONS, [*where, *before, sides, roles, *middle, _spans(content), *after])


def _spans(texts: Sequence[str]) -> pa.Array:
    """Lists of [start, end] written as JSON, as lists of structs: parsed all at once."""
    lists: list[list[list[int]]] = parsed(texts)
    flat = list(chain.from_iterable(lists))
    kind = _QUOTATIONS.field("content").type
    ends = [pa.array([span[i] for span in flat], pa.int32()) for i in (0, 1)]
    values = pa.StructArray.from_arrays(ends, fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array([0, *accumulate(map(len, lists))], pa.int32()), values, type=kind)


def _figures(
    table: str, columns: pa.Schema, keys: Sequence[str], value: str, source: Source
) -> Iterator[pa.RecordBatch]:
    for chunk in source.chunks():
        found = source.of(chunk, t.TABLES[table], [*keys, value])
        order = found.ordered(keys)
        at = found.articles[order]
        texts = [found.taken(key, order) for key in keys]
        numbers = found.taken(value, order, columns.field(value).type)
        yield batch_of(columns, [chunk.event.take(at), chunk.article_id.take(at), *texts, numbers])


def _voices(source: Source) -> Iterator[pa.RecordBatch]:
    return _figures("voices", _VOICES, ["voice"], "words", source)


def _measures(source: Source) -> Iterator[pa.RecordBatch]:
    return _figures("measures", _MEASURES, ["metric", "voice"], "value", source)


MENTIONS = Published("mentions", _MENTIONS, _mentions)
MARKS = Published("marks", _MARKS, _marks)
QUOTATIONS = Published("quotations", _QUOTATIONS, _quotations)
VOICES = Published("voices", _VOICES, _voices)
MEASURES = Published("measures", _MEASURES, _measures)
