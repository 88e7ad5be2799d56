"""A collection that is killed: nothing that was stored is fetched again, nothing is stored twice, nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlalchemy import select

from collectors.schedule import last_round
from collectors.store import Store
from collectors.store import store_tables as t
from tests.newsroom import desk
from tests.newsroom.copy import article_html, rss, story
from tests.newsroom.server import Reply, Seen, Site

#: Pages of the test, which is the same for any number (2,000 of them take some minutes).
PAGES = int(os.environ.get("PARALLAX_TEST_PAGES", "64"))


def stored_paths(home: Path, base: str) -> list[str]:
    """The path of every stored article."""
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store, store.reading() as connection:
        urls = connection.execute(select(t.articles.c.url).order_by(t.articles.c.article)).scalars()
        return [str(url).removeprefix(base) for url in urls]


def stored_count(home: Path) -> int:
    """How many articles the store holds now; 0 while it is being made."""
    try:
        with closing(sqlite3.connect(f"file:{home / 'store.sqlite'}?mode=ro", uri=True, timeout=30)) as store:
            return int(store.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def kill_at(progress: Callable[[], int], mark: int, process: subprocess.Popen[str]) -> None:
    """Kill -9 once the progress has come to a mark, while the process is still at work."""
    deadline = time.monotonic() + 300
    try:
        while progress() < mark and process.poll() is None:
            assert time.monotonic() < deadline, f"{progress()} of {mark} after 300 s"
            time.sleep(0.005)
    finally:
        process.kill()
        process.communicate()


class Gate:
    """Answers so many pages of a site and holds the rest back until it is opened further: what a collection can have
    done by the time it is killed then hangs on no machine's speed.

    Each round has a contact of its own, for a request of a killed collection may be read in the next round.
    """

    def __init__(self) -> None:
        self._left, self._contact = 0, "nobody"
        self._changed = threading.Condition()

    def answer(self, seen: Seen) -> Reply:
        """The page asked for, once the gate lets it pass; nobody waits any more for one of an earlier round."""

        def passes() -> bool:
            return self._left > 0 or self._contact not in seen.headers["user-agent"]

        with self._changed:
            self._changed.wait_for(passes, timeout=300)
            self._left -= self._contact in seen.headers["user-agent"]
        return Reply(article_html(int(seen.path.split("-")[1]), paragraphs=3))

    def open_for(self, pages: int, contact: str) -> None:
        """Begin the round of the collection with this contact, in which so many pages pass."""
        with self._changed:
            self._left, self._contact = pages, contact
            self._changed.notify_all()


def test_three_kills_at_random_moments(tmp_path: Path) -> None:
    home, data = tmp_path / "home", tmp_path / "data"
    chance = random.Random(20220923)
    stories, gate = [story(n) for n in range(PAGES)], Gate()
    with Site() as site:
        site.routes = {s.path: gate.answer for s in stories}
        site.routes["/"] = Reply(desk.HOME_PAGE)
        site.routes["/feed.xml"] = Reply(rss(site.url(""), stories), content_type="application/rss+xml")
        desk.declare(data)
        stored: list[set[str]] = []
        asked: list[int] = []
        # Once while pages are asked for, twice when some are stored.
        for number, progress in enumerate((partial(len, site.log), *2 * (partial(stored_count, home),))):
            pages, contact = chance.randint(PAGES // 16, PAGES // 8), f"round-{number}@courier.example"
            gate.open_for(pages, contact)
            process = desk.start(site, home, data, "--contact", contact)
            kill_at(progress, progress() + pages, process)
            stored.append(set(stored_paths(home, site.url(""))))
            asked.append(len(site.log))
        gate.open_for(PAGES, "last@courier.example")
        last = desk.start(site, home, data, "--contact", "last@courier.example")
        _, told = last.communicate(timeout=600)
    assert last.returncode == 0, told
    assert "gone on with" in told
    paths = [seen.path for seen in site.log]
    for already, place in zip(stored, asked, strict=True):
        assert not already & set(paths[place:])
    everything = stored_paths(home, site.url(""))
    assert len(everything) == len(set(everything)) == PAGES
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        outcomes = Counter(o.kind.value for o in store.outcomes())
        assert store.counts()["revisions"] == PAGES
    assert outcomes == {"saved": PAGES, "read": 2}
    assert any(0 < len(some) < PAGES for some in stored)


def test_sigterm_ends_a_schedule_and_its_run_which_can_be_gone_on_with(tmp_path: Path) -> None:
    home, data = tmp_path / "home", tmp_path / "data"
    stories = [story(n) for n in range(40)]
    with Site() as site:
        site.routes = {s.path: Reply(article_html(n, paragraphs=3), wait=0.1) for n, s in enumerate(stories)}
        site.routes["/"] = Reply(desk.HOME_PAGE)
        site.routes["/feed.xml"] = Reply(rss(site.url(""), stories), content_type="application/rss+xml")
        desk.declare(data)
        options = ["--every", "6h", "--no-publish", "--source", "feeds", "--outlet", desk.OUTLET_ID]
        process = desk.parallax(site, home, data, "schedule", *options)
        while len(site.log) < 4 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert "stopped: run the command again to go on" in told
    assert told.endswith("the schedule ended\n")
    assert (home / "collect.lock").read_text() == ""
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        assert store.counts()["frontier"] >= 41
        assert last_round(store, [desk.EVENT_ID]) is None  # it was not whole
