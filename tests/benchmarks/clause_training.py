"""Training of the clause tagger: multinomial regression over hashed features, in two looks.

Minibatch AdaGrad on the log-likelihood, numpy and scipy only, one process, deterministic.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from collectors.metrics.quotations.clause_roles import FIRST_SHARE, ROLES, ClauseTagger, role_buckets, word_buckets
from collectors.metrics.quotations.tagging import STEP, Floats, ScoreTable
from collectors.metrics.quotations.tokens import BUCKETS_LOG2, Ints, TokenizedText

Buckets = NDArray[np.int32]  # (tokens, templates)
_BATCH = 4_000  # tokens
_RAREST = 4  # times that a feature must occur
_LEAST = 0.05  # the smallest weight that is shipped


@dataclass(frozen=True)
class LearntTable:
    """The buckets that carry weights, and the weights: (buckets, roles)."""

    buckets: Ints
    weights: Floats

    def pruned(self) -> LearntTable:
        """Without small weights, as it is shipped: a third of the size for .0015 of agreement with the parser."""
        steps = np.rint(self.weights / STEP) * STEP
        return LearntTable(self.buckets, np.where(np.abs(steps) < _LEAST, 0, steps).astype(np.float32))

    def table(self) -> ScoreTable:
        """The table as it will be read from the model file."""
        return ScoreTable.of(self.buckets, np.clip(np.rint(self.weights / STEP), -127, 127).astype(np.int8))


@dataclass(frozen=True)
class LearntClauses:
    """Both tables of the clause tagger."""

    words: LearntTable
    neighbours: LearntTable

    def tagger(self) -> ClauseTagger:
        return ClauseTagger(self.words.table(), self.neighbours.table())


def roles_of_parser(path: Path) -> dict[str, Ints]:
    """The roles that `parse_clause_roles` wrote, by article."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["id"]: np.array([ord(letter) - ord("A") for letter in row["roles"]], dtype=np.int64) for row in rows}


def learn(docs: list[TokenizedText], roles: list[Ints], seed: int) -> LearntClauses:
    """A tagger of these texts. The second look learns from first looks that did not see the text.

    Args:
        docs: The texts, with word groups in their rows.
        roles: The parser's role of each token.
        seed: Of the order of batches.
    """
    first = [_by_token(word_buckets(doc)) for doc in docs]
    scores: dict[int, Floats] = {}
    for half in (0, 1):
        seen = range(half, len(docs), 2)
        table = _fit([first[i] for i in seen], [roles[i] for i in seen], None, (3, 0.05, seed)).table()
        for i in range(1 - half, len(docs), 2):
            scores[i] = table.scores(np.ascontiguousarray(first[i].T))
    words = _fit(first, roles, None, (4, 0.05, seed))
    second = [_by_token(role_buckets(doc, scores[i].argmax(1))) for i, doc in enumerate(docs)]
    base = [scores[i] * FIRST_SHARE for i in range(len(docs))]
    return LearntClauses(words, _fit(second, roles, base, (4, 0.1, seed)))


def out_of_fold(
    docs: list[TokenizedText],
    roles: list[Ints],
    beside: tuple[list[TokenizedText], list[Ints]],
    seed: int,
    folds: int = 3,
) -> list[Ints]:
    """The roles of each text by a tagger that did not see it, but all texts of `beside`."""
    found: dict[int, Ints] = {}
    for fold in range(folds):
        seen = [i for i in range(len(docs)) if i % folds != fold]
        texts, wanted = [docs[i] for i in seen] + beside[0], [roles[i] for i in seen] + beside[1]
        tagger = learn(texts, wanted, seed).tagger()
        found.update((i, tagger.roles(docs[i])) for i in range(fold, len(docs), folds))
    return [found[i] for i in range(len(docs))]


def agreement(found: list[Ints], roles: list[Ints]) -> float:
    """The share of tokens whose role is the parser's."""
    same = sum(int((a == b).sum()) for a, b in zip(found, roles, strict=True))
    return same / sum(map(len, roles))


def _by_token(buckets: Buckets) -> Buckets:
    return np.ascontiguousarray(buckets.T)


def _fit(
    buckets: list[Buckets], roles: list[Ints], base: list[Floats] | None, settings: tuple[int, float, int]
) -> LearntTable:
    """Weights of highest penalised likelihood. `settings`: epochs, weight of the L1 penalty, seed."""
    epochs, penalty, seed = settings
    count = np.bincount(np.concatenate([b.ravel() for b in buckets]), minlength=1 << BUCKETS_LOG2)
    kept = np.flatnonzero(count >= _RAREST)
    remap = np.zeros(1 << BUCKETS_LOG2, dtype=np.int32)
    remap[kept] = np.arange(1, len(kept) + 1, dtype=np.int32)
    x, y = np.concatenate([remap[b] for b in buckets]), np.concatenate(roles)
    shift = np.concatenate(base) if base else np.zeros((1, len(ROLES)), np.float32)
    weights, mean = (np.zeros((len(kept) + 1, len(ROLES)), np.float32) for _ in range(2))
    grown = np.full_like(weights, 10.0)
    rng = np.random.default_rng(seed)
    for epoch in range(epochs):
        rate = 0.1 * (1 - 0.9 * epoch / epochs)
        order = rng.permutation(len(x))
        for at in range(0, len(x), _BATCH):
            part = order[at : at + _BATCH]
            _step((x[part], y[part], shift[part] if base else shift), (weights, grown), rate, penalty)
        if epoch >= epochs // 2:
            mean += weights / (epochs - epochs // 2)
    used = np.abs(mean[1:]).max(1) >= STEP / 2
    return LearntTable(kept[used], mean[1:][used])


def _step(batch: tuple[Buckets, Ints, Floats], state: tuple[Floats, Floats], rate: float, penalty: float) -> None:
    """One step of AdaGrad on the rows that occur in a batch; row 0 stands for no feature and stays 0."""
    (x, y, shift), (weights, grown) = batch, state
    rows, places = np.unique(x.ravel(), return_inverse=True)
    pointer = np.arange(0, x.size + 1, x.shape[1])
    matrix = csr_matrix((np.ones(x.size, np.float32), places.ravel(), pointer), shape=(len(x), len(rows)))
    here = weights[rows]
    z = matrix @ here + shift
    share = np.exp(z - z.max(1, keepdims=True))
    share /= share.sum(1, keepdims=True)
    share[np.arange(len(y)), y] -= 1
    slope = matrix.T @ share
    grown[rows] += slope * slope
    pace = rate / np.sqrt(grown[rows])
    here = here - pace * slope
    here = np.sign(here) * np.maximum(np.abs(here) - pace * penalty, 0)
    here[rows == 0] = 0
    weights[rows] = here
