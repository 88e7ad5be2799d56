"""Claims are about texts of one language and extent: across languages nothing is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import queries
from dashboard.selection import ViewSelection
from tests.support.dashboard_home import make_home
from tests.support.demo_home import demo_home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_home(tmp_path_factory)


FIGURE = ("naming:vote", "sham")


def test_two_outlets_of_two_languages_are_not_claimed_to_differ(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_HOME", str(home))
    data = queries.open_version(queries.versions()[0])
    event = next(iter(queries.events(data)))
    mine = ViewSelection(data.version, event)
    units = ("rheinischer-morgen", "konkan-standard")
    assert not queries.comparable(data, mine, units)
    evidence = queries.claim(data, mine, FIGURE, units)
    assert not evidence.comparable
    assert (evidence.pair, evidence.within, evidence.pooled, evidence.curve) == (None, None, None, ())
    english = ("atlantic-ledger", "konkan-standard")
    assert queries.comparable(data, mine, english)
    assert queries.claim(data, mine, FIGURE, english).pair is not None


def test_units_without_articles_are_no_reason_to_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_HOME", str(make_home(tmp_path, "usual")))
    data = queries.open_version(queries.versions()[0])
    assert queries.comparable(
        data, ViewSelection(data.version, next(iter(queries.events(data)))), ("nobody", "volga-wire")
    )
