"""Reuse of rows of the last data set for unchanged events, so that publishing takes time only for what is new.

Stories, counted terms, distinctive words and proposed names take most of the time, and depend only on an event's file,
its articles and their quotations. meta.json holds a digest of these and of this program's source; where the last data
set has the same digest, its rows are copied. The result has the same bytes as one computed from scratch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from collectors.dataset.checksums import META, Meta, has_checksums, require_whole, seal_is_broken, telling_damage
from collectors.dataset.column_bytes import contents
from collectors.errors import ParallaxError
from collectors.metrics.word_lists import LANGUAGE_FOLDERS

#: Tables in the folder being written that the reused tables depend on, besides the event's file.
INPUTS = ("articles", "quotations")
#: Packages whose source affects the rows.
PROGRAM = ("compare", "dataset", "discovery", "events", "metrics", "support")


@lru_cache(maxsize=1)
def program_digest() -> str:
    """A SHA-256 over source and data files of PROGRAM and the words of languages: any change invalidates old rows."""
    here = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for part in PROGRAM:
        for path in sorted((here / part).rglob("*")):
            if path.suffix in {".py", ".npz", ".json", ".txt", ".csv", ".toml"}:
                digest.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    for path in (path for folder in LANGUAGE_FOLDERS for path in sorted(folder.rglob("*.toml"))):
        digest.update("/".join(path.parts[-2:]).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def input_digests(folder: Path, events: Mapping[str, str]) -> dict[str, str]:
    """Compute the digest of each event's inputs.

    Args:
        folder: The folder that already holds the tables INPUTS.
        events: Event -> its file as JSON.

    Returns:
        Event -> the first 24 hexadecimal digits of a SHA-256.
    """
    digests = {
        event: hashlib.sha256(f"{program_digest()} {declaration}".encode()) for event, declaration in events.items()
    }
    for name in INPUTS:
        for batch in pq.ParquetFile(folder / f"{name}.parquet").iter_batches(batch_size=20_000):
            for event, start, length in _runs(batch.column("event")):
                if event in digests:
                    for column in batch.slice(start, length).columns:
                        for piece in contents(column):
                            digests[event].update(piece)
    return {event: digest.hexdigest()[:24] for event, digest in digests.items()}


def _runs(column: pa.Array) -> Iterator[tuple[str, int, int]]:
    """The runs of equal values: the value, the place of its first row and the number of rows."""
    encoded = pc.run_end_encode(column)
    start = 0
    for value, end in zip(encoded.values.to_pylist(), encoded.run_ends.to_pylist(), strict=True):
        yield value, start, end - start
        start = end


@dataclass(slots=True)
class LastPublished:
    """The last data set of a home folder, as a source of rows to reuse.

    Attributes:
        folder: Its folder; None where there is nothing to reuse.
        inputs: Event -> digest of its inputs.
        meta: The contents of its meta.json.
        taken: How many times rows of an event were reused.
    """

    folder: Path | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    meta: Meta = field(default_factory=dict)
    taken: int = 0

    @classmethod
    def of(cls, folder: Path) -> LastPublished:
        """Open the data set in a folder.

        Args:
            folder: A data set's folder.

        Returns:
            The data set; an empty one where it is missing, damaged, or was published without digests of inputs.
        """
        try:
            meta = json.loads((folder / META).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        if not isinstance(meta, dict) or seal_is_broken(meta) or not has_checksums(meta):
            return cls()
        inputs = meta.get("inputs")
        return cls(folder, inputs, meta) if isinstance(inputs, dict) else cls()

    def rows(self, table: str, schema: pa.Schema, event: str, digest: str | None) -> list[pa.RecordBatch] | None:
        """An event's rows of a table, in their order.

        Args:
            table: The table's name.
            schema: The columns it has now.
            event: The event's id.
            digest: The digest of the event's inputs now; None where it has none.

        Returns:
            The rows; None where they must be computed.
        """
        if self.folder is None or digest is None or self.inputs.get(event) != digest:
            return None
        try:
            file = require_whole(self.folder, self.meta, f"{table}.parquet")
            with telling_damage(file):
                stored = pq.read_table(file, filters=[("event", "=", event)], page_checksum_verification=True)
        except ParallaxError:
            return None  # made anew, as if it had not been there
        if stored.schema.names != schema.names:
            return None
        self.taken += 1
        return list(stored.cast(schema).combine_chunks().to_batches())
