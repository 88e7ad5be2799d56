"""The sheet on which people count by hand what is counted automatically in an article, and what they counted.

From every outlet a number of articles is drawn, each with the same known chance, by a hash of the seed and the
article's id: the same seed gives the same sheet, and a larger sheet holds the smaller one. Each coder fills in a copy;
the coder "adjudicated" decides where coders disagree. A row without counts is not done yet, so an unfinished sheet can
be imported.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from collectors.errors import ParallaxError
from collectors.export.csv_cells import csv_bytes, plain_text
from collectors.validation.sheet_forms import SheetForm

#: What stands before the counts of a form.
ABOUT = ("event", "article_id", "outlet", "chance", "url", "title", "coder")
ADJUDICATED = "adjudicated"
LONGEST_FILE = 5_000_000
MOST_COUNTED = 1_000_000


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """What one coder counted in an article that was drawn with the chance `chance`, above 0 and up to 1.

    `counts` holds a value for each column of the sheet's form.
    """

    article_id: str
    outlet: str
    chance: float
    coder: str
    counts: Mapping[str, float]


def drawn(articles: Iterable[Mapping[str, object]], each: int, seed: int, form: SheetForm) -> list[dict[str, object]]:
    """Draw articles and return the rows of an empty sheet.

    Args:
        articles: rows with event, article_id, outlet, url and title.
        each: how many articles of each outlet; all where it has fewer.
        seed: decides which are drawn; all forms of a seed draw the same articles.
        form: what is to be counted in them.

    Returns:
        One row per article, its counts empty, by outlet and then in the order of the draw.
    """
    ordered = sorted(articles, key=lambda row: (str(row["outlet"]), _order(seed, str(row["article_id"]))))
    rows: list[dict[str, object]] = []
    for _, of_outlet in groupby(ordered, key=lambda row: row["outlet"]):
        mine = list(of_outlet)
        chance = round(min(1.0, each / len(mine)), 10)
        for article in mine[:each]:
            plain = {name: article[name] for name in ("event", "article_id", "outlet", "url", "title")}
            rows.append(plain | {"chance": chance, "coder": "", **dict.fromkeys(form.counts, "")})
    return rows


def _order(seed: int, article: str) -> str:
    return sha256(f"{seed}\x1f{article}".encode()).hexdigest()


def sheet_bytes(rows: Iterable[Mapping[str, object]], form: SheetForm) -> bytes:
    """Return a sheet of a form as a CSV file that a spreadsheet opens."""
    return csv_bytes((*ABOUT, *form.counts), rows)


def read_sheet(file: Path, event: str, form: SheetForm) -> list[MarkedArticle]:
    """Read the rows of a sheet that have counts.

    Args:
        file: the sheet.
        event: the event that it must be about.
        form: what must be counted on it.

    Raises:
        ParallaxError: the file is no sheet of this event and form, or holds an impossible count; with line and remedy.
    """
    if file.stat().st_size > LONGEST_FILE:
        raise ParallaxError("too large for a sheet", file=file, remedy="give a sheet written by `parallax validate`")
    try:
        table = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
        rows = list(table)
    except (UnicodeDecodeError, csv.Error):
        raise ParallaxError("is no CSV file in UTF-8", file=file, remedy="save the sheet as CSV in UTF-8") from None
    missing = [name for name in (*ABOUT, *form.counts) if name not in (table.fieldnames or ())]
    if missing:
        raise ParallaxError(
            f"has no column {missing[0]}, as a sheet of {form.name} has", file=file,
            remedy="keep the sheet's columns as they are, and name what it is of with --of",
        )  # fmt: skip
    marks = (_row(file, line, row, event, form) for line, row in enumerate(rows, 2))
    return [mark for mark in marks if mark is not None]


def _row(file: Path, line: int, row: Mapping[str, str | None], event: str, form: SheetForm) -> MarkedArticle | None:
    cells = {name: plain_text(row.get(name) or "").strip() for name in (*ABOUT, *form.counts)}
    filled = [name for name in form.counts if cells[name]]
    if not filled:
        return None
    if cells["event"] != event:
        raise ParallaxError(f"is a sheet of {cells['event']!r}", file=file, line=line, remedy="give its own event")
    if len(filled) < len(form.counts):
        lacks = next(name for name in form.counts if not cells[name])
        raise ParallaxError(f"lacks a count: {lacks}", file=file, line=line, remedy="count all, or leave the row empty")
    counts = {name: _count(file, line, name, cells[name]) for name in form.counts}
    for part, whole in form.parts.items():
        if counts[part] > counts[whole]:
            raise ParallaxError(f"{part} is above {whole}", file=file, line=line, remedy="correct one of the two")
    chance = _count(file, line, "chance", cells["chance"])
    if not 0 < chance <= 1:
        raise ParallaxError("chance is not between 0 and 1", file=file, line=line, remedy="leave it as it was drawn")
    return MarkedArticle(cells["article_id"], cells["outlet"], chance, cells["coder"] or file.stem, counts)


def _count(file: Path, line: int, name: str, given: str) -> float:
    try:
        value = float(given.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= MOST_COUNTED or (name != "chance" and value != int(value)):
        raise ParallaxError(f"{name} is no count: {given[:40]!r}", file=file, line=line, remedy="write a whole number")
    return value


def settled(marks: Sequence[MarkedArticle]) -> dict[str, MarkedArticle]:
    """Return one result per article: the adjudicated counts, otherwise the mean of its coders'."""
    by: dict[str, dict[str, MarkedArticle]] = {}
    for mark in marks:
        by.setdefault(mark.article_id, {})[mark.coder] = mark
    settled_articles = {}
    for article, coders in sorted(by.items()):
        deciding = [coders[ADJUDICATED]] if ADJUDICATED in coders else [coders[name] for name in sorted(coders)]
        counts = {name: sum(mark.counts[name] for mark in deciding) / len(deciding) for name in deciding[0].counts}
        coder = ADJUDICATED if ADJUDICATED in coders else " + ".join(sorted(coders))
        settled_articles[article] = MarkedArticle(article, deciding[0].outlet, deciding[0].chance, coder, counts)
    return settled_articles


def disputed(marks: Sequence[MarkedArticle]) -> list[str]:
    """Return the articles whose coders counted differently and that are not adjudicated."""
    by: dict[str, dict[str, tuple[float, ...]]] = {}
    for mark in marks:
        by.setdefault(mark.article_id, {})[mark.coder] = tuple(mark.counts.values())
    return sorted(
        article for article, coders in by.items() if ADJUDICATED not in coders and len(set(coders.values())) > 1
    )


def rows_of_marks(marks: Iterable[MarkedArticle], event: str) -> list[dict[str, object]]:
    """Return marks as rows of a sheet, by article and coder, as they are kept."""
    return [
        {"event": event, "article_id": mark.article_id, "outlet": mark.outlet, "chance": mark.chance, "url": "",
         "title": "", "coder": mark.coder, **{name: int(value) for name, value in mark.counts.items()}}
        for mark in sorted(marks, key=lambda mark: (mark.article_id, mark.coder))
    ]  # fmt: skip
