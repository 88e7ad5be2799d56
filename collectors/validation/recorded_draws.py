"""The record of what was drawn for a sheet: marks of anything else would bear chances that they did not have.

Beside the kept marks of an event and a form stands a file with a row for each article and each chance with which it was
drawn here. Sheets that are taken in are held against it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from collectors.errors import ParallaxError
from collectors.export.csv_cells import csv_bytes, plain_text
from collectors.support.whole_files import write_bytes
from collectors.validation.marking_sheet import LONGEST_FILE, MarkedArticle

_COLUMNS = ("outlet", "article_id", "chance")
#: Spreadsheets round what they save.
_ROUNDED = 1e-6


def draws_file(marks: Path) -> Path:
    """Return the file that records the draws whose marks are kept in a file."""
    return marks.with_suffix(".drawn.csv")


def recorded_draws(file: Path) -> set[tuple[str, str, float]]:
    """Read a record of draws.

    Args:
        file: as `draws_file` gives it.

    Returns:
        Outlet, article id and chance of each article drawn; empty where nothing was drawn here.

    Raises:
        ParallaxError: the file is no such record.
    """
    if not file.is_file():
        return set()
    try:
        if file.stat().st_size > LONGEST_FILE:
            raise ValueError
        rows = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
        if list(rows.fieldnames or ()) != list(_COLUMNS):
            raise ValueError
        return {
            (plain_text(row["outlet"]), plain_text(row["article_id"]), float(plain_text(row["chance"]))) for row in rows
        }
    except (ValueError, KeyError, TypeError, AttributeError, csv.Error):
        raise ParallaxError(
            "is no record of draws", file=file, remedy="restore it from a backup, or remove it"
        ) from None


def record_draws(file: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Add what was drawn to a record.

    Args:
        file: as `draws_file` gives it.
        rows: the rows of the empty sheet.
    """
    drawn = recorded_draws(file) | {
        (str(row["outlet"]), str(row["article_id"]), float(str(row["chance"]))) for row in rows
    }
    write_bytes(file, csv_bytes(_COLUMNS, [dict(zip(_COLUMNS, one, strict=True)) for one in sorted(drawn)]))


def refuse_undrawn(
    file: Path,
    marks: Iterable[MarkedArticle],
    draws: Collection[tuple[str, str, float]],
    outlets: Mapping[str, str],
) -> None:
    """Refuse a sheet that marks what was not drawn, or changes what the draw says of it.

    Args:
        file: the sheet.
        marks: its marks.
        draws: outlet, article id and chance of what was drawn here; nothing is known of a sheet from elsewhere where
            this is empty.
        outlets: the outlet of each of the event's articles, by id.

    Raises:
        ParallaxError: an article is not of that outlet or was not drawn, or has another chance.
    """
    chances: dict[tuple[str, str], list[float]] = {}
    for outlet, article, chance in draws:
        chances.setdefault((outlet, article), []).append(chance)
    for mark in marks:
        named = f"article {mark.article_id[:40]}"
        if (outlet := outlets.get(mark.article_id, mark.outlet)) != mark.outlet:
            raise ParallaxError(
                f"{named} is of {outlet}, not of {mark.outlet[:40]}", file=file,
                remedy="leave outlets and ids as they were drawn",
            )  # fmt: skip
        drawn_with = chances.get((mark.outlet, mark.article_id), [])
        if draws and not drawn_with:
            raise ParallaxError(
                f"{named} was not drawn", file=file,
                remedy="mark only the articles of a sheet that `parallax validate --sheet` wrote here",
            )  # fmt: skip
        if draws and not any(abs(mark.chance - chance) < _ROUNDED for chance in drawn_with):
            raise ParallaxError(
                f"{named} was not drawn with chance {mark.chance:g}", file=file, remedy="leave it as it was drawn"
            )
