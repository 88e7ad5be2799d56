"""A journalist's path without a terminal, in a real browser: bring a spreadsheet, start an event, publish, read, search.

Needs Chromium, as tests/test_browser.py does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from collectors.desk import desk_log, event_texts
from dashboard.page_registry import DESK
from tests.support.dashboard_server import WAIT, chromium, go, serving, settle
from tests.support.made_desk import OUTLETS, SHAM, made_settings, workbook
from tests.test_browser import pytestmark, serious, wait_for_address

__all__ = ["pytestmark"]

TITLE = "The weir vote"
EVENT = "the-weir-vote"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=WAIT)  # what other processes work out takes its time on a loaded machine
    with chromium() as started:
        yield started
    expect.set_options(timeout=None)


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def fill(page: Page, label: str, text: str) -> None:
    """Write into a field as a person does, and leave it."""
    field(page, label).fill(text)
    field(page, label).press("Tab")
    settle(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


def ended(page: Page, what: str) -> None:
    """Wait for the end of a job: the page draws itself again."""
    expect(page.locator(".px-job").first).to_contain_text(f"{what} is done", timeout=2 * WAIT)
    settle(page)


def test_from_a_spreadsheet_to_a_published_event(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = made_settings(tmp_path)
    settings.home.mkdir()
    for name, value in {"PARALLAX_DATA": settings.data, "PARALLAX_DATABASE": settings.store}.items():
        monkeypatch.setenv(name, str(value))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    with serving(settings.home, tmp_path / "server.log") as served:
        base = served.base
        bring(page, base)
        edit(page, base)
        publish_and_read(page, base)
        keep_and_take_away(page)
        expect_clean(page, base, browser)
    assert not errors
    context.close()
    log = desk_log.latest_entries(settings)
    assert [entry.action for entry in log] == [*["save-view"] * 3, "publish", "event", "import", "event"]
    assert len({entry.by for entry in log}) == 1
    assert [one.reason for one in event_texts.event_versions(settings, EVENT)] == [
        "started with an import",
        "the names",
    ]


def bring(page: Page, base: str) -> None:
    """Upload forty articles, say what the dates mean, and import them for a new event."""
    page.goto(f"{base}/desk_import")
    settle(page)
    expect(page).to_have_title("Import · Parallax")
    file = {"name": "<img src=x onerror=alert(1)>.xlsx", "mimeType": "application/x", "buffer": workbook()}
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]  # a file from memory
    expect(page.get_by_role("heading", name="Columns")).to_be_visible()
    settle(page)
    assert page.locator(".stMain img").count() == 0, "a file's name is a text"
    expect(page.get_by_role("heading", name="What it would become")).to_have_count(0)
    page.locator("label", has_text="day first: 1 October 2017").click()
    preview = page.locator("table", has_text="As it would be stored")
    expect(preview).to_contain_text("2017-10-01 to 2017-10-09")
    expect(preview.locator('td[data-label="Articles"]')).to_have_text("40")
    settle(page)
    fill(page, "Title of the event", TITLE)
    assert not serious(page)
    press(page, "Import 40 articles")
    ended(page, "Import")
    expect(page.locator(".px-job.good")).to_contain_text("40 saved")


def edit(page: Page, base: str) -> None:
    """Add a term and two names until the counts are right, and save the event."""
    page.get_by_role("link", name="Event", exact=True).click()
    expect(page.get_by_role("heading", name="What it finds")).to_be_visible()
    settle(page)
    expect(page.locator(".px-problem")).to_contain_text("no term yet")
    field(page, "Phrase by which an article is recognised").fill("lock vote")
    press(page, "Add the term")
    expect(page.locator("p[role=status]")).to_contain_text("0 of 40 articles belong")
    text = field(page, "The event file (TOML)")
    expect(text).to_have_value(re.compile('"lock vote"'))
    text.fill(text.input_value().replace('"lock vote"', '"weir vote", "sham vote*"'))
    text.press("Control+Enter")
    expect(page.locator("p[role=status]")).to_contain_text("40 of 40 articles belong")
    for label in ("sham vote", "weir vote"):
        settle(page)
        page.get_by_role("tab", name="Name of something").click()
        field(page, "What is named").fill("The vote")
        field(page, "One of its names").fill(label)
        press(page, "Add the name")
    row = page.locator("tr", has=page.locator("summary", has_text="sham vote")).filter(has_text="The vote")
    expect(row.locator("td").last).to_have_text(str(2 * sum(SHAM)))
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row.locator("li").first).to_contain_text("[sham vote]")
    assert not serious(page)
    expect(text).to_have_value(re.compile(r'"weir vote", "sham vote\*"[\s\S]*weir vote'))
    settle(page)
    whole = text.input_value()
    text.fill(whole.replace("start =", "begin ="))
    text.press("Control+Enter")
    expect(page.locator(".px-problem").first).to_contain_text("Line ")
    press(page, "Save the event")
    expect(page.locator(".px-problem[role=alert]").first).to_contain_text("line ")
    settle(page)  # what is typed while the page is drawn may be lost
    text.fill(whole)
    text.press("Control+Enter")
    expect(page.locator(".px-problem")).to_have_count(0)
    expect(page.locator("p[role=status]")).to_contain_text("40 of 40 articles belong")
    settle(page)
    fill(page, "Why it is changed, in a few words", "the names")
    press(page, "Save the event")
    expect(page.locator(".px-done")).to_contain_text("Saved")


def publish_and_read(page: Page, base: str) -> None:
    """Publish, read the overview, and search for a phrase."""
    page.get_by_role("link", name="Publish", exact=True).click()
    expect(page.get_by_role("heading", name="Collect from the web")).to_be_visible()
    press(page, "Analyse and publish")
    page.reload()  # the work goes on without the page
    ended(page, "Analyse and publish")
    page.locator(".px-job").first.get_by_role("link", name="Read it").click()
    wait_for_address(page, "?v=")
    expect(page.locator("h1")).to_contain_text(TITLE)
    expect(page).to_have_title(f"Overview · {TITLE} · Parallax")
    glance = page.locator(".px-glance tbody tr")
    expect(glance).to_have_count(4)
    for outlet in OUTLETS:
        expect(page.locator(".px-glance")).to_contain_text(outlet)
    page.get_by_role("link", name="Search", exact=True).click()
    wait_for_address(page, "/search?")
    fill(page, "Word or phrase", "sham vote")
    wait_for_address(page, "phrase=sham")
    expect(page.locator("h2", has_text="“sham vote”")).to_contain_text(f"{sum(SHAM)} articles")


def keep_and_take_away(page: Page) -> None:
    """Save three views, put them into a report, and take the report and a table away as files."""
    for name, link in (("The search", None), ("Who is named how", "Naming"), ("At a glance", "Overview")):
        if link:
            page.get_by_role("link", name=link, exact=True).first.click()
            wait_for_address(page, "v=")
        if link == "Naming":
            table = saved_file(page, "These numbers as CSV")
            assert "sham" in table.decode("utf-8-sig")
        page.get_by_role("link", name="Save this view").click()
        wait_for_address(page, "/desk_views")
        fill(page, "Name", name)
        fill(page, "Comment", f"Seen on the page: {name}, «вибори».")
        press(page, "Save the view")
        expect(page.locator(".px-doubt", has_text=name)).to_be_visible()
        settle(page)
        # The link opens a tab of its own; here its address is enough.
        page.goto(str(page.locator(".px-doubt", has_text=name).get_by_role("link").evaluate("link => link.href")))
        wait_for_address(page, "v=")
    page.get_by_role("link", name="Save this view").click()
    wait_for_address(page, "/desk_views")
    expect(page.get_by_role("heading", name="3 views")).to_be_visible()
    press(page, "Put it together")
    for label, begin in (("Download as one HTML file", b"<!doctype html"), ("PDF", b"%PDF"), ("Word (DOCX)", b"PK")):
        assert saved_file(page, label).lower().startswith(begin.lower()), label
    page.get_by_role("link", name="Import", exact=True).click()
    wait_for_address(page, "/desk_import")


def saved_file(page: Page, label: str) -> bytes:
    """What a button saves as a file."""
    with page.expect_download(timeout=2 * WAIT) as started:
        page.get_by_role("button", name=label, exact=True).click()
    return started.value.path().read_bytes()


def expect_clean(page: Page, base: str, browser: Browser) -> None:
    """No barrier on any page of the desk, in both themes, wide and on a phone, and no scrolling sideways."""
    for scheme, width in (("light", 1280), ("dark", 390)):
        context = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": 900}
        )
        context.set_default_timeout(WAIT)
        looked = context.new_page()
        for one in DESK:
            go(looked, f"{base}/{one.name}")
            expect(looked.locator("h1")).to_have_text(one.title)
            assert not serious(looked), one.name
            wide = looked.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
            assert not wide, f"{one.name} scrolls sideways"
        context.close()


def test_a_reader_cannot_write(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where others reach the server and nobody is listed, the desk does not exist, and no file is taken."""
    settings = made_settings(tmp_path)
    settings.home.mkdir()
    monkeypatch.setenv("PARALLAX_HOSTS", "parallax.example")
    context = browser.new_context()
    page = context.new_page()
    with serving(settings.home, tmp_path / "server.log") as served:
        base = served.base
        page.goto(f"{base}/desk_import")
        expect(page.locator(".stMain")).to_be_visible(timeout=WAIT)
        expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_attached(timeout=WAIT)
        assert page.locator("input[type=file]").count() == 0
        assert page.get_by_role("link", name=re.compile("desk")).count() == 0
        answer = page.request.put(f"{base}/_stcore/upload_file/session/file", multipart={"file": "x"})
        assert answer.status == 403
        assert "Only editors" in answer.text()
        forged = page.request.get(base, headers={"x-parallax-editor": "me"})
        assert forged.status == 200
    context.close()
    assert not (settings.home / "desk").exists()


def test_an_upload_needs_the_token_of_this_server(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor's browser that another page makes ask is refused: by its origin, and without Streamlit's token."""
    settings = made_settings(tmp_path)
    settings.home.mkdir()
    monkeypatch.setenv("PARALLAX_DATA", str(settings.data))
    context = browser.new_context()
    page = context.new_page()
    with serving(settings.home, tmp_path / "server.log") as served:
        base = served.base
        page.goto(f"{base}/desk_import")
        settle(page)
        address = f"{base}/_stcore/upload_file/session/file"
        foreign = page.request.put(address, multipart={"file": "x"}, headers={"Origin": "http://evil.example"})
        assert (foreign.status, foreign.text()) == (403, "Pages of other servers may not ask this one.\n")
        without = page.request.put(address, multipart={"file": "x"}, headers={"Origin": base})
        assert without.status == 403
        assert "token" in without.text().lower() or "xsrf" in without.text().lower()
    context.close()
