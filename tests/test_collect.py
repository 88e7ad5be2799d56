"""Collecting from real servers on loopback: what is asked for, what is saved, and what became of every address."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from collectors.collect import BusyError, Collected, Options, collect
from collectors.config import Catalogue
from collectors.crawl.address_guard import Policy
from collectors.crawl.collection_lock import NAME, collecting
from collectors.crawl.limits import Limits
from collectors.errors import ParallaxError
from collectors.model import Outlet
from collectors.pipeline import PipelineSettings, import_paths
from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.feeds import Feeds
from collectors.sources.sitemaps import Sitemaps
from collectors.sources.source_protocol import Source
from collectors.store import Store
from collectors.store import store_tables as t
from tests.newsroom.copy import article_html, rss, sitemap, story
from tests.newsroom.server import LOOPBACK, Reply, Seen, Site
from tests.support.made_values import COURIER, EVENT, WIRE, catalogue

FEED, SITEMAP = "/feed.xml", "/sitemap.xml"
RSS, XML = "application/rss+xml", "application/xml"


ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><rss version="2.0"><channel><title>&c;</title></channel></rss>'
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(COURIER.domains[0]) as opened:
        yield opened


def here(_host: str, _port: int) -> list[str]:
    """Every name is this machine's."""
    return [LOOPBACK]


class Desk:
    """A home folder, a store and a newsroom to collect from."""

    def __init__(self, home: Path, site: Site, outlet: Outlet | None = None, **limits: object) -> None:
        self.home, self.site = home, site
        self.outlet = outlet or replace(COURIER, feeds=(site.url(FEED),))
        self.catalogue: Catalogue = catalogue(self.outlet, WIRE)
        policy = Policy.parse(f"{LOOPBACK}:{site.port}")
        given = {"delay": 0.0, "per_host": 4, "timeout": 3.0, "policy": policy} | limits
        self.limits = Limits(**given)  # type: ignore[arg-type]  # fields of many types
        self.wanted = CoverageQuery.of(EVENT, [self.outlet])

    def sources(self) -> dict[str, Source]:
        found: dict[str, Source] = {}
        if self.outlet.feeds:
            found["feeds"] = Feeds(self.wanted)
        if self.outlet.sitemaps:
            found["sitemaps"] = Sitemaps(self.wanted)
        return found

    def collect(self, stop: threading.Event | None = None, **changes: object) -> Collected:
        sources = self.sources()
        given = {"recheck": 0.0, "patience": 0.0, "backoff": 0.05, "limits": self.limits} | changes
        options = Options(EVENT.id, tuple(sources), **given)  # type: ignore[arg-type]  # fields of many types
        with self.store() as store:
            return collect(store, self.catalogue, self.home, options, sources, stop=stop, lookup=here)

    def store(self) -> Store:
        return Store(f"sqlite:///{self.home / 'store.sqlite'}")

    def outcomes(self) -> dict[str, str]:
        """Path or address -> kind."""
        with self.store() as store:
            return {o.key.removeprefix(self.site.url("")): o.kind.value for o in store.outcomes()}

    def texts(self) -> list[str]:
        """Every revision's text, in the order of saving."""
        with self.store() as store, store.reading() as connection:
            query = select(t.texts.c.text).order_by(t.texts.c.article, t.texts.c.revision)
            return list(connection.execute(query).scalars())


def feed_of(site: Site, *paths: str) -> Reply:
    return Reply(rss(site.url(""), [story(n, path) for n, path in enumerate(paths)]), content_type=RSS)


def kinds(done: Collected) -> dict[str, int]:
    return {kind.value: n for kind, n in sorted(done.summary.counts.items())}


