"""What an answer, or its absence, means for a URL: the kinds of outcomes and what to do about them."""

from __future__ import annotations

from collectors.crawl.fetch_jobs import Failed, FetchTrouble
from collectors.model import Outcome, OutcomeKind
from collectors.sources.source_protocol import Refusal, RefusalKind

_TROUBLE = {
    FetchTrouble.ROBOTS: (OutcomeKind.ROBOTS, ""),
    FetchTrouble.ROBOTS_UNKNOWN: (OutcomeKind.UNREACHABLE, "the next run asks again"),
    FetchTrouble.ADDRESS: (
        OutcomeKind.BLOCKED_ADDRESS,
        "if this host is your own, allow it with PARALLAX_ALLOW_ADDRESSES",
    ),
    FetchTrouble.REDIRECTS: (
        OutcomeKind.TOO_MANY_REDIRECTS,
        "open it in a browser: it may need cookies, which are not kept",
    ),
    FetchTrouble.TOO_LARGE: (OutcomeKind.TOO_LARGE, "leave this page out"),
    FetchTrouble.TIMEOUT: (OutcomeKind.TIMEOUT, "the next run asks again"),
    FetchTrouble.UNKNOWN_HOST: (OutcomeKind.UNREACHABLE, "check the address in outlets.toml; the next run asks again"),
    FetchTrouble.UNREACHABLE: (OutcomeKind.UNREACHABLE, "the next run asks again"),
    FetchTrouble.BROKEN: (OutcomeKind.UNREACHABLE, "the next run asks again"),
}

_REFUSAL = {
    RefusalKind.HTTP: (
        OutcomeKind.HTTP_ERROR,
        "check the address; the next run asks again where the server may recover",
    ),
    RefusalKind.RATE: (OutcomeKind.RATE_LIMITED, "the next run asks again"),
    RefusalKind.SERVICE: (OutcomeKind.SERVICE_ERROR, "read the service's message"),
    RefusalKind.FORMAT: (OutcomeKind.BAD_FORMAT, "check the address: it gives something else"),
    RefusalKind.DAMAGED: (OutcomeKind.DAMAGED, "what could be read was taken"),
    RefusalKind.TOO_LARGE: (OutcomeKind.TOO_LARGE, "leave it out"),
    RefusalKind.ADDRESS: (OutcomeKind.BAD_ADDRESS, "these items cannot be collected from here"),
    RefusalKind.INCOMPLETE: (OutcomeKind.INCOMPLETE, "there is more than is given; another source may have the rest"),
    RefusalKind.OFF_WINDOW: (OutcomeKind.OFF_WINDOW, ""),
    RefusalKind.OFF_EVENT: (OutcomeKind.OFF_EVENT, ""),
    RefusalKind.SKIPPED: (OutcomeKind.SKIPPED, ""),
    RefusalKind.EMPTY: (OutcomeKind.EMPTY, ""),
}


def of_failure(failed: Failed, key: str, outlet: str | None) -> Outcome:
    """Return the outcome of a request without an answer.

    Args:
        failed: Why there is no answer.
        key: The address that the outcome is recorded for.
        outlet: The outlet's id, if it is known.
    """
    kind, remedy = _TROUBLE[failed.trouble]
    return Outcome(key, kind, outlet, failed.detail, remedy)


def of_refusal(refusal: Refusal, outlet: str | None) -> Outcome:
    """Return the outcome of something that a source did not take."""
    kind, remedy = _REFUSAL[refusal.kind]
    return Outcome(refusal.url, kind, outlet, refusal.reason, remedy)


def of_index(url: str, outlet: str | None, refusals: list[Refusal], entries: int) -> Outcome:
    """Return the outcome of a feed, sitemap or answer: its first failure, else that it was read, with all remarks.

    Args:
        url: The address of the index.
        outlet: The outlet's id, if it is known.
        refusals: What the source said about the index itself.
        entries: Number of entries found in it.
    """
    failed = next((refusal for refusal in refusals if refusal.failed), None)
    said = "; ".join(refusal.reason for refusal in refusals)
    if failed is not None and not (entries and failed.kind is RefusalKind.ADDRESS):
        kind, remedy = _REFUSAL[failed.kind]
        return Outcome(url, kind, outlet, said, remedy)
    if not entries and len(refusals) == 1:
        kind, remedy = _REFUSAL[refusals[0].kind]
        return Outcome(url, kind, outlet, said, remedy)
    return Outcome(url, OutcomeKind.READ, outlet, "; ".join(filter(None, [f"{entries} entries", said])))
