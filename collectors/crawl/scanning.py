"""Files that are read through instead of fetched: CC-NEWS. A thread for each scan hands over a few pages at a time and
waits until they are stored; how far it came is stored with them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import BinaryIO

from collectors.crawl.frontier import Item
from collectors.crawl.jobs import Fetched, Job
from collectors.crawl.ledger import Ended, Visit
from collectors.crawl.outcomes import of_index, of_refusal
from collectors.crawl.pages import Again
from collectors.crawl.resolver import Lookup
from collectors.crawl.settings import Limits
from collectors.crawl.stream import StreamError, open_stream
from collectors.model import Entry, Page
from collectors.sources.base import Refusal, RefusalKind, page_request, patience
from collectors.sources.ccnews import CcNews, Scan
from collectors.store import Refused

#: Pages handed over at once.
CHUNK = 25


@dataclass(frozen=True, slots=True)
class Scanned:
    """A part of a file: its wanted pages, and from where to go on. `ended`: it was the last part, because the file
    ended or, with `error`, because it could not be read further."""

    item: Item
    pages: tuple[Page, ...]
    refusals: tuple[Refusal, ...]
    ended: bool
    error: StreamError | None
    stored: threading.Event = field(compare=False, default_factory=threading.Event)


class Scanner:
    """Scans files one after the other; `give` is called with each part, in the scanner's thread."""

    def __init__(self, source: CcNews, limits: Limits, lookup: Lookup | None, give: Callable[[Scanned], None]) -> None:
        self.source, self.limits, self.lookup, self.give = source, limits, lookup, give
        self._closed = threading.Event()
        self._one = threading.Lock()

    def scan(self, item: Item) -> None:
        """Begin, or go on where the item's request says."""
        threading.Thread(target=self._scan, args=(item,), name=f"scan {item.request.url}", daemon=True).start()

    def _scan(self, item: Item) -> None:
        # One at a time: a second connection would make neither faster, and the scans themselves need a CPU.
        with self._one:
            pages: list[Page] = []
            refusals: list[Refusal] = []
            error: StreamError | None = None
            offset, inside = (_number(item, name) for name in ("offset", "inside"))
            scan: Scan | None = None
            stream: BinaryIO | None = None
            try:
                stream = open_stream(item.request.url, offset, self.limits, self.lookup)
                scan = self.source.scan(stream, item.request.url, offset, inside)
                for found in scan:
                    if isinstance(found, Refusal):
                        refusals.append(found)
                        continue
                    pages.append(found)
                    if len(pages) >= CHUNK:
                        item = _moved(item, scan.offset, scan.inside)
                        if not self._hand_over(Scanned(item, tuple(pages), tuple(refusals), False, None)):
                            return
                        pages, refusals = [], []
            except StreamError as broken:
                error = broken
            finally:
                if stream is not None:
                    stream.close()
            if scan is not None and scan.offset > offset:
                item = _moved(item, scan.offset, scan.inside)
            self._hand_over(Scanned(item, tuple(pages), tuple(refusals), True, error))

    def _hand_over(self, part: Scanned) -> bool:
        """Give a part and wait until it is stored; False where the scanner was closed meanwhile."""
        self.give(part)
        while not part.ended and not part.stored.wait(0.5):
            if self._closed.is_set():
                return False
        return not self._closed.is_set()

    def close(self) -> None:
        """End the scans under way."""
        self._closed.set()


def _number(item: Item, name: str) -> int:
    value = item.request.context.get(name)
    return value if isinstance(value, int) else 0


def _moved(item: Item, offset: int, inside: int) -> Item:
    context = {**item.request.context, "offset": offset, "inside": inside}
    return replace(item, request=replace(item.request, context=context, tries=0))


def page_item(page: Page, item: Item, outlet: str | None) -> tuple[Item, Fetched]:
    """A page of a file as an item of its own, and as the answer that the file holds."""
    url = page.url or page.id
    entry = Entry(url, item.request.source, outlet, captured=page.fetched_at, fetch=(item.request.url,))
    request = page_request(entry)
    headers = (("Content-Type", page.content_type),) if page.content_type else ()
    job = Job(f"page {url}", item.request.url, item.slot)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Item(request, entry), Fetched(job, url, 200, headers, page.body, page.body, page.fetched_at or now)


def scan_ended(part: Scanned, event: str, wait: float) -> Ended | Again:
    """What to do where a file ended, or could not be read further."""
    item, request = part.item, part.item.request
    if part.error is not None and part.error.again:
        refusal = patience(request, Refusal(request.url, RefusalKind.HTTP, str(part.error)), wait)
        if refusal.retry_after is not None:
            again = replace(item, request=request.again(refusal.retry_after))
            return Again(again, refusal.retry_after)
    refusals = list(part.refusals)
    if part.error is not None:
        refusals.append(Refusal(request.url, RefusalKind.HTTP, str(part.error)))
    own = [r for r in refusals if r.url == request.url]
    outcome = of_index(request.url, request.outlet, own, len(part.pages))
    passing = part.error is not None and part.error.again
    visit = Visit(request.source, request.outlet, request.url, outcome.kind)
    others = [Refused(of_refusal(r, None), event) for r in refusals if r not in own]
    return Ended(item, Refused(outcome, event), passing, visit=visit, others=others)
