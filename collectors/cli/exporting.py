"""The command that writes files for other programs: export."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from collectors.cli.console import command, progress, say
from collectors.config import Settings
from collectors.config.missing_event import unknown_event
from collectors.errors import ParallaxError

#: Why no pair may be tested; the numbers are those of `collectors.compare`.
WITHOUT_CONTRASTS = (
    "two outlets are compared where both have eight articles or more, two groups where each has four outlets or more."
)


@command("export")
def export(  # noqa: PLR0913, PLR0917  options of a command
    settings: Settings,
    event: Annotated[str, typer.Option(help="The event to export.", metavar="ID")],
    to: Annotated[Path, typer.Option(help="Folder for the files; made where it does not exist.", metavar="DIR")],
    version: Annotated[str | None, typer.Option(help="Data set version (default: the newest).")] = None,
    by: Annotated[
        str, typer.Option(help="What the rows are: outlet, country, ownership, language or phase.", metavar="WHAT")
    ] = "outlet",
    voice: Annotated[
        str, typer.Option(help="Only figures of this voice: all, own, quoted or attributed.", metavar="WHOSE")
    ] = "",
    copies: Annotated[str, typer.Option(help="Only figures of these articles: all, own or one.", metavar="WHICH")] = "",
    wide: Annotated[bool, typer.Option("--wide", help="Add comparison_wide.csv: a column for each estimate.")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Add an Excel workbook with a sheet for each table.")] = False,
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV files with a mark by which Excel knows UTF-8.")] = False,
    stamped: Annotated[bool, typer.Option("--stamped", help="Begin file names with event and version.")] = False,
    licence: Annotated[
        str, typer.Option(help="Licence of the files, such as CC-BY-4.0 or an address.", metavar="NAME")
    ] = "",
    contributor: Annotated[
        list[str] | None, typer.Option(help="Who stands for the export; may be given again.", metavar="NAME")
    ] = None,
) -> None:
    """Write comparison, contrasts, articles, quotations, mentions, marks and membership as CSV, with all explanations.

    A codebook, the event's declaration, a README with examples in pandas and R, and a Frictionless datapackage.json go
    with them.
    """
    from collectors.dataset.versions import open_dataset  # noqa: PLC0415  loads Arrow and DuckDB
    from collectors.export import ExportChoices, export_event, left_from_before  # noqa: PLC0415  loads scipy

    choices = ExportChoices(
        by="ownership" if by == "owner" else by, voice=voice, copies=copies, wide=wide, workbook=xlsx, bom=bom,
        stamped=stamped, licence=licence, contributors=tuple(contributor or ()),
    )  # fmt: skip
    data = open_dataset(settings.home, version)
    events = [str(name) for name in data.table("events", ["event"]).column("event").to_pylist()]
    if event not in events:
        raise unknown_event(event, events) if events else ParallaxError("the data set is empty")
    data.require_sound()
    with progress("exporting", counted=False):
        paths = export_event(data, event, to, seed=settings.seed, choices=choices)
    for path in paths:
        say(str(path))
    if earlier := left_from_before(to, event, paths):
        names = ", ".join(path.name for path in earlier[:6]) + (" and more" if len(earlier) > 6 else "")
        say(f"{to} also holds files of another export, which were left as they are: {names}")
    contrasts = next(path for path in paths if path.name.endswith("contrasts.csv"))
    with contrasts.open(encoding="utf-8") as lines:
        if sum(1 for _ in islice(lines, 2)) < 2:
            say(f"contrasts.csv has no row: {WITHOUT_CONTRASTS}")
