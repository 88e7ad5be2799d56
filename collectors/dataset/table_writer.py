"""Writes the tables of a data set inside one reading transaction, in batches and in a fixed order."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from collectors.dataset.column_bytes import contents
from collectors.dataset.published_table import PublishedTable
from collectors.dataset.reused_rows import LastPublished
from collectors.dataset.store_reader import StoreReader
from collectors.dataset.table_registry import SCHEMA, TABLES
from collectors.method import METHOD_PARTS
from collectors.store import Store
from collectors.store.declared_contrasts import declared

INVENTED = "invented demonstration data"
#: The label of other data in which some outlets are invented.
SOME_INVENTED = "data with invented outlets"


def write_tables(
    store: Store,
    folder: Path,
    method: str,
    *,
    texts: bool,
    titles: bool = True,
    label: str | None = None,
    last: LastPublished | None = None,
    executor: Callable[[], Executor] | None = None,
) -> dict[str, object]:
    """Write every table into a folder.

    Args:
        store: The store; every article is analysed.
        folder: The folder to write into.
        method: The version of the measures.
        texts: Whether tables with article text are written.
        titles: Whether columns with sentences of others (titles, bylines) are filled; otherwise they are null.
        label: What the dashboard says above the data; None for SOME_INVENTED where an outlet is invented, else nothing.
        last: The last data set, whose rows may be reused for unchanged events.
        executor: As in `publishing.publish`.

    Returns:
        The contents of meta.json, without checksums.
    """
    with store.reading() as connection, _uncollected():
        source = StoreReader(connection, folder, last, executor)
        digest = hashlib.sha256(f"{SCHEMA} {method}".encode())
        counts = {table.name: _write(source, table, digest, titles) for table in TABLES if texts or not table.text}
        contrasts = declared(connection)
        if contrasts:  # a data set without any keeps the version that it always had
            digest.update(json.dumps(contrasts, sort_keys=True).encode())
        return {
            "dataset_version": digest.hexdigest()[:12],
            "method_version": method,
            "method_parts": {part.name: part.version for part in METHOD_PARTS},
            "schema": SCHEMA,
            "counts": counts,
            "label": label or (SOME_INVENTED if source.any_invented else None),
            "inputs": source.inputs(),
            **({"contrasts": contrasts} if contrasts else {}),
        }


@contextmanager
def _uncollected() -> Iterator[None]:
    """Switch off the garbage collector: it takes a quarter of the time, and rows form no cycles."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def _write(source: StoreReader, table: PublishedTable, digest: hashlib._Hash, titles: bool) -> int:
    """Write a table as Parquet and feed its contents to the digest; returns how many rows there were."""
    count = 0
    digest.update(f"\n{table.name} {' '.join(table.schema.names)}\n".encode())
    with parquet(source.folder, table) as writer:
        for made in _regrouped(table.fill(source), table.batch):
            batch = made if titles else _without(made, table.wording)
            for column in batch.columns:
                for piece in contents(column):
                    digest.update(piece)
            writer.write_batch(batch, row_group_size=table.group)
            count += batch.num_rows
    return count


def parquet(folder: Path, table: PublishedTable) -> pq.ParquetWriter:
    """Open a writer for a table's Parquet file in a folder."""
    sought = [name for name in table.schema.names if name not in table.unsought]
    return pq.ParquetWriter(
        folder / f"{table.name}.parquet",
        table.schema,
        compression="zstd",
        version="2.6",
        write_statistics=sought,
        write_page_checksum=True,
    )


def _without(batch: pa.RecordBatch, names: Sequence[str]) -> pa.RecordBatch:
    """The batch with nulls in the named columns."""
    for name in names:
        at = batch.schema.get_field_index(name)
        batch = batch.set_column(at, batch.schema.field(at), pa.nulls(len(batch), batch.schema.field(at).type))
    return batch


def _regrouped(batches: Iterable[pa.RecordBatch], size: int) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of exactly `size`, so that files do not depend on how the rows were read."""
    waiting: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        waiting.append(batch)
        rows += batch.num_rows
        while rows >= size:
            whole = _joined(waiting)
            yield whole.slice(0, size)
            rows -= size
            waiting = [whole.slice(size)]
    if rows:
        yield _joined(waiting)


def _joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    return pa.Table.from_batches(batches).combine_chunks().to_batches()[0]
