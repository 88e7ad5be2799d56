"""`from collectors import open_dataset`: the figures of the pages and of comparison.csv, and errors that say what to do."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from collectors import open_dataset
from collectors.errors import ParallaxError
from collectors.python_door import OpenedDataset
from dashboard import queries
from dashboard.selection import ViewSelection
from tests.support.dashboard_pages import OPENS_PAGES
from tests.support.demo_exports import EVENT, plainly_exported

pytestmark = OPENS_PAGES


@pytest.fixture(scope="module")
def opened(homes: dict[str, Path]) -> OpenedDataset:
    return open_dataset(homes["demo"])


def test_importing_collectors_loads_nothing() -> None:
    code = "import sys, collectors; print(any(m in sys.modules for m in ('pyarrow', 'scipy', 'numpy', 'duckdb')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"


def test_the_package_offers_nothing_else() -> None:
    import collectors  # noqa: PLC0415

    with pytest.raises(AttributeError, match="no attribute 'open_datasets'"):
        collectors.open_datasets  # noqa: B018


@pytest.mark.parametrize("choices", [{}, {"voice": "own"}, {"voice": "own", "by": "country"}, {"copies": "own"}])
def test_figures_are_those_of_the_pages(
    opened: OpenedDataset, homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch, choices: dict[str, str]
) -> None:
    monkeypatch.setenv("PARALLAX_HOME", str(homes["demo"]))
    data = queries.open_version(opened.version)
    sel = ViewSelection(opened.version, EVENT, **choices)  # type: ignore[arg-type]
    event = opened.event()
    for table, rows in (
        (event.naming("vote", **choices), queries.naming(data, sel, only=("naming:vote",))),
        (event.readability(**choices), queries.readability(data, sel)),
        (event.coverage(**choices), queries.coverage(data, sel)),
    ):
        assert rows
        shown = [(r.outlet, r.variant, r.estimate, r.ci_low, r.p_value, r.q_value) for r in rows]
        columns = ("outlet", "variant", "estimate", "ci_low", "p_value", "q_value")
        assert list(zip(*(table[column].to_pylist() for column in columns), strict=True)) == shown


def test_the_comparison_is_comparison_csv(
    opened: OpenedDataset, homes: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    exported = plainly_exported(tmp_path_factory, homes["demo"])
    with (exported / "comparison.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    table = opened.event(EVENT).comparison()
    rows = table.to_pylist()
    assert len(rows) == len(written) > 1000
    for row, line in zip(rows, written, strict=True):
        assert (row["outlet"], row["metric"], row["variant"]) == (line["outlet"], line["metric"], line["variant"])
        assert row["estimate"] == (float(line["estimate"]) if line["estimate"] else None)
    assert table.schema.field("estimate").type == pa.float64()
    assert table.to_pandas()["estimate"].notna().any()


def test_tables_are_the_published_ones(opened: OpenedDataset) -> None:
    event = opened.event()
    assert set(event.table("quotations")["event"].to_pylist()) == {EVENT}
    assert opened.table("articles", ["article_id"]).num_rows == opened.table("articles").num_rows > 0
    assert opened.events == {EVENT: "Annexation referendums in occupied Ukraine, 2022"}
    assert opened.version in repr(opened)
    assert EVENT in repr(event)
    assert "texts" in opened.tables
    assert opened.label
    assert opened.method_version


def test_contrasts_agree_with_the_pair_that_is_asked_for(opened: OpenedDataset) -> None:
    from collectors.compare import ArticleSelection, load, pair  # noqa: PLC0415

    event = opened.event()
    rows = [row for row in event.contrasts(voice="own").to_pylist() if row["metric"] == "naming:vote"]
    assert len(rows) >= 20
    facts = load(event._dataset, EVENT)
    for row in rows[::5]:
        asked = ArticleSelection(EVENT, voice="own")
        found = pair(facts, asked, (row["metric"], row["variant"]), (row["first"], row["second"]))
        assert found is not None
        assert (found.difference, found.low_end, found.high_end) == (row["difference"], row["ci_low"], row["ci_high"])
        if row["p_value"] is None:
            assert row["ci_low"] <= 0 <= row["ci_high"]
        else:
            assert found.p == row["p_value"] <= row["q_value"] <= 1


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ({"voice": "mine"}, "voice has no 'mine' (choose one of all, own"),
        ({"phase": "later"}, "phase has no 'later' (choose one of all, "),
        ({"colour": "red"}, "there is no choice 'colour' (choices: outlets, "),
    ],
)
def test_a_wrong_choice_says_what_is_on_offer(opened: OpenedDataset, choices: dict[str, str], told: str) -> None:
    with pytest.raises(ParallaxError) as error:
        opened.event().naming("vote", **choices)
    assert str(error.value).startswith(told)


def test_an_unknown_event_or_version_says_what_there_is(opened: OpenedDataset, homes: dict[str, Path]) -> None:
    with pytest.raises(ParallaxError, match=f"events: {EVENT}"):
        opened.event("nowhere")
    with pytest.raises(ParallaxError, match="there is no data set 'nothing'"):
        open_dataset(homes["demo"], "nothing")
    with pytest.raises(ParallaxError, match="does not hold one event"):
        open_dataset(homes["two_events"]).event()


def test_the_home_is_the_one_of_the_environment(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_HOME", str(homes["demo"]))
    assert open_dataset().events


@pytest.mark.parametrize(
    ("figure", "name", "choices", "message"),
    [
        ("naming", "votes", {}, "the event has no concept 'votes'.*concepts: vote, act"),
        ("families", "votes", {}, "the event has no concept 'votes'"),
        ("sources", "sides", {}, "sources has no 'sides'.*side"),
        ("readability", "flesch", {}, "readability has no 'flesch'.*flesch_kincaid_grade"),
        ("naming", "vote", {"outlets": ["The Daily Blaze"]}, "no outlet 'The Daily Blaze'.*daily-blaze"),
    ],
)
def test_a_misspelt_name_is_no_empty_table(
    opened: OpenedDataset, figure: str, name: str, choices: dict[str, list[str]], message: str
) -> None:
    with pytest.raises(ParallaxError, match=message):
        getattr(opened.event(), figure)(name, **choices)
