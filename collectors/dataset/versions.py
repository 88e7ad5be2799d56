"""PublishedTable data sets: versioned, immutable folders of Parquet tables, made from the store alone.

The version is a hash of the contents, so publishing the same store again gives the same name and the same bytes. A data
set appears whole: it is written beside its place, moved there in one step, and named in LATEST last.
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
#: A file that marks the home of the demonstration, which `parallax demo` may clear away.
DEMO_MARK = ".parallax-demo"
#: Ends the name of the note that stands in place of a version that was withdrawn.
WITHDRAWN = ".withdrawn.json"
#: Articles of an older data set that is summed up when it is opened: half a minute.
MOST_UNSUMMED = 100_000


def publish(
    store: Store, home: Path, *, texts: bool = True, titles: bool = True, label: str | None = None, reuse: bool = True
) -> str:
    """Publish the store's current articles and measures.

    Args:
        store: where they are.
        home: the folder that holds `datasets`.
        texts: whether the data set holds the articles' texts.
        titles: whether it holds titles, standfirsts and bylines.
        label: what the dashboard says above the data.
        reuse: take the rows of the last data set for events that did not change; the bytes are the same either way.

    Returns:
        The version.

    Raises:
        ParallaxError: articles are not analysed yet.
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
        search_index.build(folder / version, search_index.index_file(home, version))
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    write_whole(folder / LATEST, version + "\n")
    return version


def _last(folder: Path) -> LastPublished:
    """The data set that LATEST names, for its rows."""
    try:
        newest = (folder / LATEST).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return LastPublished()
    return LastPublished.of(folder / newest) if newest and Path(newest).name == newest else LastPublished()


def _is_sound(folder: Path) -> bool:
    """Whether a data set of this version is there and every byte of it is as it was published, with a summary that this
    Parallax reads. What an older Parallax left without checksums is published anew: nobody knows what became of it."""
    try:
        meta = json.loads((folder / META).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    sound = isinstance(meta, dict) and has_checksums(meta) and summary_sums.current(folder / "summary")
    return sound and next(damages(folder, meta), None) is None


def put_in_place(made: Path, target: Path) -> None:
    """Move a finished data set to its place; one that is there, damaged, is moved aside first and then deleted."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = made.with_name(f".publishing-{target.name}-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    if target.exists():
        target.rename(aside)
    made.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _sweep(home: Path) -> None:
    """Remove what a killed publish left behind."""
    for left in home.glob(".publishing-*"):
        pid = left.name.rpartition("-")[2]
        if not (pid.isdigit() and _alive(int(pid))) or int(pid) == os.getpid():
            shutil.rmtree(left, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's process
        return True
    return True


def write_whole(path: Path, text: str) -> None:
    """A file that is never seen half-written."""
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    with temporary.open("w", encoding="utf-8", newline="\n") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A published data set, open for reading. `meta` is its meta.json."""

    path: Path
    version: str
    method_version: str
    label: str | None
    counts: dict[str, int]
    meta: Meta = field(default_factory=dict, compare=False, repr=False)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables it has: all but `texts`, which a text-free data set lacks."""
        return tuple(name for name in SCHEMAS if self.file(name).exists())

    def file(self, name: str) -> Path:
        """The Parquet file of a table. Raises ParallaxError where it is not as it was published, as far as that is
        cheap to know."""
        if name not in SCHEMAS:
            raise ParallaxError(f"there is no table {name!r}", remedy=f"tables: {', '.join(SCHEMAS)}")
        return require_whole(self.path, self.meta, f"{name}.parquet")

    def require_sound(self) -> None:
        """Read every byte of the data set; raises ParallaxError where one is not as it was published."""
        for damage in damages(self.path, self.meta):
            raise ParallaxError(damage.what, file=damage.file, remedy=REMEDY)

    def table(
        self, name: str, columns: Sequence[str] | None = None, where: Sequence[tuple[str, str, object]] | None = None
    ) -> pa.Table:
        """A table or some of its columns, `where` in pyarrow's form: [("event", "=", "x"), ...].

        A text-free data set gives an empty `texts`; a column that an older one has not, nulls.
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
        """A summary table or some of its columns, `where` as in `table`; in the order it was written."""
        file = self.summary_folder / f"{name}.parquet"
        with telling_damage(file):
            return read_groups(file, columns, where or ())

    def first_of_summary(
        self, name: str, columns: Sequence[str], where: Sequence[tuple[str, str, object]], start: int, size: int
    ) -> pa.Table:
        """`size` rows from the place `start` on of what `summary` gives, without reading on behind them."""
        file = self.summary_folder / f"{name}.parquet"
        with telling_damage(file):
            return first_rows(file, columns, where, start, size)

    @property
    def summary_folder(self) -> Path:
        """Where its summary tables lie. Those of a data set that has none (it is older) are made once per process, in a
        temporary folder; raises ParallaxError where that would take too long."""
        folder = self.path / "summary"
        for name in self.meta.get("files", ()):
            if name.startswith("summary/"):
                require_whole(self.path, self.meta, name)
        return folder if summary_sums.current(folder) else _made(self.path, self.counts.get("articles", 0))

    def connect(self) -> duckdb.DuckDBPyConnection:
        """An in-memory DuckDB with one view per table. Close it after use."""
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
    """The folder that holds the shipped reference data set, as a home holds its own; it may lack one."""
    return data_dir() / "reference"


def is_demonstration(home: Path) -> bool:
    """Whether a home holds the invented demonstration and nothing of the user's own."""
    return (home / DEMO_MARK).exists()


def versions(home: Path) -> list[str]:
    """The data sets under `home`, newest first."""
    folder = home / "datasets"
    found = [path.parent for path in folder.glob("*/meta.json")]
    return [path.name for path in sorted(found, key=lambda item: (-item.stat().st_mtime_ns, item.name))]


def open_dataset(home: Path, version: str | None = None) -> Dataset:
    """A published data set, by default the newest of `home`; by its version also the shipped reference data set. Raises
    ParallaxError where there is none or it is a newer kind."""
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
    """The error for a version that is not here: it may have been withdrawn."""
    folder = home / "datasets"
    if note := withdrawn(home, version):
        what = f"data set {version} was withdrawn on {str(note.get('at'))[:10]}: {note.get('reason')}"
        return ParallaxError(what, file=folder, remedy=f"{note.get('successor')} stands for it")
    known = ", ".join(versions(home)[:10]) or "none"
    return ParallaxError(f"there is no data set {version!r}", file=folder, remedy=f"published: {known}")


def withdrawn(home: Path, version: str) -> Meta | None:
    """What is known of a version that was withdrawn: its successor, why and when; None where nothing is."""
    if Path(version).name != version:
        return None
    try:
        note = json.loads((home / "datasets" / f"{version}{WITHDRAWN}").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) else None
