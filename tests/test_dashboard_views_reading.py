"""Pages beside those of figures: blind reading, texts side by side, coding sheets, citations, the report, the door."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pyarrow.parquet as pq
import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from collectors.dataset.versions import open_dataset
from dashboard.page_registry import BY_NAME
from dashboard.queries import copied as table_to_copy
from tests.support.dashboard_pages import APP, OPENS_PAGES, PAGES, address, open_page, shown, words
from tests.support.make_dataset import NAMES

pytestmark = OPENS_PAGES


# --- blind reading


@pytest.mark.parametrize("kind", ["usual", "demo"])
def test_blind_pages_name_no_outlet(homes: dict[str, Path], kind: str) -> None:
    names = NAMES if kind == "usual" else DEMO_NAMES
    leaks = re.compile("|".join(re.escape(n).replace(r"\ ", r"[\W_]{0,3}") for n in names), re.IGNORECASE)
    app = open_page(homes[kind], blind="1")
    for page in PAGES:
        if page != "overview":
            app.switch_page(BY_NAME[page].file).run()
        assert not app.exception, page
        assert not leaks.search("\n".join(sent(app))), page
        assert not leaks.search(str(address(app)))
        assert page in (
            "coding",
            "collection",
            "method",
            "framing_devices",
            "search",
            "trends",
            "updates",
        ) or re.search(r"Outlet [A-Z]\b", shown(app)), page
    assert re.search(r'href="([^"]+)">Show the names', shown(app))
    order = re.findall(
        r'<th scope="row"><span[^>]*></span>(Outlet [A-Z])</th>',
        shown(open_page(homes[kind], "distinctive_words", blind="1")),
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
    copied: list[str] = []

    def copy(*given: Any) -> str:
        copied.append(table_to_copy(*given))
        return copied[-1]

    def button(label: str, data: Callable[[], bytes], *, file_name: str, **_: object) -> None:
        made.append((file_name, data()))

    monkeypatch.setattr("streamlit.download_button", button)
    monkeypatch.setattr("dashboard.queries.copied", copy)
    app = open_page(homes["demo"], blind="1")
    made.clear()  # the first run was that of a reader without an address
    for name in ("overview", "copies", "coverage", "readability", "sources", "distinctive-words"):
        app.session_state[f"copy_{name}"] = True  # the popover is open
    for page in PAGES[1:] + PAGES[:1]:
        app.switch_page(BY_NAME[page].file).run()
        assert not app.exception, page
    assert len(made) >= 8
    for name, content in made:
        assert not leaks.search(name), name
        assert not leaks.search(words_of(name, content)), name
    assert len(copied) >= 4
    assert not [table for table in copied if leaks.search(table)]


def words_of(name: str, content: bytes) -> str:
    """The text of a download; a PNG file has none, and is drawn from the SVG file beside it."""
    if name.endswith(".png"):
        return ""
    if name.endswith(".pdf"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return " ".join(package.read(one).decode() for one in package.namelist() if one.endswith(".xml"))
    return content.decode()


def test_a_blind_link_opens_its_article(homes: dict[str, Path]) -> None:
    html = shown(open_page(homes["usual"], "articles", blind="1"))
    href = re.search(r'<b><a class="px-link" href="([^"]+)"', html)
    assert href
    query = dict(parse_qsl(urlsplit(href[1].replace("&amp;", "&")).query))
    assert query["article"].startswith("~")
    app = open_page(homes["usual"], "articles", **query)
    assert "px-article" in shown(app)
    assert 'target="_blank"' not in shown(app), "no link to the outlet's own page"


# --- side by side


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
    assert len(outlets) == 13, "in five languages"
    off = re.search(r'px-switch" href="([^"]+)" role="switch" aria-checked="true"><mark class="m-name"', html)
    assert off
    query = dict(parse_qsl(urlsplit(off[1].replace("&amp;", "&")).query))
    hidden = shown(open_page(homes["demo"], "side_by_side", **query)).split("How they differ")[0]
    assert 'class="m-quote' in hidden
    assert not re.search(r'<(p|h3)[^>]*>[^\n]*<mark class="m-name', hidden.split("px-columns")[1])


def test_side_by_side_follows_a_quotation_through_the_texts(homes: dict[str, Path]) -> None:
    texts = ["continental-press-09", "konkan-standard-12", "northgate-post-11"]
    rows = pq.read_table(open_dataset(homes["demo"]).file("stories")).to_pylist()
    told = {row["story"] for row in rows if row["article_id"] in texts}
    assert len(told) == 1, "one story"
    text = words(shown(open_page(homes["demo"], "side_by_side", story=told.pop(), texts=",".join(texts))))
    after = text[text.index("The same quotation in each text") :]
    assert re.search(r"“I had sold my place in the queue an hour before, for petrol”( whole){3}", after)


# --- the coding sheet, citation, the report, the door


def test_coders_and_their_agreement(homes: dict[str, Path]) -> None:
    app = open_page(homes["usual"], "coding", size="20")
    assert len(app.radio) == 10
    for i in range(10):
        app.radio[i].set_value("neutral" if i % 2 else "critical")
    app.run()
    app.text_input("view_coder").set_value("second").run()
    assert all(r.value is None for r in app.radio), "the second coder does not see the first one's labels"
    for i in range(10):
        app.radio[i].set_value("neutral" if i % 2 or i == 0 else "critical")
    app.run()
    html = words(shown(app))
    assert "alpha = 0.81" in html
    assert "n = 10 sentences" in html
    assert "10 of 20 labelled by “second”" in html
    assert "“first” down, “second” across" in html
    app.text_input("view_coder").set_value("third").run()
    for i in range(10):
        app.radio[i].set_value("neutral" if i % 2 else "critical")
    app.run()
    html = words(shown(app))
    assert "Each two coders" in html
    assert "first, third 10 1.00 100%" in html
    assert "first, second 10 0.81 90%" in html
    sheet = next(area for area in app.text_area if str(area.key).startswith("coding_lines_"))
    sheet.set_value("sheet,item,coder,label\nanother,i1,fourth,neutral").run()
    assert "the file is of another sample" in words(shown(app)), "readers bring files, too, without an upload"


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
