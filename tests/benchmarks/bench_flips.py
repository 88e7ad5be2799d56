"""Flipped bits in a published data set: does `verify` find each, and does one change an exported figure without a word?

    python -m tests.benchmarks.bench_flips HOME EVENT [--flips 150] [--publish-every 50]

HOME holds a store and the data set published from it. Bits are turned one at a time in a copy, as many in each of seven
tables. Each must be found by what `verify` calls; what the dashboard reads of the table, and what `export` writes, must be
an error or what it was; and publishing again, after every fiftieth flip, must give the first bytes.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from collectors.custody.integrity import check_dataset
from collectors.dataset import checksums
from collectors.dataset.checksums import checksums_of
from collectors.dataset.publishing import publish
from collectors.dataset.versions import Dataset, open_dataset
from collectors.errors import ParallaxError
from collectors.export import export_event
from collectors.store import Store

TABLES = ("articles", "mentions", "quotations", "measures", "voices", "marks", "summary/parts")


def flip(path: Path, chance: random.Random) -> None:
    """Turn one bit of a file."""
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def exported(home: Path, event: str) -> dict[str, bytes]:
    """The files that `parallax export` writes, which reads every file of the data set first."""
    data = open_dataset(home)
    data.require_sound()
    with tempfile.TemporaryDirectory() as folder:
        export_event(data, event, Path(folder))
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def read(data: Dataset, name: str) -> object:
    """What the dashboard reads of a table: its rows, or for a table of the summary its bytes once they are let through."""
    return (data.summary_folder / "parts.parquet").read_bytes() if "/" in name else data.table(name).to_pylist()


def told(home: Path, name: str, event: str, sound: tuple[object, dict[str, bytes]]) -> str:
    """What became of one flip: whether it is found, and what a reading and an export of it gave."""
    checksums._checked.cache_clear()
    said = ["found" if list(check_dataset(open_dataset(home).path)) else "NOT FOUND"]
    ways: tuple[tuple[Callable[[], object], object], ...] = (
        (lambda: read(open_dataset(home), name), sound[0]),
        (lambda: exported(home, event), sound[1]),
    )
    for way, was in ways:
        try:
            said.append("unchanged" if way() == was else "CHANGED")
        except ParallaxError:
            said.append("refused")
    return "verify {}, reading {}, export {}".format(*said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("home", type=Path)
    parser.add_argument("event")
    parser.add_argument("--flips", type=int, default=150)
    parser.add_argument("--publish-every", type=int, default=50)
    given = parser.parse_args()
    chance, counts, mended = random.Random(21), Counter[str](), Counter[bool]()
    with tempfile.TemporaryDirectory() as name, Store(f"sqlite:///{given.home / 'store.sqlite'}") as store:
        home = Path(name)
        shutil.copytree(given.home / "datasets", home / "datasets")
        folder, all_exported = open_dataset(home).path, exported(home, given.event)
        before = checksums_of(folder)
        for table in TABLES:
            path = folder / f"{table}.parquet"
            sound, whole = path.read_bytes(), read(open_dataset(home), table)
            for number in range(1, given.flips + 1):
                flip(path, chance)
                counts[told(home, table, given.event, (whole, all_exported))] += 1
                if number % given.publish_every == 0:
                    mended[publish(store, home) == folder.name and checksums_of(folder) == before] += 1
                path.write_bytes(sound)
    for what, count in counts.most_common():
        print(f"{count:,}: {what}")
    print(f"published again: {mended[True]} times the first bytes, {mended[False]} times others")


if __name__ == "__main__":
    main()
