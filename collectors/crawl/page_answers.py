"""What the answer for an entry's page means: a page to read, another address to try, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from collectors.crawl.fetch_jobs import Failed, Fetched
from collectors.crawl.frontier import FrontierItem
from collectors.crawl.outcome_kinds import of_failure, of_refusal
from collectors.crawl.warc_writer import zulu
from collectors.model import Outcome, OutcomeKind, Page
from collectors.sources.captures import original_of
from collectors.sources.source_protocol import (
    Rate,
    Refusal,
    RefusalKind,
    Response,
    page_request,
    patience,
    refused,
)

#: How often a request that got no answer is sent once more in one run. A timeout costs a whole minute.
TRIES = 2

_HTML = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class FetchAgain:
    """Ask once more: the item with its new request. `pause`: the whole host wants to be left alone until then."""

    item: FrontierItem
    wait: float
    pause: bool = False


@dataclass(frozen=True, slots=True)
class NoPageReason:
    """No page. `again`: the next run tries it once more."""

    outcome: Outcome
    again: bool = False


def response_of(fetched: Fetched) -> Response:
    """The answer as sources read it."""
    return Response(fetched.url, fetched.status, dict(fetched.headers), fetched.body, fetched.fetched_at)


def page_of(item: FrontierItem, fetched: Fetched, rate: Rate | None, wait: float) -> Page | FetchAgain | NoPageReason:
    """What to do with an answer for a page. `rate` is that of the source's pages, `wait` the first back-off."""
    entry = item.entry
    if entry is None:
        raise ValueError("only entries have pages")
    if fetched.status == 304:
        return NoPageReason(Outcome(entry.url, OutcomeKind.UNCHANGED, entry.outlet, "not modified"))
    refusal = refused(item.request, response_of(fetched), wait)
    if refusal is not None:
        return _refused(item, refusal, rate, pause=fetched.status in {429, 503})
    wrong = _not_html(fetched)
    if wrong is not None:
        return elsewhere(item, rate) or NoPageReason(
            Outcome(entry.url, OutcomeKind.NOT_AN_ARTICLE, entry.outlet, wrong)
        )
    url = page_url(item, fetched)
    return Page(url, url, fetched.body, fetched.header("content-type"), _time_of(item, fetched))


def without_page(item: FrontierItem, failed: Failed, rate: Rate | None, wait: float) -> FetchAgain | NoPageReason:
    """What to do where no answer came."""
    key, outlet = (item.entry.url, item.entry.outlet) if item.entry else (item.request.url, item.request.outlet)
    outcome = of_failure(failed, key, outlet)
    if failed.again:
        delay = patience(item.request, Refusal(failed.job.url, RefusalKind.HTTP, failed.detail), wait).retry_after
        if delay is not None and item.request.tries < TRIES:
            return FetchAgain(replace(item, request=item.request.again(delay)), delay)
    return elsewhere(item, rate) or NoPageReason(outcome, failed.again)


def page_url(item: FrontierItem, fetched: Fetched) -> str:
    """The address that a page goes by: the last one after redirects; for an archive's copy the outlet's own."""
    return item.entry.url if item.entry and archived(item) else fetched.url


def archived(item: FrontierItem) -> bool:
    """Whether the page comes from an archive."""
    return bool(item.entry and item.entry.fetch)


def captured(item: FrontierItem) -> str | None:
    """When an archive took its copy, where the source says so."""
    if item.entry is None or not archived(item):
        return None
    inside = original_of(item.request.url)
    first = item.request.context.get("place") in {None, 0}
    return inside[0] if inside else item.entry.captured if first else None


def _time_of(item: FrontierItem, fetched: Fetched) -> str:
    """As the WARC file has it, so that reading it again gives the same article."""
    return zulu(captured(item) or fetched.fetched_at)


def _refused(item: FrontierItem, refusal: Refusal, rate: Rate | None, *, pause: bool) -> FetchAgain | NoPageReason:
    if refusal.retry_after is not None:
        return FetchAgain(replace(item, request=item.request.again(refusal.retry_after)), refusal.retry_after, pause)
    entry = item.entry
    outcome = of_refusal(refusal, entry.outlet if entry else None)
    passing = "given up after" in refusal.reason
    return elsewhere(item, rate) or NoPageReason(replace(outcome, key=entry.url if entry else outcome.key), passing)


def elsewhere(item: FrontierItem, rate: Rate | None) -> FetchAgain | None:
    """The next address of the same page."""
    place = item.request.context.get("place")
    if item.entry is None or not isinstance(place, int):
        return None
    try:
        request = page_request(item.entry, rate, place + 1)
    except IndexError:
        return None
    return FetchAgain(replace(item, request=request), 0.0)


def _not_html(fetched: Fetched) -> str | None:
    media = (fetched.header("content-type") or "").split(";")[0].strip().lower()
    if media in _HTML:
        return None
    starts = fetched.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if media in {"", "text/plain", "application/octet-stream"} and starts.startswith((b"<!doctype html", b"<html")):
        return None
    return f"its content type is {media[:60] or 'not stated'}"


def validator(fetched: Fetched, name: str) -> str | None:
    """A header to be sent back in a conditional request; None where it is none that can be."""
    value = fetched.header(name)
    return value if value and len(value) <= 512 and value.isascii() and value.isprintable() else None
