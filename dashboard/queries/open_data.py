"""One published version: opening it, and querying it with DuckDB."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from collectors.dataset.offline_duckdb import offline_database
from collectors.dataset.table_writer import INVENTED
from collectors.dataset.versions import LATEST, Dataset, is_demonstration, open_dataset, reference_home
from collectors.dataset.versions import versions as published
from collectors.dataset.versions import withdrawn as withdrawal
from collectors.errors import ParallaxError
from dashboard.queries.cache import cached_shared

Row = dict[str, Any]  # one row of a query, column -> value as DuckDB gives it
#: What DuckDB may use; more is spilled. A million articles need a quarter of it.
MEMORY = "600MB"
THREADS = 2


@dataclass(frozen=True, slots=True)
class Data:
    """One published version: where it is and what its meta.json says.

    Attributes:
        home: the folder that holds `datasets/`.
        folder: the folder of the version.
        version: its name.
        method: the version of its measures.
        label: its label, such as that of invented data; None where it has none.
        tables: the names of its tables.
        summary: the folder of its summary tables.
    """

    home: str
    folder: str
    version: str
    method: str
    label: str | None
    tables: tuple[str, ...]
    summary: str

    @property
    def invented(self) -> bool:
        """Whether outlets and articles are made up."""
        return self.label == INVENTED

    @property
    def has_texts(self) -> bool:
        """Whether the articles' texts are published."""
        return "texts" in self.tables


def home() -> Path:
    """Return the folder that holds `datasets/`: PARALLAX_HOME, or ~/.parallax."""
    return Path(os.environ.get("PARALLAX_HOME", Path.home() / ".parallax"))


def versions() -> list[str]:
    """Return the published versions, newest first, with the one that LATEST names at the head."""
    names = published(home())
    latest = home() / "datasets" / LATEST
    if latest.is_file() and (newest := latest.read_text(encoding="utf-8").strip()) in names:
        names.remove(newest)
        names.insert(0, newest)
    return names


def withdrawn(version: str) -> Mapping[str, object] | None:
    """Return successor, time and reason of a version that was withdrawn; None for any other."""
    return withdrawal(home(), version)


def references() -> list[str]:
    """Return the shipped reference data sets, with the one to open first at the head."""
    names = sorted(published(reference_home()))
    try:
        first = (reference_home() / "datasets" / LATEST).read_text(encoding="utf-8").strip()
    except OSError:
        return names
    return sorted(names, key=lambda name: name != first)


def shows_demonstration() -> bool:
    """Return whether the home is that of the demonstration."""
    return is_demonstration(home())


def opens_first() -> str | None:
    """Return the data set that an address without a version shows.

    It is the newest of the user's own, otherwise the reference data, otherwise the demonstration; None where there is
    none.
    """
    own = versions()
    if own and not shows_demonstration():
        return own[0]
    return next(filter(_opens, references()), next(iter(own), None))


def _opens(version: str) -> bool:
    try:
        open_version(version)
    except ParallaxError:  # of an older Parallax
        return False
    return True


@cached_shared(8)
def dataset(home: str, version: str) -> Dataset:
    """Open a published version, once for all readers."""
    return open_dataset(Path(home), version)


def label_of(version: str) -> str | None:
    """Return the label of a published version without opening its tables.

    Every page names the reference data sets; opening one that ships without summary tables takes seconds.

    Args:
        version: A published version.

    Returns:
        The label; None where it has none or cannot be read.
    """
    try:
        return dataset(str(home()), version).label
    except ParallaxError:
        return None


def open_version(version: str) -> Data:
    """Open the published version of this name.

    Raises:
        ParallaxError: it is damaged or of another Parallax.
    """
    opened = dataset(str(home()), version)
    return Data(
        str(home()),
        str(opened.path),
        version,
        opened.method_version,
        opened.label,
        opened.tables,
        str(opened.summary_folder),
    )


@cached_shared(4)
def _database(folder: str, tables: tuple[str, ...], summary: str) -> duckdb.DuckDBPyConnection:
    """Return a database in memory with one view per table, and one per summary table, named sum_<name>.

    It may read files but installs and loads nothing, and stays within MEMORY.
    """
    made = offline_database(memory_limit=MEMORY, threads=THREADS, temp_directory=tempfile.gettempdir())
    made.execute("set parquet_metadata_cache = true")
    files = {table: Path(folder) / f"{table}.parquet" for table in tables}
    files |= {f"sum_{file.stem}": file for file in sorted(Path(summary).glob("*.parquet"))}
    for table, file in files.items():
        where = str(file).replace("'", "''")
        made.execute(f"create view {table} as select * from read_parquet('{where}')")  # noqa: S608  names of our own tables
    return made


def ask(data: Data, sql: str, *given: object) -> list[Row]:
    """Return the rows of a query over the data set's tables, by column name.

    Args:
        data: the data set.
        sql: the query, with a ? for each parameter.
        given: the parameters.
    """
    names, rows = tuples(data, sql, *given)
    return [dict(zip(names, row, strict=True)) for row in rows]


def tuples(data: Data, sql: str, *given: object) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the columns' names and the rows as DuckDB gives them, for thousands of rows; arguments as in `ask`.

    Each call has its own cursor, so that sessions do not wait for each other.
    """
    cursor = _database(data.folder, data.tables, data.summary).cursor()
    cursor.execute(sql, list(given))
    return [column[0] for column in cursor.description], cursor.fetchall()


def contrasts(data: Data) -> list[Row]:
    """Return the contrasts that were declared before a version was published; empty where there are none."""
    declared = dataset(data.home, data.version).meta.get("contrasts")
    return [row for row in declared if isinstance(row, dict)] if isinstance(declared, list) else []
