"""Bytes, lines and text of a file, plain or gzip, within bounds. Damage is a value: what stood before it is kept."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from collectors.model import OutcomeKind
from collectors.sources.files.file_items import MAX_BYTES, Damage

BLOCK = 1 << 16
GZIP = b"\x1f\x8b"

#: First bytes of files that are often given by mistake.
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP, Word or Excel file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"SQLite format 3\x00": "an SQLite database",
    b"PAR1": "a Parquet file",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"\x7fELF": "a program",
}
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_PRINTABLE_CONTROLS = b"\t\n\r\f\b\x1b"


def blocks(stream: BinaryIO) -> Iterator[bytes | Damage]:
    """The bytes of a file in blocks of at most 1 MB, decompressed where they are gzip. Damage comes last."""
    first = stream.read(BLOCK)
    if not first.startswith(GZIP):
        while first:
            yield first
            first = stream.read(BLOCK)
        return
    yield from _inflate(stream, first)


def _inflate(stream: BinaryIO, data: bytes) -> Iterator[bytes | Damage]:
    again = "take it again from where it came from"
    member = zlib.decompressobj(wbits=31)
    while data:
        try:
            out = member.decompress(data, 1 << 20)
        except zlib.error:
            yield Damage("the gzip data are damaged; what stands before the damage was read", again)
            return
        if out:
            yield out
        if not member.eof:
            data = member.unconsumed_tail or stream.read(BLOCK)
            continue
        data = member.unused_data.lstrip(b"\0")  # tapes pad with zeros
        while not data and (block := stream.read(BLOCK)):
            data = block.lstrip(b"\0")
        if data:
            member = zlib.decompressobj(wbits=31)
    if not member.eof:
        yield Damage("the gzip file ends before its end; what stands before the cut was read", again)


def lines(stream: BinaryIO, limit: int = MAX_BYTES) -> Iterator[tuple[int, bytes | Damage]]:
    """Numbered lines without their line feeds. A line beyond the limit is passed over and told; the unfinished last
    line of a damaged file is left out, since it is only a part of one."""
    number, size, parts = 1, 0, list[bytes]()
    for block in blocks(stream):
        if isinstance(block, Damage):
            yield number, block
            return
        *whole, rest = block.split(b"\n")
        for piece in whole:
            yield number, b"".join([*parts, piece]) if size + len(piece) <= limit else _too_long(number, limit)
            number, size, parts = number + 1, 0, []
        size += len(rest)
        if size <= limit:
            parts.append(rest)
        else:
            parts.clear()
        if size > 64 * limit:
            yield number, _too_long(number, limit, "the rest of the file was not read")
            return
    if size:
        yield number, b"".join(parts) if size <= limit else _too_long(number, limit)


def _too_long(number: int, limit: int, also: str = "the other lines were read") -> Damage:
    what = f"the line is longer than {limit:,} bytes; {also}"
    return Damage(what, "give each article a line of its own", number, OutcomeKind.TOO_LARGE)


def whole(stream: BinaryIO, limit: int = MAX_BYTES) -> bytes | Damage:
    """All bytes of a file of at most `limit` bytes after decompression."""
    parts: list[bytes] = []
    size = 0
    for block in blocks(stream):
        if isinstance(block, Damage):
            return block
        parts.append(block)
        size += len(block)
        if size > limit:
            return Damage(
                f"is larger than {limit:,} bytes", "save the page without its media", None, OutcomeKind.TOO_LARGE
            )
    return b"".join(parts)


def decode(data: bytes, line: int | None = None) -> str | Damage:
    """UTF-8 text, with or without a byte order mark."""
    try:
        return data.decode("utf-8-sig" if line in {None, 1} else "utf-8")
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 at byte {error.start + 1} of the {'line' if line else 'file'}"
        return Damage(what, "save the file as UTF-8", line)


def not_text(head: bytes) -> Damage | None:
    """Why the first bytes of a file cannot be text, or None where they can."""
    if not head.strip():
        return Damage("is empty", "give a file with articles, or leave it out")
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            return Damage(f"is {name}, not text", "give JSONL, CSV, HTML, WARC or plain text")
    if head.startswith(_WIDE) or head.count(b"\0") > len(head) // 3:
        return None  # UTF-16, or nothing that can be decoded, which is told then
    controls = sum(head.count(bytes([code])) for code in range(32) if code not in _PRINTABLE_CONTROLS)
    # A stray NUL in a text is replaced and told; a binary file has one control byte in eight and more.
    if controls > len(head) // 20:
        return Damage("is a binary file, not text", "give JSONL, CSV, HTML, WARC or plain text")
    return None
