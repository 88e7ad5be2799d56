"""Which blocks of a page are its body: a learned vote over what the readers kept and how the blocks look.

The model is 200 small regression trees (gradient boosting), trained and measured by
tests/benchmarks/train_extract.py; `model.json` holds its numbers and provenance, tests/benchmarks/README.md what
cross-validation over publishers gives: more than every single reader on each of the three sets of pages.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from collectors.extract.block_features import WIDTH, BlockEvidence, Matrix, squeeze
from collectors.extract.blocks import Block, BlockPlace

MODEL = Path(__file__).with_name("model.json")

#: Blocks below this probability are dropped. Cross-validated F1 is flat between .5 and .65.
THRESHOLD = 0.6
#: Blocks that stand in lists and tables: those of one list are kept or dropped together.
LIST_TAGS = frozenset(("li", "tr", "dt", "dd"))


#: Trees of at most so many leaves: a set of leaves is the bits of one integer.
MAX_LEAVES = 16


@dataclass(frozen=True, slots=True)
class Trees:
    """Regression trees, all their questions side by side. Leaves are numbered from left to right, as the bits of a
    16-bit integer; a question whose answer is no rules out the leaves to its left. The lowest bit left is the leaf
    (QuickScorer: Lucchese and others, SIGIR 2015); three times as fast as walking down 200 trees with numpy."""

    base: float
    feature: npt.NDArray[np.int64]  # of each question
    threshold: Matrix  # of each question: yes where the feature is not above it
    allowed: npt.NDArray[np.uint16]  # leaves that remain after a no
    first: npt.NDArray[np.int64]  # number of each tree's first question
    value: npt.NDArray[np.float64]  # of each tree's leaves, shape (trees, MAX_LEAVES)

    def probability(self, rows: Matrix) -> Matrix:
        """Probability for each row of features, shape (n, WIDTH)."""
        if not len(rows):
            return np.zeros(0)
        no = rows.take(self.feature, axis=1) > self.threshold
        left = np.bitwise_and.reduceat(np.where(no, self.allowed, np.uint16(0xFFFF)), self.first, axis=1)
        leaf = _LOWEST_BIT.take(left)
        score = self.base + self.value[np.arange(len(self.first)), leaf].sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0))), dtype=np.float64)


_LOWEST_BIT = np.array([0, *((index & -index).bit_length() - 1 for index in range(1, 1 << MAX_LEAVES))], dtype=np.intp)


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
    feature: list[int] = []
    threshold: list[float] = []
    allowed: list[int] = []
    first: list[int] = []
    value = np.zeros((len(trees), MAX_LEAVES))
    for number, nodes in enumerate(trees):
        first.append(len(feature))
        questions, leaves = _spread(nodes)
        value[number, : len(leaves)] = leaves
        # A tree of one leaf asks what is always answered with yes.
        for node, below, after in questions or [((0, math.inf), 0, 0)]:
            feature.append(int(node[0]))
            threshold.append(float(node[1]))
            allowed.append(0xFFFF & ~((1 << after) - (1 << below)))
    return Trees(
        float(str(data["base"])),
        np.array(feature, dtype=np.int64),
        np.array(threshold),
        np.array(allowed, dtype=np.uint16),
        np.array(first, dtype=np.int64),
        value,
    )


def _spread(nodes: Sequence[Sequence[float]]) -> tuple[list[tuple[Sequence[float], int, int]], list[float]]:
    """The questions of a tree, each with the numbers of the first leaf to its left and of the first to its right, and
    the values of its leaves from left to right."""
    questions: list[tuple[Sequence[float], int, int]] = []
    leaves: list[float] = []

    def visit(place: int) -> None:
        node = nodes[place]
        if len(node) == 1:
            leaves.append(node[0])
            return
        begin = len(leaves)
        visit(int(node[2]))
        questions.append((node, begin, len(leaves)))
        visit(int(node[3]))

    visit(0)
    return questions, leaves


def keep(evidence: BlockEvidence) -> Matrix:
    """Probability of each block to belong to the body."""
    return model().probability(evidence.rows) if len(evidence.blocks) else np.zeros(0)


def lists_together(blocks: Sequence[Block], probability: Matrix) -> Matrix:
    """The probabilities with one value for all items of a list: the mean over its characters.

    Args:
        blocks: The blocks of a page in reading order.
        probability: Of each block to belong to the body.

    Returns:
        New probabilities. Items of a list follow each other, in one container and with the same names around them.
    """
    shared = probability.copy()
    start = 0
    while start < len(blocks):
        place, end = blocks[start].place, start + 1
        if place.tag in LIST_TAGS:
            while end < len(blocks) and _one_list(place, blocks[end].place):
                end += 1
            sizes = np.array([len(block.text) for block in blocks[start:end]], dtype=np.float64)
            shared[start:end] = float((shared[start:end] * sizes).sum() / sizes.sum())
        start = end
    return shared


def _one_list(place: BlockPlace, other: BlockPlace) -> bool:
    return other.tag in LIST_TAGS and other.kind == place.kind and other.container == place.container


def assemble(blocks: Sequence[Block], probability: Matrix, threshold: float = THRESHOLD) -> list[int]:
    """Numbers of the kept blocks in reading order, text that the page repeats only once."""
    kept: list[int] = []
    text = ""
    for index, block in enumerate(blocks):
        if probability[index] < threshold:
            continue
        key = squeeze(block.text)
        if len(key) > 30 and repeats(key, text):
            continue
        text += key + "|"
        kept.append(index)
    return kept


def repeats(key: str, text: str) -> bool:
    """Whether a squeezed block stands in the text already: whole, or most of its pieces (a hidden copy of the article
    for machines, a block quoted in full)."""
    if key in text:
        return True
    if len(key) <= 200:
        return False
    pieces = [key[index : index + 24] for index in range(0, len(key) - 23, 24)]
    return sum(piece in text for piece in pieces) >= 0.8 * len(pieces)
