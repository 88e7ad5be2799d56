"""Which blocks of a page are its body: a learned vote over what the readers kept and how the blocks look.

The model is 200 small regression trees (gradient boosting), trained and measured by
tests/benchmarks/train_extract.py; `model.json` holds its numbers and provenance. By cross-validation over outlets it
beats a logistic model on the same features (aeb page F1 .973 against .963, fundus .964 against .960) and every single
reader.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from collectors.extract.blocks import Block
from collectors.extract.features import WIDTH, Evidence, Matrix, squeeze

MODEL = Path(__file__).with_name("model.json")

#: Blocks below this probability are dropped. Cross-validated F1 is flat between .45 and .65.
THRESHOLD = 0.55


@dataclass(frozen=True, slots=True)
class Trees:
    """Regression trees side by side: row t holds tree t's nodes; a leaf points to itself and carries a value."""

    base: float
    feature: npt.NDArray[np.int64]
    threshold: Matrix
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: Matrix
    depth: int

    def probability(self, rows: Matrix) -> Matrix:
        """Probability for each row of features, shape (n, WIDTH)."""
        trees, size = self.feature.shape
        first = np.arange(trees) * size  # where each tree's nodes begin in the flat arrays
        feature, threshold, value = self.feature.ravel(), self.threshold.ravel(), self.value.ravel()
        left, right = (self.left + first[:, None]).ravel(), (self.right + first[:, None]).ravel()
        flat, start = np.ascontiguousarray(rows).ravel(), np.arange(len(rows))[:, None] * rows.shape[1]
        node = np.broadcast_to(first, (len(rows), trees))
        for _ in range(self.depth):
            low = flat.take(start + feature.take(node)) <= threshold.take(node)
            node = np.where(low, left.take(node), right.take(node))
        score = self.base + value.take(node).sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0))), dtype=np.float64)


@lru_cache(maxsize=1)
def model() -> Trees:
    """The model that comes with the package."""
    return read_model(json.loads(MODEL.read_text(encoding="utf-8")))


def read_model(data: dict[str, object]) -> Trees:
    """Trees from the JSON form: per tree a list of [feature, threshold, left, right] or [value] nodes, root first."""
    if data["width"] != WIDTH:
        raise ValueError(f"the model has {data['width']} features, the code {WIDTH}: train it again")
    trees = data["trees"]
    assert isinstance(trees, list)  # noqa: S101  our own file
    size = max(len(t) for t in trees)
    shape = (len(trees), size)
    feature, left, right = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    threshold, value = np.zeros(shape), np.zeros(shape)
    for t, nodes in enumerate(trees):
        for i, node in enumerate(nodes):
            left[t, i] = right[t, i] = i
            if len(node) == 1:
                value[t, i] = node[0]
            else:
                feature[t, i], threshold[t, i], left[t, i], right[t, i] = node
    return Trees(float(str(data["base"])), feature, threshold, left, right, value, int(str(data["depth"])))


def keep(evidence: Evidence) -> Matrix:
    """Probability of each block to belong to the body."""
    return model().probability(evidence.rows) if len(evidence.blocks) else np.zeros(0)


def assemble(blocks: Sequence[Block], probability: Matrix, threshold: float = THRESHOLD) -> list[int]:
    """Numbers of the kept blocks in reading order, text that the page repeats only once."""
    kept: list[int] = []
    text = ""
    for i, block in enumerate(blocks):
        if probability[i] < threshold:
            continue
        key = squeeze(block.text)
        if len(key) > 30 and repeats(key, text):
            continue
        text += key + "|"
        kept.append(i)
    return kept


def repeats(key: str, text: str) -> bool:
    """Whether a squeezed block stands in the text already: whole, or most of its pieces (a hidden copy of the article
    for machines, a block quoted in full)."""
    if key in text:
        return True
    if len(key) <= 200:
        return False
    pieces = [key[i : i + 24] for i in range(0, len(key) - 23, 24)]
    return sum(p in text for p in pieces) >= 0.8 * len(pieces)
