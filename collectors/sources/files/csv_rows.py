"""The rows of CSV and TSV files with their line numbers: any delimiter, quoting, Excel's `sep=`, broken rows told."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from collectors.sources.files.file_items import MAX_BYTES, MAX_TEXT, Damage
from collectors.sources.files.raw_bytes import decode, lines

#: Rows of a CSV file that may be broken before the file is given up: each may cost reading a long value twice.
MAX_TRIES = 50
DELIMITERS = ",;\t|"


def csv_rows(stream: BinaryIO) -> Iterator[tuple[int, list[str]] | Damage]:
    """The rows of a CSV file, each with the number of its first line; its header is the first of them.

    The delimiter is the one of comma, semicolon, tab and bar that the header has most of, or the one that a first line
    `sep=;` names. Strict: a quotation mark that is never closed must be told, not swallow the rest of the file.
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
    """A line without what stands in quotation marks."""
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
    """The lines of a CSV file as text with their line feeds, with their numbers, and a way back to the second line of
    the record that failed. A line that cannot be read is left out and kept in `damages`: for the CSV reader it may lie
    inside a quoted value."""

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
        """The first line."""
        line = next(self.source, (1, ""))
        self.waiting.append(line)
        return line[1]

    def go_back(self) -> None:
        """Give the lines of the record that failed again, but for its first."""
        self.waiting.extendleft(reversed(self.taken[1:]))

    def _decoded(self, stream: BinaryIO) -> Iterator[tuple[int, str]]:
        for number, data in lines(stream):
            text = data if isinstance(data, Damage) else decode(data, number)
            if isinstance(text, Damage):
                self.damages.append(text if text.line else replace(text, line=number))
                text = ""
            yield number, text + "\n"
