"""Removes articles from published data sets.

Each data set is rewritten without them as a new version, which names the version it comes from. The old version is
deleted; a note in its place names the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from collectors.dataset import search_index, summary_sums
from collectors.dataset.checksums import META, checksums_of, sealed
from collectors.dataset.column_bytes import contents
from collectors.dataset.published_table import PublishedTable
from collectors.dataset.publishing import put_in_place
from collectors.dataset.table_registry import SCHEMA, TABLES
from collectors.dataset.table_writer import parquet
from collectors.dataset.versions import LATEST, WITHDRAWN, versions
from collectors.support.whole_files import write_whole

Removed = Collection[tuple[str, str]]  # (event, article id)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A data set that was rewritten.

    Attributes:
        old: Its old version.
        new: Its new version.
        articles: How many articles it lost.
    """

    old: str
    new: str
    articles: int


def rewrite_all(home: Path, removed: Removed, reason: str) -> Iterator[Rewritten]:
    """Rewrite every data set of a home folder that holds one of these articles, oldest first.

    Args:
        home: The home folder.
        removed: (event, article id) of the articles.
        reason: Why, for the note in place of the old version.

    Yields:
        Each data set that was rewritten.
    """
    for version in reversed(versions(home)):
        done = rewrite(home, version, removed, reason)
        if done:
            yield done


def rewrite(home: Path, version: str, removed: Removed, reason: str) -> Rewritten | None:
    """Rewrite one data set without these articles; None where it holds none of them (arguments as in `rewrite_all`)."""
    folder = home / "datasets" / version
    held = _articles_with_rows(folder, removed)
    if not held:
        return None
    meta: dict[str, Any] = json.loads((folder / META).read_text(encoding="utf-8"))
    temporary = home / f".publishing-{os.getpid()}"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    try:
        digest = hashlib.sha256(f"{SCHEMA} {meta['method_version']} without {len(held)} of {version}".encode())
        counts = {
            table.name: _without(folder, temporary, table, held, digest)
            for table in TABLES
            if (folder / f"{table.name}.parquet").is_file()
        }
        new = digest.hexdigest()[:12]
        summary_sums.build(temporary, into=temporary / "summary")
        described = meta | {
            "dataset_version": new,
            "counts": counts,
            "ancestor": version,
            "removed": len(held),
            "inputs": {},
        }
        described |= {"files": checksums_of(temporary)}
        write_whole(temporary / META, json.dumps(sealed(described), indent=2, ensure_ascii=False) + "\n")
        stamp = (folder / META).stat()
        os.utime(temporary / META, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # as old as what it stands for
        put_in_place(temporary, home / "datasets" / new)
        search_index.build(home / "datasets" / new, search_index.index_file(home, new))
        search_index.index_file(home, version).unlink(missing_ok=True)  # it holds the words of what was removed
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    _withdraw(home, version, new, len(held), reason)
    return Rewritten(version, new, len(held))


def _articles_with_rows(folder: Path, removed: Removed) -> frozenset[tuple[str, str]]:
    """The articles, of those to remove, that any table of a data set has rows of."""
    wanted = frozenset(removed)
    held: set[tuple[str, str]] = set()
    for table in TABLES:
        file = folder / f"{table.name}.parquet"
        if {"event", "article_id"} <= set(table.schema.names) and file.is_file():
            keys = pq.read_table(file, columns=["event", "article_id"]).to_pydict()
            held |= wanted.intersection(zip(keys["event"], keys["article_id"], strict=True))
    return frozenset(held)


def _without(folder: Path, into: Path, table: PublishedTable, removed: Removed, digest: hashlib._Hash) -> int:
    """Write a table without the rows of these articles, and feed its contents to the digest; returns its rows."""
    digest.update(f"\n{table.name} {' '.join(table.schema.names)}\n".encode())
    count = 0
    renamed = _new_firsts(folder, removed) if table.name == "articles" else {}
    with pq.ParquetFile(folder / f"{table.name}.parquet") as source, parquet(into, table) as writer:
        for batch in source.iter_batches(batch_size=table.batch):
            remaining = batch.filter(pa.array(_rows_that_stay(batch, removed)))
            columns = [
                remaining.column(name) if name in remaining.schema.names else None for name in table.schema.names
            ]
            made = [
                pa.nulls(len(remaining), field.type) if column is None else column.cast(field.type)
                for column, field in zip(columns, table.schema, strict=True)
            ]
            whole = _reclustered(pa.RecordBatch.from_arrays(made, schema=table.schema), renamed)
            for column in whole.columns:
                for piece in contents(column):
                    digest.update(piece)
            writer.write_batch(whole, row_group_size=table.group)
            count += whole.num_rows
    return count


def _rows_that_stay(batch: pa.RecordBatch, removed: Removed) -> np.ndarray:
    """Which rows of a batch are kept, as booleans; rows that are not about an article are kept."""
    if not {"event", "article_id"} <= set(batch.schema.names):
        return np.ones(len(batch), dtype=bool)
    events, articles = batch.column("event").to_pylist(), batch.column("article_id").to_pylist()
    return np.array([key not in removed for key in zip(events, articles, strict=True)], dtype=bool)


def _new_firsts(folder: Path, removed: Removed) -> dict[tuple[str, str], str | None]:
    """For clusters of near-copies whose first article is removed: (event, cluster) -> the new first by publication.

    The value is None where only one article remains.
    """
    columns = ["event", "article_id", "cluster", "published"]
    rows = pq.read_table(folder / "articles.parquet", columns=columns).to_pylist()
    left: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows:
        key = (row["event"], row["cluster"])
        if row["cluster"] is not None and key in removed and (row["event"], row["article_id"]) not in removed:
            left.setdefault(key, []).append((row["published"] or "9999", row["article_id"]))
    return {key: min(members)[1] if len(members) > 1 else None for key, members in left.items()}


def _reclustered(batch: pa.RecordBatch, renamed: dict[tuple[str, str], str | None]) -> pa.RecordBatch:
    """The batch of articles with the new names of their clusters."""
    if not renamed:
        return batch
    events, articles = batch.column("event").to_pylist(), batch.column("article_id").to_pylist()
    clusters, firsts = batch.column("cluster").to_pylist(), batch.column("first_in_cluster").to_pylist()
    for at, key in enumerate(zip(events, clusters, strict=True)):
        if key in renamed:
            clusters[at] = renamed[key]
            firsts[at] = renamed[key] in {None, articles[at]}
    for name, values in (("cluster", clusters), ("first_in_cluster", firsts)):
        at = batch.schema.get_field_index(name)
        batch = batch.set_column(at, batch.schema.field(at), pa.array(values, batch.schema.field(at).type))
    return batch


def _withdraw(home: Path, old: str, new: str, count: int, reason: str) -> None:
    """Delete the old version, leave a note in its place, and let LATEST name the new one."""
    folder = home / "datasets"
    at = datetime.now(UTC).isoformat(timespec="seconds")
    note = {"version": old, "successor": new, "removed": count, "reason": reason, "at": at}
    write_whole(folder / f"{old}{WITHDRAWN}", json.dumps(note, ensure_ascii=False) + "\n")
    latest = folder / LATEST
    if latest.is_file() and latest.read_text(encoding="utf-8").strip() == old:
        write_whole(latest, new + "\n")
    shutil.rmtree(folder / old, ignore_errors=True)
