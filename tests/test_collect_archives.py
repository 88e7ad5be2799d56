"""Collecting what is no longer on the web: from an archive's index, after a 404, and from CC-NEWS files."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from collectors.collect import Collected, Options, collect
from collectors.crawl.address_guard import Policy
from collectors.crawl.limits import Limits
from collectors.errors import ParallaxError
from collectors.sources.address_list import AddressList, read_addresses
from collectors.sources.ccnews import CcNews
from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.feeds import Feeds
from collectors.sources.source_protocol import Rate, Source
from collectors.sources.wayback import Wayback
from collectors.store import Store
from collectors.store import store_tables as t
from tests.newsroom.archive import Archive, Capture, write_warc
from tests.newsroom.copy import article_html, rss, story
from tests.newsroom.server import LOOPBACK, Reply, Route, Seen, Site
from tests.support.made_values import COURIER, EVENT, catalogue

CONSENT = b"<html><head><title>Before you continue</title></head><body><p>We value your privacy. Accept all cookies.</p></body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as opened:
        yield opened


def here(_host: str, _port: int) -> list[str]:
    """Every name is this machine's. A function of the module: it is sent to worker processes too."""
    return [LOOPBACK]


def run(site: Site, home: Path, sources: dict[str, Source], **changes: object) -> Collected:
    outlet = sources[next(iter(sources))].wanted.outlets[0]
    limits = Limits(delay=0.0, timeout=5.0, policy=Policy.parse(f"{LOOPBACK}:{site.port}"))
    given = {"patience": 5.0, "backoff": 0.05, "limits": limits} | changes
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        options = Options(EVENT.id, tuple(sources), **given)  # type: ignore[arg-type]  # fields of many types
        return collect(store, catalogue(outlet), home, options, sources, lookup=here)


def stored(home: Path) -> dict[str, tuple[str, str, str]]:
    """URL -> outlet, time of the capture, title."""
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store, store.reading() as connection:
        query = select(t.articles.c.url, t.articles.c.outlet, t.revisions.c.fetched_at, t.revisions.c.title).join(
            t.revisions, t.revisions.c.article == t.articles.c.article
        )
        return {row.url: (row.outlet, row.fetched_at, row.title) for row in connection.execute(query)}


def outcomes(home: Path) -> dict[str, str]:
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        return {o.key: o.kind.value for o in store.outcomes()}


def archive_of(site: Site, folder: Path, *captures: Capture) -> Archive:
    write_warc(folder / "archive.warc.gz", captures)
    return Archive(site, folder / "archive.warc.gz")


def wayback(archive: Archive, wanted: CoverageQuery, *, listing: bool) -> Wayback:
    return Wayback(wanted, archive.cdx, archive.replay, listing=listing, page_rate=Rate("archive", 6_000.0))


def test_pages_of_an_archive_by_its_index(site: Site, tmp_path: Path) -> None:
    """The first capture of one page is a consent wall: the next one is taken."""
    base = "http://river-courier.example"
    urls = [base + story(n).path for n in range(3)]
    archive = archive_of(
        site, tmp_path,
        Capture(urls[0], "20220924100000", article_html(0)),
        Capture(urls[1], "20220924110000", CONSENT),
        Capture(urls[1], "20220925110000", article_html(1)),
        Capture(urls[2], "20220924120000", b"moved", 301),
    )  # fmt: skip
    source = wayback(archive, CoverageQuery.of(EVENT, [COURIER]), listing=True)
    run(site, tmp_path, {"wayback": source})
    assert stored(tmp_path) == {
        urls[0]: ("river-courier", "2022-09-24T10:00:00Z", "Sham vote opens in district 0"),
        urls[1]: ("river-courier", "2022-09-25T11:00:00Z", "Sham vote opens in district 1"),
    }


def test_a_page_that_is_gone_is_looked_for_in_the_archive(site: Site, tmp_path: Path) -> None:
    gone, there, lost = (site.url(story(n).path) for n in range(3))
    archive = archive_of(site, tmp_path, Capture(gone, "20220924100000", article_html(0)))
    site.routes = {
        "/feed.xml": Reply(rss(site.url(""), [story(n) for n in range(3)]), content_type="application/rss+xml"),
        story(0).path: Reply(b"gone", 410),
        story(1).path: Reply(article_html(1)),
        story(2).path: Reply(b"not found", 404),
    }
    outlet = replace(COURIER, feeds=(site.url("/feed.xml"),))
    wanted = CoverageQuery.of(EVENT, [outlet])
    run(site, tmp_path, {"feeds": Feeds(wanted), "wayback": wayback(archive, wanted, listing=False)})
    assert set(stored(tmp_path)) == {gone, there}
    assert stored(tmp_path)[gone][1] == "2022-09-24T10:00:00Z"
    assert outcomes(tmp_path)[lost] in {"http_error", "empty"}


