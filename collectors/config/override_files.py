"""Membership decided by hand: `data/overrides/<event id>.toml`, one [[overrides]] for each article.

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
    """The overrides of a file, none where it has a mistake; every mistake is in the list."""
    source, table = read_toml(file)
    if table is None:
        return (), source.problems
    table.only("overrides")
    if file.stem not in events:
        source.add(1, f"there is no event {file.stem!r}", f"name the file after an event: {nearest(file.stem, events)}")
    seen: dict[str, int] = {}
    found = []
    for row in table.tables("overrides"):
        row.only("article", "decision", "reason", "by")
        article = row.text("article")
        decision = row.one_of("decision", ("include", "exclude"))
        line = source.line((*row.at, "article"))
        if article and seen.setdefault(article, line) != line:
            row.add("article", f"{article!r} is decided in line {seen[article]} already", "remove one of them")
        found.append(Override(article, decision == "include", row.text("reason"), row.text("by")))
    return (() if source.problems else tuple(found)), source.problems


def entry(override: Override) -> str:
    """The override as it stands in the file."""
    decision = "include" if override.include else "exclude"
    fields = {"article": override.article, "decision": decision, "reason": override.reason, "by": override.by}
    return "[[overrides]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in fields.items())


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for the control characters that JSON leaves as they are."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).translate(_CONTROL)
