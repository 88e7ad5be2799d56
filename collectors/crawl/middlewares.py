"""What we add to Scrapy's downloader: the guard, robots.txt as RFC 9309 defines it, minimum paces, and raw bytes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request, Spider, signals
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from collectors.crawl.address_guard import host_of, port_of
from collectors.crawl.fetch_jobs import FetchTrouble
from collectors.crawl.limits import MAX_CRAWL_DELAY, MAX_ROBOTS, PRODUCT, ROBOTS_READ, Limits
from collectors.crawl.reactor import Reactor

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

#: Keys of Request.meta. The pace of a job counts for the host it names, not for those it redirects to.
HOST, SLOT, INTERVAL, ROBOTS, RAW = (f"parallax_{name}" for name in ("host", "slot", "interval", "robots", "raw"))
_DOWNLOAD_SLOT = "download_slot"


class RefusedRequest(IgnoreRequest):
    """A request that we do not send, or do not go on with."""

    def __init__(self, trouble: FetchTrouble, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.trouble, self.reason, self.again = trouble, reason, again


class _Component:
    """A component that is made from a crawler and knows the limits."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.limits: Limits = crawler.settings["PARALLAX_LIMITS"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the component as Scrapy makes its own."""
        return cls(crawler)


class Guard(_Component):
    """Judges the address of every request, including redirects and robots.txt, and puts it into its host's slot."""

    def process_request(self, request: Request) -> None:
        """Put the request into its slot.

        Raises:
            RefusedRequest: If the address must not be asked.
        """
        reason = self.limits.policy.refuses_url(request.url)
        if reason:
            raise RefusedRequest(FetchTrouble.ADDRESS, f"{request.url} is not asked: {reason}")
        host = host_of(request.url)
        same = host == request.meta.get(HOST)
        slot = request.meta[SLOT] if same else host
        request.meta[_DOWNLOAD_SLOT] = slot
        # A second judgement beside the resolver's, of the connection itself: see process_response.

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response, if it came from an allowed address.

        Raises:
            RefusedRequest: If the policy does not allow the address at the other end.
        """
        if response.ip_address is not None:
            reason = self.limits.policy.refuses_address(str(response.ip_address), port_of(request.url))
            if reason:
                raise RefusedRequest(
                    FetchTrouble.ADDRESS, f"{request.url} was answered from where we do not ask: {reason}"
                )
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Name the guard as the reason for a name that gave no allowed address.

        Raises:
            RefusedRequest: If the policy refused the addresses of the name.
        """
        if isinstance(exception, CannotResolveHostError):
            host, port = host_of(request.url), port_of(request.url)
            reason = Reactor.get().resolver.why_refused(host, port)
            if reason:
                raise RefusedRequest(FetchTrouble.ADDRESS, f"{request.url} is not asked: {reason}") from exception


class KeepRaw(_Component):
    """Keeps headers and body as they were sent, before they are decompressed."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the headers and the body in the request's meta."""
        request.meta[RAW] = (response.headers.copy(), response.body)
        return response


class Redirects(RedirectMiddleware):
    """Scrapy's redirects, with an error of our own at the limit."""

    def handle_referer(self, request: Request, response: Response) -> None:
        """Send no Referer."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Follow a redirect.

        Raises:
            RefusedRequest: If there are too many redirects.
        """
        del spider
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            chain = " -> ".join([*request.meta.get("redirect_urls", []), request.url][-3:])
            raise RefusedRequest(FetchTrouble.REDIRECTS, f"too many redirects: ... {chain}") from error


