"""A task for worker processes that kills its worker; in a module of its own, which a worker loads in no time."""

from __future__ import annotations

import os


def square(n: int) -> int:
    """The square of a number; 13 ends the process as a crash in C would."""
    if n == 13:
        os._exit(1)
    return n * n
