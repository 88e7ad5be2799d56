"""How far people who coded the same units agree: Krippendorff's alpha for nominal codes, with its interval.

alpha = 1 - D_o / D_e from the matrix of coincidences (Hayes and Krippendorff 2007, Communication Methods and Measures
1:77; Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", whose worked examples the tests hold). Any
number of coders, codes may be missing; a unit with fewer than two codes says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

DRAWS = 2_000
#: Units below which an interval would only look like knowledge.
ENOUGH_UNITS = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """`alpha` is None where no two codes differ in the whole material (D_e = 0) or nothing was coded twice. `units`
    were coded at least twice, `same` is the share of pairs of codes that are equal. The interval holds 95 %."""

    alpha: float | None
    low: float | None
    high: float | None
    units: int
    same: float | None


def agreement(units: Sequence[Sequence[str]], *, seed: int = 0) -> Agreement:
    """Agreement over units, each with the codes it was given.

    The interval resamples units with D_e held at that of the whole material, as Hayes and Krippendorff do; where two
    coders coded every unit, a unit is a pair and this is their procedure.
    """
    coded = [codes for codes in units if len(codes) > 1]
    if not coded:
        return Agreement(None, None, None, 0, None)
    sizes = np.array([len(codes) for codes in coded], dtype=np.float64)
    apart = np.array([_apart(codes) for codes in coded])
    n = sizes.sum()
    observed = apart.sum() / n
    totals = np.array(list(Counter(code for codes in coded for code in codes).values()), dtype=np.float64)
    expected = float((n * n - (totals**2).sum()) / (n * (n - 1)))
    if expected == 0:
        return Agreement(None, None, None, len(coded), 1.0)
    low = high = None
    if len(coded) >= ENOUGH_UNITS:
        drawn = np.random.default_rng(seed).integers(0, len(coded), (DRAWS, len(coded)))
        alphas = 1 - apart[drawn].sum(axis=1) / sizes[drawn].sum(axis=1) / expected
        low, high = (float(x) for x in np.percentile(alphas, (2.5, 97.5)))
    return Agreement(float(1 - observed / expected), low, high, len(coded), float(1 - observed))


def _apart(codes: Sequence[str]) -> float:
    """The unit's share of the coincidences off the diagonal: ordered pairs of different codes over m - 1."""
    m = len(codes)
    alike = sum(n * (n - 1) for n in Counter(codes).values())
    return (m * (m - 1) - alike) / (m - 1)


def crossed(pairs: Sequence[tuple[str, str]], labels: Sequence[str]) -> list[list[int]]:
    """How often the first coder gave a row's code and the second a column's."""
    count: Mapping[tuple[str, str], int] = Counter(pairs)
    return [[count.get((a, b), 0) for b in labels] for a in labels]
