"""Removes records from WARC files; the others keep their exact bytes, since each is a gzip member of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from collectors.errors import ParallaxError
from collectors.support.whole_files import replaced

CHUNK = 1 << 16
#: What warcio and zlib raise for a truncated or damaged file.
UNREADABLE = (ArchiveLoadFailed, StatusAndHeadersParserException, OSError, ValueError, EOFError, OverflowError)


def cut_records(path: Path, unwanted: Callable[[str], bool]) -> int:
    """Rewrite a WARC file without the records of unwanted addresses; it is replaced completely or not at all.

    Args:
        path: The file, plain or with a gzip member for each record.
        unwanted: Whether to remove the records of an address.

    Returns:
        The number of records removed; the file is not touched where that is 0.

    Raises:
        ParallaxError: The file cannot be read to its end, so its contents are unknown.
    """
    try:
        remaining, taken = _sorted_out(path, unwanted)
    except UNREADABLE as error:
        said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        remedy = "what it holds is not known: take it from a backup, or delete it"
        raise ParallaxError(f"cannot be read to its end: {said}", file=path, remedy=remedy) from None
    if not taken:
        return 0
    with path.open("rb") as source, replaced(path) as out:
        for start, length in remaining:
            _copy(source.fileno(), start, length, out.fileno())
    return taken


def _sorted_out(path: Path, unwanted: Callable[[str], bool]) -> tuple[list[tuple[int, int]], int]:
    """Offset and length of the records to keep, adjacent ones joined; and the number of records to remove."""
    remaining: list[tuple[int, int]] = []
    taken = 0
    for start, length, url in _records(path):
        if url is not None and unwanted(url):
            taken += 1
        elif remaining and sum(remaining[-1]) == start:
            remaining[-1] = remaining[-1][0], remaining[-1][1] + length
        else:
            remaining.append((start, length))
    return remaining, taken


def read_to_its_end(record: ArcWarcRecord) -> None:
    """Read a record to its end, in blocks.

    Args:
        record: The record.

    Raises:
        EOFError: Its length differs from the one in its header.
    """
    stream, length = record.raw_stream, record.http_headers.total_len if record.http_headers else 0
    while data := stream.read(CHUNK):
        length += len(data)
    stated = record.rec_headers.get_header("Content-Length")
    if stated is not None and int(stated) != length:
        raise EOFError(f"a record has {length:,} bytes instead of {stated[:20]}")


def _records(path: Path) -> Iterator[tuple[int, int, str | None]]:
    with path.open("rb") as file:
        iterator = ArchiveIterator(file, no_record_parse=True)
        for record in iterator:
            url = record.rec_headers.get_header("WARC-Target-URI")
            read_to_its_end(record)
            yield iterator.get_record_offset(), iterator.get_record_length(), url.strip("<>") if url else None


def _copy(source: int, start: int, length: int, out: int) -> None:
    while length > 0:
        data = os.pread(source, min(CHUNK, length), start)
        if not data:
            raise ParallaxError("a WARC file became shorter while it was read", remedy="stop the collection first")
        os.write(out, data)
        start, length = start + len(data), length - len(data)
