"""Collects a folder of real inputs from a server on loopback, as a run of `parallax collect` would, and prints the
outcome of each file.

    python -m tests.benchmarks.collect_inputs FOLDER

The folder is laid out as for `check_inputs`. Names resolve to nothing but the server, so the pages that the inputs name
are never asked for. Ends with 1 where a file has no outcome.
"""

from __future__ import annotations

import argparse
import gzip
import json
import socket
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from collectors.collect import Options, collect
from collectors.crawl.address_guard import Policy
from collectors.crawl.limits import Limits
from collectors.sources import gdelt, wayback
from collectors.sources.ccnews import CcNews
from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.feeds import Feeds
from collectors.sources.sitemaps import Sitemaps
from collectors.sources.source_protocol import Rate, Source
from collectors.store import Store
from tests.benchmarks.check_inputs import cdx, feed, reader_of, sitemap, warc
from tests.newsroom.server import LOOPBACK, Reply, Seen, Site
from tests.support.made_values import COURIER, EVENT, catalogue

HOST = "inputs.example"
#: Seconds for all inputs; pages that they name are left then.
LONGEST = 240.0
MONTH = "crawl-data/CC-NEWS/2022/09"


def only_here(host: str, _port: int) -> Sequence[str]:
    """The server's address for its name, and nothing for any other."""
    if host not in {HOST, LOOPBACK}:
        raise socket.gaierror(f"{host} is not asked")
    return [LOOPBACK]


def serve(site: Site, folder: Path) -> dict[Path, str]:
    """Route every file; the address under which its outcome will stand."""
    found: dict[Path, str] = {}
    indexes: dict[str, bytes] = {}
    files: list[str] = []
    for number, path in enumerate(sorted(p for p in folder.rglob("*") if p.is_file())):
        reader = reader_of(path.relative_to(folder))
        if reader is None or path.name == "robots.txt":  # that one is read at its own place only
            continue
        place = f"/{quote(path.relative_to(folder).as_posix())}"
        if reader is cdx:
            indexes[f"c{number}.example"] = path.read_bytes()
            found[path] = f"c{number}.example"
        elif reader is warc:
            place = f"/{MONTH}/CC-NEWS-20220915000000-{number:05}.warc.gz"
            files.append(place[1:])
            site.routes[place] = Reply(path.read_bytes(), content_type="application/warc")
            found[path] = site.url(place)
        elif reader in {feed, sitemap}:
            site.routes[place] = Reply(path.read_bytes(), content_type="application/xml")
            found[path] = site.url(place)
        else:
            rows = [{**r, "seendate": r["date"]} for r in json.loads(path.read_bytes())["results"]]
            site.routes["/gdelt"] = Reply(
                json.dumps({"articles": rows[:249]}).encode(), content_type="application/json"
            )
            found[path] = site.url("/gdelt")
    site.routes[f"/{MONTH}/warc.paths.gz"] = Reply(
        gzip.compress("\n".join(files).encode()), content_type="application/gzip"
    )

    def otherwise(seen: Seen) -> Reply:
        asked = urlsplit(seen.path)
        if asked.path == "/cdx":
            return Reply(indexes.get(parse_qs(asked.query)["url"][0], b"[]"), content_type="text/plain")
        if asked.path == "/gdelt":
            return site.answer(replace(seen, path="/gdelt"))
        return Reply(b"not here", 404)

    site.otherwise = otherwise
    return found


def run(site: Site, found: dict[Path, str], home: Path) -> list[tuple[str, str, str]]:
    """Collect; (address, kind, detail) of every outcome."""
    fast = Rate("fast", 60_000.0)
    gdelt.RATE = wayback.CDX_RATE = fast  # services that are not asked here
    local = [url for url in found.values() if url.startswith("http")]
    outlet = replace(
        COURIER,
        domains=(HOST, *(url for url in found.values() if not url.startswith("http"))),
        feeds=tuple(u for u in local if "/feeds/" in u),
        sitemaps=tuple(u for u in local if "/sitemaps/" in u and "robots" not in u),
    )
    event = replace(EVENT, start=date(2022, 9, 1), end=date(2022, 9, 30))
    wanted = CoverageQuery.of(event, [outlet])
    sources: dict[str, Source] = {
        "feeds": Feeds(wanted),
        "sitemaps": Sitemaps(wanted),
        "wayback": wayback.Wayback(wanted, site.url("/cdx"), site.url("/web"), page_rate=fast),
        "gdelt": gdelt.Gdelt(wanted, site.url("/gdelt"), slice=timedelta(days=60)),
        "ccnews": CcNews(wanted, base=site.url("/")),
    }
    limits = Limits(delay=0.0, timeout=20.0, policy=Policy.parse(f"{LOOPBACK}:{site.port}"))
    options = Options(event.id, tuple(sources), patience=0.0, backoff=3600.0, processes=1, limits=limits)
    stop = threading.Event()
    timer = threading.Timer(LONGEST, stop.set)
    timer.start()
    known = replace(catalogue(outlet), events={event.id: event})
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        done = collect(store, known, home, options, sources, stop=stop, lookup=only_here)
        timer.cancel()
        print(f"{done.done} done, {done.left} left{', stopped' if done.stopped else ''}")
        return [(o.key, o.kind.value, o.detail) for o in store.outcomes()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    with Site(HOST) as site, tempfile.TemporaryDirectory() as home:
        found = serve(site, folder)
        outcomes = run(site, found, Path(home))
    missing = 0
    for path, address in found.items():
        mine = [
            (kind, detail)
            for key, kind, detail in outcomes
            if key == address or f"url={address}&" in f"{key}&" or (address.endswith("/gdelt") and "/gdelt?" in key)
        ]
        missing += not mine
        kind, detail = mine[0] if mine else ("NO OUTCOME", "")
        print(f"{path.relative_to(folder)!s:58} {kind:14} {detail[:150]}".rstrip())
    print(f"{len(found)} files, {missing} without an outcome; {len(outcomes)} outcomes")
    return int(missing > 0)


if __name__ == "__main__":
    raise SystemExit(main())
