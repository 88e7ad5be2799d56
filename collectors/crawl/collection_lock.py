"""A lock for one collection at a time in a home folder: two together would ask a host faster than its delay allows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from collectors.errors import ParallaxError

NAME = "collect.lock"


class BusyError(ParallaxError):
    """Another collection is under way."""


@contextmanager
def collecting(home: Path) -> Iterator[None]:
    """Hold the lock of a home folder.

    The system releases the lock when its holder dies for any reason, so no stale lock can remain. The process id in the
    file is for people.

    Args:
        home: The home folder; it is made if missing.

    Raises:
        BusyError: If another process holds the lock.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / NAME).open("a+", encoding="ascii") as file:
        if not _take(file):
            file.seek(0)
            holder = file.read(20).strip() or "?"
            remedy = "wait for it to end, or use another --home"
            raise BusyError(f"process {holder} is collecting already", file=home / NAME, remedy=remedy)
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()


def _take(file: IO[str]) -> bool:
    with suppress(ImportError):
        import fcntl  # noqa: PLC0415  absent on Windows

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
    return _take_on_windows(file)


def _take_on_windows(file: IO[str]) -> bool:
    import msvcrt  # noqa: PLC0415  absent elsewhere

    lock = getattr(msvcrt, "locking")  # noqa: B009  mypy reads the stubs of the platform it runs on
    file.seek(1_000)  # a place behind the process id, which others must be able to read
    try:
        lock(file.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009  as above
    except OSError:
        return False
    return True
