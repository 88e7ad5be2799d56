"""A limit of processor time for a piece of work, such as a regular expression that may take exponential time."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType

#: In a thread the limit counts the whole process, and costs it: so many times the time is given.
IN_A_THREAD = 3.0


class TookTooLongError(Exception):
    """The work was stopped because its processor time was used up."""


class _Here(threading.local):
    expendable = False


_here = _Here()


@contextmanager
def expendable() -> Iterator[None]:
    """Allow limits inside the block to end this process, where its thread has no other way to stop the work.

    Meant for the threads of a cluster's worker: a search of `re` holds the interpreter's lock, so that no other thread
    can stop it, and no signal reaches a thread that is not the main one. Who sent the work learns that the worker died.
    """
    _here.expendable = True
    try:
        yield
    finally:
        _here.expendable = False


@contextmanager
def processor_seconds(limit: float) -> Iterator[None]:
    """Raise TookTooLongError inside the block once it has used a given amount of this process's processor time.

    A system timer interrupts the block, even inside a search of `re`. It works in the main thread, which is where the
    workers of a pool run their tasks. In other threads there is no limit, unless they are `expendable`: then the system
    ends the process when it has used IN_A_THREAD times as much. Systems without such timers have no limit. Blocks may
    stand inside one another: the nearest limit counts.

    Args:
        limit: Seconds of processor time and not of the clock, so that a busy machine stops no work early.

    Raises:
        TookTooLongError: The block used more than `limit` seconds.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    if threading.current_thread() is not threading.main_thread():
        with _end_of_process(limit * IN_A_THREAD) if _here.expendable else nullcontext():
            yield
        return

    def give_up(_number: int, _frame: FrameType | None) -> None:
        raise TookTooLongError(f"took more than {limit:.0f} s of the processor")

    outer, _ = signal.getitimer(signal.ITIMER_VIRTUAL)
    if 0 < outer <= limit:
        yield
        return
    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        yield
    finally:
        left, _ = signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
        signal.signal(signal.SIGVTALRM, before)
        if outer:
            signal.setitimer(signal.ITIMER_VIRTUAL, max(outer - (limit - left), 1e-3))


@contextmanager
def _end_of_process(limit: float) -> Iterator[None]:
    """Let the system end this process after `limit` more seconds of processor time; a later block starts anew."""
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)  # nobody handles its signal here, and unhandled it ends the process
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0.0)