def ccnews(site: Site, folder: Path, number: int) -> list[str]:
    """A CC-NEWS month with one file of so many pages, half of them another outlet's; the wanted ones."""
    urls = [f"https://river-courier.example{story(n).path}" for n in range(number)]
    captures = [Capture(url, f"20220924{n // 60:02}{n % 60:02}00", article_html(n)) for n, url in enumerate(urls)]
    captures += [Capture(f"https://elsewhere.example/{n}", "20220924100000", article_html(n)) for n in range(number)]
    name = "crawl-data/CC-NEWS/2022/09/CC-NEWS-20220924000000-00001.warc.gz"
    write_warc(folder / "ccnews.warc.gz", captures)
    data = (folder / "ccnews.warc.gz").read_bytes()
    others = [name.replace("-00001.", f"-0000{n}.") for n in range(2, 5)]  # files with nothing for us, read in no time
    site.routes |= {
        f"/{other}": Reply(gzip.compress(b"", mtime=0), content_type="application/warc") for other in others
    }
    listing = gzip.compress("\n".join([name, *others]).encode(), mtime=0)
    site.routes["/crawl-data/CC-NEWS/2022/09/warc.paths.gz"] = Reply(listing, content_type="application/gzip")
    site.routes["/crawl-data/CC-NEWS/2022/10/warc.paths.gz"] = Reply(
        gzip.compress(b"", mtime=0), content_type="application/gzip"
    )
    site.routes[f"/{name}"] = _breaking(data)
    return urls


def _breaking(data: bytes) -> Route:
    """A file whose connection breaks in the middle the first time; ranges are known."""
    asked: list[int] = []

    def answer(seen: Seen) -> Reply:
        first = int(seen.headers.get("range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        asked.append(first)
        rest = data[first:]
        if len(asked) == 1:
            return Reply(rest[: len(rest) // 3], cut=True, content_type="application/warc")
        return Reply(rest, 206 if first else 200, content_type="application/warc")

    return answer


@pytest.fixture(scope="module")
def dask() -> Iterator[str]:
    """The address of a Dask scheduler with one worker, on loopback."""
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        host=LOOPBACK,
        dashboard_address=f"{LOOPBACK}:0",
        protocol="tcp://",
    ) as cluster:
        yield str(cluster.scheduler_address)


# Deprecations inside Dask and its dependencies are not ours to fix.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("where", [None, "processes", "dask"])
def test_a_ccnews_file_is_scanned_as_a_stream_and_gone_on_with_where_it_broke(
    site: Site, tmp_path: Path, where: str | None, request: pytest.FixtureRequest
) -> None:
    scan_on = request.getfixturevalue("dask") if where == "dask" else where
    urls = ccnews(site, tmp_path, 36)
    source = CcNews(CoverageQuery.of(EVENT, [COURIER]), base=site.url("/"))
    done = run(site, tmp_path, {"ccnews": source}, scan_on=scan_on)
    assert set(stored(tmp_path)) == set(urls)
    assert stored(tmp_path)[urls[7]][:2] == ("river-courier", "2022-09-24T00:07:00Z")
    files = [seen for seen in site.log if seen.path.endswith("00001.warc.gz")]
    assert len(files) == 2
    assert files[1].headers["range"] != "bytes=0-"
    assert done.left == 0


# --- addresses as a source


def test_addresses_of_a_list_are_fetched_live_or_from_the_capture_nearest_to_their_date(
    site: Site, tmp_path: Path
) -> None:
    gone, there = (site.url(story(n).path) for n in range(2))
    captures = [Capture(gone, when, article_html(0)) for when in ("20220930100000", "20220924100000")]
    archive = archive_of(site, tmp_path, *captures)
    site.routes |= {story(0).path: Reply(b"gone", 410), story(1).path: Reply(article_html(1))}
    listed = tmp_path / "known.csv"
    listed.write_text(f"title;url;published\nA;{gone};24.09.2022\nB;{there};\nC;nowhere;\n", encoding="utf-8")
    entries, wrong = read_addresses(listed)
    assert [e.published for e in entries] == ["2022-09-24", None]
    assert wrong == [f"{listed}:4: no web address"]
    wanted = CoverageQuery.of(EVENT, [COURIER])
    sources = {"urls": AddressList(wanted, entries), "wayback": wayback(archive, wanted, listing=False)}
    run(site, tmp_path, sources)
    assert set(stored(tmp_path)) == {gone, there}
    assert stored(tmp_path)[gone][1] == "2022-09-24T10:00:00Z"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.txt", "# ours\nhttps://a.example/1\n\nhttps://a.example/2\nhttps://a.example/1\n"),
        ("list.tsv", "id\turl\n1\thttps://a.example/1\n2\thttps://a.example/2\n"),
        ("list.jsonl", '{"url": "https://a.example/1", "title": "x"}\n{"link": "https://a.example/2"}\nno json\n'),
    ],
)
def test_addresses_are_read_from_lists_and_tables(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    entries, _ = read_addresses(tmp_path / name)
    assert [e.url for e in entries] == ["https://a.example/1", "https://a.example/2"]
    assert {e.source for e in entries} == {"urls"}


def test_a_list_without_addresses_says_so(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("title\nx\n", encoding="utf-8")
    with pytest.raises(ParallaxError, match="no column that is known as the text or the address"):
        read_addresses(tmp_path / "list.csv")
    with pytest.raises(ParallaxError, match="no such list"):
        read_addresses(tmp_path / "nowhere")
