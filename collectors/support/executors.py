"""Where work runs: in this process, or in a pool of processes. Each answer comes back in the order of its task."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic, ParamSpec, TypeVar

from collectors.errors import ParallaxError

#: The name of this machine's worker processes, where tasks may run elsewhere too.
PROCESSES = "processes"

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
    return InProcess() if processes <= 1 else _spawned(processes)


def _spawned(processes: int) -> Executor:
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Watch the parent from a worker: those of a killed one waited for tasks for ever, with 140 MB each."""

    def watch() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def executor_at(where: str, processes: int) -> Executor:
    """The executor that a command line names: "processes" for worker processes of this machine, or the address of a
    Dask scheduler, such as tcp://host:8786. Raises ParallaxError for one that cannot be had."""
    if where == PROCESSES:
        return _spawned(max(1, processes))
    if "://" not in where:
        raise ParallaxError(f"{where!r} is no place to run tasks", remedy="processes, or tcp://HOST:PORT of Dask")
    try:
        # By name: it is an extra, and what it has of types differs from version to version.
        distributed = importlib.import_module("distributed")
    except ModuleNotFoundError as error:
        remedy = "pip install 'parallax-news[cluster]'"
        raise ParallaxError("Dask needs distributed, which is not installed", remedy=remedy) from error
    try:
        return _Dask(distributed.Client(where, timeout=10, set_as_default=False))
    except (OSError, TimeoutError, ValueError) as error:
        remedy = "start one with `dask scheduler` and `dask worker`, and allow its port"
        raise ParallaxError(f"no Dask scheduler answers at {where}", remedy=remedy) from error


class _Dask(Executor):
    """The executor of a Dask client, which ends with it. What a dead worker had is done again, three times at most."""

    def __init__(self, client: Any) -> None:  # distributed.Client: an extra, see above
        self.client = client
        self.inner: Executor = client.get_executor(retries=3)

    def submit(self, fn: Callable[P, Answer], /, *args: P.args, **kwargs: P.kwargs) -> Future[Answer]:
        """The future of a call on some worker."""
        return self.inner.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the tasks and the connection."""
        self.inner.shutdown(wait=wait and not cancel_futures)
        self.client.close()


class ResubmittingPool(Generic[Task, Answer]):
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
                    waiting.append((task, self._submitted(pool, task)))
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

    def _submitted(self, pool: Executor, task: Task) -> Future[Answer]:
        """The future of a task, also where an earlier one has broken the pool already."""
        try:
            return pool.submit(self.work, task)
        except BrokenProcessPool as error:
            future: Future[Answer] = Future()
            future.set_exception(error)
            return future

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
