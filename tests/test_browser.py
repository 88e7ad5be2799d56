"""The dashboard in a real browser, from a real server on loopback: what only a browser can show.

Needs Chromium at /usr/bin/chromium (or PARALLAX_CHROMIUM). Without it these tests are skipped, except under CI.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PageTimeout

from collectors.compare import ArticleSelection, load, naming
from collectors.dataset.versions import open_dataset
from collectors.export import comparison_csv, row_labels
from dashboard.page_registry import BY_NAME, PAGES
from tests.support.dashboard_home import make_home
from tests.support.dashboard_server import CHROMIUM, WAIT, chromium, go, serving, settle, visit
from tests.support.demo_exports import plainly_exported
from tests.support.demo_home import demo_home

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists() and not os.environ.get("CI"), reason=f"Chromium is not installed ({CHROMIUM})"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_home(tmp_path_factory)


@pytest.fixture(scope="module")
def base(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(home, tmp_path_factory.mktemp("log") / "server.log") as served:
        yield served.base


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """One tab for all tests that need no more: another one would compile the program anew, two seconds each time."""
    context = browser.new_context()
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """The tab as a reader finds it who comes for the first time."""
    tab.set_viewport_size({"width": 1280, "height": 900})
    yield tab
    tab.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    tab.context.clear_cookies()


def wait_for_address(page: Page, part: str) -> None:
    page.wait_for_function("part => decodeURIComponent(location.href).includes(part)", arg=part, timeout=WAIT)
    settle(page)


def variants(page: Page) -> Locator:
    """The naming page's table of variants: those of families and of quotations stand above and below it."""
    return page.locator(".px-matrix", has=page.locator("caption", has_text=", per cent of mentions")).first


def choose_outlet(page: Page, name: str, part: str) -> None:
    """Chooses an outlet by typing its name: the menu draws its options as it scrolls, and drops a click made while it
    still does (on a loaded machine 1 in 12; nothing is sent to the server). Readers scroll first and click then."""
    page.get_by_role("combobox", name="Outlets").fill(name)
    page.get_by_role("option", name=name).click()
    wait_for_address(page, part)


def test_open_switch_outlets_and_follow_the_link(page: Page, base: str, browser: Browser) -> None:
    go(page, f"{base}/naming")
    expect(variants(page).locator("tbody tr")).to_have_count(12)
    choose_outlet(page, "The Daily Blaze", "outlets=daily-blaze")
    choose_outlet(page, "Volga Wire Agency", "outlets=daily-blaze,volga-wire")
    page.keyboard.press("Escape")  # an open menu hides the rest from assistive technology
    expect(variants(page).locator("tbody tr")).to_have_count(2)
    shown = variants(page).inner_text()

    page.get_by_role("link", name="Sources", exact=True).click()
    wait_for_address(page, "/sources?")
    assert "outlets=daily-blaze" in page.url, "the selection survives navigation"
    page.go_back()
    wait_for_address(page, "/naming?")
    link = page.url
    page.reload()
    settle(page)
    assert variants(page).inner_text() == shown, "and a reload"

    other = browser.new_context()
    reader = other.new_page()
    go(reader, link)
    assert variants(reader).inner_text() == shown, "and opens for somebody else"
    other.close()


def test_two_readers_do_not_share_their_selection(base: str, browser: Browser) -> None:
    contexts = [browser.new_context() for _ in range(2)]
    one, two = (c.new_page() for c in contexts)
    go(one, f"{base}/naming?outlets=daily-blaze")
    go(two, f"{base}/naming?outlets=volga-wire,konkan-standard")
    one.get_by_role("combobox", name="Whose words").click()
    one.get_by_role("option", name="Quoted").click()
    wait_for_address(one, "voice=quoted")
    two.reload()
    settle(two)
    assert "voice" not in two.url
    expect(variants(two).locator("tbody tr")).to_have_count(2)
    for context in contexts:
        context.close()


def test_from_a_number_to_its_sentence_to_its_article_and_back(page: Page, base: str) -> None:
    go(page, f"{base}/naming?concept=vote")
    cell = variants(page).locator("td a").first
    count = re.search(r"\((\d+) of", cell.get_attribute("aria-label") or "")
    assert count
    cell.click()
    wait_for_address(page, "of=atlantic-ledger")
    expect(page.locator("p.px-note", has_text=f"of {count[1]}").first).to_be_visible()
    hit = page.locator(".px-evidence li", has=page.locator("mark.m-hit")).first
    surface = hit.locator("mark").first.inner_text()
    with page.expect_event("framenavigated"):
        hit.locator("a").click()
    wait_for_address(page, "article=")
    expect(page.locator(".px-article")).to_be_visible()
    assert surface in page.locator(".px-article, h1").all_inner_texts()[0] + page.locator(".px-article").inner_text()
    page.go_back()
    wait_for_address(page, "of=atlantic-ledger")
    expect(variants(page).locator("td.chosen")).to_have_count(1)


