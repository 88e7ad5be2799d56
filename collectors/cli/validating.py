"""`parallax validate`: draws a sheet of articles at random, and corrects figures by the marks on filled sheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from collectors.cli.console import command, say
from collectors.config import Settings
from collectors.errors import ParallaxError
from collectors.support.whole_files import write_bytes

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
    kept = corrected_figures.validation_file(settings.home, event, form)
    if sheet is not None:
        _draw(_countable(data, event), form, sheet, kept, each, settings.seed)
        return
    marks = {(mark.article_id, mark.coder): mark for mark in corrected_figures.kept_marks(settings.home, event, form)}
    countable = _countable(data, event)
    for mark in _of_sheets(sheets or (), event, form, kept, countable):
        marks[mark.article_id, mark.coder] = mark
    if not marks:
        raise ParallaxError("no article was marked yet", remedy="write a sheet with --sheet FILE and fill it")
    if sheets:
        rows = marking_sheet.rows_of_marks(marks.values(), event)
        write_bytes(kept, marking_sheet.sheet_bytes(rows, form))
    _tell(list(marks.values()))
    gone = {article for article, _ in marks} - {str(row["article_id"]) for row in countable}
    if gone:
        say(f"{len(gone)} marked articles are no longer among the event's good ones, and count nowhere")
    estimates = corrected_figures.figures_of_form(data, event, settings.home, form)
    _report(corrected_figures.figure_rows(estimates, event, data.version), to)


def _countable(data: Dataset, event: str) -> list[dict[str, object]]:
    """Return the articles of an event that can be marked: members of an outlet with a good text."""
    columns = ["event", "article_id", "outlet", "url", "title", "member", "grade"]
    members = data.table("articles", columns, [("event", "=", event)]).to_pylist()
    return [row for row in members if row["member"] and row["outlet"] and row["grade"] == "good"]


def _of_sheets(
    sheets: Sequence[Path], event: str, form: SheetForm, kept: Path, countable: Sequence[dict[str, object]]
) -> list[MarkedArticle]:
    """Return the marks of filled sheets, each held against what was drawn here."""
    from collectors.validation.marking_sheet import read_sheet  # noqa: PLC0415  loads Arrow
    from collectors.validation.recorded_draws import draws_file, recorded_draws, refuse_undrawn  # noqa: PLC0415  the same

    outlets = {str(row["article_id"]): str(row["outlet"]) for row in countable}
    draws = recorded_draws(draws_file(kept))
    marks: list[MarkedArticle] = []
    for file in sheets:
        of_file = read_sheet(file, event, form)
        refuse_undrawn(file, of_file, draws, outlets)
        marks.extend(of_file)
    return marks


def _draw(
    articles: Sequence[dict[str, object]], form: SheetForm, sheet: Path, kept: Path, each: int, seed: int
) -> None:
    """Write an empty sheet, record its draw beside the file of kept marks, and say what its columns ask for."""
    from collectors.validation.marking_sheet import drawn, sheet_bytes  # noqa: PLC0415  loads Arrow
    from collectors.validation.recorded_draws import draws_file, record_draws  # noqa: PLC0415  the same

    rows = drawn(articles, each, seed, form)
    write_bytes(sheet, sheet_bytes(rows, form))
    record_draws(draws_file(kept), rows)
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

        write_bytes(to, csv_bytes(COLUMNS, rows))
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
