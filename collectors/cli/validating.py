"""`parallax validate`: draws a sheet of articles at random, and corrects figures by the marks on filled sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from collectors.cli.console import command, say
from collectors.config import Settings
from collectors.errors import ParallaxError


@command("validate")
def validate(
    settings: Settings,
    event: Annotated[str, typer.Option(help="The event.", metavar="ID")],
    sheets: Annotated[list[Path] | None, typer.Argument(help="Sheets that coders filled, one of each.")] = None,
    sheet: Annotated[Path | None, typer.Option(help="Write an empty sheet to this file.", metavar="FILE")] = None,
    each: Annotated[int, typer.Option(help="Articles drawn of each outlet.", min=4)] = 8,
    to: Annotated[Path | None, typer.Option(help="Write the corrected figures to this file.", metavar="FILE")] = None,
) -> None:
    """Draw articles of each outlet to be marked by hand, or take marks in: they correct the figures of quotation.

    Marks of all sheets are kept in the home folder, by article and coder; a later one of a coder replaces the earlier.
    The coder "adjudicated" decides where coders disagree.
    """
    from collectors.dataset.versions import open_dataset  # noqa: PLC0415  loads Arrow and DuckDB
    from collectors.validation import corrected_figures, marking_sheet  # noqa: PLC0415  the same

    data = open_dataset(settings.home)
    known = data.table("events", ["event"])["event"].to_pylist()
    if event not in known:
        raise ParallaxError(f"the data set has no event {event!r}", remedy=f"it has: {', '.join(known) or 'none'}")
    if sheet is not None:
        columns = ["event", "article_id", "outlet", "url", "title"]
        members = data.table("articles", [*columns, "member", "grade"], [("event", "=", event)]).to_pylist()
        counted = [row for row in members if row["member"] and row["outlet"] and row["grade"] == "good"]
        rows = marking_sheet.drawn(counted, each, settings.seed)
        _write(sheet, marking_sheet.sheet_bytes(rows))
        say(f"{len(rows)} articles drawn into {sheet}; fill a copy for each coder, then give the copies")
        return
    marks = {(mark.article_id, mark.coder): mark for mark in corrected_figures.kept_marks(settings.home, event)}
    for file in sheets or ():
        marks |= {(mark.article_id, mark.coder): mark for mark in marking_sheet.read_sheet(file, event)}
    if not marks:
        raise ParallaxError("no article was marked yet", remedy="write a sheet with --sheet FILE and fill it")
    kept = corrected_figures.validation_file(settings.home, event)
    if sheets:
        _write(kept, marking_sheet.sheet_bytes(marking_sheet.rows_of_marks(marks.values(), event)))
    _tell(list(marks.values()))
    found = corrected_figures.validated_figures(data, event, settings.home)
    rows = corrected_figures.figure_rows(found, event, data.version)
    for row in rows:
        if row["corrected"] is not None:
            typer.echo(
                f"{row['metric']}\t{row['outlet']}\t{row['measured']:.3f} -> {row['corrected']:.3f} "
                f"({row['ci_low']:.3f} to {row['ci_high']:.3f})\t{row['badge']}"
            )
    if to is not None:
        from collectors.export.csv_cells import csv_bytes  # noqa: PLC0415  with the rest

        _write(to, csv_bytes(corrected_figures.COLUMNS, rows))
        say(f"{len(rows)} figures in {to}")


def _tell(marks: list) -> None:  # type: ignore[type-arg]  # of MarkedArticle, which is loaded late
    """Print how many articles were marked, and how far coders agree."""
    from collectors.compare.agreement import agreement  # noqa: PLC0415  loads numpy
    from collectors.validation.marking_sheet import COUNTS, disputed, settled  # noqa: PLC0415  the same

    say(f"{len(settled(marks))} articles marked by {len({mark.coder for mark in marks})} coders")
    open_ = disputed(marks)
    if open_:
        say(f"{len(open_)} articles counted differently, their mean counts: {', '.join(open_[:5])}; settle them as "
            "coder adjudicated")  # fmt: skip
    for name in COUNTS:
        by: dict[str, list[str]] = {}
        for mark in marks:
            if mark.coder != "adjudicated":
                by.setdefault(mark.article_id, []).append(str(int(mark.counts[name])))
        found = agreement(list(by.values()), ordinal=True)
        if found.alpha is not None and found.low is not None and found.high is not None:
            say(
                f"alpha (ordinal) of {name}: {found.alpha:.2f} ({found.low:.2f} to {found.high:.2f}), n = {found.units}"
            )


def _write(file: Path, data: bytes) -> None:
    """Write a file as a whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    begun = file.with_name(f".{file.name}.part")
    begun.write_bytes(data)
    begun.replace(file)
