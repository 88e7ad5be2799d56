"""Published data sets, read: versioned, immutable folders of Parquet tables whose version is a hash of their contents.

The version is a hash of the contents, so publishing the same store again gives the same name and the same bytes. A data
set appears complete: it is written to a temporary folder, moved to its place in one step, and named in LATEST last.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from collectors.config import data_dir
from collectors.dataset import summary_sums
from collectors.dataset.checksums import (
    META,
    REMEDY,
    Meta,
    damages,
    require_whole,
    schema_of,
    seal_is_broken,
    telling_damage,
)
from collectors.dataset.offline_duckdb import offline_database
from collectors.dataset.row_groups import first_rows, read_groups
from collectors.dataset.table_registry import SCHEMA, SCHEMAS
from collectors.errors import ParallaxError

LATEST = "LATEST"
#: A file that marks the home of the demonstration, which `parallax demo` may delete.
DEMO_MARK = ".parallax-demo"
#: What the mark becomes when somebody works there at the desk: it is then kept, and shown as that user's own.
OWN_IN_DEMO = ".parallax-demo-and-own"
#: The end of the name of the note that replaces a withdrawn version.
WITHDRAWN = ".withdrawn.json"
#: An older data set without a summary gets one when it is opened, up to so many articles: this takes half a minute.
MOST_UNSUMMED = 100_000


@dataclass(frozen=True, slots=True)
class Dataset:
    """A published data set, open for reading.

    Attributes:
        path: Its folder.
        version: Its version, the name of the folder.
        method_version: The version of the measures.
        label: What the dashboard says above the data; None for nothing.
        counts: Table -> rows.
        meta: The contents of its meta.json.
    """

    path: Path
    version: str
    method_version: str
    label: str | None
    counts: dict[str, int]
    meta: Meta = field(default_factory=dict, compare=False, repr=False)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables it has: a data set without texts lacks `texts`, an older one later tables."""
        return tuple(name for name in SCHEMAS if self.file(name).exists())

    def file(self, name: str) -> Path:
        """The Parquet file of a table; it may not exist (see `tables`).

        Args:
            name: A table.

        Returns:
            Its path.

        Raises:
            ParallaxError: There is no such table, or a quick check finds the file changed (see `checksums.WHOLLY`).
        """
        if name not in SCHEMAS:
            raise ParallaxError(f"there is no table {name!r}", remedy=f"tables: {', '.join(SCHEMAS)}")
        return require_whole(self.path, self.meta, f"{name}.parquet")

    @property
    def published(self) -> datetime:
        """When it was published, in UTC, by the time of its meta.json."""
        return datetime.fromtimestamp((self.path / META).stat().st_mtime, UTC)

    def require_sound(self) -> None:
        """Read every file of the data set to its end.

        Raises:
            ParallaxError: A file is not as it was published.
        """
        for damage in damages(self.path, self.meta):
            raise ParallaxError(damage.what, file=damage.file, remedy=REMEDY)

    def table(
        self, name: str, columns: Sequence[str] | None = None, where: Sequence[tuple[str, str, object]] | None = None
    ) -> pa.Table:
        """Read a table.

        Args:
            name: The table.
            columns: The columns to read; None for all.
            where: Filters in pyarrow's form: [("event", "=", "x"), ...].

        Returns:
            The rows. A table that the data set lacks is empty; a column that it lacks is null.

        Raises:
            ParallaxError: There is no such table, or its file is damaged.
        """
        file = self.file(name)
        if not file.exists():
            empty = SCHEMAS[name].empty_table()
            return empty.select(list(columns)) if columns is not None else empty
        requested = list(columns) if columns is not None else SCHEMAS[name].names
        with telling_damage(file):
            present = set(pq.read_schema(file).names)
            wanted = [column for column in requested if column in present]
            read = pq.read_table(file, columns=wanted, filters=where or None, page_checksum_verification=True)
        for column in (column for column in requested if column not in present and column in SCHEMAS[name].names):
            read = read.append_column(column, pa.nulls(len(read), SCHEMAS[name].field(column).type))
        return read.select(requested)

    def summary(
        self, name: str, columns: Sequence[str] | None = None, where: Sequence[tuple[str, str, object]] | None = None
    ) -> pa.Table:
        """Read a summary table, or some of its columns; `where` as in `table`, rows in the order they were written."""
        file = self.summary_folder / f"{name}.parquet"
        with telling_damage(file):
            return read_groups(file, columns, where or ())

    def first_of_summary(
        self, name: str, columns: Sequence[str], where: Sequence[tuple[str, str, object]], start: int, size: int
    ) -> pa.Table:
        """Read a page of a summary table without reading past its end.

        Args:
            name: The summary table.
            columns: The columns to read.
            where: Filters as in `table`.
            start: How many rows to skip.
            size: At most so many rows.

        Returns:
            The rows, in the order they were written.
        """
        file = self.summary_folder / f"{name}.parquet"
        with telling_damage(file):
            return first_rows(file, columns, where, start, size)

    @property
    def summary_folder(self) -> Path:
        """The folder of its summary tables.

        For an older data set without a summary, one is made in a temporary folder, once per process.

        Raises:
            ParallaxError: The summary is damaged, or making one would take too long (see MOST_UNSUMMED).
        """
        folder = self.path / "summary"
        for name in self.meta.get("files", ()):
            if name.startswith("summary/"):
                require_whole(self.path, self.meta, name)
        return folder if summary_sums.current(folder) else _made(self.path, self.counts.get("articles", 0))

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Open an in-memory DuckDB with one view per table; the caller closes it."""
        connection = offline_database()
        for name in self.tables:
            file = str(self.file(name)).replace("'", "''")
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{file}')")  # noqa: S608  our names
        return connection


@lru_cache(maxsize=4)
def _made(path: Path, articles: int) -> Path:
    if articles > MOST_UNSUMMED:
        raise ParallaxError(
            f"has {articles:,} articles and no summary tables", file=path, remedy="publish again with this Parallax"
        )
    folder = Path(tempfile.mkdtemp(prefix="parallax-summary-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    summary_sums.build(path, into=folder / "summary")
    return folder / "summary"


def reference_home() -> Path:
    """The home folder of the shipped reference data set; the data set may be absent."""
    return data_dir() / "reference"


def is_demonstration(home: Path) -> bool:
    """Whether a home holds the invented demonstration and none of the user's own material."""
    return (home / DEMO_MARK).exists()


