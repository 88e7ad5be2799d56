"""One table of figures: every outlet and variant of one metric, over chosen articles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collectors.compare.facts import Column
from collectors.compare.families import Family
from collectors.compare.statistics import (
    Codes,
    Floats,
    benjamini_hochberg,
    permutation_p,
    ratio_intervals,
)

#: Articles an outlet needs, and the others together, before a difference is tested. Below, figures are described.
ENOUGH = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """One outlet's figures in one table; arrays are over the family's variants. None where it cannot be known."""

    outlet: str
    numerators: Floats
    denominator: float
    n: int
    intervals: Floats | None  # variants x 2
    p_values: Floats | None

    @property
    def enough(self) -> bool:
        """Whether the outlet has the articles for a difference to be tested."""
        return self.n >= ENOUGH


def figures(family: Family, articles: NDArray[np.bool_], outlets: Column, strata: Codes, seed: str) -> list[Figures]:
    """The figures of each outlet that has one of the articles, in the outlets' order.

    `articles` (chosen ones), `outlets` and `strata` (phases) are over all articles of the event. Random numbers depend
    on `seed` and on how many articles there are, so the order of questions changes nothing.
    """
    present = np.flatnonzero(np.bincount(outlets.codes[articles], minlength=1))
    counted = np.flatnonzero(articles & (family.denominators > 0))
    counted = counted[np.argsort(outlets.codes[counted], kind="stable")]
    codes = outlets.codes[counted]
    numerators, denominators = family.numerators[counted], family.denominators[counted]
    p_values = _p_values(numerators, denominators, codes, strata[counted], seed) if family.tested else {}
    table = []
    for code in present.tolist():
        own = slice(*np.searchsorted(codes, [code, code + 1]))
        name, n = outlets.names[code], len(codes[own])
        intervals = None
        if n >= 2 and family.variants:
            intervals = ratio_intervals(numerators[own], denominators[own], seed, family.share)
        enough = n >= ENOUGH and len(codes) - n >= ENOUGH
        sums, whole = numerators[own].sum(axis=0), float(denominators[own].sum())
        table.append(Figures(name, sums, whole, n, intervals, p_values.get(code) if enough else None))
    return table


def _p_values(numerators: Floats, denominators: Floats, codes: Codes, strata: Codes, seed: str) -> dict[int, Floats]:
    """The p-values of each outlet, by its code."""
    if not numerators.size:
        return {}
    tested, groups = np.unique(codes, return_inverse=True)
    p = permutation_p(numerators, denominators, groups.astype(np.int64), strata, seed)
    return {int(code): p[i] for i, code in enumerate(tested)}


def q_values(table: list[Figures], width: int) -> list[list[float | None]]:
    """Benjamini-Hochberg over a whole table, as rows of outlets and columns of variants."""
    flat = [None if f.p_values is None else float(f.p_values[j]) for f in table for j in range(width)]
    q = benjamini_hochberg(flat)
    return [q[i * width : (i + 1) * width] for i in range(len(table))]
