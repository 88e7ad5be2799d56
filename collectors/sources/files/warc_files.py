"""Pages from WARC and ARC files, plain, gzip or zstd, including damaged ones."""

from __future__ import annotations

import logging
import re
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from collectors.model import Outcome, OutcomeKind, Page
from collectors.sources.files.archive_members import ArchivePart, PlainPart, gzip_parts
from collectors.sources.files.article_rows import web_address
from collectors.sources.files.content_codings import unbrotli, unzstd
from collectors.sources.files.file_items import (
    MAX_BYTES,
    MAX_ID,
    Damage,
    FileItem,
    ImportDefaults,
    clean,
    failure,
)
from collectors.sources.files.raw_bytes import BLOCK, GZIP, ZSTD, blocks

_HTML = frozenset({"text/html", "application/xhtml+xml"})
#: What warcio raises for malformed records.
_BROKEN = (
    ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, OSError, ValueError, AttributeError, TypeError,
    OverflowError,  # a length of twenty digits
)  # fmt: skip
_AGAIN = "the other records were read; take this one again from where it came from"
_HEADER = 1 << 20  # bytes of a record's headers
_MOST_UNPACKED = 16 << 30  # bytes of a zstd file; WARC files have about a gigabyte packed
#: The beginning of another record inside a page shows that the page's length was wrong.
_SWALLOWED = re.compile(rb"WARC/1\.[01]\r\nWARC-")


# Without a handler of its own warcio's remarks about odd addresses go to stderr.
logging.getLogger("warcio").addHandler(logging.NullHandler())


class _Records(ArchiveIterator):  # type: ignore[misc]  # warcio ships no types
    """warcio's iterator without its messages on stderr, since problems become outcomes."""

    INC_RECORD = ""


def read_warc(stream: BinaryIO, file: str, given: ImportDefaults) -> Iterator[FileItem]:
    """Read the HTML pages of a WARC or ARC file.

    Args:
        stream: The file's bytes, seekable.
        file: Its name in messages.
        given: Values for what the pages leave open.

    Yields:
        Pages, and failures for HTTP statuses other than 200 and for damaged records. Requests, metadata, revisits and
        other media are ignored.
    """
    head = stream.read(len(ZSTD[0]))
    stream.seek(0)
    if head.startswith(ZSTD):
        yield from _from_zstd(stream, file, given)
        return
    something = False
    for item in _from_members(stream, file, given) if head.startswith(GZIP) else _from_plain(stream, file, given):
        something = True
        yield item
    if not something:
        yield failure(file, Damage("holds no HTML page", "give a WARC file with text/html responses"))


def _from_zstd(stream: BinaryIO, file: str, given: ImportDefaults) -> Iterator[FileItem]:
    """Unpack the file beside memory, at most `_MOST_UNPACKED` bytes of it, and read what was unpacked."""
    with tempfile.TemporaryFile() as plain:
        damage: Damage | None = None
        for block in blocks(stream):
            if isinstance(block, Damage):
                damage = block
            elif plain.tell() + len(block) > _MOST_UNPACKED:
                what = f"unpacks to more than {_MOST_UNPACKED:,} bytes; what stands before was read"
                damage = Damage(what, "split the file", None, OutcomeKind.TOO_LARGE)
                break
            else:
                plain.write(block)
        plain.seek(0)
        yield from read_warc(plain, file, given)
    if damage is not None:
        yield failure(file, damage)


def _from_members(stream: BinaryIO, file: str, given: ImportDefaults) -> Iterator[FileItem]:
    for number, part in enumerate(gzip_parts(stream), start=1):
        for item in _read(part):
            if isinstance(item, Damage):
                yield failure(file, Damage(f"record {number} is damaged", _AGAIN, number))
            else:
                yield _of_outlet(item, file, number, given)


def _from_plain(stream: BinaryIO, file: str, given: ImportDefaults) -> Iterator[FileItem]:
    offset: int | None = 0
    number = 0
    while offset is not None:
        part = PlainPart(stream, offset)
        offset = None
        for item in _read(part):
            number += 1
            if isinstance(item, Damage):
                place = item.line or 0
                what = f"the record at byte {part.offset + place} is damaged"
                yield failure(file, Damage(what, _AGAIN, number))
                offset = part.next_record(place)
                break
            yield _of_outlet(item, file, number, given)


def _read(part: ArchivePart) -> Iterator[FileItem | Damage]:
    """The pages of one part. A `Damage` is the last thing yielded; its line is the offset of the bad record.

    A page is held back until the next record begins correctly: with a wrong length, a page would end too early or
    contain the beginning of the next record.
    """
    part.refill(_HEADER)
    records = _Records(part, arc2warc=True)
    held: FileItem | None = None
    begin = before = 0  # where the record to come and the one before it start
    while True:
        try:
            record = next(records, None)
            if records.err_count or part.bad:
                yield Damage("", "", before)
                return
            if held is not None:
                yield held
            if record is None:
                return
            result = _page(record, part)
        except _BROKEN:
            # The header could not be read: the record before it is whole.
            if held is not None and not part.bad:
                yield held
            if part.given or part.bad:
                yield Damage("", "", begin)
            return
        if isinstance(result, Damage):
            yield Damage("", "", begin)
            return
        held = result
        before, begin = begin, part.tell() - records.reader.rem_length()
        part.refill(_HEADER)


