"""A task for worker processes that kills its worker; in a module of its own, which a worker loads in no time."""

from __future__ import annotations

import os
import re
import time
from typing import Any

from collectors.support.time_limit import processor_seconds


def square(n: int) -> int:
    """The square of a number; 13 ends the process as a crash in C would."""
    if n == 13:
        os._exit(1)
    return n * n


def second_time(marker: str) -> str:
    """Ends the process the first time, and leaves a file behind; then answers."""
    if not os.path.exists(marker):  # noqa: PTH110  this module loads nothing else
        with open(marker, "x"):  # noqa: PTH123  as above
            os._exit(1)
    return "there"


def when_open(gate: str, calls: str) -> int:
    """Answers once the file `gate` is there: with how often it was asked, which it notes in the file `calls`."""
    while not os.path.exists(gate):  # noqa: PTH110  this module loads nothing else
        time.sleep(0.01)
    with open(calls, "a+b") as notes:  # noqa: PTH123  as above
        notes.write(b".")
        return notes.tell()


def tasks_known(dask_scheduler: Any) -> int:
    """How many tasks a scheduler has, wherever they stand; Dask hands itself in under this name."""
    return len(dask_scheduler.tasks)


def squares(numbers: list[int]) -> list[int]:
    """The squares of some numbers; 13 ends the process."""
    return [square(number) for number in numbers]


def patient_squares(numbers: list[int]) -> list[int]:
    """The squares of some numbers, each within its limit of time; 13 is a search that takes for ever."""
    for number in numbers:
        with processor_seconds(0.5):
            re.search(r"(?:a+)+$", "a" * (60 if number == 13 else 5) + "b")
    return [number * number for number in numbers]
