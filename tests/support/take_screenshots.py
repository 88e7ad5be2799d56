"""Pictures of every page, for people to look at: light and dark, desktop and phone.

    python -m tests.support.take_screenshots HOME FOLDER [--pages overview,naming] [--views light-1280,dark-390]

HOME holds published data sets; the pictures go to FOLDER as <page>-<theme>-<width>.png.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from dashboard.page_registry import BY_NAME as PAGES
from tests.support.dashboard_server import WAIT, chromium, go, serving

VIEWS = ("light-1280", "dark-1280", "light-390", "dark-390")
DRAWN = """() => !document.querySelector('[data-testid="stSkeleton"], .px-waiting')
    && [...document.querySelectorAll('.stPlotlyChart')].every(e => e.querySelector('.main-svg'))"""
TALLEST = 6000  # pixels; a browser's picture has a limit


def take(base: str, folder: Path, pages: list[str], views: list[str]) -> None:
    """One full-length picture a page and view."""
    with chromium() as browser:
        for view in views:
            theme, width = view.split("-")
            context = browser.new_context(color_scheme="dark" if theme == "dark" else "light")
            context.set_default_timeout(WAIT)
            page = context.new_page()
            for name in pages:
                page.set_viewport_size({"width": int(width), "height": 900})
                go(page, f"{base}/{'' if name == 'overview' else name}")
                height = page.evaluate("document.querySelector('.stMainBlockContainer').scrollHeight")
                page.set_viewport_size({"width": int(width), "height": min(int(height) + 10, TALLEST)})
                page.wait_for_function(DRAWN, timeout=60_000)
                page.wait_for_timeout(1500)  # charts fit themselves to the new size
                page.screenshot(
                    path=folder / f"{name.split('?')[0]}-{view}.png", timeout=120_000, animations="disabled"
                )
            context.close()


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("home", type=Path)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--pages", default=",".join(PAGES))
    ask.add_argument("--views", default=",".join(VIEWS))
    given = ask.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with serving(given.home, given.folder / "server.log") as served:
        take(served.base, given.folder, given.pages.split(","), given.views.split(","))


if __name__ == "__main__":
    main()
