"""Every page over every kind of data set, run as Streamlit runs it, without a browser."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from collectors import compare
from collectors.dataset import open_dataset
from dashboard import selection
from dashboard.labels import COUNTRIES, LANGUAGES, OWNERSHIP
from dashboard.pages import SECTIONS, VIEWS
from dashboard.queries import later
from dashboard.views import __path__ as views_path
from tests.dashboard_home import KINDS, demo_home, make_home
from tests.make_dataset import NAMES

APP = Path(__file__).parent.parent / "dashboard" / "app.py"
PAGES = tuple(VIEWS)
BLOCKS = {
    "__init__",
    "calendar",
    "common",
    "entrance",
    "foot",
    "grid",
    "here",
    "links",
    "matrix",
    "reading",
    "robust",
    "undeclared",
    "waiting",
}
FIRST = "atlantic-ledger-000004"


class Homes(dict[str, Path]):
    """Kind of data set -> a home folder with it, made when a test asks for it first."""

    def __init__(self, folder: Callable[[str], Path]) -> None:
        super().__init__()
        self.folder = folder

    def __missing__(self, kind: str) -> Path:
        made = demo_home(self.folder("demo")) if kind == "demo" else make_home(self.folder(kind), kind)
        self[kind] = made
        return made


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return Homes(tmp_path_factory.mktemp)


@pytest.fixture(autouse=True)
def home_in_the_environment() -> Iterator[None]:
    before = os.environ.get("PARALLAX_HOME")
    yield
    if before is None:
        os.environ.pop("PARALLAX_HOME", None)
    else:
        os.environ["PARALLAX_HOME"] = before


@pytest.fixture(scope="module", autouse=True)
def no_worker_left() -> Iterator[None]:
    yield
    later.desk().close()


@pytest.fixture(autouse=True)
def patient_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here asks a page again: pages wait for what is worked out beside them."""
    monkeypatch.setattr(later, "PATIENCE", 120.0)


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
    files = {p.stem for p in Path(views_path[0]).glob("*.py")} - BLOCKS
    assert files == set(PAGES)
    assert sorted(n for names in SECTIONS.values() for n in names) == sorted(PAGES), "and each is in the menu once"


@pytest.mark.parametrize("kind", [*KINDS, "demo"])
def test_every_page_shows_something_true(homes: dict[str, Path], kind: str) -> None:
    app = open_page(homes[kind])
    version = open_dataset(homes[kind]).version
    for page in PAGES:
        if page != "overview":
            app.switch_page(f"views/{page}.py").run()
        assert not app.exception, page
        html = shown(app)
        if kind == "empty":
            assert "holds no event yet" in html
            return
        assert "<h1" in html, page
        assert version in html, "which version it shows"
        assert "Invented demonstration data" in html
        assert not re.search(r">\s*(nan|None|inf)\s*<", html), page
        assert "<script" not in html
        assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", html)
        if kind == "hostile":
            assert "<img" not in html.replace('<img class="px-svg"', ""), page
            assert not re.search(r'href="\s*(javascript|data):', html), page


def test_no_data_set_says_what_to_do(tmp_path: Path) -> None:
    app = open_page(tmp_path)
    assert not app.exception
    assert "No data set has been published yet" in shown(app)
    assert "parallax publish" in app.code[0].value


@pytest.mark.parametrize("page", ["naming", "readability", "sources"])
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
            interval = f"{row.ci_low * 100:.0f}–{row.ci_high:.0%}"
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


@pytest.mark.parametrize("page", ["naming", "sources", "framing", "copies", "coverage", "readability"])
def test_every_estimate_leads_to_what_it_counts(homes: dict[str, Path], page: str) -> None:
    html = shown(open_page(homes["demo"], page))
    tables = [t for t in html.split("<table ")[1:] if "95% interval</th>" in t]
    assert tables
    for row in re.findall(r"<tr><th scope=.row.>.*?</tr>", tables[0]):
        cells = re.findall(r"<td [^>]*>(.*?)</td>", row)
        assert cells[-1].startswith('<a class="px-link" href="./articles?'), "the articles"
        assert re.fullmatch(r"0(\.0|%)", cells[0]) or cells[0].startswith(f'<a class="px-link" href="./{OPENS[page]}?')
    assert ('id="sentences"' in html) == (OPENS[page] != "articles")


OPENS = {"naming": "naming", "sources": "sources", "framing": "framing"} | dict.fromkeys(
    ("copies", "coverage", "readability"), "articles"
)


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
    app.switch_page("views/sources.py").run()
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
    app.switch_page("views/naming.py").run()
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
            app.switch_page(f"views/{page}.py")
        app.run()
        assert not app.exception, page
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
    assert "No difference between these outlets holds" in words(shown(open_page(homes["many_outlets"])))
    assert "One outlet differs from nobody" in words(shown(open_page(homes["one_article"])))
    assert "One outlet differs from nobody" in words(shown(open_page(homes["one_outlet"])))


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


def test_hostile_text_reaches_the_page_as_text(homes: dict[str, Path]) -> None:
    listed = shown(open_page(homes["hostile"], "articles"))
    assert "&lt;script&gt;window.hit=1&lt;/script&gt;" in listed


