"""Where work runs: in this process, or in a pool of processes. Each answer comes back in the order of its task."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
Task = TypeVar("Task")
Answer = TypeVar("Answer")


def available_cpus() -> int:
    """The CPUs this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class InProcess(Executor):
    """An executor that does each task at once, in the caller."""

    def submit(self, fn: Callable[P, Answer], /, *args: P.args, **kwargs: P.kwargs) -> Future[Answer]:
        """The finished future of a call."""
        future: Future[Answer] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  an executor hands every error to whoever asks for the result
            future.set_exception(error)
        return future


def process_pool(processes: int) -> Executor:
    """So many worker processes; the caller itself for one.

    Spawned, not forked: the parent may have threads, and a fork of a thread that holds a lock hangs.
    """
    if processes <= 1:
        return InProcess()
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))


class Steady(Generic[Task, Answer]):
    """Maps a function over tasks and survives a broken pool: what was lost is done again, one by one, in a new pool.

    A task that breaks a pool by itself is answered by `give_up(task)`.
    """

    def __init__(
        self,
        make: Callable[[], Executor],
        work: Callable[[Task], Answer],
        give_up: Callable[[Task], Answer],
        ahead: int,
    ) -> None:
        self.make, self.work, self.give_up, self.ahead = make, work, give_up, ahead

    def map(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        """The answers in the order of the tasks, at most `ahead` tasks taken in advance."""
        stream = iter(tasks)
        waiting: deque[tuple[Task, Future[Answer]]] = deque()
        pool = self.make()
        try:
            while True:
                while len(waiting) < self.ahead and (task := next(stream, None)) is not None:
                    waiting.append((task, pool.submit(self.work, task)))
                if not waiting:
                    return
                task, future = waiting.popleft()
                try:
                    answer = future.result()
                except BrokenProcessPool:
                    lost = deque([task, *(t for t, _ in waiting)])
                    waiting.clear()
                    while lost:
                        pool.shutdown(cancel_futures=True)
                        pool = self.make()
                        yield from self._one_by_one(pool, lost)
                    continue
                yield answer
        finally:
            pool.shutdown(cancel_futures=True)

    def _one_by_one(self, pool: Executor, lost: deque[Task]) -> Iterator[Answer]:
        """The answers of these tasks, up to and with the one that breaks the pool."""
        while lost:
            task = lost.popleft()
            try:
                answer = pool.submit(self.work, task).result()
            except BrokenProcessPool:
                yield self.give_up(task)
                return
            yield answer
