"""What a load hour collects and imports, in its small form in the tests and in `tests/benchmarks/bench_load.py`."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from tests.newsroom import desk
from tests.newsroom.server import Site

COLLECTED = ("river-courier", "hill-gazette")
IMPORTED = "harbour-post"
CONCEPT = r"""
[[concepts]]
id = "vote"
title = "The vote"
[[concepts.variants]]
id = "referendum"
label = "referendum"
patterns.en = ['\breferendum\b']
[[concepts.variants]]
id = "sham"
label = "sham"
patterns.en = ['\bsham\b']
"""
SAID = (
    "Officials said the referendum in the {n} district would be held on Friday, and residents called the vote a sham."
)


def declared(folder: Path, *outlets: str) -> Path:
    """A data folder with the event and some outlets."""
    desk.declare(folder, *outlets)
    with (folder / "events" / f"{desk.EVENT_ID}.toml").open("a", encoding="utf-8") as event:
        event.write(CONCEPT)
    return folder


def rows(path: Path, first: int, count: int) -> str:
    """A JSONL file of articles of the outlet that is imported; its name."""
    articles = (
        {"id": f"h{n}", "outlet": IMPORTED, "url": f"https://{IMPORTED}.example/{n}", "language": "en",
         "event": desk.EVENT_ID, "published": f"2022-09-{23 + n % 5}", "title": f"Referendum in district {n}",
         "text": "\n\n".join(SAID.format(n=f"{word} {n}") for word in ("north", "south", "east", "west", "old", "new"))}
        for n in range(first, first + count)
    )  # fmt: skip
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    return str(path)


def collecting(site: Site, folder: Path, database: str, outlet: str) -> subprocess.Popen[str]:
    """A collector of one declared outlet under way, in a home of its own, on the common store."""
    options = ["--source", "feeds", "--outlet", outlet, "--processes", "1", "--delay", "0", "--store", database]
    return desk.parallax(site, folder / f"home-{outlet}", folder / f"data-{outlet}", "collect", *options)


def memory(pid: int) -> int:
    """The resident memory of a process in bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) * 1024
