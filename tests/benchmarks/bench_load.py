"""A load hour: readers in browsers, two collectors, imports and publishing on one store, for as long as one says.

    python -m tests.benchmarks.bench_load FOLDER [--minutes 20] [--readers 20] [--database postgresql://...]

Half of the visits cite the first data set, half take the newest. Two sites publish a story every few seconds, each read by
a collector of its own; files of new and of known articles are imported; all that time what is there is measured and
published. At the end every article must be in the store and in the newest data set once, a page of a version must have
shown everybody the same figures, and `verify` must find nothing. FOLDER and the database must be empty. Times say little
on a busy machine; counts and memory do. `tests/test_load.py` is the small form of it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Page, async_playwright

from collectors.dataset.versions import open_dataset, versions
from collectors.store import Store
from tests.newsroom import desk
from tests.newsroom.copy import article_html, rss, story
from tests.newsroom.server import Reply, Seen, Site
from tests.support.dashboard_server import CHROMIUM, QUIET, serving
from tests.support.load_desk import COLLECTED, IMPORTED, collecting, declared, memory, rows

PAGES = ("overview", "naming", "sources", "coverage", "trends", "wording")
#: Articles imported before the readers come, in each later file, and how many of those are known already.
FIRST, EACH, KNOWN = 300, 120, 40
#: Seconds between two stories of a site, two files and two publications, and that a reader looks at a page.
STORY, FILE, PAUSE, LOOK = 4.0, 45.0, 20.0, 10.0
#: Milliseconds that a page may take: a load is to show what breaks, not what is slow.
PATIENCE = 600_000
#: Stories that a feed lists.
FEED = 120
DRAWN = """() => document.querySelector('.px-foot') && !document.querySelector('.px-waiting')
  && document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')"""


@dataclass(slots=True)
class Load:
    """A load under way: where it works, when it ends, and what was counted and seen."""

    folder: Path
    database: str
    ends: float
    imported: int = FIRST
    done: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)  # of the dashboard, bytes
    shown: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)  # page, version -> what stood there

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def over(self) -> bool:
        return time.monotonic() > self.ends or bool(self.faults)

    def run(self, name: str, *more: str) -> subprocess.CompletedProcess[str]:
        """A command run to its end."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PARALLAX_")}
        options = ["--home", str(self.home), "--data", str(self.folder / "data"), "--store", self.database]
        self.done[name] += 1
        given = [sys.executable, "-m", "collectors.cli", name, *options, *more]
        return subprocess.run(given, env=kept, text=True, capture_output=True, check=False)

    def must(self, name: str, *more: str) -> str:
        """A command that must end well; what it wrote."""
        ended = self.run(name, *more)
        if ended.returncode:
            self.faults.append(f"{name}: {ended.stderr[-600:]}")
        return ended.stdout + ended.stderr


# --- what comes in


@contextmanager
def newsroom(prefix: int, ends: float) -> Iterator[tuple[Site, Callable[[], int]]]:
    """A site that publishes a story every few seconds until the end; and how many it has published."""
    began = time.monotonic()

    def published() -> int:
        return 1 + int((min(time.monotonic(), ends) - began) / STORY)

    def answer(seen: Seen) -> Reply:
        found = re.search(r"story-(\d+)-", seen.path)
        number = int(found.group(1)) - prefix if found else -1
        return Reply(article_html(prefix + number, paragraphs=3)) if 0 <= number < published() else Reply(b"", 404)

    def feed(_: Seen) -> Reply:
        newest = range(max(0, published() - FEED), published())
        return Reply(rss(site.url(""), [story(prefix + n) for n in newest]), content_type="application/rss+xml")

    site = Site()
    site.routes = {"/": Reply(desk.HOME_PAGE), "/feed.xml": feed}
    site.otherwise = answer
    with site:
        yield site, published


def collect(load: Load, site: Site, outlet: str) -> None:
    """Collect one outlet, in a home of its own, on the common store."""
    process = collecting(site, load.folder, load.database, outlet)
    said = process.communicate(timeout=600)
    load.done["collect"] += 1
    if process.returncode:
        load.faults.append(f"collect: {said[1][-600:]}")


def keep_collecting(load: Load, site: Site, outlet: str) -> None:
    declared(load.folder / f"data-{outlet}", outlet)
    while not load.over():
        collect(load, site, outlet)
    collect(load, site, outlet)


def keep_importing(load: Load) -> None:
    """Import file after file, each with articles that are known and new ones."""
    while not load.over():
        file = rows(load.folder / f"{load.imported}.jsonl", load.imported - KNOWN, EACH)
        load.must("import", file)
        load.imported += EACH - KNOWN
        time.sleep(FILE)


def publish(load: Load) -> None:
    """Measure what is there and publish it; what came in meanwhile is measured first."""
    for _ in range(20):
        load.must("analyze", "--processes", "1")
        ended = load.run("publish")
        if "not analysed yet" not in ended.stderr:
            break
    if ended.returncode:
        load.faults.append(f"publish: {ended.stderr[-600:]}")


def keep_publishing(load: Load) -> None:
    while not load.over():
        publish(load)
        time.sleep(PAUSE)


def keep_weighing(load: Load, pid: int) -> None:
    """The resident memory of the dashboard's process, every two seconds."""
    while not load.over():
        load.memory.append(memory(pid))
        time.sleep(2)


