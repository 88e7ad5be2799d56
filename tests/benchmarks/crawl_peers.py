"""What users of other programs do to collect a list of pages. `bench_crawl` runs it, with the interpreter of an
environment in which the peer is installed; it needs nothing of this project.

    PYTHON crawl_peers.py newspaper3k|news-please|fundus PORT PAGES

Prints how many articles came with a text of more than 500 characters.
"""

from __future__ import annotations

import contextlib
import datetime
import logging
import sys
import urllib.error
import urllib.request
from typing import Any


def addresses(port: int, pages: int) -> list[str]:
    """The pages of the site, as `tests.newsroom.copy.story` names them."""
    return [f"http://127.0.0.1:{port}/2022/09/24/story-{n}-vote" for n in range(pages)]


def newspaper(port: int, pages: int) -> int:
    """newspaper3k: its thread pool for the downloads (10 threads, its default for a source), then parse."""
    from newspaper import Article, Config
    from newspaper.mthreading import ThreadPool

    config = Config()
    config.fetch_images = False
    config.memoize_articles = False
    articles = [Article(url, config=config) for url in addresses(port, pages)]
    pool = ThreadPool(10, timeout_seconds=60)
    for article in articles:
        pool.add_task(article.download)
    pool.wait_completion()
    for article in articles:
        with contextlib.suppress(Exception):  # a page in a language without stop words, for one
            article.parse()
    return sum(len(a.text) > 500 for a in articles)


def news_please(port: int, pages: int) -> int:
    """news-please: `from_urls`, which fetches with threads and extracts in a process for each CPU."""
    from newsplease import NewsPlease

    logging.disable(logging.CRITICAL)
    found = NewsPlease.from_urls(addresses(port, pages), request_args={"timeout": 60}, fetch_images=False)
    return sum(len(getattr(a, "maintext", None) or "") > 500 for a in found.values())


def fundus(port: int, pages: int) -> int:
    """Fundus: its crawler. Where the site names its pages' publishers, those of Fundus with their own parsers; else the
    site is declared as a publisher, as its own are. It reads feeds and robots.txt."""
    from fundus import Crawler, PublisherCollection
    from fundus.publishers.base_objects import Publisher, PublisherGroup
    from fundus.scraping.url import RSSFeed

    site = f"http://127.0.0.1:{port}"
    try:
        with urllib.request.urlopen(f"{site}/publishers") as answer:  # noqa: S310  the site of the benchmark
            names = set(answer.read().decode().split())
    except urllib.error.HTTPError:
        parsers = {"RiverCourier": (_courier_parser(), "feed")}
    else:
        parsers = {p.__name__: (type(p.parser), f"of/{p.__name__}") for p in PublisherCollection if p.__name__ in names}
    publishers = {
        name: Publisher(name=name, domain=f"{site}/", parser=parser, sources=[RSSFeed(f"{site}/{feed}.xml")])
        for name, (parser, feed) in parsers.items()
    }
    PublisherGroup("XX", (), {**publishers, "default_language": "en"})
    crawler = Crawler(*publishers.values(), delay=0.0, ignore_crawl_delay=True)
    crawled = crawler.crawl(max_articles=pages, only_complete=False)
    return sum(len(str(article.plaintext or "")) > 500 for article in crawled)


def _courier_parser() -> type[Any]:
    """The parser that somebody would write for the invented pages."""
    from fundus.parser import ArticleBody, BaseParser, ParserProxy, attribute
    from fundus.parser.utility import extract_article_body_with_selector, generic_date_parsing
    from lxml.etree import XPath

    class CourierParser(ParserProxy):
        class V1(BaseParser):
            paragraphs = XPath("//article/p")

            @attribute
            def body(self) -> ArticleBody | None:
                return extract_article_body_with_selector(self.precomputed.doc, paragraph_selector=self.paragraphs)

            @attribute
            def publishing_date(self) -> datetime.datetime | None:
                return generic_date_parsing(self.precomputed.meta.get("article:published_time"))

            @attribute
            def title(self) -> str | None:
                return self.precomputed.meta.get("og:title")

    return CourierParser


RUNS = {"newspaper3k": newspaper, "news-please": news_please, "fundus": fundus}

if __name__ == "__main__":
    print(RUNS[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3])))
