"""Words beside dates in `data/languages/<code>/dates.toml`: read, and checked."""

from __future__ import annotations

from pathlib import Path

from collectors.config.problems import Problem, read_toml

DATE_FILE = "dates.toml"


def read_date_words(file: Path) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """The words that call a date that of the publication or of a change, and every mistake in the file.

    Args:
        file: `data/languages/<code>/dates.toml` with `language`, `published` and `updated`.
    """
    source, table = read_toml(file)
    if table is None:
        return {}, source.problems
    table.only("language", "published", "updated")
    if table.text("language") not in ("", file.parent.name):
        remedy = f'write language = "{file.parent.name}"'
        table.add("language", f"the folder is {file.parent.name!r}, the language {table.text('language')!r}", remedy)
    words = {name: table.strings(name, required=True) for name in ("published", "updated")}
    return words, source.problems
