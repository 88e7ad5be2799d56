"""Training of the quotation tagger's conditional random field: numpy and scipy only, one process, deterministic.

Minibatch AdaGrad on the conditional log-likelihood. Sequences of like length share a batch, so forward and backward run
for a whole batch at once; a batch touches only the rows of its own features.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from collectors.metrics.quotations.tagging import Paths
from collectors.metrics.quotations.tokens import BUCKETS_LOG2

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Rows = NDArray[np.int32]


@dataclass(frozen=True)
class Sequence:
    """One paragraph: the feature rows of its tokens and their labels."""

    rows: Rows  # (tokens, templates); 0 is the row of no feature
    labels: Ints
    base: Floats | None = None  # (tokens, labels): scores from elsewhere that the weights are added to


@dataclass
class Weights:
    """State weights per feature row and label, and label transitions with start and end."""

    state: Floats
    moves: Floats
    start: Floats
    end: Floats


@dataclass(frozen=True)
class Scorer:
    """A tagger with the weights as they were learnt, before they are rounded for the model file."""

    rows: Rows  # bucket -> row of `state`, 0 for those without weights
    state: Floats
    paths: Paths

    @classmethod
    def of(cls, buckets: Ints, w: Weights) -> Scorer:
        """From the buckets that have weights, in the order of the weights' rows after the first."""
        rows = np.zeros(1 << BUCKETS_LOG2, dtype=np.int32)
        rows[buckets] = np.arange(1, len(buckets) + 1, dtype=np.int32)
        state = np.concatenate([np.zeros((1, w.state.shape[1]), np.float32), w.state[1:]])
        return cls(rows, state, Paths.of(w.moves, w.start, w.end))

    def scores(self, buckets: Rows, base: Floats | None = None) -> Floats:
        """The score of every label for every token, from buckets of shape (tokens, templates)."""
        n, templates = buckets.shape
        pointer = np.arange(0, n * templates + 1, templates, dtype=np.int32)
        ones = np.ones(n * templates, dtype=np.float32)
        x = csr_matrix((ones, self.rows[buckets.ravel()], pointer), shape=(n, len(self.state)))
        total: Floats = x @ self.state
        return total if base is None else total + base


@dataclass(frozen=True)
class _Batch:
    features: Ints  # the feature rows that occur, unique
    x: csr_matrix  # (tokens, occurring features)
    where: Ints  # (sequences, longest): token index, -1 beyond the end
    lengths: Ints
    gold: Ints  # labels per token
    base: Floats | None


def batches(sequences: list[Sequence], tokens: int = 5_000) -> list[_Batch]:
    """Sequences sorted by length and cut into batches of about this many tokens."""
    order = sorted(range(len(sequences)), key=lambda i: (len(sequences[i].labels), i))
    found, part, size = [], [], 0
    for i in order:
        part.append(sequences[i])
        size += len(sequences[i].labels)
        if size >= tokens:
            found.append(_batch(part))
            part, size = [], 0
    if part:
        found.append(_batch(part))
    return found


