"""Trends: missing is not 0, shares have the intervals of every other share, and the page shows them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
import streamlit as st

from collectors.compare.trends import MentionSums, starts_of, trend_points
from collectors.dataset import summary_sums
from collectors.dataset.table_registry import SCHEMAS
from collectors.dataset.versions import open_dataset
from collectors.support.sql_files import read_script
from dashboard import queries
from dashboard.queries import trend_queries
from dashboard.render import trend_charts
from dashboard.selection import ViewSelection
from tests.support.dashboard_home import two_events, usual
from tests.support.dashboard_pages import OPENS_PAGES, open_page, shown, words
from tests.support.make_dataset import START, write

pytestmark = OPENS_PAGES
DAY = date(2022, 9, 20)


def test_spans_cover_the_window_and_weeks_begin_on_mondays() -> None:
    assert starts_of(DAY, DAY + timedelta(days=2), "day") == [DAY, date(2022, 9, 21), date(2022, 9, 22)]
    assert starts_of(DAY, date(2022, 10, 2), "week") == [date(2022, 9, 19), date(2022, 9, 26)]


def test_a_day_without_an_article_is_0_only_where_it_was_collected() -> None:
    starts = starts_of(DAY, DAY + timedelta(days=2), "day")
    seen = {("a", DAY): 2}
    known = trend_points(["a"], starts, "day", articles=seen, collected={("a", starts[1]): 1}, outlets={"a": 1})
    assert [point.articles for point in known] == [2, 0, None]
    assert [point.collected for point in known] == [0, 1, 0]
    imported = trend_points(["a"], starts, "day", articles=seen, collected=None, outlets={"a": 1})
    assert [point.articles for point in imported] == [2, None, None]
    assert all(point.share is None and point.low is None for point in known), "no mention is no share of 0"


def test_below_eight_articles_a_share_has_no_interval() -> None:
    def sums(articles: int) -> MentionSums:
        half = articles / 2
        return MentionSums("all", DAY, (articles,) * 4, (half,) * 7)

    (few,) = trend_points(["all"], [DAY], "day", articles={}, collected=None, outlets={}, mentions=[sums(6)])
    (many,) = trend_points(["all"], [DAY], "day", articles={}, collected=None, outlets={}, mentions=[sums(8)])
    assert (few.share, few.low, few.enough) == (0.5, None, False)
    assert many.enough
    assert many.low is not None
    assert many.high is not None
    assert 0.1 < many.low < 0.5 < many.high < 0.9


@pytest.fixture
def opened(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> queries.Data:
    monkeypatch.setenv("PARALLAX_HOME", str(homes["usual"]))
    return queries.open_version(open_dataset(homes["usual"]).version)


@pytest.mark.parametrize(("voice", "by"), [("all", "outlet"), ("own", "outlet"), ("all", "country")])
def test_a_single_span_has_the_figures_of_the_naming_page(opened: queries.Data, voice: str, by: str) -> None:
    sel = ViewSelection(opened.version, "synthetic", phase="before", voice=voice, by=by)  # three days of one week
    rows = [row for row in queries.naming(opened, sel, only=("naming:vote",)) if row.variant == "sham"]
    units = tuple(row.outlet for row in rows)
    found = queries.trend(opened, sel, "week", ("vote", "sham"), units)
    assert found is not None
    points = {point.unit: point for point in found.points}
    assert len(found.points) == len(rows) + 1
    for row in rows:
        point = points[row.outlet]
        assert (point.numerator, point.denominator) == (row.numerator, row.denominator)
        assert point.share == row.estimate
        if by == "outlet" and row.n_articles >= 8:
            assert point.low == pytest.approx(row.ci_low, abs=1e-9)
            assert point.high == pytest.approx(row.ci_high, abs=1e-9)
    assert points["all"].numerator == sum(row.numerator for row in rows)


@pytest.mark.parametrize(("voice", "by", "span"), [("all", "outlet", "day"), ("own", "country", "week")])
def test_sums_by_day_are_those_of_the_articles(
    sums_of_days: Path, monkeypatch: pytest.MonkeyPatch, voice: str, by: str, span: str
) -> None:
    """Events of many articles have sums by day in place of articles; where nothing is copied both say the same."""
    monkeypatch.setenv("PARALLAX_HOME", str(sums_of_days))
    data = queries.open_version(open_dataset(sums_of_days).version)
    sel = ViewSelection(data.version, "synthetic", voice=voice, by=by, copies="own")
    units = tuple(queries.units(data, "synthetic", by))
    counted = {}
    for most in (0, 10_000):
        monkeypatch.setattr(trend_queries, "BY_ARTICLE", most)
        st.cache_resource.clear()
        counted[most] = queries.trend(data, sel, span, ("vote", "sham"), units)
    assert counted[0] == counted[10_000]
    assert counted[0] is not None
    assert any(point.low is not None for point in counted[0].points)
    unknown = queries.trend(data, replace(sel, voice="none"), span, ("vote", "sham"), units)
    assert unknown is not None
    assert {point.share for point in unknown.points} == {None}


@pytest.fixture(scope="module")
def sums_of_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose data set has sums by day and no near-copies."""
    home, tables = tmp_path_factory.mktemp("days"), usual()
    column = tables["articles"].column_names.index("cluster")
    empty = pa.nulls(len(tables["articles"]), pa.string())
    tables["articles"] = tables["articles"].set_column(column, SCHEMAS["articles"].field("cluster"), empty)
    folder = home / "datasets" / write(home, tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(summary_sums, "_SUMS", read_script("collectors.dataset", "sums", by_article=0))
        summary_sums.build(folder, into=folder / "summary")
    return home


def test_days_add_up_to_weeks_and_to_the_coverage(opened: queries.Data) -> None:
    sel = ViewSelection(opened.version, "synthetic")
    units = tuple(queries.outlets(opened, "synthetic"))
    counted = Counter[str]()
    for row in queries.calendar(opened, sel):
        counted[row["unit"]] += row["n"]
    for span in ("day", "week"):
        found = queries.trend(opened, sel, span, ("act", "annexation"), units)
        assert found is not None
        assert not found.recorded
        sums = Counter[str]()
        for point in found.points:
            sums[point.unit] += point.articles or 0
        assert {unit: sums[unit] for unit in units} == dict(counted)
        assert sums["all"] == counted.total()


def test_days_collected_without_a_find_are_0_and_the_rest_gaps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = usual()
    quiet = "volga-wire"
    for name in ("articles", "mentions"):
        rows = tables[name]
        kept = [not (row["outlet"] == quiet and row["day"] and row["day"] > START) for row in rows.to_pylist()]
        tables[name] = rows.filter(pa.array(kept))
    visits = [("synthetic", quiet, START + timedelta(days=step), "collected" if step < 3 else "failed", "feeds")
              for step in range(6)]  # fmt: skip
    columns = dict(zip(SCHEMAS["collected"].names, map(list, zip(*visits, strict=True)), strict=True))
    tables["collected"] = pa.table(columns).cast(SCHEMAS["collected"])
    folder = tmp_path / "datasets" / write(tmp_path, tables)
    summary_sums.build(folder, into=folder / "summary")
    monkeypatch.setenv("PARALLAX_HOME", str(tmp_path))
    data = queries.open_version(open_dataset(tmp_path).version)
    sel = ViewSelection(data.version, "synthetic")
    found = queries.trend(data, sel, "day", None, (quiet,))
    assert found is not None
    assert found.recorded
    mine = [point.articles for point in found.points if point.unit == quiet]
    assert mine[1:6] == [0, 0, None, None, None]
    assert {point.collectable for point in found.points if point.unit == "all"} == {6}


def test_two_events_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "datasets" / write(tmp_path, two_events())
    summary_sums.build(folder, into=folder / "summary")
    monkeypatch.setenv("PARALLAX_HOME", str(tmp_path))
    data = queries.open_version(open_dataset(tmp_path).version)
    totals = []
    for event in ("synthetic", "other"):
        found = queries.trend(data, ViewSelection(data.version, event), "week", None, ())
        assert found is not None
        totals.append(sum(point.articles or 0 for point in found.points))
        assert totals[-1] == queries.counted(data, ViewSelection(data.version, event))["shown"]
    assert totals[0] > totals[1] > 0


def test_plotly_takes_the_panels_and_names_stay_text() -> None:
    marks = [
        trend_charts.TrendMark(DAY, DAY, 0.5, 0.2, 0.8, True, "said"),
        trend_charts.TrendMark(DAY + timedelta(days=1), DAY + timedelta(days=1), None, None, None, False, "nothing"),
    ]
    rows = [trend_charts.TrendPanel("<b>bold</b> $x$", "#2f7ebc", marks)] * 3
    for share in (True, False):
        figure = trend_charts.panels(rows, [(DAY, DAY)], share=share)
        type(figure)(figure.to_dict())  # Plotly's own check of every property
        assert "&lt;b&gt;" in figure.layout.annotations[0].text
        assert len(figure.layout.shapes) == 3


def test_the_page(homes: dict[str, Path]) -> None:
    app = open_page(homes["usual"], "trends", span="week", concept="vote", voice="own")
    assert not app.exception
    text = words(shown(app))
    assert "Attention: articles" in text
    assert "This data set does not record collecting" in text
    assert "too few articles" in text
    assert "Announcement: 20–22 Sep" in text
    (button,) = [one for one in app.get("download_button") if one.proto.label == "These numbers as CSV"]
    assert button.proto.id


def test_the_page_says_so_where_nothing_is_dated_or_named(homes: dict[str, Path]) -> None:
    for kind in ("event_only", "undeclared", "one_article", "hostile", "all_doubtful"):
        app = open_page(homes[kind], "trends")
        assert not app.exception, kind
    assert "No article of this selection has a date" in words(shown(open_page(homes["all_doubtful"], "trends")))
    blind = open_page(homes["usual"], "trends", blind="1")
    assert "Volga Wire" not in shown(blind)
    assert "Outlet A" in str(blind.get("plotly_chart")[0].proto)
