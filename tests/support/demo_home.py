"""The demonstration data, run once through the real commands for every test that wants them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def make_demo(home: Path) -> Path:
    """Build the demonstration data under `home` with the command a user would give; returns the home they are in."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PARALLAX_")}
    done = subprocess.run(
        [sys.executable, "-m", "collectors.cli", "demo", "--no-serve", "--home", str(home)],
        capture_output=True,
        text=True,
        timeout=300,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (home / "demo" / ".parallax-demo").unlink()  # as a home of the user's own: it opens without its version
    return home / "demo"
