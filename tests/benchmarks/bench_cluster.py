"""What a Dask cluster costs beside the pool of this machine, and what is left when its processes are killed.

    python -m tests.benchmarks.bench_cluster FOLDER [--news CORPORA] [--articles 3000] [--kills]

Both runs analyse the same articles with two worker processes; the cluster's tasks hold a hundred. Without --news these are
the demonstration's articles multiplied, each with a sentence of its own; with it, those of `make_news`. With --kills a
worker is killed three times and the client once, which is then started again. Both stores are published, and all files of
the two data sets compared byte for byte. The homes stay in FOLDER; what a run has done is not done again by the next.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from collectors import pipeline
from collectors.config import data_dir, load_catalogue
from collectors.dataset.checksums import checksums_of
from collectors.store import Store
from tests.benchmarks.make_news import articles as recombined

#: As in data/cluster/compose.yaml: no profiler, and memory as the system gives it (see README.md, "A cluster").
SETTINGS = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__NANNY__PRE_SPAWN_ENVIRON": "{'MALLOC_TRIM_THRESHOLD_': None}",
}
#: Shares of the articles after which something is killed, and what.
KILLS = ((0.15, "worker"), (0.3, "client"), (0.45, "worker"), (0.7, "worker"))


def multiplied(count: int) -> Iterator[dict[str, str]]:
    """So many rows, made of the demonstration's articles."""
    rows = [json.loads(line) for line in (data_dir() / "demo" / "articles.jsonl").read_text("utf-8").splitlines()]
    for number in range(count):
        row = dict(rows[number % len(rows)])
        row["id"] = f"{row['id']}-{number}"
        row["url"] = f"{row.get('url') or 'https://a.example/'}?n={number}"
        row["text"] += (
            f"\n\nResident number {number} of the town said that the hall had opened at {number % 12} o'clock."
        )
        yield row


def store_of(home: Path) -> str:
    """The URL of a home's store."""
    return f"sqlite:///{home / 'store.sqlite'}"


def fill(home: Path, rows: Iterator[dict[str, str]]) -> None:
    """Import articles into a new store; nothing where there is one."""
    if (home / "store.sqlite").exists():
        return
    home.mkdir(parents=True, mode=0o700)
    file = home / "articles.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for row in rows:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    with Store(store_of(home)) as store:
        settings = pipeline.PipelineSettings(None, any_outlet=True)
        pipeline.import_paths(store, load_catalogue(data_dir()), [str(file)], settings, datetime.now(UTC))
    file.unlink()


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a scheduler with two worker processes on loopback, ended afterwards."""
    told = folder / "scheduler.json"
    told.unlink(missing_ok=True)
    common = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    here = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told)]
    environment = SETTINGS | os.environ | {"PYTHONPATH": str(Path.cwd())}
    started = [subprocess.Popen([*dask, "scheduler", "--port", "0", *here], env=environment, **common)]  # type: ignore[call-overload]
    while not told.exists():
        time.sleep(0.05)
    options = ["--nworkers", "2", "--nthreads", "1", "--local-directory", str(folder)]
    started.append(subprocess.Popen([*dask, "worker", *here, *options], env=environment, **common))  # type: ignore[call-overload]
    try:
        yield json.loads(told.read_text())["address"]
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(60)


def processor() -> float:
    """Processor seconds of this process and of all that have ended."""
    parts = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in parts)


def command(home: Path, name: str, *more: str) -> list[str]:
    """A command of the program on a home."""
    return [sys.executable, "-m", "collectors.cli", name, "--store", store_of(home), "--home", str(home), *more]


def analysed(home: Path) -> int:
    """How many articles of a store have been analysed; read past the program, which may be writing."""
    with closing(sqlite3.connect(home / "store.sqlite", timeout=60)) as store:
        return int(store.execute("SELECT count(*) FROM analyses").fetchone()[0])


def a_worker(address: str) -> int:
    """The process id of one of the cluster's workers."""
    distributed: Any = importlib.import_module("distributed")  # an optional extra
    with distributed.Client(address, set_as_default=False) as client:
        return int(min(client.run(os.getpid, on_error="ignore").values()))


def analyse_and_kill(home: Path, address: str, count: int) -> None:
    """Analyse on a cluster, and end a worker or the client by SIGKILL whenever its turn has come."""
    left = list(KILLS)
    given = command(home, "analyze", "--on", address)
    client = subprocess.Popen(given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while client.poll() is None:
        time.sleep(0.5)
        done = analysed(home)
        if left and done >= left[0][0] * count:
            _, what = left.pop(0)
            victim = client.pid if what == "client" else a_worker(address)
            os.kill(victim, signal.SIGKILL)
            print(f"{done:,} articles analysed: {what} {victim} killed", flush=True)
            if what == "client":
                client.wait()
                client = subprocess.Popen(given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if client.returncode or left:
        raise SystemExit(f"the client ended with {client.returncode}, {len(left)} kills were left")


def run(home: Path, kind: str, count: int, kills: bool) -> float:
    """Analyse a home's store, once; returns the processor seconds of all processes with their start."""
    before, clock = processor(), time.monotonic()
    if analysed(home) == count:
        return 0.0
    if kind == "pool":
        subprocess.run(command(home, "analyze", "--processes", "2"), check=True, capture_output=True)
    else:
        with cluster(home) as address:
            if kills:
                analyse_and_kill(home, address, count)
            else:
                subprocess.run(command(home, "analyze", "--on", address), check=True, capture_output=True)
    taken = processor() - before
    print(f"{kind}: {taken:.1f} processor seconds, {time.monotonic() - clock:.0f} s", flush=True)
    return taken


def published(home: Path) -> dict[str, dict[str, object]]:
    """Publish a home; every file with its length and SHA-256."""
    before = processor()
    done = subprocess.run(command(home, "publish"), check=True, capture_output=True, text=True)
    print(f"{home.name} published: {processor() - before:.1f} processor seconds", flush=True)
    return checksums_of(home / "datasets" / done.stdout.split()[-1])


def compared(homes: Sequence[Path]) -> None:
    """Publish both homes, and say whether they are the same."""
    first, second = (published(home) for home in homes)
    differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    size = sum(int(str(file["bytes"])) for file in first.values())
    print(f"{len(first)} files, {size / 1e6:,.0f} MB; differing: {', '.join(differing) or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--news", type=Path, metavar="CORPORA")
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--kills", action="store_true")
    given = parser.parse_args()
    pool, other = given.folder.absolute() / "pool", given.folder.absolute() / "cluster"
    count = given.articles
    fill(pool, recombined(given.news, count, 60, 1) if given.news else multiplied(count))
    if not (other / "store.sqlite").exists():
        if analysed(pool):
            raise SystemExit(f"{pool} is analysed already: begin with an empty folder")
        shutil.copytree(pool, other)
    taken = {home.name: run(home, home.name, count, given.kills) for home in (pool, other)}
    if all(taken.values()):
        print(f"{count:,} articles, cluster / pool {taken['cluster'] / taken['pool']:.3f}")
    compared((pool, other))


if __name__ == "__main__":
    main()
