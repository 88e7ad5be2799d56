"""Commands to check declarations and to show results: check, demo, dashboard."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from collectors import pipeline
from collectors.cli.console import command, progress, report, say, stop
from collectors.cli.storing import catalogue_of
from collectors.config import Settings, check
from collectors.errors import ParallaxError
from collectors.model import Article
from collectors.store import Store
from collectors.support.plurals import many

LOOPBACK = "127.0.0.1"

Port = Annotated[int, typer.Option(help="Port on the loopback address.", min=1, max=65_535)]


@command("check")
def check_(
    settings: Settings,
    against: Annotated[
        Path | None, typer.Option(help="Articles (JSON Lines) in which to show what each pattern finds.")
    ] = None,
    event: Annotated[str, typer.Option(help="The event for --against and --expand.")] = "",
    expand: Annotated[bool, typer.Option(help="List every lemma with the forms it stands for.")] = False,
    online: Annotated[
        bool,
        typer.Option("--online", help="Ask for each outlet's feeds and sitemaps, one request at a time to a host."),
    ] = False,
    outlet: Annotated[
        list[str] | None, typer.Option("--outlet", help="With --online: only this outlet (repeatable).", metavar="O")
    ] = None,
) -> None:
    """Validate every file in the data folder; each mistake with file, line and remedy.

    Languages in which a variant has no patterns are listed, as a remark. `--against` prints what each pattern finds,
    with its surroundings, and which patterns find nothing.
    """
    problems = check(settings.data, settings.home)
    for problem in problems:
        say(str(problem))
    if not problems:
        say(f"{settings.data}: no mistakes found")
        _show_patterns(settings, against, event, expand)
    dead = _check_online(settings, outlet or []) if online and not problems else 0
    stop(len(problems) + dead)


def _check_online(settings: Settings, names: Sequence[str]) -> int:
    """Print what each declared feed and sitemap answers, and return how many cannot be read."""
    from collectors.cli.collecting import chosen_outlets, stopping  # noqa: PLC0415  one of two users
    from collectors.crawl.address_check import check_addresses  # noqa: PLC0415  loads Scrapy
    from collectors.crawl.limits import Limits  # noqa: PLC0415  as above

    outlets = chosen_outlets(catalogue_of(settings), names)
    done = dead = 0
    with stopping() as stop:
        for one in check_addresses(outlets, Limits.resolve(), stopped=stop.is_set):
            done, dead = done + 1, dead + (not one.works)
            state = "works" if one.works else "FAILS"
            typer.echo(f"{state}  {one.declared.outlet}  {one.declared.kind}  {one.declared.address}  {one.detail}")
    bare = [outlet.id for outlet in outlets if not outlet.feeds and not outlet.sitemaps]
    say(f"{many(done, 'address', 'addresses')} asked, {dead:,} cannot be read")
    if bare:
        say(f"no feed or sitemap is declared for {many(len(bare), 'outlet')}: {', '.join(bare)}")
    return dead


def _show_patterns(settings: Settings, against: Path | None, event: str, expand: bool) -> None:
    from collectors.events import pattern_check  # noqa: PLC0415  loads the metrics
    from collectors.sources.files import read  # noqa: PLC0415  loads the readers

    events = catalogue_of(settings).events
    if event and event not in events:
        raise ParallaxError(f"there is no event {event!r}", remedy=f"choose one of {', '.join(sorted(events))}")
    chosen = [events[event]] if event else list(events.values())
    for declared in chosen:
        for hole in pattern_check.holes(declared):
            say(hole)
        for line in pattern_check.forms(declared) if expand else ():
            typer.echo(line)
    if against is not None:
        if not event and len(chosen) > 1:
            raise ParallaxError("--against needs one event", remedy="add --event ID")
        articles = (item.item for item in read(str(against)) if isinstance(item.item, Article))
        for line in pattern_check.report(pattern_check.hits(articles, chosen[0])):
            typer.echo(line)


@command("demo")
def demo(
    settings: Settings,
    port: Port = 8501,
    serve: Annotated[bool, typer.Option(help="Open the dashboard when the data are ready.")] = True,
) -> None:
    """Build the invented demonstration data afresh and show them in the dashboard."""
    from collectors.dataset.publishing import publish  # noqa: PLC0415  loads Arrow and DuckDB
    from collectors.dataset.table_writer import INVENTED  # noqa: PLC0415  loads Arrow and DuckDB
    from collectors.metrics import METHOD_VERSION  # noqa: PLC0415  loads models

    if serve:
        _require_free(port)  # before a minute of work, not after
    folder = settings.data / "demo"
    paths = [str(folder / name) for name in ("articles.jsonl", "pages.jsonl") if (folder / name).is_file()]
    if not paths:
        raise ParallaxError("there are no demonstration data", file=folder, remedy="choose another --data")
    home = settings.home / "demo"
    own = replace(settings, home=home, store=f"sqlite:///{home / 'store.sqlite'}")
    if _holds_own_work(home):
        say(f"{home} holds work of your own and is opened as it is; for a fresh demonstration choose another --home")
        if serve:
            _serve(own, port)
        return
    _fresh(home)
    catalogue = catalogue_of(own)
    with Store(own.store) as store:
        event: str | None = None
        for path in paths:
            with progress(f"importing {Path(path).name}") as tick:
                chosen = pipeline.PipelineSettings(event)
                summary = pipeline.import_paths(store, catalogue, [path], chosen, datetime.now(UTC), tick)
            report(summary, f"{Path(path).name}, invented")
            # The pages name no event, so they get the most frequent one of the articles.
            event = next((name for name, _ in summary.events.most_common(1) if name in catalogue.events), event)
        with progress("analysing", store.count_pending(METHOD_VERSION)) as tick:
            pipeline.analyze(store, catalogue, 1, tick=tick)
        version = publish(store, home, label=INVENTED)
    say(f"data set {version} in {home}")
    if serve:
        _serve(own, port)


def _holds_own_work(home: Path) -> bool:
    from collectors.dataset.versions import OWN_IN_DEMO  # noqa: PLC0415  loads Arrow and DuckDB

    return (home / OWN_IN_DEMO).exists()


def _fresh(home: Path) -> None:
    """Make an empty home folder for the demonstration.

    Raises:
        ParallaxError: The folder holds files that the demonstration did not make.
    """
    from collectors.dataset.versions import DEMO_MARK  # noqa: PLC0415  loads Arrow and DuckDB

    mark = home / DEMO_MARK
    if home.exists() and any(home.iterdir()):
        if not mark.exists():
            raise ParallaxError(
                "the folder for the demonstration holds other files", file=home, remedy="choose another --home"
            )
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    mark.write_text("Made by `parallax demo`, which clears this folder when it runs again.\n", encoding="utf-8")


@command("dashboard")
def dashboard(settings: Settings, port: Port = 8501) -> None:
    """Show the published data sets in the browser, on this machine only."""
    _serve(settings, port)


def _serve(settings: Settings, port: int) -> None:
    """Replace this process with Streamlit's server; does not return on POSIX systems."""
    package = find_spec("dashboard")
    places = list(package.submodule_search_locations or ()) if package else []
    app = next((file for place in places if (file := Path(place) / "serve.py").is_file()), None)
    if app is None:
        raise ParallaxError("the dashboard is not installed", remedy="install parallax-news with its dashboard")
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in {"darwin", "win32"}
    options = {
        "server.address": LOOPBACK,
        "server.port": port,
        "server.headless": "false" if screen else "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "logger.level": "error",  # below it stand a line for each cache that is made before the server runs
    }
    arguments = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(app),
        *(f"--{key}={value}" for key, value in options.items()),
    ]
    _require_free(port)
    environment = os.environ | {"PARALLAX_HOME": str(settings.home), "PARALLAX_DATA": str(settings.data)}
    environment.pop("PARALLAX_DATABASE", None)  # reading needs data sets only
    if has_editors(environment):
        environment["PARALLAX_DATABASE"] = settings.store
    if environment.get("PARALLAX_EDITOR_HEADER"):  # the header counts by the peer's own address
        environment.setdefault("FORWARDED_ALLOW_IPS", "")
    say(f"the dashboard is at http://{LOOPBACK}:{port}  (stop it with Ctrl-C)")
    sys.stderr.flush()
    # The same process, so that a signal to `parallax` reaches the server.
    os.execve(sys.executable, arguments, environment)  # noqa: S606  our own interpreter, no shell


def has_editors(environment: Mapping[str, str]) -> bool:
    """Whether anybody may write at the desk: those that are listed, or whoever is at a machine that nobody reaches."""
    listed = environment.get("PARALLAX_EDITORS", "").strip().lower()
    return (bool(listed) and listed != "none") or not (listed or environment.get("PARALLAX_HOSTS", "").strip())


def _require_free(port: int) -> None:
    """Raise ParallaxError where another program listens at the port: a browser would show its pages instead of ours."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            remedy = f"end the program that listens there, or give --port {port + 1 if port < 65_535 else 8501}"
            raise ParallaxError(f"port {port} cannot be had: {error.strerror}", remedy=remedy) from None
