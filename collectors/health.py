"""Whether collecting is in good health: what was read when, and what an outlet's own history says about today.

Pure functions over what the store keeps of each reading (`visits`) and of each run (`tallies`). Every alert names the
numbers that it rests on; none rests on fewer than its rule needs, so that silence may also mean "too early to say".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import comb
from statistics import median

from sqlalchemy import Connection, select

from collectors.model import OutcomeKind
from collectors.store import Store
from collectors.store import store_tables as t

#: The two newest of so many readings at least: the chance that they are the two smallest by accident is 1 in C(n, 2),
#: so 1 in 45 for 10, whatever the numbers' distribution.
ENOUGH_VISITS = 10
NEWEST = 2
#: And they must be below this share of the usual number: a small dip that happens to rank lowest is no news.
FEW = 0.5
#: A listing is stale after so many times its longest pause so far, and after two days at least.
PAUSES, SHORTEST_PAUSE = 3.0, timedelta(days=2)
ENOUGH_CHANGES = 3
#: Pages of a run that the extraction is judged by, the share that fails, and the chance of it by accident.
ENOUGH_PAGES, BAD_SHARE, CHANCE = 5, 0.3, 0.01

READ_WELL = frozenset(
    {OutcomeKind.READ, OutcomeKind.UNCHANGED, OutcomeKind.EMPTY, OutcomeKind.OFF_WINDOW, OutcomeKind.OFF_EVENT}
)
_GOOD_PAGE = frozenset(
    {OutcomeKind.SAVED, OutcomeKind.REVISED, OutcomeKind.UNCHANGED, OutcomeKind.OFF_EVENT, OutcomeKind.WIRE_COPY}
)
_BAD_PAGE = frozenset({OutcomeKind.UNREADABLE, OutcomeKind.NOT_AN_ARTICLE, OutcomeKind.PARTIAL, OutcomeKind.TOO_SLOW})


@dataclass(frozen=True, slots=True)
class SourceVisit:
    """One reading of a feed, sitemap or index. `entries` and `listing` are None where nothing was listed anew."""

    at: datetime
    kind: OutcomeKind
    entries: int | None = None
    listing: str | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """How the pages of an outlet were read in one run."""

    run: int
    good: int
    bad: int


@dataclass(frozen=True, slots=True)
class Health:
    """An address that is read again and again: when it last went well, and what is wrong with it ("" for nothing)."""

    event: str
    source: str
    outlet: str | None
    url: str
    visits: int
    last_success: datetime | None
    entries: int | None
    alert: str


def fewer_than_usual(counts: Sequence[int]) -> str:
    """An alert where the newest counts of entries, oldest first, fell below all before and below half of what is
    usual; "" otherwise."""
    if len(counts) < ENOUGH_VISITS:
        return ""
    before, newest = counts[:-NEWEST], counts[-NEWEST:]
    usual = median(before)
    if max(newest) >= min(before) or max(newest) >= FEW * usual:
        return ""
    chance = comb(len(counts), NEWEST)
    listed = " and ".join(map(str, newest))
    return f"the last readings list {listed} entries, {usual:g} are usual (1 in {chance} by chance)"


def stale(visits: Sequence[SourceVisit], now: datetime) -> str:
    """An alert where what is listed did not change for far longer than ever before; "" otherwise."""
    changes = [
        visit.at
        for index, visit in enumerate(_listings(visits))
        if index == 0 or visit.listing != _listings(visits)[index - 1].listing
    ]
    if len(changes) < ENOUGH_CHANGES:
        return ""
    longest = max(after - before for before, after in pairwise(changes))
    silent = now - changes[-1]
    if silent <= max(PAUSES * longest, SHORTEST_PAUSE):
        return ""
    return f"nothing new for {_days(silent)}, the longest pause before was {_days(longest)}"


def failing(visits: Sequence[SourceVisit]) -> str:
    """An alert where the last reading failed; "" otherwise."""
    if not visits or visits[-1].kind in READ_WELL:
        return ""
    failures = 0
    for visit in reversed(visits):
        if visit.kind in READ_WELL:
            break
        failures += 1
    return (
        f"the last {failures} readings ended as {visits[-1].kind.value}"
        if failures > 1
        else (f"the last reading ended as {visits[-1].kind.value}")
    )


def extracting_badly(runs: Sequence[Pages]) -> str:
    """An alert where the last run with pages (oldest first) read an outlet's far worse than those before did, by
    Fisher's exact test, one-sided; "" otherwise."""
    seen = [run for run in runs if run.good + run.bad]
    if len(seen) < 2:
        return ""
    last, before = seen[-1], seen[:-1]
    pages, bad_before = last.good + last.bad, sum(run.bad for run in before)
    earlier = sum(run.good + run.bad for run in before)
    if pages < ENOUGH_PAGES or earlier < ENOUGH_PAGES or last.bad < BAD_SHARE * pages:
        return ""
    chance = _fisher(last.bad, pages, bad_before, earlier)
    if chance >= CHANCE:
        return ""
    lately = f"{last.bad} of {pages} pages could not be read in the last run"
    return f"{lately}, {bad_before} of {earlier} before (p = {chance:.2g})"


