"""With the keyboard alone: menu, search, a filter, a saved view and a table as a file. No key but Tab, Enter, Space, arrows
and letters is pressed, and nothing is clicked.

Needs Chromium, as tests/test_browser.py does.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.dashboard_server import WAIT, chromium, go, serving, settle
from tests.test_browser import pytestmark, serious, wait_for_address

__all__ = ["pytestmark"]

#: The name of what has the focus, as a screen reader says it.
FOCUSED = """() => {
  const e = document.activeElement;
  const labels = e.labels && e.labels.length ? e.labels[0].innerText : '';
  const name = e.getAttribute('aria-label') || labels || e.innerText || '';
  return [e.getAttribute('role') || e.tagName.toLowerCase(), name.trim().split('\\n')[0]];
}"""
#: Whether the focus is drawn: the thing or what is around it looks otherwise without it.
SEEN = """async () => {
  const changed = () => new Promise(done => setTimeout(done, 400));  // borders fade in and out
  const e = document.activeElement, around = [];
  for (let box = e; box && around.length < 6; box = box.parentElement) around.push(box);
  const look = () => around.map(box => {
    const drawn = getComputedStyle(box);
    return [drawn.outlineStyle, drawn.outlineColor, drawn.boxShadow, drawn.borderColor].join();
  }).join();
  await changed();
  const focused = look();
  e.blur();
  await changed();
  const without = look();
  e.focus();
  return focused !== without;
}"""
#: Steps after which a thing counts as out of reach: a page has some two hundred things to stop at.
MOST = 400


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def tab_to(page: Page, kind: str, name: str) -> None:
    """Go on with Tab until something of this kind and name has the focus, which must be seen."""
    passed: list[list[str]] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop[0] == kind and (stop[1] == name or stop[1].startswith(f"{name},")):
            seen = page.evaluate(SEEN)
            assert seen, f"the focus on {name} cannot be seen"
            return
        passed.append(stop)
    pytest.fail(f"no {kind} “{name}” among {[stop for stop in passed if stop[1]][:60]}")


def test_the_keyboard_alone(browser: Browser, homes: dict[str, Path], tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(homes["demo"], home)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT)
    page = context.new_page()
    with serving(home, tmp_path / "server.log") as served:
        go(page, served.base)
        tab_to(page, "a", "Search")
        page.keyboard.press("Enter")
        wait_for_address(page, "/search?")
        search(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            assert not serious(page), f"lines and counts, {scheme}"
        save_view(page)
        tab_to(page, "a", "Read the published data")
        page.keyboard.press("Enter")
        wait_for_address(page, "v=")
        tab_to(page, "a", "Naming")
        page.keyboard.press("Enter")
        wait_for_address(page, "/naming?")
        tab_to(page, "button", "These numbers as CSV")
        with page.expect_download(timeout=WAIT) as started:
            page.keyboard.press("Enter")
        assert b"sham" in started.value.path().read_bytes()
    context.close()


def search(page: Page) -> None:
    """Search for a phrase, and then only in what others are quoted with."""
    tab_to(page, "input", "Word or phrase")
    page.keyboard.type("sham")
    page.keyboard.press("Enter")
    wait_for_address(page, "phrase=sham")
    expect(page.locator(".px-kwic tbody tr").first).to_be_visible()
    settle(page)
    tab_to(page, "combobox", "Whose words")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="Quoted")).to_be_visible()
    page.keyboard.type("Quoted")
    page.keyboard.press("Enter")
    wait_for_address(page, "voice=quoted")
    expect(page.locator("h2", has_text="(quoted)")).to_be_visible()
    settle(page)


def save_view(page: Page) -> None:
    """Save what is shown under a name."""
    tab_to(page, "a", "Save this view")
    page.keyboard.press("Enter")
    wait_for_address(page, "/desk_views")
    tab_to(page, "input", "Name")
    page.keyboard.type("Sham, in quotations")
    page.keyboard.press("Tab")
    settle(page)
    tab_to(page, "button", "Save the view")
    page.keyboard.press("Enter")
    expect(page.locator(".px-doubt", has_text="Sham, in quotations")).to_be_visible()
    settle(page)
