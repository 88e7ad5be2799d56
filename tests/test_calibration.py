"""The quick form of `bench_calibration`: outlets that do not differ are seldom called different, intervals hold the truth.

Articles are simulated as they are found: of very different length, with marks that cluster in few of them.
"""

from __future__ import annotations

import numpy as np
import pytest

from collectors.compare.article_sums import intervals
from collectors.compare.metric_sample import MetricSample
from collectors.compare.outlet_pairs import STATED, corrected_pairs, pairs_of_metric
from collectors.compare.permutations import benjamini_hochberg
from collectors.compare.unit_sums import merged_units, unit_table

SHARES = np.array([0.45, 0.3, 0.15, 0.07, 0.03])


def sample_of(
    rng: np.random.Generator, sizes: tuple[int, ...], copied: float = 0.0, clustered: float = 2.0
) -> MetricSample:
    """Five variants whose shares in an article scatter around the same everywhere; some articles are near-copies."""
    n = sum(sizes)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    words = 1 + rng.negative_binomial(1, 0.15, n)
    shares = rng.dirichlet(clustered * SHARES, n)
    counts = np.array([rng.multinomial(k, share) for k, share in zip(words, shares, strict=True)])
    copies = np.where(rng.random(n) < copied, np.arange(n) // 4, -1)
    same = np.where(copies >= 0, copies * 4, np.arange(n))  # four in a row are one text
    counts, words = counts[same], words[same]
    copies = np.where(np.isin(np.arange(n), same[copies >= 0]), np.arange(n) // 4, copies)
    units = merged_units(np.arange(n), groups, np.zeros(n, dtype=np.int64), copies, len(sizes))
    row, variant = np.nonzero(counts)
    table = unit_table(units, words.astype(float), row, variant, counts[row, variant].astype(float), len(SHARES))
    alone = table.keep(~table.linked)
    return MetricSample(table.sums(), alone.sums(), alone, table.n_articles, 8, True, True)


@pytest.mark.parametrize(("sizes", "copied"), [((12, 12), 0.0), ((40, 40), 0.0), ((20,) * 5, 0.0), ((40, 40), 0.3)])
def test_outlets_that_do_not_differ_are_seldom_called_different(sizes: tuple[int, ...], copied: float) -> None:
    rng, below, tested, called = np.random.default_rng(len(sizes)), 0, 0, 0
    splits = 80
    for split in range(splits):
        p = sample_of(rng, sizes, copied).p_values(str(split))
        known = p[np.isfinite(p)].tolist()
        below, tested = below + sum(value < 0.05 for value in known), tested + len(known)
        called += any((q or 1.0) < 0.05 for q in benjamini_hochberg(known))
    assert tested > splits * 4
    assert below / tested <= 0.065
    assert below / tested >= 0.02
    assert called <= 0.05 * splits + 3.5 * np.sqrt(0.05 * splits)


def test_pairs_that_do_not_differ_are_seldom_found() -> None:
    rng, found, splits = np.random.default_rng(6), 0, 60
    names, variants = [f"o{i}" for i in range(5)], [f"v{i}" for i in range(len(SHARES))]
    for split in range(splits):
        pairs = pairs_of_metric(sample_of(rng, (20,) * 5), "naming:x", variants, names, names, str(split))
        found += any(pair.holds(STATED) for pair in corrected_pairs(pairs).pairs.values())
    assert found <= 4  # of 60; 3 % is the aim


@pytest.mark.parametrize("copied", [0.0, 0.3])
@pytest.mark.parametrize("n", [20, 60])
def test_intervals_hold_the_share(n: int, copied: float) -> None:
    rng, held, marked = np.random.default_rng(n), [], []
    for _ in range(30):
        sample = sample_of(rng, (n,) * 20, copied)
        low, high = np.moveaxis(intervals(sample.sums, True), 2, 0)
        held.append((low <= SHARES) & (high >= SHARES))
        marked.append(sample.sums.parts[:, 0, :, 6])
    hits, marks = np.concatenate(held), np.concatenate(marked)
    assert 0.92 <= hits[marks >= 15].mean() <= 0.98
    assert hits[marks < 15].mean() >= 0.9
