"""Search and trends over a large data set: processor time until the first answer, each asked for once.

python -m tests.benchmarks.make_large HOME --articles 1000000
python -m tests.benchmarks.bench_search HOME --index
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq

ASKED = 12  # phrases of each kind
#: Words that nearly every article holds, and stems of many forms.
COMMON = {"common": ("said", "name 1 of 1"), "stems": ("galb*", "conh*", "baba*", "con*", "bab* con*")}


def timed(call: Callable[[], object]) -> float:
    """Processor seconds of all threads."""
    begun = time.process_time()
    call()
    return time.process_time() - begun


def phrases(folder: Path, rng: random.Random) -> dict[str, list[str]]:
    """Kind -> phrases, drawn from the texts: one to three words that stand together."""
    with pq.ParquetFile(folder / "texts.parquet") as file:
        texts = file.read_row_groups([0, 1, 2, 3], columns=["text"])["text"].to_pylist()

    def words(count: int) -> str:
        text = rng.choice(texts).split()
        at = rng.randrange(len(text) - count)
        return " ".join(text[at : at + count])

    drawn = {f"{count} words": [words(count) for _ in range(ASKED)] for count in (1, 2, 3)}
    return drawn | {kind: list(typed) for kind, typed in COMMON.items()}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("home", type=Path)
    ask.add_argument("--index", action="store_true", help="write the index first")
    given = ask.parse_args()
    os.environ["PARALLAX_HOME"] = str(given.home)
    logging.disable(logging.CRITICAL)  # Streamlit's on running without a server
    from collectors.dataset.search_index import build, index_file
    from collectors.dataset.search_phrase import phrase_of
    from dashboard import queries
    from dashboard.selection import ViewSelection

    version = (given.home / "datasets/LATEST").read_text().strip()
    folder, index = given.home / "datasets" / version, index_file(given.home, version)
    if given.index:
        spent = timed(lambda: build(folder, index))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"index: {spent:.0f} s of CPU, {index.stat().st_size / 1e6:,.0f} MB, peak of memory {peak:.1f} GB")
    data = queries.open_version(version)
    (event,) = queries.events(data)
    outlets = tuple(queries.outlets(data, event))
    for kind, typed in phrases(folder, random.Random(1)).items():
        for chosen in ((), outlets[:2]):
            sel = ViewSelection(version, event, outlets=chosen)
            asked = [phrase for text in typed if (phrase := phrase_of(text)) is not None]
            spent_on = [timed(partial(queries.concordance, data, sel, phrase)) for phrase in asked]
            where = f"{len(chosen)} outlets" if chosen else "all outlets"
            print(
                f"search, {kind}, {where}: median {statistics.median(spent_on):.3f}, worst {max(spent_on):.3f} s of CPU"
            )
    labels = queries.event_labels(data, event)
    for concept, variants in list(labels.variants.items())[:6:5]:
        for span in ("week", "day"):
            sel, figure = ViewSelection(version, event), (concept, next(iter(variants)))
            spent = timed(partial(queries.trend, data, sel, span, figure, outlets[:6]))
            print(f"trend of {concept} by {span}: {spent:.3f} s of CPU")


if __name__ == "__main__":
    main()
