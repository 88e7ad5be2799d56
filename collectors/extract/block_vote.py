"""The vote on which blocks of a page are its body, learned from what the readers kept and how the blocks look.

The model is 200 small regression trees (gradient boosting), trained and measured by
tests/benchmarks/train_extract.py. `model.json` holds its numbers and provenance. tests/benchmarks/README.md has the
result of cross-validation over publishers: better than every single reader on each of the three sets of pages.
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
#: Blocks in lists and tables; those of one list are kept or dropped together.
LIST_TAGS = frozenset(("li", "tr", "dt", "dd"))


#: Most leaves of a tree, so that a set of leaves fits into the bits of one integer.
MAX_LEAVES = 16


@dataclass(frozen=True, slots=True)
class Trees:
    """Regression trees with all their questions side by side.

    Leaves are numbered from left to right as the bits of a 16-bit integer. A question answered with no rules out the
    leaves to its left, and the lowest remaining bit is the leaf (QuickScorer: Lucchese et al., SIGIR 2015). Three
    times as fast as walking down 200 trees with numpy. Questions are rows and blocks are columns, so that each question
    reads one feature of all blocks from consecutive memory (another two to three times).
    """

    base: float
    feature: npt.NDArray[np.int64]  # of each question, shape (questions,)
    threshold: Matrix  # of each question, shape (questions, 1); the answer is yes if the feature is not above it
    excluded: npt.NDArray[np.uint16]  # leaves that a no rules out, shape (questions, 1)
    first: npt.NDArray[np.int64]  # number of each tree's first question, shape (trees,)
    value: npt.NDArray[np.float64]  # of all leaves, MAX_LEAVES for each tree, shape (trees * MAX_LEAVES,)

    def probability(self, rows: Matrix) -> Matrix:
        """Return the probability for each row of features.

        Args:
            rows: Features, shape (n, WIDTH).

        Returns:
            Probabilities, shape (n,).
        """
        if not len(rows):
            return np.zeros(0)
        no = np.ascontiguousarray(rows.T).take(self.feature, axis=0) > self.threshold
        left = ~np.bitwise_or.reduceat(no * self.excluded, self.first, axis=0)
        tree = np.arange(0, len(self.value), MAX_LEAVES)[:, np.newaxis]
        score = self.base + self.value.take(_LOWEST_BIT.take(left) + tree).sum(axis=0)
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0))), dtype=np.float64)


_LOWEST_BIT = np.array([0, *((index & -index).bit_length() - 1 for index in range(1, 1 << MAX_LEAVES))], dtype=np.intp)


@lru_cache(maxsize=1)
def model() -> Trees:
    """Return the model that comes with the package."""
    return read_model(json.loads(MODEL.read_text(encoding="utf-8")))


def read_model(data: dict[str, object]) -> Trees:
    """Build the trees from their JSON form.

    Args:
        data: `width`, `base` and `trees`; each tree is a list of [feature, threshold, left, right] or [value] nodes,
            root first.

    Raises:
        ValueError: If the model was trained on another number of features.
    """
    if data["width"] != WIDTH:
        raise ValueError(f"the model has {data['width']} features, the code {WIDTH}: train it again")
    trees = data["trees"]
    assert isinstance(trees, list)  # noqa: S101  our own file
    feature: list[int] = []
    threshold: list[float] = []
    excluded: list[int] = []
    first: list[int] = []
    value = np.zeros((len(trees), MAX_LEAVES))
    for number, nodes in enumerate(trees):
        first.append(len(feature))
        questions, leaves = _spread(nodes)
        value[number, : len(leaves)] = leaves
        # A tree of one leaf has a question that is always answered with yes.
        for node, below, after in questions or [((0, math.inf), 0, 0)]:
            feature.append(int(node[0]))
            threshold.append(float(node[1]))
            excluded.append((1 << after) - (1 << below))
    return Trees(
        float(str(data["base"])),
        np.array(feature, dtype=np.int64),
        np.array(threshold)[:, np.newaxis],
        np.array(excluded, dtype=np.uint16)[:, np.newaxis],
        np.array(first, dtype=np.int64),
        value.ravel(),
    )


def _spread(nodes: Sequence[Sequence[float]]) -> tuple[list[tuple[Sequence[float], int, int]], list[float]]:
    """Return the questions and the leaves of a tree.

    Each question comes with the numbers of the first leaf to its left and the first leaf to its right; the leaves are
    the values from left to right.
    """
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
    """Return for each block the probability that it belongs to the body, shape (blocks,)."""
    return model().probability(evidence.rows) if len(evidence.blocks) else np.zeros(0)


def lists_together(blocks: Sequence[Block], probability: Matrix) -> Matrix:
    """Give all items of a list the same probability: the mean over the list's characters.

    Items of a list follow each other in one container and have the same names around them.

    Args:
        blocks: The blocks of a page in reading order.
        probability: For each block, the probability that it belongs to the body.

    Returns:
        New probabilities; the argument is not changed.
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
    """Return the numbers of the kept blocks in reading order; text that the page repeats is kept once.

    Args:
        blocks: The blocks of a page in reading order.
        probability: For each block, the probability that it belongs to the body.
        threshold: Blocks below it are dropped.
    """
    chosen: list[int] = []
    text = ""
    for index, block in enumerate(blocks):
        if probability[index] < threshold:
            continue
        key = squeeze(block.text)
        if len(key) > 30 and repeats(key, text):
            continue
        text += key + "|"
        chosen.append(index)
    return chosen


def repeats(key: str, text: str) -> bool:
    """Return whether a block already occurs in a text, whole or with at least 80 % of its pieces.

    Such are a hidden copy of the article for machines or a block quoted in full.

    Args:
        key: The squeezed text of the block.
        text: The squeezed text so far.
    """
    if key in text:
        return True
    if len(key) <= 200:
        return False
    pieces = [key[index : index + 24] for index in range(0, len(key) - 23, 24)]
    return sum(piece in text for piece in pieces) >= 0.8 * len(pieces)
