"""How often 95 % intervals of shares hold the truth, for outlets simulated with known shares.

    python -m tests.benchmarks.bench_intervals

Articles differ in length (mentions are 1 + geometric) and in their own share of the variant (beta; a concentration of 1
means that most articles use one variant throughout, 5 that they mix them, 50 that they hardly differ).
"""

from __future__ import annotations

import argparse

import numpy as np

from collectors.compare.article_sums import intervals, of_articles


def coverage(n: int, share: float, concentration: float, mentions: float, outlets: int) -> float:
    """The part of simulated outlets of n articles whose interval holds their share."""
    rng = np.random.default_rng(n)
    sizes = 1 + rng.negative_binomial(1.0, 1.0 / mentions, n * outlets)
    own = rng.beta(concentration * share, concentration * (1 - share), n * outlets)
    used = rng.binomial(sizes, own).astype(float)
    owner = np.repeat(np.arange(outlets), n)
    sums = of_articles(used[:, None], sizes.astype(float), owner, np.zeros_like(owner), (outlets, 1))
    low, high = intervals(sums, True)[:, 0].T
    return float(((low <= share) & (share <= high)).mean())


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--outlets", type=int, default=3000, help="simulated outlets of each kind")
    ask.add_argument("--articles", type=int, nargs="+", default=[8, 15, 25, 50, 100, 300])
    given = ask.parse_args()
    print("concentration mentions share  " + "  ".join(f"n={n:<4}" for n in given.articles))
    for concentration in (1.0, 2.0, 5.0, 50.0):
        for mentions in (2.0, 4.0, 8.0):
            for share in (0.5, 0.25, 0.1, 0.03):
                cells = [coverage(n, share, concentration, mentions, given.outlets) for n in given.articles]
                held = "  ".join(f"{value:.1%} " for value in cells)
                print(f"{concentration:13.0f} {mentions:8.0f} {share:5.2f}  {held}", flush=True)


if __name__ == "__main__":
    main()
