"""`parallax restore`: restores a backup into an empty installation, on SQLite or PostgreSQL.

The backup is read to its end and compared with its checksums before anything is written, and the rows are counted
afterwards. Nothing that exists is overwritten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from collectors.custody.backups import Places
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
    read_manifest,
)
from collectors.custody.rows import copy_rows, counted
from collectors.errors import ParallaxError
from collectors.store import Store
from collectors.store.audit import record
from collectors.store.transactions import reading, writing

#: The folder in the home folder that the declarations of a backup go to, so that the shipped ones stay as they are.
DECLARATIONS = "data"


def restore(store: Store, places: Places, folder: Path, tell: Callable[[str], None]) -> Manifest:
    """Restore everything from a backup.

    Args:
        store: An open store without articles.
        places: The folders of the installation; the home folder must hold no data sets or WARC files.
        folder: The folder that `back_up` wrote.
        tell: Called with a line as each part is done.

    Returns:
        The list of what the backup held.

    Raises:
        ParallaxError: The backup is damaged or in another format, the installation is not empty, or not all rows
            arrived.
    """
    manifest = read_manifest(folder)
    for wrong in damaged_files(folder, manifest):
        raise ParallaxError(wrong.what, file=wrong.file, remedy="use another backup; nothing was written")
    _require_empty(store, places)
    _restore_store(store, folder / STORE, manifest)
    tell(f"store: {manifest.rows['articles']:,} articles, {sum(manifest.rows.values()):,} rows")
    folders = {name: name for name in (WARC, DATASETS, VALIDATION, *AT_THE_DESK)} | {DATA: DECLARATIONS}
    for name, to in folders.items():
        if (folder / name).is_dir():
            size = copy_tree(folder / name, places.home / to)
            tell(f"{places.home / to}: {size:,} bytes")
    with writing(store.engine) as connection:
        record(connection, "restore", str(folder), reason=f"of {manifest.made_at}", counts=manifest.rows)
    return manifest


def _require_empty(store: Store, places: Places) -> None:
    """Raise `ParallaxError` where something would be overwritten."""
    with reading(store.engine) as connection:
        rows = counted(connection)
    full = [f"{count:,} {name}" for name, count in rows.items() if count]
    if full:
        remedy = "restore into a new --home and an empty --store"
        raise ParallaxError(f"the store holds {', '.join(full[:3])}", file=store.name, remedy=remedy)
    for name in (WARC, DATASETS, VALIDATION, DECLARATIONS, *AT_THE_DESK):
        place = places.home / name
        if place.is_dir() and any(place.iterdir()):
            raise ParallaxError("is not empty", file=place, remedy="restore into a new --home")


def _restore_store(store: Store, source: Path, manifest: Manifest) -> None:
    """Copy the rows in one transaction, all of them or none; the backup itself is only read."""
    with TemporaryDirectory(prefix="parallax-restore-") as scratch:
        # A copy: opening a store of an older schema migrates it, and a backup must stay as it is.
        older = Path(scratch) / STORE
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as backup,
            closing(sqlite3.connect(older)) as to,
        ):
            backup.backup(to)
        with Store(f"sqlite:///{older}") as copy, reading(copy.engine) as rows, writing(store.engine) as target:
            arrived = copy_rows(rows, target)
            lost = [name for name, count in manifest.rows.items() if arrived.get(name, 0) != count]
            if lost:
                raise ParallaxError(
                    f"not all rows of {', '.join(lost)} arrived", remedy="nothing was written; report it"
                )
