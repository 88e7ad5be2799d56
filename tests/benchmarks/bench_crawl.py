"""Pages collected per second and per CPU-second, extraction included, beside what newspaper3k users do: its own pool of
threads that downloads, and `parse()`.

    python -m tests.benchmarks.bench_crawl [--pages 400] [--processes 2]

One local site serves the same articles to each in turn, with politeness off. CPU seconds are those of the
process and its children, without the server's, which runs in a process of its own. The peer keeps nothing; ours also
writes WARC files and the store.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from tests.made import COURIER, EVENT, catalogue
from tests.newsroom.copy import article_html, rss, story
from tests.newsroom.server import LOOPBACK, Reply, Seen, Site


def serve(pipe: Connection, pages: int) -> None:
    """The site, until the other end closes."""
    bodies = [article_html(n, paragraphs=12) for n in range(pages)]
    with Site() as site:

        def page(seen: Seen) -> Reply:
            return Reply(bodies[int(seen.path.split("-")[1])])

        site.routes = {story(n).path: page for n in range(pages)}
        site.routes["/feed.xml"] = Reply(
            rss(site.url(""), map(story, range(pages))), content_type="application/rss+xml"
        )
        pipe.send(site.port)
        try:
            pipe.recv()
        except EOFError:
            return


def cpu() -> float:
    """CPU seconds of this process and its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def ours(port: int, pages: int, processes: int) -> int:
    """Feed, pages, extraction, WARC, store."""
    from collectors.collect import Options, collect
    from collectors.crawl.address import Policy
    from collectors.crawl.settings import Limits
    from collectors.sources.feeds import Feeds
    from collectors.sources.wanted import Wanted
    from collectors.store import Store

    outlet = replace(COURIER, feeds=(f"http://{LOOPBACK}:{port}/feed.xml",))
    limits = Limits(delay=0.0, robots=True, policy=Policy.parse(f"{LOOPBACK}:{port}"))
    options = Options(EVENT.id, ("feeds",), processes=processes, limits=limits)
    with tempfile.TemporaryDirectory() as folder, Store(f"sqlite:///{folder}/store.sqlite") as store:
        sources = {"feeds": Feeds(Wanted.of(EVENT, [outlet]))}
        collect(store, catalogue(outlet), Path(folder), options, sources)
        return store.counts()["articles"]


def newspaper(port: int, pages: int, processes: int) -> int:
    """newspaper3k: its thread pool for the downloads (10 threads, its default for a source), then parse."""
    from newspaper import Article, Config
    from newspaper.mthreading import ThreadPool

    config = Config()
    config.fetch_images = False
    config.memoize_articles = False
    articles = [Article(f"http://{LOOPBACK}:{port}{story(n).path}", config=config) for n in range(pages)]
    pool = ThreadPool(10, timeout_seconds=60)
    for article in articles:
        pool.add_task(article.download)
    pool.wait_completion()
    for article in articles:
        article.parse()
    return sum(len(a.text) > 500 for a in articles)


def measure(name: str, run: Callable[[int, int, int], int], port: int, pages: int, processes: int) -> None:
    """Run one in a process of its own, and print its line."""
    parent, child = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_measured, args=(child, run, port, pages, processes))
    process.start()
    good, seconds, used = parent.recv()
    process.join()
    print(
        f"{name:14} {good:5} good  {seconds:7.1f} s  {used:7.1f} CPU-s  {good / seconds:7.1f} pages/s  {good / used:7.1f} pages/CPU-s"
    )
    sys.stdout.flush()


def _measured(pipe: Connection, run: Callable[[int, int, int], int], port: int, pages: int, processes: int) -> None:
    before, begin = cpu(), time.perf_counter()
    good = run(port, pages, processes)
    pipe.send((good, time.perf_counter() - begin, cpu() - before))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there, given.pages), daemon=True)
    server.start()
    there.close()
    port = here.recv()
    for name, run in (("newspaper3k", newspaper), ("parallax", ours), ("newspaper3k", newspaper), ("parallax", ours)):
        measure(name, run, port, given.pages, given.processes)
    here.close()
    server.join()


if __name__ == "__main__":
    main()
