"""A cited link is answered with what it cites, or says what is missing: never with other data."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from collectors.dataset.versions import WITHDRAWN, open_dataset
from dashboard.cited_link import missing_choices, missing_event, missing_version
from dashboard.selection import SelectionChoices, ViewSelection
from tests.support.dashboard_home import make_home
from tests.support.dashboard_pages import OPENS_PAGES, PAGES, open_page, shown, words

pytestmark = OPENS_PAGES

CHOICES = SelectionChoices(
    {"vote": "The vote"}, {"blaze": "Blaze", "wire": "Wire"}, {"before": "Before"}, {"en": "English"}
)


def asked(address: str) -> dict[str, str]:
    return dict(parse_qsl(address.removeprefix("?")))


def test_a_version_that_is_not_here() -> None:
    query = {"v": "0123456789ab", "event": "vote", "outlets": "blaze", "page": "2"}
    lost = missing_version(query, ["new", "old"], None)
    assert lost is not None
    assert "0123456789ab" in lost.sentence
    assert [asked(a) for a in lost.offers.values()] == [{**query, "v": "new"}]
    assert missing_version({"v": "old"}, ["new", "old"], None) is None
    assert missing_version({}, ["new"], None) is None
    note = {"successor": "next", "at": "2026-11-30T08:00:00Z", "reason": "a take-down letter", "removed": 3}
    withdrawn = missing_version(query, ["new", "next"], note)
    assert withdrawn is not None
    assert "withdrawn on 2026-11-30: 3 articles were taken out of it (a take-down letter)" in withdrawn.sentence
    assert [asked(a)["v"] for a in withdrawn.offers.values()] == ["next", "new"]


def test_an_event_or_a_choice_that_is_not_here() -> None:
    lost = missing_event({"v": "x", "event": "<b>"}, {"vote": "The vote"})
    assert lost is not None
    assert [asked(a) for a in lost.offers.values()] == [{"v": "x", "event": "vote"}]
    query = {"outlets": "blaze,gone,away", "phase": "after", "language": "xx", "voice": "own", "compare": "size"}
    found = missing_choices(query, CHOICES)
    assert found is not None
    for text in ("no outlet “gone”, “away”", "no phase “after”", "no language “xx”", "no comparison “size”"):
        assert text in found.sentence
    assert [asked(a) for a in found.offers.values()] == [{"outlets": "blaze", "voice": "own"}]
    assert missing_choices({"outlets": "wire,blaze", "phase": "all", "language": "en", "compare": ""}, CHOICES) is None


def test_names_stay_hidden_in_what_is_offered() -> None:
    found = missing_choices({"outlets": "blaze,gone", "blind": "1"}, CHOICES)
    assert found is not None
    assert "blaze" not in "".join(found.offers.values())


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"v": "0123456789ab", "event": "synthetic"}, "0123456789ab”, which is not on this server"),
        ({"event": "elsewhere"}, "no event “elsewhere”"),
        ({"outlets": "the-nowhere-times"}, "no outlet “the-nowhere-times”"),
        ({"phase": "never"}, "no phase “never”"),
    ],
)
def test_fault_a_cited_link_must_not_answer_with_other_data(
    homes: dict[str, Path], query: dict[str, str], said: str
) -> None:
    app = open_page(homes["usual"], "naming", **query)
    assert not app.exception
    text = words(shown(app))
    assert "What this link cites is not here" in text
    assert said in text
    assert "What they call it" not in text, "no figures are shown"
    assert 'href="?' in shown(app), "and what there is is offered"


def test_a_withdrawn_version_leads_to_its_successor(tmp_path: Path) -> None:
    home = make_home(tmp_path, "usual")
    version = open_dataset(home).version
    note = {"successor": version, "at": "2026-11-30T08:00:00Z", "reason": "asked", "removed": 1}
    (home / "datasets" / f"aaaaaaaaaaaa{WITHDRAWN}").write_text(json.dumps(note))
    app = open_page(home, v="aaaaaaaaaaaa", event="synthetic")
    assert "was withdrawn on 2026-11-30" in words(shown(app))
    assert f"v={version}" in shown(app)


def test_a_damaged_data_set_is_one_sentence(tmp_path: Path) -> None:
    home = make_home(tmp_path, "usual")
    (home / "datasets" / open_dataset(home).version / "meta.json").write_text("{")
    app = open_page(home)
    assert not app.exception
    assert "meta.json is damaged" in words(shown(app))


@pytest.mark.parametrize("page", PAGES)
def test_fault_page_and_self_in_an_address_break_no_page(homes: dict[str, Path], page: str) -> None:
    app = open_page(homes["usual"], page, page="2", self="1", more="3", **{"from": "8"})
    assert not app.exception
    assert "px-foot" in shown(app)
    assert ViewSelection("v", "e").link("naming", page="2", self="1").endswith("&page=2&self=1")
