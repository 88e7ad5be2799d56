"""Small promises of the pages and of the command line that somebody once found broken."""

from __future__ import annotations

import re
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from collectors.compare import ComparisonRow
from collectors.dataset.publishing import publish
from collectors.dataset.table_writer import INVENTED, SOME_INVENTED
from collectors.dataset.versions import open_dataset
from collectors.store import Store
from dashboard import queries
from dashboard.settled_first import settled_first
from tests.support.command_line import EVENT, Run
from tests.support.dashboard_pages import OPENS_PAGES, open_page, shown, words
from tests.support.made_values import article
from tests.test_dataset import fill, sample

pytestmark = OPENS_PAGES
ROOT = Path(__file__).parent.parent


def test_own_invented_outlets_are_not_the_demonstration(tmp_path: Path, homes: dict[str, Path]) -> None:
    with Store("sqlite://") as store:
        fill(store, sample())
        data = open_dataset(tmp_path, publish(store, tmp_path))
    assert data.label == SOME_INVENTED
    own = words(shown(open_page(tmp_path)))
    assert "outlets that outlets.toml declares as invented do not exist" in own
    assert "demonstration" not in own.partition("What each outlet")[0].replace("Open the invented demonstration", "")
    assert open_dataset(homes["demo"]).label == INVENTED


def test_an_event_without_invented_outlets_is_not_called_invented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Own work beside the demonstration's: no banner, no label in its citations, where none of its outlets is made up."""
    with Store("sqlite://") as store:
        fill(store, sample())
        version = publish(store, tmp_path)
    monkeypatch.setenv("PARALLAX_HOME", str(tmp_path))
    data = queries.open_version(version)
    assert queries.notice_of(data, "river-vote-2022") == SOME_INVENTED
    assert queries.notice_of(data, "an-event-of-nobody") is None
    assert queries.notice_of(replace(data, label="a sample"), "another") == "a sample"


def test_rows_are_outlets_with_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An outlet of which only other articles were imported has no row of zeros."""
    with Store("sqlite://") as store:
        stray = article(
            9,
            outlet="stranger.example",
            url="https://stranger.example/9",
            title="Rain",
            published="2023-05-01",
            text="Nothing.",
        )
        fill(store, [*sample(), stray])
        version = publish(store, tmp_path)
    monkeypatch.setenv("PARALLAX_HOME", str(tmp_path))
    data = queries.open_version(version)
    rows = open_dataset(tmp_path).table("articles", ["outlet", "member", "event"]).to_pylist()
    event = "river-vote-2022"
    members = {row["outlet"] for row in rows if row["member"] and row["outlet"] and row["event"] == event}
    everybody = {row["outlet"] for row in rows if row["outlet"] and row["event"] == event}
    assert "stranger.example" in everybody - members
    assert set(queries.outlets(data, event)) == members


def figure(variant: str, numerator: float, low: float | None, high: float | None) -> ComparisonRow:
    return ComparisonRow(
        event="e", outlet="a", phase="all", metric="sources:side", variant=variant, voice="all", copies="all",
        numerator=numerator, denominator=100, n_articles=20, estimate=numerator / 100, ci_low=low, ci_high=high,
        p_value=None, q_value=None, enough=True, method_version="m", dataset_version="d",
    )  # fmt: skip


def test_quoted_most_names_nobody_where_intervals_overlap(homes: dict[str, Path]) -> None:

    ahead, behind = figure("kyiv", 70, 0.6, 0.8), figure("moscow", 20, 0.1, 0.3)
    assert settled_first([behind, ahead]) == ahead
    assert settled_first([figure("kyiv", 40, 0.2, 0.6), behind]) is None
    assert settled_first([ahead, figure("moscow", 20, None, None)]) is None
    assert settled_first([ahead]) == ahead
    text = words(shown(open_page(homes["usual"])))
    assert "where its interval lies above that of the next" in text
    assert "nobody clearly" not in text
    assert re.search(r"[A-Z]\w+ \d+% · [A-Z]\w+ \d+%", text), "the two that lead, with their shares"
    assert "which is quoted more is not settled" in text


def test_an_unknown_outlet_gets_a_suggestion_and_not_a_list(run: Run) -> None:
    status, _, err = run("collect", "--event", EVENT, "--outlet", "guardain")
    assert status == 2
    assert "did you mean 'guardian'" in " ".join(err.split())
    assert len(err) < 400
    status, _, err = run("collect", "--event", EVENT, "--outlet", "qqqqqq")
    assert status == 2
    assert len(err) < 400


def test_a_taken_port_is_told_before_anything_is_built(run: Run, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for command in ("demo", "dashboard"):
            status, _, err = run(command, "--port", str(port), "--home", str(tmp_path / "new"))
            assert status == 2
            assert f"port {port} cannot be had" in err
            assert "the dashboard is at" not in err
    assert not (tmp_path / "new").exists()
    assert "demo --port $(PORT)" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_files_of_the_readmes_first_example_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    line = next(line for line in readme.splitlines() if line.startswith("parallax import "))
    files = [word for word in line.split() if "/" in word]
    assert files
    assert all((ROOT / file).is_file() for file in files), files


def test_blind_reading_has_one_name(homes: dict[str, Path]) -> None:
    app = open_page(homes["usual"], blind="1")
    assert [one.label for one in app.toggle] == ["Blind reading: hide the outlets’ names"]
    assert "Blind reading: the outlets’ names are hidden" in words(shown(app))
    coding = open_page(homes["usual"], "coding")
    assert "Blind reading" in [one.proto.label for one in coding.get("button_group")]
    pages = ROOT / "dashboard"
    for path in pages.rglob("*.py"):
        assert not re.search(r"(?i)anonym(ous|ised) (view|reading)|hide names", path.read_text(encoding="utf-8")), path