def test_every_address_ends_in_one_outcome(site: Site, tmp_path: Path) -> None:
    desk = Desk(tmp_path, site, max_page=200_000)
    pages: dict[str, tuple[Reply, str]] = {
        "/good-vote": (Reply(article_html(1)), "saved"),
        "/packed-vote": (Reply(gzip.compress(article_html(2), mtime=0), headers={"Content-Encoding": "gzip"}), "saved"),
        "/moved-vote": (Reply(b"", 301, {"Location": "/target-vote"}), "same_page"),
        "/twin-vote": (Reply(b"", 308, {"Location": "/good-vote"}), "same_page"),
        "/football": (Reply(article_html(4).replace(b"vote", b"game").replace(b"Sham", b"Big")), "off_event"),
        "/gone-vote": (Reply(b"gone", 410), "http_error"),
        "/missing-vote": (Reply(b"no", 404), "http_error"),
        "/picture-vote": (Reply(b"\xff\xd8\xff", content_type="image/jpeg"), "not_an_article"),
        "/untyped-vote": (Reply(article_html(5), content_type=None), "saved"),
        "/empty-vote": (Reply(b"<html><body></body></html>"), "not_an_article"),
        "/large-vote": (Reply(b"<html>" + b"x" * 300_000), "too_large"),
        "/loop-vote": (Reply(b"", 302, {"Location": "/loop-vote"}), "too_many_redirects"),
        "/inside-vote": (Reply(b"", 302, {"Location": "http://192.168.0.1/"}), "blocked_address"),
        "/private/vote": (Reply(article_html(6)), "robots"),
        "/hangs-vote": (Reply(b"", wait=20.0), "timeout"),
        "/cut-vote": (Reply(article_html(7), cut=True), "unreachable"),
    }
    site.routes = {path: reply for path, (reply, _) in pages.items()}
    site.routes |= {
        "/target-vote": Reply(article_html(3)),
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /private/\n"),
    }
    site.routes[FEED] = feed_of(site, *pages, "/good-vote")
    done = desk.collect(limits=replace(desk.limits, timeout=2.0), patience=60.0)
    got = desk.outcomes()
    assert got.pop(FEED) == "read"
    assert got.pop("/target-vote") == "saved"
    assert got == {path: kind for path, (_, kind) in pages.items()}
    assert (done.left, done.stopped) == (0, False)
    assert len(desk.texts()) == 5  # four saved, and the one that is off the event for its override


def test_a_second_run_asks_conditionally_and_changes_nothing(site: Site, tmp_path: Path) -> None:
    stories = [story(n) for n in range(3)]

    def page(number: int) -> Reply:
        return Reply(
            article_html(number), headers={"ETag": f'"{number}"', "Last-Modified": "Sat, 24 Sep 2022 08:00:00 GMT"}
        )

    def conditional(reply: Reply) -> object:
        def answer(seen: Seen) -> Reply:
            return Reply(b"", 304) if seen.headers.get("if-none-match") == reply.headers["ETag"] else reply

        return answer

    site.routes = {s.path: conditional(page(n)) for n, s in enumerate(stories)}  # type: ignore[misc]  # a route
    site.routes[FEED] = conditional(Reply(rss(site.url(""), stories), headers={"ETag": '"f"'}, content_type=RSS))  # type: ignore[assignment]  # a route
    desk = Desk(tmp_path, site)
    first = desk.collect()
    assert kinds(first) == {"read": 1, "saved": 3}
    before, asked = desk.outcomes(), len(site.log)
    again = desk.collect()
    assert kinds(again) == {"unchanged": 4}
    assert desk.outcomes() == before
    assert len(desk.texts()) == 3
    paths = {s.path for s in stories}
    later = [seen.headers.get("if-modified-since") for seen in site.log[asked:] if seen.path in paths]
    assert later == ["Sat, 24 Sep 2022 08:00:00 GMT"] * 3
    asked = len(site.log)
    assert kinds(desk.collect(recheck=3600.0)) == {"unchanged": 1}  # the feed only
    assert site.paths()[asked:] == [FEED] or len(site.log) - asked == 2


def test_a_changed_page_is_kept_as_a_revision(site: Site, tmp_path: Path) -> None:
    desk = Desk(tmp_path, site)
    site.routes = {
        FEED: feed_of(site, "/vote-one", "/vote-two"),
        "/vote-one": Reply(article_html(1)),
        "/vote-two": Reply(article_html(2)),
    }
    desk.collect()
    site.routes["/vote-one"] = Reply(article_html(1, edition=2))
    assert kinds(desk.collect()) == {"read": 1, "revised": 1, "unchanged": 1}
    assert len(set(desk.texts())) == 3
    with desk.store() as store, store.reading() as connection:
        of_article = t.revisions.join(t.articles, t.articles.c.article == t.revisions.c.article)
        query = select(t.revisions.c.title).select_from(of_article).order_by(t.articles.c.url, t.revisions.c.revision)
        titles = connection.execute(query).scalars().all()
        assert [title.startswith("Sham vote, edition 2") for title in titles] == [False, True, False]


