"""Addresses as a source: a list of URLs, a table with a column of URLs, or a data set that was published before.

This gives the full texts of articles that are known from feeds or from another table. Each address is asked for on the
live web and, if it is gone there, in the archive near its date of publication.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow.parquet as pq

from collectors.errors import ParallaxError
from collectors.model import Entry
from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.files.file_items import Damage
from collectors.sources.files.known_addresses import addresses_of
from collectors.sources.files.page_files import urls_in
from collectors.sources.files.raw_bytes import decode, lines, whole
from collectors.sources.source_protocol import Finding, Rate, Request, Response
from collectors.sources.source_times import iso_time
from collectors.sources.web_markup import absolute, plain

NAME = "urls"
#: Most addresses of one list.
MAX_ADDRESSES = 1_000_000
#: Columns that hold an article's address, and its date of publication.
_URL = ("url", "link", "address", "article_url", "web_url", "webUrl")
_PUBLISHED = ("published", "publish_date", "published_at", "publishedAt", "date", "day", "pub_date")
_BLOCK = 1 << 25


@dataclass(frozen=True)
class AddressList:
    """The entries of a list; the source asks only for their pages."""

    wanted: CoverageQuery
    entries: tuple[Entry, ...]
    name: str = NAME
    page_rate: Rate | None = None

    def start(self) -> Iterable[Request]:
        """Return no requests, because there is no index to read."""
        return ()

    def read(self, request: Request, response: Response) -> Iterator[Finding]:
        """Return nothing, because the crawler reads the pages."""
        return iter(())


def read_addresses(file: Path, columns: Mapping[str, str] | None = None) -> tuple[tuple[Entry, ...], list[str]]:
    """Read the entries of a file.

    Args:
        file: One URL a line; a CSV, TSV or JSON Lines with a column `url`, and optionally `title`, `published`,
            `language` and `outlet`; a spreadsheet (XLSX, ODS); an answer of an API, a bibliography or any table that
            `parallax import` sends here; the `articles.parquet` of a data set or the folder that holds it. Plain or
            gzip.
        columns: Field -> column of a table, as for `parallax import --columns`.

    Returns:
        The entries, each address once, and a message for each line without an address.

    Raises:
        ParallaxError: If the file cannot be read or holds no address.
    """
    if file.is_dir():
        file = next((path for path in (file / "articles.parquet",) if path.is_file()), file)
    if not file.is_file():
        remedy = "give a list of URLs, a table with a column `url`, or the folder of a data set"
        raise ParallaxError("there is no such list of addresses", file=file, remedy=remedy)
    entries: dict[str, Entry] = {}
    wrong: list[str] = []
    for number, row in _rows(file, columns):
        entry = _entry(row)
        if entry is None:
            wrong.append(f"{file}:{number}: no web address")
        elif len(entries) < MAX_ADDRESSES:
            entries.setdefault(entry.url, entry)
    if not entries:
        raise ParallaxError("holds no address", file=file, remedy="give one http(s) address a line, or a column `url`")
    return tuple(entries.values()), wrong


def _rows(file: Path, columns: Mapping[str, str] | None) -> Iterator[tuple[int, Mapping[str, object]]]:
    name = file.name.lower().removesuffix(".gz")
    if name.endswith(".parquet"):
        table = pq.ParquetFile(file)
        present = [
            name for name in ("url", "title", "published", "language", "outlet") if name in table.schema_arrow.names
        ]
        rows = (row for batch in table.iter_batches(columns=present) for row in batch.to_pylist())
        yield from enumerate(rows, 1)
        return
    exported = addresses_of(file, _URL, columns)
    if isinstance(exported, Damage):
        raise ParallaxError(exported.what, file=file, line=exported.line, remedy=exported.remedy)
    if exported is not None:
        yield from exported
        return
    with file.open("rb") as stream:
        if name.endswith((".csv", ".tsv")):
            yield from enumerate(_table(file, stream), 2)
        elif name.endswith((".jsonl", ".ndjson")):
            for number, line in lines(stream):
                yield number, _object(line)
        else:
            for entry in urls_in(stream, str(file)):
                yield (entry[0], {"url": entry[1]}) if isinstance(entry, tuple) else (entry.line or 0, {})


def _table(file: Path, stream: BinaryIO) -> Iterator[Mapping[str, object]]:
    """Yield the rows of a CSV; the separator is the most frequent of comma, semicolon and tab in its first line."""
    data = whole(stream, _BLOCK)
    text = decode(data) if isinstance(data, bytes) else data
    if not isinstance(text, str):
        raise ParallaxError(text.what, file=file, remedy=text.remedy)
    head = text.partition("\n")[0]
    yield from csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=head.count))


def _object(line: object) -> Mapping[str, object]:
    try:
        row = json.loads(line) if isinstance(line, bytes) else None
    except (ValueError, RecursionError):
        row = None
    return row if isinstance(row, dict) else {}


def _entry(row: Mapping[str, object]) -> Entry | None:
    url = absolute("", next((row[key] for key in _URL if row.get(key)), None))
    if url is None:
        return None
    language, outlet = row.get("language"), row.get("outlet")
    return Entry(
        url,
        NAME,
        outlet=outlet if isinstance(outlet, str) and outlet.strip() else None,
        title=plain(row.get("title")),
        published=next((when for key in _PUBLISHED if (when := iso_time(row.get(key)))), None),
        language=language[:2].lower() if isinstance(language, str) and len(language) >= 2 else None,
    )
