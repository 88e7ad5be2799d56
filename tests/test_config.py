"""Loading `data/`: its events, outlets and lists, whose a URL or a name is, and where settings come from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.config import Settings, check, data_dir, load_catalogue, plain_event
from collectors.config.outlet_files import owner_of_url
from collectors.errors import ParallaxError
from tests.support.made_config import spoil


def test_a_folder_without_mistakes(data: Path) -> None:
    assert check(data) == []
    catalogue = load_catalogue(data)
    assert (list(catalogue.events), list(catalogue.outlets), list(catalogue.lexicons)) == (
        ["strike"],
        ["tide", "wire"],
        ["cue-verbs"],
    )
    event = catalogue.events["strike"]
    assert [phase.id for phase in event.phases] == ["walkout", "talks"]
    assert event.actors[1].kind == "person"
    assert event.concepts[0].variants[0].patterns["en"][1] == r"\bstriking\s(?:workers|dockers)\b"
    assert [agency.id for agency in catalogue.agencies] == ["wire"]
    assert catalogue.lexicons["cue-verbs"].mapping("lemma", "stance") == {"say": "neutral", "claim": "distancing"}


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://tide.com/a", "tide"),
        ("https://www.tide.com/a", "tide"),
        ("http://TIDE.co.uk:8080/a?b=https://wire.org", "tide"),
        ("https://news.tide.com/a", "wire"),  # the longer domain wins
        ("https://old.news.tide.com./a", "wire"),
        ("tide.com/a", "tide"),
        ("//wire.org/a", "wire"),
        ("https://user:pass@wire.org/", "wire"),
        ("https://nottide.com/", None),
        ("https://tide.com.evil.net/", None),
        ("https://com/", None),
        ("https://[::1]/", None),
        ("https://[", None),
        ("tide.com/a//b", "tide"),
        ("mailto:desk@tide.com", None),
        ("ftp://tide.com/a", None),
        ("", None),
    ],
)
def test_outlet_of_url(data: Path, url: str, outlet: str | None) -> None:
    found = load_catalogue(data).outlet_of_url(url)
    assert (found.id if found else None) == outlet


@given(st.text(max_size=200))
def test_the_owner_of_any_text(url: str) -> None:
    assert owner_of_url(url, {"tide.com": "tide"}) in (None, "tide")


@pytest.mark.parametrize(
    ("name", "outlet"),
    [("tide", "tide"), (" Tide Online ", "tide"), ("THE TIDE", "tide"), ("Wire", "wire"), ("tides", None), ("", None)],
)
def test_outlet_named(data: Path, name: str, outlet: str | None) -> None:
    catalogue = load_catalogue(data)
    found = catalogue.outlet_named(name)
    assert (found.id if found else None) == outlet
    assert "tide" in catalogue.suggest_outlet("tides")


def test_plain_event() -> None:
    event = plain_event("any", "Any", date(2024, 1, 1), date(2024, 1, 31))
    assert (event.id, event.start, event.concepts, dict(event.terms)) == ("any", date(2024, 1, 1), (), {})


def test_settings(tmp_path: Path, data: Path) -> None:
    environ = {"PARALLAX_HOME": str(tmp_path), "PARALLAX_DATA": str(data), "PARALLAX_DATABASE": "postgresql://h/d"}
    assert Settings.resolve(environ=environ) == Settings(tmp_path, "postgresql://h/d", data, 0)
    flags = Settings.resolve(home=tmp_path / "h", store="sqlite:///x.db", data=data, seed=7, environ=environ)
    assert flags == Settings(tmp_path / "h", "sqlite:///x.db", data, 7)
    plain = Settings.resolve(environ={})
    assert plain.home == Path("~/.parallax").expanduser()
    assert plain.store == f"sqlite:///{plain.home / 'store.sqlite'}"
    assert plain.data == data_dir({})
    assert (plain.data / "outlets.toml").is_file()
    with pytest.raises(ParallaxError, match=r"write sqlite:///store\.db"):
        Settings.resolve(store="store.db", environ={})
    with pytest.raises(ParallaxError, match="PARALLAX_DATA names no folder"):
        data_dir({"PARALLAX_DATA": str(tmp_path / "nowhere")})


def test_overrides_belong_to_their_event(data: Path) -> None:
    (data / "overrides").mkdir()
    row = '[[overrides]]\narticle = "a"\ndecision = "exclude"\nreason = "r"\nby = "b"\n'
    (data / "overrides" / "strike.toml").write_text(row, encoding="utf-8")
    (data / "overrides" / "strik.toml").write_text(row, encoding="utf-8")
    assert [o.article for o in load_catalogue(data).events["strike"].overrides] == ["a"]
    problems = [p for p in check(data) if "overrides" in str(p.file)]
    assert len(problems) == 1
    assert "did you mean 'strike'" in problems[0].remedy


def test_lists_of_terms(data: Path) -> None:
    """A word in both lists of loaded words, values below the threshold, a second language, and a value that is none."""
    head = "# source: ours\n# licence: Apache-2.0\n# language: {}\n"
    for name, language, rows in (
        ("vader", "en", "term,valence\ngrim,-2\nmild,1.4\nvile,-3\n"),
        ("subjectivity", "en", "term,subjectivity\nvile,1\nfair,0.6\n"),
        ("certainty", "en", "term,kind\nmay,hedge\n"),
        ("certainty.uk", "uk", "term,kind\nможливо,hedge\n"),
    ):
        (data / "lexicons" / f"{name}.csv").write_text(head.format(language) + rows, encoding="utf-8")
    terms = load_catalogue(data).terms
    assert terms["loaded"] == {"en": [("grim", "vader"), ("vile", "both")]}
    assert terms["certainty"] == {"en": [("may", "hedge")], "uk": [("можливо", "hedge")]}
    spoil(data / "lexicons" / "vader.csv", "grim,-2", "grim,very")
    assert any("'very', which is no number" in p.what for p in check(data))


def test_verbs_of_an_event(data: Path) -> None:
    file = next((data / "events").glob("*.toml"))
    plain = file.read_text(encoding="utf-8")
    file.write_text(plain + '\n[verbs]\nen = ["hold", "set up"]\nde = ["halten"]\n', encoding="utf-8")
    problems = [(p.what, p.remedy) for p in check(data) if p.file == file]
    assert ("'set up' is no verb", "write its dictionary form in lower case, such as hold") in problems
    assert ("passives are not found in 'de'", "only en is read; remove the line") in problems
    file.write_text(plain + '\n[verbs]\nen = ["hold"]\n', encoding="utf-8")
    assert load_catalogue(data).events[file.stem].verbs == {"en": ("hold",)}
