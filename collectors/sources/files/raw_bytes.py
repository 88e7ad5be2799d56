"""Bytes, lines and text of a file, plain, gzip or zstd, within limits. Damage is a value; what precedes it is kept."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from collectors.model import OutcomeKind
from collectors.sources.files.file_items import MAX_BYTES, Damage
from collectors.sources.files.zstd_frames import DICTIONARY, FRAME, unpacked

BLOCK = 1 << 16
GZIP = b"\x1f\x8b"
ZSTD = (FRAME, DICTIONARY)

#: The first bytes of kinds of files that are often given by mistake.
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
    b"\x7fELF": "a program",
}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_PRINTABLE_CONTROLS = b"\t\n\r\f\b\x1b"


def blocks(stream: BinaryIO) -> Iterator[bytes | Damage]:
    """The bytes of a file in blocks, decompressed where they are gzip or zstd; damage comes last.

    Blocks have at most 1 MB; those of zstd, which cannot be told to stop, at most some 32 MB.
    """
    first = stream.read(BLOCK)
    if first.startswith(ZSTD):
        yield from unpacked(first, lambda: stream.read(BLOCK))
        return
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
    """The numbered lines of a file, without line feeds.

    Args:
        stream: The file's bytes, plain or gzip.
        limit: At most so many bytes of a line.

    Yields:
        (number, bytes); damage for a longer line. The incomplete last line of a damaged file is left out.
    """
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
    """All bytes of a file after decompression; damage where they are more than `limit` or cannot be unpacked."""
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
    """Decode UTF-8.

    Args:
        data: The bytes of a line or a file.
        line: The number of the line; None for a whole file. A byte order mark is removed from the first line only.

    Returns:
        The text, or damage.
    """
    try:
        return data.decode("utf-8-sig" if line in {None, 1} else "utf-8")
    except UnicodeDecodeError as error:
        what = f"is not UTF-8 at byte {error.start + 1} of the {'line' if line else 'file'}"
        return Damage(what, "save the file as UTF-8", line)


def not_text(head: bytes) -> Damage | None:
    """Why a file with these first bytes cannot be text; None where it may be."""
    if not head.strip():
        return Damage("is empty", "give a file with articles, or leave it out")
    if head.startswith(_COMPOUND):
        return Damage("is an old Word, Excel or Outlook file (.doc, .xls, .msg)", "save it as .docx, .xlsx or .eml")
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            return Damage(f"is {name}, not text", "give JSONL, CSV, HTML, WARC or plain text")
    if head.startswith(_WIDE) or head.count(b"\0") > len(head) // 3:
        return None  # UTF-16, or undecodable, which decoding reports later
    controls = sum(head.count(bytes([code])) for code in range(32) if code not in _PRINTABLE_CONTROLS)
    # A stray NUL in a text is replaced and reported; in a binary file at least one byte in eight is a control byte.
    if controls > len(head) // 20:
        return Damage("is a binary file, not text", "give JSONL, CSV, HTML, WARC or plain text")
    return None
