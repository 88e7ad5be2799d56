"""The head of a table: its columns, the first rows, what each column is taken for, and dates of unclear order.

It is what somebody needs to see who says which column is what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from collectors.sources.files.column_names import MAX_COLUMNS, MOST_ABOVE, ColumnError, columns_of, header_place
from collectors.sources.files.csv_rows import csv_rows
from collectors.sources.files.export_dates import is_ambiguous, order_of
from collectors.sources.files.export_file import MAX_WHOLE, Carrier, DamagedFileError, opened
from collectors.sources.files.file_items import Damage
from collectors.sources.files.file_names import stem_of, suffix_of
from collectors.sources.files.raw_bytes import whole
from collectors.sources.files.table_files import SAMPLE
from collectors.sources.files.workbooks import sheet_kind, sheets_of

#: Rows that a head shows, and characters of a cell in them.
SHOWN_ROWS = 3
_SHOWN = 80
#: Longer cells hold no date.
_LONGEST_DATE = 40


@dataclass(frozen=True, slots=True)
class TableHead:
    """The head of one table.

    Attributes:
        sheet: The sheet's name; "" for a CSV file.
        header: The names of the columns.
        rows: The first rows below them, with cells cut short.
        guessed: Field of an article -> place of its column from 0, as the names and values of the columns say.
        problem: Why the columns could not all be identified; "" where they could.
        unclear: Place of a column -> a date in it that means two days, where nothing in the column decides.
        count: The number of rows below the header.
    """

    sheet: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guessed: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""
    unclear: Mapping[int, str] = field(default_factory=dict)
    count: int = 0

    @property
    def names(self) -> list[str]:
        """What each column is called for people; those with a name that another has, or with none, by their number."""
        folded = [name.casefold() for name in self.header]
        return [
            (f"{name} (column {number})" if folded.count(name.casefold()) > 1 else name) if name else f"Column {number}"
            for number, name in enumerate(self.header, start=1)
        ]

    @property
    def in_doubt(self) -> set[str]:
        """The fields of an article whose column has the name of another, so that nobody can tell which is meant."""
        names = self.names
        return {
            field for field, place in self.guessed.items() if self.header[place] and names[place] != self.header[place]
        }


def table_heads(path: Path) -> list[TableHead]:
    """Read the head of every table in a CSV, TSV, XLSX or ODS file.

    Args:
        path: The file.

    Returns:
        One head for each sheet with rows; none where the file is no table or is damaged.
    """
    try:
        with path.open("rb") as stream:
            kind = sheet_kind(stream)
            if kind is not None:
                data = whole(stream, MAX_WHOLE)
                read_sheets = [] if isinstance(data, Damage) else list(sheets_of(data, kind))
                sheets = [sheet for sheet in read_sheets if not isinstance(sheet, Damage)]
                return [_head(sheet.name, [cells for _, cells in sheet.rows]) for sheet in sheets if sheet.rows]
            file = opened(str(path), stem_of(path.name), stream, suffix_of(path))
            if isinstance(file, Damage) or file.carrier is not Carrier.TABLE:
                return []
            head = _head("", (row[1] for row in csv_rows(file.utf8) if not isinstance(row, Damage)))
            return [head] if head.header else []
    except (OSError, DamagedFileError):
        return []


def _head(sheet: str, rows: Iterable[list[str]]) -> TableHead:
    stream = iter(rows)
    first = list(islice(stream, MOST_ABOVE + SAMPLE))
    if not first:
        return TableHead(sheet, (), ())
    place = header_place(first)
    header, sample = first[place], first[place + 1 :]
    guessed: Mapping[str, int] = {}
    problem = ""
    try:
        guessed = columns_of(header, sample).places
    except ColumnError as error:
        problem = error.what
    header = header[:MAX_COLUMNS]
    unclear, rest = _unclear(len(header), sample, stream)
    shown = tuple(tuple(" ".join(cell[:_SHOWN].split()) for cell in row) for row in sample[:SHOWN_ROWS])
    names = tuple(" ".join(cell.split())[:_SHOWN] for cell in header)
    return TableHead(sheet, names, shown, guessed, problem, unclear, len(sample) + rest)


def _unclear(columns: int, sample: list[list[str]], rest: Iterator[list[str]]) -> tuple[dict[int, str], int]:
    """The columns whose dates mean two days, each with one of them; and the number of rows in `rest`."""
    doubtful: dict[int, str] = {}
    dates: dict[int, list[str]] = {}
    counted = 0
    for number, row in enumerate((*sample, *rest)):
        counted += number >= len(sample)
        for place, cell in enumerate(row[:columns]):
            if 6 <= len(cell) <= _LONGEST_DATE and cell[:1].isdigit():
                if is_ambiguous(cell):
                    doubtful.setdefault(place, cell.strip())
                elif order_of([cell]) is not None and len(dates.setdefault(place, [])) < SAMPLE:
                    dates[place].append(cell)
    return {place: date for place, date in doubtful.items() if order_of(dates.get(place, [])) is None}, counted
