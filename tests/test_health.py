"""The rules of health as tables of values, and read from a store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from collectors.health import (
    Pages,
    SourceVisit,
    extracting_badly,
    extraction_health,
    failing,
    fewer_than_usual,
    sources_health,
    stale,
)
from collectors.model import OutcomeKind
from collectors.store import Store
from collectors.store import store_tables as t
from collectors.store.transactions import writing

NOW = datetime(2022, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("counts", "alert"),
    [
        ([40, 42, 38, 41, 40, 39, 43, 40, 3, 2], True),
        ([40, 42, 38, 41, 40, 39, 43, 40, 3, 40], False),  # one dip that passed
        ([40, 42, 38, 41, 40, 39, 43, 40, 40, 3], False),  # one dip that may pass
        ([40, 42, 38, 41, 40, 39, 43, 40, 30, 29], False),  # fewer, but no far cry
        ([40, 42, 2, 41, 40, 39, 43, 40, 3, 2], False),  # it was as low before
        ([40, 42, 38, 3, 2], False),  # too early to say
        ([0] * 12, False),
        ([10] * 20 + [0, 0], True),
        ([], False),
    ],
)
def test_fewer_entries_than_usual(counts: list[int], alert: bool) -> None:
    assert bool(fewer_than_usual(counts)) is alert


def test_an_alert_names_its_numbers() -> None:
    told = fewer_than_usual([40, 42, 38, 41, 40, 39, 43, 40, 3, 2])
    assert told == "the last readings list 3 and 2 entries, 40 are usual (1 in 45 by chance)"


def _visits(*days: float) -> list[SourceVisit]:
    """Readings each of which lists something new, so many days ago."""
    return [SourceVisit(NOW - d * DAY, OutcomeKind.READ, 10, f"listing {d}") for d in days]


@pytest.mark.parametrize(
    ("visits", "alert"),
    [
        (_visits(12, 11, 10, 9), True),  # daily, then nine days nothing
        (_visits(4, 3, 2, 1), False),
        (_visits(60, 40, 20), False),  # seldom is its habit
        (_visits(12, 11), False),
        (_visits(3, 2.9, 2.8, 1.9), False),  # within two days nothing is stale
        ([SourceVisit(NOW - d * DAY, OutcomeKind.READ, 10, "same") for d in (30, 20, 10)], False),
    ],
)
def test_a_listing_that_no_longer_changes(visits: list[SourceVisit], alert: bool) -> None:
    assert bool(stale(visits, NOW)) is alert


def test_readings_that_fail() -> None:
    good, bad = SourceVisit(NOW, OutcomeKind.READ, 1, "a"), SourceVisit(NOW, OutcomeKind.TIMEOUT)
    unchanged = SourceVisit(NOW, OutcomeKind.UNCHANGED)
    assert failing([good, bad, bad]) == "the last 2 readings ended as timeout"
    assert failing([good, bad]) == "the last reading ended as timeout"
    assert failing([bad, good]) == failing([bad, unchanged]) == failing([]) == ""


@pytest.mark.parametrize(
    ("runs", "alert"),
    [
        ([(50, 2), (40, 1), (5, 20)], True),
        ([(50, 2), (40, 1), (0, 6)], True),
        ([(50, 2), (40, 1), (18, 2)], False),
        ([(10, 30), (5, 20)], False),  # it was never better
        ([(50, 0), (1, 2)], False),  # too few pages
        ([(0, 20)], False),  # nothing to compare with
        ([(50, 2), (5, 20), (0, 0)], True),  # a run without pages says nothing
    ],
)
def test_extraction_that_goes_bad(runs: list[tuple[int, int]], alert: bool) -> None:
    assert bool(extracting_badly([Pages(n, good, bad) for n, (good, bad) in enumerate(runs)])) is alert


def test_fishers_exact_test_agrees_with_the_table() -> None:
    """Fisher's tea: 4 of 4 right against 0 of 4, 1 in 70."""
    told = extracting_badly([Pages(1, 70, 0), Pages(2, 2, 3)])
    assert "3 of 5 pages could not be read in the last run, 0 of 70 before" in told
    assert "(p = 0.00015)" in told  # C(72,2)/C(75,5) * C(3,3) ... = 10 / C(75,3)


def test_health_from_a_store(store: Store) -> None:
    run = store.begin_run("collect river-vote-2022")
    rows = [
        {"run": run, "event": "river-vote-2022", "source": "feeds", "outlet": "river-courier", "url": "https://a.example/feed",
         "at": (NOW - (12 - n) * DAY).isoformat(), "kind": "read", "entries": entries, "fresh": 0, "listing": str(n)}
        for n, entries in enumerate([30, 31, 30, 29, 30, 32, 30, 30, 31, 2, 1])
    ]  # fmt: skip
    failed = rows[0] | {"url": "https://b.example/feed", "kind": "timeout", "entries": None, "listing": None}
    tallies = [
        {
            "run": number,
            "event": "river-vote-2022",
            "source": "feeds",
            "outlet": "river-courier",
            "kind": kind,
            "number": n,
        }
        for number, kind, n in ((1, "saved", 40), (1, "unreadable", 1), (2, "saved", 2), (2, "not_an_article", 9))
    ]
    with writing(store.engine) as connection:
        connection.execute(insert(t.visits), [*rows, failed])
        connection.execute(insert(t.tallies), tallies)
    first, second = sources_health(store, NOW)
    assert (first.visits, first.last_success, first.entries) == (11, NOW - 2 * DAY, 1)
    assert first.alert.startswith("the last readings list 2 and 1 entries, 30 are usual")
    assert (second.last_success, second.alert) == (None, "the last reading ended as timeout")
    assert set(extraction_health(store)) == {("river-vote-2022", "river-courier")}
    assert sources_health(store, NOW, "another-event") == []
