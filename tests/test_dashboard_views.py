"""Every page over every kind of data set, run as Streamlit runs it, without a browser: its figures and what they count."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from collectors import compare
from collectors.dataset.versions import open_dataset
from dashboard import citation
from dashboard.page_registry import BY_NAME, DESK, SECTIONS
from dashboard.queries import worker_process
from dashboard.views import __path__ as views_path
from tests.support.dashboard_home import KINDS
from tests.support.dashboard_pages import OPENS_PAGES, PAGES, open_page, shown, words

pytestmark = OPENS_PAGES

FIRST = "atlantic-ledger-000004"


def charts(app: AppTest) -> list[str]:
    return [e.proto.spec for e in app.main if e.type == "plotly_chart"]


def test_every_view_is_tested() -> None:
    files = {f"views/{p.name}" for p in Path(views_path[0]).glob("*.py")} - {"views/__init__.py"}
    assert files == {BY_NAME[page].file for page in PAGES} | {page.file for page in DESK}, (
        "test_desk_pages has the desk's"
    )
    assert sorted(n for names in SECTIONS.values() for n in names) == sorted(PAGES), "and each is in the menu once"


#: Page -> what it must say of its figures, beside whose words its foot says that they are in.
MUST_SAY = {
    "overview": (
        r"in \d+% of \d+ mentions in its own words",
        r"95% intervals: \d+%",
        r"over all pairs and \d+ figures",
    ),
    "naming": (r"the choice of words \(outlet’s own\)", r"\d+ differences of this page are tested together"),
    "sources": (r"\d+ differences of this page are tested together", r"of quoted and reported words"),
    "readability": (r"\d+ differences of this page are tested together", r"its 95% interval"),
    "framing_devices": (r"\d+ differences of this page are tested together", r"95% interval"),
    "claims": (r"\d+ of \d+ in \d+ articles\) and", r"two one-sided tests at 2\.5% each", r"Exploratory|Declared"),
    "trends": (r"\(outlet’s own", r"Nothing here is tested"),
    "coverage": (r"95% interval",),
}


@pytest.mark.parametrize("kind", [*KINDS, "demo"])
def test_every_page_shows_something_true(homes: dict[str, Path], kind: str) -> None:
    app = open_page(homes[kind])
    version = open_dataset(homes[kind]).version
    for page in PAGES:
        if page != "overview":
            app.switch_page(BY_NAME[page].file).run()
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
        assert kind == "hostile" or not re.search(r"&lt;(a |span|p |b>|div|mark|td|/)", html), f"{page}: escaped twice"
        if kind == "demo":
            told = words(html)
            assert all(re.search(pattern, told) for pattern in MUST_SAY.get(page, ())), (page, told)
            assert (citation.OWN_WORDS in told) == BY_NAME[page].own_words, page
        assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", html)
        if kind == "hostile":
            assert "<img" not in html.replace('<img class="px-svg"', ""), page
            assert not re.search(r'href="\s*(javascript|data):', html), page


def test_reference_data_open_first_where_nothing_is_published(tmp_path: Path) -> None:
    app = open_page(tmp_path)
    assert not app.exception
    assert "This is a reference data set that comes with Parallax" in shown(app)
    assert "Reuters" in shown(app)


def test_no_data_set_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.queries.open_data.reference_home", lambda: tmp_path / "none")
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
    own = compare.ArticleSelection("synthetic", voice="own")  # what the page shows first
    rows = [r for r in compare.naming(facts, own) if r.metric == "naming:vote"]
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
        rows = compare.naming(facts, compare.ArticleSelection("synthetic", voice=voice, copies=copies))
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


@pytest.mark.parametrize("page", ["naming", "sources", "framing_devices", "copies", "coverage", "readability"])
def test_every_estimate_leads_to_what_it_counts(homes: dict[str, Path], page: str) -> None:
    html = shown(open_page(homes["demo"], page))
    tables = [t for t in html.split("<table ")[1:] if "95% interval</th>" in t]
    assert tables
    for row in re.findall(r"<tr><th scope=.row.>.*?</tr>", tables[0]):
        cells = re.findall(r"<td [^>]*>(.*?)</td>", row)
        assert cells[-1].startswith('<a class="px-link" href="./articles?'), "the articles"
        assert re.fullmatch(r"0(\.0|%)", cells[0]) or cells[0].startswith(f'<a class="px-link" href="./{OPENS[page]}?')
    assert ('id="sentences"' in html) == (OPENS[page] != "articles")


OPENS = {"naming": "naming", "sources": "sources", "framing_devices": "framing_devices"} | dict.fromkeys(
    ("copies", "coverage", "readability"), "articles"
)


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
    assert "No difference between these outlets was tested" in words(shown(open_page(homes["many_outlets"])))
    assert "A difference takes two outlets, and only one is shown" in words(shown(open_page(homes["one_article"])))
    assert "A difference takes two outlets, and only one is shown" in words(shown(open_page(homes["one_outlet"])))


def test_hostile_text_reaches_the_page_as_text(homes: dict[str, Path]) -> None:
    listed = shown(open_page(homes["hostile"], "articles"))
    assert "&lt;script&gt;window.hit=1&lt;/script&gt;" in listed


def test_wording_shows_the_planted_words_beside_chance(homes: dict[str, Path]) -> None:
    app = open_page(homes["demo"], "distinctive_words", unit="volga-wire", term="zaporozhye")
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
    monkeypatch.setattr(worker_process, "PATIENCE", 0.0)
    app = open_page(homes["demo"], "distinctive_words", phase="voting")
    assert "The page fills in by itself" in words(shown(app))
    assert "px-foot" in shown(app), "the rest of the page is there"
    monkeypatch.setattr(worker_process, "PATIENCE", 120.0)
    text = words(shown(app.run()))
    assert "All outlets at once" in text
    assert "fills in by itself" not in text


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
