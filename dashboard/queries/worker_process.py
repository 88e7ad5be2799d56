"""Answers that take longer than a page may: another process computes them, and pages ask until they are ready.

The answer about a published version and a selection never changes, so answers are kept. One worker serves all readers,
in the order they asked: two would only share the same processor time.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.pool import AsyncResult, Pool
from typing import Any, TypeVar

import streamlit as st

Answer = TypeVar("Answer")

#: Seconds that a page waits for an answer, so that a small data set needs no second run of the page.
PATIENCE = 0.05
#: Answers that are kept. One of 200 outlets has some 10,000 words: 3 MB.
KEPT = 64
#: Seconds after which a question counts as lost (its worker was killed) and is asked anew. The longest, 200 outlets
#: with 10,000 articles, takes a minute or two.
LOST = 900.0


@dataclass(frozen=True, slots=True)
class Pending:
    """An answer that is not ready; `ahead` questions are answered before it."""

    ahead: int


@dataclass(slots=True)
class _Question:
    result: AsyncResult[Any]
    since: float


class BackgroundWorker:
    """Passes questions to the worker process and keeps its answers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: Pool | None = None
        self._questions: OrderedDict[tuple[object, ...], _Question] = OrderedDict()

    def ask(self, work: Callable[..., Answer], *given: object, at_once: bool = False) -> Answer | Pending:
        """Return the answer of `work(*given)`, if it is ready within PATIENCE.

        Args:
            work: a function at the top of a module.
            given: its arguments.
            at_once: return without waiting.

        Returns:
            The answer, or Pending.

        Raises:
            Exception: what `work` raised; the next call tries again.
        """
        key = (work.__qualname__, *given)
        with self._lock:
            question = self._question(key, work, given)
        question.result.wait(0 if at_once else PATIENCE)
        if not question.result.ready():
            return Pending(self._ahead(key))
        try:
            answer: Answer = question.result.get()
        except Exception:
            with self._lock:
                self._questions.pop(key, None)
            raise
        return answer

    def _question(self, key: tuple[object, ...], work: Callable[..., Any], given: tuple[object, ...]) -> _Question:
        under_way = self._questions.get(key)
        if under_way is not None and not under_way.result.ready() and time.monotonic() - under_way.since > LOST:
            self.close()
            under_way = None
        if under_way is None:
            under_way = self._questions[key] = _Question(self._worker().apply_async(work, given), time.monotonic())
        self._questions.move_to_end(key)
        while len(self._questions) > KEPT:
            self._questions.popitem(last=False)
        return under_way

    def _ahead(self, key: tuple[object, ...]) -> int:
        with self._lock:
            mine = self._questions.get(key)
            open_ones = [question for question in self._questions.values() if not question.result.ready()]
            return sum(mine is not None and open_one.since < mine.since for open_one in open_ones)

    def _worker(self) -> Pool:
        """Return the pool of one process, spawned because the server has threads, at a low priority."""
        if self._pool is None:
            self._pool = multiprocessing.get_context("spawn").Pool(1, os.nice, (15,))
            weakref.finalize(self, self._pool.terminate)  # Streamlit drops its resources without closing them
        return self._pool

    def close(self) -> None:
        """End the worker process and forget all questions."""
        if self._pool is not None:
            self._pool.terminate()
        self._pool = None
        self._questions.clear()


@st.cache_resource(show_spinner=False)
def background_worker() -> BackgroundWorker:
    """Return the server's only background worker."""
    return BackgroundWorker()
