"""Every page over every kind of data set, run as Streamlit runs it, without a browser."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from collectors import compare
from collectors.dataset import open_dataset
from dashboard.views import __path__ as views_path
from tests.dashboard_home import KINDS, demo_home, make_home

APP = Path(__file__).parent.parent / "dashboard" / "app.py"
PAGES = ("overview", "naming", "readability", "sources", "articles", "method")
FIRST = "atlantic-ledger-000004"


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {kind: make_home(tmp_path_factory.mktemp(kind), kind) for kind in KINDS}
    return made | {"demo": demo_home(tmp_path_factory.mktemp("demo"))}


@pytest.fixture(autouse=True)
def home_in_the_environment() -> Iterator[None]:
    before = os.environ.get("PARALLAX_HOME")
    yield
    if before is None:
        os.environ.pop("PARALLAX_HOME", None)
    else:
        os.environ["PARALLAX_HOME"] = before


def open_page(home: Path, page: str = "overview", **query: str) -> AppTest:
    os.environ["PARALLAX_HOME"] = str(home)
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    for key, value in query.items():
        app.query_params[key] = value
    if page != "overview":
        app.switch_page(f"views/{page}.py")
    return app.run()


def shown(app: AppTest) -> str:
    """All HTML of the page's body: what `st.html` was given."""
    return "\n".join(str(e.proto.body) for e in app.main if e.type == "html")


def charts(app: AppTest) -> list[str]:
    return [e.proto.spec for e in app.main if e.type == "plotly_chart"]


def address(app: AppTest) -> dict[str, str]:
    """The query string's fields; AppTest gives back a text where it was set, a list where the page wrote it."""
    return {k: v if isinstance(v, str) else v[0] for k, v in app.query_params.items()}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_every_view_is_tested() -> None:
    files = {p.stem for p in Path(views_path[0]).glob("*.py")} - {"__init__", "common", "links", "matrix"}
    assert files == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("kind", [*KINDS, "demo"])
def test_every_page_shows_something_true(homes: dict[str, Path], kind: str, page: str) -> None:
    app = open_page(homes[kind], page)
    assert not app.exception
    html = shown(app)
    if kind != "empty":
        assert "px-foot" in html
        assert open_dataset(homes[kind]).version in html, "which version it shows"
        assert "Invented demonstration data" in html
    assert not re.search(r">\s*(nan|None|inf)\s*<", html)
    assert "<script" not in html
    assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", html)


def test_no_data_set_says_what_to_do(tmp_path: Path) -> None:
    app = open_page(tmp_path)
    assert not app.exception
    assert "No data set has been published yet" in shown(app)
    assert "parallax publish" in app.code[0].value


@pytest.mark.parametrize("page", ["naming", "readability", "sources", "overview"])
def test_every_chart_has_a_description_and_a_table(homes: dict[str, Path], page: str) -> None:
    app = open_page(homes["usual"], page)
    made = [e for e in app.main if e.type == "plotly_chart"]
    assert made
    assert all("outlets" in e.proto.alt for e in made)
    assert shown(app).count("<table") >= len(made)


def test_the_numbers_are_those_of_compare(homes: dict[str, Path]) -> None:
    home = homes["usual"]
    html = words(shown(open_page(home, "naming", concept="vote", variant="sham")))
    facts = compare.load(open_dataset(home), "synthetic")
    rows = [r for r in compare.naming(facts, compare.Selection("synthetic")) if r.metric == "naming:vote"]
    for row in rows:
        if row.variant == "sham" and row.estimate is not None and row.ci_low is not None and row.ci_high is not None:
            interval = f"{row.ci_low:.0%} to {row.ci_high:.0%}"
            assert (
                f"{row.estimate:.0%} {interval} {row.numerator:.0f} of {row.denominator:.0f} {row.n_articles}" in html
            )


def test_the_sentences_behind_a_number_are_as_many_as_it_counts(homes: dict[str, Path]) -> None:
    home = homes["usual"]
    facts = compare.load(open_dataset(home), "synthetic")
    for copies, voice in (("all", "own"), ("own", "all"), ("one", "quoted")):
        rows = compare.naming(facts, compare.Selection("synthetic", voice=voice, copies=copies))
        row = next(r for r in rows if (r.metric, r.variant, r.outlet) == ("naming:vote", "sham", "daily-blaze"))
        query = {"concept": "vote", "variant": "sham", "of": "daily-blaze", "copies": copies, "voice": voice}
        html = words(shown(open_page(home, "naming", **query)))
        assert f"of {row.numerator:,.0f} " in html.split("The sentences", 1)[1]


@pytest.mark.parametrize("by", ["side", "role", "speaker", "stance"])
def test_every_quotation_cell_leads_to_its_quotations(homes: dict[str, Path], by: str) -> None:
    home = homes["usual"]
    html = shown(open_page(home, "sources", by=by))
    links = re.findall(r'<td [^>]*><a class="px-link" href="([^"]+)"', html)
    assert links
    for link in {links[0], links[-1]}:
        query = dict(parse_qsl(urlsplit(link.replace("&amp;", "&")).query))
        body = shown(open_page(home, "sources", **query))
        assert "px-evidence" in body, query


