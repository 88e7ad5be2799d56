"""Articles from tables: CSV, TSV and spreadsheets with columns of any names."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from collectors.sources.files.article_rows import found_in
from collectors.sources.files.column_names import (
    MOST_ABOVE,
    ColumnError,
    ColumnMap,
    columns_of,
    header_place,
    stated_columns,
    with_date_order,
)
from collectors.sources.files.csv_rows import csv_rows
from collectors.sources.files.export_dates import written_date
from collectors.sources.files.export_file import ExportFile
from collectors.sources.files.exported import ExportedAddress
from collectors.sources.files.exported_items import ReadingContext, addresses_only
from collectors.sources.files.file_items import MAX_TEXT, Damage, FileItem, failure
from collectors.sources.files.workbooks import MAX_EMPTY_ROWS, Sheet, sheets_of
from collectors.support.plurals import many

Numbered = tuple[int, list[str]]
Rows = Callable[[], Iterator[Numbered | Damage]]

#: What a table is taken for whose columns cannot be identified.
UNSURE = "table, whose columns are not sure"
#: Rows by whose values columns are identified.
SAMPLE = 50
#: The suffix of the file beside a table that states its columns.
BESIDE = ".columns.toml"


@dataclass(frozen=True, slots=True)
class KnownTable:
    """A table whose columns are identified: its header, the line of the header, and the columns."""

    header: list[str]
    line: int
    columns: ColumnMap


def read_csv_table(file: ExportFile, context: ReadingContext) -> Iterator[FileItem]:
    """Read a CSV or TSV file.

    Args:
        file: The file.
        context: What the user stated.

    Yields:
        Articles, pages and failures.
    """

    def rows() -> Iterator[Numbered | Damage]:
        stream = file.utf8
        stream.seek(0)
        return csv_rows(stream)

    yield from _read(rows, context)


def read_workbook(data: bytes, kind: str, context: ReadingContext) -> Iterator[FileItem]:
    """Read every sheet of a spreadsheet whose columns can be identified.

    Args:
        data: The whole file.
        kind: "xlsx" or "ods".
        context: What the user stated.

    Yields:
        Articles, pages and failures.
    """
    problems: list[Damage] = []
    described: list[str] = []
    for sheet in sheets_of(data, kind):
        if isinstance(sheet, Damage):
            yield failure(context.file, sheet)
            return
        if not sheet.rows:
            continue
        head = _columns_of(lambda sheet=sheet: iter(sheet.rows), context)  # type: ignore[misc]
        if isinstance(head, Damage):
            if not described:
                context.taken_for(context.file, UNSURE)
            problems.append(head)
            continue
        for problem in _unread(sheet, head.columns.places.values()):
            yield failure(context.file, problem)
        described.append(f"{f'{sheet.name}: ' if sheet.name else ''}{head.columns.described(head.header)}")
        context.taken_for(context.file, f"table, {'; '.join(described)}")
        yield from _articles(lambda sheet=sheet: iter(sheet.rows), head, context)  # type: ignore[misc]
    if not described:
        problem = problems[0] if problems else Damage("holds no rows", "give a sheet with articles, or leave it out")
        yield failure(context.file, problem)


def _unread(sheet: Sheet, columns: Iterable[int]) -> Iterator[Damage]:
    """What of a sheet was not read in these columns, each with its remedy."""
    where = f" on sheet {sheet.name!r}" if sheet.name else ""
    if unworked := sum(sheet.unworked.get(place, 0) for place in columns):
        cells = "whose cell was read as empty" if unworked == 1 else "whose cells were read as empty"
        what = f"has {many(unworked, 'formula')} without a value{where}, {cells}"
        yield Damage(what, "open it in a spreadsheet program and save it again")
    if sheet.left_at:
        what = f"was read to row {sheet.left_at:,}{where}, because {MAX_EMPTY_ROWS:,} rows in a row are empty"
        yield Damage(what, "if articles follow below, delete the empty rows")


def _read(rows: Rows, context: ReadingContext) -> Iterator[FileItem]:
    head = _columns_of(rows, context)
    if isinstance(head, Damage):
        context.taken_for(context.file, UNSURE)
        yield failure(context.file, head)
    else:
        context.taken_for(context.file, f"table, {head.columns.described(head.header)}")
        yield from _articles(rows, head, context)


def _columns_of(rows: Rows, context: ReadingContext, *, texts: bool = True) -> KnownTable | Damage:
    """The columns of a table and the order of its dates: as stated, as the file beside it says, or by their names.

    Without `texts` nobody is asked for the column of the texts.
    """
    first = [row for row in islice(rows(), MOST_ABOVE + SAMPLE) if not isinstance(row, Damage)]
    if not first:
        damage = next((row for row in rows() if isinstance(row, Damage)), None)
        return damage or Damage("is empty", "give a file with articles, or leave it out")
    stated = context.columns or columns_beside(context.file)
    if isinstance(stated, Damage):
        return stated
    place = header_place([cells for _, cells in first])
    line, header = first[place]
    sample = [cells for _, cells in first[place + 1 :]]
    try:
        columns = stated_columns(stated, header) if stated else columns_of(header, sample, texts=texts)
        when = columns.places.get("published")
        if when is not None:
            dates = [row[1][when] for row in rows() if not isinstance(row, Damage) and len(row[1]) > when]
            columns = with_date_order(columns, dates[1:])
    except ColumnError as error:
        return Damage(error.what, error.remedy, line)
    names = [name.strip().casefold() for name in header]
    for name, place in () if stated else columns.places.items():
        if names[place] and names.count(names[place]) > 1:  # of two columns one would win without a word
            remedy = f"rename or remove one of them, or say which counts: --columns {name}=#{place + 1}"
            return Damage(f"has two columns named {header[place].strip()[:40]!r}", remedy, line)
    return KnownTable(header, line, columns)


def columns_beside(file: str) -> Mapping[str, str] | Damage | None:
    """The columns that the file beside a table states; None where there is none, damage where it is not TOML."""
    path = Path(f"{file}{BESIDE}")
    try:
        return {str(name): str(value) for name, value in tomllib.loads(path.read_text("utf-8")).items()}
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        if isinstance(error, tomllib.TOMLDecodeError):
            return Damage(f"{path.name} beside it is no TOML: {error}", 'write lines such as: title = "headline"')
        return None
    except OSError:
        return None


def save_columns(file: str, columns: Mapping[str, str]) -> Path:
    """Write the columns of a table into a file beside it, for the next import.

    Args:
        file: The table.
        columns: Field -> column.

    Returns:
        The file that was written.
    """
    path = Path(f"{file}{BESIDE}")
    lines = [
        f'{name} = "{value.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"'
        for name, value in columns.items()
    ]
    path.write_text(
        "# What the columns of the table beside this file are, for parallax import.\n" + "\n".join(lines) + "\n",
        "utf-8",
    )
    return path


def _articles(rows: Rows, table: KnownTable, context: ReadingContext) -> Iterator[FileItem]:
    """The articles below the header; for a table without texts, one failure about its addresses."""
    with_texts = bool({"text", "html"} & table.columns.places.keys())
    addresses = 0
    for row in rows():
        if isinstance(row, Damage):
            yield failure(context.file, row)
            continue
        line, values = row
        if line <= table.line:
            continue
        if len(values) > len(table.header) and any(value.strip() for value in values[len(table.header) :]):
            what = f"the row has {len(values)} values, the header {len(table.header)} columns"
            remedy = "put values that hold the delimiter into quotation marks"
            yield failure(context.file, Damage(what, remedy, line))
        elif not with_texts:
            addresses += "url" in table.columns.row(values)
        else:
            yield from found_in(_fields(table.columns, values), context.file, line, context.given, context.now)
    if addresses:
        yield failure(context.file, addresses_only(addresses, context.file, "a table of addresses"))


def _fields(columns: ColumnMap, values: list[str]) -> Mapping[str, str]:
    row = columns.row([value if len(value) <= 32 * MAX_TEXT else value[: MAX_TEXT + 1] for value in values])
    written = row.get("published")
    if written and (date := written_date(written, columns.day_first)) and date.day:
        row["published"] = _kept_time(written, date.day)
    return row


def _kept_time(written: str, day: str) -> str:
    """The date as written, with its time, where it is ISO 8601 already; otherwise as it was read."""
    return written.strip() if written.strip().startswith(day[:10]) else day


def addresses_in_table(file: ExportFile, context: ReadingContext) -> Iterator[ExportedAddress | Damage]:
    """The addresses in a CSV or TSV file, with what its other columns state about them.

    Args:
        file: The file.
        context: What the user stated.

    Yields:
        Each address; one damage where the columns cannot be identified.
    """

    def rows() -> Iterator[Numbered | Damage]:
        stream = file.utf8
        stream.seek(0)
        return csv_rows(stream)

    yield from _addresses(rows, context)


def addresses_in_workbook(data: bytes, kind: str, context: ReadingContext) -> Iterator[ExportedAddress | Damage]:
    """The addresses in every sheet of a spreadsheet whose columns can be identified.

    Args:
        data: The whole file.
        kind: "xlsx" or "ods".
        context: What the user stated.

    Yields:
        Each address; one damage where no sheet has any.
    """
    problem: Damage | None = None
    some = False
    for sheet in sheets_of(data, kind):
        if isinstance(sheet, Damage):
            yield sheet
            return
        for address in _addresses(lambda sheet=sheet: iter(sheet.rows), context) if sheet.rows else ():  # type: ignore[misc]
            if isinstance(address, Damage):
                problem = problem or address
            else:
                some = True
                yield address
    if not some:
        yield problem or Damage("holds no address", "give a sheet with a column of web addresses")


def _addresses(rows: Rows, context: ReadingContext) -> Iterator[ExportedAddress | Damage]:
    head = _columns_of(rows, context, texts=False)
    if isinstance(head, Damage):
        yield head
        return
    for row in rows():
        if isinstance(row, Damage) or row[0] <= head.line:
            continue
        fields = _fields(head.columns, row[1])
        if url := fields.get("url", "").strip():
            title, outlet, published = fields.get("title"), fields.get("outlet"), fields.get("published")
            yield ExportedAddress("table", url, title, outlet, published, fields.get("language"), row[0])
