"""What every source of coverage is: it says which URLs to ask for and reads the bytes that come back.

A source does no input or output. Its driver (the crawler, or a test with recorded bytes) goes on until nothing is left:

    pending = list(source.start())
    while pending:
        request = pending.pop()
        for found in source.read(request, fetch(request)):
            Request -> pending, unless its `key` was asked for before (indexes name each other)
            Entry   -> fetch the page: page_request(entry, source.page_rate)
            Page    -> its bytes are already there (an archive file held them)
            Refusal -> keep as an outcome; with `retry_after`, ask the same request again after that time

`read` depends only on its arguments and on what the source was made with, so a run can be resumed from its pending
requests; `to_json` and `Request.from_json` keep them. `read` never raises, whatever the bytes are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol, TypeAlias

from collectors.model import Entry, Page
from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.source_times import iso_time, seconds_between

#: Bytes of a feed, a sitemap or an answer, decompressed. The sitemap protocol allows 50 MB; larger bodies are refused.
MAX_BYTES = 50_000_000
#: Most characters of a URL, as in the sitemap protocol, and of a title.
MAX_URL = 2_048
MAX_TITLE = 1_000

Context: TypeAlias = Mapping[str, str | int | float | None]


class Kind(StrEnum):
    """What a request asks for; a `warc` is too large for memory and is streamed through `CcNews.scan`, not `read`."""

    FEED = "feed"
    SITEMAP = "sitemap"
    API = "api"
    LISTING = "listing"
    PAGE = "page"
    WARC = "warc"


class RefusalKind(StrEnum):
    """Why something was not taken; those in `DECISIONS` are decisions, the others failures."""

    HTTP = "http_error"  # a status other than success
    RATE = "rate_limited"  # 429, 503, or a message that asks to wait
    SERVICE = "service_error"  # the service answered with a message of its own instead of data
    FORMAT = "bad_format"  # the bytes are not what was asked for
    DAMAGED = "damaged"  # read in part, up to the damage
    TOO_LARGE = "too_large"
    ADDRESS = "bad_address"  # a link that is not a web address
    INCOMPLETE = "incomplete"  # the service has more than it returns
    OFF_WINDOW = "off_window"  # dated outside the event
    OFF_EVENT = "off_event"  # nothing in its address or title is about the event
    SKIPPED = "skipped"  # not an article's address, or a second one of the same article
    EMPTY = "empty"  # nothing was found


#: Refusals that are decisions, not failures.
DECISIONS = frozenset({RefusalKind.OFF_WINDOW, RefusalKind.OFF_EVENT, RefusalKind.SKIPPED, RefusalKind.EMPTY})


@dataclass(frozen=True, slots=True)
class Rate:
    """The most requests a minute, over all requests with the same `key`; one host may have several rates."""

    key: str
    per_minute: float

    @property
    def interval(self) -> float:
        """The seconds between two requests."""
        return 60.0 / self.per_minute


@dataclass(frozen=True, slots=True)
class Request:
    """A URL that a source asks for.

    Attributes:
        url: The address.
        source: The name of the source.
        kind: What is asked for.
        outlet: The outlet's id, if it is known.
        not_before: Seconds to wait from now.
        rate: The rate to keep; None for the crawler's own.
        headers: Further request headers.
        context: What `read` needs again when the answer comes, in values that JSON can hold.
        tries: How often it was asked before, as counted by `again`; waits grow with it, up to a limit.
    """

    url: str
    source: str
    kind: Kind
    outlet: str | None = None
    not_before: float = 0.0
    rate: Rate | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    context: Context = field(default_factory=dict)
    tries: int = 0

    def again(self, delay: float) -> Request:
        """Return the same request, to be sent after `delay` seconds."""
        return replace(self, not_before=delay, tries=self.tries + 1)

    @property
    def key(self) -> str:
        """A key that is the same for two requests for the same thing."""
        return f"{self.source} {self.url}"

    def to_json(self) -> dict[str, object]:
        """Return the request as JSON values."""
        rate = [self.rate.key, self.rate.per_minute] if self.rate else None
        return {
            "url": self.url,
            "source": self.source,
            "kind": self.kind.value,
            "outlet": self.outlet,
            "not_before": self.not_before,
            "rate": rate,
            "headers": dict(self.headers),
            "context": dict(self.context),
            "tries": self.tries,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, object]) -> Request:
        """Return the request that `to_json` gave.

        Raises:
            ValueError: If the row is not such a request.
        """
        url, source, outlet, rate = row.get("url"), row.get("source"), row.get("outlet"), row.get("rate")
        if not isinstance(url, str) or not isinstance(source, str) or not isinstance(outlet, str | None):
            raise ValueError("a request needs url and source")
        headers, context, delay = row.get("headers") or {}, row.get("context") or {}, row.get("not_before") or 0.0
        if not isinstance(headers, Mapping) or not isinstance(context, Mapping) or not isinstance(delay, int | float):
            raise ValueError("a request's headers and context are objects, its delay a number")
        pair = rate if isinstance(rate, list | tuple) and len(rate) == 2 else None
        return cls(
            url=url,
            source=source,
            kind=Kind(str(row.get("kind"))),
            outlet=outlet,
            not_before=float(delay),
            rate=Rate(str(pair[0]), float(pair[1])) if pair else None,
            headers=dict(headers),
            context=dict(context),
            tries=int(str(row.get("tries") or 0)),
        )


@dataclass(frozen=True, slots=True)
class Response:
    """An answer.

    Attributes:
        url: The last address after redirects.
        status: The HTTP status.
        headers: The headers; names are in any case.
        body: The body without transfer and content encoding.
        fetched_at: ISO 8601 in UTC.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: str

    def header(self, name: str) -> str | None:
        """Return a header by its name in any case, or None."""
        low = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == low), None)

    @property
    def media_type(self) -> str:
        """The Content-Type without parameters in lower case, "" if there is none."""
        return (self.header("content-type") or "").split(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not taken, and why.

    Attributes:
        url: The address it is about.
        kind: The kind of reason.
        reason: The reason in words.
        retry_after: Seconds after which to ask again; None if that is not worth it.
        count: How many items it stands for.
    """

    url: str
    kind: RefusalKind
    reason: str
    retry_after: float | None = None
    count: int = 1

    @property
    def failed(self) -> bool:
        """Whether this is a failure rather than a decision."""
        return self.kind not in DECISIONS


Finding: TypeAlias = Request | Entry | Page | Refusal


class Source(Protocol):
    """A place where coverage is found; it is made with what is wanted, and immutable, so it can be shared."""

    @property
    def name(self) -> str:
        """The name of the source on the command line and in `Entry.source`."""

    @property
    def page_rate(self) -> Rate | None:
        """The rate at which the pages of its entries may be fetched; None for the crawler's own."""

    @property
    def wanted(self) -> CoverageQuery:
        """What it looks for."""

    def start(self) -> Iterable[Request]:
        """Return the first requests."""

    def read(self, request: Request, response: Response) -> Iterator[Finding]:
        """Yield what the answer to a request of this source holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceKind:
    """A kind of source in the registry.

    Attributes:
        name: The name on the command line.
        make: Makes a source from what is wanted and from the addresses of its services.
        addresses: Environment variable -> the address that it replaces, for instance by a mirror.
        default: Whether it is asked without being named.
    """

    name: str
    make: Callable[[CoverageQuery, Mapping[str, str]], Source]
    addresses: Mapping[str, str] = field(default_factory=dict)
    default: bool = True


def page_request(entry: Entry, rate: Rate | None = None, place: int = 0) -> Request:
    """Return the request for an entry's page.

    Args:
        entry: The entry.
        rate: The rate to keep; None for the crawler's own.
        place: 0 for the best address, 1 for the next (see `Entry.fetch`).

    Raises:
        IndexError: If there are no more addresses.
    """
    url = (entry.fetch or (entry.url,))[place]
    return Request(url, entry.source, Kind.PAGE, entry.outlet, rate=rate, context={"entry": entry.url, "place": place})


#: The longest Retry-After that is respected, in seconds.
LONGEST_WAIT = 86_400.0
#: How often a request is repeated after a temporary failure.
MOST_TRIES = 5


def refused(request: Request, response: Response, wait: float) -> Refusal | None:
    """Return the refusal of an answer without success, or None for success.

    The statuses 408, 429, 500, 502, 503 and 504 may be asked again after their Retry-After or, without one, after
    `wait` seconds, doubled with each try. The driver handles 304 itself.

    Args:
        request: What was asked for.
        response: The answer.
        wait: Seconds before the first retry.
    """
    status = response.status
    if 200 <= status < 300:
        return None
    if status not in {408, 429, 500, 502, 503, 504}:
        return Refusal(response.url, RefusalKind.HTTP, f"HTTP status {status}")
    kind = RefusalKind.RATE if status in {429, 503} else RefusalKind.HTTP
    server_delay = retry_after(response)
    return patience(request, Refusal(response.url, kind, f"HTTP status {status}"), wait, server_delay)


def patience(request: Request, refusal: Refusal, wait: float, server_delay: float | None = None) -> Refusal:
    """Return a refusal with the time after which to ask again; without it after `MOST_TRIES` tries.

    Args:
        request: What was asked for.
        refusal: Why nothing was taken.
        wait: Seconds before the first retry; doubled with each try.
        server_delay: Seconds that the server asks for, if it does.
    """
    if request.tries >= MOST_TRIES:
        return replace(refusal, reason=f"{refusal.reason}; given up after {request.tries + 1} tries")
    delay = server_delay if server_delay is not None else wait * 2**request.tries
    return replace(refusal, retry_after=min(delay, LONGEST_WAIT))


def retry_after(response: Response) -> float | None:
    """Return the seconds of a Retry-After header, or None if there is none.

    RFC 9110, 10.2.3: a number, or a date counted from the answer's time. At most `LONGEST_WAIT`.
    """
    value = (response.header("retry-after") or "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), LONGEST_WAIT)
    date = iso_time(value)
    seconds = seconds_between(response.fetched_at, date) if date else None
    return None if seconds is None else min(max(seconds, 0.0), LONGEST_WAIT)
