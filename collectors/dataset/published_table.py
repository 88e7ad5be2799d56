"""What a published table is: its name, its columns, and how it is filled. A new table is one module with a `Published`
and one entry in `schemas.TABLES`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collectors.dataset.store_reader import StoreReader

#: Rows that are written at one time.
BATCH = 20_000
#: Rows of a row group: what is read to look up an article. At a million articles a quotation's columns take 2.8 ms of a
#: group of 5,000 and 8.1 of one of 20,000, in a file two fifths larger.
GROUP = 5_000

_TYPES: dict[str, pa.DataType] = {
    "str": pa.string(),
    "int": pa.int32(),
    "double": pa.float64(),
    "bool": pa.bool_(),
    "day": pa.date32(),
    "strs": pa.list_(pa.string()),
    "spans": pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())])),
}


def schema(columns: str) -> pa.Schema:
    """A schema from "name:type ..."; the type is str where none is given. Every value is null where it is unknown."""
    pairs = [column.partition(":") for column in columns.split()]
    return pa.schema([(name, _TYPES[kind or "str"]) for name, _, kind in pairs])


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table of a data set.

    `fill` gives its rows as Arrow batches of any size, in the order of the published table: by event and article id,
    by code point on every database. It may read the tables written before it, in `Source.folder`. `batch` rows are
    written at a time, `group` are the rows of a row group. `text`: it holds article text, so a text-free data set lacks
    it. `wording` are the columns with sentences of others (titles), null in a data set of figures alone. Of `unsought`
    columns the footer does not say the least and greatest value: those of a million texts take 20 MB there.
    """

    name: str
    schema: pa.Schema
    fill: Callable[[StoreReader], Iterator[pa.RecordBatch]]
    batch: int = BATCH
    group: int = GROUP
    text: bool = False
    wording: tuple[str, ...] = ()
    unsought: tuple[str, ...] = ()


def batches_of(columns: pa.Schema, rows: Iterable[Sequence[object]], size: int = BATCH) -> Iterator[pa.RecordBatch]:
    """Rows, as tuples in the order of the columns, as batches: for tables that are small or made row by row."""
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield batch_of(columns, list(zip(*some, strict=True)))


def batch_of(columns: pa.Schema, values: Sequence[Sequence[object] | pa.Array]) -> pa.RecordBatch:
    """One batch from a list or an Arrow array for each column."""
    arrays = [
        value if isinstance(value, pa.Array) else pa.array(value, type=field.type)
        for value, field in zip(values, columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=columns)