def _fisher(bad: int, pages: int, bad_before: int, before: int) -> float:
    """The chance of so many bad pages or more in the last run, where the bad ones of all fall anywhere."""
    all_bad, total = bad + bad_before, pages + before
    ways = sum(
        comb(all_bad, drawn) * comb(total - all_bad, pages - drawn) for drawn in range(bad, min(all_bad, pages) + 1)
    )
    return ways / comb(total, pages)


def health_of(visits: Sequence[SourceVisit], now: datetime) -> str:
    """What is wrong with an address that is read again and again: the first alert, "" where there is none."""
    counts = [visit.entries for visit in _listings(visits) if visit.entries is not None]
    return failing(visits) or fewer_than_usual(counts) or stale(visits, now)


def _listings(visits: Sequence[SourceVisit]) -> list[SourceVisit]:
    """The readings that listed something anew."""
    return [visit for visit in visits if visit.listing is not None]


def _days(length: timedelta) -> str:
    hours = length.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours"


# --- from the store


def sources_health(store: Store, now: datetime, event: str | None = None) -> list[Health]:
    """The health of every address that was read as an index, by event, source, outlet and address."""
    with store.reading() as connection:
        return sources_health_in(connection, now, event)


def sources_health_in(connection: Connection, now: datetime | None = None, event: str | None = None) -> list[Health]:
    """As `sources_health`, inside a reading transaction; by default at the time of the event's newest reading."""
    read = t.visits.c
    columns = (read.event, read.source, read.outlet, read.url, read.at, read.kind, read.entries, read.listing)
    query = select(*columns).order_by(read.visit)
    if event is not None:
        query = query.where(read.event == event)
    histories: dict[tuple[str, str, str, str], list[SourceVisit]] = {}
    newest: dict[str, datetime] = {}
    for row in connection.execute(query):
        key = (row.event, row.source, row.outlet or "", row.url)
        visit = SourceVisit(_moment(row.at), OutcomeKind(row.kind), row.entries, row.listing)
        histories.setdefault(key, []).append(visit)
        newest[row.event] = max(newest.get(row.event, visit.at), visit.at)
    return [
        Health(
            event=of,
            source=source,
            outlet=outlet or None,
            url=url,
            visits=len(visits),
            last_success=_last_success(visits),
            entries=_last_entries(visits),
            alert=health_of(visits, now or newest[of]),
        )
        for (of, source, outlet, url), visits in sorted(histories.items())
    ]


def extraction_health(store: Store, event: str | None = None) -> dict[tuple[str, str], str]:
    """(event, outlet) -> the alert about its pages, for outlets that have one."""
    with store.reading() as connection:
        return extraction_health_in(connection, event)


def extraction_health_in(connection: Connection, event: str | None = None) -> dict[tuple[str, str], str]:
    """As `extraction_health`, inside a reading transaction."""
    tally = t.tallies.c
    query = select(tally.run, tally.event, tally.outlet, tally.kind, tally.number).order_by(tally.run)
    if event is not None:
        query = query.where(tally.event == event)
    counts: dict[tuple[str, str], dict[int, list[int]]] = {}
    for row in connection.execute(query):
        kind = OutcomeKind(row.kind)
        if kind in _GOOD_PAGE or kind in _BAD_PAGE:
            runs = counts.setdefault((row.event, row.outlet), {})
            runs.setdefault(row.run, [0, 0])[kind in _BAD_PAGE] += row.number
    alerts = {
        key: extracting_badly([Pages(run, good, bad) for run, (good, bad) in sorted(runs.items())])
        for key, runs in sorted(counts.items())
    }
    return {key: alert for key, alert in alerts.items() if alert}


def _last_success(visits: Sequence[SourceVisit]) -> datetime | None:
    return next((visit.at for visit in reversed(visits) if visit.kind in READ_WELL), None)


def _last_entries(visits: Sequence[SourceVisit]) -> int | None:
    return next((visit.entries for visit in reversed(visits) if visit.entries is not None), None)


def _moment(time: str) -> datetime:
    moment = datetime.fromisoformat(time)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
