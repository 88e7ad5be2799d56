"""What tests of several modules ask for: files, the command line, homes for the dashboard's pages, and databases. The same
test runs in memory, on a file and on a PostgreSQL server of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from collectors.store import Store
from tests.support.command_line import Run
from tests.support.made_config import make_data

#: Debian's place for the server's programs; elsewhere they are on the path.
POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


# No example is held to a clock: how long one takes is the machine's affair.
settings.register_profile("without a clock", parent=settings(), deadline=None)
settings.load_profile("without a clock")

#: The files that take longest, the longest first: a process that began one last would leave the others waiting.
LONG_FILES = (
    "test_browser.py", "test_cluster.py", "test_document_commands.py", "test_dashboard_views.py", "test_load.py",
    "test_export_choices.py", "test_browser_desk.py", "test_dashboard_queries.py", "test_recipes.py",
    "test_dashboard_views_selection.py", "test_dashboard_views_reading.py", "test_collect_killed.py", "test_faults.py",
    "test_desk.py", "test_collect.py", "test_collect_services.py", "test_custody.py", "test_pipeline.py",
    "test_cli_import.py", "test_office_programs.py", "test_python_door.py", "test_reused_rows.py", "test_dataset.py",
    "test_translation.py", "test_cli.py", "test_method.py", "test_browser_keyboard.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the long files first; `--dist loadfile --no-loadscope-reorder` deals files out in this order."""
    rank = {name: place for place, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


# --- files and the command line


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], str]:
    """Writes a file and returns its path."""

    def write(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return str(path)

    return write


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small data folder without mistakes."""
    return make_data(tmp_path)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in this process with a home of its own: (exit status, stdout, stderr)."""
    from collectors.cli import main  # noqa: PLC0415  all commands, which most tests do without

    monkeypatch.setenv("PARALLAX_HOME", str(tmp_path / "home"))
    for name in ("PARALLAX_DATA", "PARALLAX_DATABASE"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            main([str(a) for a in arguments])
            status = 0
        except SystemExit as exit_:
            status = int(exit_.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return call


# --- pages of the dashboard, see tests/support/dashboard_pages.py


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A home folder with each kind of data set. Pages only read them, so all modules share them."""
    from tests.support.dashboard_home import Homes  # noqa: PLC0415  all that publishing needs

    return Homes(tmp_path_factory)


@pytest.fixture
def home_in_the_environment() -> Iterator[None]:
    before = os.environ.get("PARALLAX_HOME")
    yield
    if before is None:
        os.environ.pop("PARALLAX_HOME", None)
    else:
        os.environ["PARALLAX_HOME"] = before


@pytest.fixture(scope="module")
def no_worker_left() -> Iterator[None]:
    yield
    from dashboard.queries import worker_process  # noqa: PLC0415  Streamlit, which most tests do without

    worker_process.background_worker().close()


@pytest.fixture
def patient_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here asks a page again: pages wait for what is worked out beside them."""
    monkeypatch.setattr("dashboard.queries.worker_process.PATIENCE", 120.0)


# --- databases


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL, without a database, of a PostgreSQL server on a free loopback port, with a data folder of its own."""
    initdb = str(POSTGRES[-1]) if POSTGRES else shutil.which("initdb")
    if initdb is None:
        if os.environ.get("CI"):
            pytest.fail("CI must test on PostgreSQL, and its programs are missing")
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed")
    # The server refuses to run as root, and pytest's folders are closed to other users.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="parallax-postgresql-"))
    if user:
        shutil.chown(folder, user)
    pg_ctl, data, port = str(Path(initdb).with_name("pg_ctl")), str(folder / "data"), _free_port()

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder, timeout=120)

    try:
        run(initdb, "-D", data, "-U", "parallax", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
        options = f"-F -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=30"
        run(pg_ctl, "-D", data, "-l", str(folder / "log"), "-w", "-o", options, "start")
        yield f"postgresql://parallax@127.0.0.1:{port}"
        run(pg_ctl, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def new_database(postgresql: str) -> Callable[[], str]:
    """Makes an empty PostgreSQL database and returns its URL."""
    import psycopg  # noqa: PLC0415  an optional extra

    names = iter(range(100))

    def make() -> str:
        with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as connection:
            name = f"t{os.getpid()}_{os.urandom(4).hex()}_{next(names)}"
            connection.execute(f'CREATE DATABASE "{name}"')
        return f"{postgresql}/{name}"

    return make


@pytest.fixture(params=["memory", "file", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, on every kind that we support."""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("new_database")
        return make()
    return "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 'store.sqlite'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store, on every kind of database."""
    with Store(url) as opened:
        yield opened
