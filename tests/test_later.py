"""Answers that a process of its own works out: asked again until there, kept, and never lost for good."""

from __future__ import annotations

import math
import operator
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.pool import Pool
from pathlib import Path

import pytest

from dashboard.queries import worker_process
from dashboard.queries.worker_process import BackgroundWorker, Pending
from tests.support.crashing import second_time, when_open


@pytest.fixture
def desk() -> Iterator[BackgroundWorker]:
    made = BackgroundWorker()
    yield made
    made.close()


def until_there(ask: Callable[[], object], seconds: float = 60.0) -> object:
    end = time.monotonic() + seconds
    while isinstance(answer := ask(), Pending):
        assert time.monotonic() < end, "no answer came"
    return answer


def test_a_slow_answer_is_pending_and_then_kept(desk: BackgroundWorker, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    slow = (when_open, str(gate), str(tmp_path / "calls"))
    assert desk.ask(*slow) == Pending(0)
    assert desk.ask(math.factorial, 5) == Pending(1), "one question is answered before it"
    gate.touch()
    assert until_there(lambda: desk.ask(math.factorial, 5)) == 120
    assert until_there(lambda: desk.ask(*slow)) == 1
    assert desk.ask(*slow) == 1, "it is not worked out again"


def test_an_error_is_raised_where_it_was_asked_and_the_next_one_tries_again(desk: BackgroundWorker) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            until_there(lambda: desk.ask(operator.truediv, 1, 0))
    assert until_there(lambda: desk.ask(operator.truediv, 1, 2)) == 0.5


def test_a_question_whose_worker_was_killed_is_asked_anew(
    desk: BackgroundWorker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    marker = tmp_path / "died"
    assert isinstance(desk.ask(second_time, str(marker)), Pending)
    while not marker.exists():
        time.sleep(0.05)
    assert isinstance(desk.ask(second_time, str(marker)), Pending), "its worker is gone, and with it the answer"
    monkeypatch.setattr(worker_process, "LOST", 0.0)
    desk.ask(second_time, str(marker))
    monkeypatch.setattr(worker_process, "LOST", 60.0)
    assert until_there(lambda: desk.ask(second_time, str(marker))) == "there"


def test_a_worker_that_nobody_holds_any_more_ends_its_process() -> None:
    def pool_of_one_that_answered() -> Pool:
        made = BackgroundWorker()
        assert until_there(partial(made.ask, math.factorial, 5)) == 120
        return made._worker()

    pool = pool_of_one_that_answered()
    with pytest.raises(ValueError, match="not running"):
        pool.apply_async(abs, (1,))


def test_no_more_answers_are_kept_than_fit(desk: BackgroundWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "KEPT", 3)
    for n in range(6):
        until_there(lambda n=n: desk.ask(math.factorial, n))  # type: ignore[misc]  # a default is how a loop binds
    assert [key[1] for key in desk._questions] == [3, 4, 5]
