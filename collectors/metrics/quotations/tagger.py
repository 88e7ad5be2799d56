"""A linear-chain tagger over hashed features: scores by table look-up, labels by Viterbi over all sequences at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from collectors.metrics.quotations.features import BUCKETS_LOG2, Ints
from collectors.metrics.quotations.pieces import LABELS

Floats = NDArray[np.float32]
_NEVER = np.float32(-1e4)
_SIZE = len(LABELS)


@dataclass(frozen=True)
class Tagger:
    """`rows` maps a bucket to a row of `state` (0: no weights), `state` holds a weight per row and label."""

    rows: NDArray[np.int32]
    state: Floats
    moves: Floats
    start: Floats
    end: Floats

    @classmethod
    def of(cls, buckets: Ints, weights: Floats, moves: Floats, start: Floats, end: Floats) -> Tagger:
        """A tagger from the buckets that carry weights and their weights; impossible moves are closed here."""
        rows = np.zeros(1 << BUCKETS_LOG2, dtype=np.int32)
        rows[buckets] = np.arange(1, len(buckets) + 1, dtype=np.int32)
        state = np.concatenate([np.zeros((1, _SIZE), np.float32), weights.astype(np.float32)])
        closed, first = _impossible()
        return cls(rows, state, np.where(closed, _NEVER, moves), np.where(first, _NEVER, start), end)

    def scores(self, buckets: NDArray[np.int32], base: Floats | None = None) -> Floats:
        """The score of every label for every token: (tokens, labels)."""
        n, templates = buckets.shape
        pointer = np.arange(0, n * templates + 1, templates, dtype=np.int32)
        ones = np.ones(n * templates, dtype=np.float32)
        x = csr_matrix((ones, self.rows[buckets.ravel()], pointer), shape=(n, len(self.state)))
        total: Floats = x @ self.state
        return total if base is None else total + base

    def labels(self, scores: Floats, sequences: Sequence[tuple[int, int]], recall: float = 0.0) -> Ints:
        """The best label sequence of each sequence. `recall` is taken from the score of O: more is found.

        Viterbi for all sequences side by side, longest first, so that those still running are always the first ones.
        Labels are put in the order of _ORDER meanwhile: the inside of a piece has two predecessors only, its beginning
        and itself, which halves the work.
        """
        out = np.zeros(len(scores), dtype=np.int64)
        if not sequences:
            return out
        order = sorted(sequences, key=lambda s: (s[0] - s[1], s[0]))
        firsts = np.array([a for a, _ in order])
        sizes = np.array([b - a for a, b in order])
        active = (sizes[None, :] > np.arange(sizes[0])[:, None]).sum(1).tolist()
        at = np.minimum(firsts[None, :] + np.arange(len(active))[:, None], len(scores) - 1)
        laid = scores[:, _ORDER][at]
        laid[:, :, 0] -= np.float32(recall)
        state, back = self._forward(laid, active)
        for t in range(len(active) - 1, -1, -1):
            k = active[t]
            out[firsts[:k] + t] = state[:k]
            if t:
                state[:k] = back[t, np.arange(k), state[:k]]
        return _ORDER[out]

    def _forward(self, laid: Floats, active: list[int]) -> tuple[Ints, NDArray[np.uint8]]:
        """Each sequence's last label and the back pointers, from scores laid out as (steps, sequences, labels)."""
        longest, many = laid.shape[:2]
        back = np.zeros((longest, many, _SIZE), dtype=np.uint8)
        stays = np.zeros((longest, many, _SIZE - _FREE), dtype=bool)
        final = np.zeros(many, dtype=np.int64)
        moves, end = self.moves[np.ix_(_ORDER, _ORDER)], self.end[_ORDER]
        into = np.ascontiguousarray(moves.T[:_FREE])[None]
        inside = np.arange(_FREE, _SIZE)
        stay, enter = moves[inside, inside], moves[inside - _FREE + 1, inside]
        best = self.start[_ORDER] + laid[0]
        for t in range(longest):
            k = active[t]
            if t:
                best = best[:k]
                paths = best[:, None, :] + into
                back[t, :k, :_FREE] = paths.argmax(2)
                going, coming = best[:, _FREE:] + stay, best[:, 1:_FREE] + enter
                np.greater(going, coming, out=stays[t, :k])
                best = laid[t, :k]
                best[:, :_FREE] += paths.max(2)
                best[:, _FREE:] += np.maximum(going, coming)
            following = active[t + 1] if t + 1 < longest else 0
            if following < k:
                final[following:k] = (best[following:k] + end).argmax(1)
        back[:, :, _FREE:] = np.where(stays, inside, inside - _FREE + 1)
        return final, back


#: O and the beginnings, then the insides of the same kinds in the same order.
_ORDER = np.array([i for i, n in enumerate(LABELS) if n[0] != "I"] + [i for i, n in enumerate(LABELS) if n[0] == "I"])
_FREE = sum(n[0] != "I" for n in LABELS)


def _impossible() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Moves that no labelling makes (into the inside of a piece from elsewhere), and labels that cannot be first."""
    closed = np.zeros((_SIZE, _SIZE), dtype=bool)
    for j, to in enumerate(LABELS):
        if to[0] == "I":
            closed[:, j] = [frm[1:] != to[1:] or frm == "O" for frm in LABELS]
    return closed, np.array([name[0] == "I" for name in LABELS])
