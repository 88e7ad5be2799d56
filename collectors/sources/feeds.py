"""RSS, Atom and JSON feeds of outlets; if an outlet declares none, they are looked for on its home page."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from collectors.model import Entry
from collectors.sources.coverage_query import MARGIN, CoverageQuery, host_of
from collectors.sources.feed_discovery import HOME, feed_guesses, feeds_named, home_pages
from collectors.sources.feed_formats import FeedItem, parse_feed
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
from collectors.sources.web_markup import absolute
from collectors.support.dates import day_of

#: Most pages of a feed that is divided into pages (RFC 5005).
MAX_PAGES = 40
#: Seconds before a feed that answered 429 or 503 is asked again.
WAIT = 300.0


@dataclass(frozen=True)
class Feeds:
    """The feeds of outlets; `home` is the template of a home page's address, with `{domain}`."""

    wanted: CoverageQuery
    home: str = HOME
    name: str = "feeds"
    page_rate: Rate | None = None

    def start(self) -> Iterable[Request]:
        """Ask for the declared feeds of each outlet, or for the home page if it declares none."""
        for outlet in self.wanted.outlets:
            for url in outlet.feeds:
                yield Request(url, self.name, Kind.FEED, outlet.id)
            if not outlet.feeds:
                yield from home_pages(outlet, self.name, self.home)

    def read(self, request: Request, response: Response) -> Iterator[Finding]:
        """Yield the entries of a feed inside the window, each address once; for a home page, requests for its feeds."""
        failed = refused(request, response, WAIT)
        if failed and request.context.get("guess"):
            yield replace(failed, kind=RefusalKind.SKIPPED, reason=f"no feed at a usual place: {failed.reason}")
        elif failed:
            yield failed
        elif request.kind is Kind.PAGE:
            named = list(feeds_named(request, response))
            yield from named or feed_guesses(request, response)
        else:
            yield from self._entries(request, response)

    def _entries(self, request: Request, response: Response) -> Iterator[Finding]:
        feed = parse_feed(response)
        if isinstance(feed, Refusal):
            yield feed
            return
        if feed.remark:
            yield Refusal(response.url, RefusalKind.DAMAGED, feed.remark)
        if not feed.items:
            yield Refusal(response.url, RefusalKind.EMPTY, "the feed has no items")
        yield from self._items(request, response, feed.items)
        reached_back = any(_place(self.wanted, item) < 0 for item in feed.items)
        if feed.next_page and not reached_back:
            yield from _next_page(request, feed.next_page)

    def _items(self, request: Request, response: Response, items: list[FeedItem]) -> Iterator[Finding]:
        seen: set[str] = set()
        lost: list[FeedItem] = []
        twice = away = 0
        for item in items:
            url = item.url and _unwrapped(item.url)
            if not url:
                lost.append(item)
            elif url in seen:
                twice += 1
            elif _place(self.wanted, item):
                away += 1
            else:
                yield self._entry(request, item, url)
            seen.add(url or "")
        if lost:
            yield _no_address(response.url, lost)
        if twice:
            what = f"{twice} items stand in the feed more than once"
            yield Refusal(response.url, RefusalKind.SKIPPED, what, None, twice)
        if away:
            what = f"{away} of {len(items)} items are dated outside the event's days"
            yield Refusal(response.url, RefusalKind.OFF_WINDOW, what, None, away)

    def _entry(self, request: Request, item: FeedItem, url: str) -> Entry:
        owner = self.wanted.outlet_of(url) or (self.wanted.outlet_of(item.source_url) if item.source_url else None)
        title = _without_outlet(item.title, item.source)
        outlet = owner.id if owner else request.outlet
        return Entry(url, self.name, outlet, title, item.published, item.language, seen=item.updated)


def _place(wanted: CoverageQuery, item: FeedItem) -> int:
    """Return -1 for an item from before the event's days, 1 for one from after them, 0 for any other.

    An update counts only if it is too early: what was updated later may have been published in time.
    """
    window, day = wanted.window(MARGIN), day_of(item.published) or day_of(item.updated)
    if day is None or window is None or window[0] <= day <= window[1]:
        return 0
    if day < window[0]:
        return -1
    return 1 if item.published else 0


def _next_page(request: Request, url: str) -> Iterator[Request]:
    page = request.context.get("page")
    number = page if isinstance(page, int) else 1
    if number < MAX_PAGES and host_of(url) == host_of(request.url):
        yield Request(url, request.source, Kind.FEED, request.outlet, context={"page": number + 1})


def _no_address(feed: str, items: list[FeedItem]) -> Refusal:
    hidden = sum(1 for item in items if item.url)
    first = next((item.title for item in items if item.title), "untitled")
    why = f", of {hidden} Google News hides it" if hidden else ""
    reason = f"{len(items)} items without a web address{why}; the first: {first[:100]}"
    return Refusal(feed, RefusalKind.ADDRESS, reason, None, len(items))


# --- Google News ----------------------------------------------------------------------------------------------------


def _without_outlet(title: str | None, source: str | None) -> str | None:
    """Remove the outlet's name that Google News adds to a title."""
    if title and source and title.endswith(f" - {source}"):
        return title[: -len(source) - 3].rstrip() or None
    return title


_HIDDEN = re.compile(r"/(?:rss/)?articles/([\w-]{10,1500})")
_INSIDE = re.compile(rb"https?://[\x21-\x7e]{4,1500}")


def _unwrapped(url: str) -> str | None:
    """Return the outlet's address inside a Google News link; None if it is hidden, as in links since 2024."""
    if host_of(url) != "news.google.com":
        return url
    match = _HIDDEN.search(url)
    code = match.group(1) if match else ""
    try:
        inside = _INSIDE.search(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)))
    except (binascii.Error, ValueError):
        return None
    return absolute("", inside.group().decode("ascii").split("\xd2")[0]) if inside else None


KIND = SourceKind(
    name="feeds",
    make=lambda query, at: Feeds(query, at["PARALLAX_HOMEPAGES"]),
    addresses={"PARALLAX_HOMEPAGES": HOME},
)
