"""The definition of a published table: its name, its columns and the function that fills it.

A new table is one module with a `PublishedTable` and one entry in `table_registry.TABLES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collectors.dataset.store_reader import StoreReader

#: Rows written at a time.
BATCH = 20_000
#: Rows of a row group, the unit that is read to look up an article. With a million articles, the columns of a quotation
#: take 2.8 ms in groups of 5,000 rows and 8.1 ms in groups of 20,000; the file is two fifths larger.
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
    """Build an Arrow schema from a compact description.

    Args:
        columns: "name:type ...", separated by spaces; a column without a type holds strings.

    Returns:
        The schema. Every column may hold nulls, which mean "unknown".
    """
    pairs = [column.partition(":") for column in columns.split()]
    return pa.schema([(name, _TYPES[kind or "str"]) for name, _, kind in pairs])


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table of a data set.

    Attributes:
        fill: Yields the rows as Arrow batches of any size, sorted by event and article id (by code point on every
            database). It may read tables written before it, in `StoreReader.folder`.
        batch: Rows written at a time.
        group: Rows of a row group.
        text: Whether it holds article text; data sets without texts lack such a table.
        wording: Columns with sentences of others, such as titles: null in a data set of figures alone.
        unsought: Columns whose least and greatest values the footer leaves out: for a million texts they take 20 MB.
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
    """Turn rows into batches, for tables that are small or made row by row.

    Args:
        columns: The schema.
        rows: Tuples in the order of the columns.
        size: Rows of a batch.

    Yields:
        Batches of `size` rows, the last one possibly shorter.
    """
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield batch_of(columns, list(zip(*some, strict=True)))


def batch_of(columns: pa.Schema, values: Sequence[Sequence[object] | pa.Array]) -> pa.RecordBatch:
    """Build one batch.

    Args:
        columns: The schema.
        values: A list or an Arrow array for each column.

    Returns:
        The batch.
    """
    arrays = [
        value if isinstance(value, pa.Array) else pa.array(value, type=field.type)
        for value, field in zip(values, columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=columns)
