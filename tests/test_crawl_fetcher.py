"""The fetcher against a real server that behaves well and badly."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, repeat

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
import zstandard

from collectors.crawl.address_guard import Lookup, Policy, host_of
from collectors.crawl.fetch_jobs import Answer, Failed, Fetched, FetchTrouble, Job
from collectors.crawl.fetcher import Fetcher
from collectors.crawl.limits import Limits
from tests.newsroom import loopback
from tests.newsroom.server import LOOPBACK, Reply, Seen, Site

PAGE = b"<!DOCTYPE html><html><body>" + b"A page of the River Courier. " * 40 + b"</body></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as opened:
        opened.routes["/page"] = Reply(PAGE)
        yield opened


def limits(site: Site, **changes: object) -> Limits:
    policy = Policy.parse(f"{LOOPBACK}:{site.port}")
    return Limits(**{"delay": 0.0, "per_host": 4, "timeout": 5.0, "policy": policy} | changes)  # type: ignore[arg-type]  # fields of many types


def fetch(given: Limits, urls: Sequence[str], lookup: Lookup | None = None, **job: object) -> list[Answer]:
    """The answers in the order of the URLs."""
    with Fetcher(given, lookup=lookup) as fetcher:
        for number, url in enumerate(urls):
            fetcher.submit(Job(str(number), url, host_of(url), **job))  # type: ignore[arg-type]  # fields of many types
        answers = {a.job.key: a for a in (fetcher.answers.get(timeout=30) for _ in urls)}
    return [answers[str(n)] for n in range(len(urls))]


def one(given: Limits, url: str, lookup: Lookup | None = None, **job: object) -> Answer:
    return fetch(given, [url], lookup, **job)[0]


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", _gzip), ("deflate", zlib.compress), ("br", brotli.compress), ("zstd", zstandard.compress)],
)
def test_encodings_are_undone_and_the_raw_bytes_kept(site: Site, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    site.routes["/packed"] = Reply(pack(PAGE), headers={"Content-Encoding": encoding})
    answer = one(limits(site), site.url("/packed"))
    assert isinstance(answer, Fetched)
    assert answer.body == PAGE
    assert answer.raw == pack(PAGE)
    assert answer.header("content-encoding") == encoding


def test_only_encodings_that_every_warc_reader_knows_are_asked_for(site: Site) -> None:
    one(limits(site), site.url("/page"))
    assert site.asked("/page")[0].headers["accept-encoding"] == "gzip, deflate"


def test_the_user_agent_names_the_contact(site: Site) -> None:
    one(limits(site, contact="https://desk.example/bot"), site.url("/page"))
    agents = {seen.headers["user-agent"] for seen in site.log}
    assert len(agents) == 1
    assert agents.pop().startswith("parallax/")
    assert site.log[0].headers["user-agent"].endswith("(+https://desk.example/bot)")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, status: int) -> None:
    site.routes["/old"] = Reply(b"", status, {"Location": "/page"})
    answer = one(limits(site), site.url("/old"))
    assert isinstance(answer, Fetched)
    assert (answer.url, answer.body, answer.redirects) == (site.url("/page"), PAGE, (site.url("/old"),))


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503])
def test_an_error_status_is_an_answer(site: Site, status: int) -> None:
    site.routes["/bad"] = Reply(b"sorry", status, {"Retry-After": "7"})
    answer = one(limits(site), site.url("/bad"))
    assert isinstance(answer, Fetched)
    assert (answer.status, answer.header("retry-after")) == (status, "7")
    assert len(site.asked("/bad")) == 1


def test_a_conditional_request_gives_304(site: Site) -> None:
    site.routes["/page"] = lambda seen: Reply(b"", 304) if seen.headers.get("if-none-match") == '"a"' else Reply(PAGE)
    answer = one(limits(site), site.url("/page"), headers=(("If-None-Match", '"a"'),))
    assert isinstance(answer, Fetched)
    assert answer.status == 304


def _endless() -> Iterator[bytes]:
    return repeat(b"<p>and so on</p>" * 4096)


def _trickle() -> Iterator[bytes]:
    while True:
        time.sleep(0.1)
        yield b" "


HOSTILE = {
    "/stream": (Reply(stream=_endless), FetchTrouble.TOO_LARGE),
    "/long": (Reply(b"x" * 300_000), FetchTrouble.TOO_LARGE),
    "/bomb": (
        Reply(gzip.compress(bytes(50_000_000), mtime=0), headers={"Content-Encoding": "gzip"}),
        FetchTrouble.TOO_LARGE,
    ),
    "/brbomb": (
        Reply(brotli.compress(bytes(50_000_000), quality=5), headers={"Content-Encoding": "br"}),
        FetchTrouble.TOO_LARGE,
    ),
    "/zstdbomb": (
        Reply(zstandard.compress(bytes(50_000_000)), headers={"Content-Encoding": "zstd"}),
        FetchTrouble.TOO_LARGE,
    ),
    "/hangs": (Reply(PAGE, wait=30.0), FetchTrouble.TIMEOUT),
    "/trickle": (Reply(stream=_trickle), FetchTrouble.TIMEOUT),
    "/cut": (Reply(PAGE, cut=True), FetchTrouble.BROKEN),
    "/loop": (Reply(b"", 302, {"Location": "/loop"}), FetchTrouble.REDIRECTS),
    "/inside": (Reply(b"", 302, {"Location": "http://10.0.0.1/admin"}), FetchTrouble.ADDRESS),
    "/cloud": (Reply(b"", 302, {"Location": "http://169.254.169.254/latest/meta-data/"}), FetchTrouble.ADDRESS),
    "/neighbour": (Reply(b"", 302, {"Location": "http://127.0.0.2:22/"}), FetchTrouble.ADDRESS),
    "/badgzip": (Reply(b"\x1f\x8b\x08broken", headers={"Content-Encoding": "gzip"}), FetchTrouble.BROKEN),
}


def test_hostile_answers_end_in_time_and_space(site: Site) -> None:
    """Two of them never end by themselves; a stream of 2 GB would take longer than its limit of 256 KB."""
    site.routes |= {path: reply for path, (reply, _) in HOSTILE.items()}
    given = limits(site, timeout=3.0, max_page=256_000, per_host=len(HOSTILE))
    answers = fetch(given, [site.url(path) for path in HOSTILE])
    got = {path: a.trouble if isinstance(a, Failed) else a for path, a in zip(HOSTILE, answers, strict=True)}
    assert got == {path: trouble for path, (_, trouble) in HOSTILE.items()}


def test_a_redirect_to_another_scheme_is_not_followed(site: Site) -> None:
    site.routes["/file"] = Reply(b"", 302, {"Location": "file:///etc/hostname"})
    answer = one(limits(site), site.url("/file"))
    assert isinstance(answer, Fetched)
    assert (answer.status, answer.body) == (302, b"")


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "10.0.0.7", "::1", "::ffff:127.0.0.1"])
def test_a_name_that_resolves_to_a_private_address_is_not_asked(site: Site, address: str) -> None:
    answer = one(limits(site, policy=Policy()), "http://innocent.example/", lambda host, port: [address])
    assert isinstance(answer, Failed)
    assert answer.trouble is FetchTrouble.ADDRESS
    assert site.log == []


def test_a_name_with_good_and_bad_addresses_is_reached_at_the_good_one(site: Site) -> None:
    answer = one(limits(site), site.url("/page", "news.example"), lambda host, port: ["10.0.0.1", LOOPBACK])
    assert isinstance(answer, Fetched)
    assert {seen.host for seen in site.log} == {f"news.example:{site.port}"}


def test_no_second_look_up_stands_between_the_judgement_and_the_connection(site: Site) -> None:
    """A name that is public when it is judged and private when it is connected to (rebinding) has no second chance."""
    asked: list[str] = []

    def changing(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return [LOOPBACK] if len(asked) == 1 else ["169.254.169.254"]

    with Fetcher(limits(site, robots=False), lookup=changing) as fetcher:
        for number in range(3):
            fetcher.submit(Job(str(number), site.url("/page", "turncoat.example"), "turncoat.example"))
            answer = fetcher.answers.get(timeout=30)
            assert isinstance(answer, Fetched)
    assert asked == ["turncoat.example"]  # the others went over the connection that was judged


def test_a_name_nobody_knows(site: Site) -> None:
    def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror("no such name")

    answer = one(limits(site), "http://nowhere.example/", unknown)
    assert isinstance(answer, Failed)
    assert (answer.trouble, answer.again) == (FetchTrouble.UNKNOWN_HOST, True)


# --- robots.txt


def test_robots_txt_is_asked_first_and_obeyed(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: parallax\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n")
    site.routes["/private/a"] = site.routes["/sneaky"] = Reply(PAGE)
    site.routes["/sneaky"] = Reply(b"", 302, {"Location": "/private/a"})
    answers = fetch(limits(site), [site.url("/page"), site.url("/private/a"), site.url("/sneaky")])
    assert isinstance(answers[0], Fetched)
    assert [a.trouble for a in answers[1:] if isinstance(a, Failed)] == [FetchTrouble.ROBOTS, FetchTrouble.ROBOTS]
    assert site.log[0].path == "/robots.txt"
    assert site.asked("/private/a") == []
    assert len(site.asked("/robots.txt")) == 1


def test_of_a_large_robots_txt_the_first_500_kibibytes_are_obeyed(site: Site) -> None:
    rules = b"User-agent: *\nDisallow: /early\n" + b"# a remark that fills the file\n" * 40_000 + b"Disallow: /late\n"
    assert len(rules) > 2 * 512_000
    site.routes["/robots.txt"] = Reply(rules)
    site.routes["/early"] = site.routes["/late"] = Reply(PAGE)
    early, late = fetch(limits(site), [site.url("/early"), site.url("/late")])
    assert isinstance(early, Failed)
    assert early.trouble is FetchTrouble.ROBOTS
    assert isinstance(late, Fetched)


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        (Reply(b"", 404), True),
        (Reply(b"", 403), True),
        (Reply(b"", 500), False),
        (Reply(b"", 503), False),
        (Reply(b"", 302, {"Location": "/robots.txt"}), True),
        (Reply(b"x" * 600_000), True),  # RFC 9309, 2.5: its first 500 KiB are read
        (Reply(wait=30.0), False),
        (Reply(b"\xff\xfe\x00 no rules at all"), True),
    ],
    ids=["404", "403", "500", "503", "loop", "too large", "hangs", "rubbish"],
)
def test_what_a_robots_txt_that_cannot_be_had_means(site: Site, reply: Reply, taken: bool) -> None:
    """RFC 9309, 2.3.1: a 4xx and a redirect without end allow everything, a server's error nothing for now."""
    site.routes["/robots.txt"] = reply
    answer = one(limits(site, timeout=1.0 if reply.wait else 20.0), site.url("/page"))
    assert isinstance(answer, Fetched) is taken
    if isinstance(answer, Failed):
        assert (answer.trouble, answer.again) == (FetchTrouble.ROBOTS_UNKNOWN, True)
        assert site.asked("/page") == []


