"""An Excel workbook of exported tables, written row by row. No cell is a formula: text is written as text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from collectors.errors import ParallaxError
from collectors.export.csv_cells import safe_text
from collectors.export.exported_table import ExportedTable

#: The most rows of a sheet, its header among them, and characters of a cell: limits of the format.
MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767
#: Width of a column in characters: as its heading, within these.
NARROWEST, WIDEST = 10, 40
# What XML cannot hold and csv_cells leaves: surrogates and non-characters.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")

Rows = Iterable[Mapping[str, object]]


def write_workbook(path: Path, tables: Iterable[tuple[ExportedTable, Rows]], title: str) -> None:
    """Write a workbook with a sheet for each table; a table that is too long for a sheet has several.

    Args:
        path: The file.
        tables: Tables with their rows.
        title: The workbook's title, in its properties.

    Raises:
        ParallaxError: The library for Excel files is not installed.
    """
    try:
        from openpyxl import Workbook  # noqa: PLC0415  loaded only where a workbook is wanted
    except ImportError:
        raise ParallaxError("openpyxl is not installed", remedy="pip install openpyxl") from None
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = _text(title), "Parallax"
    for table, rows in tables:
        left, number = iter(rows), 1
        while True:
            batch = islice(left, MOST_ROWS - 1)
            first = next(batch, None)
            if first is None and number > 1:
                break
            _sheet(book, f"{table.name}{'' if number == 1 else f' {number}'}", table, first, batch)
            number += 1
    book.save(path)


def _sheet(book: Any, name: str, table: ExportedTable, first: Mapping[str, object] | None, others: Rows) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    names = [column.name for column in table.columns]
    for place, column in enumerate(names, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(max(len(column) + 2, NARROWEST), WIDEST)
    heads = []
    for column in names:
        head = WriteOnlyCell(sheet, value=_text(column))
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    count = 1
    if first is not None:
        sheet.append([sheet_cell(first.get(column)) for column in names])
        count += 1
    for row in others:
        sheet.append([sheet_cell(row.get(column)) for column in names])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{count}"


def sheet_cell(value: object) -> object:
    """A value as a cell of a workbook.

    Args:
        value: Numbers stay numbers and days days; numbers that are not finite and empty text give an empty cell. Text
            gets the same apostrophe as in CSV, since programs that save the sheet as CSV would lose the cell's type.
    """
    if value is None or value == "" or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool | int | float | date):
        return value
    return _text(str(value))


def _text(text: str) -> str:
    clean = _NO_XML.sub("\ufffd", safe_text(text))
    return clean if len(clean) <= MOST_CHARACTERS else clean[: MOST_CHARACTERS - 1] + "…"