def test_a_link_restores_the_view(homes: dict[str, Path]) -> None:
    query = {"outlets": "daily-blaze,volga-wire", "voice": "own", "phase": "voting", "copies": "one", "grade": "all"}
    app = open_page(homes["usual"], "naming", event="synthetic", concept="act", place="body", **query)
    assert app.multiselect[0].value == ["daily-blaze", "volga-wire"]
    assert [s.value for s in app.selectbox] == ["synthetic", "voting", "own", "one", "all"]
    html = words(shown(app))
    assert "Volga Wire" in html
    assert "Konkan" not in html
    assert "The act" in html
    assert query.items() <= address(app).items()


def test_a_widget_is_written_into_the_address(homes: dict[str, Path]) -> None:
    app = open_page(homes["usual"], "naming")
    app.selectbox[2].set_value("own").run()
    assert address(app)["voice"] == "own"
    app.multiselect[0].set_value(["volga-wire"]).run()
    assert address(app)["outlets"] == "volga-wire"
    assert address(app)["voice"] == "own"
    app.switch_page("views/sources.py").run()
    assert app.multiselect[0].value == ["volga-wire"], "the selection survives navigation"


def test_another_event_keeps_what_it_can_of_the_selection(homes: dict[str, Path]) -> None:
    query = {"event": "synthetic", "outlets": "daily-blaze,konkan-standard", "phase": "voting", "voice": "own"}
    app = open_page(homes["two_events"], "readability", **query)
    app.selectbox[0].set_value("other").run()
    assert not app.exception
    found = address(app)
    assert (found["event"], found["outlets"], found["voice"]) == ("other", "daily-blaze", "own")
    assert "phase" not in found
    app.switch_page("views/naming.py").run()
    assert "declares no concepts" in shown(app)


def test_many_outlets_are_said_to_be_cut(homes: dict[str, Path]) -> None:
    html = words(shown(open_page(homes["many_outlets"])))
    assert "the 24 outlets with most articles of 200" in html
    assert "200 outlets, " in html
    assert "24 outlets" not in words(shown(open_page(homes["many_outlets"], outlets="daily-blaze"))).split("Side by")[0]


@pytest.mark.parametrize(
    "query",
    [
        {"event": "none", "outlets": "x,,y", "voice": "9", "phase": "<b>", "copies": "-", "grade": "x", "v": "nope"},
        {"concept": "x", "variant": "y", "of": "z", "place": "q", "from": "-4", "by": "k", "who": "l", "score": "m"},
        {"from": "99999999999999999999", "article": "'; drop table articles; --", "words": "%' or 1=1"},
    ],
)
@pytest.mark.parametrize("page", PAGES)
def test_a_foolish_address_does_no_harm(homes: dict[str, Path], page: str, query: dict[str, str]) -> None:
    app = open_page(homes["usual"], page, **query)
    assert not app.exception
    assert "px-foot" in shown(app)


def test_an_article_shows_its_marks(homes: dict[str, Path]) -> None:
    html = shown(open_page(homes["usual"], "articles", article=FIRST))
    assert "px-article" in html
    assert 'class="m-name"' in html
    assert "In the event because" in html
    assert 'href="https://atlantic-ledger.example/4" target="_blank" rel="noopener noreferrer nofollow"' in html


def test_an_article_without_its_text_says_so(homes: dict[str, Path]) -> None:
    html = shown(open_page(homes["text_free"], "articles", article=FIRST))
    assert "carries no texts" in html
    assert "In the event because" in html
    assert "px-evidence" in shown(open_page(homes["text_free"], "naming"))


def test_below_the_gate_nothing_is_compared(homes: dict[str, Path]) -> None:
    naming = words(shown(open_page(homes["one_article"], "naming")))
    assert "not enough articles" in naming
    assert "No difference between these outlets holds" in words(shown(open_page(homes["one_article"])))
    assert "No difference between these outlets holds" in words(shown(open_page(homes["one_outlet"])))


def test_doubtful_texts_are_left_out_and_said_to_be(homes: dict[str, Path]) -> None:
    assert "120 articles left out" in words(shown(open_page(homes["all_doubtful"])))
    assert "120 articles, " in words(shown(open_page(homes["all_doubtful"], grade="all")))


def test_an_older_data_set_is_shown_and_the_newer_offered(tmp_path: Path) -> None:
    old = make_home(tmp_path, "one_outlet")
    version = open_dataset(old).version
    make_home(tmp_path, "usual")
    newest = open_dataset(tmp_path).version
    html = shown(open_page(tmp_path, v=version))
    assert f"Data set <b>{version}</b>" in html
    assert f"./?v={newest}" in html


def test_hostile_text_reaches_the_page_as_text(homes: dict[str, Path]) -> None:
    for page in PAGES:
        html = shown(open_page(homes["hostile"], page))
        assert "<script" not in html
        assert "<img" not in html
        assert not re.search(r'href="\s*(javascript|data):', html)
    listed = shown(open_page(homes["hostile"], "articles"))
    assert "&lt;script&gt;window.hit=1&lt;/script&gt;" in listed
