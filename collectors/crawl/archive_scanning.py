"""Scanning of files that are read through instead of fetched: CC-NEWS.

A thread for each scan hands over a few pages at a time and waits until they are stored. How far it came is stored with
them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from collectors.crawl.address_guard import Lookup
from collectors.crawl.fetch_jobs import Fetched, Job
from collectors.crawl.frontier import FrontierItem
from collectors.crawl.guarded_stream import StreamError
from collectors.crawl.ledger import LedgerVisit, RequestEnd
from collectors.crawl.limits import Limits
from collectors.crawl.outcome_kinds import of_index, of_refusal
from collectors.crawl.page_answers import FetchAgain
from collectors.crawl.scan_parts import PartPlace, ScanPart, parts, scan_part
from collectors.errors import ParallaxError
from collectors.model import Entry, Page
from collectors.sources.ccnews import CcNews
from collectors.sources.source_protocol import Refusal, RefusalKind, page_request, patience
from collectors.store import RefusedArticle
from collectors.support.executors import PROCESSES, executor_at

#: Pages handed over at once when a file is scanned in this process.
CHUNK = 25
#: Files that a cluster scans at once, so that many workers do not open many connections to a host.
CLUSTER_FILES = 8
#: How often a part is tried if its worker breaks down.
TRIES = 3


@dataclass(frozen=True, slots=True)
class Scanned:
    """A part of a file: its wanted pages, and where to go on.

    Attributes:
        item: The file's item, with the place to go on from in its request.
        pages: The wanted pages of this part.
        refusals: What was not taken, with the reasons.
        ended: Whether this is the last part, because the file ended or, with `error`, because it could not be read on.
        error: Why the file could not be read on, or None.
        stored: Set by the receiver once the part is stored.
    """

    item: FrontierItem
    pages: tuple[Page, ...]
    refusals: tuple[Refusal, ...]
    ended: bool
    error: StreamError | None
    stored: threading.Event = field(compare=False, default_factory=threading.Event)


class Scanner:
    """Scans files and calls `give` with each part, in a thread of the scanner.

    Without an executor it scans one file at a time: a second connection would make neither faster, and the scans
    themselves need a CPU. With an executor it scans up to `files` at a time, and each part is a task.

    Args:
        source: Finds the wanted pages in a file.
        limits: Manners and limits of the connection.
        lookup: Resolves names; None uses the system's resolver.
        give: Takes each part.
        make: Opens an executor; None scans in this process.
        files: Number of files scanned at once.
    """

    def __init__(
        self,
        source: CcNews,
        limits: Limits,
        lookup: Lookup | None,
        give: Callable[[Scanned], None],
        make: Callable[[], Executor] | None = None,
        files: int = 1,
    ) -> None:
        self.source, self.limits, self.lookup, self.give = source, limits, lookup, give
        self._closed = threading.Event()
        self.files, self._free = files, threading.Semaphore(files)
        self._make, self._lock = make, threading.Lock()
        self._executor: Executor | None = make() if make else None

    def scan(self, item: FrontierItem) -> None:
        """Begin to scan a file, or go on from the place in the item's request."""
        threading.Thread(target=self._scan, args=(item,), name=f"scan {item.request.url}", daemon=True).start()

    def _scan(self, item: FrontierItem) -> None:
        with self._free:
            place = PartPlace(_number(item, "offset"), _number(item, "inside"))
            for part in self._parts(item.request.url, place):
                error = None if part.error is None else StreamError(part.error, again=part.again)
                item = _moved(item, part.place) if part.place != place else item
                place = part.place
                if not self._hand_over(Scanned(item, part.pages, part.refusals, part.ended, error)):
                    return

    def _parts(self, url: str, place: PartPlace) -> Iterator[ScanPart]:
        if self._make is None:
            yield from parts(self.source, url, place, self.limits, self.lookup, CHUNK)
            return
        while not self._closed.is_set():
            part = self._task(url, place)
            yield part
            if part.ended:
                return
            place = part.place

    def _task(self, url: str, place: PartPlace) -> ScanPart:
        """Return the next part from the executor; if its worker breaks down, try again in a new executor."""
        broken = ""
        for _ in range(TRIES):
            try:
                executor = self._open()
            except ParallaxError as error:
                return ScanPart((), (), place, True, str(error), True)
            try:
                return executor.submit(scan_part, self.source, url, place, self.limits, self.lookup).result()
            except (BrokenExecutor, OSError, RuntimeError) as error:
                # concurrent.futures, the network, or a cluster (its errors are RuntimeErrors) gave up on the worker.
                broken = f"the worker that scanned it broke down: {type(error).__name__}"
                self._drop(executor)
        return ScanPart((), (), place, True, broken, True)

    def _open(self) -> Executor:
        with self._lock:
            if self._executor is None:
                if self._make is None:
                    raise RuntimeError("there is no executor to open")
                self._executor = self._make()
            return self._executor

    def _drop(self, executor: Executor) -> None:
        with self._lock:
            if self._executor is executor:
                self._executor = None
        executor.shutdown(wait=False, cancel_futures=True)

    def _hand_over(self, part: Scanned) -> bool:
        """Give a part and wait until it is stored; return False if the scanner was closed meanwhile."""
        self.give(part)
        while not part.ended and not part.stored.wait(0.5):
            if self._closed.is_set():
                return False
        return not self._closed.is_set()

    def close(self) -> None:
        """End the scans under way."""
        self._closed.set()
        with self._lock:
            if self._executor is not None:
                self._executor.shutdown(wait=False, cancel_futures=True)


