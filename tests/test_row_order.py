"""Rows are ranked within a language: outlets of several languages never stand in one order of values."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from collectors.compare import ComparisonRow
from dashboard import queries
from dashboard.context import PageContext
from dashboard.selection import ViewSelection
from dashboard.views.blocks.row_order import first_shown, ordered

SHARES = {"kyiv": 0.1, "oslo": 0.9, "bonn": 0.5, "graz": 0.7, "nowhere": 0.8}
SPOKEN = {"kyiv": ["uk"], "oslo": ["no"], "bonn": ["de", "uk"], "graz": ["de"]}


def rows(metric: str) -> list[ComparisonRow]:
    about = {"event": "e", "phase": "all", "metric": metric, "variant": "sham", "voice": "own", "copies": "all"}
    none = dict.fromkeys(("ci_low", "ci_high", "p_value", "q_value"))
    counted = {"numerator": 1.0, "denominator": 10.0, "n_articles": 10, "enough": True}
    made = {"method_version": "m", "dataset_version": "v"}
    return [
        ComparisonRow(**about, **none, **counted, **made, outlet=outlet, estimate=share)  # type: ignore[arg-type]
        for outlet, share in SHARES.items()
    ]


@pytest.mark.parametrize(
    ("metric", "chosen", "spoken", "order", "languages"),
    [
        ("naming:vote", (), SPOKEN, ["graz", "bonn", "kyiv", "oslo", "nowhere"], ("de", "uk", "no")),
        ("coverage:own", (), SPOKEN, ["oslo", "nowhere", "graz", "bonn", "kyiv"], ()),
        ("naming:vote", ("de",), SPOKEN, ["oslo", "nowhere", "graz", "bonn", "kyiv"], ()),
        ("naming:vote", (), {"graz": ["de"], "bonn": ["de"]}, ["oslo", "nowhere", "graz", "bonn", "kyiv"], ()),
    ],
)
def test_outlets_of_several_languages_are_not_ranked(
    monkeypatch: pytest.MonkeyPatch, metric: str, chosen: tuple[str, ...], spoken: dict[str, list[str]],
    order: list[str], languages: tuple[str, ...],
) -> None:  # fmt: skip
    monkeypatch.setattr(queries, "languages", lambda *_: {"de": "German", "uk": "Ukrainian", "no": "Norwegian"})
    monkeypatch.setattr(queries, "languages_by_unit", lambda *_: spoken)
    here = cast("PageContext", SimpleNamespace(data=None, sel=ViewSelection("v", "e", languages=chosen)))
    made = ordered(here, rows(metric))
    assert [row.outlet for row in made.rows] == order
    assert made.languages == languages
    assert ("German, Ukrainian, Norwegian" in made.note) == bool(languages)


def test_the_name_shown_first_is_chosen_within_the_commonest_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "languages", lambda *_: {"de": "German", "uk": "Ukrainian", "no": "Norwegian"})
    monkeypatch.setattr(queries, "languages_by_unit", lambda *_: SPOKEN)
    units = [SimpleNamespace(id=outlet, articles=10) for outlet in SHARES]
    here = SimpleNamespace(data=None, sel=ViewSelection("v", "e"), shown=units, of_shown=list)
    close = {"graz": 0.1, "bonn": 0.4}
    plain = [replace(row, variant="plain", estimate=close.get(row.outlet, 0.2)) for row in rows("naming:vote")]
    both = [*rows("naming:vote"), *plain]
    context = cast("PageContext", here)
    assert first_shown(context, both, ["sham", "plain"]) == "plain", "in German; over all languages it is the other"
    monkeypatch.setattr(queries, "languages_by_unit", lambda *_: {})
    assert first_shown(context, both, ["sham", "plain"]) == "sham"
