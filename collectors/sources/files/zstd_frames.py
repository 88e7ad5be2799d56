"""zstd data unpacked within limits: frames one after another, with the dictionary that a .warc.zst file begins with.

Few bytes can unpack to gigabytes, so input goes in by small pieces; a frame whose window is larger than `_WINDOW` is
refused by the decompressor.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

import zstandard

from collectors.sources.files.file_items import Damage

FRAME = b"\x28\xb5\x2f\xfd"
#: The skippable frame in which a .warc.zst file (IIPC, WARC compression with zstd) keeps its dictionary.
DICTIONARY = b"\x5d\x2a\x4d\x18"
_WINDOW = 1 << 27
_MOST_DICTIONARY = 16 << 20
_PIECE = 1_024
_AGAIN = "take it again from where it came from"


def unpacked(data: bytes, more: Callable[[], bytes]) -> Iterator[bytes | Damage]:
    """Unpack zstd frames.

    Args:
        data: The first bytes, which begin with FRAME or DICTIONARY.
        more: Returns the next bytes; none at the end.

    Yields:
        Unpacked bytes; damage, after which nothing comes, for broken or cut data.
    """
    try:
        dictionary, data = _dictionary(data, more)
        yield from _frames(dictionary, data, more)
    except (zstandard.ZstdError, struct.error):
        yield Damage("the zstd data are damaged; what stands before the damage was read", _AGAIN)


def _frames(
    dictionary: zstandard.ZstdCompressionDict | None, data: bytes, more: Callable[[], bytes]
) -> Iterator[bytes | Damage]:
    frame = _decompressor(dictionary)
    begun = False
    while data := data or more():
        piece, data = data[:_PIECE], data[_PIECE:]
        begun = True
        if out := frame.decompress(piece):
            yield out
        if frame.eof:
            data = frame.unused_data + data
            frame, begun = _decompressor(dictionary), False
    if begun:
        yield Damage("the zstd file ends before its end; what stands before the cut was read", _AGAIN)


def _decompressor(dictionary: zstandard.ZstdCompressionDict | None) -> zstandard.ZstdDecompressionObj:
    return zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=_WINDOW).decompressobj()


def _dictionary(data: bytes, more: Callable[[], bytes]) -> tuple[zstandard.ZstdCompressionDict | None, bytes]:
    """Return the dictionary that the data begin with, if they do, and the data after it."""
    if not data.startswith(DICTIONARY):
        return None, data
    while len(data) < 8 and (block := more()):
        data += block
    (size,) = struct.unpack("<I", data[4:8])
    if size > _MOST_DICTIONARY:
        raise zstandard.ZstdError("a dictionary of so many bytes is none")
    while len(data) < 8 + size and (block := more()):
        data += block
    held, rest = data[8 : 8 + size], data[8 + size :]
    if held.startswith(FRAME):
        held = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompress(held, max_output_size=_MOST_DICTIONARY)
    return zstandard.ZstdCompressionDict(held), rest