def _page(record: ArcWarcRecord, part: ArchivePart) -> FileItem | Damage | None:
    """The page in a record, damage where the record is not whole, or None for records that are ignored."""
    part.refill(2 * MAX_BYTES)
    raw = record.raw_stream.read(MAX_BYTES + 1) if _wanted(record) else b""
    size = len(raw)
    while rest := record.raw_stream.read(BLOCK):
        part.refill(_HEADER)
        size += len(rest)
    # Some writers state a wrong length for the last record; a page that ends with </html> is whole.
    if getattr(record.raw_stream, "limit", 0) > 0 and not raw.rstrip().lower().endswith(b"</html>"):
        return Damage("ends early", "")
    # A record that was cut in its body or header continues into the next one.
    names = [str(name).lower() for name, _ in record.rec_headers.headers]
    if _SWALLOWED.search(raw) or names.count("warc-type") > 1:
        return Damage("runs into the next record", "")
    url = clean(str(record.rec_headers.get_header("WARC-Target-URI") or ""))[0].strip("<> ")
    if not _wanted(record) or not web_address(url) or len(url) > 4 * MAX_ID:
        return None
    if size > MAX_BYTES:
        what = f"has more than {MAX_BYTES:,} bytes"
        return FileItem(Outcome(url, OutcomeKind.TOO_LARGE, None, what, "leave this page out"), "")
    headers = record.http_headers
    status = headers.get_statuscode() if headers else "200"
    elsewhere = Damage(f"HTTP status {status[:20]}", "", None, OutcomeKind.NOT_AN_ARTICLE)
    body = _body(raw, record) if status == "200" else elsewhere
    if isinstance(body, Damage):
        return FileItem(Outcome(url, body.kind, None, body.what, body.remedy), "")
    content_type = headers.get_header("Content-Type") if headers else record.content_type
    fetched = record.rec_headers.get_header("WARC-Date")
    return FileItem(Page(url, url, body, content_type, fetched), "")


def _wanted(record: ArcWarcRecord) -> bool:
    if record.rec_type not in {"response", "resource"}:
        return False
    headers = record.http_headers
    kind = headers.get_header("Content-Type") if headers else record.content_type
    media = (kind or "").split(";")[0].strip().lower()
    # A redirect or an error page often states no type; its status is what counts.
    return media in _HTML or bool(headers and not media and headers.get_statuscode() != "200")


def _body(raw: bytes, record: ArcWarcRecord) -> bytes | Damage:
    headers = record.http_headers
    if headers is None:
        return raw
    if (headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        raw = dechunk(raw)
    encoding = (headers.get_header("Content-Encoding") or "").strip().lower()
    if encoding in {"", "identity"}:
        return raw
    decoded = inflate(raw, encoding)
    if decoded is None:
        return Damage(f"its {encoding[:20]!r} content cannot be decoded", "take the page again without compression")
    if len(decoded) > MAX_BYTES:
        return Damage(f"has more than {MAX_BYTES:,} bytes", "leave this page out", None, OutcomeKind.TOO_LARGE)
    return decoded


def dechunk(data: bytes) -> bytes:
    """A body without its chunk sizes; unchanged where it has none, since many archivers removed them already."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = data.find(b"\r\n", at, at + 64)
        try:
            size = int(data[at:end].split(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(parts) if parts else data
        if size == 0:
            return b"".join(parts)
        parts.append(data[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def inflate(data: bytes, encoding: str) -> bytes | None:
    """A body without its content encoding.

    Args:
        data: The body.
        encoding: The value of Content-Encoding in lower case.

    Returns:
        The decoded bytes, at most one more than MAX_BYTES; None where they cannot be decoded.
    """
    if encoding in ("br", "zstd"):
        out = unbrotli(data, MAX_BYTES + 1) if encoding == "br" else unzstd(data, MAX_BYTES + 1)
        if out is not None:
            return out
    windows = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}.get(encoding, ())
    for window in windows:
        with suppress(zlib.error):
            inflater = zlib.decompressobj(wbits=window)
            out = inflater.decompress(data, MAX_BYTES + 1)
            if inflater.eof or len(out) > MAX_BYTES:
                return out
    # An archiver that decoded the body may have left the header.
    return data if data.lstrip()[:1] == b"<" else None


def _of_outlet(item: FileItem, file: str, number: int, given: ImportDefaults) -> FileItem:
    return FileItem(item.item, file, number, given.outlet)
