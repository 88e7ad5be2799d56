"""One part of a file that is scanned: the task of an executor, in this process, another one or on another machine.

This module does not load the crawler, because a worker does not need it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from collectors.crawl.address_guard import Lookup
from collectors.crawl.guarded_stream import StreamError, open_stream
from collectors.crawl.limits import Limits
from collectors.model import Page
from collectors.sources.ccnews import CcNews, Scan
from collectors.sources.source_protocol import Refusal

#: Wanted pages of one task. A task takes a minute or more of reading, against some 10 ms to hand it out.
TASK = 100


@dataclass(frozen=True, slots=True)
class PartPlace:
    """Where to go on: the byte offset in the file, and how many records of the member there were read."""

    offset: int = 0
    inside: int = 0


@dataclass(frozen=True, slots=True)
class ScanPart:
    """The wanted pages of a part of a file, and where to go on.

    Attributes:
        pages: The wanted pages.
        refusals: What was not taken, with the reasons.
        place: Where the next part begins.
        ended: Whether this is the last part, because the file ended or, with `error`, because it could not be read on.
        error: Why the file could not be read on, or None.
        again: Whether reading on may succeed later.
    """

    pages: tuple[Page, ...]
    refusals: tuple[Refusal, ...]
    place: PartPlace
    ended: bool
    error: str | None = None
    again: bool = False


def parts(
    source: CcNews, url: str, place: PartPlace, limits: Limits, lookup: Lookup | None, size: int
) -> Iterator[ScanPart]:
    """Yield the parts of a file from a place on.

    Args:
        source: Finds the wanted pages.
        url: The address of the file.
        place: Where to begin.
        limits: Manners and limits of the connection.
        lookup: Resolves names; None uses the system's resolver.
        size: Wanted pages of each part; the last one may have fewer.
    """
    pages: list[Page] = []
    refusals: list[Refusal] = []
    error: StreamError | None = None
    scan: Scan | None = None
    stream: BinaryIO | None = None
    try:
        stream = open_stream(url, place.offset, limits, lookup)
        scan = source.scan(stream, url, place.offset, place.inside)
        for finding in scan:
            if isinstance(finding, Refusal):
                refusals.append(finding)
                continue
            pages.append(finding)
            if len(pages) >= size:
                place = PartPlace(scan.offset, scan.inside)
                yield ScanPart(tuple(pages), tuple(refusals), place, ended=False)
                pages, refusals = [], []
    except StreamError as broken:
        error = broken
    finally:
        if stream is not None:
            stream.close()
    if scan is not None and scan.offset > place.offset:
        place = PartPlace(scan.offset, scan.inside)
    said = None if error is None else str(error)
    yield ScanPart(tuple(pages), tuple(refusals), place, True, said, error is not None and error.again)


def scan_part(source: CcNews, url: str, place: PartPlace, limits: Limits, lookup: Lookup | None = None) -> ScanPart:
    """Return the next part of a file, as a task that can be repeated with the same result.

    Args:
        source: Finds the wanted pages.
        url: The address of the file.
        place: Where to begin.
        limits: Manners and limits of the connection.
        lookup: Resolves names; None uses the system's resolver.
    """
    part_stream = parts(source, url, place, limits, lookup, TASK)
    try:
        return next(part_stream)
    finally:
        part_stream.close()  # type: ignore[attr-defined]  # it is a generator
