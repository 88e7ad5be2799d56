"""Sitemaps: every kind of the protocol, indexes, windows, limits and hostile bytes. Invented outlets."""

from __future__ import annotations

import gzip
from datetime import date

import pytest
from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as st

from collectors.sources import sitemaps as module
from collectors.sources.sitemap_formats import MAX_ADDRESSES, days_in_name
from collectors.sources.sitemaps import MAX_CHILDREN, MAX_DEPTH, Sitemaps
from collectors.sources.source_protocol import Kind, RefusalKind
from tests.support.made_sources import OPEN, WANTED, asked, entries, given, refusals, requests

URL = "https://courier.example/sitemap.xml"
ANY, EVENT = Sitemaps(OPEN), Sitemaps(WANTED)
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def urlset(urls: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NAMESPACES}>{urls}</urlset>'.encode()


def index(children: str) -> bytes:
    return f"<sitemapindex {NAMESPACES}>{children}</sitemapindex>".encode()


def sitemap(url: str, changed: str = "") -> str:
    return f"<sitemap><loc>{url}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</sitemap>"


def page(url: str, changed: str = "", news: str = "") -> str:
    return f"<url><loc>{url}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}{news}</url>"


NEWS = "<news:news><news:publication><news:name>Courier</news:name><news:language>en-GB</news:language></news:publication><news:publication_date>2022-09-22T10:00:00+01:00</news:publication_date><news:title>Dam &amp; river</news:title></news:news>"
IMAGE = "<image:image><image:loc>https://cdn.example/i.jpg</image:loc><image:title>Photo</image:title></image:image>"


def test_a_news_sitemap_gives_title_date_and_language_but_not_those_of_images() -> None:
    (entry,) = entries(
        ANY.read(asked(URL, Kind.SITEMAP), given(urlset(page("/a", "2022-09-23", IMAGE + NEWS)), url=URL))
    )
    assert (entry.url, entry.title, entry.published, entry.language) == (
        "https://courier.example/a",
        "Dam & river",
        "2022-09-22T10:00:00+01:00",
        "en",
    )
    assert (entry.seen, entry.outlet) == ("2022-09-23", "courier")


def test_the_language_stated_by_hreflang_is_the_one_of_the_page_itself() -> None:
    links = '<xhtml:link rel="alternate" hreflang="de" href="https://courier.example/de"/><xhtml:link rel="alternate" hreflang="en-GB" href="https://courier.example/en"/>'
    found = entries(
        ANY.read(
            asked(URL, Kind.SITEMAP),
            given(
                urlset(page("https://courier.example/en", "", links) + page("https://courier.example/xx", "", links))
            ),
        )
    )
    assert [(e.url[-2:], e.language) for e in found] == [("en", "en"), ("xx", None)]


@pytest.mark.parametrize(
    ("body", "number"),
    [
        (gzip.compress(urlset(page("https://courier.example/a")), mtime=0), 1),
        (b"https://courier.example/a\r\nhttps://courier.example/b\n", 2),
        ("\ufeffhttps://courier.example/a".encode(), 1),
        (urlset(page("<![CDATA[https://courier.example/a]]>") * 3), 1),
        (b"<rss version='2.0'><channel><item><link>https://courier.example/a</link></item></channel></rss>", 1),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a'/></entry></feed>", 1),
        (urlset(page("https://courier.example/a")).decode().replace("/0.9", "/0.84").encode("utf-16"), 1),
        (urlset(page("https://courier.example/a?x=1&y=2")), 1),
        (b"<urlset><url><loc>https://courier.example/a</loc></url><url><loc>https://courier.example/b</lo", 1),
    ],
)  # fmt: skip
def test_forms_of_a_sitemap(body: bytes, number: int) -> None:
    assert len(entries(ANY.read(asked(URL, Kind.SITEMAP), given(body, url=URL)))) == number


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"", RefusalKind.EMPTY, "empty"),
        (b"<html></html>", RefusalKind.FORMAT, "HTML"),
        (b"<!DOCTYPE html><html>", RefusalKind.FORMAT, "HTML"),
        (b"Not found", RefusalKind.FORMAT, "neither XML nor"),
        (b"<opml/>", RefusalKind.FORMAT, "<opml>"),
        (gzip.compress(b"x" * 5000, mtime=0)[:20], RefusalKind.DAMAGED, "gzip"),
        (gzip.compress(b" " * 60_000_000, mtime=0), RefusalKind.TOO_LARGE, "more than 50,000,000"),
        (urlset(""), RefusalKind.EMPTY, "no address"),
        (urlset(page("ftp://x")), RefusalKind.DAMAGED, "without a web address"),
        (b"<urlset><url><loc>https://courier.example/a</loc></url><", RefusalKind.DAMAGED, "read in part"),
    ],
)  # fmt: skip
def test_what_is_no_sitemap_is_refused_with_a_reason(body: bytes, kind: RefusalKind, reason: str) -> None:
    assert reason in refusals(ANY.read(asked(URL, Kind.SITEMAP), given(body, url=URL)))[kind].reason


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE urlset [<!ENTITY a "https://courier.example/"><!ENTITY b SYSTEM "file:///etc/hostname">]><urlset><url><loc>&a;x</loc></url><url><loc>/y</loc><lastmod>&b;</lastmod></url></urlset>'
    found = list(ANY.read(asked(URL, Kind.SITEMAP), given(bomb, url=URL)))
    assert "not expanded" in refusals(found)[RefusalKind.DAMAGED].reason
    assert [e.url for e in entries(found)] == ["https://courier.example/&a;x", "https://courier.example/y"]


