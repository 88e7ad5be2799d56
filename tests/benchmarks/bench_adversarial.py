"""P beside shuffling on corpora made to mislead it: sparse, skewed, tied, copied, cut into strata, of unequal length.

    python -m tests.benchmarks.bench_adversarial [--shuffles 200000 --seeds 3]

The cells are in `tests/support/adversarial_cells.py` and `adversarial_kinds.py`. Both ways to p are tried: with units known one by one, and from
sums alone, as for events of more than 10,000 articles.
"""

from __future__ import annotations

import argparse

import numpy as np

from collectors.compare.unit_permutations import curve_p, exchanged_p
from tests.support.adversarial_cells import brute_force
from tests.support.adversarial_kinds import every_kind


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--shuffles", type=int, default=200_000)
    ask.add_argument("--seeds", type=int, default=3)
    given = ask.parse_args()
    told: dict[str, list[np.ndarray]] = {"exchanged": [], "sums alone": []}
    for seed in range(given.seeds):
        for name, cells in every_kind(seed).items():
            table = cells.table()
            truth = brute_force(table, given.shuffles, seed)
            every = np.ones(truth.shape, dtype=bool)
            for how, p in (("exchanged", exchanged_p(table, every, str(seed))), ("sums alone", curve_p(table.sums()))):
                told[how].append(np.stack([p.ravel(), truth.ravel()], axis=1))
                if ((p < 1e-4) & (truth > 1e-3)).any() or ((p < 0.05) & (truth > 0.06)).any():
                    print(f"{name}, {how}, seed {seed}: p {p.ravel().round(6)}, shuffled {truth.ravel().round(6)}")
    for how, parts in told.items():
        p, truth = np.concatenate(parts).T
        print(f"{how}: {len(p)} cells; p < 1e-4 and shuffled above 1e-3: {((p < 1e-4) & (truth > 1e-3)).sum()}; p < .05 "
              f"and above .05: {((p < 0.05) & (truth > 0.05)).sum()}, above .06: {((p < 0.05) & (truth > 0.06)).sum()}; "
              f"p above .05 and shuffled below .01: {((p > 0.05) & (truth < 0.01)).sum()}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