class Robots(_Component):
    """robots.txt by RFC 9309.

    What it forbids is not asked for. A 4xx allows everything. If it cannot be fetched, nothing is asked until it can.
    Its Crawl-delay becomes the minimum delay of its host.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.rules: dict[str, asyncio.Task[Protego | Exception | None]] = {}

    async def process_request(self, request: Request) -> None:
        """Wait for the rules of the site and apply them.

        Raises:
            RefusedRequest: If robots.txt forbids the request, asks for too long a delay, or cannot be fetched.
        """
        if not self.limits.robots or not request.meta.get(ROBOTS, True):
            return
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self.rules:
            self.rules[site] = asyncio.ensure_future(self._rules_of(site))
        rules = await asyncio.shield(self.rules[site])
        if isinstance(rules, Exception):
            self.rules.pop(site, None)  # the next request may find the host again
            raise rules
        if rules is None:
            return
        if not rules.can_fetch(request.url, PRODUCT):
            raise RefusedRequest(FetchTrouble.ROBOTS, f"forbidden by {site}/robots.txt")
        delay = rules.crawl_delay(PRODUCT) or 0.0
        if delay > MAX_CRAWL_DELAY:
            raise RefusedRequest(FetchTrouble.ROBOTS, f"{site}/robots.txt asks for {delay:g} s between two requests")
        Pace.of(self.crawler).floors[request.meta[_DOWNLOAD_SLOT]] = delay

    async def _rules_of(self, site: str) -> Protego | Exception | None:
        meta = {ROBOTS: False, "download_maxsize": MAX_ROBOTS}
        request = Request(f"{site}/robots.txt", callback=NO_CALLBACK, meta=meta, priority=1_000)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001  every way of not getting it is a value here
            return _without_rules(site, error)
        if response.status == 429 or response.status >= 500:
            return _unknown(site, f"HTTP status {response.status}")
        # RFC 9309, 2.5: at least the first 500 kibibytes are read; a line that is cut there is left out.
        body = response.body
        body = body[: body.rfind(b"\n", 0, ROBOTS_READ) + 1] if len(body) > ROBOTS_READ else body
        return Protego.parse(body.decode("utf-8", "replace")) if response.status == 200 else None


def _without_rules(site: str, error: Exception) -> Exception | None:
    if isinstance(error, RefusedRequest):
        # RFC 9309, 2.3.1.2: after five redirects it may be taken as not there.
        return None if error.trouble is FetchTrouble.REDIRECTS else error
    if isinstance(error, CannotResolveHostError | DownloadConnectionRefusedError):
        return error  # the page itself would fare no better
    return _unknown(site, type(error).__name__)


def _unknown(site: str, what: str) -> RefusedRequest:
    return RefusedRequest(FetchTrouble.ROBOTS_UNKNOWN, f"{site}/robots.txt cannot be had: {what}", again=True)


class Pace(AutoThrottle):
    """AutoThrottle with a minimum delay for each slot, counted from the end of an answer.

    Seen from the server, no two requests are closer than the delay, however long the first one took to reach it.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.floors: dict[str, float] = {}
        self.limits: Limits = crawler.settings["PARALLAX_LIMITS"]
        crawler.signals.connect(self._reached, signal=signals.request_reached_downloader)

    @classmethod
    def of(cls, crawler: Crawler) -> Pace:
        """Return the pace of a crawler.

        Raises:
            LookupError: If the crawler has none.
        """
        pace = crawler.get_extension(cls)
        if pace is None:
            raise LookupError("the crawler has no Pace")
        return pace

    def _reached(self, request: Request) -> None:
        key, slot = self._get_slot(request, self._spider())
        if slot is None or key is None:
            return
        if key == request.meta.get(SLOT) and request.meta.get(INTERVAL) is not None:
            slot.delay = max(request.meta[INTERVAL], self.floors.get(key, 0.0))
            slot.concurrency = 1
        slot.delay = max(slot.delay, self.floors.get(key, 0.0))
        if slot.delay:
            slot.concurrency = 1

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        key, slot = self._get_slot(request, spider)
        if slot is None or key is None:
            return
        rated = key == request.meta.get(SLOT) and request.meta.get(INTERVAL) is not None
        if self.limits.polite and not rated:
            super()._response_downloaded(response, request, spider)
            slot.delay = max(slot.delay, self.floors.get(key, 0.0))
        slot.lastseen = asyncio.get_running_loop().time()

    def _spider(self) -> Spider:
        spider = self.crawler.spider
        if spider is None:
            raise LookupError("the crawler has no spider")
        return spider