def test_addresses_are_limited_to_the_protocols_number() -> None:
    body = urlset("".join(page(f"/{i}") for i in range(MAX_ADDRESSES + 5)))
    found = list(ANY.read(asked(URL, Kind.SITEMAP), given(body, url=URL)))
    assert len(entries(found)) == MAX_ADDRESSES
    assert "limit" in refusals(found)[RefusalKind.DAMAGED].reason


# --- indexes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("child", "changed", "followed"),
    [
        ("https://courier.example/sitemap-2022-09.xml", "", True),
        ("https://courier.example/sitemap-202208.xml.gz", "2026-01-01", False),
        ("https://courier.example/2022/sitemap.xml", "", True),
        ("https://courier.example/sitemap.xml?yyyy=2022&amp;mm=09&amp;dd=23", "", True),
        ("https://courier.example/sitemap.xml?yyyy=2022&amp;mm=09&amp;dd=13", "", False),
        ("https://courier.example/posts-7.xml", "2022-09-19", True),
        ("https://courier.example/posts-7.xml", "2022-09-01T10:00:00Z", False),
        ("https://courier.example/posts-7.xml", "2023-01-01", True),
        ("https://courier.example/posts-7.xml", "", True),
    ],
)
def test_an_index_is_followed_into_the_events_days(child: str, changed: str, followed: bool) -> None:
    found = list(EVENT.read(asked(URL, Kind.SITEMAP), given(index(sitemap(child, changed)), url=URL)))
    assert len(requests(found)) == int(followed)
    assert (RefusalKind.OFF_WINDOW in refusals(found)) != followed
    assert all(r.context == {"depth": 1} and r.outlet == "courier" for r in requests(found))


def test_indexes_in_indexes_end() -> None:
    loop = index(sitemap(URL))
    assert requests(ANY.read(asked(URL, Kind.SITEMAP, depth=MAX_DEPTH - 1), given(loop)))
    found = list(ANY.read(asked(URL, Kind.SITEMAP, depth=MAX_DEPTH), given(loop)))
    assert not requests(found)
    assert "nested" in refusals(found)[RefusalKind.INCOMPLETE].reason


def test_of_too_many_children_those_finished_soonest_after_the_event_are_followed() -> None:
    children = "".join(
        sitemap(f"https://courier.example/s{i}.xml", date(2023, 1, 1 + i % 28).isoformat())
        for i in range(MAX_CHILDREN + 50)
    )
    found = list(
        EVENT.read(
            asked(URL, Kind.SITEMAP), given(index(children + sitemap("https://courier.example/last.xml", "2022-10-01")))
        )
    )
    assert len(requests(found)) == MAX_CHILDREN
    assert requests(found)[0].url == "https://courier.example/last.xml"
    assert refusals(found)[RefusalKind.INCOMPLETE].count == 51


