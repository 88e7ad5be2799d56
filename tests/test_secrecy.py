"""What other users of the machine may see: neither files nor passwords."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from collectors.config import Settings
from collectors.schedule import rounds_of, run_command
from tests.support.command_line import Run

ROOT = Path(__file__).parent.parent


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
@pytest.mark.parametrize(("given", "mode"), [(None, 0o600), ("027", 0o640), ("nonsense", 0o600)])
def test_fault_store_and_texts_are_world_readable(tmp_path: Path, given: str | None, mode: int) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PARALLAX_")} | {"PYTHONPATH": str(ROOT)}
    if given:
        environment["PARALLAX_UMASK"] = given
    command = [sys.executable, "-m", "collectors.cli", "status", "--home", str(tmp_path / "home")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert stat.S_IMODE((tmp_path / "home" / "store.sqlite").stat().st_mode) == mode
    assert ("no octal number" in done.stderr) == (given == "nonsense")


def test_fault_database_passwords_are_on_child_command_lines(tmp_path: Path) -> None:
    store = "postgresql://ann:open-sesame@db.example/news"
    settings = Settings.resolve(tmp_path, store, None, None)
    rounds = rounds_of(settings, ["river-vote-2022"], [("--source", ["feeds"])], publish=True)
    assert [arguments[0] for arguments in rounds] == ["collect", "analyze", "publish"]
    assert "open-sesame" not in str(rounds)


def test_a_child_gets_the_store_by_its_environment(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'own.sqlite'}"
    assert run_command(["status", "--home", str(tmp_path)], url, threading.Event(), print) == 0
    assert (tmp_path / "own.sqlite").is_file()


def test_a_taken_port_is_told_before_an_address_is_printed(run: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, _, err = run("dashboard", "--port", str(port))
    assert status == 2
    assert f"port {port} cannot be had" in err
    assert "http://" not in err
