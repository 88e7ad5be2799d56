"""The Wayback Machine, or any archive with a CDX index.

It finds the captures of an outlet's pages in the event's days, or those of one article that is gone from the web, and
checks whether the archive's answer is that article. A capture is asked for with `id_`, which returns its bytes as the
archive received them, without the archive's banner and links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlencode

from collectors.model import Entry
from collectors.sources.article_addresses import article_like, plain_address, same_article
from collectors.sources.captures import acceptable, nearest, original_of
from collectors.sources.cdx import Capture, Index, parse_index
from collectors.sources.coverage_query import MARGIN, CoverageQuery
from collectors.sources.sitemap_formats import days_in_name
from collectors.sources.source_protocol import (
    Finding,
    Kind,
    Rate,
    Refusal,
    RefusalKind,
    Request,
    Response,
    SourceKind,
    patience,
    refused,
)
from collectors.sources.source_times import moment_of, stamp

CDX = "https://web.archive.org/cdx/search/cdx"
REPLAY = "https://web.archive.org/web"
#: The archive's hard limits are 30 and 600 a minute; beyond them it blocks the address for an hour or more. 24 and 480
#: are the rates that edgi's wayback 0.5.1 agreed on with the archive.
CDX_RATE, REPLAY_RATE = Rate("wayback-cdx", 24.0), Rate("wayback", 480.0)
#: Seconds to wait after a 429 without Retry-After.
WAIT = 60.0
#: Rows of one page of an index, and most pages read for one domain.
ROWS, MAX_PAGES = 5_000, 200
#: Days after the event in which a first capture may still be one of its articles.
LATER = 30
#: Most captures of one article that are tried.
TRIED = 4

_BLOCKED = re.compile(r"blocked|robots|AccessControl|excluded", re.I)


@dataclass(frozen=True)
class Wayback:
    """An archive's captures of the outlets' pages.

    `cdx` and `replay` are the archive's two addresses (for pywb: http://host/coll/cdx and http://host/coll). With
    `listing`, the index is asked for the pages of each domain captured in the event's days or up to `LATER` days after
    them. `every` keeps pages whose address is about something else. `lookup` asks for one article.
    """

    wanted: CoverageQuery
    cdx: str = CDX
    replay: str = REPLAY
    listing: bool = True
    every: bool = False
    name: str = "wayback"
    page_rate: Rate | None = REPLAY_RATE

    def start(self) -> Iterable[Request]:
        """Yield one request for each domain."""
        if not self.listing or self.wanted.window() is None:
            return
        for outlet in self.wanted.outlets:
            for domain in outlet.domains:
                yield self._page(domain, outlet.id, None, 1)

    def lookup(self, entry: Entry) -> Request:
        """Return the request for the captures of one article, for instance one whose page is gone.

        Args:
            entry: The article. Captures are asked for from two days before its publication on, if that is known.
        """
        since = moment_of(entry.published) or moment_of(entry.seen)
        first = since - timedelta(days=2) if since else self._days()[0]
        given = {"url": entry.url, "output": "json", "limit": "500"}
        if first:
            given["from"] = stamp(first)
        context = {"entry": entry.url, "title": entry.title, "published": entry.published, "seen": entry.seen}
        url = f"{self.cdx}?{urlencode(given)}"
        return Request(url, self.name, Kind.API, entry.outlet, rate=CDX_RATE, context=context)

    def read(self, request: Request, response: Response) -> Iterator[Finding]:
        """Yield entries whose `fetch` lists the best captures, and the request for the index's next page."""
        failed = refused(request, response, WAIT)
        if failed:
            yield self._refusal_of_site(failed, response)
            return
        index = parse_index(response)
        if isinstance(index, Refusal):
            slow = re.search(r"too many requests|rate limit|slow down", index.reason, re.I)
            yield patience(request, index, WAIT) if slow else index
            return
        if index.malformed:
            what = f"{index.malformed} lines of the index are malformed; the first: {index.first_bad}"
            yield Refusal(response.url, RefusalKind.DAMAGED, what, None, index.malformed)
        if isinstance(request.context.get("entry"), str):
            yield from self._nearest_captures(request, response, index)
        else:
            yield from self._listed(request, response, index)

    def _refusal_of_site(self, failed: Refusal, response: Response) -> Refusal:
        text = response.body[:2_000].decode("utf-8", "replace")
        if failed.kind is RefusalKind.HTTP and _BLOCKED.search(text):
            return Refusal(response.url, RefusalKind.SERVICE, "the archive does not show this site (blocked there)")
        return failed

    # --- one article ---

    def _nearest_captures(self, request: Request, response: Response, index: Index) -> Iterator[Finding]:
        context = {key: value for key, value in request.context.items() if isinstance(value, str)}
        published = context.get("published") or context.get("seen")
        captures = nearest(index.captures, published, TRIED)
        if not captures:
            what = f"the archive has no capture of it as a page ({len(index.captures)} others)"
            yield Refusal(context["entry"], RefusalKind.EMPTY, what)
            return
        yield self._entry(
            context["entry"],
            request.outlet,
            captures,
            context.get("title"),
            context.get("published"),
            context.get("seen"),
        )

    def _entry(
        self,
        url: str,
        outlet: str | None,
        captures: list[Capture],
        title: str | None = None,
        published: str | None = None,
        seen: str | None = None,
    ) -> Entry:
        fetch = tuple(self.memento(capture) for capture in captures)
        return Entry(url, self.name, outlet, title, published, seen=seen, captured=captures[0].time, fetch=fetch)

    def memento(self, capture: Capture) -> str:
        """Return the address of a capture's own bytes."""
        return f"{self.replay}/{capture.timestamp}id_/{capture.url}"

    # --- the pages of a domain ---

    def _days(self) -> tuple[datetime | None, datetime | None]:
        window = self.wanted.window()
        if window is None:
            return None, None
        last = datetime.combine(window[1], time(23, 59, 59), UTC) + timedelta(days=LATER)
        return datetime.combine(window[0], time(), UTC), last

    def _page(self, domain: str, outlet: str | None, resume: str | None, page: int) -> Request:
        first, last = self._days()
        given = [("url", domain), ("matchType", "domain"), ("output", "json"), ("limit", str(ROWS))]
        given += [("from", stamp(first))] if first else []
        given += [("to", stamp(last))] if last else []
        # Both accept these: the Wayback Machine as regular expressions, pywb as "contains".
        given += [("filter", "statuscode:200"), ("filter", "mimetype:text/html")]
        given += [("collapse", "urlkey"), ("showResumeKey", "true")]
        given += [("resumeKey", resume)] if resume else []
        context: dict[str, str | int] = {"domain": domain, "page": page}
        return Request(f"{self.cdx}?{urlencode(given)}", self.name, Kind.API, outlet, rate=CDX_RATE, context=context)

    def _listed(self, request: Request, response: Response, index: Index) -> Iterator[Finding]:
        captures: dict[str, list[Capture]] = {}
        for capture in index.captures:
            captures.setdefault(same_article(capture.url), []).append(capture)
        left: dict[RefusalKind, int] = {}
        for group in captures.values():
            first = plain_address(group[0].url)
            reason = self._left_out(first)
            pages = nearest(group, None, TRIED)
            if reason or not pages:
                kind = reason or RefusalKind.SKIPPED
                left[kind] = left.get(kind, 0) + 1
            else:
                owner = self.wanted.outlet_of(first)
                yield self._entry(first, owner.id if owner else request.outlet, pages)
        for kind, count in sorted(left.items()):
            yield Refusal(response.url, kind, f"{count:,} of {len(captures):,} addresses {_WHY[kind]}", None, count)
        if not captures:
            yield Refusal(response.url, RefusalKind.EMPTY, "the archive has no capture of this site in these days")
        yield from self._next(request, response, index)

    def _left_out(self, url: str) -> RefusalKind | None:
        if not article_like(url):
            return RefusalKind.SKIPPED
        window, named = self.wanted.window(MARGIN), days_in_name(url, years=False)
        if window and named and not (named[0] <= window[1] and window[0] <= named[1]):
            return RefusalKind.OFF_WINDOW
        return None if self.every or self.wanted.may_name(url) else RefusalKind.OFF_EVENT

    def _next(self, request: Request, response: Response, index: Index) -> Iterator[Finding]:
        domain, page = request.context.get("domain"), request.context.get("page")
        number = page if isinstance(page, int) else 1
        full = len(index.captures) + index.malformed >= ROWS
        if index.resume and number < MAX_PAGES and isinstance(domain, str):
            yield self._page(domain, request.outlet, index.resume, number + 1)
        elif index.resume or full:
            what = f"the index has more than the {number} pages that were read"
            yield Refusal(response.url, RefusalKind.INCOMPLETE, what)


_WHY = {
    RefusalKind.SKIPPED: "are no article's by their form",
    RefusalKind.OFF_WINDOW: "are dated outside the event's days",
    RefusalKind.OFF_EVENT: "name nothing of the event",
}

__all__ = ["CDX", "REPLAY", "Wayback", "acceptable", "nearest", "original_of"]


KIND = SourceKind(
    name="wayback",
    make=lambda query, at: Wayback(query, at["PARALLAX_WAYBACK_CDX"], at["PARALLAX_WAYBACK"]),
    addresses={"PARALLAX_WAYBACK_CDX": CDX, "PARALLAX_WAYBACK": REPLAY},
)