def scanner_at(
    where: str | None,
    processes: int,
    source: CcNews,
    limits: Limits,
    lookup: Lookup | None,
    give: Callable[[Scanned], None],
) -> Scanner:
    """Make a scanner in this process, or with the executor that `where` names.

    Args:
        where: As in `collectors.support.executors.executor_at`; None for this process.
        processes: Number of worker processes, where the executor is local.
        source: Finds the wanted pages in a file.
        limits: Manners and limits of the connection.
        lookup: Resolves names; None uses the system's resolver.
        give: Takes each part.

    Raises:
        ParallaxError: If there is no such executor.
    """
    if where is None:
        return Scanner(source, limits, lookup, give)
    files = processes if where == PROCESSES else CLUSTER_FILES
    return Scanner(source, limits, lookup, give, lambda: executor_at(where, processes), files)


def _number(item: FrontierItem, name: str) -> int:
    value = item.request.context.get(name)
    return value if isinstance(value, int) else 0


def _moved(item: FrontierItem, place: PartPlace) -> FrontierItem:
    context = {**item.request.context, "offset": place.offset, "inside": place.inside}
    return replace(item, request=replace(item.request, context=context, tries=0))


def page_item(page: Page, item: FrontierItem, outlet: str | None) -> tuple[FrontierItem, Fetched]:
    """Return a page of a file as an item of its own, and as the answer that the file holds for it.

    Args:
        page: The page.
        item: The item of the file.
        outlet: The page's outlet, if it is known.
    """
    url = page.url or page.id
    entry = Entry(url, item.request.source, outlet, captured=page.fetched_at, fetch=(item.request.url,))
    request = page_request(entry)
    headers = (("Content-Type", page.content_type),) if page.content_type else ()
    job = Job(f"page {url}", item.request.url, item.slot)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return FrontierItem(request, entry), Fetched(job, url, 200, headers, page.body, page.body, page.fetched_at or now)


def scan_ended(part: Scanned, event: str, wait: float) -> RequestEnd | FetchAgain:
    """Return what to do after the last part of a file: record its end, or ask for it again later.

    Args:
        part: The last part.
        event: The event's id.
        wait: Seconds before the first retry.
    """
    item, request = part.item, part.item.request
    if part.error is not None and part.error.again:
        refusal = patience(request, Refusal(request.url, RefusalKind.HTTP, str(part.error)), wait)
        if refusal.retry_after is not None:
            again = replace(item, request=request.again(refusal.retry_after))
            return FetchAgain(again, refusal.retry_after)
    refusals = list(part.refusals)
    if part.error is not None:
        refusals.append(Refusal(request.url, RefusalKind.HTTP, str(part.error)))
    own = [refusal for refusal in refusals if refusal.url == request.url]
    outcome = of_index(request.url, request.outlet, own, len(part.pages))
    passing = part.error is not None and part.error.again
    visit = LedgerVisit(request.source, request.outlet, request.url, outcome.kind)
    others = [RefusedArticle(of_refusal(other, None), event) for other in refusals if other not in own]
    return RequestEnd(item, RefusedArticle(outcome, event), passing, visit=visit, others=others)
