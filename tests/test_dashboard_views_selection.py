"""Pages under a selection: read from the address, written into it, by filters, and groups in place of outlets."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from collectors import compare
from collectors.dataset.versions import open_dataset
from dashboard import selection
from dashboard.labels import COUNTRIES, LANGUAGES, OWNERSHIP
from dashboard.page_registry import BY_NAME
from tests.support.dashboard_home import make_home
from tests.support.dashboard_pages import OPENS_PAGES, PAGES, address, open_page, shown, words

pytestmark = OPENS_PAGES


def test_a_link_restores_the_view(homes: dict[str, Path]) -> None:
    query = {"outlets": "daily-blaze,volga-wire", "voice": "own", "phase": "voting", "copies": "one", "grade": "all"}
    app = open_page(homes["usual"], "naming", event="synthetic", concept="act", place="body", **query)
    assert app.multiselect[0].value == ["daily-blaze", "volga-wire"]
    assert {k: app.selectbox(f"sel_{k}").value for k in ("event", "phase", "voice", "copies", "grade")} == {
        "event": "synthetic", "phase": "voting", "voice": "own", "copies": "one", "grade": "all"
    }  # fmt: skip
    html = words(shown(app))
    assert "Volga Wire" in html
    assert "Konkan" not in html
    assert "The act" in html
    assert query.items() <= address(app).items()


def test_a_widget_is_written_into_the_address(homes: dict[str, Path]) -> None:
    app = open_page(homes["usual"], "naming")
    app.selectbox("sel_voice").set_value("own").run()
    assert address(app)["voice"] == "own"
    app.multiselect("sel_outlets").set_value(["volga-wire"]).run()
    assert address(app)["outlets"] == "volga-wire"
    assert address(app)["voice"] == "own"
    app.selectbox("sel_by").set_value("language").run()
    app.toggle("sel_blind").set_value(True).run()
    app.switch_page("views/sources_page.py").run()
    assert app.multiselect("sel_outlets").value == ["volga-wire"], "the selection survives navigation"
    found = address(app)
    assert (found["compare"], found["blind"]) == ("language", "1")
    assert "volga" not in str(found), "and is veiled where names are hidden"


def test_another_event_keeps_what_it_can_of_the_selection(homes: dict[str, Path]) -> None:
    query = {"event": "synthetic", "outlets": "daily-blaze,konkan-standard", "phase": "voting", "voice": "own"}
    app = open_page(homes["two_events"], "readability", **query)
    app.selectbox[0].set_value("other").run()
    assert not app.exception
    found = address(app)
    assert (found["event"], found["outlets"], found["voice"]) == ("other", "daily-blaze", "own")
    assert "phase" not in found
    app.switch_page("views/naming_page.py").run()
    assert "declares no concepts" in shown(app)


def test_many_outlets_are_said_to_be_cut(homes: dict[str, Path]) -> None:
    html = words(shown(open_page(homes["many_outlets"])))
    assert "the 24 outlets with most articles of 200" in html
    assert "200 outlets, " in html
    assert "24 outlets" not in words(shown(open_page(homes["many_outlets"], outlets="daily-blaze")))


@pytest.mark.parametrize(
    "query",
    [
        {"event": "none", "outlets": "x,,y", "voice": "9", "phase": "<b>", "copies": "-", "grade": "x", "v": "nope"},
        {
            "compare": "<b>",
            "language": "xx,",
            "blind": "2",
            "story": "~!",
            "texts": "~AA,,b",
            "hide": "name,zz",
            "seed": "x",
        },
        {"concept": "x", "variant": "y", "of": "z", "place": "q", "from": "-4", "by": "k", "who": "l", "score": "m"},
        {"from": "99999999999999999999", "article": "'; drop table articles; --", "words": "%' or 1=1"},
    ],
)
def test_a_foolish_address_does_no_harm(homes: dict[str, Path], query: dict[str, str]) -> None:
    app = open_page(homes["usual"], **query)
    for page in PAGES:
        app.session_state["written"] = None  # as if the reader had brought the address to this page
        for key, value in query.items():
            app.query_params[key] = value
        if page != "overview":
            app.switch_page(BY_NAME[page].file)
        app.run()
        assert not app.exception, page
        if query.keys() & {"v", "event", "outlets", "compare"}:  # what all pages share is cited
            assert "What this link cites is not here" in shown(app)
        else:
            assert "px-foot" in shown(app)


def test_doubtful_texts_are_left_out_and_said_to_be(homes: dict[str, Path]) -> None:
    html = shown(open_page(homes["all_doubtful"]))
    assert "120 articles left out" in words(html)
    assert re.search(r'href="[^"]*grade=all[^"]*">Show doubtful texts, too', html), "and the way to them"
    assert "120 articles, " in words(shown(open_page(homes["all_doubtful"], grade="all")))


def test_an_older_data_set_is_shown_and_the_newer_offered(tmp_path: Path) -> None:
    old = make_home(tmp_path, "one_outlet")
    version = open_dataset(old).version
    make_home(tmp_path, "usual")
    newest = open_dataset(tmp_path).version
    html = shown(open_page(tmp_path, v=version))
    assert f"Data set <b>{version}</b>" in html
    assert f"./?v={newest}" in html


def test_groups_are_compared_like_outlets(homes: dict[str, Path]) -> None:
    home = homes["scripts"]
    facts = compare.load(open_dataset(home), "synthetic")
    app = open_page(home, "naming", concept="vote")
    for by, name in (("country", "Ukraine"), ("ownership", "State-owned"), ("language", "Arabic"), ("phase", "Voting")):
        app.selectbox("sel_by").set_value(by).run()
        html = words(shown(app))
        rows = compare.naming(facts, compare.ArticleSelection("synthetic", voice="own", by=by))
        row = next(r for r in rows if r.metric == "naming:vote" and at_name(r.outlet, by) == name)
        assert f"{name} {row.denominator:,.0f} in {row.n_articles}" in html
        assert f"compared by {selection.BY[by].lower()}" in html
        cell = re.search(r'<td [^>]*><a class="px-link" href="([^"]+)"', shown(app))
        assert cell
        query = dict(parse_qsl(urlsplit(cell[1].replace("&amp;", "&")).query))
        assert query["of"].startswith(f"{by}:")
    assert "px-evidence" in shown(open_page(home, "naming", **query)), "a group's number opens its sentences"


def at_name(unit: str, by: str) -> str:
    value = unit.removeprefix(f"{by}:")
    names = {"country": COUNTRIES, "ownership": OWNERSHIP, "language": LANGUAGES, "phase": {"voting": "Voting"}}[by]
    return names.get(value, value)


def test_language_is_a_filter(homes: dict[str, Path]) -> None:
    html = words(shown(open_page(homes["scripts"], language="ar,zh")))
    assert "Arabic and Chinese" in html
    rows = open_dataset(homes["scripts"]).table("articles", ["language", "grade"]).to_pylist()
    n = sum(r["language"] in ("ar", "zh") and r["grade"] == "good" for r in rows)
    assert f"6 outlets, {n} articles" in html


@pytest.mark.parametrize("by", ["country", "ownership", "language", "phase"])
def test_every_page_compares_groups(homes: dict[str, Path], by: str) -> None:
    app = open_page(homes["demo"], compare=by)
    for page in PAGES:
        if page != "overview":
            app.switch_page(BY_NAME[page].file).run()
        assert not app.exception, page
        text = words(shown(app))
        says = "This page compares outlets" in text
        assert says == (page in ("side_by_side", "search")), page
    app.switch_page("views/framing_devices_page.py").run()
    cell = re.search(r'<td [^>]*><a class="px-link" href="([^"]+)"', shown(app))
    assert cell
    query = dict(parse_qsl(urlsplit(cell[1].replace("&amp;", "&")).query))
    assert query["of"].startswith(f"{by}:")
    assert "px-evidence" in shown(open_page(homes["demo"], "framing_devices", **query)), (
        "a group's number opens its sentences"
    )
