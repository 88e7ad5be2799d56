"""What the tests of the command line share."""

from __future__ import annotations

from collections.abc import Callable

EVENT = "ukraine-annexation-referendums-2022"
Run = Callable[..., tuple[int, str, str]]
