"""Commands that collect from the web: collect, schedule, revisions."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from collectors.cli.column_questions import ask_for_columns, stated_columns_of
from collectors.cli.console import command, print_table, report, say, stop
from collectors.cli.storing import catalogue_of
from collectors.config import Catalogue, Settings
from collectors.config.missing_event import declared_event
from collectors.errors import ParallaxError
from collectors.model import FAILURES, Event, Outlet
from collectors.store import Store
from collectors.support.executors import available_cpus
from collectors.support.plurals import many

if TYPE_CHECKING:
    from collectors.collect import Collected, Options
    from collectors.crawl.limits import Limits
    from collectors.sources.coverage_query import CoverageQuery
    from collectors.sources.source_protocol import Source

EventId = Annotated[str, typer.Option(help="The event to cover.", metavar="ID")]
SourceNames = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        help="Where to look: feeds, sitemaps, gdelt, wayback, ccnews (repeatable; default: all but ccnews, which reads "
        "20 GB for each day).",
        metavar="S",
    ),
]
OutletIds = Annotated[
    list[str] | None,
    typer.Option("--outlet", help="Only this outlet (repeatable; default: all that are not invented).", metavar="O"),
]
Contact = Annotated[
    str | None,
    typer.Option(help="Address or web page by which hosts reach you (PARALLAX_CONTACT).", metavar="TEXT"),
]


Columns = Annotated[
    str | None, typer.Option(help="What the columns of the table of --urls are.", metavar="url=COLUMN,...")
]
OnlyPlan = Annotated[
    bool, typer.Option("--plan", help="With --urls: print requests, bytes and hours, and ask for nothing.")
]


@command("collect")
def collect_(  # noqa: PLR0913, PLR0917  one parameter per option
    settings: Settings,
    event: EventId,
    source: SourceNames = None,
    outlet: OutletIds = None,
    contact: Contact = None,
    delay: Annotated[float, typer.Option(help="Seconds between two requests to one host.", min=0.0)] = 2.0,
    timeout: Annotated[float, typer.Option(help="Seconds for one whole answer.", min=0.1)] = 60.0,
    recheck: Annotated[float, typer.Option(help="Hours after which a page is looked at again.", min=0.0)] = 6.0,
    patience: Annotated[float, typer.Option(help="Minutes to wait for hosts that ask for it.", min=0.0)] = 10.0,
    processes: Annotated[int, typer.Option(help="Worker processes that read pages; 0 for one per CPU.", min=0)] = 0,
    scan_on: Annotated[
        str | None,
        typer.Option(help="Scan CC-NEWS files in `processes`, or by Dask at tcp://HOST:PORT.", metavar="WHERE"),
    ] = None,
    urls: Annotated[
        Path | None,
        typer.Option(
            help="Only these addresses: a list, a table (CSV, XLSX, ODS, JSONL), or a data set's folder; what is gone "
            "from the web is asked for in the archive.",
            metavar="FILE",
        ),
    ] = None,
    columns: Columns = None,
    plan: OnlyPlan = False,
) -> None:
    """Collect coverage of an event from the live web and from archives. It may be stopped and run again at any time.

    Every address ends in one outcome. What was saved is not fetched again; pages that changed since are kept as
    revisions. Raw answers are kept in HOME/warc/EVENT.
    """
    from collectors.collect import Options, collect  # noqa: PLC0415  loads Scrapy
    from collectors.crawl.limits import Limits  # noqa: PLC0415  as above

    catalogue = catalogue_of(settings)
    declared = declared_event(catalogue, event)
    outlets = chosen_outlets(catalogue, outlet or [])
    sources = _sources(declared, outlets, source, urls, columns)
    limits = Limits.resolve()
    limits = replace(limits, delay=delay, timeout=timeout, contact=contact or limits.contact)
    options = Options(
        event,
        tuple(sources),
        tuple(one_outlet.id for one_outlet in outlets) if outlet else (),
        recheck=recheck * 3600,
        patience=patience * 60,
        processes=processes or available_cpus(),
        scan_on=scan_on,
        limits=limits,
    )
    if plan or urls:
        _show_plan(settings, options, sources, typer.echo if plan else say)
    if plan:
        return
    _ask_for_contact(limits)
    with Store(settings.store) as store, stopping() as stop_, _bar(f"collecting {event}") as watch:
        done = collect(store, catalogue, settings.home, options, sources, stop=stop_, watch=watch)
    _report(done, event)
    stop(done.summary.failed)


def _sources(
    event: Event, outlets: Sequence[Outlet], names: list[str] | None, urls: Path | None, columns: str | None
) -> Mapping[str, Source]:
    """What is asked: the named sources, or the addresses of a file."""
    from collectors.sources.coverage_query import CoverageQuery  # noqa: PLC0415  as elsewhere here
    from collectors.sources.source_registry import DEFAULT, sources_of  # noqa: PLC0415  as above

    wanted = CoverageQuery.of(event, outlets)
    return _addresses(urls, wanted, names, columns) if urls else sources_of(names or DEFAULT, wanted)


def _ask_for_contact(limits: Limits) -> None:
    from collectors.crawl.limits import CONTACT  # noqa: PLC0415  as above

    if limits.contact is None:
        say(f"hosts cannot reach you: give --contact or set {CONTACT}")


def _show_plan(
    settings: Settings, options: Options, sources: Mapping[str, Source], tell: Callable[[str], None]
) -> None:
    """Tell what collecting a list will ask for, less what earlier runs finished."""
    from collectors.crawl.frontier import Frontier, Scope  # noqa: PLC0415  as above
    from collectors.crawl.request_plan import keys_of, plan_of  # noqa: PLC0415  as above
    from collectors.sources.address_list import NAME, AddressList  # noqa: PLC0415  as above

    listed = sources.get(NAME)
    if listed is None:
        raise ParallaxError("--plan is for a list of addresses", remedy="give the list: --urls FILE")
    entries = listed.entries if isinstance(listed, AddressList) else ()
    with Store(settings.store) as store:
        frontier = Frontier(store, Scope(options.event, frozenset(options.sources), frozenset(options.outlets)))
        finished = frontier.finished(keys_of(entries), time.time(), options.recheck)
    for line in plan_of(entries, finished, options.limits).lines():
        tell(line)


def _addresses(file: Path, wanted: CoverageQuery, names: list[str] | None, columns: str | None) -> dict[str, Source]:
    """The addresses of a file, and the archive for those that are gone. `names` may only be the archive."""
    from collectors.sources.address_list import NAME, AddressList, read_addresses  # noqa: PLC0415  as elsewhere here
    from collectors.sources.source_registry import sources_of  # noqa: PLC0415  as above

    if set(names or ["wayback"]) != {"wayback"}:
        remedy = "leave --source out, or give --source wayback"
        raise ParallaxError("addresses of a list are asked for on the live web and in the archive only", remedy=remedy)
    stated = stated_columns_of(columns)
    if stated is None:
        ask_for_columns([str(file)])
    entries, wrong = read_addresses(file, stated)
    for what in wrong[:20]:
        say(what)
    if len(wrong) > 20:
        say(f"{len(wrong):,} rows of {file} hold no web address")
    archive = sources_of(["wayback"], wanted)
    archive["wayback"] = replace(archive["wayback"], listing=False)  # type: ignore[type-var]  # it is a Wayback
    return {NAME: AddressList(wanted, entries), **archive}


def chosen_outlets(catalogue: Catalogue, names: Sequence[str]) -> list[Outlet]:
    """The outlets with these names; all that are not invented where no name is given.

    Raises:
        ParallaxError: No outlet has one of the names.
    """
    if not names:
        return [outlet for outlet in catalogue.outlets.values() if not outlet.invented]
    chosen = []
    for name in names:
        outlet = catalogue.outlet_named(name)
        if outlet is None:
            raise ParallaxError(f"there is no outlet {name!r}", remedy=catalogue.suggest_outlet(name))
        chosen.append(outlet)
    return chosen


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """An event that SIGTERM and Ctrl-C set; a second Ctrl-C interrupts."""
    stop = threading.Event()

    def ask(number: int, _frame: FrameType | None) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _bar(what: str) -> Iterator[Callable[[Collected], None]]:
    """A progress bar on stderr if that is a terminal. Its total grows as entries are found."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[outlets]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None, outlets="")

        def watch(state: Collected) -> None:
            busiest = sorted(state.by_outlet.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))[:3]
            outlets = ", ".join(f"{name or '-'} {sum(counts.values())}" for name, counts in busiest)
            bar.update(task, completed=state.done, total=state.done + state.left, outlets=outlets)

        yield watch