# --- readers


async def read(load: Load, page: Page, number: int, base: str, first: str) -> None:
    """One reader: page after page, half of them as a link cites them."""
    turn = number
    while not load.over():
        name, cited = PAGES[turn % len(PAGES)], (turn // len(PAGES) + number) % 2 == 0
        try:
            await page.goto(f"{base}/{name}{f'?v={first}' if cited else ''}")
            await page.wait_for_function(DRAWN, timeout=PATIENCE)
            foot = await page.locator(".px-foot").inner_text()
            tables = await page.locator(".stMain table").all_inner_texts()
        except Exception as error:  # noqa: BLE001  whatever kept a reader from a page is told
            load.faults.append(f"reader {number} at {name}: {str(error)[:300]}")
            return
        version = first if first in foot else next(iter(re.findall(r"\b[0-9a-f]{12}\b", foot)), "none")
        if cited and version != first:
            load.faults.append(f"reader {number} at {name}: asked {first}, got {version}")
        load.shown.setdefault((name, version), Counter())["\n".join(tables)] += 1
        load.done["visits"] += 1
        turn += 1
        await asyncio.sleep(LOOK)


async def read_all(load: Load, readers: int, base: str, first: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        pages = [await (await browser.new_context()).new_page() for _ in range(readers)]
        for page in pages:
            page.set_default_timeout(PATIENCE)
        await asyncio.gather(*(read(load, page, number, base, first) for number, page in enumerate(pages)))
        await browser.close()


# --- the end


def told(load: Load, counts: dict[str, int]) -> list[str]:
    """What is lost, doubled or mixed up, each in a line."""
    said = list(load.faults)
    table = open_dataset(load.home).table("articles", ["outlet", "url"]).to_pylist()
    outlets = Counter(row["outlet"] for row in table)
    if outlets != counts:
        said.append(f"articles {dict(outlets)}, expected {counts}")
    if len({row["url"] for row in table}) != len(table):
        said.append("an address is published twice")
    with Store(load.database) as store:
        stored = store.counts()
    if not stored["articles"] == stored["revisions"] == stored["analyses"] == sum(counts.values()):
        said.append(f"store {stored}")
    said += [
        f"{page} of {version} showed {len(seen)} different things"
        for (page, version), seen in load.shown.items()
        if len(seen) > 1
    ]
    if {version for _, version in load.shown} - set(versions(load.home)):
        said.append("a version was shown that was never published")
    if "nothing is wrong" not in load.must("verify"):
        said.append("verify found something")
    return said


def under_load(load: Load, readers: int) -> list[str]:
    """Everything at once until the time is up, then what is wrong."""
    (load.folder / "home").mkdir(mode=0o700)
    declared(load.folder / "data", *COLLECTED, IMPORTED)
    load.must("import", rows(load.folder / "first.jsonl", 0, FIRST))
    publish(load)
    first = open_dataset(load.home).version
    with (
        newsroom(0, load.ends) as one,
        newsroom(1_000_000, load.ends) as two,
        serving(load.home, load.folder / "server.log") as served,
    ):
        sites = list(zip((one, two), COLLECTED, strict=True))
        work = [threading.Thread(target=keep_collecting, args=(load, site[0], outlet)) for site, outlet in sites]
        work += [threading.Thread(target=keep_importing, args=(load,)),
                 threading.Thread(target=keep_publishing, args=(load,)),
                 threading.Thread(target=keep_weighing, args=(load, served.pid))]  # fmt: skip
        for thread in work:
            thread.start()
        asyncio.run(read_all(load, readers, served.base, first))
        for thread in work:
            thread.join()
        counts = {IMPORTED: load.imported} | {outlet: site[1]() for site, outlet in sites}
    publish(load)
    return told(load, counts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--database", help="an empty one; default: SQLite in the folder")
    given = parser.parse_args()
    given.folder.mkdir(parents=True)
    database = given.database or f"sqlite:///{given.folder.absolute() / 'home' / 'store.sqlite'}"
    load = Load(given.folder.absolute(), database, time.monotonic() + 60 * given.minutes)
    wrong = under_load(load, given.readers)
    parts = [load.memory[int(share * (len(load.memory) - 1))] // 2**20 for share in (0, 0.25, 0.5, 0.75, 1)]
    shown = Counter(version for _, version in load.shown)
    print(f"{given.readers} readers, {given.minutes:g} minutes, {database.split(':')[0]}: {dict(load.done)}")
    print(f"{len(shown)} versions seen of {len(versions(load.home))}; dashboard {parts} MB by quarters of the time, "
          f"at most {max(load.memory) // 2**20} MB")  # fmt: skip
    print("\n".join(wrong) or "nothing lost, doubled or mixed up")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
