"""Logistic regressions of the training, and what became of quotations out of fold: precision, recall, calibration."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, lil_matrix

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.confidence import Calibration, kind_of_evidence
from collectors.metrics.quotations.predicates import content_form, is_worded
from collectors.metrics.quotations.tokens import Ints, TokenizedText
from collectors.metrics.quotations.traits import traits_of

Weights = dict[str, float]


def logistic(rows: list[list[str]], right: list[bool], l2: float = 1.0) -> Weights:
    """Weights of a penalised logistic regression over features seen at least three times."""
    count = Counter(f for r in rows for f in r)
    index = {f: i for i, f in enumerate(sorted(f for f, n in count.items() if n >= 3))}
    columns = [[index[f] for f in r if f in index] for r in rows]
    pointer = np.concatenate([[0], np.cumsum([len(x) for x in columns])])
    flat = np.array([i for x in columns for i in x])
    x = csr_matrix((np.ones(len(flat)), flat, pointer), shape=(len(rows), len(index)))
    y = np.array(right, dtype=float)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ w
        value = np.logaddexp(0, z).sum() - (y * z).sum() + 0.5 * l2 * (w @ w)
        return float(value), x.T @ (1 / (1 + np.exp(-z)) - y) + l2 * w

    w = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    return {f: round(float(w[i]), 3) for f, i in index.items() if abs(w[i]) > 2e-3}


@dataclass(frozen=True)
class Outcome:
    """One quotation that no model had seen: its kind (`confidence.kind_of_evidence`), log-odds, and whether it is right.

    `traits` are those of `traits.traits_of`; `weight` is how much it counts in learning.
    """

    kind: str
    odds: float
    right: bool
    weight: float = 1.0
    traits: tuple[str, ...] = ()


def outcome_of(doc: TokenizedText, roles: Ints, found: FoundQuotation, right: bool) -> Outcome:
    """What became of one found quotation."""
    form = content_form(doc, roles, found)
    told = replace(found, worded=is_worded(doc, found, form))
    return Outcome(kind_of_evidence(told), told.odds or 0.0, right, traits=tuple(traits_of(doc, told, form)))


def measure(found: list[Outcome], wanted: int) -> dict[str, float]:
    """Joint precision, recall and F1 by our own count."""
    right = sum(one.right for one in found)
    p, r = right / len(found), right / wanted
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(2 * p * r / (p + r), 4), "marked": wanted}


#: How strongly the weights of traits are drawn to nought, and how often a trait must be seen to have one.
_TRAIT_PRIOR, _SEEN = 4.0, 8


def calibration(found: Sequence[Outcome]) -> Calibration:
    """Learn the curve of each kind and the weight of each trait by one logistic regression.

    The curves turn log-odds into those of being right (Platt), with a weak prior of 1 and 0; kinds that rules find have no
    log-odds of their own and the slope 0.
    """
    kinds = sorted({one.kind for one in found})
    seen = Counter(trait for one in found for trait in one.traits)
    traits = sorted(trait for trait, times in seen.items() if times >= _SEEN)
    column = {name: place for place, name in enumerate([*kinds, *kinds, *traits])}
    matrix = lil_matrix((len(found), 2 * len(kinds) + len(traits)))
    for row, one in enumerate(found):
        place = kinds.index(one.kind)
        matrix[row, place], matrix[row, len(kinds) + place] = one.odds, 1.0
        for trait in one.traits:
            if seen[trait] >= _SEEN:
                matrix[row, column[trait]] = 1.0
    x, size = matrix.tocsr(), len(kinds)
    right = np.array([one.right for one in found], dtype=float)
    weight = np.array([one.weight for one in found])
    centre = np.concatenate([np.ones(size), np.zeros(size + len(traits))])
    prior = np.concatenate([np.ones(2 * size), np.full(len(traits), _TRAIT_PRIOR)])

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds, away = x @ values, values - centre
        cost = (weight * (np.logaddexp(0, odds) - right * odds)).sum() + 0.5 * (prior * away * away).sum()
        return float(cost), x.T @ (weight * (1 / (1 + np.exp(-odds)) - right)) + prior * away

    best = minimize(loss, centre, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    sloping = {one.kind for one in found if one.odds}
    curves = {
        kind: (round(float(best[place]), 3) if kind in sloping else 0.0, round(float(best[size + place]), 3))
        for place, kind in enumerate(kinds)
    }
    weights = {trait: round(float(best[2 * size + place]), 3) for place, trait in enumerate(traits)}
    return Calibration(curves, {trait: value for trait, value in weights.items() if abs(value) > _SMALL})


_SMALL = 0.02  # weights nearer to nought are left out


def write_outcomes(path: Path, found: Sequence[Outcome]) -> None:
    """Keep outcomes as compressed rows [kind, odds, right, traits ...]; no text is in them."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps([one.kind, round(one.odds, 3), one.right, *one.traits]) + "\n" for one in found)


def read_outcomes(path: Path) -> list[Outcome]:
    """The outcomes of a file that `write_outcomes` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [
            Outcome(kind, odds, right, traits=tuple(traits)) for kind, odds, right, *traits in map(json.loads, file)
        ]