def _batch(part: list[Sequence]) -> _Batch:
    lengths = np.array([len(s.labels) for s in part])
    where = np.full((len(part), int(lengths.max())), -1, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    for k, n in enumerate(lengths):
        where[k, :n] = np.arange(starts[k], starts[k] + n)
    rows = np.concatenate([s.rows for s in part])
    present = np.zeros(int(rows.max()) + 1, dtype=bool)
    present[rows] = True
    present[0] = False
    features = np.flatnonzero(present)
    local = np.zeros(len(present), dtype=np.int32)
    local[features] = np.arange(len(features), dtype=np.int32)
    mask = rows > 0
    pointer = np.concatenate([[0], np.cumsum(mask.sum(1))])
    indices = local[rows[mask]]
    x = csr_matrix((np.ones(len(indices), dtype=np.float32), indices, pointer), shape=(len(rows), len(features)))
    base = [s.base for s in part if s.base is not None]
    return _Batch(
        features, x, where, lengths, np.concatenate([s.labels for s in part]), np.concatenate(base) if base else None
    )


def marginals(emit: Floats, where: Ints, lengths: Ints, w: Weights) -> tuple[Floats, Floats, Floats, Floats, float]:
    """Posterior label probabilities per token, expected transitions, starts and ends, and the log partition sum."""
    b, longest = where.shape
    labels = emit.shape[1]
    safe = np.where(where < 0, 0, where)
    top = emit.max(1, keepdims=True)
    potential = np.exp(emit - top)
    moves = np.exp(w.moves)
    alpha = np.zeros((longest, b, labels), dtype=np.float32)
    scale = np.ones((longest, b), dtype=np.float32)
    state = np.exp(w.start)[None, :] * potential[safe[:, 0]]
    for t in range(longest):
        if t:
            state = (alpha[t - 1] @ moves) * potential[safe[:, t]]
        live = where[:, t] >= 0
        scale[t] = np.where(live, state.sum(1), 1)
        alpha[t] = np.where(live[:, None], state / scale[t][:, None], alpha[t - 1] if t else state)
    finish = np.exp(w.end)
    total = alpha[longest - 1] @ finish
    logz = float(np.log(scale).sum() + np.log(total).sum() + top.sum())
    beta = np.tile(finish, (b, 1)) / total[:, None]
    post = np.zeros_like(emit)
    move_sum = np.zeros((labels, labels), dtype=np.float64)
    for t in range(longest - 1, -1, -1):
        live = where[:, t] >= 0
        gamma = alpha[t] * beta
        post[where[live, t]] = gamma[live]
        if t:
            message = np.where(live[:, None], potential[safe[:, t]] * beta / scale[t][:, None], 0)
            move_sum += alpha[t - 1].T @ message
            beta = np.where(live[:, None], message @ moves.T, beta)
    move_sum *= moves
    starts = post[where[:, 0]].sum(0)
    ends = post[where[np.arange(b), lengths - 1]].sum(0)
    return post, move_sum.astype(np.float32), starts, ends, logz


def train(
    sequences: list[Sequence],
    features: int,
    labels: int,
    *,
    epochs: int = 12,
    rate: float = 0.12,
    l1: float = 0.0,
    l2: float = 1e-4,
    seed: int = 7,
    average_from: int = 6,
    initial: float = 1.0,
    warm: int = 300,
    log: bool = True,
) -> Weights:
    """Weights of highest penalised likelihood, averaged over the epochs from `average_from`."""
    rng = np.random.default_rng(seed)
    parts = batches(sequences)
    w = Weights(
        np.zeros((features, labels), np.float32),
        *(np.zeros(s, np.float32) for s in ((labels, labels), (labels,), (labels,))),
    )
    grown = Weights(*(np.full(a.shape, initial, np.float32) for a in (w.state, w.moves, w.start, w.end)))
    mean = Weights(*(np.zeros_like(a) for a in (w.state, w.moves, w.start, w.end)))
    seen = 0
    for epoch in range(epochs):
        step = rate * (1 - 0.9 * epoch / epochs)
        loss = 0.0
        for k in rng.permutation(len(parts)):
            seen += 1
            loss += _step(parts[k], w, grown, step * min(1.0, seen / warm), l1, l2)
        if epoch >= average_from:
            for a, m in zip(
                (w.state, w.moves, w.start, w.end), (mean.state, mean.moves, mean.start, mean.end), strict=True
            ):
                np.add(m, a / (epochs - average_from), out=m)
        if log:
            print(f"epoch {epoch} loss {loss:.0f}", flush=True)
    return mean


def _step(part: _Batch, w: Weights, grown: Weights, rate: float, l1: float, l2: float) -> float:
    rows = w.state[part.features]
    emit = np.asarray(part.x @ rows)
    if part.base is not None:
        emit += part.base
    post, moves, starts, ends, logz = marginals(emit, part.where, part.lengths, w)
    n = len(post)
    gold_score = float(emit[np.arange(n), part.gold].sum())
    post[np.arange(n), part.gold] -= 1
    at, nxt = part.where[:, :-1].ravel(), part.where[:, 1:].ravel()
    both = nxt >= 0
    pairs = (part.gold[at[both]], part.gold[nxt[both]])
    np.subtract.at(moves, pairs, 1)
    first, last = part.gold[part.where[:, 0]], part.gold[part.where[np.arange(len(part.lengths)), part.lengths - 1]]
    np.subtract.at(starts, first, 1)
    np.subtract.at(ends, last, 1)
    gold_score += float(w.moves[pairs].sum() + w.start[first].sum() + w.end[last].sum())
    gradient = np.asarray(part.x.T @ post) + l2 * rows
    g = grown.state[part.features] + gradient * gradient
    grown.state[part.features] = g
    pace = rate / np.sqrt(g)
    rows = rows - pace * gradient
    if l1:
        rows = np.sign(rows) * np.maximum(np.abs(rows) - pace * l1, 0)
    w.state[part.features] = rows
    for value, total, slope in (
        (w.moves, grown.moves, moves),
        (w.start, grown.start, starts),
        (w.end, grown.end, ends),
    ):
        change = slope + l2 * value
        np.add(total, change * change, out=total)
        np.subtract(value, rate * change / np.sqrt(total), out=value)
    return logz - gold_score
