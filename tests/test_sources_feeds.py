"""Feeds: RSS, Atom, JSON and Google News, broken and hostile ones, and feeds found on a home page. Invented outlets."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as st

from collectors.sources.coverage_query import CoverageQuery, fold
from collectors.sources.feed_discovery import feed_links, sitemaps_in_robots
from collectors.sources.feed_formats import Feed, parse_feed
from collectors.sources.feeds import Feeds
from collectors.sources.sitemap_formats import Sitemap, parse_sitemap
from collectors.sources.source_protocol import (
    Kind,
    RefusalKind,
    Request,
)
from collectors.sources.source_times import iso_time
from collectors.sources.web_markup import absolute
from tests.support.made_sources import HERALD, OPEN, WANTED, asked, entries, given, refusals, requests

FEEDS = Feeds(OPEN)


def rss(items: str, head: str = "", doctype: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{doctype}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Courier</title><link>https://courier.example/</link>{head}{items}</channel></rss>'.encode()


def atom(items: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk"><title>H</title>{items}</feed>'.encode()


@pytest.mark.parametrize(
    ("item", "url", "title", "published"),
    [
        ("<item><title>Dam breaks</title><link>https://courier.example/a</link><pubDate>Thu, 22 Sep 2022 10:00:00 +0200</pubDate></item>", "https://courier.example/a", "Dam breaks", "2022-09-22T10:00:00+02:00"),
        ("<item><title>T</title><guid>https://courier.example/g</guid></item>", "https://courier.example/g", "T", None),
        ('<item><guid isPermaLink="false">https://courier.example/h</guid></item>', "https://courier.example/h", None, None),
        ("<item><link>/rel?a=1&amp;b=2#top</link><dc:date>2022-09-22T08:00:00Z</dc:date></item>", "https://courier.example/rel?a=1&b=2", None, "2022-09-22T08:00:00+00:00"),
        ("<item><link> https://courier.example/with space </link><title>A &amp;amp; <![CDATA[<b>B</b>]]></title></item>", "https://courier.example/with%20space", "A & B", None),
        ("<item><link>https://courier.example/a</link><title>One</title><media:content><media:title>Photo</media:title></media:content></item>", "https://courier.example/a", "One", None),
        ("<item><link>https://courier.example/a</link><title>caf&eacute; &bogus; AT&T</title></item>", "https://courier.example/a", "café &bogus; AT&T", None),
        ("<item><link>https://courier.example/a</link><pubDate>yesterday</pubDate></item>", "https://courier.example/a", None, None),
    ],
)  # fmt: skip
def test_an_rss_item(item: str, url: str, title: str | None, published: str | None) -> None:
    (entry,) = entries(FEEDS.read(asked(), given(rss(item))))
    assert (entry.url, entry.title, entry.published, entry.outlet) == (url, title, published, "courier")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://courier.example/a", "//[", "https://u:p@courier.example/", "https://.a/", "https://courier.example/" + "a" * 3000, "file:///etc/passwd"])  # fmt: skip
def test_a_link_that_is_no_web_address_is_refused(link: str) -> None:
    found = list(FEEDS.read(asked(), given(rss(f"<item><title>X</title><link>{link}</link></item>"))))
    assert not entries(found)
    assert refusals(found)[RefusalKind.ADDRESS].count == 1


def test_an_atom_entry_keeps_language_update_and_alternate_link() -> None:
    body = atom(
        '<entry><title>Вода</title><link rel="enclosure" href="/a.mp3"/><link href="/a"/><updated>2022-09-23T10:00:00Z</updated></entry>'
    )
    (entry,) = entries(FEEDS.read(asked(), given(body, url="https://www.herald.example/atom")))
    assert (entry.url, entry.outlet, entry.language) == ("https://www.herald.example/a", "herald", "uk")
    assert (entry.published, entry.seen) == (None, "2022-09-23T10:00:00+00:00")


def test_an_atom_title_in_xhtml() -> None:
    body = atom(
        '<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">The <b>dam</b> &lt; breaks</div></title><link href="/a"/></entry>'
    )
    (entry,) = entries(FEEDS.read(asked(), given(body)))
    assert entry.title == "The dam < breaks"


def test_a_json_feed() -> None:
    items: list[object] = [{"url": "/a", "title": "T", "date_published": "2022-09-22T10:00:00Z", "language": "de-AT"}, {"id": "https://courier.example/b"}, {"id": "7"}, 3]  # fmt: skip
    found = list(
        FEEDS.read(asked(), given(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()))
    )
    assert [(e.url, e.language) for e in entries(found)] == [
        ("https://courier.example/a", "de"),
        ("https://courier.example/b", None),
    ]
    assert {RefusalKind.ADDRESS, RefusalKind.DAMAGED} == refusals(found).keys()


def test_google_news_names_the_outlet_apart_and_hides_most_addresses() -> None:
    inside = base64.urlsafe_b64encode(b'\x08\x13"\x20https://herald.example/story-one\xd2\x01\x00').decode().rstrip("=")
    items = "".join(
        f'<item><title>Dam breaks - Herald</title><link>https://news.google.com/rss/articles/{code}?oc=5</link><source url="https://herald.example">Herald</source></item>'
        for code in (inside, "CBMiQUFVX3lxTE5abcdef")
    )
    found = list(FEEDS.read(asked(), given(rss(items), url="https://news.google.com/rss/search?q=x")))
    (entry,) = entries(found)
    assert (entry.url, entry.title, entry.outlet) == ("https://herald.example/story-one", "Dam breaks", "herald")
    assert "Google News hides" in refusals(found)[RefusalKind.ADDRESS].reason


def test_the_window_leaves_out_what_is_dated_elsewhere_and_counts_it() -> None:
    days = ["Mon, 01 Aug 2022 10:00:00 GMT", "Thu, 22 Sep 2022 10:00:00 GMT", "Sun, 01 Jan 2023 10:00:00 GMT", ""]
    body = rss(
        "".join(
            f"<item><link>https://courier.example/{i}</link><pubDate>{day}</pubDate></item>"
            for i, day in enumerate(days)
        )
    )
    found = list(Feeds(WANTED).read(asked(), given(body)))
    assert [e.url[-1] for e in entries(found)] == ["1", "3"]
    assert refusals(found)[RefusalKind.OFF_WINDOW].count == 2
    assert not refusals(found)[RefusalKind.OFF_WINDOW].failed


def test_the_same_address_counts_once() -> None:
    found = list(FEEDS.read(asked(), given(rss("<item><link>https://courier.example/a#x</link></item>" * 3))))
    assert len(entries(found)) == 1
    assert refusals(found)[RefusalKind.SKIPPED].count == 2


def test_older_pages_are_followed_until_the_window_is_behind() -> None:
    head = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="https://courier.example/rss?page=2"/>'
    late = rss("<item><link>/a</link><pubDate>Thu, 22 Sep 2022 10:00:00 GMT</pubDate></item>", head)
    early = rss("<item><link>/a</link><pubDate>Mon, 22 Aug 2022 10:00:00 GMT</pubDate></item>", head)
    feeds = Feeds(WANTED)
    (following,) = requests(feeds.read(asked(), given(late)))
    assert (following.url, following.context) == ("https://courier.example/rss?page=2", {"page": 2})
    assert not requests(feeds.read(asked(), given(early)))
    assert not requests(feeds.read(asked(page=40), given(late)))
    assert not requests(feeds.read(asked("https://other.example/rss"), given(late)))


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"", RefusalKind.EMPTY, "empty"),
        (b"<html><body>Hello</body></html>", RefusalKind.FORMAT, "HTML page"),
        (b"<!doctype html><p>x", RefusalKind.FORMAT, "HTML page"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, RefusalKind.FORMAT, "no text"),
        (b"\x1f\x8b\x08 broken", RefusalKind.DAMAGED, "gzip"),
        (b"just words", RefusalKind.FORMAT, "no feed"),
        (b"<urlset></urlset>", RefusalKind.FORMAT, "<urlset>"),
        (b'{"items": 3}', RefusalKind.FORMAT, "without a list"),
        (b'{"items": [', RefusalKind.FORMAT, "no JSON"),
        (b"[" * 100_000, RefusalKind.FORMAT, "no feed"),
        (b'{"items":' + b"[" * 100_000, RefusalKind.FORMAT, "no JSON"),
        (b"<!DOCTYPE rss [ <!ENTITY a 'b'> <rss/>", RefusalKind.FORMAT, "does not end"),
        (rss(""), RefusalKind.EMPTY, "no items"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused_with_a_reason(body: bytes, kind: RefusalKind, reason: str) -> None:
    found = list(FEEDS.read(asked(), given(body)))
    assert not entries(found)
    assert reason in refusals(found)[kind].reason


def test_an_entity_bomb_stays_small_and_the_rest_is_read() -> None:
    bomb = (
        "<!DOCTYPE rss [<!ENTITY a0 'lol'>"
        + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 12))
        + "<!ENTITY file SYSTEM 'file:///etc/hostname'>]>"
    )
    found = list(
        FEEDS.read(asked(), given(rss("<item><title>&a11;&file;</title><link>/a</link></item>", doctype=bomb)))
    )
    (entry,) = entries(found)
    assert entry.title == "&a11;&file;"
    assert "not expanded" in refusals(found)[RefusalKind.DAMAGED].reason


def test_a_broken_feed_is_read_as_far_as_it_goes() -> None:
    body = rss("<item><title>One</title><link>/a</link></item><item><title>Two & a half</titel><link>/b</link></item>")[
        :-30
    ]
    found = list(FEEDS.read(asked(), given(body)))
    assert entries(found)[0].url == "https://courier.example/a"
    assert "read in part" in refusals(found)[RefusalKind.DAMAGED].reason


def test_an_item_that_is_cut_off_is_left_out() -> None:
    body = rss(
        "<item><link>/a</link></item><item><title>Two</title><link>https://courier.example/story-12345</link></item>"
    )
    found = list(FEEDS.read(asked(), given(body[: body.index(b"345<")])))
    assert [e.url for e in entries(found)] == ["https://courier.example/a"]


def test_hostile_nesting_and_many_items_are_bounded() -> None:
    found = list(FEEDS.read(asked(), given(b"<rss><channel>" + b"<item>" * 50_000)))
    assert refusals(found)[RefusalKind.DAMAGED]
    many = rss("<item><link>/a</link></item>" * 5_200)
    assert "more than 5,000 items" in refusals(FEEDS.read(asked(), given(many)))[RefusalKind.DAMAGED].reason


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251", "utf-8-sig"])
def test_encodings(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><rss version="2.0"><channel><item><title>Повінь у місті зруйнувала дамбу</title><link>/a</link></item></channel></rss>'
    (entry,) = entries(FEEDS.read(asked(), given(text.encode(encoding))))
    assert entry.title == "Повінь у місті зруйнувала дамбу"


# --- discovery ----------------------------------------------------------------------------------------------------

HOME = b"""<html><head><base href="https://herald.example/en/"><link rel="alternate" type="application/rss+xml" href="feed.xml">
<link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" href="/atom"><link rel="alternate" hreflang="de" href="/de">
<link rel="alternate" type="application/json" href="/wp-json/x"><link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="stylesheet" href="/rss.css"></head><body><a href="/feedback">x</a></body></html>"""


def test_start_asks_for_feeds_or_for_the_home_page() -> None:
    first, second = Feeds(OPEN).start()
    assert (first.url, first.kind, first.outlet) == ("https://courier.example/rss", Kind.FEED, "courier")
    assert (second.url, second.kind, second.outlet) == ("https://herald.example/", Kind.PAGE, "herald")


def test_the_feeds_of_a_home_page() -> None:
    home = Request("https://herald.example/", "feeds", Kind.PAGE, HERALD.id)
    found = requests(FEEDS.read(home, given(HOME, url="https://herald.example/")))
    assert [r.url for r in found] == ["https://herald.example/en/feed.xml", "https://herald.example/atom"]
    guesses = requests(FEEDS.read(home, given(b"<p>Nothing here", url="https://www.herald.example/")))
    assert guesses[0].url == "https://www.herald.example/feed/"
    (refusal,) = refusals(FEEDS.read(guesses[0], given(b"", 404))).values()
    assert not refusal.failed


def test_links_that_look_like_feeds_count_where_none_is_declared() -> None:
    page = b'<a href="/rss/world">RSS</a><a href="https://other.example/rss">x</a><a href="/feedback">y</a><a href="/news">z</a>'
    assert feed_links(given(page, url="https://courier.example/")) == ["https://courier.example/rss/world"]


def test_robots_sitemap_lines() -> None:
    text = "User-agent: *\nDisallow: /x\nSitemap: /s.xml\nsItE-mAp:https://courier.example/t.xml # note\nSitemap: ftp://x\nsitemap: /s.xml"
    assert sitemaps_in_robots(text, "https://courier.example/robots.txt") == [
        "https://courier.example/s.xml",
        "https://courier.example/t.xml",
    ]


# --- small parts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-09-23", "2022-09-23"),
        ("20220923", "2022-09-23"),
        ("20220923T160000Z", "2022-09-23T16:00:00+00:00"),
        ("20220923160000", "2022-09-23T16:00:00+00:00"),
        ("2022-09-23T16:00Z", "2022-09-23T16:00:00+00:00"),
        ("2022-09-23 16:00:05.123 +0300", "2022-09-23T16:00:05+03:00"),
        ("Fri, 23 Sep 2022 16:00:00 EST", "2022-09-23T16:00:00-05:00"),
        ("Fri, 23 Sep 2022 16:00:00 -0000", "2022-09-23T16:00:00+00:00"),
        ("2022-09", None),
        ("0022-09-23", None),
        ("2022-13-45", None),
        ("Fri, 31 Feb 2022 10:00:00 GMT", None),
        ("", None),
        (None, None),
        ("9" * 80, None),
        ("2022/09/21", "2022-09-21"),
        ("21-09-2022", "2022-09-21"),
        ("21-09-2022 10:05", "2022-09-21T10:05:00+00:00"),
        ("10/05/2022", None),
        ("2022년 9월 21일", "2022-09-21"),
        ("2022年9月21日 10:05", "2022-09-21T10:05:00+00:00"),
        ("Wed, 21 Sep 2022 10:00:00 CEST", "2022-09-21T10:00:00+02:00"),
        ("Wed, 21 Sep 2022 10:00:00 MSK", "2022-09-21T10:00:00+03:00"),
        ("Wed, 21 Sep 2022 10:00:00 EEST", "2022-09-21T10:00:00+03:00"),
        ("Wed, 21 Sep 2022 10:00 PM ET", "2022-09-21T22:00:00-04:00"),
        ("Wed, 21 Dec 2022 10:00 AM ET", "2022-12-21T10:00:00-05:00"),
        ("Wed, 21 Sep 2022 10:00:00 +03:00", "2022-09-21T10:00:00+03:00"),
        ("Wed, 21 Sep 22 10:00:00 +0300", "2022-09-21T10:00:00+03:00"),
        ("Ср, 21 вер 2022 10:00:00 +0300", "2022-09-21T10:00:00+03:00"),
        ("Mi, 21 Sep 2022 10:00:00 +0200", "2022-09-21T10:00:00+02:00"),
        ("a sentence about what happened on 21 Sep 2022 and later", None),
        ("1234567890123", None),
        ("Wednesday, 21-Sep-22 10:00:00 GMT", "2022-09-21T10:00:00+00:00"),
        ("Wed Sep 21 10:00:00 CEST 2022", "2022-09-21T10:00:00+02:00"),
        ("2022-09-21T10:00:00 Europe/Kyiv", "2022-09-21T10:00:00+03:00"),
        ("2022-09-21T10:00:00+03:00[Europe/Moscow]", "2022-09-21T10:00:00+03:00"),
        ("2022-09-21T10:00:00 Mars/Olympus", "2022-09-21T10:00:00+00:00"),
    ],
)
def test_iso_time(text: str | None, expected: str | None) -> None:
    assert iso_time(text) == expected


def test_numbers_are_read_in_the_order_of_the_language() -> None:
    assert iso_time("10/05/2022", "en-us") == "2022-10-05"
    assert iso_time("10/05/2022", "en-GB") == iso_time("10/05/2022", "de") == "2022-05-10"
    assert iso_time("10/05/2022", "en") is None


def test_names_meet_across_alphabets_and_romanisations() -> None:
    assert fold("Луганськ") == fold("Luhansk") == fold("Lugansk")
    assert fold("Зеленський").startswith(fold("Zelensk"))
    wanted = CoverageQuery(names=("повінь", "Ida Crane"))
    assert wanted.may_name("https://x.example/2022/povin-u-misti-zruinuvala-dambu")
    assert wanted.may_name("https://x.example/news/some-word", "Mayor Ida Crane speaks")
    assert wanted.may_name("https://x.example/news/world/12345")
    assert not wanted.may_name("https://x.example/sport/team-wins-the-cup")


@settings(max_examples=150, deadline=None)
@example(
    st.binary(max_size=400),
    st.sampled_from([b"", b"<rss><channel><item>", b'{"items":[', b"<feed>", b"<?xml version='1.0'?><!DOCTYPE a ["]),
)
def test_any_bytes_never_raise(data: bytes, start: bytes) -> None:
    for kind in (Kind.FEED, Kind.PAGE):
        list(Feeds(WANTED).read(asked(kind=kind), given(start + data)))


@settings(max_examples=200, deadline=None)
@example(st.text(max_size=80))
def test_any_text_is_a_link_a_date_a_name_or_nothing(text: str) -> None:
    url = absolute("https://courier.example/a/", text)
    assert url is None or url.startswith(("http://", "https://"))
    assert iso_time(text) is None or len(iso_time(text) or "") >= 10
    assert fold(text) == "" or fold(text).startswith(" ")
    assert WANTED.may_name(url or "", text) in {True, False}


def test_feedparser_never_asks_the_network_or_the_disk(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A body that is an address or a path is no feed: it is refused before feedparser could open it."""
    file = tmp_path_factory.mktemp("feeds") / "rss.xml"
    file.write_bytes(rss("<item><link>/a</link></item>"))
    for body in (str(file).encode(), b"http://127.0.0.1:9/rss", b"feed://127.0.0.1:9/"):
        assert not entries(FEEDS.read(asked(), given(body)))


