"""Extraction in worker processes, with a time limit per page that holds even if a C library does not return.

The limit is on processor time where the system reports it: on a busy machine two ordinary pages of 112 took more than
20 seconds by the clock. Each worker reads one page at a time over a pipe. A worker that exceeds its time is killed and
replaced, and so is one that dies (memory limit, crash in C). The page it held gets a named outcome; other pages are not
affected.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext

from collectors.model import Article, OutcomeKind, Page, Unreadable

Result = Article | Unreadable

#: Address space of one worker. Imports take 0.9 GB of it (mostly reserved, not used); a 6 MB page about 0.6 GB more.
MAX_MEMORY = 3_000_000_000
#: A worker is replaced after so many pages, because the readers' caches grow.
PAGES_PER_WORKER = 2_000


def extract_bounded(page: Page, seconds: float = 20.0) -> Result:
    """Extract one page in its own process, within limits of time and memory.

    Args:
        page: The page.
        seconds: Processor time that the page may take.
    """
    return next(extract_many([page], processes=1, seconds=seconds))


def extract_many(pages: Iterable[Page], processes: int = 1, seconds: float = 20.0) -> Iterator[Result]:
    """Yield one result per page, in the order of the pages, read by worker processes.

    Pages are taken from the iterable as workers become free, so an endless stream is fine.

    Args:
        pages: The pages to read.
        processes: Number of workers, at least 1.
        seconds: Processor time that a page may take. A page that takes more gets the outcome too_slow; one that kills
            its worker gets unreadable.

    Raises:
        ValueError: If `processes` or `seconds` is too small.
    """
    if processes < 1 or seconds <= 0:
        raise ValueError("processes must be at least 1 and seconds above 0")
    workers = [_Worker() for _ in range(processes)]
    try:
        yield from _run(iter(pages), workers, seconds)
    finally:
        for worker in workers:
            worker.stop()


def _run(pages: Iterator[Page], workers: list[_Worker], seconds: float) -> Iterator[Result]:
    done: dict[int, Result] = {}
    taken = emitted = 0
    exhausted = False
    while True:
        # Results first, because taking the next page may block.
        while emitted in done:
            yield done.pop(emitted)
            emitted += 1
        for worker in workers:
            # Results after a slow page have to wait for it; limit their number.
            if worker.task is None and not exhausted and taken - emitted < 8 * len(workers):
                page = next(pages, None)
                exhausted = page is None
                if page is not None:
                    worker.start(taken, page, seconds)
                    taken += 1
        if exhausted and emitted == taken:
            return
        if any(worker.task is None for worker in workers) and not exhausted and taken - emitted < 8 * len(workers):
            continue
        _collect(workers, done)


def _collect(workers: list[_Worker], done: dict[int, Result]) -> None:
    """Wait for the next result, death or deadline."""
    busy = [worker for worker in workers if worker.task is not None]
    if not busy:
        return
    deadline = min(worker.deadline for worker in busy)
    ready = wait([worker.pipe for worker in busy], timeout=max(0.0, deadline - time.monotonic()))
    for worker in busy:
        result = worker.receive() if worker.pipe in ready else worker.overdue()
        if result is not None:
            done[worker.number] = result
            worker.task = None


class _Worker:
    """One process and the page it holds."""

    def __init__(self) -> None:
        self.task: Page | None = None
        self.number = 0
        self.deadline = self.last = 0.0
        self.computed: float | None = None
        self.seconds = 0.0
        self._launch()

    def _launch(self) -> None:
        context = _context()
        self.pipe, child = context.Pipe()
        self.process = context.Process(target=_serve, args=(child,), daemon=True)
        self.process.start()
        child.close()
        self.served = 0
        self.ready = False

    def start(self, number: int, page: Page, seconds: float) -> None:
        if self.served >= PAGES_PER_WORKER or not self.process.is_alive():
            self.stop()
            self._launch()
        self.task, self.number, self.seconds = page, number, seconds
        self.served += 1
        self._allow(0.0 if self.ready else _START_SECONDS)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the worker died meanwhile: receive() tells
            self.pipe.send(page)

    def receive(self) -> Result | None:
        """Return the result that arrived; None for the message that the worker is ready, from which its time counts."""
        try:
            message: Result | None = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            return self._lost(OutcomeKind.UNREADABLE, "the reader broke down on this page (out of memory or a crash)")
        if message is None:
            self.ready = True
            self._allow()
        return message

    def _allow(self, more: float = 0.0) -> None:
        """Start the time of a page, with `more` extra seconds."""
        now = time.monotonic()
        self.deadline = now + self.seconds + more
        self.last = now + _PATIENCE * self.seconds + more
        self.computed = _computed(self.process.pid)

    def overdue(self) -> Result | None:
        """Return a result if the page has used up its time, else extend the deadline by the unused processor time."""
        now = time.monotonic()
        if now < self.deadline:
            return None
        computed = _computed(self.process.pid)
        if computed is not None and self.computed is not None and now < self.last:
            left = self.seconds - (computed - self.computed)
            if left > 0:
                self.deadline = min(self.last, now + left)
                return None
        return self._lost(OutcomeKind.TOO_SLOW, f"reading the page took longer than {self.seconds:g} seconds")

    def _lost(self, kind: OutcomeKind, reason: str) -> Result:
        page = self.task
        assert page is not None  # noqa: S101  only called for a worker that holds a page
        self.stop()
        self._launch()
        return Unreadable(page.id, page.url, kind, reason)

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _context() -> ForkServerContext | SpawnContext:
    """Return a context that never forks from the parent, because forking a thread that holds a lock can hang.

    Where there is a fork server, it loads the readers once and forks every worker: 10 ms of CPU time for each, instead
    of 1.6 s, both at the start and when one is replaced.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["collectors.extract.page_article"])
    return context


#: Time for the imports of a worker on a busy machine (1 s on an idle one).
_START_SECONDS = 120.0
#: Factor by which a page may exceed its seconds by the clock, so that a reader that hangs without computing ends.
_PATIENCE = 10


def _computed(pid: int | None) -> float | None:
    """Return the seconds of processor time of a process; None if the system does not tell or the process is gone."""
    if pid is None or not sys.platform.startswith("linux"):
        return None
    try:
        return time.clock_gettime((~pid << 3) | 2)  # the clock that clock_getcpuclockid(3) gives for a process
    except OSError:
        return None


def _serve(pipe: Connection) -> None:
    """Run a worker: say that it is ready, then read pages and send their results until the other end closes."""
    _limit_memory()
    from collectors.extract.page_article import extract  # noqa: PLC0415  the parent need not load the readers

    gc.freeze()  # the imported modules stay, so garbage collection can skip them
    try:
        pipe.send(None)
        while True:
            page: Page = pipe.recv()
            pipe.send(_guarded(extract, page))
    except (EOFError, OSError):
        return


def _guarded(extract: Callable[[Page], Result], page: Page) -> Result:
    try:
        return extract(page)
    except (MemoryError, RecursionError):
        reason = "reading the page needs more memory than a worker may take: import a smaller version of it"
        return Unreadable(page.id, page.url, OutcomeKind.TOO_LARGE, reason)


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # no such limit on this system
        import resource  # noqa: PLC0415  absent on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
