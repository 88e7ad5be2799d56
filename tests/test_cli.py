"""The command line: options, help, one clear line and an exit status for wrong use, the demonstration, the dashboard."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
import typer
from sqlalchemy.exc import OperationalError

from collectors import pipeline
from collectors.cli import ORDER, app
from collectors.cli.console import OPTIONS
from collectors.cli.serving import has_editors
from collectors.dataset.versions import DEMO_MARK, OWN_IN_DEMO, open_dataset
from tests.support.command_line import EVENT, Run
from tests.support.demo_home import demo_home

# --- wrong use


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import"], "Missing argument"),
        (["nonsense"], "No such command"),
        (["import", "a.jsonl", "--event", "ukraine-anexation-referendums-2022"], f"did you mean '{EVENT}'"),
        (["status", "--store", "nonsense"], "no database URL"),
        (["status", "--store", "mysql://x/y"], "is no store"),
        (["check", "--data", "/nowhere/at/all"], "no folder"),
        (["export", "--event", "x", "--to", "out"], "nothing is published yet"),
        (["quotes", os.devnull, "-o", "no/such/folder/x.jsonl"], "no/such/folder/x.jsonl: cannot be written: No such"),
        (["quotes", os.devnull, "-o", os.curdir], ".: is a folder"),
        (["group", os.devnull, "--state", "no/such/state"], "no/such/state: its folder does not exist"),
        (["quotes", "nowhere.jsonl"], "nowhere.jsonl: cannot be read: No such file or directory"),
        (["analyze", "--processes", "-1"], "--processes"),
        (["status", "--seed", "many"], "--seed"),
    ],
)
def test_wrong_use_is_status_2(run: Run, arguments: list[str], message: str) -> None:
    status, _, err = run(*arguments)
    assert status == 2
    assert message in " ".join(err.replace("│", " ").split())
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(28, "No space left on device", "/home/x.parquet"), "/home/x.parquet: No space left on device"),
        (OperationalError("INSERT", {}, sqlite3.OperationalError("disk is full")), "the store: disk is full"),
    ],
)
def test_a_machine_that_gives_way_is_one_line_and_status_1(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, line: str
) -> None:
    def give_way(*_: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "import_paths", give_way)
    status, _, err = run("import", "a.jsonl")
    assert status == 1
    assert (
        err
        == f"parallax: {line} (see to it and run the command again: what was saved stays, nothing is half-written)\n"
    )


def test_check_names_file_line_and_remedy(run: Run, tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "x.toml").write_text('id = "x"\ntitle = "X"\nstart = 2022-09-20\nend = "soon"\n')
    status, _, err = run("check", "--data", str(tmp_path))
    assert status == 1
    assert f"{tmp_path / 'events' / 'x.toml'}:4: " in err


def test_typer_exits_are_the_only_way_out() -> None:
    assert issubclass(typer.Exit, Exception)


# --- options, help, the environment


def test_every_command_takes_the_common_options_before_and_after_its_name(run: Run, tmp_path: Path) -> None:
    homes = tmp_path / "one", tmp_path / "two"
    assert run("--home", str(homes[0]), "status")[0] == 0
    assert run("--home", str(homes[0]), "status", "--home", str(homes[1]))[0] == 0
    assert all((home / "store.sqlite").exists() for home in homes)
    for command in app.registered_commands:
        assert command.callback is not None
        assert set(OPTIONS) <= set(inspect.signature(command.callback).parameters)
        assert (command.callback.__doc__ or "").strip().endswith(".")


def test_help_names_every_command(run: Run) -> None:
    status, out, _ = run("--help")
    assert status == 0
    names = {c.name for c in app.registered_commands}
    assert names >= {"extract", "quotes", "group", "readability", "import", "analyze", "publish", "export", "status",
                     "check", "demo", "dashboard"}  # fmt: skip
    places = [re.search(rf"^\W*{name}\s", out, re.MULTILINE) for name in ORDER]
    assert set(ORDER) == names
    assert [place.start() for place in places if place] == sorted(place.start() for place in places if place)
    assert all(places), "each command has its line, in the order of the work"
    for name in sorted(n for n in names if n):
        assert run(name, "--help")[0] == 0


def test_the_environment_chooses_store_and_data(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_DATABASE", f"sqlite:///{tmp_path / 'else.sqlite'}")
    assert run("status")[0] == 0
    assert (tmp_path / "else.sqlite").exists()
    assert not (tmp_path / "home").exists()
    monkeypatch.setenv("PARALLAX_DATA", str(tmp_path / "nowhere"))
    assert run("check")[0] == 2


# --- demo and dashboard


def test_the_demo_is_built_afresh_and_marked_as_invented(
    run: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path / "home" / "demo"
    shutil.copytree(demo_home(tmp_path_factory), home)
    (home / DEMO_MARK).touch()
    first = contents_of(open_dataset(home).path)
    (home / "store.sqlite").write_bytes(b"left over")
    status, _, err = run("demo", "--no-serve")
    assert status == 0, err
    data = open_dataset(home)
    assert data.label == "invented demonstration data"
    assert all(data.table("outlets").column("invented").to_pylist())
    assert data.counts["articles"] >= 80
    assert contents_of(data.path) == first, "two runs give the same bytes"
    check_discover(run, home)


def contents_of(folder: Path) -> dict[Path, bytes]:
    """Every file below a folder."""
    return {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def check_discover(run: Run, demo: Path) -> None:
    """What `discover` says of the demonstration data, here because building them takes seconds."""
    asked = ("discover", "--home", str(demo), "--event", EVENT)
    status, out, err = run(*asked, "--limit", "2")
    assert status == 0
    assert len(out.strip().split("\n\n")) == 2
    assert "undeclared names, " in err
    status, out, _ = run(*asked, "--target", "russia-government", "--toml")
    assert status == 0
    assert '# to the aliases of the actor "russia-government":' in out
    status, _, err = run(*asked, "--target", "russia-goverment")
    assert (status, "did you mean 'russia-government'?" in err) == (2, True)
    assert run("discover", "--home", str(demo), "--event", "nowhere")[0] == 2


def test_the_demo_leaves_other_peoples_folders_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home" / "demo").mkdir(parents=True)
    (tmp_path / "home" / "demo" / "thesis.txt").write_text("mine")
    status, _, err = run("demo", "--no-serve")
    assert status == 2
    assert "holds other files" in err
    assert (tmp_path / "home" / "demo" / "thesis.txt").read_text() == "mine"


def test_the_demo_keeps_what_somebody_did_there_at_the_desk(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home" / "demo"
    home.mkdir(parents=True)
    (home / OWN_IN_DEMO).write_text("mine")
    (home / "store.sqlite").write_text("mine")
    status, _, err = run("demo", "--no-serve")
    assert status == 0
    assert "work of your own" in err
    assert (home / "store.sqlite").read_text() == "mine"


@pytest.mark.parametrize(
    ("environment", "writes"),
    [
        ({}, True),
        ({"PARALLAX_HOSTS": "parallax.example"}, False),
        ({"PARALLAX_HOSTS": "parallax.example", "PARALLAX_EDITORS": "ann@paper.example"}, True),
        ({"PARALLAX_EDITORS": "None"}, False),
    ],
)
def test_the_server_gets_the_stores_address_only_where_somebody_may_write(
    environment: dict[str, str], writes: bool
) -> None:
    assert has_editors(environment) is writes


@pytest.mark.skipif(sys.platform == "win32", reason="the process becomes the server on POSIX systems only")
def test_the_dashboard_serves_on_loopback_only(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "collectors.cli", "dashboard", "--home", str(tmp_path), "--port", str(port)]
    environment = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
    try:
        deadline = time.monotonic() + 60
        health = b""
        while time.monotonic() < deadline and health != b"ok":
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as response:
                    health = response.read()
            except OSError:
                time.sleep(0.2)
        assert health == b"ok"
    finally:
        process.send_signal(signal.SIGTERM)
        output = process.communicate(timeout=30)[0].decode()
    assert f"http://127.0.0.1:{port}" in output
    assert "0.0.0.0" not in output  # noqa: S104  it must not listen there