def test_a_sentence_link_scrolls_to_its_words(page: Page, base: str) -> None:
    go(page, f"{base}/sources?by=speaker")
    page.locator(".px-evidence a").first.click()
    expect(page.locator("mark.m-here").first).to_be_in_viewport(timeout=WAIT)


def test_a_finding_leads_to_its_sentences_and_back(page: Page, base: str) -> None:
    go(page, base)
    number = page.locator(".px-finding").count()
    said = re.search(r"“([^”]+)”", page.locator(".px-finding p").first.inner_text())
    assert said
    page.locator(".px-finding a").first.click()
    wait_for_address(page, "/naming?")
    expect(page.locator("#sentences")).to_be_in_viewport(timeout=WAIT)
    expect(page.locator("#sentences")).to_contain_text(f"“{said[1]}” in all outlets")
    row = page.locator("table.few tbody tr").first
    outlet = row.locator("th").inner_text().strip()
    row.locator("td a").first.click()
    wait_for_address(page, "of=")
    expect(page.locator("#sentences")).to_contain_text(f"“{said[1]}” in {outlet}")
    expect(page.locator("#sentences")).to_be_in_viewport(timeout=WAIT)
    page.go_back()
    page.go_back()
    wait_for_address(page, base.removeprefix("http://"))
    expect(page.locator(".px-finding")).to_have_count(number)


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps somebody from using the page. Nothing is excluded."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {n['html'][:200]} {n['failureSummary'][:300]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
        for n in v["nodes"][:3]
    ]


@pytest.mark.parametrize(("scheme", "widths"), [("light", (1280, 390)), ("dark", (390, 1280))])
def test_every_page_in_both_themes_and_widths_from_this_server_alone(
    browser: Browser, base: str, home: Path, scheme: str, widths: tuple[int, int]
) -> None:
    """Each page is drawn in the first width and then brought to the second: over both themes it is drawn in both."""
    version = open_dataset(home).version
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    asked: set[str] = set()
    errors: list[str] = []
    page.on("request", lambda r: asked.add(r.url.split("/")[2] if "://" in r.url else r.url.split(":")[0]))
    page.on("pageerror", lambda e: errors.append(str(e)))
    go(page, base)
    for name in BY_NAME:
        page.set_viewport_size({"width": widths[0], "height": 900})
        visit(page, name if name != "overview" else "")
        look(page, name, version, scheme)
        assert not serious(page), name
        page.set_viewport_size({"width": widths[1], "height": 900})
        look(page, name, version, scheme)
    assert asked <= {base.removeprefix("http://"), "data", "blob"}, "nothing comes from the network"
    assert not errors
    context.close()


@pytest.mark.parametrize(
    ("former", "name"), [("overview", ""), *((word, page.name) for page in PAGES for word in page.former)]
)
def test_links_of_earlier_versions_open_the_page(page: Page, base: str, former: str, name: str) -> None:
    go(page, f"{base}/{former}?voice=own")
    expect(page.locator(f".px-wide a[aria-current][href^='./{name}?']")).to_have_count(1)
    assert page.locator('[role="dialog"]').count() == 0, "no word that the page was not found"


def fits(page: Page) -> bool:
    """Whether nothing scrolls sideways, once charts have taken on the width."""
    try:
        page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth + 1", timeout=WAIT / 3)
    except PageTimeout:
        return False
    return True


def look(page: Page, name: str, version: str, scheme: str) -> None:
    """What must hold of every page's looks."""
    expect(page.locator(".px-foot")).to_contain_text(version)
    expect(page.locator(".px-banner")).to_contain_text("Invented demonstration data")
    levels = page.locator(".stMain h1, .stMain h2, .stMain h3").evaluate_all("all => all.map(e => +e.tagName[1])")
    assert levels[0] == 1, f"{name}: the first heading is the page's"
    assert levels.count(1) == 1, name
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), f"{name}: a heading is skipped"
    assert page.locator('[data-testid="stException"]').count() == 0
    assert fits(page), f"{name} scrolls sideways"
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert ground == ("rgb(21, 23, 26)" if scheme == "dark" else "rgb(252, 251, 248)")
    charts = page.locator('[data-testid="stPlotlyChart"]')
    if charts.count():
        expect(page.locator(".stPlotlyChart .main-svg").first).to_be_visible(timeout=WAIT)
        labels = charts.evaluate_all(
            "all => all.map(e => (e.getAttribute('aria-label') || e.querySelector('[aria-label]')?.ariaLabel || ''))"
        )
        assert all(len(label) > 20 for label in labels), f"{name}: {labels}"
        assert page.locator(".stMain table").count(), f"{name}: a chart has its table"


