"""Commands on the store: analyze, publish, export."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from collectors import pipeline
from collectors.cli.console import command, progress, report, say, stop
from collectors.config import Catalogue, Settings, load_catalogue
from collectors.store import Store
from collectors.support.executors import available_cpus, executor_at

On = Annotated[
    str | None, typer.Option(help="Work on a Dask cluster: tcp://HOST:8786 of its scheduler.", metavar="ADDRESS")
]
Processes = Annotated[int, typer.Option(help="Worker processes; 0 for one per CPU.", min=0)]


def catalogue_of(settings: Settings) -> Catalogue:
    """Load what is declared, and print the first mistakes in files. A file with mistakes does not stop the others."""
    catalogue = load_catalogue(settings.data, settings.home)
    for problem in catalogue.problems[:20]:
        say(str(problem))
    if len(catalogue.problems) > 20:
        say(f"... and {len(catalogue.problems) - 20} more: `parallax check`")
    return catalogue


@command("analyze")
def analyze(
    settings: Settings,
    processes: Processes = 0,
    on: On = None,
) -> None:
    """Measure every article that lacks the current method or event file: quotations, voices, names, readability.

    May be stopped and run again at any time; --on gives the same measures as this machine. The cluster's workers need
    the same version of Parallax, and neither store nor home.
    """
    from collectors.metrics import METHOD_VERSION  # noqa: PLC0415  the metrics load models

    catalogue = catalogue_of(settings)
    with Store(settings.store) as store, progress("analysing", store.count_pending(METHOD_VERSION)) as tick:
        count = processes or available_cpus()
        elsewhere = partial(executor_at, on, count) if on else None
        summary = pipeline.analyze(store, catalogue, count, elsewhere, tick)
    report(summary, f"analyze, method {METHOD_VERSION}")
    stop(summary.failed)


@command("publish")
def publish_(
    settings: Settings,
    texts: Annotated[bool, typer.Option(help="Publish the articles' text with the measures.")] = True,
    on: On = None,
) -> None:
    """Write a new, immutable data set and print its version. The same store gives the same version.

    --on compares the outlets' words elsewhere: `processes` for one of this machine per CPU, or the address of a Dask
    scheduler.
    """
    from collectors.dataset.versions import open_dataset  # noqa: PLC0415  loads Arrow and DuckDB
    from collectors.updates.update_records import publish_recorded  # noqa: PLC0415  loads Arrow and DuckDB

    with Store(settings.store) as store, progress("publishing", counted=False):
        elsewhere = partial(executor_at, on, available_cpus()) if on else None
        version = publish_recorded(store, settings.home, texts=texts, executor=elsewhere)
    data = open_dataset(settings.home, version)
    say(f"{data.counts['articles']:,} articles published in {data.path}")
    if not data.counts["articles"]:
        say("the data set is empty: bring articles with `parallax import` or `parallax collect`, then publish again")
    typer.echo(version)
