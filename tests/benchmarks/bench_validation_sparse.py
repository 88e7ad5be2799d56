"""Corrected figures of names and devices, simulated: how far off where many articles do not hold the thing at all.

    python -m tests.benchmarks.bench_validation_sparse [--marked 8 --draws 150]

Twelve outlets of 60 articles. Names: a third of the articles never name the thing, the measure sees 93 % of the uses
and invents a few. Devices: a rate per word, of which the measure sees 80 % and adds three tenths. The truth is what the
marks would say of all 60 articles.
"""

from __future__ import annotations

import argparse

import numpy as np

from collectors.compare.validated_estimates import MarkedOutlet, validated

OUTLETS, ARTICLES = 12, 60
SHARES = (0.03, 0.1, 0.3, 0.6)
RATES = (0.0008, 0.005, 0.02)


def named(rng: np.random.Generator, share: float, marked: int) -> tuple[MarkedOutlet, float]:
    """An outlet's uses of one variant among all variants, and the true share."""
    y = rng.poisson(3 * rng.gamma(0.8, 1, ARTICLES))
    x = rng.binomial(y, rng.beta(share * 2, (1 - share) * 2, ARTICLES))
    seen = rng.binomial(x, 0.93) + rng.binomial(1, 0.05 * share, ARTICLES)
    rest = rng.binomial(y - x, 0.93) + rng.binomial(1, 0.05 * (1 - share), ARTICLES)
    return outlet(rng, (seen, seen + rest), (x, y), marked)


def marked_words(rng: np.random.Generator, rate: float, marked: int) -> tuple[MarkedOutlet, float]:
    """An outlet's marks of one device per word, and the true rate."""
    y = rng.lognormal(6.2, 0.5, ARTICLES).astype(np.int64)
    x = np.minimum(rng.poisson(y * rate * rng.gamma(1.5, 1 / 1.5, ARTICLES)), y)
    seen = rng.binomial(x, 0.8) + rng.poisson(y * rate * 0.3)
    return outlet(rng, (seen, y), (x, y), marked)


def outlet(
    rng: np.random.Generator, seen: tuple[np.ndarray, np.ndarray], true: tuple[np.ndarray, np.ndarray], marked: int
) -> tuple[MarkedOutlet, float]:
    at = rng.choice(ARTICLES, marked, replace=False)
    (seen_x, seen_y), (x, y) = ([one.astype(np.float64) for one in pair] for pair in (seen, true))
    chance = np.full(marked, marked / ARTICLES)
    return MarkedOutlet(seen_x, seen_y, at, x[at], y[at], chance), float(x.sum() / max(y.sum(), 1))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--marked", type=int, default=8)
    ask.add_argument("--draws", type=int, default=150)
    given = ask.parse_args()
    rng = np.random.default_rng(1)
    cases = [("names", named, share) for share in SHARES] + [("devices", marked_words, rate) for rate in RATES]
    for what, made, level in cases:
        before, after, held = [], [], []
        for _ in range(given.draws):
            centres = np.clip(rng.normal(level, level / 2, OUTLETS), level / 6, 0.95)
            drawn = [made(rng, centre, given.marked) for centre in centres]
            for one, (_, truth) in zip(validated([outlet for outlet, _ in drawn]), drawn, strict=True):
                if one.estimate is not None and one.low is not None and one.high is not None:
                    before.append((one.plain - truth) ** 2)
                    after.append((one.estimate - truth) ** 2)
                    held.append(one.low <= truth <= one.high)
        plain, mended = np.sqrt(np.mean(before)), np.sqrt(np.mean(after))
        print(f"{what} {level}: RMSE {plain:.4f} -> {mended:.4f} ({mended / plain:.2f}); coverage {np.mean(held):.3f}, "
              f"validated {len(held) / (given.draws * OUTLETS):.2f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
