"""Sitemaps of outlets: news sitemaps, lists of addresses, indexes of both, plain text, and feeds used as sitemaps.

If an outlet declares none, its robots.txt is asked for them. An index is followed only to children that can reach into
the event's days, by the month or day in their name, or else by their lastmod (nothing inside is newer).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from collectors.model import Entry, Outlet
from collectors.sources.coverage_query import MARGIN, CoverageQuery
from collectors.sources.feed_discovery import HOME, SITEMAP_PATHS, sitemaps_in_robots
from collectors.sources.feed_formats import Feed, parse_feed
from collectors.sources.sitemap_formats import Address, Sitemap, days_in_name, parse_sitemap
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
from collectors.sources.web_markup import absolute, text_of
from collectors.support.dates import day_of

#: Most levels of indexes, and most children followed of one index. The protocol has two levels.
MAX_DEPTH, MAX_CHILDREN = 3, 400
#: Seconds before a server that answered 429 or 503 is asked again.
WAIT = 300.0


@dataclass(frozen=True)
class Sitemaps:
    """The sitemaps of outlets.

    An outlet's month has some 3,000 to 30,000 addresses. Those whose words are clearly about something else are left
    out and counted, unless `every` is set. `home` is the template of a home page's address, with `{domain}`.
    """

    wanted: CoverageQuery
    home: str = HOME
    every: bool = False
    name: str = "sitemaps"
    page_rate: Rate | None = None

    def start(self) -> Iterable[Request]:
        """Ask for the declared sitemaps of each outlet, or for its robots.txt if it declares none."""
        for outlet in self.wanted.outlets:
            for url in outlet.sitemaps:
                yield Request(url, self.name, Kind.SITEMAP, outlet.id)
            if not outlet.sitemaps:
                yield from self._robots(outlet)

    def _robots(self, outlet: Outlet) -> Iterator[Request]:
        for domain in outlet.domains[:1]:
            url = absolute(self.home.format(domain=domain), "/robots.txt")
            if url:
                yield Request(url, self.name, Kind.LISTING, outlet.id)

    def read(self, request: Request, response: Response) -> Iterator[Finding]:
        """Yield the entries of a sitemap inside the window, each once, and requests for further sitemaps."""
        failed = refused(request, response, WAIT)
        if request.kind is Kind.LISTING:
            yield from self._named(request, response, failed)
        elif failed and request.context.get("guess"):
            yield replace(failed, kind=RefusalKind.SKIPPED, reason=f"no sitemap at a usual place: {failed.reason}")
        elif failed:
            yield failed
        else:
            yield from self._sitemap(request, response)

    def _named(self, request: Request, response: Response, failed: Refusal | None) -> Iterator[Finding]:
        if failed and failed.retry_after is not None:
            yield failed
            return
        text: str | Refusal = failed or text_of(response)
        if isinstance(text, Refusal) and not failed:
            yield text
        named = [] if isinstance(text, Refusal) else sitemaps_in_robots(text, response.url)
        for url in named[:MAX_CHILDREN]:
            yield Request(url, self.name, Kind.SITEMAP, request.outlet, context={"depth": 0})
        if not named:
            yield Refusal(response.url, RefusalKind.EMPTY, "robots.txt names no sitemap; the usual places are tried")
            for place in filter(None, (absolute(response.url, path) for path in SITEMAP_PATHS)):
                yield Request(place, self.name, Kind.SITEMAP, request.outlet, context={"depth": 0, "guess": 1})

    def _sitemap(self, request: Request, response: Response) -> Iterator[Finding]:
        sitemap = parse_sitemap(response)
        if sitemap is None:
            feed = parse_feed(response)
            if isinstance(feed, Refusal):
                yield replace(feed, reason=f"no sitemap: {feed.reason}")
                return
            sitemap = _of_feed(feed)
        if isinstance(sitemap, Refusal):
            yield sitemap
            return
        if sitemap.remark:
            yield Refusal(response.url, RefusalKind.DAMAGED, sitemap.remark)
        if not sitemap.pages and not sitemap.children:
            yield Refusal(response.url, RefusalKind.EMPTY, "the sitemap names no address")
        yield from self._children(request, response, sitemap.children)
        yield from self._entries(request, response, sitemap.pages)

    def _children(self, request: Request, response: Response, children: list[Address]) -> Iterator[Finding]:
        depth = request.context.get("depth")
        level = depth + 1 if isinstance(depth, int) else 1
        reaching = [child for child in children if self._reaches(child)]
        if len(reaching) > MAX_CHILDREN:  # those last changed soon after the event hold most of its pages
            reaching.sort(key=lambda child: child.changed or "")
        chosen = list(dict.fromkeys(child.url for child in reaching))
        passed = len(children) - len(reaching)
        if chosen and level > MAX_DEPTH:
            what = f"indexes are nested more than {MAX_DEPTH} deep: {len(chosen)} sitemaps were not followed"
            yield Refusal(response.url, RefusalKind.INCOMPLETE, what, None, len(chosen))
            return
        cut = max(0, len(chosen) - MAX_CHILDREN)
        for url in chosen[:MAX_CHILDREN]:
            yield Request(url, self.name, Kind.SITEMAP, request.outlet, context={"depth": level})
        if passed:
            what = f"{passed} sitemaps cannot reach into the event's days"
            yield Refusal(response.url, RefusalKind.OFF_WINDOW, what, None, passed)
        if cut:
            what = f"{cut} of {len(chosen)} sitemaps were not followed: {MAX_CHILDREN} are the limit"
            yield Refusal(response.url, RefusalKind.INCOMPLETE, what, None, cut)

    def _reaches(self, child: Address) -> bool:
        """Return whether a sitemap can hold pages of the event.

        The days in its name overlap the window or, without any, its newest change is not before the first day.
        """
        window = self.wanted.window(MARGIN)
        if window is None:
            return True
        changed, named = day_of(child.changed), days_in_name(child.url)
        if named is not None:
            return named[0] <= window[1] and window[0] <= named[1]
        return changed is None or changed >= window[0]

    def _entries(self, request: Request, response: Response, pages: list[Address]) -> Iterator[Finding]:
        seen: set[str] = set()
        away, off = 0, 0
        for page in pages:
            if page.url in seen:
                continue
            seen.add(page.url)
            if not self._dated(page):
                away += 1
            elif not self.every and not self.wanted.may_name(page.url, page.title):
                off += 1
            else:
                yield self._entry(request, page)
        if away:
            what = f"{away:,} of {len(seen):,} addresses are dated outside the event's days"
            yield Refusal(response.url, RefusalKind.OFF_WINDOW, what, None, away)
        if off:
            what = f"the words of {off:,} of {len(seen):,} addresses name nothing of the event"
            yield Refusal(response.url, RefusalKind.OFF_EVENT, what, None, off)

    def _dated(self, page: Address) -> bool:
        """Return whether a page can belong to the event.

        Judged by its publication date, else by the day in its address, else by lastmod, which is never before
        publication: a page last changed before the first day was also published before it.
        """
        if page.published:
            return self.wanted.dated(page.published)
        window = self.wanted.window(MARGIN)
        if window is None:
            return True
        named = days_in_name(page.url, years=False)
        if named is not None:
            return named[0] <= window[1] and window[0] <= named[1]
        changed = day_of(page.changed)
        return changed is None or changed >= window[0]

    def _entry(self, request: Request, page: Address) -> Entry:
        owner = self.wanted.outlet_of(page.url)
        outlet = owner.id if owner else request.outlet
        return Entry(page.url, self.name, outlet, page.title, page.published, page.language, seen=page.changed)


def _of_feed(feed: Feed) -> Sitemap:
    """Use a feed as a sitemap, which the protocol allows."""
    pages = [
        Address(item.url, item.title, item.published, item.updated, item.language) for item in feed.items if item.url
    ]
    return Sitemap(pages, [], feed.remark)


KIND = SourceKind(
    name="sitemaps",
    make=lambda query, at: Sitemaps(query, at["PARALLAX_HOMEPAGES"]),
    addresses={"PARALLAX_HOMEPAGES": HOME},
)