def versions(home: Path) -> list[str]:
    """The versions of the data sets under `home`, newest first."""
    folder = home / "datasets"
    folders = [path.parent for path in folder.glob("*/meta.json")]
    return [path.name for path in sorted(folders, key=lambda item: (-item.stat().st_mtime_ns, item.name))]


def open_dataset(home: Path, version: str | None = None) -> Dataset:
    """Open a published data set.

    Args:
        home: The folder that holds `datasets`.
        version: A version, also that of the shipped reference data set; None for the newest of `home`.

    Returns:
        The data set.

    Raises:
        ParallaxError: There is no such data set, its meta.json is damaged, or its schema is not the one of this
            Parallax.
    """
    if version in versions(reference_home()) and version not in versions(home):
        home = reference_home()
    folder = home / "datasets"
    if version is None:
        try:
            version = (folder / LATEST).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise ParallaxError(
                "nothing is published yet", file=folder, remedy="run `parallax publish`, or choose a --home"
            ) from None
    path = folder / version
    try:
        # A version is one name: it must not lead out of the folder.
        meta = json.loads((path / META).read_text(encoding="utf-8")) if path.parent == folder else None
    except (FileNotFoundError, NotADirectoryError):
        meta = None
    except ValueError:
        raise ParallaxError("meta.json is damaged", file=path / META, remedy=REMEDY) from None
    if not meta:
        raise _unknown(home, version)
    if not isinstance(meta, dict) or seal_is_broken(meta):
        raise ParallaxError("was changed after it was published", file=path / META, remedy=REMEDY)
    if meta.get("schema") != SCHEMA:
        remedy = "publish again with this Parallax" if schema_of(meta) < SCHEMA else "update Parallax"
        raise ParallaxError(f"has schema {meta.get('schema')}, this Parallax reads {SCHEMA}", file=path, remedy=remedy)
    try:
        return Dataset(path, version, meta["method_version"], meta["label"], dict(meta["counts"]), meta)
    except (KeyError, TypeError, ValueError):
        raise ParallaxError("is no description of a data set", file=path / META, remedy=REMEDY) from None


def _unknown(home: Path, version: str) -> ParallaxError:
    """The error for a version that does not exist or was withdrawn."""
    folder = home / "datasets"
    if note := withdrawn(home, version):
        what = f"data set {version} was withdrawn on {str(note.get('at'))[:10]}: {note.get('reason')}"
        return ParallaxError(what, file=folder, remedy=f"{note.get('successor')} stands for it")
    published = ", ".join(versions(home)[:10]) or "none"
    return ParallaxError(f"there is no data set {version!r}", file=folder, remedy=f"published: {published}")


def withdrawn(home: Path, version: str) -> Meta | None:
    """The note about a withdrawn version.

    Args:
        home: The folder that holds `datasets`.
        version: A version.

    Returns:
        Its successor, the reason and the time; None where there is no such note.
    """
    if Path(version).name != version:
        return None
    try:
        note = json.loads((home / "datasets" / f"{version}{WITHDRAWN}").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) else None
