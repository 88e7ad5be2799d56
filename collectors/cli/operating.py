"""Commands for whoever runs Parallax: status, alerts."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from collectors import pipeline
from collectors.cli.console import FAILED, command, print_table, say
from collectors.cli.health_report import print_health
from collectors.config import Settings
from collectors.errors import ParallaxError
from collectors.model import OutcomeKind
from collectors.monitoring.alert_settings import MAIL, WEB_HOOK
from collectors.store import Store

#: Events listed by `status`.
MOST_EVENTS = 40


@command("status")
def status(
    settings: Settings,
    failures: Annotated[bool, typer.Option("--failures", help="List every failure with its remedy.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write everything as JSON, for other programs.")] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="End with 0 where nothing looks wrong, 3 where alerts stand, 4 where a round is overdue."
        ),
    ] = False,
    overdue: Annotated[
        str | None,
        typer.Option(help="A round that began longer ago is overdue: 90m, 12h, 2d.", metavar="TIME"),
    ] = None,
    prometheus: Annotated[
        Path | None,
        typer.Option(help="Write the state for Prometheus' textfile collector, into a file *.prom.", metavar="FILE"),
    ] = None,
) -> None:
    """Say what the store holds, what became of every input, and which data sets are published.

    --json, --check and --prometheus are for machines: without --json they print nothing but alerts.
    """
    with Store(settings.store) as store:
        if failures:
            for outcome, file, line in store.failures():
                typer.echo(pipeline.failure_line(outcome, file, line))
            return
        if as_json or check or prometheus:
            _for_machines(store, settings, overdue, as_json=as_json, check=check, prometheus=prometheus)
            return
        print_table("store", ["table", "rows"], list(store.counts().items()))
        _print_events(store)
        print_health(store)
    _print_data_sets(settings.home)


def _for_machines(
    store: Store, settings: Settings, overdue: str | None, *, as_json: bool, check: bool, prometheus: Path | None
) -> None:
    from collectors.monitoring.prometheus_text import write_textfile  # noqa: PLC0415  only where it is asked for
    from collectors.monitoring.state_report import state_report  # noqa: PLC0415  as above
    from collectors.schedule import length_of  # noqa: PLC0415  loads APScheduler

    longest = length_of(overdue) if overdue else None
    report = state_report(store, settings.home, datetime.now(UTC), longest)
    if prometheus:
        write_textfile(report, prometheus)
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        for alert in report.alerts:
            say(f"{' '.join(alert.key.split())}: {alert.what}")
    if check:
        raise typer.Exit(report.status)


@command("alerts")
def alerts(
    settings: Settings,
    webhook: Annotated[
        str | None,
        typer.Option(
            help=f"Post new alerts, and those that are over, as JSON to this address ({WEB_HOOK}).", metavar="URL"
        ),
    ] = None,
    mail: Annotated[
        str | None, typer.Option(help=f"Mail them to this address, by the local sendmail ({MAIL}).", metavar="ADDRESS")
    ] = None,
    overdue: Annotated[
        str | None, typer.Option(help="A round that began longer ago is an alert: 90m, 12h, 2d.", metavar="TIME")
    ] = None,
) -> None:
    """Print the alerts that stand, one a line, and tell the operator of those that are new or over, once each."""
    from collectors.monitoring import alert_delivery  # noqa: PLC0415  only where it is asked for
    from collectors.monitoring.state_report import state_report  # noqa: PLC0415  as above
    from collectors.schedule import length_of  # noqa: PLC0415  loads APScheduler

    ways: dict[str, Callable[[alert_delivery.AlertNews], None]] = {}
    if address := webhook or os.environ.get(WEB_HOOK):
        ways["web hook"] = alert_delivery.web_hook(address)
    if box := mail or os.environ.get(MAIL):
        ways["mail"] = alert_delivery.local_mail(box)
    longest = length_of(overdue) if overdue else None
    with Store(settings.store) as store:
        report = state_report(store, settings.home, datetime.now(UTC), longest)
    for alert in report.alerts:
        typer.echo(f"{alert_delivery.alert_subject(alert.key)}: {alert.what}")
    failures = alert_delivery.deliver(settings.home, report.alerts, ways) if ways else []
    for failure in failures:
        say(failure)
    if failures:
        raise typer.Exit(FAILED)


def _print_events(store: Store) -> None:
    """Print one line per event: its articles, and its outcomes by kind."""
    articles, outcomes = store.articles_per_event(), store.outcome_counts()
    kinds = [kind.value for kind in OutcomeKind if any(present == kind.value for _, present in outcomes)]
    names = sorted({*articles, *(event for event, _ in outcomes)}, key=lambda item: (-articles.get(item, 0), item))
    rows = [
        (name or "(none)", articles.get(name, 0), *(outcomes.get((name, kind), 0) for kind in kinds)) for name in names
    ]
    print_table("events, and what became of their inputs", ["event", "articles", *kinds], rows[:MOST_EVENTS])
    if len(rows) > MOST_EVENTS:
        typer.echo(f"... and {len(rows) - MOST_EVENTS} more events")


def _print_data_sets(home: Path) -> None:
    from collectors.dataset.versions import open_dataset, versions  # noqa: PLC0415  loads Arrow and DuckDB

    published: list[tuple[str, int, str, str]] = []
    for version in versions(home):
        try:
            data = open_dataset(home, version)
        except ParallaxError as error:
            published.append((version, 0, "", error.what))
        else:
            published.append((version, data.counts.get("articles", 0), data.method_version, data.label or ""))
    print_table("data sets, newest first", ["version", "articles", "method", "label"], published)
