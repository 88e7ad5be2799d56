"""`parallax collect` from services: one like GDELT, one like the Wayback Machine and CC-NEWS at once; pywb's archive
and nginx. Without these two their tests are skipped, except under CI."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from collectors.cli import main
from collectors.collect import Options, collect
from collectors.crawl.address_guard import Policy
from collectors.crawl.limits import Limits
from collectors.sources import gdelt, wayback
from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.feeds import Feeds
from collectors.sources.source_protocol import Rate, Source
from collectors.store import Store
from tests.newsroom import desk
from tests.newsroom.archive import Archive, Capture, write_warc
from tests.newsroom.copy import article_html, rss, story
from tests.newsroom.gdelt import PATH, Gdelt, Row
from tests.newsroom.server import LOOPBACK, Reply, Seen, Site
from tests.support.made_values import COURIER, EVENT, catalogue
from tests.test_collect_archives import ccnews, here

HOST = "river-courier.example"
#: pywb's server, from an environment of its own (.ci/pywb.txt says why).
PYWB = os.environ.get("PARALLAX_TEST_PYWB") or shutil.which("wayback")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def outcomes(home: Path) -> dict[str, str]:
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        return {o.key: o.kind.value for o in store.outcomes()}


def test_gdelt_wayback_and_ccnews_by_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, data = tmp_path / "home", tmp_path / "data"
    desk.declare(data)
    with Site(HOST) as site:
        monkeypatch.setattr("collectors.crawl.fetcher.system_lookup", here)
        for module, name in ((gdelt, "RATE"), (wayback, "CDX_RATE")):
            monkeypatch.setattr(module, name, Rate(name, 6_000.0))
        monkeypatch.setattr(gdelt, "WAIT", 0.1)
        at = f"http://{LOOPBACK}:{site.port}"
        archived = f"http://{HOST}/2022/09/25/archived-vote"
        write_warc(tmp_path / "archive.warc.gz", [Capture(archived, "20220925100000", article_html(50))])
        archive = Archive(site, tmp_path / "archive.warc.gz")
        scanned = ccnews(site, tmp_path, 3)
        live = [site.url(f"/live-{n}-vote") for n in range(3)]
        others = [Row(f"http://not-{HOST}/{n}", "Other", f"202209{21 + n % 3}{n % 24:02}0000") for n in range(300)]
        service = Gdelt([*others, *(Row(url, "Sham vote", "20220924100000") for url in live)], busy=1)

        def answer(seen: Seen) -> Reply:
            return service.answer(seen) if seen.path.startswith(PATH) else archive.answer(seen)

        site.otherwise = answer
        site.routes |= {f"/live-{n}-vote": Reply(article_html(60 + n)) for n in range(2)}
        site.routes["/live-2-vote"] = Reply(b"gone", 410)
        site.routes["/robots.txt"] = Reply(b"", 404)
        for name, value in {
            "PARALLAX_ALLOW_ADDRESSES": f"{LOOPBACK}:{site.port}",
            "PARALLAX_GDELT": f"{at}{PATH}",
            "PARALLAX_WAYBACK_CDX": f"{at}/cdx",
            "PARALLAX_WAYBACK": f"{at}/web",
            "PARALLAX_CCNEWS": f"{at}/",
        }.items():
            monkeypatch.setenv(name, value)
        given = ["--source", "gdelt", "--source", "wayback", "--source", "ccnews", "--outlet", desk.OUTLET_ID]
        places = ["--home", str(home), "--data", str(data), "--delay", "0", "--processes", "1"]
        with pytest.raises(SystemExit) as ended:
            main(["collect", "--event", desk.EVENT_ID, *given, *places])
    assert ended.value.code == 1  # one page is gone, and was not archived either
    got = outcomes(home)
    assert {url for url, kind in got.items() if kind == "saved"} == {*live[:2], archived, *scanned}
    assert got[live[2]] in {"http_error", "empty"}
    assert service.full >= 1  # a list that was cut was asked for again in halves
    assert not [url for url in got if url.startswith(f"http://not-{HOST}")]


def program(path: str | None, what: str) -> str:
    """The program; skips the test where it is missing, which under CI is a failure."""
    if path is not None and Path(path).is_file():
        return path
    if os.environ.get("CI"):
        pytest.fail(f"CI must test with {what}")
    pytest.skip(f"{what} is missing")


def free_port() -> int:
    with closing(socket.socket()) as sock:
        sock.bind((LOOPBACK, 0))
        return int(sock.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        with closing(socket.socket()) as sock:
            if sock.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("the server did not start")


def gather(home: Path, port: int, sources: dict[str, Source], delay: float = 0.0) -> dict[str, str]:
    limits = Limits(delay=delay, timeout=10.0, policy=Policy.parse(f"{LOOPBACK}:{port}"))
    options = Options(EVENT.id, tuple(sources), patience=5.0, recheck=0.0, backoff=0.05, limits=limits)
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        outlet = next(iter(sources.values())).wanted.outlets[0]
        collect(store, catalogue(outlet), home, options, sources, lookup=here)
    return outcomes(home)


def test_an_archive_that_pywb_serves_from_a_warc(tmp_path: Path) -> None:
    pywb = program(PYWB, "pywb (PARALLAX_TEST_PYWB names its `wayback`)")
    urls = [f"http://{HOST}{story(n).path}" for n in range(3)]
    write_warc(tmp_path / "a.warc.gz", [Capture(u, f"2022092410000{n}", article_html(n)) for n, u in enumerate(urls)])
    manager = Path(pywb).with_name("wb-manager")
    for command in (["init", "courier"], ["add", "courier", "a.warc.gz"]):
        subprocess.run([manager, *command], cwd=tmp_path, check=True, capture_output=True)
    port = free_port()
    with subprocess.Popen(
        [pywb, "-p", str(port), "-b", LOOPBACK], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(port, server)
            at = f"http://{LOOPBACK}:{port}/courier"
            source = wayback.Wayback(
                CoverageQuery.of(EVENT, [COURIER]), f"{at}/cdx", at, page_rate=Rate("archive", 6_000.0)
            )
            got = gather(tmp_path, port, {"wayback": source})
        finally:
            server.terminate()
    assert {url for url, kind in got.items() if kind == "saved"} == set(urls)


_CONFIG = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
    default_type text/html; types {{ text/html html; application/rss+xml xml; }}
    access_log {folder}/access.log; root {folder}/root; gzip on; gzip_min_length 100; gzip_types application/rss+xml;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d;
    scgi_temp_path {folder}/e;
    server {{
        listen {host}:{port};
        location = /moved.html {{ return 301 /one-vote.html; }}
        location = /gone.html {{ return 410; }}
        location = /inside.html {{ return 302 http://169.254.169.254/; }}
        location = /loop.html {{ return 308 /loop.html; }}
    }}
}}
"""


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A running nginx and the folder that it serves."""
    server_program = program(NGINX, "nginx")
    folder, port = tmp_path / "nginx", free_port()
    (folder / "root").mkdir(parents=True)
    folder.chmod(0o755)
    for parent in (tmp_path, *tmp_path.parents[:3]):  # its worker is another user
        if parent.stat().st_uid == os.getuid() and parent != Path("/tmp"):  # noqa: S108  only compared with
            parent.chmod(0o755)
    (folder / "conf").write_text(_CONFIG.format(folder=folder, host=LOOPBACK, port=port), encoding="utf-8")
    with subprocess.Popen(
        [server_program, "-c", str(folder / "conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(port, server)
            yield port, folder / "root"
        finally:
            server.terminate()


def test_a_site_that_nginx_serves(nginx: tuple[int, Path], tmp_path: Path) -> None:
    """Its own validators, gzip and redirects: the second time every page is answered with 304."""
    port, root = nginx
    base = f"http://{LOOPBACK}:{port}"
    names = ["one-vote", "two-vote", "moved", "gone", "inside", "loop"]
    for n, name in enumerate(names[:2]):
        (root / f"{name}.html").write_bytes(article_html(n))
    (root / "feed.xml").write_bytes(rss(base, [story(n, f"/{name}.html") for n, name in enumerate(names)]))
    outlet = replace(COURIER, feeds=(f"{base}/feed.xml",))
    sources: dict[str, Source] = {"feeds": Feeds(CoverageQuery.of(EVENT, [outlet]))}
    got = {key.removeprefix(base): kind for key, kind in gather(tmp_path, port, sources).items()}
    assert got == {
        "/feed.xml": "read", "/one-vote.html": "saved", "/two-vote.html": "saved", "/moved.html": "same_page",
        "/gone.html": "http_error", "/inside.html": "blocked_address", "/loop.html": "too_many_redirects",
    }  # fmt: skip
    log = root.parent / "access.log"
    first = log.read_text(encoding="utf-8").splitlines()
    gather(tmp_path, port, sources)
    again = log.read_text(encoding="utf-8").splitlines()[len(first) :]
    assert {line.split()[6]: line.split()[8] for line in again if "vote" in line or "feed" in line} == {
        "/feed.xml": "304", "/one-vote.html": "304", "/two-vote.html": "304",
    }  # fmt: skip
