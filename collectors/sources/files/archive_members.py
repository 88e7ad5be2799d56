"""The parts of an archive file that can be read independently: gzip members, or a plain file from some offset on.

Each part counts the bytes read from it and records whether it is damaged, so that one bad record costs only itself.
"""

from __future__ import annotations

import re
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import BinaryIO

from collectors.sources.files.raw_bytes import BLOCK, GZIP

_MEMBER = GZIP + b"\x08"  # the only compression method gzip has
_RECORD = re.compile(rb"WARC/1\.[01]\r\n")


class HeaderTooLongError(OSError):
    """A part gave more bytes than its reader allowed: no record header is that long."""


class ArchivePart(ABC):
    """A stream for archive readers; `read` fails after more than `budget` bytes without a call of `refill`.

    Attributes:
        damaged: Whether it was found to be damaged.
        given: Bytes read so far.
        budget: The value of `given` after which `read` fails.
    """

    damaged = False

    def __init__(self) -> None:
        self.given = 0
        self.budget = 0

    def refill(self, budget: int) -> None:
        """Allow so many bytes more from here on."""
        self.budget = self.given + budget

    @property
    def bad(self) -> bool:
        """Whether the bytes read so far cannot be trusted."""
        return self.damaged

    def tell(self) -> int:
        """The number of bytes read so far."""
        return self.given

    def read(self, size: int = -1) -> bytes:
        """Read some bytes.

        Args:
            size: At most so many; negative for one block.

        Returns:
            The bytes; empty at the end and where the part is damaged.

        Raises:
            HeaderTooLongError: The budget is used up.
        """
        if self.given > self.budget:
            raise HeaderTooLongError("no record header is that long")
        data = self._next(BLOCK if size < 0 else min(size, BLOCK))
        self.given += len(data)
        return data

    @abstractmethod
    def _next(self, size: int) -> bytes:
        """The next bytes, `size` at most."""


class PlainPart(ArchivePart):
    """A file from an offset to its end."""

    def __init__(self, stream: BinaryIO, offset: int) -> None:
        super().__init__()
        self.stream, self.offset = stream, offset
        stream.seek(offset)

    def _next(self, size: int) -> bytes:
        return self.stream.read(size)

    def next_record(self, after: int) -> int | None:
        """Find the next WARC record.

        Args:
            after: Start searching behind so many bytes of this part.

        Returns:
            Its offset in the file; None where there is none.
        """
        start = self.offset + after
        self.stream.seek(start)
        tail = b""
        skipped = False
        while block := self.stream.read(BLOCK):
            if not skipped:  # the blank lines before the record that just failed, and its own first letter
                lead = len(block) - len(block.lstrip(b"\r\n"))
                block, start, skipped = block[lead + 1 :], start + lead + 1, True
            window = tail + block
            match = _RECORD.search(window)
            if match:
                return start - len(tail) + match.start()
            tail = window[-9:]
            start += len(block)
        return None


class GzipPart(ArchivePart):
    """One gzip member; `data` are raw bytes read but not yet used, in the end those after the member."""

    def __init__(self, stream: BinaryIO, data: bytes, *, sure: bool) -> None:
        super().__init__()
        self.stream, self.data = stream, data
        self.sure = sure  # a member must begin here; behind damage, these bytes may look like one by chance
        self.inflater = zlib.decompressobj(wbits=31)

    @property
    def bad(self) -> bool:
        """Whether this is a damaged member, and not merely bytes that look like the beginning of one."""
        return self.damaged and (self.sure or self.given > 0)

    def _next(self, size: int) -> bytes:
        while not self.damaged and not self.inflater.eof:
            self.data = self.data or self.stream.read(BLOCK)
            if not self.data:
                self.damaged = True
                break
            try:
                out = self.inflater.decompress(self.data, size)
            except zlib.error:
                self.damaged = True
                break
            self.data = self.inflater.unused_data if self.inflater.eof else self.inflater.unconsumed_tail
            if out:
                return out
        return b""

    def rest(self) -> bytes:
        """The raw bytes from the next member on; empty at the end of the file."""
        while self._next(BLOCK):
            pass
        data = self.data
        if self.damaged and not self.given:
            data = data[1:]  # not a member at all: look further on
        while True:
            start = data.find(_MEMBER)
            if start >= 0:
                return data[start:]
            tail = data[-2:]
            block = self.stream.read(BLOCK)
            if not block:
                return b""
            data = tail + block


def gzip_parts(stream: BinaryIO) -> Iterator[GzipPart]:
    """The members of a gzip file, including those after a damaged one."""
    data, sure = stream.read(BLOCK), True
    while data:
        part = GzipPart(stream, data, sure=sure)
        yield part
        data = part.rest()
        sure = not part.damaged
