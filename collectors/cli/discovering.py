"""`parallax discover`: names that outlets use and the event file does not declare."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from collectors.cli.console import command, say
from collectors.config import Settings
from collectors.config.problems import nearest
from collectors.errors import ParallaxError

#: The highest q of the names that are listed by default: above it, chance may well explain the unevenness.
HIGHEST_Q = 0.2


@command("discover")
def discover(
    settings: Settings,
    event: Annotated[str, typer.Option(help="The event.", metavar="ID")],
    target: Annotated[
        list[str] | None, typer.Option(help="Only this actor or concept, by its id (repeatable).", metavar="ID")
    ] = None,
    limit: Annotated[int, typer.Option(help="Names listed.", min=1)] = 20,
    toml: Annotated[bool, typer.Option("--toml", help="Print the lines that declare them instead.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Also those whose unevenness chance may explain.")] = False,
) -> None:
    """List names of the event's actors and concepts that nobody declared, the most uneven between outlets first.

    Names with a q above .2 are counted and left out, unless no outlet has enough articles for any q.
    Reads the newest data set. With --toml the lines to put into the event file; read them before you do: a phrase may
    name something else.
    """
    from collectors.dataset.versions import open_dataset  # noqa: PLC0415  loads Arrow and DuckDB
    from collectors.discovery.declaration_lines import declaration  # noqa: PLC0415  loads the metrics

    data = open_dataset(settings.home)
    rows = data.table("proposals", where=[("event", "=", event)]).to_pylist()
    events = data.table("events", ["event"])["event"].to_pylist()
    if event not in events:
        raise ParallaxError(f"the data set has no event {event!r}", remedy=f"it has: {', '.join(events) or 'none'}")
    declared = json.loads(data.table("events", ["event_json"], [("event", "=", event)])["event_json"][0].as_py())
    targets = [named["id"] for named in (*declared["actors"], *declared["concepts"])]
    for wrong in (name for name in target or () if name not in targets):
        raise ParallaxError(f"the event has no actor or concept {wrong!r}", remedy=nearest(wrong, targets))
    candidates = [row for row in rows if not target or row["target"] in target]
    likely = [row for row in candidates if row["q_value"] is None or row["q_value"] <= HIGHEST_Q]
    folded = 0 if all_ else len(candidates) - len(likely)
    candidates = candidates if all_ else likely
    for row in candidates[:limit]:
        lines = declaration(row["kind"], row["target"], row["language"], row["surface"]) if toml else _lines(row)
        typer.echo(lines)
    more = f", {len(candidates) - limit} more with --limit" if len(candidates) > limit else ""
    also = f"; {folded} with q above {HIGHEST_Q:g} left out, see them with --all" if folded else ""
    say(f"{len(candidates)} undeclared names{more}{also}")


def _lines(row: dict[str, Any]) -> str:
    used = ", ".join(f"{outlet} {with_it}/{all_}" for outlet, (with_it, all_) in json.loads(row["outlets"]).items())
    chance = "not enough articles" if row["q_value"] is None else f"q {row['q_value']:.3f}"
    where = f"{row['kind']} {row['target']} ({row['language'] or 'language unknown'})"
    return f"{row['surface']}\n  {where}: {row['articles']} of {row['named']} articles, {chance}\n  {used}\n"
