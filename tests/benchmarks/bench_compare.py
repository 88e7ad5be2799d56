"""The statistics: time of each question, intervals and p from sums beside bootstrap and permutation, coverage.

python -m tests.benchmarks.bench_compare [--articles 2000 --outlets 20]
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from collectors.compare import ArticleSelection, comparison, coverage, load, naming, readability, sources
from collectors.compare.article_sums import intervals, of_articles, p_values
from collectors.compare.permutations import Floats, permutation_p, ratio_intervals
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
    return intervals(of_articles(numerators, denominators, none, none, (1, 1)), True)[0]


def covered(n: int, share: float, trials: int) -> str:
    """How often the 95 % intervals hold the true share: from sums, and by bootstrap (fewer trials)."""
    rng, hits, tried, other = np.random.default_rng(2), 0, 0, 0
    for i in range(trials):
        given = articles(rng, n, share)
        low, high = from_sums(*given)[0]
        hits += bool(low <= share <= high)
        if n <= 100 and i % 5 == 0:
            low, high = ratio_intervals(*given, str(i % 7), True)[0]
            tried, other = tried + 1, other + bool(low <= share <= high)
    return f"{hits / trials:.1%}" + (f" ({other / tried:.1%})" if tried else "")


def tested(sizes: tuple[int, ...], share: float, trials: int) -> str:
    """Outlets that do not differ: how often p is below 0.05 and 0.01, and how far from that of 2,000 permutations."""
    rng, ours, theirs = np.random.default_rng(3), [], []
    groups = np.repeat(np.arange(len(sizes)), sizes)
    for i in range(trials):
        numerators, denominators = articles(rng, len(groups), share)
        strata = rng.integers(0, 3, len(groups))
        ours.append(p_values(of_articles(numerators, denominators, groups, strata, (len(sizes), 3)))[:, 0])
        theirs.append(permutation_p(numerators, denominators, groups, strata, str(i))[:, 0])
    a, b = np.concatenate(ours), np.concatenate(theirs)
    rates = ", ".join(f"{np.mean(a <= level):.3f} ({np.mean(b <= level):.3f})" for level in (0.05, 0.01))
    return f"{rates}; {np.abs(a - b).mean():.3f} apart"


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
    print("no difference: part of p below 0.05 and 0.01, from sums (permutation)")
    for sizes in ((8, 40), (20,) * 10, (100, 30, 10)):
        for share in SHARES:
            print(f"  outlets of {sizes}, share {share}: {tested(sizes, share, given.trials // 10)}")


if __name__ == "__main__":
    main()
