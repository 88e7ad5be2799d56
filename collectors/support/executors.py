"""Where work runs: in this process, in a pool of processes or on Dask. Answers come in the order of their tasks."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any, Generic, ParamSpec, TypeVar

from collectors.errors import ParallaxError
from collectors.support.time_limit import expendable

#: The name of this machine's worker processes, where tasks may run elsewhere too.
PROCESSES = "processes"

P = ParamSpec("P")
Task = TypeVar("Task")
Answer = TypeVar("Answer")


def available_cpus() -> int:
    """Return the number of CPUs that this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class InProcess(Executor):
    """An executor that runs each task at once, in the calling thread."""

    def submit(self, fn: Callable[P, Answer], /, *args: P.args, **kwargs: P.kwargs) -> Future[Answer]:
        """Run a call and return its finished future; an exception of the call becomes the future's exception."""
        future: Future[Answer] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  an executor hands every error to whoever asks for the result
            future.set_exception(error)
        return future


def process_pool(processes: int) -> Executor:
    """Make a pool of worker processes.

    Workers are spawned and not forked: the parent may have threads, and a fork made while a thread holds a lock hangs.

    Args:
        processes: The number of workers; with 1 or fewer, tasks run in the calling process.
    """
    return InProcess() if processes <= 1 else _spawned(processes)


def _spawned(processes: int) -> Executor:
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """End this worker when its parent dies: workers of a killed parent waited for tasks for ever, with 140 MB each."""

    def watch() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def executor_at(where: str, processes: int) -> Executor:
    """Make the executor that a command line names.

    Args:
        where: "processes" for worker processes of this machine, or the address of a Dask scheduler, such as
            tcp://host:8786.
        processes: The number of worker processes on this machine, raised to 1 if lower; not used with Dask.

    Raises:
        ParallaxError: `where` is neither, Dask's `distributed` is not installed, or no scheduler answers in 10 seconds.
    """
    if where == PROCESSES:
        return _spawned(max(1, processes))
    if "://" not in where:
        raise ParallaxError(f"{where!r} is no place to run tasks", remedy="processes, or tcp://HOST:PORT of Dask")
    try:
        # Imported by name: it is an optional extra, and its type annotations differ from version to version.
        distributed = importlib.import_module("distributed")
    except ModuleNotFoundError as error:
        remedy = "pip install 'parallax-news[cluster]'"
        raise ParallaxError("Dask needs distributed, which is not installed", remedy=remedy) from error
    try:
        return _Dask(distributed.Client(where, timeout=10, set_as_default=False))
    except (OSError, TimeoutError, ValueError) as error:
        remedy = "start one with `dask scheduler` and `dask worker`, and allow its port"
        raise ParallaxError(f"no Dask scheduler answers at {where}", remedy=remedy) from error


def _on_a_worker(fn: Callable[P, Answer], *args: P.args, **kwargs: P.kwargs) -> Answer:
    """Run a task in a worker's thread, where a limit of time may end the worker: its nanny starts another."""
    with expendable():
        return fn(*args, **kwargs)


class _Dask(Executor):
    """The executor of a Dask client. A task whose worker dies is tried again, three times at most."""

    def __init__(self, client: Any) -> None:  # distributed.Client: an extra, see above
        self.client = client
        # Not pure: Dask names a pure call by its arguments, and a call made again would get the lost one's error back.
        self.inner: Executor = client.get_executor(retries=3, pure=False)

    def submit(self, fn: Callable[P, Answer], /, *args: P.args, **kwargs: P.kwargs) -> Future[Answer]:
        """Submit a call to the cluster and return its future."""
        return self.inner.submit(partial(_on_a_worker, fn), *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Shut down the executor and close the connection to the cluster."""
        self.inner.shutdown(wait=wait and not cancel_futures)
        self.client.close()

    @property
    def width(self) -> int:
        """The number of tasks that the cluster runs at once."""
        return int(sum(self.client.nthreads().values()))


def require_same_program(executor: Executor, describe: Callable[[], str]) -> None:
    """Make sure that the workers of a cluster run this program.

    Args:
        executor: Any executor; those of this machine need no check.
        describe: A function that must return the same text on every worker as here, such as the method version.

    Raises:
        ParallaxError: The cluster has no workers, or workers of another version.
    """
    if not isinstance(executor, _Dask):
        return
    answers = executor.client.run(describe)
    if not answers:
        raise ParallaxError("the Dask scheduler has no workers", remedy="start some with `dask worker tcp://HOST:8786`")
    others = {where: answer for where, answer in answers.items() if answer != describe()}
    if others:
        where, answer = sorted(others.items())[0]
        what = f"{len(others)} of {len(answers)} workers run another version ({where}: {answer}; here {describe()})"
        raise ParallaxError(what, remedy="install the same version of Parallax on every worker")


#: Names of the exceptions that replace an answer whose worker died: that of a pool, and that of Dask's scheduler after
#: a task has killed several workers. They are compared by name because Dask is an optional extra.
_LOST = frozenset({"BrokenProcessPool", "KilledWorker"})


def _lost_its_worker(error: BaseException) -> bool:
    return type(error).__name__ in _LOST


class ResubmittingPool(Generic[Task, Answer]):
    """Map a function over tasks and survive workers that die: lost tasks run again, one at a time.

    Args:
        make: Makes the executor; called again when a process pool has broken.
        work: The function that runs on a worker.
        give_up: Answers, in this process, for a task that killed its worker and cannot be split further.
        ahead: The most tasks that are submitted and not yet answered.
        split: Divides a task that killed its worker even when it ran alone, so that only one part is lost.
        join: Makes the answer of a task from the answers of its parts.
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
        """Yield the answers in the order of the tasks; at most `ahead` tasks are taken in advance.

        Raises:
            ParallaxError: The connection to the cluster's scheduler was lost.
        """
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
                        # The scheduler goes on with the other tasks. The task that was lost need not be the one that
                        # killed the worker, so it runs again when nothing else does.
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
        """Submit a task; where an earlier task has already broken the pool, return a future with that error."""
        try:
            return self.pool.submit(self.work, task)
        except BrokenProcessPool as error:
            future: Future[Answer] = Future()
            future.set_exception(error)
            return future

    def _renew(self) -> None:
        """Replace a broken process pool by a new one; a Dask cluster replaces its own workers."""
        if not isinstance(self.pool, _Dask):
            self.pool.shutdown(cancel_futures=True)
            self.pool = self.make()

    def _alone(self, task: Task) -> Answer:
        """Run a task with nothing else beside it; where it breaks the pool even so, run its parts."""
        try:
            return self._answer(self._submitted(task))
        except Exception as error:
            if not _lost_its_worker(error):
                raise
            self._renew()
            return self._apart(task)

    def _apart(self, task: Task) -> Answer:
        """Run a task that killed its worker part by part, and give up the parts that kill a worker again."""
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
