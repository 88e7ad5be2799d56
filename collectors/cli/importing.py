"""The command that imports articles and pages, and its preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from collectors import pipeline
from collectors.cli.column_questions import ask_for_columns, stated_columns_of
from collectors.cli.console import command, progress, report, say, stop
from collectors.cli.storing import Processes, catalogue_of
from collectors.config import Catalogue, Settings
from collectors.model import Grade
from collectors.sources.files import ImportDefaults
from collectors.sources.files.preview import previews
from collectors.sources.files.table_files import save_columns
from collectors.sources.outlet_resolution import outlet_of
from collectors.store import Store
from collectors.support.executors import available_cpus


@command("import")
def import_(  # noqa: PLR0913, PLR0917  one parameter per option
    settings: Settings,
    paths: Annotated[
        list[str],
        typer.Argument(help='Files of any kind that README\'s "Bring what you have" lists, folders; - for JSONL.'),
    ],
    event: Annotated[str | None, typer.Option(help="The event all of it is about.", metavar="ID")] = None,
    pages: Annotated[
        list[str] | None, typer.Option(help="Where the saved pages of a list of URLs are (repeatable).", metavar="PATH")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet of articles that name none.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of articles that have none.")] = None,
    url: Annotated[str | None, typer.Option(help="Address of articles that have none.")] = None,
    published: Annotated[str | None, typer.Option(help="ISO 8601 date of articles that have none.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of articles that name none.")] = None,
    any_outlet: Annotated[
        bool, typer.Option("--any-outlet", help="Do not warn of outlets that are not declared.")
    ] = False,
    columns: Annotated[
        str | None,
        typer.Option(
            help="What the columns of a table are; kept beside the file.", metavar="title=COLUMN,text=COLUMN,..."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what each file is taken for and what it holds; store nothing.")
    ] = False,
    processes: Processes = 0,
) -> None:
    """Bring articles and pages into the store. Doing it again changes nothing; a changed article is kept as a revision.

    Without --event each article's own `event` counts; an event without a file gets a plain one. A text file is one
    article; its title is the first line only where that is marked ("# Title"), or the one given. Articles of outlets
    that are not declared are saved, with a warning and exit status 0.
    """
    stated = stated_columns_of(columns)
    if stated is None:
        ask_for_columns(paths)
    given = ImportDefaults(outlet, title, url, published, language, stated)
    chosen = pipeline.PipelineSettings(event, given, tuple(pages or ()), any_outlet, processes or available_cpus())
    catalogue = catalogue_of(settings)
    if dry_run:
        stop(_preview(paths, given, catalogue))
        return
    with Store(settings.store) as store, progress("importing") as tick:
        summary = pipeline.import_paths(store, catalogue, paths, chosen, datetime.now(UTC), tick)
    if not summary.failures:  # columns that a table does not have are not kept for the next import
        _keep_columns(paths, stated)
    report(summary, "import")
    if event is None:
        _say_where_articles_are(summary)
    if not summary.counts:
        say("nothing was read: no file named holds a row, a page or a text")
    _say_what_is_left_out(summary)
    for name in sorted(summary.events.keys() - catalogue.events):
        if near := get_close_matches(name, catalogue.events, 1, 0.85):
            say(f"event {name!r} has no file and is a plain one; did you mean {near[0]!r}?")
    stop(summary.failed)


def _say_where_articles_are(summary: pipeline.Summary) -> None:
    """Name the events of an import that named none."""
    for name, count in sorted(summary.events.items()):
        articles = f"{count:,} article{'s' if count != 1 else ''}"
        if name == pipeline.NO_EVENT:
            say(f"{articles} of no event: kept and shown under {pipeline.NO_EVENT_TITLE!r} (import with --event ID)")
        else:
            say(f"{articles} of the event {name!r}, which the file names")


def _say_what_is_left_out(summary: pipeline.Summary) -> None:
    """Name the articles that comparisons will not count, so that nobody has to guess it from an empty table."""
    worse = [
        f"{summary.grades[grade]:,} {grade.value}"
        for grade in Grade
        if grade is not Grade.GOOD and summary.grades[grade]
    ]
    if worse:
        say(f"{' and '.join(worse)}: kept and shown, but left out of comparisons unless asked for")
    if count := summary.without_outlet:
        say(f"{count:,} without an outlet: kept and shown, but in no comparison (name it in the file or with --outlet)")


def _keep_columns(paths: Sequence[str], stated: Mapping[str, str] | None) -> None:
    """Save --columns beside each table that was named. For files found in a folder it holds for this import only."""
    for path in paths if stated else ():
        if Path(path).is_file() and Path(path).suffix.lower() in {".csv", ".tsv", ".txt", ".xlsx", ".ods"}:
            try:
                say(f"the columns of {path} are kept in {save_columns(path, stated or {}).name}")
            except OSError as error:
                say(f"the columns of {path} could not be kept beside it: {error.strerror}")


def _preview(paths: Sequence[str], given: ImportDefaults, catalogue: Catalogue) -> int:
    """Print how each file is read and what it holds; returns the number of failures."""
    failed = 0
    for path in paths:
        for seen in previews(path, given, datetime.now(UTC), lambda name, url: outlet_of(catalogue, name, url)):
            failed += seen.failures
            print("\n".join(seen.lines()))  # noqa: T201  the preview is the command's output
    return failed
