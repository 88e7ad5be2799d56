"""Published data sets: versioned, immutable folders of Parquet tables, made from the store alone.

The version is a hash of the contents, so publishing the same store again gives the same name and the same bytes. A data
set appears complete: it is written to a temporary folder, moved to its place in one step, and named in LATEST last.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from collectors.config import data_dir
from collectors.dataset import search_index, summary_sums
from collectors.dataset.checksums import (
    META,
    REMEDY,
    Meta,
    checksums_of,
    damages,
    has_checksums,
    require_whole,
    seal_is_broken,
    sealed,
    telling_damage,
)
from collectors.dataset.offline_duckdb import OFFLINE
from collectors.dataset.reused_rows import LastPublished
from collectors.dataset.row_groups import first_rows, read_groups
from collectors.dataset.table_registry import SCHEMA, SCHEMAS
from collectors.dataset.table_writer import write_tables
from collectors.errors import ParallaxError
from collectors.store import Store

LATEST = "LATEST"
#: A file that marks the home of the demonstration, which `parallax demo` may delete.
DEMO_MARK = ".parallax-demo"
#: The end of the name of the note that replaces a withdrawn version.
WITHDRAWN = ".withdrawn.json"
#: An older data set without a summary gets one when it is opened, up to so many articles: this takes half a minute.
MOST_UNSUMMED = 100_000


def publish(
    store: Store, home: Path, *, texts: bool = True, titles: bool = True, label: str | None = None, reuse: bool = True
) -> str:
    """Publish the store's current articles and measures.

    Args:
        store: The store.
        home: The folder that holds `datasets`.
        texts: Whether the data set holds the articles' texts.
        titles: Whether it holds titles, standfirsts and bylines.
        label: What the dashboard says above the data.
        reuse: Whether to reuse rows of the last data set for unchanged events; the bytes are the same either way.

    Returns:
        The version.

    Raises:
        ParallaxError: Some articles are not analysed yet.
    """
    from collectors.metrics import METHOD_VERSION  # noqa: PLC0415  opening a data set must not load the metrics

    pending = store.count_pending(METHOD_VERSION)
    if pending:
        raise ParallaxError(f"{pending} articles are not analysed yet", remedy="run `parallax analyze` first")
    folder = home / "datasets"
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(home)
    temporary = home / f".publishing-{os.getpid()}"
    temporary.mkdir()
    try:
        options = {"texts": texts, "titles": titles}
        meta = write_tables(
            store, temporary, METHOD_VERSION, **options, label=label, last=_last(folder) if reuse else None
        )
        version = str(meta["dataset_version"])
        summary_sums.build(temporary, into=temporary / "summary")
        meta["files"] = checksums_of(temporary)
        write_whole(temporary / META, json.dumps(sealed(meta), indent=2, ensure_ascii=False) + "\n")
        if not _is_sound(folder / version):
            put_in_place(temporary, folder / version)
        index = search_index.index_file(home, version)
        if not index.is_file():
            search_index.build(folder / version, index)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    write_whole(folder / LATEST, version + "\n")
    return version


def _last(folder: Path) -> LastPublished:
    """The data set that LATEST names, as a source of rows to reuse."""
    try:
        newest = (folder / LATEST).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return LastPublished()
    return LastPublished.of(folder / newest) if newest and Path(newest).name == newest else LastPublished()


def _is_sound(folder: Path) -> bool:
    """Whether this version exists undamaged, with a summary in the current format.

    A data set without checksums, from an older Parallax, is not sound, since changes of it cannot be detected.
    """
    try:
        meta = json.loads((folder / META).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    sound = isinstance(meta, dict) and has_checksums(meta) and summary_sums.current(folder / "summary")
    return sound and next(damages(folder, meta), None) is None


def put_in_place(made: Path, target: Path) -> None:
    """Move a finished data set to its place; a damaged one there is moved aside first and then deleted.

    Args:
        made: The finished folder.
        target: Its place.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = made.with_name(f".publishing-{target.name}-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    if target.exists():
        target.rename(aside)
    made.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _sweep(home: Path) -> None:
    """Delete the temporary folders that killed programs left."""
    for left in (*home.glob(".publishing-*"), *home.glob("search/.*.sqlite-*")):
        pid = left.name.rpartition("-")[2]
        if not (pid.isdigit() and _alive(int(pid))) or int(pid) == os.getpid():
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's process
        return True
    return True


def write_whole(path: Path, text: str) -> None:
    """Write a text file that other programs never see half-written.

    Args:
        path: The file; an existing one is replaced.
        text: Its contents, written as UTF-8.
    """
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    with temporary.open("w", encoding="utf-8", newline="\n") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)


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
        asked = list(columns) if columns is not None else SCHEMAS[name].names
        with telling_damage(file):
            present = set(pq.read_schema(file).names)
            wanted = [column for column in asked if column in present]
            read = pq.read_table(file, columns=wanted, filters=where or None, page_checksum_verification=True)
        for column in (column for column in asked if column not in present and column in SCHEMAS[name].names):
            read = read.append_column(column, pa.nulls(len(read), SCHEMAS[name].field(column).type))
        return read.select(asked)

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
        connection = duckdb.connect(config=OFFLINE)
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
    found = [path.parent for path in folder.glob("*/meta.json")]
    return [path.name for path in sorted(found, key=lambda item: (-item.stat().st_mtime_ns, item.name))]


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
        remedy = "publish again with this Parallax" if int(meta.get("schema") or 0) < SCHEMA else "update Parallax"
        raise ParallaxError(f"has schema {meta.get('schema')}, this Parallax reads {SCHEMA}", file=path, remedy=remedy)
    return Dataset(path, version, meta["method_version"], meta["label"], dict(meta["counts"]), meta)


def _unknown(home: Path, version: str) -> ParallaxError:
    """The error for a version that does not exist or was withdrawn."""
    folder = home / "datasets"
    if note := withdrawn(home, version):
        what = f"data set {version} was withdrawn on {str(note.get('at'))[:10]}: {note.get('reason')}"
        return ParallaxError(what, file=folder, remedy=f"{note.get('successor')} stands for it")
    known = ", ".join(versions(home)[:10]) or "none"
    return ParallaxError(f"there is no data set {version!r}", file=folder, remedy=f"published: {known}")


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
