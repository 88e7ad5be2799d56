"""Judges whether collecting works: when each source was last read, and whether today departs from its own history.

Pure functions over what the store keeps of each reading (`visits`) and each run (`tallies`). Every alert names the
numbers behind it. A rule that lacks enough readings raises no alert, so the absence of one may also mean that it is too
early to tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import comb
from statistics import median

from sqlalchemy import Connection, select

from collectors.listing_alerts import empty_from_the_start, other_shape, still_from_the_start
from collectors.model import OutcomeKind
from collectors.store import Store
from collectors.store import store_tables as t

#: The fewest readings, and the newest of them that are compared: the chance that these two are the two smallest by
#: accident is 1 in C(n, 2), so 1 in 45 for 10, whatever the numbers' distribution.
ENOUGH_VISITS = 10
NEWEST = 2
#: They must also be below this share of the usual number, so that a small dip raises no alert.
FEW = 0.5
#: A listing is stale after this many times its longest pause so far, and not before two days.
PAUSES, SHORTEST_PAUSE = 3.0, timedelta(days=2)
ENOUGH_CHANGES = 3
#: The fewest pages of a run, and for an alert the smallest share that fails and the greatest chance of an accident.
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
    """One reading of a feed, sitemap or index.

    Attributes:
        at: When it was read.
        kind: What became of the reading.
        entries: Number of entries listed; None where nothing was listed anew.
        listing: Digest of what was listed; None where nothing was listed anew.
    """

    at: datetime
    kind: OutcomeKind
    entries: int | None = None
    listing: str | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """How the pages of an outlet were read in one run.

    Attributes:
        run: The run's number.
        good: Pages that were read.
        bad: Pages that could not be read.
    """

    run: int
    good: int
    bad: int


@dataclass(frozen=True, slots=True)
class Health:
    """The health of an address that is read repeatedly.

    Attributes:
        event: Event id.
        source: Name of the source.
        outlet: Outlet id; None where it is not known.
        url: The address.
        visits: Number of readings.
        last_success: The last reading that went well; None where none did.
        entries: Entries of the last reading that listed some; None where none did.
        alert: What is wrong with it; "" for nothing.
    """

    event: str
    source: str
    outlet: str | None
    url: str
    visits: int
    last_success: datetime | None
    entries: int | None
    alert: str


def fewer_than_usual(counts: Sequence[int]) -> str:
    """Check whether the newest readings list far fewer entries than usual.

    Args:
        counts: Numbers of entries, oldest first.

    Returns:
        An alert where the NEWEST last counts are below all before them and below half of their median; "" otherwise.
    """
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
    """Check whether a listing has not changed for far longer than before.

    Args:
        visits: The readings, oldest first.
        now: The time to judge at.

    Returns:
        An alert, or "" where the listing is not stale or has changed too rarely to tell.
    """
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
    """An alert where the last reading (of `visits`, oldest first) failed; "" otherwise."""
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
    """Check whether the last run read an outlet's pages far worse than the runs before it.

    Args:
        runs: The outlet's runs, oldest first; runs without pages are skipped.

    Returns:
        An alert by Fisher's exact test, one-sided; "" otherwise.
    """
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
    """The chance of at least this many bad pages in the last run, if all bad pages were spread at random."""
    all_bad, total = bad + bad_before, pages + before
    ways = sum(
        comb(all_bad, drawn) * comb(total - all_bad, pages - drawn) for drawn in range(bad, min(all_bad, pages) + 1)
    )
    return ways / comb(total, pages)


def health_of(visits: Sequence[SourceVisit], now: datetime) -> str:
    """The first alert about an address that is read repeatedly (visits oldest first); "" where there is none."""
    counts = [visit.entries for visit in _listings(visits) if visit.entries is not None]
    return (
        other_shape(visits)
        or failing(visits)
        or empty_from_the_start(visits)
        or fewer_than_usual(counts)
        or stale(visits, now)
        or still_from_the_start(visits, now)
    )


def _listings(visits: Sequence[SourceVisit]) -> list[SourceVisit]:
    """The readings that listed something anew."""
    return [visit for visit in visits if visit.listing is not None]


def _days(length: timedelta) -> str:
    hours = length.total_seconds() / 3600
    return f"{hours / 24:.0f} days" if hours >= 48 else f"{hours:.0f} hours"


# --- from the store


def sources_health(store: Store, now: datetime, event: str | None = None) -> list[Health]:
    """The health of every address that was read as an index, by event, source, outlet and address.

    Args:
        store: where the visits are kept.
        now: the time at which the age of a reading is taken.
        event: only this event's addresses; None for all.
    """
    with store.reading() as connection:
        return sources_health_in(connection, now, event)


def sources_health_in(connection: Connection, now: datetime | None = None, event: str | None = None) -> list[Health]:
    """The same as `sources_health`, inside a reading transaction; `now` None is each event's newest reading."""
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
    """The alert about an outlet's pages, by (event, outlet), for outlets that have one."""
    with store.reading() as connection:
        return extraction_health_in(connection, event)


def extraction_health_in(connection: Connection, event: str | None = None) -> dict[tuple[str, str], str]:
    """The same as `extraction_health`, inside a reading transaction."""
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
