"""Reads and checks the words beside dates in `data/languages/<code>/dates.toml`."""

from __future__ import annotations

from pathlib import Path

from collectors.config.problems import Problem, read_toml

DATE_FILE = "dates.toml"


def read_date_words(file: Path) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """Read the words that mark a date as that of publication or of a later change.

    Args:
        file: `data/languages/<code>/dates.toml` with `language`, `published`, `updated` and, where known, `other`:
            words before days that are neither ("member since", "expires").

    Returns:
        The words under "published", "updated" and "other", empty where the file cannot be read; and every mistake in
        the file.
    """
    source, table = read_toml(file)
    if table is None:
        return {}, source.problems
    table.only("language", "published", "updated", "other")
    if table.text("language") not in ("", file.parent.name):
        remedy = f'write language = "{file.parent.name}"'
        table.add("language", f"the folder is {file.parent.name!r}, the language {table.text('language')!r}", remedy)
    words = {name: table.strings(name, required=True) for name in ("published", "updated")}
    words["other"] = table.strings("other")
    return words, source.problems
