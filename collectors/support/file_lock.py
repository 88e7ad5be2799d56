"""Locks between processes: a file that one of them holds at a time.

The system releases a lock when its holder dies for any reason, so that no stale lock can remain. What the file says
about the holder is for people.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

#: Seconds between two attempts to take a lock.
_AGAIN = 0.05
#: Characters of a note that are read.
_LONGEST = 200


class LockHeldError(Exception):
    """Another process holds the lock; `note` is what it wrote about itself."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


@contextmanager
def file_lock(path: Path, note: str, patience: float = 0.0) -> Iterator[None]:
    """Hold a lock while the block runs.

    Args:
        path: The file; its folder is made if missing.
        note: What others are told about the holder, such as its process id.
        patience: Seconds to wait for another holder.

    Raises:
        LockHeldError: Another process still holds it after that time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    with path.open("a+", encoding="utf-8") as file:
        while not _take(file):
            if time.monotonic() >= until:
                file.seek(0)
                raise LockHeldError(file.read(_LONGEST).strip())
            time.sleep(_AGAIN)
        _write(file, note + "\n")
        try:
            yield
        finally:
            _write(file, "")


def lock_note(path: Path) -> str | None:
    """What the holder of a lock wrote about itself; None where nobody holds it."""
    try:
        with path.open("r+", encoding="utf-8") as file:
            if _take(file):
                return None
            file.seek(0)
            return file.read(_LONGEST).strip()
    except OSError:
        return None


def _write(file: IO[str], note: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(note)
    file.flush()


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
    file.seek(1_000)  # a place behind the note, which others must be able to read
    try:
        lock(file.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009  as above
    except OSError:
        return False
    return True