def test_what_was_collected_is_read_again_without_the_network(site: Site, tmp_path: Path) -> None:
    desk = Desk(tmp_path, site)
    site.routes = {FEED: feed_of(site, "/vote-one", "/old-vote"), "/vote-one": Reply(article_html(1)),
                   "/old-vote": Reply(b"", 301, {"Location": "/new-vote"}), "/new-vote": Reply(article_html(2))}  # fmt: skip
    desk.collect()
    asked = len(site.log)
    with desk.store() as store:
        warc = str(desk.home / "warc")
        same = import_paths(store, desk.catalogue, [warc], PipelineSettings(EVENT.id), datetime.now(UTC))
    with Store("sqlite://") as empty:
        anew = import_paths(empty, desk.catalogue, [warc], PipelineSettings(EVENT.id), datetime.now(UTC))
    assert {k.value: n for k, n in same.counts.items()} == {"unchanged": 2}
    assert {k.value: n for k, n in anew.counts.items()} == {"saved": 2}
    assert len(site.log) == asked


def test_one_page_of_two_sources_is_asked_for_once(site: Site, tmp_path: Path) -> None:
    stories = [story(n) for n in range(4)]
    site.routes = {s.path: Reply(article_html(n)) for n, s in enumerate(stories)}
    site.routes[FEED] = Reply(rss(site.url(""), stories), content_type=RSS)
    site.routes[SITEMAP] = Reply(sitemap(site.url(""), stories), content_type=XML)
    desk = Desk(tmp_path, site, replace(COURIER, feeds=(site.url(FEED),), sitemaps=(site.url(SITEMAP),)))
    assert kinds(desk.collect()) == {"read": 2, "saved": 4}
    assert all(len(site.asked(s.path)) == 1 for s in stories)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html><body>Not here any more</body></html>", "bad_format"),
        (b"", "empty"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "empty"),
        (ENTITY_BOMB, "damaged"),
    ],
    ids=["a page", "nothing", "no items", "entity bomb"],
)
def test_a_feed_that_is_none_fails_alone(site: Site, tmp_path: Path, body: bytes, kind: str) -> None:
    site.routes[FEED] = Reply(body, content_type=RSS)
    desk = Desk(tmp_path, site)
    desk.collect()
    assert desk.outcomes()[FEED] == kind


def test_broken_feeds_and_slow_hosts_stop_nobody_else(site: Site, tmp_path: Path) -> None:
    bad = ["/broken.xml", "/hangs.xml", "/never.xml", "/500.xml", "/gone.xml"]
    site.routes = {
        FEED: feed_of(site, "/vote-one"),
        "/vote-one": Reply(article_html(1)),
        "/broken.xml": Reply(rss(site.url(""), [story(7, "/vote-two")])[:-12], content_type=RSS),
        "/vote-two": Reply(article_html(2)),
        "/hangs.xml": Reply(b"", wait=20.0),
        "/never.xml": Reply(stream=lambda: iter(lambda: b"<item>" * 4_096, None)),
        "/500.xml": Reply(b"", 500),
        "/gone.xml": Reply(b"", 404),
    }
    desk = Desk(tmp_path, site, replace(COURIER, feeds=tuple(site.url(p) for p in [*bad, FEED])), timeout=1.0)
    desk.collect(patience=10.0)
    got = desk.outcomes()
    assert {p: got[p] for p in ("/vote-one", "/vote-two", FEED)} == {
        "/vote-one": "saved",
        "/vote-two": "saved",
        FEED: "read",
    }
    assert {p: got.get(p) for p in ("/hangs.xml", "/gone.xml")} == {"/hangs.xml": "timeout", "/gone.xml": "http_error"}
    assert got["/never.xml"] in {"timeout", "too_large"}


