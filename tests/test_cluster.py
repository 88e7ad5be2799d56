"""Analysing on a real Dask scheduler with worker processes on loopback: the same measures, and workers that are killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from collectors.dataset.publishing import publish
from collectors.errors import ParallaxError
from collectors.pipeline import analyze
from collectors.store import Store
from collectors.store import store_tables as t
from collectors.support.executors import ResubmittingPool, executor_at, process_pool, require_same_program
from tests.support.crashing import patient_squares, squares, tasks_known, when_open
from tests.support.made_store import filled
from tests.support.made_values import catalogue

distributed = pytest.importorskip("distributed")
ROOT = Path(__file__).parent.parent
#: More than one task of a hundred articles, and six of twenty.
ARTICLES = 120


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two worker processes under nannies, as the command line starts them."""
    folder = tmp_path_factory.mktemp("dask")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    address_file = folder / "scheduler.json"
    common = {"cwd": folder, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    commands = [
        ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(address_file)],
        *([["worker", "--scheduler-file", str(address_file), "--nworkers", "2", "--nthreads", "1", "--no-dashboard",
            "--host", "127.0.0.1", "--local-directory", str(folder)]]),
    ]  # fmt: skip
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            started.append(subprocess.Popen([sys.executable, "-m", "dask", *command], **common))  # type: ignore[call-overload]  # one set of options
            while not address_file.exists():
                time.sleep(0.1)
        found = re.search(r"tcp://127\.0\.0\.1:\d+", address_file.read_text())
        assert found
        with distributed.Client(found.group(), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
        yield found.group()
    finally:
        for process in reversed(started):
            process.terminate()
        for process in reversed(started):
            try:
                process.wait(2)  # a nanny whose worker was killed may wait for it for ever
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store whose articles this machine measured."""
    with filled(f"sqlite:///{tmp_path_factory.mktemp('here') / 'here.sqlite'}", ARTICLES) as store:
        yield store


def flattened(answers: Sequence[list[int]]) -> list[int]:
    return [number for answer in answers for number in answer]


def measured(store: Store) -> list[tuple[Any, ...]]:
    """Everything that was measured."""
    with store.reading() as connection:
        tables = (t.analyses, t.mentions, t.marks, t.quotations, t.voices, t.measures)
        return [
            tuple(row) for table in tables for row in connection.execute(select(table).order_by(*table.primary_key))
        ]


def test_a_cluster_measures_what_this_machine_measures(scheduler: str, here: Store, tmp_path: Path) -> None:
    expected, version = measured(here), publish(here, tmp_path / "here")
    with filled(f"sqlite:///{tmp_path / 'there.sqlite'}", ARTICLES, measured=False) as there:
        ticks: list[int] = []
        analyze(there, catalogue(), 1, lambda: executor_at(scheduler, 1), ticks.append)
        assert ticks == [100, 20], "a hundred articles a task"
        assert measured(there) == expected
        assert publish(there, tmp_path / "there") == version, "and the data set is the same, byte for byte"
        made = publish(there, tmp_path / "spread", executor=lambda: executor_at(scheduler, 1))
        assert made == version, "wherever its words are compared"
    files = [{str(p.relative_to(tmp_path / name)): p.read_bytes() for p in (tmp_path / name).rglob("*.parquet")}
             for name in ("here", "there", "spread")]  # fmt: skip
    assert files[0] == files[1] == files[2]


def test_killed_workers_lose_and_double_nothing(
    scheduler: str, here: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = measured(here)
    monkeypatch.setattr("collectors.pipeline.CLUSTER_CHUNK", 20)  # so that each kill meets work under way
    with filled(f"sqlite:///{tmp_path / 'there.sqlite'}", ARTICLES, measured=False) as there:
        ended = threading.Event()

        def kill() -> None:
            with distributed.Client(scheduler, set_as_default=False) as client:
                for _ in range(3):
                    if ended.wait(0.4):
                        return
                    for pid in client.run(os.getpid, on_error="ignore").values():
                        os.kill(pid, signal.SIGKILL)  # a worker of ours; its nanny starts another
                        break

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            analyze(there, catalogue(), 1, lambda: executor_at(scheduler, 1))
        finally:
            ended.set()
            killer.join(60)
        assert [row[:4] for row in measured(there)] == [row[:4] for row in expected]
        assert measured(there) == expected


def test_what_a_killed_client_began_is_done_by_the_next(scheduler: str, tmp_path: Path, data: Path) -> None:
    home = tmp_path / "home"
    with filled(f"sqlite:///{home / 'store.sqlite'}", ARTICLES, measured=False):
        pass
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PARALLAX_")} | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "collectors.cli", "analyze", "--home", str(home), "--data", str(data)]
    command += ["--on", scheduler]
    gate, calls = str(tmp_path / "gate"), str(tmp_path / "calls")
    with distributed.Client(scheduler, set_as_default=False) as client:
        # Both workers wait at a gate, so that no machine is quick enough to end the work before its client is killed.
        waiting = [client.submit(when_open, gate, calls, pure=False) for _ in range(2)]
        first = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        while client.run_on_scheduler(tasks_known) == len(waiting):
            assert first.poll() is None, "it ended before it was killed"
            time.sleep(0.1)
        first.kill()
        first.wait()
        Path(gate).touch()
        client.gather(waiting)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    with Store(f"sqlite:///{home / 'store.sqlite'}") as store:
        assert store.counts()["analyses"] == ARTICLES


def test_a_poisoned_part_is_set_aside_and_the_others_answered(scheduler: str) -> None:
    tasks = [[1, 2], [3, 13, 4], [5]]
    for make in (lambda: executor_at(scheduler, 1), lambda: process_pool(2)):
        steady = ResubmittingPool(
            make, squares, lambda task: [-n for n in task], 4, lambda task: [[n] for n in task], flattened
        )
        assert list(steady.map(tasks)) == [[1, 4], [9, -13, 16], [25]]


def test_work_without_an_end_is_set_aside_on_a_worker_too(scheduler: str) -> None:
    steady = ResubmittingPool(
        lambda: executor_at(scheduler, 1), patient_squares, lambda task: [-n for n in task], 4,
        lambda task: [[n] for n in task], flattened,
    )  # fmt: skip
    assert list(steady.map([[1, 2], [3, 13, 4], [5]])) == [[1, 4], [9, -13, 16], [25]]


def test_workers_of_another_version_are_refused(scheduler: str) -> None:
    executor = executor_at(scheduler, 1)
    try:
        with pytest.raises(ParallaxError, match="run another version"):
            require_same_program(executor, os.getcwd)  # the workers stand in another folder
    finally:
        executor.shutdown()


def test_a_place_that_is_none_is_told() -> None:
    with pytest.raises(ParallaxError, match="is no place to run tasks"):
        executor_at("nowhere", 1)


def test_the_compose_file_starts_what_it_says() -> None:
    yaml = pytest.importorskip("yaml")
    text = (ROOT / "data" / "cluster" / "compose.yaml").read_text(encoding="utf-8")
    services = yaml.safe_load(text)["services"]
    assert set(services) == {"database", "scheduler", "worker", "parallax", "dashboard", "schedule"}
    assert services["dashboard"]["volumes"] == ["home:/home/parallax/data:ro"], "what shows data writes none"
    assert "PARALLAX_DATABASE" not in services["dashboard"]["environment"]
    for name in ("dashboard", "schedule"):
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["profiles"] == ["desk"], "started where somebody asks for it"
    assert services["worker"]["deploy"]["replicas"] == 2
    assert services["scheduler"]["build"]["dockerfile"] == "data/cluster/Containerfile"
    assert "ports" not in str(services), "nothing is reachable from outside unless somebody asks for it"
