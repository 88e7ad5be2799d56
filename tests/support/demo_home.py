"""The demonstration data, built once in a test run by the command that a user would give, for every test that wants them."""

from __future__ import annotations

import os
from pathlib import Path
from unittest.mock import patch

import pytest

from collectors.dataset.versions import DEMO_MARK
from tests.support.shared_builds import built_once


def make_demo(home: Path) -> Path:
    """Build the demonstration data under `home`; returns the home they are in."""
    from collectors.cli import main  # noqa: PLC0415  all commands, which who only copies does without

    own = {name: value for name, value in os.environ.items() if not name.startswith("PARALLAX_")}
    with patch.dict(os.environ, own, clear=True):
        status: object = 0
        try:
            main(["demo", "--no-serve", "--home", str(home)])
        except SystemExit as ended:
            status = ended.code or 0
    assert status == 0, f"parallax demo ended with {status}"
    (home / "demo" / DEMO_MARK).unlink()  # as a home of the user's own: it opens without its version
    return home / "demo"


def demo_home(folders: pytest.TempPathFactory) -> Path:
    """A copy of the demonstration's home for one module or process, made from the one build of this test run."""
    return built_once(folders, "demo", make_demo) / "demo"
