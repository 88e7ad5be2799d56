"""One collection at a time in a home folder: two of them together would be closer to a host than its delay."""

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
    """Hold the home folder's lock. The system gives it back when its holder dies, however it dies, so that no stale
    lock can be left; the process id in the file is for people. Raises BusyError where another process holds it."""
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
