"""What an answer, or its absence, means for a URL: the kinds of outcomes and what to do about them."""

from __future__ import annotations

from collectors.crawl.fetch_jobs import Failed, FetchTrouble
from collectors.model import Outcome, OutcomeKind
from collectors.sources.source_protocol import Refusal, RefusalKind

K, T, R = OutcomeKind, FetchTrouble, RefusalKind

_TROUBLE = {
    T.ROBOTS: (K.ROBOTS, ""),
    T.ROBOTS_UNKNOWN: (K.UNREACHABLE, "the next run asks again"),
    T.ADDRESS: (K.BLOCKED_ADDRESS, "if this host is your own, allow it with PARALLAX_ALLOW_ADDRESSES"),
    T.REDIRECTS: (K.TOO_MANY_REDIRECTS, "open it in a browser: it may need cookies, which are not kept"),
    T.TOO_LARGE: (K.TOO_LARGE, "leave this page out"),
    T.TIMEOUT: (K.TIMEOUT, "the next run asks again"),
    T.UNKNOWN_HOST: (K.UNREACHABLE, "check the address in outlets.toml; the next run asks again"),
    T.UNREACHABLE: (K.UNREACHABLE, "the next run asks again"),
    T.BROKEN: (K.UNREACHABLE, "the next run asks again"),
}

_REFUSAL = {
    R.HTTP: (K.HTTP_ERROR, "check the address; the next run asks again where the server may recover"),
    R.RATE: (K.RATE_LIMITED, "the next run asks again"),
    R.SERVICE: (K.SERVICE_ERROR, "read the service's message"),
    R.FORMAT: (K.BAD_FORMAT, "check the address: it gives something else"),
    R.DAMAGED: (K.DAMAGED, "what could be read was taken"),
    R.TOO_LARGE: (K.TOO_LARGE, "leave it out"),
    R.ADDRESS: (K.BAD_ADDRESS, "these items cannot be collected from here"),
    R.INCOMPLETE: (K.INCOMPLETE, "there is more than is given; another source may have the rest"),
    R.OFF_WINDOW: (K.OFF_WINDOW, ""),
    R.OFF_EVENT: (K.OFF_EVENT, ""),
    R.SKIPPED: (K.SKIPPED, ""),
    R.EMPTY: (K.EMPTY, ""),
}


def of_failure(failed: Failed, key: str, outlet: str | None) -> Outcome:
    """The outcome of a request without an answer."""
    kind, remedy = _TROUBLE[failed.trouble]
    return Outcome(key, kind, outlet, failed.detail, remedy)


def of_refusal(refusal: Refusal, outlet: str | None) -> Outcome:
    """The outcome of something that a source did not take."""
    kind, remedy = _REFUSAL[refusal.kind]
    return Outcome(refusal.url, kind, outlet, refusal.reason, remedy)


def of_index(url: str, outlet: str | None, refusals: list[Refusal], entries: int) -> Outcome:
    """The one outcome of a feed, sitemap or answer that was read: the first failure in it, else that it was read, with
    everything that was said about it."""
    failed = next((r for r in refusals if r.failed), None)
    said = "; ".join(r.reason for r in refusals)
    if failed is not None and not (entries and failed.kind is R.ADDRESS):
        kind, remedy = _REFUSAL[failed.kind]
        return Outcome(url, kind, outlet, said, remedy)
    if not entries and len(refusals) == 1:
        kind, remedy = _REFUSAL[refusals[0].kind]
        return Outcome(url, kind, outlet, said, remedy)
    return Outcome(url, K.READ, outlet, "; ".join(filter(None, [f"{entries} entries", said])))
