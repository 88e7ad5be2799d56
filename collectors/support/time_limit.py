"""A limit of processor time around one piece of work: a regular expression that runs away ends with it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TookTooLongError(Exception):
    """The work was given up after its time."""


@contextmanager
def processor_seconds(limit: float) -> Iterator[None]:
    """Raise TookTooLongError inside the block after so many seconds of this process's own processor time.

    By a timer of the system, which also interrupts a search of `re`. Works in the main thread, where the pool's workers
    run their tasks; elsewhere, and on systems without such timers, there is no limit.

    Args:
        limit: seconds of the processor, not of the clock: a busy machine gives nobody up.
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
