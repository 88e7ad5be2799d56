"""What the answer for an entry's page means: a page to read, another address to try, or the reason for no page."""

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
    """Ask again, with the item's new request, after `wait` seconds; with `pause`, the whole slot waits until then."""

    item: FrontierItem
    wait: float
    pause: bool = False


@dataclass(frozen=True, slots=True)
class NoPageReason:
    """The outcome of a page that cannot be had; with `again`, the next run tries it once more."""

    outcome: Outcome
    again: bool = False


def response_of(fetched: Fetched) -> Response:
    """Return the answer in the form that sources read."""
    return Response(fetched.url, fetched.status, dict(fetched.headers), fetched.body, fetched.fetched_at)


def page_of(item: FrontierItem, fetched: Fetched, rate: Rate | None, wait: float) -> Page | FetchAgain | NoPageReason:
    """Decide what to do with an answer for a page.

    Args:
        item: The item that was asked for.
        fetched: The answer.
        rate: The rate of the source's pages; None for the fetcher's own delay.
        wait: Seconds before the first retry.

    Raises:
        ValueError: If the item has no entry.
    """
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
    """Decide what to do if no answer came: ask again, try another address, or give up.

    Args:
        item: The item that was asked for.
        failed: Why there is no answer.
        rate: The rate of the source's pages; None for the fetcher's own delay.
        wait: Seconds before the first retry.
    """
    key, outlet = (item.entry.url, item.entry.outlet) if item.entry else (item.request.url, item.request.outlet)
    outcome = of_failure(failed, key, outlet)
    if failed.again:
        delay = patience(item.request, Refusal(failed.job.url, RefusalKind.HTTP, failed.detail), wait).retry_after
        if delay is not None and item.request.tries < TRIES:
            return FetchAgain(replace(item, request=item.request.again(delay)), delay)
    return elsewhere(item, rate) or NoPageReason(outcome, failed.again)


def page_url(item: FrontierItem, fetched: Fetched) -> str:
    """Return the address of a page: the last one after redirects, or for an archive's copy the outlet's own."""
    return item.entry.url if item.entry and archived(item) else fetched.url


def archived(item: FrontierItem) -> bool:
    """Return whether the page comes from an archive."""
    return bool(item.entry and item.entry.fetch)


def captured(item: FrontierItem) -> str | None:
    """Return when an archive took its copy (ISO 8601), if that is known."""
    if item.entry is None or not archived(item):
        return None
    inside = original_of(item.request.url)
    first = item.request.context.get("place") in {None, 0}
    return inside[0] if inside else item.entry.captured if first else None


def _time_of(item: FrontierItem, fetched: Fetched) -> str:
    """Return the time as the WARC file has it, so that reading the file again gives the same article."""
    return zulu(captured(item) or fetched.fetched_at)


def _refused(item: FrontierItem, refusal: Refusal, rate: Rate | None, *, pause: bool) -> FetchAgain | NoPageReason:
    if refusal.retry_after is not None:
        return FetchAgain(replace(item, request=item.request.again(refusal.retry_after)), refusal.retry_after, pause)
    entry = item.entry
    outcome = of_refusal(refusal, entry.outlet if entry else None)
    passing = "given up after" in refusal.reason
    return elsewhere(item, rate) or NoPageReason(replace(outcome, key=entry.url if entry else outcome.key), passing)


def elsewhere(item: FrontierItem, rate: Rate | None) -> FetchAgain | None:
    """Return a request for the next address of the same page, or None if there is none."""
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
    """Return a header that can be sent back in a conditional request; None if it is missing or unfit.

    Args:
        fetched: The answer.
        name: The header's name.
    """
    value = fetched.header(name)
    return value if value and len(value) <= 512 and value.isascii() and value.isprintable() else None