def test_a_busy_host_is_left_alone_for_as_long_as_it_says(site: Site, tmp_path: Path) -> None:
    paths = [f"/vote-{n}" for n in range(4)]

    def first_busy(seen: Seen) -> Reply:
        return Reply(b"", 429, {"Retry-After": "1"}) if len(site.asked(seen.path)) == 1 else Reply(article_html(0))

    site.routes |= {p: Reply(article_html(n)) for n, p in enumerate(paths)} | {FEED: feed_of(site, *paths)}
    site.routes["/vote-0"] = first_busy
    desk = Desk(tmp_path, site, delay=0.05)
    assert kinds(desk.collect(patience=30.0)) == {"read": 1, "saved": 4}
    refused_at = site.asked("/vote-0")[0].at
    after = [seen.at - refused_at for seen in site.log if seen.at > refused_at]
    assert sum(1 for wait in after if wait < 1.0) <= 1  # the one that was on its way
    assert len(site.asked("/vote-0")) == 2


def test_what_is_put_off_too_far_is_left_to_the_next_run(site: Site, tmp_path: Path) -> None:
    paths = [f"/vote-{n}" for n in range(5)]
    site.routes |= {p: Reply(article_html(n)) for n, p in enumerate(paths)} | {FEED: feed_of(site, *paths)}
    site.routes["/vote-0"] = Reply(b"", 503, {"Retry-After": "3600"})
    desk = Desk(tmp_path, site, delay=0.05)
    left = desk.collect(patience=5.0).left
    assert left >= 3  # the whole host asks for an hour; one page was on its way
    asked = len(site.log)
    assert desk.collect(patience=5.0, recheck=3600.0).left == left + 1  # the feed too
    assert site.paths()[asked:] == []


def test_the_pace_of_a_host_holds_through_feed_pages_and_redirects(site: Site, tmp_path: Path) -> None:
    site.routes = {f"/vote-{n}": Reply(article_html(n)) for n in range(4)}
    site.routes["/vote-9"] = Reply(b"", 302, {"Location": "/vote-1"})
    site.routes[FEED] = feed_of(site, "/vote-9", *(f"/vote-{n}" for n in range(4)))
    Desk(tmp_path, site, delay=0.3).collect()
    assert min(b.at - a.at for a, b in pairwise(site.log)) >= 0.3


def test_a_lost_page_is_looked_for_again_under_another_address(site: Site, tmp_path: Path) -> None:
    """404 today; next time another source knows where it went."""
    site.routes = {FEED: feed_of(site, "/vote-one"), "/vote-one": Reply(b"", 503)}
    desk = Desk(tmp_path, site)
    assert kinds(desk.collect()) == {"read": 1}
    site.routes["/vote-one"] = Reply(article_html(1))
    desk_again = desk.collect(patience=60.0)
    assert kinds(desk_again) == {"read": 1, "saved": 1}


def test_only_one_collection_at_a_time(site: Site, tmp_path: Path) -> None:
    desk = Desk(tmp_path, site)
    with collecting(tmp_path), pytest.raises(BusyError, match="is collecting already"):
        desk.collect()
    (tmp_path / NAME).write_text("99999999\n")  # left by a process that died
    site.routes[FEED] = feed_of(site)
    desk.collect()
    assert (tmp_path / NAME).read_text() == ""


def test_a_stopped_run_is_gone_on_with(site: Site, tmp_path: Path) -> None:
    paths = [f"/vote-{n}" for n in range(30)]
    stop = threading.Event()

    def page(seen: Seen) -> Reply:
        if len(site.log) >= 15:
            stop.set()
        return Reply(article_html(int(seen.path.rpartition("-")[2])))

    site.routes |= dict.fromkeys(paths, page)
    site.routes[FEED] = feed_of(site, *paths)
    desk = Desk(tmp_path, site)
    first = desk.collect(stop)
    assert first.stopped
    saved = {path for path, kind in desk.outcomes().items() if kind == "saved"}
    assert 0 < len(saved) < 30
    asked = len(site.log)
    second = desk.collect()
    assert (second.resumed, second.left) == (True, 0)
    assert not saved & set(site.paths()[asked:])
    assert FEED not in site.paths()[asked:]
    assert sum(kind == "saved" for kind in desk.outcomes().values()) == 30


def test_an_event_nobody_declared(site: Site, tmp_path: Path) -> None:
    desk = Desk(tmp_path, site)
    with desk.store() as store, pytest.raises(ParallaxError, match="river-vote-2022"):
        collect(store, desk.catalogue, tmp_path, Options("river-vote", ("feeds",)), desk.sources())
