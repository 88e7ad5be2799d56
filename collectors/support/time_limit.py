"""A limit of processor time for a piece of work, such as a regular expression that may take exponential time."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TookTooLongError(Exception):
    """The work was stopped because its processor time was used up."""


@contextmanager
def processor_seconds(limit: float) -> Iterator[None]:
    """Raise TookTooLongError inside the block once it has used a given amount of this process's processor time.

    A system timer interrupts the block, even inside a search of `re`. It works in the main thread, which is where the
    workers of a pool run their tasks. In other threads, and on systems without such timers, there is no limit.

    Args:
        limit: Seconds of processor time and not of the clock, so that a busy machine stops no work early.

    Raises:
        TookTooLongError: The block used more than `limit` seconds.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise TookTooLongError(f"took more than {limit:.0f} s of the processor")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
        signal.signal(signal.SIGVTALRM, before)
