"""Common Crawl's CC-NEWS: WARC files of news pages since 26 August 2016, found by month and scanned for wanted pages.

There is no index: a day is some twenty files of about 1 GB each, which have to be read through. `read` finds the files.
`Scan` reads one of them as a stream in bounded memory; it can be a task of an executor, and can go on from where an
earlier scan stopped. A file's time is that of its first record, and records bear the time of fetching.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import BinaryIO

from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.source_protocol import (
    Finding,
    Kind,
    Rate,
    Refusal,
    RefusalKind,
    Request,
    Response,
    SourceKind,
    refused,
)
from collectors.sources.source_times import iso_time, moment_of, months
from collectors.sources.warc_scan import Scan
from collectors.sources.web_markup import GZIP, absolute, gunzip

BASE = "https://data.commoncrawl.org/"
#: The first day of the collection.
FIRST_DAY = date(2016, 8, 26)
#: Seconds before a listing that answered 429 or 503 is asked for again.
WAIT = 60.0
#: Most bytes of an unpacked listing; a month has some 700 lines of 70 characters.
MAX_LISTING = 4_000_000
#: Most files of one month.
MAX_FILES = 5_000

_FILE = re.compile(r"\S{0,200}?CC-NEWS-(\d{14})-\d{1,8}\.warc(?:\.gz)?\Z")


@dataclass(frozen=True)
class CcNews:
    """The CC-NEWS files of the event's days.

    `late` is the number of days after the event within which its pages may have been fetched.
    """

    wanted: CoverageQuery
    base: str = BASE
    late: int = 1
    name: str = "ccnews"
    page_rate: Rate | None = None

    def start(self) -> Iterable[Request]:
        """Ask for the listing of each month that the event's days touch, from `FIRST_DAY` on."""
        window = self.wanted.window(self.late)
        if window is None:
            return
        for year, month in months(max(window[0], FIRST_DAY), window[1]):
            url = absolute(self.base, f"crawl-data/CC-NEWS/{year}/{month:02}/warc.paths.gz")
            if url:
                yield Request(url, self.name, Kind.LISTING)

    def read(self, request: Request, response: Response) -> Iterator[Finding]:
        """Read a listing, or a file.

        Args:
            request: What was asked for.
            response: The answer.

        Yields:
            For a listing, requests of kind WARC for the files that can hold pages of the event, the earliest first. For
            a file, its pages; large files are better scanned as a stream.
        """
        failed = refused(request, response, WAIT)
        if failed:
            yield failed
        elif request.kind is Kind.WARC:
            values = (request.context.get(name) for name in ("offset", "inside"))
            offset, inside = (value if isinstance(value, int) else 0 for value in values)
            yield from self.scan(BytesIO(response.body), request.url, offset, inside)
        else:
            yield from self._files(response)

    def scan(self, stream: BinaryIO, url: str, offset: int = 0, inside: int = 0) -> Scan:
        """Scan one file from a byte on.

        Args:
            stream: The file, already at `offset`.
            url: Its address.
            offset: The byte to begin at.
            inside: Records of the member there that were read before (see Scan).
        """
        return Scan(stream, self.wanted, url, offset, inside)

    def _files(self, response: Response) -> Iterator[Finding]:
        body = response.body
        data = gunzip(body, MAX_LISTING) if body.startswith(GZIP) else body
        if data is None:
            yield Refusal(response.url, RefusalKind.DAMAGED, "the gzip data are damaged or cut short", WAIT)
            return
        if len(data) > MAX_LISTING:
            yield Refusal(response.url, RefusalKind.TOO_LARGE, f"the listing has more than {MAX_LISTING:,} bytes")
            return
        lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines() if line.strip()]
        files = [(match.group(1), line) for line in lines if (match := _FILE.match(line))]
        bad = len(lines) - len(files)
        if bad:
            what = f"{bad} lines of the listing name no CC-NEWS file; one is {_first_bad(lines)[:100]}"
            yield Refusal(response.url, RefusalKind.FORMAT, what, None, bad)
        chosen = self._in_time(sorted(files)[:MAX_FILES])
        if not chosen:
            yield Refusal(response.url, RefusalKind.EMPTY, "no file of this listing reaches into the event's days")
        for path in chosen:
            url = absolute(self.base, path)
            if url:
                yield Request(url, self.name, Kind.WARC, context={"offset": 0})

    def _in_time(self, files: list[tuple[str, str]]) -> list[str]:
        """Return the files begun inside the window, and the last one begun before it, which reaches into it."""
        window = self.wanted.window(self.late)
        if window is None:
            return [path for _, path in files]
        first = datetime.combine(window[0], time(), UTC)
        end = datetime.combine(window[1], time(), UTC) + timedelta(days=1)
        begun = [(moment_of(iso_time(stamp)), path) for stamp, path in files]
        dated = [(moment, path) for moment, path in begun if moment and moment < end]
        before = [path for moment, path in dated if moment < first]
        return before[-1:] + [path for moment, path in dated if moment >= first]


def _first_bad(lines: list[str]) -> str:
    return next((line for line in lines if not _FILE.match(line)), "")


__all__ = ["CcNews", "Scan"]


#: A day of CC-NEWS is some 20 GB, so it is asked only if it is named.
KIND = SourceKind(
    name="ccnews",
    make=lambda query, at: CcNews(query, at["PARALLAX_CCNEWS"]),
    addresses={"PARALLAX_CCNEWS": BASE},
    default=False,
)
