"""What all commands share: the options that each of them takes, output streams, and reporting."""

from __future__ import annotations

import gzip
import inspect
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, BinaryIO, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from collectors.config import Settings
from collectors.errors import ParallaxError
from collectors.model import FAILURES, OutcomeKind
from collectors.pipeline import Summary
from collectors.support.whole_files import replaced

DONE, FAILED, WRONG_USE, STOPPED = 0, 1, 2, 130

#: Failure lines printed per run; `parallax status --failures` gives the rest.
SHOWN = 100


@dataclass(slots=True)
class Everywhere:
    """The options that every command takes, before or after its name."""

    data: Path | None = None
    store: str | None = None
    home: Path | None = None
    seed: int | None = None

    def take(self, values: dict[str, Any]) -> Settings:
        """Remove these options from a command's values and resolve the settings.

        Args:
            values: The command's options. A value given after the command's name wins over one given before it.
        """
        for key in OPTIONS:
            value = values.pop(key)
            if value is not None:
                setattr(self, key, value)
        return Settings.resolve(self.home, self.store, self.data, self.seed)


_PANEL = "Options of every command"

#: Option -> how typer declares it.
OPTIONS: dict[str, Any] = {
    "data": Annotated[
        Path | None,
        typer.Option(
            help="Folder with events, outlets and lexicons (PARALLAX_DATA; default: the shipped one).",
            metavar="DIR",
            rich_help_panel=_PANEL,
        ),
    ],
    "store": Annotated[
        str | None,
        typer.Option(
            help="Database URL (PARALLAX_DATABASE; default: SQLite in the home folder).",
            metavar="URL",
            rich_help_panel=_PANEL,
        ),
    ],
    "home": Annotated[
        Path | None,
        typer.Option(
            help="Folder for store, data sets and logs (PARALLAX_HOME; default: ~/.parallax).",
            metavar="DIR",
            rich_help_panel=_PANEL,
        ),
    ],
    "seed": Annotated[
        int | None,
        typer.Option(help="Seed of everything drawn at random (default 0).", metavar="N", rich_help_panel=_PANEL),
    ],
}

app = typer.Typer(
    name="parallax",
    help="Compare how news outlets frame the same event. Start with `parallax demo`.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def command(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as a command.

    The function's first parameter is the `Settings` made of the options of every command; the other parameters are its
    own options. Its docstring is the command's help.

    Args:
        name: The command's name.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        def run(ctx: typer.Context, **values: Any) -> None:  # typer has checked them against the signature
            settings = ctx.ensure_object(Everywhere).take(values)
            try:
                function(settings, **values)
            except KeyboardInterrupt:
                say("parallax: stopped; what was saved stays, run the command again to go on")
                raise typer.Exit(STOPPED) from None

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        _sign(run, own)
        run.__doc__ = _flowing(function.__doc__)
        app.command(name)(run)
        return function

    return register


def _flowing(text: str | None) -> str:
    """A docstring with each paragraph on one line, so that help is wrapped to the width of the screen."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in inspect.cleandoc(text or "").split("\n\n"))


def _sign(function: Callable[..., None], own: Sequence[inspect.Parameter]) -> None:
    """Give a function the signature that typer reads: the context, its own parameters, and the common options."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    context = inspect.Parameter("ctx", keyword, annotation=typer.Context)
    shared = [inspect.Parameter(key, keyword, default=None, annotation=kind) for key, kind in OPTIONS.items()]
    parameters = [context, *(parameter.replace(kind=keyword) for parameter in own), *shared]
    vars(function)["__signature__"] = inspect.Signature(parameters)
    function.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}


def everywhere(ctx: typer.Context, **values: Any) -> None:  # as in `command`
    """Compare how news outlets frame the same event. Start with `parallax demo`."""
    ctx.obj = Everywhere(**values)


_sign(everywhere, [])
app.callback()(everywhere)


# --- streams


@contextmanager
def output(path: str) -> Iterator[TextIO]:
    """Open a text stream to write to. A file appears only when it is complete.

    Args:
        path: A file, compressed where it ends in .gz; "-" for standard output.

    Raises:
        ParallaxError: The file cannot be written. This is raised before anything is read.
    """
    if path == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    target = Path(path)
    if target.is_dir():
        raise ParallaxError("is a folder", file=path, remedy="give -o a file")
    with ExitStack() as opened:
        try:
            raw = opened.enter_context(replaced(target))
        except OSError as error:
            remedy = "give -o a file in a folder that exists and may be written"
            raise ParallaxError(f"cannot be written: {error.strerror}", file=path, remedy=remedy) from None
        try:
            with _compressed(raw, target) as packed, _text(packed) as out:
                yield out
            opened.close()
        except OSError as error:
            error.filename = error.filename or path  # the error of a full disk has no file name
            raise


@contextmanager
def _compressed(raw: BinaryIO, target: Path) -> Iterator[BinaryIO | gzip.GzipFile]:
    """A file as its name asks: gzip without a name and time inside, so that the same rows give the same bytes."""
    if target.suffix == ".gz":
        with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as zipped:
            yield zipped
    else:
        yield raw


@contextmanager
def _text(raw: BinaryIO | gzip.GzipFile) -> Iterator[TextIO]:
    out = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
    yield out
    out.flush()
    out.detach()


def write_row(out: TextIO, row: Mapping[str, object]) -> None:
    """Write one line of JSON."""
    out.write(json.dumps(row, ensure_ascii=False) + "\n")


# --- reporting


def say(text: str) -> None:
    """Print a line on stderr."""
    typer.echo(text, err=True)


@contextmanager
def progress(what: str, total: int | None = None, *, counted: bool = True) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on stderr if that is a terminal.

    Args:
        what: What is done, shown beside the bar.
        total: The number of steps; None where it is not known.
        counted: Whether steps are counted. Otherwise the bar shows only that work goes on, and for how long.

    Yields:
        The function to call with the number of steps done.
    """
    console = Console(stderr=True)
    count = (MofNCompleteColumn(),) if counted else ()
    columns = (TextColumn("{task.description}"), BarColumn(), *count, TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)


def report(summary: Summary, title: str) -> None:
    """Print the warnings and the failures of a run, one line each, and a table of its outcomes, on stderr."""
    here = f"{Path.cwd()}{os.sep}"
    for line in summary.warnings[:SHOWN]:
        say(f"warning: {line.removeprefix(here)}")
    for line in summary.failures[:SHOWN]:
        say(line.removeprefix(here))
    if summary.failed > SHOWN:
        say(f"... and {summary.failed - SHOWN} more failures: `parallax status --failures`")
    say(f"{title}:")
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("outcome")
    table.add_column("number", justify="right")
    for kind in OutcomeKind:
        if summary.counts[kind]:
            mark = "  (failure)" if kind in FAILURES else ""
            table.add_row(kind.value + mark, f"{summary.counts[kind]:,}")
    Console(stderr=True, highlight=False).print(table)


def stop(failed: int) -> None:
    """End the command with exit status 1 if anything failed."""
    if failed:
        raise typer.Exit(FAILED)


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table on standard output, numbers right-aligned, or one line where there are no rows."""
    if not rows:
        typer.echo(f"{title}: none yet")
        return
    typer.echo(f"{title}:")
    table = Table(show_edge=False, pad_edge=False)
    for index, column in enumerate(columns):
        number = isinstance(rows[0][index], int)
        table.add_column(column, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(f"{value:,}" if isinstance(value, int) else str(value) for value in row))
    Console(highlight=False, markup=False).print(table)
