"""GDELT DOC 2.0, an index of online news since 2017: article lists for the event's terms and the outlets' domains.

The service has no pages: a list is cut at 250 articles. A window that is full is asked for again in halves until it is
not. It searches English translations of 65 languages, so English terms find coverage in all of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import NamedTuple
from urllib.parse import urlencode

from collectors.errors import ParallaxError
from collectors.model import Entry
from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.gdelt_titles import LANGUAGES, joined
from collectors.sources.source_protocol import (
    MAX_BYTES,
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
from collectors.sources.source_times import iso_time, moment_of, stamp
from collectors.sources.web_markup import absolute, plain

BASE = "https://api.gdeltproject.org/api/v2/doc/doc"
#: Most articles of one answer, as documented.
MOST = 250
#: The service asks for one request every five seconds.
RATE = Rate("gdelt", 12.0)
#: Seconds to wait after a 429. Under load even a first request gets one, and it lasts.
WAIT = 60.0
#: The length of the first slices of the window, and the shortest one: GDELT updates every 15 minutes.
SLICE, SHORTEST = timedelta(days=7), timedelta(minutes=15)
#: Most characters of a query; the service refuses long ones without saying where its limit is.
MAX_QUERY = 450

_PATIENCE = re.compile(r"limit requests|too many requests|one every \d{1,3} seconds|try again later", re.I)
_TOO_LONG = re.compile(r"too (?:short or too )?long", re.I)


@dataclass(frozen=True)
class Gdelt:
    """Articles that GDELT saw inside the event's window.

    Raises:
        ParallaxError: When it is made for an event without days or terms.
    """

    wanted: CoverageQuery
    base: str = BASE
    slice: timedelta = SLICE
    name: str = "gdelt"
    page_rate: Rate | None = None

    def __post_init__(self) -> None:
        if self.wanted.window() is None or not query_terms(self.wanted):
            raise ParallaxError(
                "GDELT can only be asked about an event with days and terms",
                remedy="give the event's file start, end and [terms]",
            )

    def start(self) -> Iterable[Request]:
        """Yield one request for each batch of domains and slice of the window, the oldest first."""
        window = self.wanted.window()
        if window is None:
            return
        first = datetime.combine(window[0], clock(), UTC)
        last = datetime.combine(window[1], clock(23, 59, 59), UTC)
        terms = query_terms(self.wanted)
        domains = [domain for outlet in self.wanted.outlets for domain in outlet.domains]
        while first <= last:
            end = min(first + self.slice - timedelta(seconds=1), last)
            for batch in _batches(domains, MAX_QUERY - len(terms)):
                yield self._request(terms, batch, first, end)
            first = end + timedelta(seconds=1)

    def read(self, request: Request, response: Response) -> Iterator[Finding]:
        """Yield the articles of an answer or, if it is full, requests for the halves of its window."""
        failed = refused(request, response, WAIT) or self._message(request, response)
        if failed:
            yield from self._shorter(request, failed)
            return
        answer = parse_answer(response)
        if isinstance(answer, Refusal):
            yield answer
            return
        if answer.remark:
            yield Refusal(response.url, RefusalKind.DAMAGED, answer.remark)
        if answer.rows >= MOST:
            halves = list(self._halves(request))
            yield from halves
            if halves:
                return
            what = f"the window of {SHORTEST.seconds // 60} minutes has more than the {MOST} articles GDELT gives"
            yield Refusal(response.url, RefusalKind.INCOMPLETE, what)
        if not answer.rows:
            yield Refusal(response.url, RefusalKind.EMPTY, "GDELT has no article for this window and these outlets")
        yield from self._entries(response, answer)

    def _entries(self, response: Response, answer: Answer) -> Iterator[Finding]:
        seen: set[str] = set()
        others = 0
        for entry in answer.entries:
            if entry.url in seen:
                continue
            seen.add(entry.url)
            owner = self.wanted.outlet_of(entry.url)
            if owner is None and self.wanted.outlets:
                others += 1
            else:
                yield replace(entry, outlet=owner.id if owner else None)
        if others:  # domain: also finds other domains that end alike
            what = f"{others} articles of other outlets, whose domains end alike"
            yield Refusal(response.url, RefusalKind.SKIPPED, what, None, others)
        if answer.bad:
            what = f"{answer.bad} rows without a web address"
            yield Refusal(response.url, RefusalKind.ADDRESS, what, None, answer.bad)

    def _request(self, terms: str, domains: list[str], start: datetime, end: datetime) -> Request:
        query = " ".join(part for part in (terms, either([f"domain:{domain}" for domain in domains])) if part)
        given = {
            "query": query,
            "mode": "ArtList",
            "format": "json",
            "maxrecords": str(MOST),
            "sort": "DateDesc",
            "startdatetime": stamp(start),
            "enddatetime": stamp(end),
        }
        context = {"terms": terms, "domains": " ".join(domains), "start": start.isoformat(), "end": end.isoformat()}
        return Request(f"{self.base}?{urlencode(given)}", self.name, Kind.API, rate=RATE, context=context)

    def _search_of(self, request: Request) -> tuple[str, list[str], datetime, datetime] | None:
        """Return what a request asked for, from its context."""
        terms, domains = request.context.get("terms"), request.context.get("domains")
        start, end = (moment_of(str(request.context.get(key))) for key in ("start", "end"))
        if not isinstance(terms, str) or not isinstance(domains, str) or start is None or end is None:
            return None
        return terms, domains.split(), start, end

    def _halves(self, request: Request) -> Iterator[Request]:
        search = self._search_of(request)
        if search is None or search[3] - search[2] < 2 * SHORTEST:
            return
        terms, domains, start, end = search
        middle = start + timedelta(seconds=int((end - start).total_seconds()) // 2)
        yield self._request(terms, domains, start, middle)
        yield self._request(terms, domains, middle + timedelta(seconds=1), end)

    def _message(self, request: Request, response: Response) -> Refusal | None:
        """Return the service's own message, if it sent one instead of data; its errors come with status 200."""
        start = response.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(b"{") or (not start and "html" not in response.media_type):
            return None
        message = plain(response.body[:4_000].decode("utf-8", "replace")) or "an empty page"
        explanation = message[:200]
        if _PATIENCE.search(message):
            return patience(request, Refusal(response.url, RefusalKind.RATE, f"GDELT says: {explanation}"), WAIT)
        return Refusal(response.url, RefusalKind.SERVICE, f"GDELT says: {explanation}")

    def _shorter(self, request: Request, failed: Refusal) -> Iterator[Finding]:
        """Yield the refusal or, if the query was too long, the same question in two halves of the domains."""
        search = self._search_of(request)
        if search and len(search[1]) > 1 and failed.kind is RefusalKind.SERVICE and _TOO_LONG.search(failed.reason):
            terms, domains, start, end = search
            for part in (domains[: len(domains) // 2], domains[len(domains) // 2 :]):
                yield self._request(terms, part, start, end)
            return
        yield failed


# --- the question -------------------------------------------------------------------------------------------------


def query_terms(wanted: CoverageQuery) -> str:
    """Return the event's English terms as a query, as many as fit into half of one.

    Without English terms, those of its first language are used. A trailing * is removed, because the service knows no
    endings. Terms of fewer than three letters are left out, because it refuses them.
    """
    words = wanted.terms.get("en") or next(iter(wanted.terms.values()), ())
    chosen: list[str] = []
    for word in words:
        bare = " ".join(re.sub(r'["()*:<>]', " ", word).split())
        term = f'"{bare}"' if " " in bare or "-" in bare else bare
        if len(bare) >= 3 and term not in chosen and len(either([*chosen, term])) <= MAX_QUERY // 2:
            chosen.append(term)
    return either(chosen)


def either(parts: list[str]) -> str:
    """Return (a OR b); the service refuses parentheses around a single part."""
    return f"({' OR '.join(parts)})" if len(parts) > 1 else "".join(parts)


def _batches(domains: list[str], room: int) -> Iterator[list[str]]:
    """Yield domains in batches whose query has room, or one empty batch if there are no domains."""
    batch: list[str] = []
    for domain in domains:
        if batch and len(either([f"domain:{name}" for name in [*batch, domain]])) > room:
            yield batch
            batch = []
        batch.append(domain)
    yield batch


# --- the answer -----------------------------------------------------------------------------------------------------


class Answer(NamedTuple):
    """The articles of an ArtList.

    Attributes:
        rows: Number of its rows.
        entries: The entries that were read.
        bad: Number of rows without an address.
        remark: What was repaired, "" for nothing.
    """

    rows: int
    entries: list[Entry]
    bad: int
    remark: str


def parse_answer(response: Response) -> Answer | Refusal:
    """Return the articles of an ArtList answer in JSON, or why there are none; an empty answer and {} hold none."""
    if len(response.body) > MAX_BYTES:
        return Refusal(response.url, RefusalKind.TOO_LARGE, f"has more than {MAX_BYTES:,} bytes")
    text = response.body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    remark = ""
    try:
        answer = json.loads(text, strict=False) if text else {}
    except (ValueError, RecursionError):
        answer, remark = _repaired(text)
    rows = answer.get("articles", []) if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        return Refusal(response.url, RefusalKind.FORMAT, "is JSON without a list of articles")
    read = rows[: 4 * MOST]  # four times what the service gives
    entries = [entry for row in read if (entry := _entry(row))]
    return Answer(len(rows), entries, len(read) - len(entries), remark)


_BACKSLASH = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|)')


def _repaired(text: str) -> tuple[object, str]:
    """Return broken JSON repaired, and a remark.

    Backslashes that begin no escape are doubled. If that is not enough, the articles are read one by one and unreadable
    ones are skipped.
    """
    mended = _BACKSLASH.sub(lambda match: match.group() if match.group(1) else r"\\", text)
    try:
        return json.loads(mended, strict=False), ""
    except (ValueError, RecursionError):
        pass
    decoder = json.JSONDecoder(strict=False)
    rows: list[object] = []
    bad = 0
    at = mended.find("{", max(mended.find("["), 0))
    while at >= 0 and len(rows) + bad <= 4 * MOST:
        try:
            row, end = decoder.raw_decode(mended, at)
        except (ValueError, RecursionError):
            bad, end = bad + 1, at + 1
        else:
            rows.append(row)
        at = mended.find("{", end)
    if not rows:
        return None, ""
    return {"articles": rows}, f"the JSON is broken or breaks off: {len(rows)} articles were read, {bad} could not be"


def _entry(row: object) -> Entry | None:
    if not isinstance(row, dict):
        return None
    url = absolute("", row.get("url"))
    if url is None:
        return None
    title, language, country = (plain(row.get(key)) for key in ("title", "language", "sourcecountry"))
    return Entry(
        url,
        "gdelt",
        title=joined(title) if title else None,
        language=LANGUAGES.get((language or "").lower()),
        country=country,
        seen=iso_time(row.get("seendate")),
    )


KIND = SourceKind(
    name="gdelt", make=lambda query, at: Gdelt(query, at["PARALLAX_GDELT"]), addresses={"PARALLAX_GDELT": BASE}
)
