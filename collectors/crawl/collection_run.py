"""One run of a collection: requests out, answers in, and everything written down. See `collectors.collect`."""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from collectors.crawl.address_guard import Lookup, host_of
from collectors.crawl.archive_scanning import Scanned, Scanner, page_item, scan_ended, scanner_at
from collectors.crawl.fetch_jobs import Answer, Failed, Fetched, Job
from collectors.crawl.fetcher import Fetcher
from collectors.crawl.first_items import first_items
from collectors.crawl.frontier import Frontier, FrontierItem, Scope
from collectors.crawl.index_answers import index_of
from collectors.crawl.ledger import Ledger, RequestEnd
from collectors.crawl.limits import Limits, user_agent
from collectors.crawl.page_answers import (
    FetchAgain,
    NoPageReason,
    archived,
    captured,
    elsewhere,
    page_of,
    page_url,
    validator,
    without_page,
)
from collectors.crawl.page_reader import Reader
from collectors.crawl.request_queue import Outgoing
from collectors.crawl.warc_writer import WarcFolder, zulu
from collectors.extract.article_date import with_source_date
from collectors.model import Article, Outcome, OutcomeKind, Page, Unreadable
from collectors.pipeline import Summary, writable, zone_of_outlet
from collectors.sources.captures import acceptable
from collectors.sources.ccnews import CcNews
from collectors.sources.outlet_resolution import outlet_of, same_page
from collectors.sources.source_protocol import MAX_BYTES, Kind, Rate, Source, page_request
from collectors.sources.wayback import Wayback
from collectors.store import Incoming, RefusedArticle, Store
from collectors.store.transactions import writing

if TYPE_CHECKING:
    from collectors.config import Catalogue

#: Requests that robots.txt does not cover: interfaces with documented rates, and lists made for programs.
_NO_ROBOTS = frozenset({Kind.API, Kind.LISTING, Kind.WARC})
#: Items written in one transaction, and how long one waits for others (seconds).
BATCH, LINGER = 50, 1.0
UNDER_WAY = 64  # requests at once, over all hosts
BACKLOG = 16  # pages that wait for one reader; beyond it fetching waits too
GRACE = 20.0  # seconds in which a stopped run saves what it has

#: A page that is gone from the web may be in an archive.
_GONE = frozenset({OutcomeKind.HTTP_ERROR, OutcomeKind.UNREACHABLE, OutcomeKind.TOO_MANY_REDIRECTS})


@dataclass(frozen=True, slots=True)
class Options:
    """What to collect and how.

    Times are in seconds. Pages are checked again after `recheck`; a request that is not due within `patience` is left
    to the next run; `backoff` is the wait before the first retry. `scan_on` is where files are scanned, as in
    `collectors.support.executors.executor_at`; None for this process.
    """

    event: str
    sources: tuple[str, ...]
    outlets: tuple[str, ...] = ()
    recheck: float = 6 * 3600.0
    patience: float = 600.0
    backoff: float = 30.0
    processes: int = 1
    scan_on: str | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(slots=True)
class Collected:
    """The state of a run: outcomes by outlet, and the numbers of requests that are done, left and new."""

    summary: Summary = field(default_factory=Summary)
    by_outlet: dict[str, Counter[OutcomeKind]] = field(default_factory=lambda: defaultdict(Counter))
    done: int = 0
    left: int = 0
    fresh: int = 0
    resumed: bool = False
    stopped: bool = False


Watch = Callable[[Collected], None]


@dataclass(slots=True)
class _UnderWay:
    """An item under way, with its answer once that came; `file` is the key of the file that held the page."""

    item: FrontierItem
    fetched: Fetched | None = None
    file: str | None = None


