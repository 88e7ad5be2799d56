"""The rows of spreadsheets: Excel (XLSX, read by openpyxl, the extra `documents`) and OpenDocument (ODS)."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from lxml import etree

from collectors.sources.files.column_names import MAX_COLUMNS
from collectors.sources.files.file_items import Damage
from collectors.sources.files.unpacking import ZIP_DAMAGE, member_bytes, zip_members
from collectors.sources.files.word_documents import safe_xml

XLSX_PART = "xl/workbook.xml"
ODS_PART = "content.xml"
MAX_ROWS = 1_048_576
#: A sheet ends after so many empty rows in a row: programs write a million of them that hold a format and nothing else.
MAX_EMPTY_ROWS = 10_000
_EXTRA = "install the extra that reads it: pip install 'parallax-news[documents]', or save the sheet as CSV"
_AGAIN = "open it in a spreadsheet program and save it again"
_LINKED = re.compile(r'=\s*HYPERLINK\(\s*"([^"]{1,2000})"', re.I)
#: A formula's element, with or without a prefix; and how the parts of a file are looked through for one.
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f[\s>/]")
_CHUNK, _LONGEST_TAG = 1 << 20, 32
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}href"
#: What openpyxl raises on parts whose elements or attributes are damaged, beside the errors of ZIP files.
_OPENPYXL_DAMAGE = (ParseError, TypeError, AttributeError, LookupError, ArithmeticError, AssertionError)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a spreadsheet.

    Attributes:
        rows: (number from 1, cells as text) of each row that is not empty.
        unworked: Place of a column from 0 -> how many of its cells hold a formula without a value.
        left_at: The row after which nothing was read, as MAX_EMPTY_ROWS were empty; 0 where the sheet was read whole.
    """

    name: str
    rows: list[tuple[int, list[str]]]
    unworked: Mapping[int, int] = field(default_factory=dict)
    left_at: int = 0


def sheet_kind(stream: BinaryIO) -> str | None:
    """The kind of a spreadsheet.

    Args:
        stream: A ZIP file; it is at its beginning afterwards.

    Returns:
        "xlsx" or "ods"; None for any other ZIP file.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            if XLSX_PART in names:
                return "xlsx"
            if ODS_PART in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:100]:
                return "ods"
    except ZIP_DAMAGE:
        return None
    finally:
        stream.seek(0)
    return None


def sheets_of(data: bytes, kind: str) -> Iterator[Sheet | Damage]:
    """The sheets of a spreadsheet file.

    Args:
        data: The whole file.
        kind: "xlsx" or "ods", as from `sheet_kind`.

    Yields:
        Each sheet; damage where the file cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            bomb = next((member for member in zip_members(archive) if isinstance(member, Damage)), None)
            if bomb is not None:
                yield bomb
                return
            if kind == "ods":
                yield from _ods(archive)
                return
        yield from _xlsx(data)
    except (*ZIP_DAMAGE, *_OPENPYXL_DAMAGE, etree.LxmlError):
        yield Damage("is a damaged spreadsheet", _AGAIN)


def _xlsx(data: bytes) -> Iterator[Sheet | Damage]:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  an extra
    except ImportError:
        yield Damage("is an Excel file", _EXTRA)
        return
    values = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(data), read_only=True, data_only=False) if _has_formulas(data) else None
    try:
        for sheet in values.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong one
            rows = sheet.iter_rows(values_only=True)
            if formulas is None:
                yield _plain_sheet(sheet.title, rows)
                continue
            twin = formulas[sheet.title]
            twin.reset_dimensions()
            yield _xlsx_sheet(sheet.title, rows, twin.iter_rows(values_only=True))
    finally:
        values.close()
        if formulas is not None:
            formulas.close()


def _has_formulas(data: bytes) -> bool:
    """Whether a sheet may hold a formula: then the file is read twice, which costs as much again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            if not member.filename.endswith(".xml"):
                continue
            with archive.open(member) as stream:
                before = b""
                while chunk := stream.read(_CHUNK):
                    if _FORMULA.search(before + chunk):
                        return True
                    before = chunk[-_LONGEST_TAG:]
    return False


def _plain_sheet(name: str, values: Iterator[tuple[object, ...]]) -> Sheet:
    """A sheet without formulas."""
    return _until_empty(name, ([_cell(value) for value in row[:MAX_COLUMNS]] for row in values))


def _xlsx_sheet(name: str, values: Iterator[tuple[object, ...]], formulas: Iterator[tuple[object, ...]]) -> Sheet:
    """A sheet with formulas, whose values and formulas are read side by side."""
    unworked: Counter[int] = Counter()

    def rows() -> Iterator[list[str]]:
        for row, twin in zip(values, formulas, strict=False):
            cells = []
            for place, (value, formula) in enumerate(zip(row[:MAX_COLUMNS], twin[:MAX_COLUMNS], strict=False)):
                worked_out = isinstance(formula, str) and formula.startswith("=")
                linked = _LINKED.match(str(formula)) if worked_out else None
                cells.append(linked.group(1) if linked else _cell(value))
                if worked_out and value is None and not linked:
                    unworked[place] += 1
            yield cells

    sheet = _until_empty(name, rows())
    return replace(sheet, unworked=unworked)


def _until_empty(name: str, rows: Iterator[list[str]]) -> Sheet:
    """The rows of a sheet that are not empty, up to MAX_EMPTY_ROWS empty ones in a row."""
    filled: list[tuple[int, list[str]]] = []
    last = 0
    for number, cells in enumerate(islice(rows, MAX_ROWS), start=1):
        if any(cells):
            filled.append((number, cells))
            last = number
        elif number - last >= MAX_EMPTY_ROWS:
            return Sheet(name, filled, left_at=number)
    return Sheet(name, filled)


def _cell(value: object) -> str:
    """A cell as text: days and times as ISO 8601, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "")


def _ods(archive: zipfile.ZipFile) -> Iterator[Sheet | Damage]:
    xml = member_bytes(archive, ODS_PART)
    if isinstance(xml, Damage):
        yield xml
        return
    root = safe_xml(xml)
    if root is None:
        yield Damage("is a damaged spreadsheet", _AGAIN)
        return
    for table in root.iter(f"{_TABLE}table"):
        yield Sheet(str(table.get(f"{_TABLE}name") or ""), list(_ods_rows(table)))


def _ods_rows(table: etree._Element) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = _count(row.get(f"{_TABLE}number-rows-repeated"))
        cells = _ods_cells(row)
        for _ in range(min(repeated, 100) if any(cells) else 0):
            number += 1
            yield number, cells
        if not any(cells):
            number += repeated
        if number > MAX_ROWS:
            return


def _ods_cells(row: etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        text = _ods_text(cell)
        repeated = _count(cell.get(f"{_TABLE}number-columns-repeated"))
        cells.extend([text] * min(repeated, MAX_COLUMNS - len(cells)))
        if len(cells) >= MAX_COLUMNS:
            break
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _ods_text(cell: etree._Element) -> str:
    """A cell as text: a date by its value, anything else by its paragraphs."""
    dated = cell.get(f"{_OFFICE}date-value")
    if dated:
        return str(dated)
    paragraphs = ["".join(paragraph.itertext()) for paragraph in cell.iter(f"{_TEXT}p")]
    return "\n".join(paragraphs)


def _count(value: str | None) -> int:
    return max(1, int(value)) if value and value.isdigit() and len(value) < 9 else 1
