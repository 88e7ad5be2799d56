"""Whether the declared feeds and sitemaps answer: each is asked for once and read as what it is declared to be.

One request at a time to a host, with the fetcher's pause between two; robots.txt holds, addresses inside the machine
or its network are refused, answers are bounded in time and size. Nothing is stored.
"""

from __future__ import annotations

import queue
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from collectors.crawl.address_guard import Lookup, host_of
from collectors.crawl.fetch_jobs import Answer, Failed, Job
from collectors.crawl.fetcher import Fetcher
from collectors.crawl.limits import Limits
from collectors.crawl.page_answers import response_of
from collectors.model import Outlet
from collectors.sources.feed_formats import newest, parse_feed
from collectors.sources.sitemap_formats import parse_sitemap
from collectors.sources.source_protocol import MAX_BYTES, Refusal, Response

#: Hosts that are asked at once.
MOST_HOSTS = 16


@dataclass(frozen=True, slots=True)
class DeclaredAddress:
    """A feed or sitemap of an outlet; `kind` is "feed" or "sitemap"."""

    outlet: str
    address: str
    kind: str


@dataclass(frozen=True, slots=True)
class CheckedAddress:
    """What one declared address answered.

    Attributes:
        declared: The address.
        works: Whether it can be read as that and holds something.
        detail: What it holds, or what is wrong, in words.
        newest: The day of the newest item of a feed; None where none is dated.
    """

    declared: DeclaredAddress
    works: bool
    detail: str
    newest: date | None = None


def declared_addresses(outlets: Iterable[Outlet]) -> list[DeclaredAddress]:
    """Every declared feed and sitemap, each address once. Invented outlets have none."""
    declared: dict[str, DeclaredAddress] = {}
    for outlet in outlets:
        if outlet.invented:
            continue
        for kind, addresses in (("feed", outlet.feeds), ("sitemap", outlet.sitemaps)):
            for address in addresses:
                declared.setdefault(address, DeclaredAddress(outlet.id, address, kind))
    return list(declared.values())


def check_addresses(
    outlets: Iterable[Outlet],
    limits: Limits,
    *,
    lookup: Lookup | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[CheckedAddress]:
    """Ask for every declared feed and sitemap.

    Args:
        outlets: The outlets; invented ones are left out.
        limits: Manners and limits of the fetcher.
        lookup: Resolves host names in place of the system.
        stopped: Asked between answers; no further request goes out once it returns true.

    Yields:
        What each address answered, in the order of the answers.
    """
    waiting: dict[str, deque[DeclaredAddress]] = defaultdict(deque)
    for declared in declared_addresses(outlets):
        waiting[host_of(declared.address)].append(declared)
    hosts = deque(waiting)
    under_way: dict[str, DeclaredAddress] = {}
    with Fetcher(limits, lookup=lookup) as fetcher:

        def ask(host: str) -> None:
            one = waiting[host].popleft()
            under_way[one.address] = one
            fetcher.submit(Job(key=one.address, url=one.address, slot=host, max_bytes=MAX_BYTES))

        while (hosts or under_way) and not (stopped() and not under_way):
            while hosts and len(under_way) < MOST_HOSTS and not stopped():
                ask(hosts.popleft())
            answer = _next(fetcher)
            if answer is None:
                continue
            one = under_way.pop(answer.job.key)
            yield checked(one, answer)
            if waiting[answer.job.slot]:
                hosts.append(answer.job.slot)


def _next(fetcher: Fetcher) -> Answer | None:
    try:
        return fetcher.answers.get(timeout=1.0)
    except queue.Empty:
        return None


def checked(declared: DeclaredAddress, answer: Answer) -> CheckedAddress:
    """Read an answer as what it is declared to be.

    Args:
        declared: The address that was asked for.
        answer: What came.
    """
    if isinstance(answer, Failed):
        return CheckedAddress(declared, False, f"{answer.trouble.value}: {answer.detail}")
    moved = f", moved to {answer.url}" if answer.redirects else ""
    if answer.status != 200:
        return CheckedAddress(declared, False, f"answers {answer.status}{moved}")
    read = _feed if declared.kind == "feed" else _sitemap
    works, detail, day = read(response_of(answer))
    return CheckedAddress(declared, works, detail + moved, day)


def _feed(response: Response) -> tuple[bool, str, date | None]:
    feed = parse_feed(response)
    if isinstance(feed, Refusal):
        return False, f"no feed: {feed.reason}", None
    day = newest(feed)
    dated = f", the newest of {day}" if day else ""
    return bool(feed.items), f"a feed with {len(feed.items):,} items{dated}", day


def _sitemap(response: Response) -> tuple[bool, str, date | None]:
    sitemap = parse_sitemap(response)
    if isinstance(sitemap, Refusal):
        return False, f"no sitemap: {sitemap.reason}", None
    if sitemap is None:
        return False, "a feed, not a sitemap", None
    pages, children = len(sitemap.pages), len(sitemap.children)
    return pages + children > 0, f"a sitemap with {pages:,} pages and {children:,} further sitemaps", None
