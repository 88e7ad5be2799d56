"""`parallax check --online`: what the declared feeds and sitemaps answer, asked for politely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from collectors.crawl.address_check import CheckedAddress, check_addresses, declared_addresses
from collectors.crawl.address_guard import Policy
from collectors.crawl.limits import Limits
from collectors.model import Outlet
from tests.newsroom.server import LOOPBACK, Reply, Site
from tests.support.command_line import Run
from tests.support.made_values import COURIER, WIRE

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title>
<item><title>River vote</title><link>https://river-courier.example/1</link>
<pubDate>Sat, 24 Sep 2022 10:00:00 GMT</pubDate></item></channel></rss>"""
EMPTY = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title></channel></rss>'
SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://river-courier.example/1</loc></url></urlset>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as opened:
        yield opened


def asked(site: Site, outlet: Outlet, **changes: object) -> dict[str, CheckedAddress]:
    limits = replace(
        Limits(delay=0.0, timeout=2.0, policy=Policy.parse(f"{LOOPBACK}:{site.port}")),
        **changes,  # type: ignore[arg-type]  # fields of many types
    )
    found = check_addresses([outlet], limits, lookup=lambda _host, _port: [LOOPBACK])
    return {one.declared.address.rpartition("/")[2]: one for one in found}


def test_each_address_is_asked_for_once_and_read_as_what_it_is(site: Site) -> None:
    names = ("good.xml", "empty.xml", "page.html", "gone.xml", "map.xml", "feed.map", "closed.xml")
    site.routes |= {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /closed.xml\n", content_type="text/plain"),
        "/good.xml": Reply(FEED, content_type="application/rss+xml"),
        "/empty.xml": Reply(EMPTY, content_type="application/rss+xml"),
        "/page.html": Reply(b"<html><body><p>Not here any more.</p></body></html>"),
        "/map.xml": Reply(SITEMAP, content_type="application/xml"),
        "/feed.map": Reply(FEED, content_type="application/rss+xml"),
        "/closed.xml": Reply(FEED, content_type="application/rss+xml"),
    }
    at = {name: site.url(f"/{name}") for name in names}
    outlet = replace(
        COURIER,
        invented=False,
        feeds=tuple(at[name] for name in ("good.xml", "empty.xml", "page.html", "gone.xml", "closed.xml")),
        sitemaps=(at["map.xml"], at["feed.map"]),
    )
    found = asked(site, outlet)
    assert {name for name, one in found.items() if one.works} == {"good.xml", "map.xml"}
    assert found["good.xml"].detail == "a feed with 1 items, the newest of 2022-09-24"
    assert str(found["good.xml"].newest) == "2022-09-24"
    assert found["map.xml"].detail == "a sitemap with 1 pages and 0 further sitemaps"
    assert found["gone.xml"].detail == "answers 404"
    assert found["page.html"].detail.startswith("no feed")
    assert found["feed.map"].detail == "a feed, not a sitemap"
    assert found["closed.xml"].detail.startswith("robots")
    assert not site.asked("/closed.xml")
    assert all(len(site.asked(f"/{name}")) == 1 for name in names if name != "closed.xml")


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(site: Site) -> None:
    site.otherwise = Reply(FEED, content_type="application/rss+xml")
    outlet = replace(COURIER, invented=False, feeds=tuple(site.url(f"/{n}.xml") for n in range(3)))
    assert all(one.works for one in asked(site, outlet, delay=0.3).values())
    times = [seen.at for seen in site.log if seen.path.endswith(".xml")]
    assert all(later - earlier >= 0.29 for earlier, later in pairwise(times))


def test_addresses_inside_the_network_and_hosts_that_hang_cost_themselves(site: Site) -> None:
    site.routes |= {
        "/good.xml": Reply(FEED, content_type="application/rss+xml"),
        "/slow.xml": Reply(FEED, wait=5.0),
    }
    feeds = ("http://169.254.169.254/feed.xml", site.url("/slow.xml"), site.url("/good.xml"))
    found = asked(site, replace(COURIER, invented=False, feeds=feeds), timeout=2.0)
    assert [name for name, one in found.items() if one.works] == ["good.xml"]
    assert found["feed.xml"].detail.startswith("address")
    assert found["slow.xml"].detail.startswith("timeout")


def test_invented_outlets_and_repeated_addresses_are_left_out() -> None:
    feed = "https://a.example/rss"
    one = replace(COURIER, invented=False, feeds=(feed, feed), sitemaps=(feed,))
    assert [d.address for d in declared_addresses([one, replace(WIRE, feeds=("https://b.example/rss",))])] == [feed]


def test_the_command_names_what_fails_and_who_declares_nothing(
    site: Site, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.routes["/good.xml"] = Reply(FEED, content_type="application/rss+xml")
    monkeypatch.setenv("PARALLAX_ALLOW_ADDRESSES", f"{LOOPBACK}:{site.port}")
    outlets = [
        replace(COURIER, invented=False, feeds=(site.url("/good.xml"),)),
        replace(WIRE, invented=False, feeds=(site.url("/gone.xml"),)),
        replace(WIRE, id="bare-wire", invented=False),
    ]
    polite = Limits.resolve()
    monkeypatch.setattr(Limits, "resolve", lambda: replace(polite, delay=0.05))
    monkeypatch.setattr("collectors.cli.collecting.chosen_outlets", lambda _catalogue, _names: outlets)
    status, out, err = run("check", "--online")
    assert status == 1
    assert f"works  {COURIER.id}  feed  {site.url('/good.xml')}  a feed with 1 items" in out
    assert f"FAILS  {WIRE.id}  feed  {site.url('/gone.xml')}  answers 404" in out
    assert "2 addresses asked, 1 cannot be read" in err
    assert "no feed or sitemap is declared for 1 outlet: bare-wire" in err
