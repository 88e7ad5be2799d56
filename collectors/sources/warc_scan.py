"""One large WARC file read as a stream: the wanted pages, in bounded memory, from any record on.

Most records of a file are about something else, so only their headers are read. The body of a record is kept if its
address and time are wanted, and returned if its text has a term of the event.
"""

from __future__ import annotations

import html
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from collectors.extract.decode import NotText, decode
from collectors.model import Page
from collectors.sources.coverage_query import MARGIN, CoverageQuery
from collectors.sources.files.warc_files import dechunk, inflate
from collectors.sources.source_protocol import Refusal, RefusalKind
from collectors.sources.source_times import iso_time
from collectors.sources.web_markup import absolute

BLOCK = 1 << 16
#: Most bytes of a record's headers, and of one page with its headers.
MAX_HEADER, MAX_RECORD = 1 << 16, 8_000_000

_MEMBER = b"\x1f\x8b\x08"
_HTML = frozenset({"text/html", "application/xhtml+xml", ""})


class _Record(NamedTuple):
    """The headers of a WARC record, with names in lower case, and the length of its block in bytes."""

    headers: dict[str, str]
    length: int


class _BrokenError(Exception):
    """The bytes are not a record where one should be."""


class _Stream:
    """The decompressed bytes of a file, in gzip members or plain, and their place in the file.

    `offset` is the beginning of the current member (plain: of the current record), from where a scan can go on.
    """

    def __init__(self, raw: BinaryIO, offset: int) -> None:
        self.raw, self.total = raw, offset  # raw bytes read so far, counted from the file's beginning
        self.waiting = self._read()  # raw bytes not decompressed yet
        self.packed = self.waiting.startswith(_MEMBER[:2])
        self.offset = offset
        self.buffer = b""
        self.inflater = zlib.decompressobj(wbits=31) if self.packed else None

    def _read(self) -> bytes:
        data = self.raw.read(BLOCK)
        self.total += len(data)
        return data

    def more(self) -> bool:
        """Put more bytes into the buffer; return False at the end of the member or of a plain file."""
        if self.inflater is None:
            data, self.waiting = self.waiting or self._read(), b""
            self.buffer += data
            return bool(data)
        while not self.inflater.eof:
            self.waiting = self.waiting or self._read()
            if not self.waiting:
                raise _BrokenError("the file ends inside a record")
            try:
                out = self.inflater.decompress(self.waiting, 1 << 20)
            except zlib.error as error:
                raise _BrokenError("damaged gzip data") from error
            self.waiting = self.inflater.unused_data if self.inflater.eof else self.inflater.unconsumed_tail
            if out:
                self.buffer += out
                return True
        return False

    def place(self) -> int:
        """Return the file offset of the next byte that was not used yet."""
        return self.total - len(self.waiting) - (0 if self.packed else len(self.buffer))

    def next_member(self) -> bool:
        """Go to the next member, past padding; return False at the end of the file."""
        while True:
            self.waiting = self.waiting.lstrip(b"\0")
            if len(self.waiting) < len(_MEMBER):
                data = self._read()
                if not data:
                    if self.waiting:
                        self.waiting = b""
                        raise _BrokenError("bytes behind the last record")
                    return False
                self.waiting += data
                continue
            break
        self.buffer = b""
        self.offset = self.place()
        self.inflater = zlib.decompressobj(wbits=31)
        return True

    def skip_damage(self) -> bool:
        """Go to the next place that looks like the beginning of a record; return False if there is none."""
        mark = _MEMBER if self.packed else b"WARC/"
        held = self.waiting if self.packed else self.buffer + self.waiting
        self.buffer, self.waiting = b"", held
        place = self.waiting.find(mark, int(self.total - len(held) <= self.offset))  # not the bad one again
        while place < 0:
            data = self._read()
            if not data:
                self.waiting = b""
                return False
            self.waiting = self.waiting[-len(mark) + 1 :] + data if self.waiting else data
            place = self.waiting.find(mark)
        self.waiting = self.waiting[place:]
        self.offset = self.place()
        if self.packed:
            self.inflater = zlib.decompressobj(wbits=31)
        return True

    def take(self, size: int, keep: int) -> bytes:
        """Read the next `size` bytes and return the first `keep` of them; raises _BrokenError if there are fewer."""
        parts: list[bytes] = []
        while size:
            if not self.buffer and not self.more():
                raise _BrokenError("a record is shorter than it says")
            part, self.buffer = self.buffer[:size], self.buffer[size:]
            size -= len(part)
            if keep > 0:
                parts.append(part[:keep])
                keep -= len(part)
        return b"".join(parts)

    def record(self) -> _Record | None:
        """Return the headers of the next record of this member, or None at its end."""
        while True:
            self.buffer = self.buffer.lstrip(b"\r\n")
            if not self.packed:
                self.offset = self.place()
            if self.buffer or not self.more():
                break
        if not self.buffer:
            return None
        end = -1
        while (end := _end_of_headers(self.buffer)) < 0:
            if len(self.buffer) > MAX_HEADER or not self.more():
                raise _BrokenError("headers without end")
        record = _parse_headers(
            self.buffer[:end]
        )  # before the buffer moves on: bytes that are no record may hold the next one
        self.buffer = self.buffer[end:]
        return record


