"""`parallax validate`: draws a sheet of articles at random, and corrects figures by the marks on filled sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from collectors.cli.console import command, say
from collectors.config import Settings
from collectors.errors import ParallaxError
from collectors.support.whole_files import replaced

if TYPE_CHECKING:
    from collectors.dataset.versions import Dataset
    from collectors.validation.marking_sheet import MarkedArticle
    from collectors.validation.sheet_forms import SheetForm


@command("validate")
def validate(
    settings: Settings,
    event: Annotated[str, typer.Option(help="The event.", metavar="ID")],
    sheets: Annotated[list[Path] | None, typer.Argument(help="Sheets that coders filled, one of each.")] = None,
    of: Annotated[
        str, typer.Option(help="What is counted: quotations, devices, frames, facts or naming:CONCEPT.", metavar="WHAT")
    ] = "quotations",
    sheet: Annotated[Path | None, typer.Option(help="Write an empty sheet to this file.", metavar="FILE")] = None,
    each: Annotated[int, typer.Option(help="Articles drawn of each outlet.", min=4)] = 8,
    to: Annotated[Path | None, typer.Option(help="Write the corrected figures to this file.", metavar="FILE")] = None,
) -> None:
    """Draw articles of each outlet to be marked by hand, or take marks in: they correct the figures they touch.

    There are sheets for quotations, framing devices, frames, declared facts, and the names of each declared concept.
    Marks of all sheets are kept in the home folder, by article and coder; a later one of a coder replaces the earlier.
    The coder "adjudicated" decides where coders disagree.
    """
    from collectors.dataset.versions import open_dataset  # noqa: PLC0415  loads Arrow and DuckDB
    from collectors.validation import corrected_figures, marking_sheet, sheet_forms  # noqa: PLC0415  the same

    data = open_dataset(settings.home)
    events = data.table("events", ["event"])["event"].to_pylist()
    if event not in events:
        raise ParallaxError(f"the data set has no event {event!r}", remedy=f"it has: {', '.join(events) or 'none'}")
    form = sheet_forms.form_of(data, event, of)
    if sheet is not None:
        _draw(data, event, form, sheet, each, settings.seed)
        return
    marks = {(mark.article_id, mark.coder): mark for mark in corrected_figures.kept_marks(settings.home, event, form)}
    for file in sheets or ():
        marks |= {(mark.article_id, mark.coder): mark for mark in marking_sheet.read_sheet(file, event, form)}
    if not marks:
        raise ParallaxError("no article was marked yet", remedy="write a sheet with --sheet FILE and fill it")
    if sheets:
        rows = marking_sheet.rows_of_marks(marks.values(), event)
        _write(corrected_figures.validation_file(settings.home, event, form), marking_sheet.sheet_bytes(rows, form))
    _tell(list(marks.values()))
    estimates = corrected_figures.figures_of_form(data, event, settings.home, form)
    _report(corrected_figures.figure_rows(estimates, event, data.version), to)


def _draw(data: Dataset, event: str, form: SheetForm, sheet: Path, each: int, seed: int) -> None:
    """Write an empty sheet, and say what its columns ask for."""
    from collectors.validation.marking_sheet import drawn, sheet_bytes  # noqa: PLC0415  loads Arrow

    columns = ["event", "article_id", "outlet", "url", "title"]
    members = data.table("articles", [*columns, "member", "grade"], [("event", "=", event)]).to_pylist()
    countable = [row for row in members if row["member"] and row["outlet"] and row["grade"] == "good"]
    rows = drawn(countable, each, seed, form)
    _write(sheet, sheet_bytes(rows, form))
    for name, meaning in form.counts.items():
        say(f"  {name}: {meaning}")
    say(f"{len(rows)} articles drawn into {sheet}; fill a copy for each coder, then give the copies")


def _report(rows: Sequence[dict[str, object]], to: Path | None) -> None:
    """Print the figures that were corrected, and write all of them where a file is given."""
    for row in rows:
        if row["corrected"] is not None:
            figure = " ".join(str(row[name]) for name in ("metric", "variant") if row[name])
            voice = "" if row["voice"] == "all" else f" ({row['voice']} words)"
            typer.echo(
                f"{figure}{voice}\t{row['outlet']}\t{row['measured']:.3f} -> {row['corrected']:.3f} "
                f"({row['ci_low']:.3f} to {row['ci_high']:.3f})\t{row['badge']}"
            )
    if to is not None:
        from collectors.export.csv_cells import csv_bytes  # noqa: PLC0415  loads Arrow
        from collectors.validation.corrected_figures import COLUMNS  # noqa: PLC0415  the same

        _write(to, csv_bytes(COLUMNS, rows))
        say(f"{len(rows)} figures in {to}")


def _tell(marks: Sequence[MarkedArticle]) -> None:
    """Print how many articles were marked, and how far coders agree."""
    from collectors.compare.agreement import agreement  # noqa: PLC0415  loads numpy
    from collectors.validation.marking_sheet import ADJUDICATED, disputed, settled  # noqa: PLC0415  the same

    say(f"{len(settled(marks))} articles marked by {len({mark.coder for mark in marks})} coders")
    open_ = disputed(marks)
    if open_:
        say(f"{len(open_)} articles counted differently, their mean counts: {', '.join(open_[:5])}; settle them as "
            "coder adjudicated")  # fmt: skip
    for name in marks[0].counts:
        by: dict[str, list[str]] = {}
        for mark in marks:
            if mark.coder != ADJUDICATED:
                by.setdefault(mark.article_id, []).append(str(int(mark.counts[name])))
        agreed = agreement(list(by.values()), ordinal=True)
        if agreed.alpha is not None and agreed.low is not None and agreed.high is not None:
            say(
                f"alpha (ordinal) of {name}: {agreed.alpha:.2f} ({agreed.low:.2f} to {agreed.high:.2f}), "
                f"n = {agreed.units}"
            )


def _write(file: Path, data: bytes) -> None:
    """Write a file as a whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with replaced(file) as out:
        out.write(data)
