"""What collecting the pages of a list will ask for, before anything is asked: requests, bytes and hours.

Nobody knows beforehand which pages are gone from the web, so that each line has a least and a most: all pages still
there, or all of them looked up in the archive. Hours follow from the rate limits alone; slow answers come on top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from collectors.crawl.address_guard import host_of
from collectors.crawl.frontier import FrontierItem
from collectors.crawl.limits import Limits
from collectors.model import Entry
from collectors.sources.source_protocol import page_request
from collectors.sources.wayback import CDX_RATE, REPLAY_RATE, TRIED

#: Bytes of a page as it is sent, compressed: the mean of 516 real pages of four public sets.
PAGE_BYTES = 35_000
#: Bytes of an index's answer on one address: the median of 29 recorded answers is 2,500.
INDEX_BYTES = 2_500
#: Bytes of a robots.txt.
ROBOTS_BYTES = 2_000


@dataclass(frozen=True, slots=True)
class PlannedRequests:
    """The requests of one kind, from the least to the most.

    Attributes:
        what: The kind.
        least: Requests if every page is still on the web.
        most: Requests if none is.
        size: Bytes of one answer, about.
        seconds: Seconds that a request adds, by the rate limit, where they follow one another.
        longest: Requests that must follow one another if `most` are made; None for all of them.
    """

    what: str
    least: int
    most: int
    size: int
    seconds: float
    longest: int | None = None

    def hours(self, requests: int) -> float:
        """Hours that the rate limit asks for."""
        following = requests if self.longest is None else min(requests, self.longest)
        return following * self.seconds / 3600


@dataclass(frozen=True, slots=True)
class RequestPlan:
    """The plan of one list.

    Attributes:
        addresses: Different addresses in the list.
        done: How many of them earlier runs finished; they are not asked for again.
        hosts: Hosts that the others are on.
        requests: What is asked for.
    """

    addresses: int
    done: int
    hosts: int
    requests: tuple[PlannedRequests, ...]

    @property
    def hours(self) -> tuple[float, float]:
        """The least hours, all pages being there, and the most: the archive is asked when the web was."""
        least = max((each.hours(each.least) for each in self.requests), default=0.0)
        return least, sum(each.hours(each.most) for each in self.requests)

    def lines(self) -> list[str]:
        """The plan in words, for people."""
        left = self.addresses - self.done
        written = [f"{self.addresses:,} addresses: {self.done:,} are done, {left:,} are left, on {self.hosts:,} hosts"]
        written += [
            f"  {each.what}: {_range(each.least, each.most)} requests, "
            f"{_megabytes(each.least * each.size)} to {_megabytes(each.most * each.size)}, "
            f"{_hours(each.hours(each.least))} to {_hours(each.hours(each.most))}"
            for each in self.requests
        ]
        least, most = self.hours
        written.append(
            f"  together: {_range(sum(r.least for r in self.requests), sum(r.most for r in self.requests))} requests, "
            f"{_megabytes(sum(r.least * r.size for r in self.requests))} to "
            f"{_megabytes(sum(r.most * r.size for r in self.requests))}, {_hours(least)} to {_hours(most)} by the rate "
            "limits. It may be stopped at any time and goes on where it was."
        )
        return written


def plan_of(entries: Sequence[Entry], finished: set[str], limits: Limits) -> RequestPlan:
    """Plan the collection of a list.

    Args:
        entries: The addresses.
        finished: Keys of those that need not be asked for (`Frontier.finished`).
        limits: The manners of the fetcher.
    """
    items = {item.key: item for item in (FrontierItem(page_request(entry), entry) for entry in entries)}
    left = [item for key, item in items.items() if key not in finished]
    hosts = Counter(host_of(item.name) for item in left)
    busiest = max(hosts.values(), default=0)
    number = len(left)
    requests = (
        PlannedRequests("robots.txt", len(hosts), len(hosts), ROBOTS_BYTES, 0.0),
        PlannedRequests("pages on the web", number, number, PAGE_BYTES, limits.delay, busiest),
        PlannedRequests("the archive's index (CDX)", 0, number, INDEX_BYTES, CDX_RATE.interval),
        PlannedRequests(
            f"captures (mementos, up to {TRIED} of each page)", 0, number * TRIED, PAGE_BYTES, REPLAY_RATE.interval
        ),
    )
    return RequestPlan(len(items), len(items) - number, len(hosts), requests)


def keys_of(entries: Sequence[Entry]) -> list[str]:
    """The keys by which a frontier knows the pages of these entries, each once."""
    return list(dict.fromkeys(FrontierItem(page_request(entry), entry).key for entry in entries))


def _range(least: int, most: int) -> str:
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def _megabytes(size: float) -> str:
    return f"{size / 1_000_000:,.1f} MB"


def _hours(hours: float) -> str:
    return f"{hours * 60:.0f} min" if hours < 1 else f"{hours:,.1f} h"
