"""The command on what is new since another data set: changes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from collectors.cli.console import command, output, progress
from collectors.config import Settings
from collectors.errors import ParallaxError


class ChangesFormat(StrEnum):
    """How `parallax changes` writes."""

    TEXT = "text"
    JSON = "json"
    ATOM = "atom"
    JSONFEED = "jsonfeed"


@command("changes")
def changes(
    settings: Settings,
    since: Annotated[
        str | None, typer.Option(help="Compare the newest data set with this one (default: the one before).")
    ] = None,
    event: Annotated[str | None, typer.Option(help="Only this event.", metavar="ID")] = None,
    form: Annotated[ChangesFormat, typer.Option("--format", help="How to write it.")] = ChangesFormat.TEXT,
    link: Annotated[
        str, typer.Option(help="The address at which readers see the dashboard, for the links of feeds.", metavar="URL")
    ] = "http://127.0.0.1:8501",
    out: Annotated[str, typer.Option("--output", "-o", help="Output; - for standard output.", metavar="FILE")] = "-",
) -> None:
    """Say what is new since another data set: articles, revisions, figures that moved, beyond their interval or not.

    The formats atom and jsonfeed write a feed of the last data sets; the dashboard has the same feeds under /feed.atom
    and /feed.json.
    """
    from collectors.dataset.versions import open_dataset  # noqa: PLC0415  loads Arrow and DuckDB
    from collectors.updates import update_feeds, update_records  # noqa: PLC0415  loads Arrow and DuckDB
    from collectors.updates.update_words import headline  # noqa: PLC0415  loads Arrow and DuckDB
    from collectors.updates.version_difference import difference  # noqa: PLC0415  loads Arrow and DuckDB

    base = link.rstrip("/")
    if form in (ChangesFormat.ATOM, ChangesFormat.JSONFEED):
        if since is not None:
            raise ParallaxError("a feed tells of the last data sets", remedy="leave --since out, or use --format text")
        write = update_feeds.atom if form is ChangesFormat.ATOM else update_feeds.json_feed
        with output(out) as stream:
            stream.write(write(update_feeds.entries(settings.home, base, event), base).decode("utf-8"))
        return
    with progress("comparing", counted=False):
        newest = open_dataset(settings.home)
        changes_since = difference(open_dataset(settings.home, since or _before(settings.home, newest.version)), newest)
    wanted = [one for one in changes_since.events if event in (None, one.event)]
    if event is not None and not wanted:
        raise ParallaxError(f"the newest data set has no event {event!r}")
    with output(out) as stream:
        if form is ChangesFormat.JSON:
            document = changes_since.as_json() | {
                "events": [one for one in changes_since.as_json()["events"] if event in (None, one["event"])]
            }
            stream.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
            return
        for one in wanted:
            if one.nothing:
                stream.write(f"{one.event}: {headline(one)}, since data set {changes_since.since}\n")
        record = update_records.UpdateRecord(datetime.now(UTC).isoformat(timespec="seconds"), changes_since)
        for entry in update_feeds.entries_of(newest, record, base, event):
            stream.write(f"\n{entry.title}\n{entry.text}")


def _before(home: Path, version: str) -> str:
    """Return the data set that was the newest before this one.

    Raises:
        ParallaxError: There is none.
    """
    from collectors.dataset.versions import versions  # noqa: PLC0415  loads Arrow and DuckDB
    from collectors.updates.update_records import read_record  # noqa: PLC0415  loads Arrow and DuckDB

    published = versions(home)
    record = read_record(home, version)
    if record is not None and record.difference.since in published:
        return record.difference.since
    earlier = [name for name in published if name != version]
    if not earlier:
        raise ParallaxError("there is no data set before this one", remedy="publish again when something has changed")
    return earlier[0]