def test_a_title_without_end_is_cut() -> None:
    body = rss("<item><link>/a</link><title>" + "&lt;" * 200_000 + "</title></item>")
    (entry,) = entries(FEEDS.read(asked(), given(body)))
    assert len(entry.title or "") <= 1_000


ITEM = (
    b"<item><title>A</title><link>https://courier.example/1</link><pubDate>Tue, 20 Sep 2022 10:00 GMT</pubDate></item>"
)


@pytest.mark.parametrize(
    "before",
    [b"Warning: mysql_connect() in /x.php on line 3\n", b"<br />\n<b>Notice</b>: undefined index\n", b"\n\n  "],
)
@pytest.mark.parametrize("declared", [b'<?xml version="1.0"?>', b""])
def test_junk_before_a_feed_costs_nothing(before: bytes, declared: bytes) -> None:
    feed = parse_feed(given(before + declared + b'<rss version="2.0"><channel>' + ITEM + b"</channel></rss>"))
    assert isinstance(feed, Feed)
    assert [(i.url, i.published) for i in feed.items] == [("https://courier.example/1", "2022-09-20T10:00:00+00:00")]
    assert feed.remark == "" or "passed over" in feed.remark


def test_prefixes_that_nobody_declared_and_references_in_cdata() -> None:
    link = b"<![CDATA[https://courier.example/1?a=1&amp;b=2]]>"
    item = b"<item><link>" + link + b"</link><dc:date>2022-09-20</dc:date><media:x/></item>"
    feed = parse_feed(given(b'<rss version="2.0"><channel>' + item + b"</channel></rss>"))
    assert isinstance(feed, Feed)
    assert [(i.url, i.published) for i in feed.items] == [("https://courier.example/1?a=1&b=2", "2022-09-20")]
    dated = b"<news:news><news:publication_date>2022-09-20</news:publication_date></news:news>"
    page = b"<urlset><url><loc>" + link + b"</loc>" + dated + b"</url></urlset>"
    sitemap = parse_sitemap(given(b"Warning: x\n" + page))
    assert isinstance(sitemap, Sitemap)
    assert [(a.url, a.published) for a in sitemap.pages] == [("https://courier.example/1?a=1&b=2", "2022-09-20")]
