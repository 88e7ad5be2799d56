"""The `parallax collect` command as a process of its own, with declarations that point at a test server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.newsroom.server import LOOPBACK, Site

EVENT_ID, OUTLET_ID = "river-vote-2022", "river-courier"

_EVENT = """\
id = "river-vote-2022"
title = "The river vote"
start = 2022-09-20
end = 2022-10-12
terms = { en = ["vote*", "referendum*"] }
"""
_OUTLET = """\
[[outlets]]
id = "{id}"
name = "{name}"
domains = ["{id}.example"]
country = "UA"
languages = ["en"]
ownership = "private"
invented = true
"""
HOME_PAGE = (
    b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>News</body></html>'
)


def declare(data: Path, *outlets: str) -> None:
    """A data folder with one event and some outlets, by default OUTLET_ID; feeds are found from their home pages."""
    (data / "events").mkdir(parents=True)
    (data / "events" / f"{EVENT_ID}.toml").write_text(_EVENT, encoding="utf-8")
    blocks = [_OUTLET.format(id=one, name=one.replace("-", " ").title()) for one in outlets or (OUTLET_ID,)]
    (data / "outlets.toml").write_text("".join(blocks), encoding="utf-8")


def environment(site: Site, **more: str) -> dict[str, str]:
    """The environment of a process that may reach this server and nothing else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARALLAX_")}
    own = {
        "PARALLAX_ALLOW_ADDRESSES": f"{LOOPBACK}:{site.port}",
        "PARALLAX_HOMEPAGES": site.url("/"),
        "PARALLAX_CONTACT": "desk@courier.example",
    }
    return kept | own | more


def parallax(site: Site, home: Path, data: Path, command: str, *more: str, **environ: str) -> subprocess.Popen[str]:
    """A command under way for the event, in a process group of its own."""
    given = [
        sys.executable,
        "-m",
        "collectors.cli",
        command,
        "--event",
        EVENT_ID,
        "--home",
        str(home),
        "--data",
        str(data),
    ]
    return subprocess.Popen(
        [*given, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(site, **environ),
        start_new_session=True,
    )


def start(site: Site, home: Path, data: Path, *more: str) -> subprocess.Popen[str]:
    """`parallax collect` under way, from feeds only and without pacing unless `more` says otherwise."""
    options = ["--source", "feeds", "--outlet", OUTLET_ID, "--processes", "1", "--delay", "0"]
    return parallax(site, home, data, "collect", *options, *more)