def test_the_overview_answers_in_one_screen(page: Page, base: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    go(page, base)
    expect(page.locator(".px-finding")).to_have_count(1)
    expect(page.locator(".px-glance tbody tr")).to_have_count(12)
    eighth = page.locator(".px-glance tbody tr").nth(7).bounding_box()
    assert eighth
    assert eighth["y"] + eighth["height"] <= 900, "findings and eight outlets stand on a laptop's screen"
    page.set_viewport_size({"width": 390, "height": 844})
    go(page, base)
    title = page.locator("h1").bounding_box()
    assert title
    assert title["y"] < 844 / 3, "on a phone what is chosen does not push what is found off the screen"
    first = page.locator(".px-finding").first.bounding_box()
    assert first
    assert first["y"] + first["height"] <= 844


def test_the_menu_and_the_marks_work_by_keyboard(page: Page, base: str) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    go(page, f"{base}/side_by_side")
    page.locator(".px-narrowmenu summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Overview"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", "the focus can be seen"
    names = page.locator(".px-columns mark.m-name")
    assert names.count()
    page.locator(".px-switch", has_text="a name that outlets").focus()
    page.keyboard.press("Enter")
    wait_for_address(page, "hide=name")
    expect(page.locator(".px-switch", has_text="a name that outlets")).to_have_attribute("aria-checked", "false")
    expect(names).to_have_count(0)


def test_the_report_prints_whole_and_stands_alone(page: Page, base: str, tmp_path: Path) -> None:
    go(page, f"{base}/report?voice=own")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf())) > 2, "not cut at the first sheet"
    with page.expect_download(timeout=WAIT) as started:
        page.get_by_role("button", name="Download as one HTML file").click()
    assert started.value.suggested_filename.endswith("_own.html")
    file = tmp_path / "report.html"
    started.value.save_as(file)
    page.goto(file.as_uri())
    expect(page.locator("h1")).to_contain_text("a comparison")
    assert page.locator("img.px-svg").evaluate_all("all => all.every(e => e.complete && e.naturalWidth > 0)")
    assert page.locator("img.px-svg").count() > 3
    assert not serious(page)


def test_hostile_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", "hostile")
    page = browser.new_page()
    with serving(home, tmp_path / "server.log") as served:
        base = served.base
        for name in (
            "", "naming", "sources", "sources?by=speaker", "articles", "side_by_side", "coding", "report", "method",
            "articles?article=atlantic-ledger-000004",
        ):  # fmt: skip
            go(page, f"{base}/{name}")
            assert page.evaluate("window.hit") is None
            assert page.locator(".stMain img[src='x'], .katex, .stMain [onerror]").count() == 0
        expect(page.locator("h1")).to_have_text('<script>window.hit=1</script><img src=x onerror="window.hit=1">')
    page.close()


def test_a_chart_is_saved_as_a_picture_and_shown_alone(page: Page, base: str) -> None:
    go(page, f"{base}/naming?concept=vote&voice=own")
    for kind, begin in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download(timeout=WAIT) as started:
            page.get_by_role("button", name=f"Picture ({kind})").first.click()
        assert started.value.suggested_filename.endswith(f"_own.{kind.lower()}")
        assert started.value.path().read_bytes().startswith(begin)
    page.get_by_role("button", name="Copy as a table").click()
    expect(page.get_by_text("outlet_label\tmetric\tvariant_label")).to_be_visible()
    alone = str(page.get_by_role("link", name="Alone, for a frame").first.get_attribute("href"))
    page.goto(f"{base}/{alone.removeprefix('./')}")
    expect(page.locator(".st-key-block_naming_dots .js-plotly-plot")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("Parallax, data set")).to_be_visible(timeout=WAIT)
    page.locator(".px-foot").wait_for(state="attached")
    for hidden in ("h1", ".px-menu a", "table", "button", ".px-foot"):
        expect(page.locator(f"{hidden}:visible")).to_have_count(0)
    assert page.get_by_role("link", name="Open the page").get_attribute("href", timeout=WAIT)
    page.goto(f"{base}/coverage?embed=1&show=timeline")
    expect(page.locator(".px-lanes")).to_be_visible(timeout=WAIT)
    expect(page.locator("h1")).to_be_hidden()


def test_the_download_is_the_command_lines_file(
    page: Page, base: str, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    go(page, f"{base}/naming?concept=vote&voice=own&outlets=volga-wire,konkan-standard")
    data = open_dataset(home)
    event = str(data.table("events", ["event"])["event"][0])
    exported = plainly_exported(tmp_path_factory, home)
    with page.expect_download(timeout=4 * WAIT) as started:
        page.get_by_role("button", name="comparison.csv").click()
    assert started.value.suggested_filename == f"parallax_{event}_{data.version}_comparison.csv"
    assert started.value.path().read_bytes() == (exported / "comparison.csv").read_bytes()

    with page.expect_download(timeout=WAIT) as started:
        page.get_by_role("button", name="These numbers as CSV").click()
    assert started.value.suggested_filename == f"parallax_{event}_naming-vote_{data.version}_own_2-outlets.csv"
    asked = ArticleSelection(event, ("volga-wire", "konkan-standard"), voice="own")
    rows = [r for r in naming(load(data, event), asked) if r.metric == "naming:vote"]
    assert started.value.path().read_bytes() == comparison_csv(rows, row_labels(data, event))