def test_groups_are_compared_like_outlets(homes: dict[str, Path]) -> None:
    home = homes["scripts"]
    facts = compare.load(open_dataset(home), "synthetic")
    app = open_page(home, "naming", concept="vote")
    for by, name in (("country", "Ukraine"), ("ownership", "State-owned"), ("language", "Arabic"), ("phase", "Voting")):
        app.selectbox("sel_by").set_value(by).run()
        html = words(shown(app))
        rows = compare.naming(facts, compare.Selection("synthetic", by=by))
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


@pytest.mark.parametrize("kind", ["usual", "demo"])
def test_blind_pages_name_no_outlet(homes: dict[str, Path], kind: str) -> None:
    names = NAMES if kind == "usual" else DEMO_NAMES
    leaks = re.compile("|".join(re.escape(n).replace(r"\ ", r"[\W_]{0,3}") for n in names), re.IGNORECASE)
    app = open_page(homes[kind], blind="1")
    for page in PAGES:
        if page != "overview":
            app.switch_page(f"views/{page}.py").run()
        assert not app.exception, page
        assert not leaks.search("\n".join(sent(app))), page
        assert not leaks.search(str(address(app)))
        assert page in ("coding", "collection", "method", "framing") or re.search(r"Outlet [A-H]\b", shown(app)), page
    assert re.search(r'href="([^"]+)">Show the names', shown(app))
    order = re.findall(
        r'<th scope="row"><span[^>]*></span>(Outlet [A-H])</th>', shown(open_page(homes[kind], "wording", blind="1"))
    )
    assert order == sorted(order), "nor does an order tell the names"


DEMO_NAMES = (
    "Atlantic Ledger", "Continental Press", "Daily Blaze", "Dnipro Courier", "Konkan Standard", "Meridian Public Radio",
    "Northgate Post", "Volga Wire",
)  # fmt: skip


def sent(app: AppTest) -> list[str]:
    """All that the browser gets of a page: text, charts, options, titles, addresses."""
    return [str(e.proto) for e in app.main]


