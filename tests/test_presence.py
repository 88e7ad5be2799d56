"""Who covered the event, who did not, and what is known of collecting. All outlets and articles are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert

from collectors.compare import ArticleSelection, comparison, load
from collectors.compare.presence import presence, presence_rows
from collectors.dataset.collected_days_table import CollectedReading, CollectedVisit, days_covered, days_of
from collectors.dataset.publishing import publish
from collectors.dataset.versions import open_dataset
from collectors.model import OutcomeKind
from collectors.store import Store
from collectors.store import store_tables as t
from collectors.store.transactions import writing
from collectors.support.intervals import wilson
from tests.support.made_values import COURIER, EVENT, WIRE, article, catalogue
from tests.test_dataset import fill

AT = date(2022, 9, 24)
DOMAINS = {"river-courier.example": "river-courier", "delta-wire.example": "delta-wire"}
GDELT = (
    "https://index.example/doc?query=vote+%28domain%3Ariver-courier.example+OR+domain%3Adelta-wire.example%29"
    "&startdatetime=20220918000000&enddatetime=20220922235959"
)
CDX = "https://archive.example/cdx?url=river-courier.example&from=20220920000000&to=20221019235959"


@pytest.mark.parametrize(
    ("visit", "oldest", "expected"),
    [
        (("feeds", "a", "https://a.example/feed", AT, OutcomeKind.READ, 4), None, (("a",), date(2022, 9, 22), AT, True)),
        (("feeds", "a", "u", AT, OutcomeKind.UNCHANGED, None), None, (("a",), date(2022, 9, 22), AT, True)),
        (("sitemaps", "a", "u", AT, OutcomeKind.READ, 9), date(2022, 9, 10), (("a",), date(2022, 9, 10), AT, True)),
        (("feeds", "a", "u", AT, OutcomeKind.TIMEOUT, None), date(2022, 9, 10), (("a",), date(2022, 9, 22), AT, False)),
        (("feeds", "a", "https://a.example/", AT, OutcomeKind.READ, 0), None, None),
        (("feeds", None, "u", AT, OutcomeKind.READ, 4), None, None),
        (("gdelt", None, GDELT, AT, OutcomeKind.EMPTY, None), None, (("delta-wire", "river-courier"), date(2022, 9, 18), date(2022, 9, 22), True)),
        (("wayback", "river-courier", CDX, AT, OutcomeKind.READ, 3), None, (("river-courier",), date(2022, 9, 20), AT, True)),
        (("gdelt", None, "https://index.example/doc?query=vote", AT, OutcomeKind.READ, 3), None, None),
        (("ccnews", None, "https://archive.example/f.warc.gz", AT, OutcomeKind.READ, 3), None, None),
        (("gdelt", None, "https://index.example/?startdatetime=99999999&enddatetime=2", AT, OutcomeKind.READ, 1), None, None),
    ],
)  # fmt: skip
def test_what_a_reading_bears_on(
    visit: tuple[str, str | None, str, date, OutcomeKind, int | None],
    oldest: date | None,
    expected: tuple[tuple[str, ...], date, date, bool] | None,
) -> None:
    found = days_covered(CollectedVisit(*visit), oldest, DOMAINS)
    assert found == (expected and CollectedReading(visit[0], *expected))


def test_a_day_is_collected_where_any_reading_went_well_and_failed_where_none_did() -> None:
    readings = [
        CollectedReading("feeds", ("a",), date(2022, 9, 1), date(2022, 9, 3), False),
        CollectedReading("wayback", ("a", "b"), date(2022, 9, 3), date(2022, 9, 9), True),
    ]
    assert days_of(iter(readings), date(2022, 9, 2), date(2022, 9, 4)) == [
        ("a", date(2022, 9, 2), "failed", "feeds"),
        ("a", date(2022, 9, 3), "collected", "wayback"),
        ("a", date(2022, 9, 4), "collected", "wayback"),
        ("b", date(2022, 9, 3), "collected", "wayback"),
        ("b", date(2022, 9, 4), "collected", "wayback"),
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three articles of the Courier on two days; the Courier and a silent Herald collected, the Wire unknown."""
    folder = tmp_path_factory.mktemp("presence")
    herald = replace(COURIER, id="herald", name="Herald", domains=("herald.example",), aliases=())
    known = catalogue(COURIER, WIRE, herald)
    with Store("sqlite://") as store:
        told = [article(n, published=f"2022-09-2{d}T08:00+03:00") for n, d in ((1, 3), (2, 3), (3, 4))]
        wire = article(4, id="w", outlet="delta-wire", url="https://delta-wire.example/4", text="The vote. " * 30)
        fill(store, [*told, wire], known)
        visits = [
            {"run": 1, "event": EVENT.id, "source": "feeds", "outlet": outlet, "url": f"https://{outlet}.example/feed",
             "at": f"2022-09-{day}T09:00:00", "kind": "read", "entries": 3, "fresh": 0, "listing": "x"}
            for outlet in ("river-courier", "herald") for day in (22, 25)
        ]  # fmt: skip
        with writing(store.engine) as connection:
            connection.execute(insert(t.visits), visits)
        publish(store, folder)
    return folder


def test_rows_with_their_denominators(home: Path) -> None:
    data = open_dataset(home)
    facts = load(data, EVENT.id)
    asked = ArticleSelection(EVENT.id, phase="voting")
    rows = {(r.outlet, r.metric): r for r in presence_rows(facts, asked, presence(data, EVENT.id))}
    figures = {key: (r.numerator, r.denominator, r.n_articles) for key, r in rows.items()}
    assert figures == {
        ("river-courier", "coverage:share"): (3, 4, 3),
        ("river-courier", "coverage:days"): (2, 5, 3),
        ("river-courier", "coverage:collected_days"): (2, 3, 3),
        ("delta-wire", "coverage:share"): (1, 4, 1),
        ("delta-wire", "coverage:days"): (1, 5, 1),
        ("herald", "coverage:share"): (0, 4, 0),
        ("herald", "coverage:days"): (0, 5, 0),
        ("herald", "coverage:collected_days"): (0, 3, 0),
    }, "of the Wire nothing is known, and nothing is claimed"
    written = {(r.outlet, r.metric, r.phase) for r in comparison(facts)}
    assert ("herald", "coverage:collected_days", "voting") in written
    assert ("delta-wire", "coverage:collected_days", "voting") not in written


def test_other_words_or_groups_have_no_such_rows(home: Path) -> None:
    data = open_dataset(home)
    facts, known = load(data, EVENT.id), presence(data, EVENT.id)
    assert presence_rows(facts, ArticleSelection(EVENT.id, voice="own"), known) == []
    assert presence_rows(facts, ArticleSelection(EVENT.id, by="country"), known) == []
    assert presence_rows(facts, ArticleSelection(EVENT.id, languages=("fr",)), known)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0)]
)
def test_wilson(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-4)
