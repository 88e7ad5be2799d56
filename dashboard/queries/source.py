"""One published version: opening it, and asking DuckDB about it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

from collectors.dataset import LATEST, Dataset, open_dataset
from collectors.dataset import versions as published

Row = dict[str, Any]  # one row of a query, column -> value as DuckDB gives it
KEEP = 64  # cached answers a function holds: a few readers' recent selections


@dataclass(frozen=True, slots=True)
class Data:
    """One published version: where it lies and what its meta.json says."""

    home: str
    folder: str
    version: str
    method: str
    label: str | None
    tables: tuple[str, ...]

    @property
    def has_texts(self) -> bool:
        return "texts" in self.tables


def home() -> Path:
    """The folder that holds `datasets/`: PARALLAX_HOME, or the one the command line uses."""
    return Path(os.environ.get("PARALLAX_HOME", Path.home() / ".parallax"))


def versions() -> list[str]:
    """The published versions, newest first; the first is what LATEST names."""
    names = published(home())
    latest = home() / "datasets" / LATEST
    if latest.is_file() and (newest := latest.read_text(encoding="utf-8").strip()) in names:
        names.remove(newest)
        names.insert(0, newest)
    return names


@st.cache_resource(max_entries=8, show_spinner=False)
def dataset(home: str, version: str) -> Dataset:
    return open_dataset(Path(home), version)


def open_version(version: str) -> Data:
    """The published version of this name. Raises ParallaxError where it is damaged or of another kind."""
    found = dataset(str(home()), version)
    return Data(str(home()), str(found.path), version, found.method_version, found.label, found.tables)


@st.cache_resource(max_entries=8, show_spinner=False)
def _database(folder: str, tables: tuple[str, ...]) -> duckdb.DuckDBPyConnection:
    """A database in memory with one view per table. It may read files, and install or load nothing."""
    made = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    for table in tables:
        where = str(Path(folder) / f"{table}.parquet").replace("'", "''")
        made.execute(f"create view {table} as select * from read_parquet('{where}')")  # noqa: S608  names of our own tables
    return made


def ask(data: Data, sql: str, *given: object) -> list[Row]:
    """The rows of a query over the data set's tables. A cursor of its own, so sessions do not wait for each other."""
    cursor = _database(data.folder, data.tables).cursor()
    cursor.execute(sql, list(given))
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
