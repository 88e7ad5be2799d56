"""What is dear to build and the same for all: built by the first process of a test run that asks, copied by the others."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def built_once(folders: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> Path:
    """A folder of the caller's own with what `build` writes into the folder that it is given.

    The processes of one test run share one build and wait for it with a lock; a build that failed is tried again.

    Args:
        folders: pytest's maker of folders; its own folder belongs to one process of the run.
        name: What is built; one name, one build.
        build: Writes into an empty folder.
    """
    base = folders.getbasetemp()
    run = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    whole, unfinished = run / f"built-{name}", run / f"building-{name}"
    with (run / f"built-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            build(unfinished)
            unfinished.rename(whole)
    return Path(shutil.copytree(whole, folders.mktemp(name) / name))
