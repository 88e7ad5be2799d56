"""Pages collected per second and per CPU-second, extraction included, beside what users of other programs do.

    python -m tests.benchmarks.bench_crawl [--pages 300] [--processes 2] [--rounds 2]
        [--news-please PYTHON] [--fundus PYTHON] [--real PAGES.jsonl.gz ...]

One local site serves the same articles to each in turn, with politeness off: invented ones of 4 kB, a headline and
twelve paragraphs and nothing around them, or the real pages that are given (Fundus is run where each names its publisher,
with the parser that Fundus has for that one). Each is a program of its own, start-up included; CPU seconds are those of
all its processes, without the server's. The peers keep nothing; ours also writes WARC files and the store. news-please
and Fundus need interpreters of their own: their dependencies exclude ours.
"""

from __future__ import annotations

import argparse
import ctypes
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path

from tests.benchmarks.corpora import rows

PEERS = Path(__file__).with_name("crawl_peers.py")
#: prctl(2): processes whose parent ended are ours to wait for, and so is their CPU time.
PR_SET_CHILD_SUBREAPER = 36


def serve(pipe: Connection, pages: int, real: Sequence[str] = ()) -> None:
    """The site, until the other end closes. `real` are files of pages. Sends its port, and whether Fundus has a parser
    for its pages."""
    from tests.newsroom.copy import article_html, rss, story
    from tests.newsroom.server import Reply, Seen, Site

    found = [(str(row["html"]).encode(), row.get("publisher")) for file in real for row in rows(Path(file))]
    given = list(islice(cycle(found), pages))
    bodies = [body for body, _ in given] or [article_html(n, paragraphs=12) for n in range(pages)]
    with Site() as site:

        def page(seen: Seen) -> Reply:
            return Reply(bodies[int(seen.path.split("-")[1])])

        site.routes = {story(n).path: page for n in range(pages)}
        feeds = {"/feed.xml": list(range(pages))}
        named = bool(given) and all(publisher for _, publisher in given)
        if named:
            for n, (_, publisher) in enumerate(given):
                feeds.setdefault(f"/of/{publisher}.xml", []).append(n)
            site.routes["/publishers"] = Reply("\n".join({str(publisher) for _, publisher in given}).encode())
        for path, those in feeds.items():
            site.routes[path] = Reply(rss(site.url(""), map(story, those)), content_type="application/rss+xml")
        pipe.send((site.port, named or not given))
        try:
            pipe.recv()
        except EOFError:
            return


def ours(port: int, pages: int, processes: int) -> int:
    """Feed, robots.txt, pages, extraction, WARC, store."""
    from collectors.collect import Options, collect
    from collectors.crawl.address_guard import Policy
    from collectors.crawl.limits import Limits
    from collectors.sources.coverage_query import CoverageQuery
    from collectors.sources.feeds import Feeds
    from collectors.store import Store
    from tests.support.made_values import COURIER, EVENT, catalogue

    outlet = replace(COURIER, feeds=(f"http://127.0.0.1:{port}/feed.xml",))
    limits = Limits(delay=0.0, robots=True, policy=Policy.parse(f"127.0.0.1:{port}"))
    options = Options(EVENT.id, ("feeds",), processes=processes, limits=limits)
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{folder}/store.sqlite") as store:
        sources = {"feeds": Feeds(CoverageQuery.of(EVENT, [outlet]))}
        collect(store, catalogue(outlet), Path(folder), options, sources)
        return store.counts()["articles"]


def measure(name: str, command: list[str], port: int, pages: int) -> None:
    """Run one to the end of all its processes, and print its line."""
    begin, used = time.perf_counter(), 0.0
    process = subprocess.Popen(
        [*command, str(port), str(pages)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    told = process.stdout.readline().strip()
    seconds = time.perf_counter() - begin
    while True:
        try:
            _, _, usage = os.wait4(-process.pid, 0)
        except ChildProcessError:
            break
        used += usage.ru_utime + usage.ru_stime
    process.stdout.close()
    process.returncode = 0  # it was waited for above
    good = int(told or 0)
    print(
        f"{name:12} {good:5} good {seconds:7.1f} s {used:7.1f} CPU-s {good / seconds:7.1f} pages/s {good / used:7.1f} pages/CPU-s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--news-please", metavar="PYTHON")
    parser.add_argument("--fundus", metavar="PYTHON")
    parser.add_argument("--real", metavar="PAGES", nargs="*", default=[])
    given = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=serve, args=(there, given.pages, given.real), daemon=True
    )
    server.start()
    there.close()
    port, parsed = here.recv()
    own = f"import sys; from tests.benchmarks.bench_crawl import ours; print(ours(int(sys.argv[1]), int(sys.argv[2]), {given.processes}), flush=True)"
    runs = {
        "newspaper3k": [sys.executable, str(PEERS), "newspaper3k"],
        "news-please": [given.news_please, str(PEERS), "news-please"],
        "fundus": [given.fundus, str(PEERS), "fundus"],
        "parallax": [sys.executable, "-c", own],
    }
    for _ in range(given.rounds):
        for name, command in runs.items():
            if command[0] and (parsed or name != "fundus"):
                measure(name, command, port, given.pages)
    here.close()
    server.join()


if __name__ == "__main__":
    main()