def test_a_host_that_asks_for_hours_between_requests_is_left_alone(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 7200\n")
    answer = one(limits(site), site.url("/page"))
    assert isinstance(answer, Failed)
    assert answer.trouble is FetchTrouble.ROBOTS


# --- pacing


def _gaps(site: Site) -> list[float]:
    return [b.at - a.at for a, b in pairwise(site.log)]


def test_the_delay_of_a_host_is_never_undercut(site: Site) -> None:
    """Measured where it counts, in the server's log; slow and fast answers and redirects between."""
    site.routes["/slow"] = Reply(PAGE, wait=0.15)
    site.routes["/old"] = Reply(b"", 302, {"Location": "/page"})
    paths = ["/page", "/slow", "/old", "/page", "/slow", "/missing"]
    answers = fetch(limits(site, delay=0.2), [site.url(p) for p in paths])
    assert all(isinstance(a, Fetched) for a in answers)
    assert len(site.log) == 8  # with robots.txt and the redirect's end
    assert min(_gaps(site)) >= 0.2


def test_a_crawl_delay_that_is_longer_counts(site: Site) -> None:
    site.routes["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 0.4\n")
    fetch(limits(site), [site.url("/page")] * 4)
    assert min(_gaps(site)) >= 0.4


def test_hosts_do_not_wait_for_each_other(site: Site) -> None:
    hosts = [f"paper-{n}.example" for n in range(6)]
    together = threading.Barrier(len(hosts), timeout=20.0)

    def page(_seen: Seen) -> Reply:
        together.wait()  # no host is answered before all are asked
        return Reply(PAGE)

    site.routes["/slow"] = page
    given = limits(site, delay=0.2, timeout=30.0)
    answers = fetch(given, [site.url("/slow", host) for host in hosts], lambda host, port: [LOOPBACK])
    assert all(isinstance(answer, Fetched) for answer in answers)


def test_a_documented_rate_is_kept_over_its_slot(site: Site) -> None:
    with Fetcher(limits(site, delay=5.0)) as fetcher:
        for number in range(4):
            fetcher.submit(Job(str(number), site.url("/page"), "archive", interval=0.25, robots=False))
        for _ in range(4):
            assert isinstance(fetcher.answers.get(timeout=30), Fetched)
    assert min(_gaps(site)) >= 0.25
    assert [seen.path for seen in site.log] == ["/page"] * 4


def test_closing_leaves_nothing_running(site: Site) -> None:
    site.routes["/hangs"] = Reply(PAGE, wait=30.0)
    before = threading.active_count()
    for _ in range(3):
        fetcher = Fetcher(limits(site))
        fetcher.submit(Job("a", site.url("/hangs"), LOOPBACK))
        fetcher.close()
    site.closed.set()
    assert threading.active_count() <= before + 4  # the reactor, and the server's own threads


def test_nothing_reaches_beyond_loopback(site: Site) -> None:
    """A public address passes the guard; the tests' own fence, in the interpreter, stops the connection. It stands
    around every test of the session."""
    before = len(loopback.refused)
    answers = fetch(limits(site, robots=False), ["http://paper.example/", site.url("/page")], _public)
    assert isinstance(answers[0], Failed)
    assert isinstance(answers[1], Fetched)
    assert set(loopback.refused[before:]) == {("93.184.216.34", 80)}
    with pytest.raises(PermissionError, match="do not connect"):
        socket.create_connection(("93.184.216.34", 80), timeout=1)


def _public(host: str, port: int) -> Sequence[str]:
    return ["93.184.216.34"]
