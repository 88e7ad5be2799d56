"""The statistics on synthetic data sets: time of each question, width of intervals on both sides of LIMIT, coverage.

python tests/benchmarks/bench_compare.py [--articles 2000 --outlets 20]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from collectors.compare import Selection, comparison, coverage, load, naming, readability, sources
from collectors.compare.statistics import LIMIT, Floats, _bootstrap, _linearised, ratio_intervals
from tests.make_dataset import make_tables


class Tables:
    """A data set in memory."""

    version, method_version = "benchmark", "m"

    def __init__(self, tables: dict[str, pa.Table]) -> None:
        self.tables = tables

    def table(
        self, name: str, columns: Sequence[str] | None = None, where: Sequence[tuple[str, str, object]] | None = None
    ) -> pa.Table:
        table = self.tables[name]
        for column, _, value in where or ():
            table = table.filter(pc.field(column) == value)
        return table.select(list(columns)) if columns is not None else table


def articles(rng: np.random.Generator, n: int, share: float) -> tuple[Floats, Floats]:
    """Mentions per article and how many are of one variant; articles differ in their own share (beta, 5 in all)."""
    sizes = rng.integers(1, 9, n)
    counts = rng.binomial(sizes, rng.beta(5 * share, 5 * (1 - share), n))
    return counts[:, None].astype(float), sizes.astype(float)


def agreement(share: float, trials: int = 40) -> str:
    """Mean distance of the ends of bootstrap and linearised intervals at LIMIT, in widths of the interval."""
    rng, gaps = np.random.default_rng(1), []
    for i in range(trials):
        given = articles(rng, LIMIT, share)
        one, other = _bootstrap(*given, str(i))[0], _linearised(*given, True)[0]
        gaps.append(np.abs(one - other).mean() / (one[1] - one[0]))
    return f"{np.mean(gaps):.1%}"


def coverage_of(n: int, share: float, trials: int = 1000) -> str:
    """How often the 95 % interval holds the true share."""
    rng, hits = np.random.default_rng(2), 0
    for i in range(trials):
        low, high = ratio_intervals(*articles(rng, n, share), str(i), True)[0]
        hits += bool(low <= share <= high)
    return f"{hits / trials:.1%}"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--articles", type=int, default=2000)
    ask.add_argument("--outlets", type=int, default=20)
    given = ask.parse_args()
    data = Tables(make_tables(given.articles, given.outlets))
    begin = time.process_time()
    facts = load(data, "synthetic")
    print(f"load {time.process_time() - begin:.2f} s")
    for question in (naming, readability, sources, coverage):
        begin = time.process_time()
        rows = question(facts, Selection("synthetic"))
        print(f"{question.__name__}: {len(rows)} rows in {time.process_time() - begin:.2f} s")
    begin = time.process_time()
    print(f"comparison: {len(comparison(facts))} rows in {time.process_time() - begin:.2f} s")
    for share in (0.5, 0.1, 0.02):
        print(f"share {share}: the two kinds of interval are {agreement(share)} of a width apart at {LIMIT} articles")
        cover = ", ".join(f"{n}: {coverage_of(n, share)}" for n in (8, 15, 40, 100, LIMIT))
        print(f"  coverage by number of articles: {cover}")


if __name__ == "__main__":
    main()
