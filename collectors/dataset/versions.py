"""Published data sets: versioned, immutable folders of Parquet tables, made from the store alone.

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
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from collectors.config import data_dir
from collectors.dataset import summary_sums
from collectors.dataset.offline_duckdb import OFFLINE
from collectors.dataset.row_groups import first_rows, read_groups
from collectors.dataset.table_registry import SCHEMA, SCHEMAS
from collectors.dataset.table_writer import write_tables
from collectors.errors import ParallaxError
from collectors.store import Store

LATEST = "LATEST"
#: Articles of an older data set that is summed up when it is opened: half a minute.
MOST_UNSUMMED = 100_000


def publish(store: Store, home: Path, *, texts: bool = True, titles: bool = True, label: str | None = None) -> str:
    """Publish the store's current articles and measures under `home` and return the version.

    Without `texts` the data set holds no article text, without `titles` no titles, standfirsts and bylines. `label` is
    what the dashboard says above the data. Raises ParallaxError where articles were not analysed yet.
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
        meta = write_tables(store, temporary, METHOD_VERSION, texts=texts, titles=titles, label=label)
        version = str(meta["dataset_version"])
        summary_sums.build(temporary, into=temporary / "summary")
        _write_whole(temporary / "meta.json", json.dumps(meta, indent=2, ensure_ascii=False) + "\n")
        if not (folder / version).exists():
            temporary.rename(folder / version)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    _write_whole(folder / LATEST, version + "\n")
    return version


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


def _write_whole(path: Path, text: str) -> None:
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

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables it has: all but `texts`, which a text-free data set lacks."""
        return tuple(name for name in SCHEMAS if self.file(name).exists())

    def file(self, name: str) -> Path:
        """The Parquet file of a table."""
        if name not in SCHEMAS:
            raise ParallaxError(f"there is no table {name!r}", remedy=f"tables: {', '.join(SCHEMAS)}")
        return self.path / f"{name}.parquet"

    def table(
        self, name: str, columns: Sequence[str] | None = None, where: Sequence[tuple[str, str, object]] | None = None
    ) -> pa.Table:
        """A table or some of its columns, `where` in pyarrow's form: [("event", "=", "x"), ...].

        A text-free data set gives an empty `texts`.
        """
        file = self.file(name)
        if not file.exists():
            empty = SCHEMAS[name].empty_table()
            return empty.select(list(columns)) if columns is not None else empty
        return pq.read_table(file, columns=list(columns) if columns is not None else None, filters=where or None)

    def summary(
        self, name: str, columns: Sequence[str] | None = None, where: Sequence[tuple[str, str, object]] | None = None
    ) -> pa.Table:
        """A summary table or some of its columns, `where` as in `table`; in the order it was written."""
        return read_groups(self.summary_folder / f"{name}.parquet", columns, where or ())

    def first_of_summary(
        self, name: str, columns: Sequence[str], where: Sequence[tuple[str, str, object]], start: int, size: int
    ) -> pa.Table:
        """`size` rows from the place `start` on of what `summary` gives, without reading on behind them."""
        return first_rows(self.summary_folder / f"{name}.parquet", columns, where, start, size)

    @property
    def summary_folder(self) -> Path:
        """Where its summary tables lie. Those of a data set that has none (it is older) are made once per process, in a
        temporary folder; raises ParallaxError where that would take too long."""
        folder = self.path / "summary"
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


def versions(home: Path) -> list[str]:
    """The data sets under `home`, newest first."""
    folder = home / "datasets"
    found = [p.parent for p in folder.glob("*/meta.json")]
    return [p.name for p in sorted(found, key=lambda item: (-item.stat().st_mtime_ns, item.name))]


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
        meta = json.loads((path / "meta.json").read_text(encoding="utf-8")) if path.parent == folder else None
    except (FileNotFoundError, NotADirectoryError):
        meta = None
    except ValueError:
        raise ParallaxError("meta.json is damaged", file=path / "meta.json", remedy="publish again") from None
    if not meta:
        known = ", ".join(versions(home)[:10]) or "none"
        raise ParallaxError(f"there is no data set {version!r}", file=folder, remedy=f"published: {known}")
    if meta.get("schema") != SCHEMA:
        remedy = "publish again with this Parallax" if int(meta.get("schema") or 0) < SCHEMA else "update Parallax"
        raise ParallaxError(f"has schema {meta.get('schema')}, this Parallax reads {SCHEMA}", file=path, remedy=remedy)
    return Dataset(path, version, meta["method_version"], meta["label"], dict(meta["counts"]))
