"""Exports of the demonstration that several modules read, each made once in a test run, through the door for programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from collectors import open_dataset
from tests.support.shared_builds import built_once

EVENT = "ukraine-annexation-referendums-2022"
#: All that may be chosen, of one voice, which keeps it small.
EVERYTHING: dict[str, object] = {
    "voice": "own", "copies": "all", "wide": True, "workbook": True, "bom": True, "stamped": True,
    "licence": "CC-BY-4.0", "contributors": ("Ann Example",),
}  # fmt: skip


def everything_exported(folders: pytest.TempPathFactory, home: Path) -> Path:
    """A folder with an export of the demonstration's home, with all that may be chosen."""
    return built_once(
        folders, "everything-exported", lambda to: open_dataset(home).event(EVENT).export(to, **EVERYTHING)
    )


def plainly_exported(folders: pytest.TempPathFactory, home: Path) -> Path:
    """A folder with an export of the demonstration's home as it is made where nothing is chosen."""
    return built_once(folders, "plainly-exported", lambda to: open_dataset(home).event(EVENT).export(to))
