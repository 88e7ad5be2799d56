"""A small invented data folder without mistakes, and what puts a mistake into it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from collectors.config.problems import Problem

EVENT = """\
id = "strike"
title = "A strike"
start = 2024-03-01
end = 2024-03-20
phases = [
  { id = "walkout", title = "Walkout", start = 2024-03-01, end = 2024-03-05 },
  { id = "talks", title = "Talks", start = 2024-03-06, end = 2024-03-10 },
]
actors = [
  { id = "union", name = "Dockers' Union", aliases = ["the union"], side = "workers", role = "union", kind = "body" },
  { id = "roe", name = "Ada Roe", side = "port", role = "director" },
]
[terms]
en = ["port strike", "dock*"]
[sides]
workers = "Workers"
port = "Port company"
[roles]
union = "Union"
director = "Director"
[words.en]
people = "(?:workers|dockers)"
[[concepts]]
id = "walkout"
title = "The walkout"
[[concepts.variants]]
id = "strike"
label = "strike"
patterns.en = ['\\bstrikes?\\b', '\\bstriking {people}\\b']
[[concepts.variants]]
id = "blockade"
label = "blockade"
patterns.en = ['\\bblockade\\b']
[[facts]]
id = "pay"
title = "Pay offered"
patterns.en = ['\\bper cent\\b']
"""

OUTLETS = """\
[[outlets]]
id = "tide"
name = "The Tide"
domains = ["tide.com", "tide.co.uk"]
country = "GB"
languages = ["en"]
ownership = "private"
aliases = ["Tide Online"]
feeds = ["https://tide.com/rss"]
[[outlets]]
id = "wire"
name = "Wire"
domains = ["wire.org", "news.tide.com"]
country = "US"
languages = ["en", "es"]
ownership = "non-profit"
agency = true
credits = ["Wire", "WR"]
"""

CUES = """\
# title: Cue verbs
# source: our own list
# licence: Apache-2.0
# language: en
lemma,stance
say,neutral
claim,distancing
"""


def make_data(folder: Path) -> Path:
    """Write the small data folder into a folder, and return that."""
    for name in ("events", "lexicons"):
        (folder / name).mkdir()
    (folder / "events" / "strike.toml").write_text(EVENT, encoding="utf-8")
    (folder / "outlets.toml").write_text(OUTLETS, encoding="utf-8")
    (folder / "lexicons" / "cue-verbs.csv").write_text(CUES, encoding="utf-8")
    return folder


def named(problems: Iterable[Problem], file: Path, line: int, what: str, remedy: str) -> bool:
    """Whether one of the problems is of this line of the file, and says this."""
    return any(p.file == file and p.line == line and what in p.what and remedy in p.remedy for p in problems)


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
