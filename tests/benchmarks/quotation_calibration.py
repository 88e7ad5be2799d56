"""Logistic regressions of the training, and what became of quotations out of fold: precision, recall, calibration."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

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
    """One quotation that no model had seen: its kind (`confidence.kind_of_evidence`), log-odds, and whether it is right."""

    kind: str
    odds: float
    right: bool
    weight: float = 1.0


def measure(found: list[Outcome], wanted: int) -> dict[str, float]:
    """Joint precision, recall and F1 by our own count."""
    right = sum(one.right for one in found)
    p, r = right / len(found), right / wanted
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(2 * p * r / (p + r), 4), "marked": wanted}


def calibration(found: Sequence[Outcome]) -> dict[str, tuple[float, float]]:
    """For each kind the slope and constant that turn log-odds into those of being right (Platt, a weak prior of 1 and 0).

    Kinds that rules find have no log-odds of their own: slope 0.
    """
    return {kind: _curve([one for one in found if one.kind == kind]) for kind in sorted({one.kind for one in found})}


def _curve(found: Sequence[Outcome]) -> tuple[float, float]:
    x, y = np.array([one.odds for one in found]), np.array([one.right for one in found], dtype=float)
    weight, sloping = np.array([one.weight for one in found]), bool(np.any(x))

    def loss(w: NDArray[np.float64]) -> float:
        z = w[0] * x * sloping + w[1]
        return float((weight * (np.logaddexp(0, z) - y * z)).sum() + 0.5 * ((w[0] - 1) ** 2 + w[1] ** 2))

    slope, constant = minimize(loss, np.array([1.0, 0.0]), method="BFGS").x
    return (round(float(slope), 3) if sloping else 0.0), round(float(constant), 3)


def write_outcomes(path: Path, found: Sequence[Outcome]) -> None:
    """Keep outcomes as compressed rows [kind, odds, right]; no text is in them."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps([one.kind, round(one.odds, 3), one.right]) + "\n" for one in found)


def read_outcomes(path: Path) -> list[Outcome]:
    """The outcomes of a file that `write_outcomes` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [Outcome(kind, odds, right) for kind, odds, right in map(json.loads, file)]
