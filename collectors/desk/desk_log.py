"""Who did what at the desk: entries in the store's audit log, and the desk's folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path

from sqlalchemy import select

from collectors.config import Settings
from collectors.dataset.versions import DEMO_MARK, OWN_IN_DEMO
from collectors.errors import ParallaxError
from collectors.store import Store
from collectors.store import store_tables as t
from collectors.store.audit import AuditEntry, entries, record
from collectors.store.transactions import writing
from collectors.support.file_lock import LockHeldError, file_lock

#: Seconds to wait for somebody else who changes a declaration at this moment.
_PATIENCE = 10.0
#: Entries of the log that a page shows.
LATEST_ENTRIES = 30


def desk_folder(settings: Settings) -> Path:
    """The desk's folder in the home folder, which only the user who runs the program can read; made if missing."""
    folder = settings.home / "desk"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def require_name(by: str) -> str:
    """Return the name of who writes, without white space around it.

    Raises:
        ParallaxError: There is none: nobody writes without a name.
    """
    name = " ".join(by.split())[:120]
    if not name:
        raise ParallaxError("nobody is named as the one who does this", remedy="log in, or write from this machine")
    return name


def sign(
    settings: Settings, by: str, action: str, subject: str, reason: str = "", counts: Mapping[str, int] | None = None
) -> None:
    """Add an entry to the audit log.

    Args:
        settings: Where the store is.
        by: Who did it.
        action: What was done, in one word.
        subject: What it was done to.
        reason: Why, in words.
        counts: What was affected -> how much of it.

    Raises:
        ParallaxError: Nobody is named.
    """
    name = require_name(by)
    with Store(settings.store) as store, writing(store.engine) as connection:
        record(connection, action, subject, reason=reason, by=name, counts=dict(counts or {}))


def latest_entries(settings: Settings, most: int = LATEST_ENTRIES) -> list[AuditEntry]:
    """The newest entries of the audit log, newest first."""
    with Store(settings.store) as store, store.reading() as connection:
        newest = connection.execute(select(t.audit.c.entry).order_by(t.audit.c.entry.desc()).limit(most)).scalars()
        first = min(newest, default=0)
        latest = list(islice((entry for entry in entries(connection) if entry.number >= first), most))
    return latest[::-1]


@contextmanager
def declaring(settings: Settings, by: str) -> Iterator[None]:
    """Hold the lock under which event files and decisions are changed, one change at a time.

    Raises:
        ParallaxError: Somebody else holds it for too long, or nobody is named.
    """
    path = desk_folder(settings) / "declarations.lock"
    with ExitStack() as held:
        try:
            held.enter_context(file_lock(path, require_name(by), _PATIENCE))
        except LockHeldError as error:
            raise ParallaxError(f"{error.note or 'somebody'} is writing at this moment", remedy="try again") from None
        yield


def mark_as_own(settings: Settings) -> None:
    """Note that a demonstration's home now holds somebody's own work, so that `parallax demo` does not clear it."""
    mark = settings.home / DEMO_MARK
    if mark.exists():
        mark.replace(settings.home / OWN_IN_DEMO)
