"""The rows of CSV and TSV files with their line numbers: any delimiter, Excel's `sep=`, failures for broken rows."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from collectors.sources.files.file_items import MAX_BYTES, MAX_TEXT, Damage
from collectors.sources.files.raw_bytes import decode, lines

#: Reading a CSV file ends after so many broken rows, since each may cost reading a long value twice.
MAX_TRIES = 50
DELIMITERS = ",;\t|"


def csv_rows(stream: BinaryIO) -> Iterator[tuple[int, list[str]] | Damage]:
    """Read the rows of a CSV file.

    The delimiter is the one of comma, semicolon, tab and bar that is most frequent in the header, or the one that a
    first line `sep=;` names. Parsing is strict, so that a quotation mark that is never closed does not swallow the
    rest.

    Args:
        stream: The file's bytes, plain or gzip.

    Yields:
        (number of its first line, cells) of each row, the header first; or damage.
    """
    source = _CsvLines(stream)
    first = source.peek()
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        delimiter = first.strip()[-1]
        next(source)
    else:
        delimiter = max(DELIMITERS, key=_outside_quotes(first).count)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    csv.field_size_limit(MAX_BYTES if "html" in first.lower() else MAX_TEXT)
    yield from _rows(reader, source)
    yield from source.damages


def _outside_quotes(line: str) -> str:
    """A line without its parts in quotation marks."""
    return "".join(line.split('"')[::2])


def _rows(reader: Iterator[list[str]], source: _CsvLines) -> Iterator[tuple[int, list[str]] | Damage]:
    tries = 0
    while True:
        source.taken.clear()
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            remedy = "close every quotation mark, and double those inside a value"
            yield Damage(f"is no CSV: {error}", remedy, source.first)
            tries += 1
            if tries == MAX_TRIES:
                what = f"has {tries} rows that are no CSV; the rest was not read"
                yield Damage(what, "correct these first", source.first)
                return
            source.go_back()
            continue
        if any(value.strip() for value in values):
            yield source.first, values


class _CsvLines:
    """The decoded, numbered lines of a CSV file, with a way back to the second line of a record that failed.

    A line that cannot be decoded is replaced by an empty one and kept in `damages`, since it may be inside a quoted
    value.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.source = self._decoded(stream)
        self.waiting: deque[tuple[int, str]] = deque()
        self.taken: list[tuple[int, str]] = []
        self.damages: list[Damage] = []

    def __iter__(self) -> _CsvLines:
        return self

    def __next__(self) -> str:
        line = self.waiting.popleft() if self.waiting else next(self.source)
        self.taken.append(line)
        return line[1]

    @property
    def first(self) -> int:
        """The number of the first line of the current record."""
        return self.taken[0][0] if self.taken else 1

    def peek(self) -> str:
        """The first line, which is read again afterwards."""
        line = next(self.source, (1, ""))
        self.waiting.append(line)
        return line[1]

    def go_back(self) -> None:
        """Read the lines of the failed record again, except for its first."""
        self.waiting.extendleft(reversed(self.taken[1:]))

    def _decoded(self, stream: BinaryIO) -> Iterator[tuple[int, str]]:
        for number, data in lines(stream):
            text = data if isinstance(data, Damage) else decode(data, number)
            if isinstance(text, Damage):
                self.damages.append(text if text.line else replace(text, line=number))
                text = ""
            yield number, text + "\n"
