"""Where work runs: in this process, or in a pool of processes. Each answer comes back in the order of its task."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor, wait
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

    @property
    def width(self) -> int:
        """How many tasks run at once."""
        return int(sum(self.client.nthreads().values()))


def require_same_program(executor: Executor, told: Callable[[], str]) -> None:
    """Make sure that the workers of a cluster run this program.

    Args:
        executor: any executor; those of this machine need no check.
        told: what a worker must answer as this process does, such as its method version.

    Raises:
        ParallaxError: the cluster has no workers, or workers of another version.
    """
    if not isinstance(executor, _Dask):
        return
    answers = executor.client.run(told)
    if not answers:
        raise ParallaxError("the Dask scheduler has no workers", remedy="start some with `dask worker tcp://HOST:8786`")
    others = {where: answer for where, answer in answers.items() if answer != told()}
    if others:
        where, answer = sorted(others.items())[0]
        what = f"{len(others)} of {len(answers)} workers run another version ({where}: {answer}; here {told()})"
        raise ParallaxError(what, remedy="install the same version of Parallax on every worker")


#: What is raised in place of an answer whose worker died: by a pool, and by Dask's scheduler (named, since it is an
#: extra) after a task took several workers with it.
_LOST = frozenset({"BrokenProcessPool", "KilledWorker"})


def _lost_its_worker(error: BaseException) -> bool:
    return type(error).__name__ in _LOST


class ResubmittingPool(Generic[Task, Answer]):
    """Maps a function over tasks and survives workers that die: what was lost is done again, one by one.

    A task that kills its worker by itself is `split`, if it can be, so that it costs one part of it; that part is
    answered by `give_up`. `join` makes the task's answer of those of its parts.
    """

    def __init__(
        self,
        make: Callable[[], Executor],
        work: Callable[[Task], Answer],
        give_up: Callable[[Task], Answer],
        ahead: int,
        split: Callable[[Task], Sequence[Task]] = lambda task: [task],
        join: Callable[[Sequence[Answer]], Answer] = lambda answers: answers[0],
    ) -> None:
        self.make, self.work, self.give_up, self.ahead = make, work, give_up, ahead
        self.split, self.join = split, join
        self.pool: Executor

    def map(self, tasks: Iterable[Task]) -> Iterator[Answer]:
        """The answers in the order of the tasks, at most `ahead` tasks taken in advance."""
        stream = iter(tasks)
        waiting: deque[tuple[Task, Future[Answer]]] = deque()
        self.pool = self.make()
        try:
            while True:
                while len(waiting) < self.ahead and (task := next(stream, None)) is not None:
                    waiting.append((task, self._submitted(task)))
                if not waiting:
                    return
                task, future = waiting.popleft()
                try:
                    answer = self._answer(future)
                except Exception as error:
                    if not _lost_its_worker(error):
                        raise
                    if isinstance(self.pool, _Dask):
                        # The scheduler goes on with the others. A task that stood beside the deadly one is not to
                        # blame, so this one is judged when nothing else runs.
                        wait([one_future for _, one_future in waiting])
                        yield self._alone(task)
                        continue
                    lost = [task, *(one_task for one_task, _ in waiting)]
                    waiting.clear()
                    self._renew()
                    for one_task in lost:
                        yield self._alone(one_task)
                    continue
                yield answer
        finally:
            self.pool.shutdown(cancel_futures=True)

    def _answer(self, future: Future[Answer]) -> Answer:
        try:
            return future.result()
        except CancelledError:
            remedy = "run the command again: what was saved stays"
            raise ParallaxError("the cluster's scheduler was lost", remedy=remedy) from None

    def _submitted(self, task: Task) -> Future[Answer]:
        """The future of a task, also where an earlier one has broken the pool already."""
        try:
            return self.pool.submit(self.work, task)
        except BrokenProcessPool as error:
            future: Future[Answer] = Future()
            future.set_exception(error)
            return future

    def _renew(self) -> None:
        """A new pool in place of a broken one."""
        if not isinstance(self.pool, _Dask):
            self.pool.shutdown(cancel_futures=True)
            self.pool = self.make()

    def _alone(self, task: Task) -> Answer:
        """The answer of a task that runs by itself; of its parts, where it breaks the pool even so."""
        try:
            return self._answer(self._submitted(task))
        except Exception as error:
            if not _lost_its_worker(error):
                raise
            self._renew()
            return self._apart(task)

    def _apart(self, task: Task) -> Answer:
        """The answer of a task that killed its worker, part by part; a part that does so again is given up."""
        parts = self.split(task)
        if len(parts) < 2:
            return self.give_up(task)
        answers: list[Answer] = []
        for part in parts:
            try:
                answers.append(self._answer(self._submitted(part)))
            except Exception as error:
                if not _lost_its_worker(error):
                    raise
                self._renew()
                answers.append(self.give_up(part))
        return self.join(answers)
