"""Everything at once: readers in browsers, two collectors, an import and publishing, on one store.

The small form of `tests/benchmarks/bench_load.py`, which lasts as long as one says, with 20 readers: here a few browsers
(PARALLAX_TEST_READERS) read while two sites of twelve pages (PARALLAX_TEST_PAGES) are collected. What must hold is the same
for any size: nothing lost, doubled or mixed up, and bounded memory. Readers open the dashboard once and then follow its
menu, and one process measures, publishes and verifies: what is left out are further starts of pages and of programs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from collectors.dataset.versions import open_dataset
from collectors.store import Store
from tests.newsroom import desk
from tests.newsroom.copy import article_html, rss, story
from tests.newsroom.server import Reply, Site
from tests.support.dashboard_server import CHROMIUM, WAIT, chromium, go, serving, visit
from tests.support.load_desk import COLLECTED, IMPORTED, collecting, declared, memory, rows

READERS = int(os.environ.get("PARALLAX_TEST_READERS", "3"))
PAGES = int(os.environ.get("PARALLAX_TEST_PAGES", "12"))
#: Articles imported before the readers come, and while they read.
FIRST, MORE = 30, 100
#: Resident memory of the dashboard's process in bytes, whatever the load.
MOST_MEMORY = 1_400_000_000

#: Runs commands, a list of words each, in one process until one fails, and from the first again, up to 20 times, while
#: articles came in between measuring and publishing.
COMMANDS_IN_TURN = """
import json, sys
from collectors.cli import WRONG_USE, main

def status(words):
    try:
        main(words)
    except SystemExit as ended:
        return ended.code or 0
    return 0

for turn in range(20):
    statuses = []
    for words in json.loads(sys.argv[1]):
        statuses.append(status(words))
        if statuses[-1]:
            break
    if words[0] != "publish" or statuses[-1] != WRONG_USE:
        break
sys.exit(statuses[-1])
"""
MEASURE_AND_PUBLISH = (("analyze", "--processes", "1"), ("publish",))

pytestmark = pytest.mark.skipif(
    not CHROMIUM.exists() and not os.environ.get("CI"), reason=f"Chromium is not installed ({CHROMIUM})"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


class Desk:
    """The commands of one home on one store."""

    def __init__(self, home: Path, data: Path, database: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PARALLAX_")}
        self.environment = kept | {"PARALLAX_DATABASE": database}
        self.options = ["--home", str(home), "--data", str(data)]

    def start(self, command: str, *more: str) -> subprocess.Popen[str]:
        """A command under way."""
        return subprocess.Popen(
            [sys.executable, "-m", "collectors.cli", command, *self.options, *more], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment,
        )  # fmt: skip

    def start_in_turn(self, *commands: tuple[str, ...]) -> subprocess.Popen[str]:
        """Commands under way in one process; what comes in meanwhile is measured, too, before it publishes."""
        words = json.dumps([[*command, *self.options] for command in commands])
        return subprocess.Popen(
            [sys.executable, "-c", COMMANDS_IN_TURN, words], text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment,
        )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> str:
    """What a command said on both streams, once it has ended well."""
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    return out + err


def newsroom(prefix: int) -> Site:
    """A site with PAGES articles, the feed of which its home page names; a page takes a moment to come."""
    site = Site()
    stories = [story(prefix + n) for n in range(PAGES)]
    site.routes = {
        told.path: Reply(article_html(prefix + n, paragraphs=3), wait=0.05) for n, told in enumerate(stories)
    }
    site.routes["/"] = Reply(desk.HOME_PAGE)
    site.routes["/feed.xml"] = Reply(rss(site.url(""), stories), content_type="application/rss+xml")
    return site


def shown(page: Page) -> str:
    """The figures of a page: its tables, and its foot, which names the data set."""
    return "\n".join([*page.locator(".stMain table").all_inner_texts(), page.locator(".px-foot").inner_text()])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_load_hour_loses_doubles_and_mixes_up_nothing(
    kind: str, tmp_path: Path, browser: Browser, request: pytest.FixtureRequest
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    database = f"sqlite:///{home / 'store.sqlite'}" if kind == "sqlite" else request.getfixturevalue("new_database")()
    data = declared(tmp_path / "data", *COLLECTED, IMPORTED)
    main = Desk(home, data, database)
    ended(main.start_in_turn(("import", rows(tmp_path / "first.jsonl", 0, FIRST)), *MEASURE_AND_PUBLISH))
    first = open_dataset(home).version
    with newsroom(0) as one, newsroom(1_000) as two, serving(home, tmp_path / "server.log") as served:
        readers = [browser.new_context().new_page() for _ in range(READERS)]
        for reader in readers:
            reader.set_default_timeout(WAIT)
            go(reader, f"{served.base}/?v={first}")
        for name in COLLECTED:
            declared(tmp_path / f"data-{name}", name)
        collectors = [
            collecting(site, tmp_path, database, name) for site, name in zip((one, two), COLLECTED, strict=True)
        ]
        importing = main.start("import", rows(tmp_path / "more.jsonl", FIRST, MORE))
        seen: list[tuple[str, str]] = []
        pages = ("overview", "naming", "sources", "coverage")
        turn = 0
        while turn < 2 or any(process.poll() is None for process in (*collectors, importing)):
            publishing = main.start_in_turn(*MEASURE_AND_PUBLISH)
            for number, reader in enumerate(readers):
                name = pages[(turn + number) % len(pages)]
                visit(reader, name if name != "overview" else "")
                seen.append((name, shown(reader)))
            ended(publishing)
            assert memory(served.pid) < MOST_MEMORY
            turn += 1
        for process in (*collectors, importing):
            ended(process)
        assert "nothing is wrong" in ended(main.start_in_turn(*MEASURE_AND_PUBLISH, ("verify",)))
        newest = open_dataset(home).version
        assert newest != first
        go(readers[0], f"{served.base}/coverage")
        assert newest in shown(readers[0])
    # Nobody was shown another version than the one of the address, or another figure than before.
    assert all(first in said for _, said in seen)
    assert all("Harbour Post" in said for name, said in seen if name == "naming")
    assert {name: len({said for other, said in seen if other == name}) for name in pages} == dict.fromkeys(pages, 1)
    whole = open_dataset(home).table("articles", ["outlet", "url"]).to_pylist()
    assert Counter(row["outlet"] for row in whole) == {IMPORTED: FIRST + MORE, **dict.fromkeys(COLLECTED, PAGES)}
    assert len({row["url"] for row in whole}) == len(whole)
    with Store(database) as store:
        assert store.counts()["articles"] == store.counts()["revisions"] == FIRST + MORE + 2 * PAGES