def test_blind_downloads_name_no_outlet(homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    leaks = re.compile("|".join(re.escape(n).replace(r"\ ", r"[\W_]{0,3}") for n in DEMO_NAMES), re.IGNORECASE)
    made: list[tuple[str, bytes]] = []

    def button(label: str, data: Callable[[], bytes], *, file_name: str, **_: object) -> None:
        made.append((file_name, data()))

    monkeypatch.setattr("streamlit.download_button", button)
    app = open_page(homes["demo"], blind="1")
    made.clear()  # the first run was that of a reader without an address
    for page in PAGES[1:] + PAGES[:1]:
        app.switch_page(f"views/{page}.py").run()
        assert not app.exception, page
    assert len(made) >= 8
    for name, content in made:
        assert not leaks.search(name), name
        assert not leaks.search(content.decode()), name


@pytest.mark.parametrize("by", ["country", "ownership", "language", "phase"])
def test_every_page_compares_groups(homes: dict[str, Path], by: str) -> None:
    app = open_page(homes["demo"], compare=by)
    for page in PAGES:
        if page != "overview":
            app.switch_page(f"views/{page}.py").run()
        assert not app.exception, page
        text = words(shown(app))
        says = "This page compares outlets" in text
        assert says == (page == "side_by_side"), page
    app.switch_page("views/framing.py").run()
    cell = re.search(r'<td [^>]*><a class="px-link" href="([^"]+)"', shown(app))
    assert cell
    query = dict(parse_qsl(urlsplit(cell[1].replace("&amp;", "&")).query))
    assert query["of"].startswith(f"{by}:")
    assert "px-evidence" in shown(open_page(homes["demo"], "framing", **query)), "a group's number opens its sentences"


def test_a_blind_link_opens_its_article(homes: dict[str, Path]) -> None:
    html = shown(open_page(homes["usual"], "articles", blind="1"))
    href = re.search(r'<b><a class="px-link" href="([^"]+)"', html)
    assert href
    query = dict(parse_qsl(urlsplit(href[1].replace("&amp;", "&")).query))
    assert query["article"].startswith("~")
    app = open_page(homes["usual"], "articles", **query)
    assert "px-article" in shown(app)
    assert 'target="_blank"' not in shown(app), "no link to the outlet's own page"


def test_texts_stand_side_by_side(homes: dict[str, Path]) -> None:
    app = open_page(homes["demo"], "side_by_side")
    html = shown(app)
    assert html.count('<section class="px-col"') == 3
    for part in ("Who uses which variant", "Who quotes whom", "The headlines, as they came", "px-said"):
        assert part in html, part
    stories = app.selectbox("view_story").options
    assert len(stories) > 5
    outlets = app.multiselect("view_texts").options
    app.multiselect("view_texts").set_value([*app.multiselect("view_texts").value][:1]).run()
    assert shown(app).count('<section class="px-col"') == 1
    assert "texts" in address(app)
    assert len(outlets) == 6
    off = re.search(r'px-switch" href="([^"]+)" role="switch" aria-checked="true"><mark class="m-name"', html)
    assert off
    query = dict(parse_qsl(urlsplit(off[1].replace("&amp;", "&")).query))
    hidden = shown(open_page(homes["demo"], "side_by_side", **query)).split("How they differ")[0]
    assert 'class="m-quote' in hidden
    assert not re.search(r'<(p|h3)[^>]*>[^\n]*<mark class="m-name', hidden.split("px-columns")[1])


def test_two_coders_and_their_agreement(homes: dict[str, Path]) -> None:
    app = open_page(homes["usual"], "coding", size="20")
    assert len(app.radio) == 10
    for i in range(10):
        app.radio[i].set_value("neutral" if i % 2 else "critical")
    app.run()
    app.segmented_control("view_coder").set_value("second").run()
    assert all(r.value is None for r in app.radio), "the second coder does not see the first one's labels"
    for i in range(10):
        app.radio[i].set_value("neutral" if i % 2 or i == 0 else "critical")
    app.run()
    html = words(shown(app))
    assert "alpha = 0.81" in html
    assert "n = 10 sentences" in html
    assert "10 of 20 labelled by the second coder" in html


def test_a_view_can_be_cited(homes: dict[str, Path]) -> None:
    app = open_page(homes["usual"], "naming", voice="own", compare="country")
    version = open_dataset(homes["usual"]).version
    text, bibtex, link = (c.value for c in app.code[-3:])
    assert f"Data set {version}, method synthetic-1" in text
    assert "outlet’s own" in text
    assert f"data set {version}" in bibtex
    assert {"v", "event", "voice", "compare"} <= dict(parse_qsl(urlsplit(link).query)).keys()


def test_the_report_holds_findings_charts_tables_and_method(homes: dict[str, Path]) -> None:
    html = shown(open_page(homes["demo"], "report"))
    text = words(html)
    for part in ("What is compared", "What differs most", "Share of voice by side", "Measured error", "Versions"):
        assert part in text, part
    assert html.count('<img class="px-svg" alt="') >= 4
    assert 'alt=""' not in html


def test_without_a_login_the_door_is_open_and_with_one_it_is_not(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARALLAX_HOME", str(homes["usual"]))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.secrets["auth"] = {"redirect_uri": "x"}
    assert "The log-in is not set up" in shown(app.run())
    app.secrets["parallax"] = {"allow": ["@example.org"]}
    assert "Please log in" in shown(app.run())
    assert [b.label for b in app.button] == ["Log in"]
    assert "px-foot" not in shown(app)
    monkeypatch.setenv("PARALLAX_ALLOW", "ann@example.org")
    bare = AppTest.from_file(str(APP), default_timeout=60).run()
    assert "The log-in is not set up" in shown(bare), "a list without a log-in lets nobody in"


def test_wording_shows_the_planted_words_beside_chance(homes: dict[str, Path]) -> None:
    app = open_page(homes["demo"], "wording", unit="volga-wire", term="zaporozhye")
    text = words(shown(app))
    assert "The sentences: “zaporozhye” in Volga Wire" in text
    assert re.search(r"Between the outlets [\d.]+% of [\d,]+ words have p below .05, [1-9]\d* have q", text)
    assert re.search(r"Between shuffled outlets.+?, 0 have q below .05", text)
    assert "of all differences between outlets" in "".join(charts(app))
    real, null, _ = (e.proto.alt for e in app.main if e.type == "plotly_chart")
    assert " 0 with q below" not in real
    assert " 0 with q below" in null
    assert shown(app).count("<mark") >= 4


def test_a_new_selection_of_words_is_worked_out_beside_the_page(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "PATIENCE", 0.0)
    app = open_page(homes["demo"], "wording", phase="voting")
    assert "The page fills in by itself" in words(shown(app))
    assert "px-foot" in shown(app), "the rest of the page is there"
    monkeypatch.setattr(later, "PATIENCE", 120.0)
    text = words(shown(app.run()))
    assert "All outlets at once" in text
    assert "fills in by itself" not in text


def test_side_by_side_follows_a_quotation_through_the_texts(homes: dict[str, Path]) -> None:
    texts = "continental-press-09,konkan-standard-12,northgate-post-11"
    text = words(shown(open_page(homes["demo"], "side_by_side", texts=texts)))
    after = text[text.index("The same quotation in each text") :]
    assert re.search(r"“I had sold my place in the queue an hour before, for petrol”( whole){3}", after)


def test_a_difference_is_tried_under_other_choices_when_asked(homes: dict[str, Path]) -> None:
    plain = shown(open_page(homes["demo"], "naming", concept="vote", variant="sham"))
    assert "does it hold under other choices?" in plain
    assert "The difference holds under" not in plain
    text = words(shown(open_page(homes["demo"], "naming", concept="vote", variant="sham", otherwise="1")))
    assert re.search(r"The difference holds under \d of \d+ other choices with enough articles", text)
    after = text[text.index("under other choices The difference") :]
    for choice in (
        "Outlet’s own",
        "Quoted",
        "Reported",
        "Own-produced",
        "One per copy group",
        "doubtful too",
        "Phase:",
    ):
        assert choice in after, choice
