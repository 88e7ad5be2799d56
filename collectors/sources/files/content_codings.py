"""Bodies without their content coding br or zstd, within limits."""

from __future__ import annotations

import io

import brotli  # type: ignore[import-untyped]  # ships no types
import zstandard

_BLOCK = 1 << 16
_WINDOW = 1 << 27


def unbrotli(data: bytes, limit: int) -> bytes | None:
    """Undo the content coding `br`.

    Args:
        data: The body.
        limit: Most bytes that are returned.

    Returns:
        The decoded bytes, of a larger body the first `limit` or a few more; None where they cannot be decoded.
    """
    decoder = brotli.Decompressor()
    out = bytearray()
    try:
        out += decoder.process(data, output_buffer_limit=_BLOCK)
        while not decoder.is_finished() and len(out) <= limit:
            if decoder.can_accept_more_data():
                return None  # all was given, and more is needed: cut
            out += decoder.process(b"", output_buffer_limit=_BLOCK)
    except brotli.error:
        return None
    return bytes(out)


def unzstd(data: bytes, limit: int) -> bytes | None:
    """Undo the content coding `zstd`; arguments and result as of `unbrotli`."""
    decoder = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    try:
        with decoder.stream_reader(io.BytesIO(data), read_across_frames=True) as reader:
            out = reader.read(limit)
    except zstandard.ZstdError:
        return None
    return out or None
