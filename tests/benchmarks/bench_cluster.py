"""What a Dask cluster costs beside the pool of this machine: processor seconds of all processes, and the same bytes.

    python -m tests.benchmarks.bench_cluster [--articles 3000]

The demonstration's articles are multiplied, each with a sentence of its own, so that no two texts are the same. Both runs
analyse a store that lacks all measures, with two worker processes; the cluster's tasks hold a hundred articles.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from collectors import pipeline
from collectors.config import data_dir, load_catalogue
from collectors.dataset.publishing import publish
from collectors.store import Store


def articles(count: int) -> Iterator[str]:
    """So many rows of JSON, made of the demonstration's articles."""
    rows = [json.loads(line) for line in (data_dir() / "demo" / "articles.jsonl").read_text("utf-8").splitlines()]
    for number in range(count):
        row = dict(rows[number % len(rows)])
        row["id"] = f"{row['id']}-{number}"
        row["url"] = f"{row.get('url') or 'https://a.example/'}?n={number}"
        row["text"] += (
            f"\n\nResident number {number} of the town said that the hall had opened at {number % 12} o'clock."
        )
        yield json.dumps(row, ensure_ascii=False) + "\n"


def filled(folder: Path, count: int) -> str:
    """A store with the articles, not analysed yet; returns its URL."""
    file = folder / "articles.jsonl"
    file.write_text("".join(articles(count)), encoding="utf-8")
    url = f"sqlite:///{folder / 'store.sqlite'}"
    with Store(url) as store:
        pipeline.import_paths(
            store, load_catalogue(data_dir()), [str(file)], pipeline.PipelineSettings(None), datetime.now(UTC)
        )
    return url


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a scheduler with two worker processes on loopback, ended afterwards."""
    told = folder / "scheduler.json"
    common = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    here = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told)]
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
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


def analysed(url: str, where: str) -> None:
    """Analyse in a process of its own, so that everything that it starts has ended when it has."""
    command = [sys.executable, "-m", "collectors.cli", "analyze", "--store", url, "--home", str(Path(url[10:]).parent)]
    more = ["--processes", "2"] if where == "pool" else ["--on", where]
    subprocess.run([*command, *more], check=True, capture_output=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=3_000)
    count = parser.parse_args().articles
    taken, versions = {}, {}
    for kind in ("pool", "cluster"):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            url = filled(folder, count)
            before, clock = processor(), time.monotonic()
            if kind == "pool":
                analysed(url, "pool")
            else:
                with cluster(folder) as address:
                    analysed(url, address)
            taken[kind] = processor() - before
            print(f"{kind}: {taken[kind]:.1f} processor seconds, {time.monotonic() - clock:.0f} s", flush=True)
            with Store(url) as store:
                versions[kind] = publish(store, folder)
    print(f"{count} articles, cluster / pool {taken['cluster'] / taken['pool']:.3f}; data sets {versions}")


if __name__ == "__main__":
    main()
