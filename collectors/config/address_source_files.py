"""Reads `data/outlet_address_sources.csv`: from which public list a declared feed or sitemap was taken, and of when."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from collectors.config.problems import DeclarationFile, Problem, read_text
from collectors.model import Outlet

#: The file, and its columns. `list_of_day` is empty where the list does not say.
SOURCES = "outlet_address_sources.csv"
COLUMNS = ("outlet", "kind", "address", "list", "list_of_day")


def check_address_sources(file: Path, outlets: Iterable[Outlet]) -> list[Problem]:
    """Find every row that names no declared address, no list or no day.

    Args:
        file: The table; one that does not exist has no problems.
        outlets: The declared outlets.
    """
    source = DeclarationFile(file)
    text = read_text(file, source) if file.is_file() else None
    if text is None:
        return source.problems
    declared = {
        (outlet.id, kind, address)
        for outlet in outlets
        for kind, addresses in (("feed", outlet.feeds), ("sitemap", outlet.sitemaps))
        for address in addresses
    }
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or tuple(rows[0]) != COLUMNS:
        source.add(1, "the columns are not those of this table", f"write the header {','.join(COLUMNS)}")
        return source.problems
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(COLUMNS):
            source.add(number, f"has {len(row)} cells", f"give {len(COLUMNS)}: {', '.join(COLUMNS)}")
        elif (row[0], row[1], row[2]) not in declared:
            source.add(
                number, f"{row[2]!r} is no {row[1]} of {row[0]!r}", "declare it in outlets.toml or remove the row"
            )
        elif not row[3].strip():
            source.add(number, "names no list", "say from which public list the address was taken")
        elif row[4] and not _is_day(row[4]):
            source.add(number, f"{row[4]!r} is no day", "write it as 2026-08-03, or leave it empty")
    return source.problems


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
