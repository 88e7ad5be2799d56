"""`parallax backup`: copies store, WARC files, data sets and declarations to one folder, with a checksum of each file.

The store is always saved as SQLite: a SQLite store by SQLite's own backup, a PostgreSQL store by copying its rows
inside one transaction. So a backup needs no other program and can be restored to either kind of database.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from collectors.custody.integrity import check_sqlite
from collectors.custody.manifest import (
    AT_THE_DESK,
    DATA,
    DATASETS,
    STORE,
    VALIDATION,
    WARC,
    Manifest,
    copy_tree,
    damaged_files,
    describe,
    write_manifest,
)
from collectors.custody.rows import copy_rows, counted
from collectors.errors import ParallaxError
from collectors.store import Store
from collectors.store.audit import record
from collectors.store.engine import MEND_STORE
from collectors.store.migrations import schema_of
from collectors.store.transactions import reading, writing

#: The declarations that are backed up: those that an installation changes, not the demonstration.
DECLARED = ("events", "overrides", "lexicons", "outlets.toml")


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of an installation.

    Attributes:
        home: The home folder, with WARC files and data sets.
        data: The folder with events, outlets and lexicons.
    """

    home: Path
    data: Path


def back_up(store: Store, places: Places, folder: Path, tell: Callable[[str], None]) -> Manifest:
    """Write a backup into a new folder and check it by reading it again.

    Args:
        store: The open store; other programs may go on writing to it.
        places: The folders of the installation.
        folder: The folder to write into; it must not exist or must be empty.
        tell: Called with a line as each part is done.

    Returns:
        The list of what the backup holds.

    Raises:
        ParallaxError: The folder is not empty or has no room, the store's file is damaged, or what was written cannot
            be read back. Nothing is left in the folder then.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ParallaxError("is not empty", file=folder, remedy="give each backup a folder of its own")
    folder.mkdir(parents=True, exist_ok=True)
    with writing(store.engine) as connection:
        record(connection, "backup", str(folder), counts=None)
    try:
        return _written(store, places, folder, tell)
    except BaseException as error:
        for part in folder.iterdir():  # a part of a backup is none
            shutil.rmtree(part) if part.is_dir() else part.unlink()
        cause = getattr(error, "orig", error)
        full = isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        if full or getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise ParallaxError(
                "has no room for the backup", file=folder, remedy="give a folder on a larger disk"
            ) from None
        raise


def _written(store: Store, places: Places, folder: Path, tell: Callable[[str], None]) -> Manifest:
    """Write the parts of a backup into an empty folder, and check them; arguments as in `back_up`."""
    rows, schema = _copy_store(store, folder / STORE)
    tell(f"store: {rows['articles']:,} articles, {sum(rows.values()):,} rows")
    for name in (WARC, DATASETS, VALIDATION, *AT_THE_DESK):
        size = copy_tree(places.home / name, folder / name)
        tell(f"{name}: {size:,} bytes")
    for name in DECLARED:
        source = places.data / name
        if source.is_dir():
            copy_tree(source, folder / DATA / name)
        elif source.is_file():
            (folder / DATA).mkdir(exist_ok=True)
            (folder / DATA / name).write_bytes(source.read_bytes())
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(made_at, _parallax(), schema, store.engine.dialect.name, rows, describe(folder))
    write_manifest(folder, manifest)
    if wrong := next(damaged_files(folder, manifest), None):
        raise ParallaxError(wrong.what, file=wrong.file, remedy="the disk may be failing: back up to another one")
    return manifest


def _copy_store(store: Store, to: Path) -> tuple[dict[str, int], int]:
    """Copy the store to a SQLite file; returns the rows of each table in the copy, and the number of its schema."""
    if store.engine.dialect.name == "sqlite":
        # A transaction of its own: a connection with one open cannot be copied from.
        source = store.engine.raw_connection()
        try:
            with closing(sqlite3.connect(to)) as target:
                driver = source.driver_connection
                if not isinstance(driver, sqlite3.Connection):
                    raise TypeError(f"not a sqlite3 connection: {driver!r}")
                driver.backup(target, pages=4_096)
                target.execute("PRAGMA journal_mode = DELETE")  # one file, without -wal and -shm beside it
        finally:
            source.close()
    else:
        with Store(f"sqlite:///{to}") as copy, reading(store.engine) as rows, writing(copy.engine) as target_rows:
            copy_rows(rows, target_rows)
        with closing(sqlite3.connect(to)) as target:
            target.execute("PRAGMA journal_mode = DELETE")
    with Store(f"sqlite:///{to}") as copy:
        _require_sound(store, copy)
        with reading(copy.engine) as connection:
            counts = counted(connection), schema_of(connection)
    with closing(sqlite3.connect(to)) as target:
        target.execute("PRAGMA journal_mode = DELETE")
    return counts


def _require_sound(store: Store, copy: Store) -> None:
    """Raise `ParallaxError` where the copy, page by page that of the store, is a damaged file.

    A damaged root page may look like an empty table: such a backup would be whole and hold nothing.
    """
    try:
        finding = next(check_sqlite(copy), None)
    except DatabaseError as error:
        what = str(error.orig).splitlines()[0] if str(error.orig) else "cannot be read"
        raise ParallaxError(what, file=store.name, remedy=MEND_STORE) from None
    if finding:
        raise ParallaxError(f"the store is damaged: {finding.what[:200]}", file=store.name, remedy=MEND_STORE)


def _parallax() -> str:
    try:
        return version("parallax-news")
    except PackageNotFoundError:
        return "unknown"
