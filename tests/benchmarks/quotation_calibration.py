"""Logistic regressions of the training, and what became of quotations out of fold: precision, recall, calibration."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

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
    """One quotation out of fold: where it comes from, the model's log-odds, and whether it is right."""

    source: str
    odds: float
    right: bool


def measure(found: list[Outcome], wanted: int) -> dict[str, float]:
    """Joint precision, recall and F1 by our own count."""
    right = sum(one.right for one in found)
    p, r = right / len(found), right / wanted
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(2 * p * r / (p + r), 4), "marked": wanted}


def calibration(found: list[Outcome]) -> dict[str, tuple[float, float]]:
    """For each source the slope and constant that turn the model's log-odds into those of being right (Platt)."""
    learnt = {}
    for source in ("tagged", "report", "label", "marks"):
        of = [one for one in found if one.source == source]
        share = (sum(one.right for one in of) + 1) / (len(of) + 2)
        if source != "tagged":
            learnt[source] = (0.0, round(float(np.log(share / (1 - share))), 3))
            continue
        x, y = np.array([one.odds for one in of]), np.array([one.right for one in of], dtype=float)

        def loss(w: NDArray[np.float64], x: NDArray[np.float64] = x, y: NDArray[np.float64] = y) -> float:
            z = w[0] * x + w[1]
            return float((np.logaddexp(0, z) - y * z).sum())

        slope, constant = minimize(loss, np.array([1.0, 0.0]), method="BFGS").x
        learnt[source] = (round(float(slope), 3), round(float(constant), 3))
    return learnt
