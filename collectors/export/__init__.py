"""Exports an event for other programs: CSV tables without full texts, a codebook, and a Frictionless data package."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from collectors.compare import ComparisonRow, Tables, comparison, load
from collectors.export.csv_cells import csv_bytes, plain_text, safe_text, tabbed, write_csv
from collectors.export.data_package import (
    file_resource,
    package_name,
    package_of,
    stamp,
    table_resource,
)
from collectors.export.export_choices import ExportChoices
from collectors.export.export_guide import GuideFacts, example_of, guide
from collectors.export.exported_table import ExportColumn, ExportedTable, columns_of
from collectors.export.metric_meanings import METRICS
from collectors.export.row_labels import RowLabels, row_labels
from collectors.export.tables import EXPORTS
from collectors.export.tables.comparison_columns import COMPARISON_COLUMNS
from collectors.export.tables.contrasts_export import CONTRAST_COLUMNS, contrasts_table
from collectors.export.tables.wide_comparison import wide_table
from collectors.export.workbook import write_workbook

__all__ = [
    "COLUMNS",
    "METRICS",
    "ExportChoices",
    "RowLabels",
    "codebook",
    "comparison_csv",
    "comparison_line",
    "csv_bytes",
    "export_event",
    "left_from_before",
    "package_name",
    "plain_text",
    "row_labels",
    "safe_text",
    "stamp",
    "tabbed",
]

_CODEBOOK_COLUMNS = columns_of("""
file string File the line is about.
column string Column of that file.
value string A value of that column, where the line explains one.
type string Type of the column: string, integer, number, boolean or date.
meaning string What it means.
""")
Columns = Mapping[str, Sequence[ExportColumn]]
#: File (without .csv) -> its columns in order.
COLUMNS: dict[str, tuple[ExportColumn, ...]] = {
    "comparison": COMPARISON_COLUMNS,
    "contrasts": CONTRAST_COLUMNS,
    **{table.name: table.columns for table in EXPORTS},
    "codebook": _CODEBOOK_COLUMNS,
}
NOTHING_CHOSEN = ExportChoices()
#: Files beside the tables -> what they hold.
_OTHER_FILES = {
    "event.json": "The event as it was declared: days, phases, actors, concepts and their patterns",
    "datapackage.json": "Types, keys and checksums of all files",
}

#: Seconds without a write after which an unfinished export counts as abandoned.
ABANDONED = 3_600.0


def comparison_csv(rows: Iterable[ComparisonRow], labels: RowLabels | None = None, *, bom: bool = False) -> bytes:
    """The bytes of comparison.csv for these rows, the same from the command line and from the dashboard.

    Args:
        rows: The rows.
        labels: The names of the event's ids; without them the ids stand in their place.
        bom: Whether the file begins with a byte order mark, by which Excel knows UTF-8.
    """
    named = labels or RowLabels()
    names = [column.name for column in COMPARISON_COLUMNS]
    mark = b"\xef\xbb\xbf" if bom else b""
    return mark + csv_bytes(names, (comparison_line(row, named) for row in rows))


def comparison_line(row: ComparisonRow, labels: RowLabels) -> dict[str, object]:
    """A row of comparison.csv by column."""
    return {field.name: getattr(row, field.name) for field in fields(row)} | labels.about(row)


def codebook(columns: Columns = COLUMNS, prefix: str = "") -> Iterator[dict[str, object]]:
    """The lines of codebook.csv: every column of every file, and every metric of comparison.csv.

    Args:
        columns: Table -> its columns.
        prefix: What stands before the tables' names in the names of the files.
    """
    for table, of_table in columns.items():
        file = f"{prefix}{table}.csv"
        for column in of_table:
            yield {"file": file, "column": column.name, "type": column.type, "meaning": column.meaning}
            if (table, column.name) == ("comparison", "metric"):
                for metric, meaning in METRICS.items():
                    yield {"file": file, "column": "metric", "value": metric, "meaning": meaning}


def export_event(
    data: Tables, event: str, to: Path, *, seed: int = 0, choices: ExportChoices = NOTHING_CHOSEN
) -> list[Path]:
    """Write every file of an event.

    Args:
        data: The data set.
        event: The event's id.
        to: The folder, created where it does not exist. Files of the same names are replaced, others are left alone.
        seed: Seed of the comparison's resampling.
        choices: Which rows and which files. The same data set, seed and choices give the same bytes; only a workbook
            holds the time of its making.

    Returns:
        The paths of the files. They are moved into place only when all are complete.

    Raises:
        ParallaxError: The data set does not hold the event, or a library is missing.
        OSError: Nothing can be written; the error holds a file name.
    """
    facts = load(data, event)
    to.mkdir(parents=True, exist_ok=True)
    _clear_away(to)
    labels = row_labels(data, event, _home_of(data))
    rows = comparison(facts, seed=seed, by=choices.by, voice=choices.voice, copies=choices.copies)
    tables = [_comparison_table(rows, labels)]
    tables += [wide_table(rows, labels)] if choices.wide else []
    tables += [contrasts_table(facts, labels, by=choices.by, voice=choices.voice, copies=choices.copies), *EXPORTS]
    prefix = f"{stamp(event, data.version)}_" if choices.stamped else ""
    tables.append(_codebook_table({table.name: table.columns for table in tables}, prefix))
    beside = Path(tempfile.mkdtemp(prefix=".export-", dir=to))
    try:
        resources = _write_tables(beside, data, event, tables, choices, prefix)
        title = _title(data, event)
        package = package_of(data, event, title, choices, resources, seed)
        _write(beside / f"{prefix}datapackage.json", json.dumps(package, indent=2, ensure_ascii=False) + "\n")
        about = GuideFacts(title, data.version, data.method_version, getattr(data, "label", None) or "")
        files = [(f"{prefix}{table.name}.csv", table.title) for table in tables]
        files += [(f"{prefix}{name}", held) for name, held in _OTHER_FILES.items()]
        _write(beside / f"{prefix}README.md", guide(about, files, choices, example_of(rows), labels))
        return [path.replace(to / path.name) for path in sorted(beside.iterdir())]
    except OSError as error:
        error.filename = error.filename or str(to)  # the error of a full disk has no file name
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write_tables(
    folder: Path, data: Tables, event: str, tables: Sequence[ExportedTable], choices: ExportChoices, prefix: str
) -> list[dict[str, object]]:
    """Write the tables and the event, the workbook where it is wanted, and return the files' descriptions."""
    resources = []
    for table in tables:
        path = folder / f"{prefix}{table.name}.csv"
        resources.append(table_resource(path, table, _write_table(path, table, data, event, choices), choices))
    declared = folder / f"{prefix}event.json"
    _write(declared, _declaration(data, event))
    held = _OTHER_FILES["event.json"]
    resources.append(file_resource(declared, "event", held, ("json", "application/json")))
    if choices.workbook:
        book = folder / f"{stamp(event, data.version)}.xlsx"
        write_workbook(book, ((table, table.rows(data, event)) for table in tables), _title(data, event))
    return resources


