"""The statistics: time of each question, intervals from sums beside the bootstrap. What p is worth: `bench_calibration`.

python -m tests.benchmarks.bench_compare [--articles 2000 --outlets 20]
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from collectors.compare import ArticleSelection, comparison, coverage, load, naming, readability, sources
from collectors.compare.article_sums import intervals, of_articles
from collectors.compare.permutations import Floats
from tests.support.bootstrap_intervals import bootstrap_intervals
from tests.support.in_memory import Tables
from tests.support.make_dataset import make_tables

SIZES = (8, 15, 25, 40, 100, 250)
SHARES = (0.5, 0.1, 0.02)


def articles(rng: np.random.Generator, n: int, share: float) -> tuple[Floats, Floats]:
    """Mentions per article and how many are of one variant; articles differ in their own share (beta, 5 in all)."""
    sizes = rng.integers(1, 9, n)
    counts = rng.binomial(sizes, rng.beta(5 * share, 5 * (1 - share), n))
    return counts[:, None].astype(float), sizes.astype(float)


def from_sums(numerators: Floats, denominators: Floats) -> Floats:
    """The interval of one outlet's articles."""
    none = np.zeros(len(denominators), dtype=np.int64)
    return np.asarray(intervals(of_articles(numerators, denominators, none, none, (1, 1)), share=True)[0])


def covered(n: int, share: float, trials: int) -> str:
    """How often the 95 % intervals hold the true share: from sums, and by bootstrap (fewer trials)."""
    rng, hits, tried, other = np.random.default_rng(2), 0, 0, 0
    for i in range(trials):
        given = articles(rng, n, share)
        low, high = from_sums(*given)[0]
        hits += bool(low <= share <= high)
        if n <= 100 and i % 5 == 0:
            low, high = bootstrap_intervals(*given, str(i % 7))[0]
            tried, other = tried + 1, other + bool(low <= share <= high)
    return f"{hits / trials:.1%}" + (f" ({other / tried:.1%})" if tried else "")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--articles", type=int, default=2000)
    ask.add_argument("--outlets", type=int, default=20)
    ask.add_argument("--trials", type=int, default=1000)
    given = ask.parse_args()
    data = Tables(make_tables(given.articles, given.outlets))
    begin = time.process_time()
    facts = load(data, "synthetic")
    assert facts.cube
    print(f"sums {time.process_time() - begin:.2f} s")
    for question in (naming, readability, sources, coverage):
        begin = time.process_time()
        rows = question(facts, ArticleSelection("synthetic"))
        print(f"{question.__name__}: {len(rows)} rows in {time.process_time() - begin:.2f} s")
    begin = time.process_time()
    print(f"comparison: {len(comparison(facts))} rows in {time.process_time() - begin:.2f} s")
    print("coverage of 95 % intervals by number of articles, from sums (bootstrap)")
    for share in SHARES:
        print(f"  share {share}: " + ", ".join(f"{n}: {covered(n, share, given.trials)}" for n in SIZES))


if __name__ == "__main__":
    main()