def _end_of_headers(data: bytes) -> int:
    ends = [place + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (place := data.find(mark)) >= 0]
    return min(ends) if ends else -1


def _parse_headers(head: bytes) -> _Record:
    lines = head.decode("utf-8", "replace").splitlines()
    if not lines or not lines[0].startswith("WARC/"):
        arc = bool(lines) and lines[0].startswith("filedesc:")
        raise _BrokenError("an ARC file, which `parallax import` reads" if arc else "no WARC record")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 13):
        raise _BrokenError("a record without a length")
    return _Record(headers, int(length))


class Scan:
    """The wanted pages of one file; iterate over it once.

    `offset` and `inside` grow during the scan. A new scan with these values, over a stream that begins at `offset`,
    goes on after the last record that was returned. `inside` counts the records of the gzip member at `offset` that
    are done; it is 0 where each record is its own member, as in CC-NEWS. An error of the stream, such as a broken
    connection, is raised, and `offset` says where to go on.

    `records` counts all records, `left` those that were skipped by reason, `damaged` the damaged places. Refusals at
    the end report them.
    """

    def __init__(self, stream: BinaryIO, wanted: CoverageQuery, url: str, offset: int = 0, inside: int = 0) -> None:
        self.wanted, self.url, self.offset, self.inside = wanted, url, offset, inside
        self.records = self.pages = self.damaged = 0
        self.left: Counter[RefusalKind] = Counter()
        self.first_damage = ""
        self._stream = _Stream(stream, offset)

    def __iter__(self) -> Iterator[Page | Refusal]:
        stream, going, sound = self._stream, True, True
        while going:
            try:
                for finding in self._member():
                    sound = True
                    if finding is not None:
                        yield finding
                going = stream.packed and stream.next_member()
                self.offset, self.inside = stream.place() if going else stream.total, 0
            except _BrokenError as error:
                self.damaged += sound  # a stretch of damage counts once, however many records it looks like
                self.first_damage = self.first_damage or f"{error} (at byte {stream.offset})"
                sound = False
                going = stream.skip_damage()
                self.offset, self.inside = stream.place(), 0
        yield from self._refusals()

    def _member(self) -> Iterator[Page | Refusal | None]:
        """Yield what the records of a member or of a plain file hold, None for a skipped record.

        The last record of a member is returned only after the member's checksum was verified.
        """
        stream = self._stream
        held: Page | Refusal | None = None
        done, number = self.inside, 0
        while (record := stream.record()) is not None:
            if held is not None:
                self.inside = number
                yield self._given(held)
            number += 1
            if number <= done:
                stream.take(record.length, 0)
                continue
            held = self._record(record)
            self.records += 1
            if not stream.packed:  # no checksum to wait for
                self.offset = stream.place()
                yield None if held is None else self._given(held)
                held = None
            elif held is None:
                yield None
        if held is not None:
            # The member is read to its end, so the next scan begins after it.
            self.offset, self.inside = stream.place(), 0
            yield self._given(held)

    def _given(self, finding: Page | Refusal) -> Page | Refusal:
        self.pages += isinstance(finding, Page)
        return finding

    def _record(self, record: _Record) -> Page | Refusal | None:
        reason = self._unwanted(record)
        if reason is not None:
            self.left[reason] += 1
            self._stream.take(record.length, 0)
            return None
        data = self._stream.take(record.length, MAX_RECORD + 1)
        url = _target(record) or self.url
        if len(data) > MAX_RECORD:
            return Refusal(url, RefusalKind.TOO_LARGE, f"the page has more than {MAX_RECORD:,} bytes")
        page = _page(record, url, data)
        if isinstance(page, Page) and not self.wanted.has_term(_text(page)):
            self.left[RefusalKind.OFF_EVENT] += 1
            return None
        return page

    def _unwanted(self, record: _Record) -> RefusalKind | None:
        """Return why a record is skipped, by its headers alone, or None."""
        if record.headers.get("warc-type") not in {"response", "resource"}:
            return RefusalKind.SKIPPED
        url = _target(record)
        if url is None or (self.wanted.outlets and self.wanted.outlet_of(url) is None):
            return RefusalKind.SKIPPED
        when = iso_time(record.headers.get("warc-date"))
        return None if self.wanted.dated(when, MARGIN) else RefusalKind.OFF_WINDOW

    def _refusals(self) -> Iterator[Refusal]:
        for kind, count in sorted(self.left.items()):
            what = f"{count:,} of {self.records:,} records {_WHY[kind]}"
            yield Refusal(self.url, kind, what, None, count)
        if self.damaged:
            what = f"{self.damaged} damaged places, passed over; the first: {self.first_damage}"
            yield Refusal(self.url, RefusalKind.DAMAGED, what, None, self.damaged)
        if not self.records and not self.damaged:
            yield Refusal(self.url, RefusalKind.EMPTY, "the file has no record")