def left_from_before(to: Path, event: str, paths: Iterable[Path]) -> list[Path]:
    """Return files of other exports of an event in a folder, by name: of an earlier data set, or with other choices.

    Args:
        to: The folder.
        event: The event's id.
        paths: What has just been written there.
    """
    written = {path.name for path in paths}
    begins = stamp(event, "")
    others = [path for path in to.glob("*.*") if path.name.startswith(begins) or path.name == "comparison_wide.csv"]
    return sorted(path for path in others if path.name not in written)


def _home_of(data: Tables) -> Path | None:
    """The home of a data set on disk, which may hold hand-marked articles; None for one in memory."""
    path: Path | None = getattr(data, "path", None)
    return path.parent.parent if path else None


def _clear_away(folder: Path) -> None:
    """Delete what exports that were killed left behind, once nothing was written there for ABANDONED seconds."""
    for left in folder.glob(".export-*"):
        if left.is_dir() and time.time() - max(path.stat().st_mtime for path in [left, *left.iterdir()]) > ABANDONED:
            shutil.rmtree(left, ignore_errors=True)


def _comparison_table(rows: Sequence[ComparisonRow], labels: RowLabels) -> ExportedTable:
    return ExportedTable(
        name="comparison",
        title="Figures per outlet, with intervals and tests",
        key=("event", "outlet", "phase", "metric", "variant", "voice", "copies"),
        columns=COMPARISON_COLUMNS,
        rows=lambda _data, _event: (comparison_line(row, labels) for row in rows),
    )


def _codebook_table(columns: Columns, prefix: str) -> ExportedTable:
    every = {**columns, "codebook": _CODEBOOK_COLUMNS}
    return ExportedTable(
        name="codebook",
        title="What every column means",
        key=(),
        columns=_CODEBOOK_COLUMNS,
        rows=lambda _data, _event: codebook(every, prefix),
    )


def _write_table(path: Path, table: ExportedTable, data: Tables, event: str, choices: ExportChoices) -> int:
    with path.open("w", encoding=choices.encoding, newline="", errors="replace") as out:
        count = write_csv(out, [column.name for column in table.columns], table.rows(data, event))
        out.flush()
        os.fsync(out.fileno())
    return count


def _stored(data: Tables, event: str, column: str) -> str:
    rows = data.table("events", ["event", column], [("event", "=", event)]).to_pylist()
    return str(rows[0][column] or "") if rows else ""


def _title(data: Tables, event: str) -> str:
    return _stored(data, event, "title") or event


def _declaration(data: Tables, event: str) -> str:
    declared = json.loads(_stored(data, event, "event_json") or "{}")
    return json.dumps(declared, indent=2, ensure_ascii=False) + "\n"


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n", errors="replace") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