# --- pages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "changed", "kept"),
    [
        ("/2022/09/22/tellmouth-flood-spreads", "", None),
        ("/2022/09/22/team-wins-the-cup", "", RefusalKind.OFF_EVENT),
        ("/2019/09/22/tellmouth-flood-spreads", "2022-09-22", RefusalKind.OFF_WINDOW),
        ("/tellmouth-flood-spreads", "2022-08-01", RefusalKind.OFF_WINDOW),
        ("/tellmouth-flood-spreads", "2024-01-01", None),
        ("/news/63006262", "", None),
        ("/povin-u-tellmouth-zruinuvala-dambu", "", None),
    ],
)
def test_pages_are_chosen_by_day_and_words(url: str, changed: str, kept: RefusalKind | None) -> None:
    found = list(EVENT.read(asked(URL, Kind.SITEMAP), given(urlset(page(url, changed)), url=URL)))
    assert len(entries(found)) == int(kept is None)
    assert set(refusals(found)) == ({kept} if kept else set())
    everything = Sitemaps(WANTED, every=True).read(asked(URL, Kind.SITEMAP), given(urlset(page(url, changed)), url=URL))
    assert len(entries(everything)) == int(kept is not RefusalKind.OFF_WINDOW)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("sitemap-2022-09.xml", ("2022-09-01", "2022-09-30")),
        ("sitemap_202209.xml.gz", ("2022-09-01", "2022-09-30")),
        ("2022/9/3/story", ("2022-09-03", "2022-09-03")),
        ("2022/sep/23/story", ("2022-09-23", "2022-09-23")),
        ("story-20220923.html", ("2022-09-23", "2022-09-23")),
        ("s.xml?yyyy=2022&mm=09&dd=23", ("2022-09-23", "2022-09-23")),
        ("sitemap.2022.xml", ("2022-01-01", "2022-12-31")),
        ("2022/02/31/x", None),
        ("news-63006262", None),
        ("a/19984022/x", None),
        ("1812-overture", None),
    ],
)
def test_days_in_a_name(name: str, days: tuple[str, str] | None) -> None:
    found = days_in_name(f"https://courier.example/{name}")
    assert (found and tuple(day.isoformat() for day in found)) == days


# --- robots.txt ---------------------------------------------------------------------------------------------------

ROBOTS = "https://courier.example/robots.txt"


def test_start_asks_for_declared_sitemaps_or_for_robots() -> None:
    assert [(r.url, r.kind) for r in ANY.start()] == [
        (ROBOTS, Kind.LISTING),
        ("https://herald.example/robots.txt", Kind.LISTING),
    ]


def test_robots_names_sitemaps_or_the_usual_places_are_tried() -> None:
    named = requests(
        ANY.read(
            asked(ROBOTS, Kind.LISTING), given(b"Sitemap: /a.xml\nsitemap: https://courier.example/b.xml", url=ROBOTS)
        )
    )
    assert [r.url for r in named] == ["https://courier.example/a.xml", "https://courier.example/b.xml"]
    for answer in (given(b"User-agent: *", url=ROBOTS), given(b"", 404, url=ROBOTS), given(b"", url=ROBOTS)):
        found = list(ANY.read(asked(ROBOTS, Kind.LISTING), answer))
        assert requests(found)[0].url == "https://courier.example/sitemap.xml"
    (waiting,) = refusals(ANY.read(asked(ROBOTS, Kind.LISTING), given(b"", 503, url=ROBOTS))).values()
    assert waiting.retry_after == module.WAIT
    (guess,) = refusals(ANY.read(asked(URL, Kind.SITEMAP, guess=1), given(b"", 404))).values()
    assert not guess.failed


@settings(max_examples=150, deadline=None)
@example(
    st.binary(max_size=400),
    st.sampled_from(
        [b"", b"<urlset><url><loc>", b"<sitemapindex><sitemap>", b"https://a.example/\n", b"\x1f\x8b\x08", b"<rss>"]
    ),
)
def test_any_bytes_never_raise(data: bytes, start: bytes) -> None:
    for kind in (Kind.SITEMAP, Kind.LISTING):
        list(EVENT.read(asked(URL, kind), given(start + data, url=URL)))


@settings(max_examples=200, deadline=None)
@example(st.text(alphabet="0129-/_.=&ymdsepSEP", max_size=40))
def test_any_name_has_days_or_none(name: str) -> None:
    found = days_in_name(f"https://courier.example/{name}")
    assert found is None or found[0] <= found[1]
