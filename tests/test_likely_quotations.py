"""Doubtful quotations can be hidden from lists and texts; what nobody knows the probability of is never hidden."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dashboard import likely_quotations, queries
from dashboard.queries import evidence_queries
from dashboard.selection import ViewSelection
from tests.support.dashboard_pages import OPENS_PAGES, open_page, shown, words

pytestmark = OPENS_PAGES


@pytest.fixture
def demo(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> queries.Data:
    monkeypatch.setenv("PARALLAX_HOME", str(homes["demo"]))
    return queries.open_version(queries.versions()[0])


def doubtful_rows(data: queries.Data) -> list[tuple[str, str, int]]:
    """Event, article and number of the doubtful quotations of a data set."""
    table = f"{data.folder}/quotations.parquet"
    found: list[tuple[str, str, int]] = (
        duckdb.connect()
        .execute(
            "select event, article_id, count(*) from read_parquet(?) where probability < ? group by all order by all",
            [table, queries.LEAST_LIKELY],
        )
        .fetchall()
    )
    return found


def test_lists_leave_out_the_doubtful(demo: queries.Data) -> None:
    event = next(iter(queries.events(demo)))
    sel = ViewSelection(demo.version, event, grade="all")
    every = queries.quotations(demo, sel, "stance", "neutral", "", 0, 10_000)
    likely = queries.quotations(demo, sel, "stance", "neutral", "", 0, 10_000, likely_only=True)
    assert likely[0] == len(likely[1]) < every[0] == len(every[1])
    assert all(sentence in every[1] for sentence in likely[1])


def test_without_probabilities_nothing_is_hidden(demo: queries.Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_queries, "column_names", lambda path: frozenset({"event", "article_id"}))
    assert not queries.has_probabilities(demo)
    sel = ViewSelection(demo.version, next(iter(queries.events(demo))), grade="all")
    every = queries.quotations(demo, sel, "stance", "distancing", "", 0, 500)
    assert queries.quotations(demo, sel, "stance", "distancing", "", 0, 500, likely_only=True) == every
    assert likely_quotations.is_likely({"probability": None})
    assert likely_quotations.is_likely({})


def test_an_article_says_how_many_are_hidden(demo: queries.Data, homes: dict[str, Path]) -> None:
    event, article, number = doubtful_rows(demo)[0]
    reading = queries.article(demo, event, article)
    assert reading is not None
    assert likely_quotations.hidden_count([reading]) == number
    assert len(likely_quotations.likely(reading).quotations) == len(reading.quotations) - number
    whole = words(shown(open_page(homes["demo"], "articles", event=event, article=article)))
    fewer = words(shown(open_page(homes["demo"], "articles", event=event, article=article, doubtful="hidden")))
    assert f"Doubtful quotations hidden here: {number}." in fewer
    assert "Doubtful quotations hidden" not in whole


@pytest.mark.parametrize(("asked", "told"), [("hidden", True), ("", False), ("nonsense", False)])
def test_the_sources_page_has_the_switch(homes: dict[str, Path], asked: str, told: bool) -> None:
    app = open_page(homes["demo"], "sources", by="stance", who="neutral", doubtful=asked)
    assert not app.exception
    assert ("Left out are quotations whose words and speaker" in words(shown(app))) is told
