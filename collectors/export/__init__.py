"""Exports an event for other programs: CSV tables without full texts, a codebook, and a Frictionless data package."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from collectors.compare import ArticleArrays, ComparisonRow, Tables, comparison, load
from collectors.export.csv_cells import csv_bytes, plain_text, safe_text, write_csv
from collectors.export.exported_table import ExportColumn, ExportedTable, columns_of
from collectors.export.metric_meanings import METRICS
from collectors.export.tables import EXPORTS
from collectors.export.tables.comparison_columns import COMPARISON_COLUMNS

__all__ = [
    "COLUMNS",
    "METRICS",
    "codebook",
    "comparison_csv",
    "csv_bytes",
    "export_event",
    "package_name",
    "plain_text",
    "safe_text",
]

_CODEBOOK_COLUMNS = columns_of("""
file string File the line is about.
column string Column of that file.
value string A value of that column, where the line explains one.
type string Type of the column: string, integer, number, boolean or date.
meaning string What it means.
""")
#: File (without .csv) -> its columns in order.
COLUMNS: dict[str, tuple[ExportColumn, ...]] = {
    "comparison": COMPARISON_COLUMNS,
    **{table.name: table.columns for table in EXPORTS},
    "codebook": _CODEBOOK_COLUMNS,
}

#: Seconds without a write after which an unfinished export counts as abandoned.
ABANDONED = 3_600.0
#: Characters that a Frictionless name must not hold; ids from a corpus may have others ("newswcl50:0").
_NO_NAME = re.compile(r"[^a-z0-9._/-]")


def package_name(event: str) -> str:
    """The name of an event's data package, with only the characters that Frictionless allows."""
    return _NO_NAME.sub("-", f"parallax-{event}".lower())


def comparison_csv(rows: Iterable[ComparisonRow]) -> bytes:
    """The bytes of comparison.csv for these rows, the same from the command line and from the dashboard."""
    return csv_bytes([column.name for column in COMPARISON_COLUMNS], map(_as_mapping, rows))


def _as_mapping(row: ComparisonRow) -> dict[str, object]:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def codebook() -> Iterator[dict[str, object]]:
    """The lines of codebook.csv: every column of every file, and every metric of comparison.csv."""
    for file, columns in COLUMNS.items():
        for column in columns:
            yield {"file": f"{file}.csv", "column": column.name, "type": column.type, "meaning": column.meaning}
            if (file, column.name) == ("comparison", "metric"):
                for metric, meaning in METRICS.items():
                    yield {"file": "comparison.csv", "column": "metric", "value": metric, "meaning": meaning}


def export_event(data: Tables, event: str, to: Path, *, seed: int = 0) -> list[Path]:
    """Write every file of an event.

    Args:
        data: The data set.
        event: The event's id.
        to: The folder, created where it does not exist. Files of the same names are replaced, others are left alone.
        seed: Seed of the comparison's resampling. The same data set and seed give the same bytes.

    Returns:
        The paths of the files. They are moved into place only when all are complete.

    Raises:
        ParallaxError: The data set does not hold the event.
        OSError: Nothing can be written; the error holds a file name.
    """
    facts = load(data, event)
    to.mkdir(parents=True, exist_ok=True)
    _clear_away(to)
    beside = Path(tempfile.mkdtemp(prefix=".export-", dir=to))
    try:
        tables = (_comparison_table(facts, seed), *EXPORTS, _codebook_table())
        resources = [_resource(beside, table, table.rows(data, event)) for table in tables]
        package = _package(data, event, seed, resources)
        _write(beside / "datapackage.json", json.dumps(package, indent=2, ensure_ascii=False) + "\n")
        names = [*(f"{table.name}.csv" for table in tables), "datapackage.json"]
        return [(beside / name).replace(to / name) for name in names]
    except OSError as error:
        error.filename = error.filename or str(to)  # the error of a full disk has no file name
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _clear_away(folder: Path) -> None:
    """Delete what exports that were killed left behind, once nothing was written there for ABANDONED seconds."""
    for left in folder.glob(".export-*"):
        if left.is_dir() and time.time() - max(path.stat().st_mtime for path in [left, *left.iterdir()]) > ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def _comparison_table(facts: ArticleArrays, seed: int) -> ExportedTable:
    return ExportedTable(
        name="comparison",
        title="Figures per outlet, with intervals and tests",
        key=("event", "outlet", "phase", "metric", "variant", "voice", "copies"),
        columns=COMPARISON_COLUMNS,
        rows=lambda _data, _event: map(_as_mapping, comparison(facts, seed=seed)),
    )


def _codebook_table() -> ExportedTable:
    return ExportedTable(
        name="codebook",
        title="What every column means",
        key=(),
        columns=_CODEBOOK_COLUMNS,
        rows=lambda _data, _event: codebook(),
    )


def _resource(folder: Path, table: ExportedTable, rows: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Write one table and return its description as a Frictionless resource."""
    path = folder / f"{table.name}.csv"
    with path.open("w", encoding="utf-8", newline="", errors="replace") as out:
        count = write_csv(out, [column.name for column in table.columns], rows)
        out.flush()
        os.fsync(out.fileno())
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    schema: dict[str, object] = {
        "fields": [
            {"name": column.name, "type": column.type, "description": column.meaning} for column in table.columns
        ],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {
        "name": table.name,
        "title": table.title,
        "path": path.name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n", "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "rows": count,
        "schema": schema,
    }


def _package(data: Tables, event: str, seed: int, resources: list[dict[str, object]]) -> dict[str, object]:
    titles = {row["event"]: row["title"] for row in data.table("events", ["event", "title"]).to_pylist()}
    return {
        "profile": "tabular-data-package",
        "name": package_name(event),
        "title": titles.get(event) or event,
        "version": data.version,
        "dataset_version": data.version,
        "method_version": data.method_version,
        "seed": seed,
        "resources": resources,
    }


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n", errors="replace") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