def _report(done: Collected, event: str) -> None:
    """Print the outcomes of a run, and a table by outlet."""
    report(done.summary, f"collect {event}")
    kinds = sorted(
        {kind for counts in done.by_outlet.values() for kind in counts}, key=lambda item: (item in FAILURES, item.value)
    )
    rows = [(name or "-", *(counts[kind] for kind in kinds)) for name, counts in sorted(done.by_outlet.items())]
    print_table("by outlet", ["outlet", *(kind.value for kind in kinds)], rows)
    again = "; the run before was gone on with" if done.resumed else ""
    asked = many(done.done, "address", "addresses")
    say(f"{asked} done, {done.fresh:,} new, {done.left:,} left to the next run{again}")
    if done.stopped:
        say("stopped: run the command again to go on")


@command("schedule")
def schedule_(  # noqa: PLR0913, PLR0917  one parameter per option
    settings: Settings,
    event: Annotated[list[str], typer.Option(help="An event to cover (repeatable).", metavar="ID")],
    every: Annotated[str | None, typer.Option(help="How often: 90m, 6h or 1d.", metavar="TIME")] = None,
    cron: Annotated[str | None, typer.Option(help='When, in UTC: "0 */6 * * *".', metavar="EXPRESSION")] = None,
    source: SourceNames = None,
    outlet: OutletIds = None,
    contact: Contact = None,
    delay: Annotated[float | None, typer.Option(help="Seconds between two requests to one host.", min=0.0)] = None,
    recheck: Annotated[float | None, typer.Option(help="Hours after which a page is looked at again.", min=0.0)] = None,
    publish: Annotated[bool, typer.Option(help="Analyze and publish after each round.")] = True,
) -> None:
    """Collect again and again, until SIGTERM or Ctrl-C, and log each round and when the next one is due.

    One run at a time: a round that falls due meanwhile is skipped. One run makes up for all that were missed, also
    while no schedule was running. Where PARALLAX_WEBHOOK or PARALLAX_MAIL is set, new alerts are told after each round.
    For a server, systemd or cron does it better: see data/schedule.
    """
    from collectors import schedule  # noqa: PLC0415  loads APScheduler

    catalogue = catalogue_of(settings)
    for name in event:
        declared_event(catalogue, name)
    chosen_outlets(catalogue, outlet or [])
    if (every is None) == (cron is None):
        raise ParallaxError("a schedule needs either --every or --cron", remedy='--every 6h, or --cron "0 */6 * * *"')
    with stopping() as stop:
        clock = schedule.SystemClock(stop)
        with Store(settings.store) as store:
            last = schedule.last_round(store, event)
        start = clock.now()
        trigger = schedule.every(every, last or start) if every else schedule.cron(cron or "")
        options = [("--source", source), ("--outlet", outlet), ("--contact", contact), ("--delay", delay)]
        rounds = schedule.rounds_of(settings, event, [*options, ("--recheck", recheck)], publish=publish)

        def work() -> None:
            log(f"round {len(planned.runs)} begins: {', '.join(event)}")
            for arguments in rounds:
                begun = clock.now()
                status = None if stop.is_set() else schedule.run_command(arguments, settings.store, stop, log)
                if status is not None:
                    lasted = (clock.now() - begun).total_seconds()
                    goes_on = "" if status == 0 else "; the schedule goes on"
                    log(
                        f"`parallax {' '.join(arguments[:3])}` ended with status {status} after {lasted:.0f} s{goes_on}"
                    )

        planned = schedule.Schedule(trigger, work, clock, stop, announce=lambda due: log(f"next round at {_utc(due)}"))
        planned.go(last, start)
    log("the schedule ended")


def log(text: str) -> None:
    """Print a line on stderr with the time in UTC before it."""
    say(f"{_utc(datetime.now(UTC))} {text}")


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@command("revisions")
def revisions_(
    settings: Settings,
    event: Annotated[str | None, typer.Option(help="Only this event.", metavar="ID")] = None,
) -> None:
    """Show what outlets changed after publication: headlines, and paragraphs taken out (-) and put in (+)."""
    from collectors.events.revisions import changes  # noqa: PLC0415  as elsewhere here: only where it is needed

    revised = False
    with Store(settings.store) as store:
        for change in changes(store, event):
            revised = True
            typer.echo(
                f"{change.outlet or '-'}  {change.url or '-'}  revision {change.revision}, {change.fetched_at or '?'}"
            )
            if change.old_title != change.new_title:
                typer.echo(f"  headline: {change.old_title or '(none)'} -> {change.new_title or '(none)'}")
            for mark, paragraphs in (("-", change.removed), ("+", change.added)):
                for paragraph in paragraphs:
                    typer.echo(f"  {mark} {paragraph}")
    if not revised:
        say("no article was revised yet")
