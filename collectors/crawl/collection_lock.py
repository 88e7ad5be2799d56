"""A lock for one collection at a time in a home folder: two together would ask a host faster than its delay allows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from collectors.errors import ParallaxError
from collectors.support.file_lock import LockHeldError, file_lock

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
    with ExitStack() as held:
        try:
            held.enter_context(file_lock(home / NAME, str(os.getpid())))
        except LockHeldError as error:
            remedy = "wait for it to end, or use another --home"
            what = f"process {error.note[:20] or '?'} is collecting already"
            raise BusyError(what, file=home / NAME, remedy=remedy) from None
        yield
