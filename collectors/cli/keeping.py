"""Commands that keep what was collected: verify, backup, restore, remove, audit."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from collectors.cli.console import command, print_table, progress, say, stop
from collectors.config import Settings
from collectors.crawl.collection_lock import collecting
from collectors.errors import ParallaxError
from collectors.store import Store

if TYPE_CHECKING:
    from collectors.custody.backups import Places

By = Annotated[str, typer.Option(help="Who decides (default: the user who runs the command).", metavar="NAME")]


def places_of(settings: Settings) -> Places:
    """The folders of an installation, for backup and restore."""
    from collectors.custody.backups import Places  # noqa: PLC0415  loads Arrow

    return Places(settings.home, settings.data)


@command("verify")
def verify(
    settings: Settings,
    warc: Annotated[bool, typer.Option(help="Read the WARC files to their ends, too.")] = True,
) -> None:
    """Check that everything is as it was written: store, data sets, WARC files, audit log.

    Reads every byte. Compares the newest data set with the store. Exit status 1 where something is wrong.
    """
    from collectors.custody import integrity  # noqa: PLC0415  loads Arrow
    from collectors.dataset.versions import versions  # noqa: PLC0415  as above

    faults: list[integrity.IntegrityFinding] = []
    with Store(settings.store) as store, progress("verifying", counted=False):
        faults += integrity.check_store(store)
        faults += integrity.check_datasets(settings.home)
        published = versions(settings.home)
        if published and not faults:
            faults += integrity.compare_with_store(store, settings.home / "datasets" / published[0])
        if warc:
            faults += integrity.check_warcs(settings.home)
        faults += integrity.check_permissions(settings.home)
    for finding in faults:
        say(str(finding))
    if not faults:
        say(f"nothing is wrong: the store, {len(published)} data sets" + (" and the WARC files" if warc else ""))
    stop(len(faults))


@command("backup")
def backup(
    settings: Settings,
    folder: Annotated[Path, typer.Argument(help="A new folder for the backup.", metavar="DIR")],
) -> None:
    """Copy store, WARC files, data sets and event files into a folder, with the checksum of each file.

    Goes on beside a running collection. The store is kept as SQLite, whatever it is: `restore` brings it to either.
    """
    from collectors.custody.backups import back_up  # noqa: PLC0415  loads Arrow

    with Store(settings.store) as store, progress("backing up", counted=False):
        manifest = back_up(store, places_of(settings), folder.absolute(), say)
    say(f"{len(manifest.files):,} files in {folder}, read again and compared")


@command("restore")
def restore_(
    settings: Settings,
    folder: Annotated[Path, typer.Argument(help="What `parallax backup` wrote.", metavar="DIR")],
) -> None:
    """Bring a backup back into an empty --home and an empty --store, SQLite or PostgreSQL.

    The backup is compared with its checksums first. Event files and lexicons go to HOME/data: give them with --data.
    """
    from collectors.custody.restoring import restore  # noqa: PLC0415  loads Arrow

    with Store(settings.store) as store, progress("restoring", counted=False):
        manifest = restore(store, places_of(settings), folder.absolute(), say)
    say(f"restored what was backed up on {manifest.made_at}")


@command("remove")
def remove_(  # noqa: PLR0913, PLR0917  one parameter per option
    settings: Settings,
    reason: Annotated[str, typer.Option(help="Why; it stands on the tombstone.", metavar="TEXT")] = "",
    article: Annotated[list[str] | None, typer.Option(help="An article, by id or URL (repeatable).")] = None,
    url: Annotated[list[str] | None, typer.Option(help="An address, also of what comes later (repeatable).")] = None,
    outlet: Annotated[list[str] | None, typer.Option(help="All of an outlet, by id (repeatable).")] = None,
    before: Annotated[str | None, typer.Option(help="All published before this day.", metavar="DATE")] = None,
    event: Annotated[str | None, typer.Option(help="Only in this event.", metavar="ID")] = None,
    by: By = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would go.")] = False,
) -> None:
    """Take articles out for good: from the store with all revisions, from WARC files and from every data set.

    A tombstone with the reason stays: what was removed is refused when it comes again. Data sets that held it become
    new versions that name the old ones. Backups are not touched.
    """
    from collectors.custody import removing  # noqa: PLC0415  loads Arrow

    wanted = removing.Wanted(tuple(article or ()), tuple(url or ()), tuple(outlet or ()), _day(before), event)
    with Store(settings.store) as store:
        if dry_run:
            matches = removing.matching_articles(store, wanted)
            for name, key, address in matches:
                typer.echo(f"{name}  {key}  {address or '-'}")
            say(f"{len(matches):,} articles would go")
            return
        with collecting(settings.home):  # a collection would write to the files that are cut
            done = removing.remove(store, settings.home, wanted, reason, by, say)
    for warning in done.warnings:
        say(warning)
    if not done.articles:
        say("no such article is stored; the tombstone keeps it out")
    say("backups and exports made before still hold it")
    stop(len(done.warnings))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ParallaxError(f"{text!r} is no day", remedy="write --before 2022-10-01") from None


@command("audit")
def audit_(settings: Settings) -> None:
    """Print the log of removals, backups and restores: who, when, what and why."""
    from collectors.store.audit import entries  # noqa: PLC0415  only here

    with Store(settings.store) as store, store.reading() as connection:
        rows = [
            (
                entry.number,
                entry.at,
                entry.by,
                entry.action,
                entry.subject,
                entry.reason,
                _counted(entry.counts),
            )
            for entry in entries(connection)
        ]
    print_table("audit log", ["entry", "time, UTC", "by", "action", "what", "reason", "counts"], rows)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)
