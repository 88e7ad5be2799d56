"""What `collect --urls` will ask for is told before anything is asked, and what was done is left out of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from collectors.collect import Options, collect
from collectors.crawl.address_guard import Policy
from collectors.crawl.frontier import Frontier, Scope
from collectors.crawl.limits import Limits
from collectors.crawl.request_plan import keys_of, plan_of
from collectors.model import Entry
from collectors.sources.address_list import AddressList
from collectors.sources.coverage_query import CoverageQuery
from collectors.store import Store
from tests.newsroom.archive import Archive, Capture, write_warc
from tests.newsroom.copy import article_html, story
from tests.newsroom.server import LOOPBACK, Reply, Seen, Site
from tests.support.command_line import EVENT as SHIPPED
from tests.support.command_line import Run
from tests.support.made_values import COURIER, EVENT, catalogue

HOST = "river-courier.example"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as opened:
        yield opened


def entries_at(*urls: str) -> tuple[Entry, ...]:
    return tuple(Entry(url, "urls") for url in urls)


def test_requests_hours_and_bytes_follow_from_hosts_and_rate_limits() -> None:
    busy = [f"https://a.example/{n}" for n in range(1_800)]
    entries = entries_at(*busy, "https://a.example/0", "https://b.example/1")  # one address twice
    plan = plan_of(entries, set(), Limits(delay=2.0))
    assert (plan.addresses, plan.done, plan.hosts) == (1_801, 0, 2)
    robots, live, index, captures = plan.requests
    assert [(r.least, r.most) for r in plan.requests] == [(2, 2), (1_801, 1_801), (0, 1_801), (0, 7_204)]
    assert live.hours(live.most) == pytest.approx(1.0)  # 1,800 on one host, 2 s apart
    assert index.hours(index.most) == pytest.approx(1_801 / 24 / 60)
    assert captures.hours(captures.most) == pytest.approx(7_204 / 480 / 60)
    assert robots.hours(robots.most) == 0.0
    least, most = plan.hours
    assert least == pytest.approx(1.0)
    assert most == pytest.approx(1.0 + 1_801 / 1_440 + 7_204 / 28_800)
    told = "\n".join(plan.lines())
    assert "1,801 addresses: 0 are done, 1,801 are left, on 2 hosts" in told
    assert "0 to 1,801 requests" in told
    assert "63.0 MB" in told
    assert "1.0 h" in told


def test_nothing_left_is_told_as_nothing() -> None:
    entries = entries_at("https://a.example/1")
    plan = plan_of(entries, set(keys_of(entries)), Limits())
    assert (plan.done, plan.hosts, plan.hours) == (1, 0, (0.0, 0.0))
    assert all(r.most == 0 for r in plan.requests)


def stopped_run(site: Site, home: Path, entries: tuple[Entry, ...], stop: threading.Event) -> None:
    limits = Limits(delay=0.0, per_host=1, timeout=5.0, policy=Policy.parse(f"{LOOPBACK}:{site.port}"))
    source = AddressList(CoverageQuery.of(EVENT, [COURIER]), entries)
    options = Options(EVENT.id, ("urls",), patience=5.0, backoff=0.05, limits=limits)
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        collect(
            store,
            catalogue(COURIER),
            home,
            options,
            {"urls": source},
            stop=stop,
            lookup=lambda _host, _port: [LOOPBACK],
        )


def left(home: Path, entries: tuple[Entry, ...]) -> int:
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        frontier = Frontier(store, Scope(EVENT.id, frozenset({"urls"})))
        done = frontier.finished(keys_of(entries), time.time(), 6 * 3600.0)
    plan = plan_of(entries, done, Limits())
    return plan.addresses - plan.done


def test_a_stopped_run_leaves_a_smaller_plan_and_is_gone_on_with(site: Site, tmp_path: Path) -> None:
    entries = entries_at(*(site.url(story(n).path, HOST) for n in range(6)))
    stop = threading.Event()
    asked: list[str] = []

    def page(seen: Seen) -> Reply:
        asked.append(seen.path)
        if len(asked) == 3:
            stop.set()
        return Reply(article_html(int(next(n for n in range(6) if story(n).path == seen.path))))

    site.routes |= {story(n).path: page for n in range(6)}
    assert left(tmp_path, entries) == 6
    stopped_run(site, tmp_path, entries, stop)
    remaining = left(tmp_path, entries)
    assert 0 < remaining < 6
    stopped_run(site, tmp_path, entries, threading.Event())
    assert left(tmp_path, entries) == 0
    assert set(asked) == {story(n).path for n in range(6)}


def test_a_page_checked_long_ago_is_in_the_plan_again(site: Site, tmp_path: Path) -> None:
    entries = entries_at(site.url(story(0).path, HOST))
    site.routes[story(0).path] = Reply(article_html(0))
    stopped_run(site, tmp_path, entries, threading.Event())
    with Store(f"sqlite:///{tmp_path / 'store.sqlite'}") as store:
        frontier = Frontier(store, Scope(EVENT.id, frozenset({"urls"})))
        keys, now = keys_of(entries), time.time()
        assert frontier.finished(keys, now, 3600.0) == set(keys)
        assert frontier.finished(keys, now + 7200.0, 3600.0) == set()


def test_the_plan_of_a_list_asks_for_nothing_and_the_run_for_what_it_says(
    site: Site, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = [site.url(story(n).path) for n in range(3)]
    write_warc(tmp_path / "archive.warc.gz", [Capture(urls[0], "20220924100000", article_html(0))])
    archive = Archive(site, tmp_path / "archive.warc.gz")
    site.routes |= {story(0).path: Reply(b"gone", 410), story(1).path: Reply(article_html(1))}
    site.routes[story(2).path] = Reply(article_html(2))
    for name, value in (
        ("PARALLAX_ALLOW_ADDRESSES", f"{LOOPBACK}:{site.port}"),
        ("PARALLAX_WAYBACK_CDX", archive.cdx),
        ("PARALLAX_WAYBACK", archive.replay),
    ):
        monkeypatch.setenv(name, value)
    listed = tmp_path / "known.csv"
    listed.write_text("url,published\n" + "".join(f"{url},2022-09-24\n" for url in urls), encoding="utf-8")
    command = ("collect", "--event", SHIPPED, "--urls", str(listed), "--delay", "0", "--processes", "1")
    status, out, _ = run(*command, "--plan")
    assert status == 0
    assert site.log == []
    assert "3 addresses: 0 are done, 3 are left, on 1 hosts" in out
    assert "the archive's index (CDX): 0 to 3 requests" in out
    _, _, err = run(*command)
    assert "3 addresses: 0 are done" in err  # the plan stands before the run
    indexes = [seen for seen in site.log if seen.path.startswith("/cdx")]
    mementos = [seen for seen in site.log if seen.path.startswith("/web/")]
    assert (len(indexes), len(mementos)) == (1, 1)
    before = len(site.log)
    _, out, _ = run(*command, "--plan")
    assert "3 addresses: 3 are done, 0 are left" in out
    assert len(site.log) == before


def test_a_plan_without_a_list_is_wrong_use(run: Run) -> None:
    status, _, err = run("collect", "--event", SHIPPED, "--plan")
    assert status == 2
    assert "--urls FILE" in err
