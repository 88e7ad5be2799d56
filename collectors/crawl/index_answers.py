"""What the answer for a feed, a sitemap or a service's list means: entries, more requests, and one outcome."""

from __future__ import annotations

from dataclasses import replace

from collectors.crawl.fetch_jobs import Failed, Fetched
from collectors.crawl.frontier import FrontierItem
from collectors.crawl.ledger import LedgerVisit, RequestEnd
from collectors.crawl.outcome_kinds import of_failure, of_index, of_refusal
from collectors.crawl.page_answers import FetchAgain, response_of, validator, without_page
from collectors.model import Entry, Outcome, OutcomeKind
from collectors.sources.source_protocol import Refusal, Request, Source, page_request
from collectors.store import RefusedArticle


def index_of(
    item: FrontierItem, answer: Fetched | Failed, source: Source, event: str, wait: float
) -> RequestEnd | FetchAgain:
    """Decide what to do with an answer for an index.

    Args:
        item: The item that was asked for.
        answer: The answer, or why there is none.
        source: The source that reads it.
        event: The event's id.
        wait: Seconds before the first retry if no answer came.
    """
    url, outlet = item.request.url, item.request.outlet
    if isinstance(answer, Failed):
        result = without_page(item, answer, None, wait)
        if isinstance(result, FetchAgain):
            return result
        return _visited(item, of_failure(answer, url, outlet), event, None, again=answer.again)
    if answer.status == 304:
        ended = _visited(item, Outcome(url, OutcomeKind.UNCHANGED, outlet, "not modified"), event, None)
        ended.etag, ended.modified = item.etag, item.modified
        return ended
    return _read(item, answer, source, event)


def _read(item: FrontierItem, fetched: Fetched, source: Source, event: str) -> RequestEnd | FetchAgain:
    items: list[FrontierItem] = []
    listed: list[str] = []
    refusals: list[Refusal] = []
    for finding in source.read(item.request, response_of(fetched)):
        if isinstance(finding, Entry):
            listed.append(finding.url)
            items.append(FrontierItem(page_request(finding, source.page_rate), finding))
        elif isinstance(finding, Request):
            items.append(FrontierItem(finding))
        elif isinstance(finding, Refusal):
            refusals.append(finding)
    own = [refusal for refusal in refusals if refusal.url in {fetched.url, item.request.url}]
    later = next((refusal.retry_after for refusal in own if refusal.retry_after is not None), None)
    if later is not None and not items:
        # A Retry-After applies to the whole host, and so does a service's message that asks to wait.
        slow = any(refusal.kind.value == "rate_limited" for refusal in own)
        return FetchAgain(replace(item, request=item.request.again(later)), later, slow)
    outlet = item.request.outlet
    outcome = of_index(item.request.url, outlet, own, len(listed))
    passing = any("given up after" in refusal.reason for refusal in own)
    ended = _visited(item, outcome, event, tuple(listed), again=passing)
    ended.found = items
    ended.others = [RefusedArticle(of_refusal(refusal, outlet), event) for refusal in refusals if refusal not in own]
    # An index that names others, or was not complete, must be read again even if it did not change.
    if len(items) == len(listed) and not any(refusal.failed for refusal in refusals):
        ended.etag, ended.modified = validator(fetched, "etag"), validator(fetched, "last-modified")
    return ended


def _visited(
    item: FrontierItem, outcome: Outcome, event: str, listed: tuple[str, ...] | None, *, again: bool = False
) -> RequestEnd:
    request = item.request
    failed = outcome.kind not in {OutcomeKind.READ, OutcomeKind.EMPTY, OutcomeKind.OFF_WINDOW, OutcomeKind.OFF_EVENT}
    visit = LedgerVisit(
        request.source, request.outlet, request.url, outcome.kind, None if failed and not listed else listed
    )
    return RequestEnd(item, RefusedArticle(outcome, event), again, visit=visit)