class Collection:
    """One run of a collection."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        home: Path,
        options: Options,
        sources: Mapping[str, Source],
        stop: threading.Event,
        watch: Watch,
        lookup: Lookup | None = None,
    ) -> None:
        self.store, self.catalogue, self.options, self.sources = store, catalogue, options, sources
        self.home, self.stop, self.watch = home, stop, watch
        self.inbox: queue.SimpleQueue[Answer | Scanned | tuple[str, Article | Unreadable]] = queue.SimpleQueue()
        scope = Scope(options.event, frozenset(options.sources), frozenset(options.outlets))
        self.frontier = Frontier(store, scope)
        self.ledger = Ledger(self.frontier, catalogue.events[options.event], catalogue.agencies)
        self.outgoing = Outgoing(self.frontier, 2 * (1 if options.limits.polite else options.limits.per_host))
        self.state = Collected()
        self.held: dict[str, _UnderWay] = {}
        self.parts: dict[str, Scanned] = {}  # a file's key -> the part of it that is being stored
        self.finals: dict[str, str] = {}  # a page that redirects led to -> the item that got there first
        self.reading = 0
        self.written = 0.0
        files = sources.get("ccnews")
        self.scanner: Scanner | None = None
        if isinstance(files, CcNews):
            where, processes = options.scan_on, options.processes
            self.scanner = scanner_at(where, processes, files, options.limits, lookup, self.inbox.put)
            self.outgoing.wide[host_of(files.base)] = max(self.outgoing.room, self.scanner.files)
        self.warc: WarcFolder
        self.reader: Reader

    def go(self, fetcher: Fetcher) -> Collected:
        """Run to the end, or until `stop` is set, and return the final state."""
        self._begin()
        folder = self.home / "warc" / self.options.event
        agent = user_agent(self.options.limits.contact)
        self.warc = WarcFolder(folder, self.frontier.run, datetime.now(UTC), agent)
        self.reader = Reader(self.options.processes, lambda key, result: self.inbox.put((key, result)))
        try:
            while not self.stop.is_set() and (wait := self._feed(fetcher)) is not None:
                self._take_in(wait)
                self._write_when_due()
            self._let_readers_end()
        finally:
            self._write()
            self.warc.close()
            self.reader.close()
            if self.scanner:
                self.scanner.close()
        self.state.left, _ = self.frontier.pending(time.time())
        self.state.stopped = self.stop.is_set()
        if not self.state.stopped:
            self.store.end_run(self.frontier.run)
        return self.state

    def _let_readers_end(self) -> None:
        """After a stop, read and save the pages that came; requests under way are left to the next run."""
        deadline = time.time() + GRACE
        while self.stop.is_set() and self.reading and time.time() < deadline:
            self._take_in(LINGER)

    def _begin(self) -> None:
        now = time.time()
        self.frontier.begin(f"collect {self.options.event}", now, self.options.recheck)
        self.state.resumed = self.frontier.resumed
        self.ledger.load()
        starts = first_items(self.sources, self.options.sources)
        with writing(self.store.engine) as connection:
            self.frontier.add(connection, starts, now)
        self.outgoing.paused = self.frontier.paused(now)

    # --- requests out

    def _feed(self, fetcher: Fetcher) -> float | None:
        """Submit what is due; return the seconds until there may be more, or None if nothing is left to do in time."""
        now = time.time()
        busy = bool(self.held or self.ledger.waiting or self.ledger.postponed)
        self.outgoing.fill(now, busy, self._keys_in_hand)
        while self._has_room() and (item := self.outgoing.next(now)) is not None:
            self.held[item.key] = _UnderWay(item)
            if item.request.kind is Kind.WARC and self.scanner:
                self.scanner.scan(item)
            else:
                fetcher.submit(self._job(item))
        if self.held or self.ledger.waiting or self.ledger.postponed:
            return LINGER / 2
        due = self.outgoing.next_due(now)
        if due is None or due - now > self.options.patience:
            return None
        return min(max(due - now, 0.01), 1.0)

    def _keys_in_hand(self) -> set[str]:
        written = [ended.item.key for ended in self.ledger.waiting] + [item.key for item, _ in self.ledger.postponed]
        return {*self.held, *written}

    def _has_room(self) -> bool:
        return self.outgoing.under_way() < UNDER_WAY and self.reading < BACKLOG * self.options.processes

    def _job(self, item: FrontierItem) -> Job:
        request = item.request
        headers = dict(request.headers)
        if request.tries == 0 and not archived(item):
            headers |= {"If-None-Match": item.etag} if item.etag else {}
            headers |= {"If-Modified-Since": item.modified} if item.modified else {}
        return Job(
            key=item.key,
            url=request.url,
            slot=item.slot,
            interval=request.rate.interval if request.rate else None,
            headers=tuple(sorted(headers.items())),
            max_bytes=None if item.entry else MAX_BYTES,
            robots=request.rate is None and request.kind not in _NO_ROBOTS,
        )

    # --- answers in

    def _take_in(self, wait: float) -> None:
        """Wait for something to come in, and process all that is there."""
        try:
            what = self.inbox.get(timeout=wait)
            while True:
                if isinstance(what, tuple):
                    self._read(*what)
                elif isinstance(what, Scanned):
                    self._scanned(what)
                else:
                    self._answered(what)
                what = self.inbox.get_nowait()
        except queue.Empty:
            return

    def _answered(self, answer: Answer) -> None:
        item = self.held[answer.job.key].item
        self.outgoing.back(answer.job.slot)
        if item.entry is None:
            source = self.sources[item.request.source]
            self._index(item, index_of(item, answer, source, self.options.event, self.options.backoff))
        elif isinstance(answer, Failed):
            self._no_page(item, without_page(item, answer, self._rate(item), self.options.backoff))
        else:
            self._page(item, answer)

    def _rate(self, item: FrontierItem) -> Rate | None:
        """Return the rate of the pages of an item's source."""
        return self.sources[item.request.source].page_rate

    def _scanned(self, part: Scanned) -> None:
        """Read the pages of a scanned part; how far the scan came is stored after them."""
        self.parts[part.item.key] = part
        for page in part.pages:
            outlet = self.catalogue.outlet_of_url(page.url or "")
            item, fetched = page_item(page, part.item, outlet.id if outlet else None)
            if item.key in self.held:
                continue
            self.held[item.key] = _UnderWay(item, fetched, part.item.key)
            self.warc.write(fetched, item.name, captured(item))
            self.reading += 1
            self.reader.read(item.key, replace(page, fetched_at=zulu(fetched.fetched_at)))

    def _parts_stored(self) -> None:
        """Go on with the next part of each file whose pages are all stored."""
        for key, part in list(self.parts.items()):
            if key not in self.parts or any(under_way.file == key for under_way in self.held.values()):
                continue  # a write for one file also handles the others
            del self.parts[key]
            if not part.ended:
                with writing(self.store.engine) as connection:
                    self.frontier.postpone(connection, part.item, time.time())
                part.stored.set()
                continue
            self.outgoing.back(part.item.slot)
            self._index(part.item, scan_ended(part, self.options.event, self.options.backoff))

    def _index(self, item: FrontierItem, result: RequestEnd | FetchAgain) -> None:
        if isinstance(result, FetchAgain):
            self._postpone(item, result)
            return
        self.ledger.waiting.append(result)
        self._write()

    def _page(self, item: FrontierItem, fetched: Fetched) -> None:
        self.held[item.key].fetched = fetched
        result = page_of(item, fetched, self._rate(item), self.options.backoff)
        if not isinstance(result, Page):
            self._no_page(item, result)
            return
        twin = self._twin(item, fetched)
        if twin is not None:
            self._end(item, Outcome(item.name, OutcomeKind.SAME_PAGE, None, f"leads to {twin}"))
            return
        self.warc.write(fetched, page_url(item, fetched), captured(item))
        self.reading += 1
        self.reader.read(item.key, result)

    def _twin(self, item: FrontierItem, fetched: Fetched) -> str | None:
        """Return the address that a redirect leads to, if that page is known already."""
        if archived(item) or not fetched.redirects:
            return None
        final = f"page {same_page(fetched.url)}"
        owner = self.finals.setdefault(final, item.key)
        fetched_before = final != item.key and (owner != item.key or self.frontier.has(final))
        return fetched.url if fetched_before else None

    def _no_page(self, item: FrontierItem, result: FetchAgain | NoPageReason) -> None:
        if isinstance(result, FetchAgain):
            self._postpone(item, result)
            return
        ended = self._end(item, result.outcome, again=result.again)
        archive = self.sources.get("wayback")
        if isinstance(archive, Wayback) and item.entry and not archived(item) and result.outcome.kind in _GONE:
            ended.found.append(FrontierItem(archive.lookup(item.entry)))

    def _read(self, key: str, result: Article | Unreadable) -> None:
        """Record the result of a page that was read."""
        self.reading -= 1
        item, fetched = self.held[key].item, self.held[key].fetched
        if item.entry is None or fetched is None:
            raise RuntimeError(f"a page was read that was not fetched: {key}")
        outlet = outlet_of(self.catalogue, item.entry.outlet, result.url or item.name).outlet
        if archived(item):
            wrong = None
            if isinstance(result, Article):
                refusal = acceptable(result, item.entry, fetched.url)
                wrong = refusal.reason if refusal else None
            other = elsewhere(item, self._rate(item)) if wrong or isinstance(result, Unreadable) else None
            if other is not None:
                self._postpone(item, other)
                return
            if wrong:
                result = Unreadable(result.id, item.name, OutcomeKind.NOT_AN_ARTICLE, wrong)
        if isinstance(result, Unreadable):
            remedy = "" if result.kind is OutcomeKind.NOT_AN_ARTICLE else "look at the page"
            outcome = Outcome(result.url or item.name, result.kind, outlet, result.reason, remedy)
            what: Incoming | RefusedArticle = RefusedArticle(outcome, self.options.event)
        else:
            result = with_source_date(result, item.entry, zone_of_outlet(self.catalogue, outlet))
            what = Incoming(writable(replace(result, event=self.options.event, outlet=outlet)))
        ended = RequestEnd(item, what, etag=validator(fetched, "etag"), modified=validator(fetched, "last-modified"))
        if self.held[key].file:
            ended.found.append(item)  # it came from a file, so the frontier does not know it yet
        if page_url(item, fetched) != item.name:
            led = Outcome(item.name, OutcomeKind.SAME_PAGE, outlet, f"leads to {fetched.url}")
            ended.others.append(RefusedArticle(led, self.options.event))
            final = replace(item.entry, url=fetched.url, fetch=())
            ended.alias = FrontierItem(page_request(final), final)
        self.ledger.waiting.append(ended)

    # --- ends

    def _end(self, item: FrontierItem, outcome: Outcome, *, again: bool = False) -> RequestEnd:
        named = item.entry.outlet if item.entry else item.request.outlet
        outcome = replace(outcome, outlet=outlet_of(self.catalogue, named, item.name).outlet)
        same = outcome.kind is OutcomeKind.UNCHANGED
        etag, modified = (item.etag, item.modified) if same else (None, None)
        ended = RequestEnd(item, RefusedArticle(outcome, self.options.event), again, etag, modified)
        self.ledger.waiting.append(ended)
        return ended

    def _postpone(self, item: FrontierItem, again: FetchAgain) -> None:
        due = time.time() + again.wait
        del self.held[item.key]
        if again.pause:
            self.outgoing.paused[item.slot] = max(self.outgoing.paused.get(item.slot, 0.0), due)
        self.ledger.postponed.append((again.item, due))

    def _write_when_due(self) -> None:
        waiting = len(self.ledger.waiting) + len(self.ledger.postponed)
        alone = len(self.held) <= len(self.ledger.waiting)  # nothing else is under way
        if waiting >= BATCH or (waiting and (alone or time.time() - self.written >= LINGER)):
            self._write()

    def _write(self) -> None:
        self.warc.flush()
        now = self.written = time.time()
        for ended, outcome in self.ledger.write(now):
            self.held.pop(ended.item.key, None)
            for each in (outcome, *(other.outcome for other in ended.others)):
                self.state.summary.add(each)
            self.state.by_outlet[outcome.outlet or ""][outcome.kind] += 1
            self.state.done += 1
        self._parts_stored()
        self.outgoing.changed = True
        self.state.fresh = self.ledger.fresh
        self.state.left, _ = self.frontier.pending(now)
        self.watch(self.state)
