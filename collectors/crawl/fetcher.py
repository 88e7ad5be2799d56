"""The fetcher: Scrapy's downloader for jobs from any thread, with the answers in one queue."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DontCloseSpider,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Headers as ScrapyHeaders
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from collectors.crawl.address_guard import Lookup, host_of, system_lookup
from collectors.crawl.fetch_jobs import Answer, Failed, Fetched, FetchTrouble, Headers, Job
from collectors.crawl.limits import Limits, scrapy_settings
from collectors.crawl.middlewares import HOST, INTERVAL, RAW, ROBOTS, SLOT, RefusedRequest
from collectors.crawl.reactor import Reactor

#: Seconds for the crawler to start.
_PATIENCE = 30.0
#: Seconds that closing waits for requests under way.
_GOODBYE = 2.0


class _Spider(Spider):
    """The spider that Scrapy requires; it asks for nothing by itself."""

    name = "parallax"

    async def start(self) -> Any:  # an empty asynchronous generator, in Scrapy's own type
        """Yield no requests."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request


class Fetcher:
    """Fetches jobs until it is closed; only one at a time in a process, because the address guard is shared.

    Args:
        limits: Manners and limits.
        give: Called with every answer in the reactor's thread, so it must return at once. None puts the answers into
            `answers`.
        lookup: Resolves names; None uses the system's resolver.
    """

    def __init__(
        self, limits: Limits, give: Callable[[Answer], None] | None = None, lookup: Lookup | None = None
    ) -> None:
        self.limits = limits
        self.answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self.give = give or self.answers.put
        self._reactor = Reactor.get()
        self._reactor.resolver.policy = limits.policy
        self._reactor.resolver.lookup = lookup or system_lookup
        self._crawler: Crawler
        self._finished: asyncio.Task[None]
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False
        self._reactor.submit(self._start()).result(_PATIENCE)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    async def _start(self) -> None:
        runner = AsyncCrawlerRunner(scrapy_settings(self.limits))
        self._crawler = runner.create_crawler(_Spider)
        opened = asyncio.get_running_loop().create_future()

        def tell() -> None:
            opened.set_result(None)

        self._crawler.signals.connect(self._stay, signal=signals.spider_idle)
        self._crawler.signals.connect(tell, signal=signals.spider_opened)
        self._finished = runner.crawl(self._crawler)
        await asyncio.wait([opened, self._finished], return_when=asyncio.FIRST_COMPLETED)
        if self._finished.done():
            self._finished.result()

    def _stay(self) -> None:
        if not self._closing:
            raise DontCloseSpider

    def submit(self, job: Job) -> None:
        """Fetch a job; exactly one answer comes for it, unless the fetcher is closed before."""
        self._reactor.call(lambda: self._begin(job))

    def _begin(self, job: Job) -> None:
        if self._closing:
            return
        task = asyncio.ensure_future(self._fetch(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fetch(self, job: Job) -> None:
        try:
            request = _request(job)
            response = await self._crawler.engine.download_async(request)
            answer: Answer = _fetched(job, response)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  whatever goes wrong in Scrapy or Twisted is one job's failure
            answer = self._failed(job, error)
        if not self._closing:
            self.give(answer)

    def close(self) -> None:
        """Stop at once; jobs without an answer get none."""
        if not self._closing:
            self._reactor.submit(self._stop()).result(_PATIENCE)

    async def _stop(self) -> None:
        self._closing = True
        for task in tuple(self._tasks):
            task.cancel()
        # Scrapy waits for requests under way, such as a robots.txt, which end by their own time limit.
        ending = asyncio.gather(self._crawler.stop_async(), self._finished, return_exceptions=True)
        await asyncio.wait([ending], timeout=_GOODBYE)

    def _failed(self, job: Job, error: Exception) -> Failed:
        if isinstance(error, RefusedRequest):
            return Failed(job, error.trouble, error.reason, error.again)
        if isinstance(error, DownloadCancelledError) or (isinstance(error, IgnoreRequest) and "MAXSIZE" in str(error)):
            return Failed(job, FetchTrouble.TOO_LARGE, f"has more than {job.max_bytes or self.limits.max_page:,} bytes")
        for kind, trouble, what in _PASSING:
            if isinstance(error, kind):
                return Failed(job, trouble, what.format(error=_short(error), timeout=self.limits.timeout), again=True)
        return Failed(
            job, FetchTrouble.BROKEN, f"no answer that could be read: {type(error).__name__}: {_short(error)}"
        )


#: Errors after which the same request may succeed.
_PASSING: tuple[tuple[type[Exception], FetchTrouble, str], ...] = (
    (CannotResolveHostError, FetchTrouble.UNKNOWN_HOST, "the name is not known: {error}"),
    (DownloadTimeoutError, FetchTrouble.TIMEOUT, "no whole answer within {timeout:g} s"),
    (DownloadConnectionRefusedError, FetchTrouble.UNREACHABLE, "the host refuses connections"),
    (DownloadFailedError, FetchTrouble.BROKEN, "the answer broke off: {error}"),
    (ResponseDataLossError, FetchTrouble.BROKEN, "the answer broke off before its end"),
)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _request(job: Job) -> Request:
    meta: dict[str, Any] = {HOST: host_of(job.url), SLOT: job.slot, INTERVAL: job.interval, ROBOTS: job.robots}
    if job.max_bytes is not None:
        meta["download_maxsize"] = job.max_bytes
    return Request(job.url, headers=dict(job.headers), callback=NO_CALLBACK, meta=meta, dont_filter=True)


def _headers(headers: ScrapyHeaders) -> Headers:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name in headers for value in headers.getlist(name)
    )


def _fetched(job: Job, response: Response) -> Fetched:
    request = response.request
    meta = request.meta if request is not None else {}
    headers, raw = meta.get(RAW, (response.headers, response.body))
    return Fetched(
        job=job,
        url=response.url,
        status=response.status,
        headers=_headers(headers),
        body=response.body,
        raw=raw,
        fetched_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        redirects=tuple(meta.get("redirect_urls", ())),
    )
