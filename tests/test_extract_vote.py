"""The vote over blocks: trees evaluated side by side give what walking down each of them gives."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from collectors.extract.block_features import WIDTH, KeptBlocks
from collectors.extract.block_vote import MODEL, THRESHOLD, assemble, model, read_model
from collectors.extract.blocks import TOP, Block

ASK, NO = [3, 0.5, 1, 2], [5, 2.0, 3, 4]  # feature, threshold, node after yes, node after no


def walked(nodes: list[list[float]], row: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    node = nodes[0]
    while len(node) > 1:
        node = nodes[int(node[2] if row[int(node[0])] <= node[1] else node[3])]
    return node[0]


@pytest.mark.parametrize(
    ("third", "fifth", "score"),
    [(0.0, 9.0, -1.0), (0.5, 9.0, -1.0), (0.6, 2.0, 1.5), (0.6, 2.1, 4.0), (math.inf, -math.inf, 1.5)],
)
def test_one_tree(third: float, fifth: float, score: float) -> None:
    trees = read_model({"width": WIDTH, "base": 0.25, "trees": [[ASK, [-1.0], NO, [1.5], [4.0]], [[0.5]]]})
    row = np.zeros((1, WIDTH))
    row[0, 3], row[0, 5] = third, fifth
    assert trees.probability(row)[0] == pytest.approx(1 / (1 + math.exp(-(0.25 + score + 0.5))))


def test_the_shipped_model_gives_what_its_trees_say() -> None:
    data = json.loads(MODEL.read_text(encoding="utf-8"))
    rows = np.random.default_rng(7).uniform(-1, 3, (40, WIDTH))
    scores = [sum(walked(tree, row) for tree in data["trees"]) for row in rows]
    assert model().probability(rows) == pytest.approx([1 / (1 + math.exp(-s)) for s in scores])


def test_no_blocks_have_no_probability() -> None:
    assert model().probability(np.zeros((0, WIDTH))).shape == (0,)


def test_a_model_for_other_features_is_refused() -> None:
    with pytest.raises(ValueError, match="train it again"):
        read_model({"width": 3, "base": 0.0, "trees": []})


def block(text: str) -> Block:
    return Block(text, 0.0, TOP)


LONG = "The council of Port Saltmarsh voted on Tuesday to hold a ballot on joining the neighbouring district. "


@pytest.mark.parametrize(
    ("texts", "probability", "kept"),
    [
        ((LONG, "Other words about the harbour and its council."), (0.9, 0.9), [0, 1]),
        ((LONG, "Dropped."), (0.9, THRESHOLD - 0.01), [0]),
        ((LONG, LONG.upper()), (0.9, 0.9), [0]),  # a copy for machines
        ((LONG * 3, "New beginning. " + LONG * 3), (0.9, 0.9), [0]),  # most of it was there
        (("Yes.", "Yes."), (0.9, 0.9), [0, 1]),  # answers in an interview may repeat
    ],
)
def test_what_is_kept_once(texts: tuple[str, ...], probability: tuple[float, ...], kept: list[int]) -> None:
    assert assemble([block(t) for t in texts], np.array(probability)) == kept


@pytest.mark.parametrize(
    ("text", "key", "share"),
    [
        ("One line\nand another", "oneline", 1.0),
        ("One line and more", "oneline", 0.4),  # short: it may stand there by chance
        ("", "oneline", 0.0),
        ("One line", "", 0.0),
        ("The council of the port voted", "councilofthe", 1.0),
        ("The council", "councilofthe", 0.0),
    ],
)
def test_how_much_of_a_block_a_reader_kept(text: str, key: str, share: float) -> None:
    assert KeptBlocks(text).share(key) == share
