"""Reads and writes decisions on membership: `data/overrides/<event id>.toml`, with one [[overrides]] per article.

An example:

[[overrides]]
article = "meridian-public-08"      # the article's id or its URL
decision = "include"                # or "exclude"
reason = "names the vote by its prefix only"
by = "F. Lohmann, standards desk"
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from collectors.config.problems import Problem, nearest, read_toml
from collectors.model import Override

_CONTROL = {index: f"\\u{index:04x}" for index in (0x7F, *range(0x80, 0xA0))}


def read_overrides(file: Path, events: Collection[str]) -> tuple[tuple[Override, ...], list[Problem]]:
    """Read the overrides of a file.

    Args:
        file: The file, named after its event.
        events: The ids of the declared events.

    Returns:
        The overrides, none where the file has a mistake; and every mistake in it.
    """
    source, table = read_toml(file)
    if table is None:
        return (), source.problems
    table.only("overrides")
    if file.stem not in events:
        source.add(1, f"there is no event {file.stem!r}", f"name the file after an event: {nearest(file.stem, events)}")
    seen: dict[str, int] = {}
    overrides = []
    for row in table.tables("overrides"):
        row.only("article", "decision", "reason", "by")
        article = row.text("article")
        decision = row.one_of("decision", ("include", "exclude"))
        line = source.line((*row.at, "article"))
        if article and seen.setdefault(article, line) != line:
            row.add("article", f"{article!r} is decided in line {seen[article]} already", "remove one of them")
        overrides.append(Override(article, decision == "include", row.text("reason"), row.text("by")))
    return (() if source.problems else tuple(overrides)), source.problems


def entry(override: Override) -> str:
    """The TOML text of one override, as it is written into the file."""
    decision = "include" if override.include else "exclude"
    fields = {"article": override.article, "decision": decision, "reason": override.reason, "by": override.by}
    return "[[overrides]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in fields.items())


def _quoted(text: str) -> str:
    """Text as a TOML basic string. JSON escapes what TOML does, except for some control characters."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).translate(_CONTROL)