_WHY = {
    RefusalKind.SKIPPED: "are no pages of these outlets",
    RefusalKind.OFF_WINDOW: "were fetched outside the event's days",
    RefusalKind.OFF_EVENT: "have no term of the event",
}


def _target(record: _Record) -> str | None:
    return absolute("", record.headers.get("warc-target-uri", "").strip("<> "))


def _page(record: _Record, url: str, data: bytes) -> Page | Refusal | None:
    """Return the page in a record's block; None for other media, redirects and errors."""
    when = iso_time(record.headers.get("warc-date"))
    content_type = record.headers.get("content-type", "")
    body = data
    if not content_type.startswith("application/http"):
        media = content_type.split(";")[0].strip().lower()
        return Page(url, url, data, content_type or None, when) if media in _HTML else None
    end = _end_of_headers(data)
    head = data[: end if end >= 0 else 0].decode("latin-1").splitlines()
    status = head[0].split(None, 2)[1:2] if head and head[0].startswith("HTTP/") else []
    if not status:
        return Refusal(url, RefusalKind.DAMAGED, "the record holds no HTTP answer")
    fields = (line.partition(":") for line in head[1:])
    headers = {name.strip().lower(): value.strip() for name, colon, value in fields if colon}
    media = headers.get("content-type", "").split(";")[0].strip().lower()
    if status[0] != "200" or media not in _HTML:
        return None
    body = data[end:]
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = dechunk(body)
    encoding = headers.get("content-encoding", "").strip().lower()
    decoded = body if encoding in {"", "identity"} else inflate(body, encoding)
    if decoded is None:
        return Refusal(url, RefusalKind.FORMAT, f"its {encoding[:20]!r} content cannot be decoded")
    return Page(url, url, decoded, headers.get("content-type"), when)


_CODE = re.compile(r"<(script|style)\b[^<>]{0,2000}>", re.I)
_TAG = re.compile(r"<[^<>]{0,4000}>")
_LOOKED_AT = 600_000  # characters of a page


def _text(page: Page) -> str:
    """Return a page's text roughly, enough to see whether a term occurs in it."""
    try:
        text = decode(page.body, page.content_type).text[:_LOOKED_AT]
    except NotText:
        return ""
    parts: list[str] = []
    at = 0
    while (match := _CODE.search(text, at)) is not None:
        parts.append(text[at : match.start()])
        end = text.find(f"</{match.group(1)}", match.end())
        at = end if end >= 0 else len(text)
    return html.unescape(_TAG.sub(" ", "".join([*parts, text[at:]])))
