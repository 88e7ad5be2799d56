"""JSON Lines and CSV files of articles or pages, row by row."""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from collectors.sources.files.article_rows import found_in
from collectors.sources.files.file_items import MAX_BYTES, MAX_TEXT, Damage, FileItem, ImportDefaults, failure
from collectors.sources.files.raw_bytes import decode, lines

#: Rows of a CSV file that may be broken before the file is given up: each may cost reading a long value twice.
MAX_TRIES = 50


def read_jsonl(stream: BinaryIO, file: str, given: ImportDefaults, now: datetime) -> Iterator[FileItem]:
    """Articles and pages of a JSON Lines file; a bad line is told and passed over."""
    for number, data in lines(stream):
        if isinstance(data, Damage):
            yield failure(file, data if data.line else _at(data, number))
            continue
        if not data.strip():
            continue
        row = parse_json(data, number)
        if isinstance(row, Damage):
            yield failure(file, row)
        else:
            yield from found_in(row, file, number, given, now)


def parse_json(data: bytes, number: int) -> object | Damage:
    """The value on one line of JSON Lines."""
    text = decode(data, number)
    if isinstance(text, Damage):
        return text
    try:
        # Not strict: raw control characters inside strings are common in scraped text and harmless.
        row: object = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        what = f"is no JSON: {error.msg} at character {error.pos + 1}"
        remedy = "give one JSON object per line"
        if text.lstrip().startswith("["):
            remedy += " (a list: write its items one per line, without [ ] and commas)"
        return Damage(what, remedy, number)
    except (RecursionError, ValueError):  # nested too deep; a number of thousands of digits
        return Damage(
            "is JSON that no article needs: nested too deep or a number too long", "correct this line", number
        )
    return row


def _at(damage: Damage, number: int) -> Damage:
    return Damage(damage.what, damage.remedy, number, damage.kind)


def read_csv(stream: BinaryIO, file: str, given: ImportDefaults, now: datetime) -> Iterator[FileItem]:
    """Articles of a CSV file with a header. Needs `title`, and `text` or `url`; or `html` for pages.

    The delimiter is the one of comma, semicolon and tab that the header has most of.
    """
    source = _CsvLines(stream)
    first = source.peek()
    delimiter = max(",;\t", key=first.count)
    # Strict: a quotation mark that is never closed must be told, not swallow the rest of the file.
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    csv.field_size_limit(MAX_BYTES)
    try:
        header = [name.strip().casefold() for name in next(reader, [])]
        wrong = _wrong_header(header)
    except csv.Error as error:
        wrong = Damage(
            f"has a header that is no CSV: {error}", "name the columns in the first line: title, text, ...", 1
        )
    if wrong:
        yield failure(file, wrong)
        return
    csv.field_size_limit(MAX_BYTES if "html" in header else MAX_TEXT)
    yield from _csv_rows(reader, source, header, file, given, now)
    yield from (failure(file, damage) for damage in source.damages)


def _csv_rows(
    reader: Iterator[list[str]],
    source: _CsvLines,
    header: list[str],
    file: str,
    given: ImportDefaults,
    now: datetime,
) -> Iterator[FileItem]:
    tries = 0
    while True:
        source.taken.clear()
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            remedy = "close every quotation mark, and double those inside a value"
            yield failure(file, Damage(f"is no CSV: {error}", remedy, source.first))
            tries += 1
            if tries == MAX_TRIES:
                what = f"has {tries} rows that are no CSV; the rest was not read"
                yield failure(file, Damage(what, "correct these first", source.first))
                return
            source.go_back()
            continue
        if not any(v.strip() for v in values):
            continue
        if any(v.strip() for v in values[len(header) :]):
            what = f"the row has {len(values)} values, the header {len(header)} columns"
            yield failure(file, Damage(what, "put values that hold the delimiter into quotation marks", source.first))
            continue
        yield from found_in(dict(zip(header, values, strict=False)), file, source.first, given, now)


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
                self.damages.append(text if text.line else _at(text, number))
                text = ""
            yield number, text + "\n"


def _wrong_header(header: list[str]) -> Damage | None:
    has = f"the columns are: {', '.join(header)[:200]}"
    if "html" in header:
        return None
    if "title" not in header:
        return Damage(f"has no column `title` ({has})", "name the columns in the first line: title, text, url, ...", 1)
    if "text" not in header and "url" not in header:
        return Damage(
            f"has no column `text` or `url` ({has})", "name the columns in the first line: title, text, ...", 1
        )
    return None
