"""A linear-chain tagger over hashed features: scores by table look-up, labels by Viterbi over all sequences at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.quotations.labelled_pieces import LABELS
from collectors.metrics.quotations.tokens import BUCKETS_LOG2, Ints

Floats = NDArray[np.float32]
_NEVER = np.float32(-1e4)
_SIZE = len(LABELS)

#: Weights are kept as multiples of this. A hundred of them add up per token: 0.02 cost nothing in joint F1 out of fold,
#: dropping weights below 0.04 instead cost a third of it.
STEP = 0.02
_ZERO = 128  # added to each weight in its lane, so that no lane holds a negative number
_BLOCK = 16  # templates whose weights are gathered and added at a time: what fits the processor's cache


@dataclass(frozen=True)
class Paths:
    """Weights of the moves between labels, in the order of `ORDER`; impossible moves weigh -10,000.

    Each array has two entries: for reading from the left, and for reading from the right.
    """

    into: Floats  # (2, to, from)
    first: Floats  # (2, labels): the weight of each label as the first of that reading

    @classmethod
    def of(cls, moves: Floats, start: Floats, end: Floats) -> Paths:
        """Build the paths from weights in the order of LABELS.

        Args:
            moves: The weight of each move, of shape (from, to).
            start: The weight of each label as the first of a sequence.
            end: The weight of each label as the last of a sequence.
        """
        closed, first = _impossible()
        moves = np.where(closed, _NEVER, moves)[np.ix_(ORDER, ORDER)]
        ends = np.stack([np.where(first, _NEVER, start)[ORDER], end[ORDER]])
        return cls(np.stack([moves.T, moves]), ends.astype(np.float32))

    def labels(self, scores: Floats, sequences: Sequence[tuple[int, int]], recall: float = 0.0) -> Ints:
        """Return the best label of each token.

        Viterbi runs from both ends to the middle, for all sequences side by side: numpy's cost is per step, and there
        are half as many. The longest sequence comes first, so that the halves still running are always the first ones.

        Args:
            scores: Scores of shape (tokens, labels), in the order of LABELS.
            sequences: Token ranges [first, end).
            recall: Subtracted from the score of "O" (no label), so that a higher value finds more.

        Returns:
            One label per token, as its place in LABELS; 0 outside the sequences.
        """
        out = np.zeros(len(scores), dtype=np.int64)
        if not sequences:
            return out
        bounds = np.array(sequences)
        bounds = bounds[np.argsort(bounds[:, 0] - bounds[:, 1], kind="stable")]
        size = bounds[:, 1] - bounds[:, 0]
        steps = (size + 1) // 2  # of either half: both read the middle of an odd number
        running = (2 * (len(steps) - np.searchsorted(steps[::-1], np.arange(steps[0]), side="right"))).tolist()
        tip = np.stack([bounds[:, 0], bounds[:, 1] - 1], axis=1).ravel()  # left, right, left, right ...
        time = np.arange(len(running))[:, None]
        at = tip + np.tile([1, -1], len(bounds)) * time
        own = scores.T.take(ORDER, axis=0)
        own[0] -= np.float32(recall)
        best = own.take(at, axis=1, mode="clip")  # (labels, steps, halves)
        self._forward(best, running)
        found = self._back(best, running, self._meet(best, size))
        real = time < np.repeat(steps, 2)
        out[at[real]] = ORDER[found[real]]
        return out

    def _forward(self, best: Floats, running: list[int]) -> None:
        """Turn each label's own score into that of the best path into it, in place."""
        best[:, 0] += np.tile(self.first.T, running[0] // 2)
        moves = np.tile(self.into.transpose(2, 1, 0), running[0] // 2)  # (from, to, halves)
        buffer = np.empty_like(moves)
        for index in range(1, len(running)):
            count = running[index]
            if count < running[index - 1]:
                moves = np.ascontiguousarray(moves[:, :, :count])
                buffer = np.empty_like(moves)
            np.add(best[:, index - 1, None, :count], moves, out=buffer)
            here = best[:, index, :count]
            here += np.maximum.reduce(buffer)

    def _meet(self, best: Floats, size: Ints) -> Ints:
        """Return each half's last label: the middle pair of the best whole path, or twice the middle label."""
        pairs = np.arange(len(size))
        left = best[:, (size - 1) // 2, 2 * pairs].T
        right = best[:, np.maximum(size // 2 - 1, 0), 2 * pairs + 1].T
        joined = left[:, None, :] + self.into[0] + right[:, :, None]  # (sequences, right, left)
        alone = size == 1
        joined[alone] = left[alone][:, None, :] + self.first[1]
        top = joined.reshape(-1, _SIZE * _SIZE).argmax(1)
        return np.stack([top % _SIZE, np.where(size % 2, top % _SIZE, top // _SIZE)], axis=1).ravel()

    def _back(self, best: Floats, running: list[int], last: Ints) -> Ints:
        """Return each half's labels, from the middle outwards, of shape (steps, halves)."""
        into = self.into.reshape(-1, _SIZE)
        shift = np.tile([0, _SIZE], len(last) // 2)
        found = np.tile(last, (len(running), 1))
        for index in range(len(running) - 1, 0, -1):
            count = running[index]
            moves = into.take(found[index, :count] + shift[:count], axis=0)
            moves += best[:, index - 1, :count].T
            found[index - 1, :count] = moves.argmax(1)
        return found


@dataclass(frozen=True)
class ScoreTable:
    """Weights of features for each of some labels.

    `rows` maps a bucket to a row of `lanes` (0: no weights). A row of `lanes` holds the weights of all labels as
    multiples of STEP, 16 bits each, four to a 64-bit integer: one addition adds four labels, and a sum of up to 257
    templates fits.
    """

    rows: NDArray[np.int32]
    lanes: NDArray[np.uint64]
    labels: int

    @classmethod
    def of(cls, buckets: Ints, weights: NDArray[np.int8]) -> ScoreTable:
        """Build a table.

        Args:
            buckets: The buckets that carry weights.
            weights: Their weights as multiples of STEP, of shape (buckets, labels).
        """
        rows = np.zeros(1 << BUCKETS_LOG2, dtype=np.int32)
        rows[buckets] = np.arange(1, len(buckets) + 1, dtype=np.int32)
        labels = weights.shape[1]
        packed = np.full((len(buckets) + 1, -(-labels // 4) * 4), _ZERO, dtype="<u2")
        packed[1:, :labels] += weights.astype("<u2")  # a negative number wraps around and back
        return cls(rows, packed.view("<u8"), labels)

    def scores(self, buckets: NDArray[np.int32], base: Floats | None = None) -> Floats:
        """Return the score of every label for every token, of shape (tokens, labels).

        Args:
            buckets: Buckets of shape (templates, tokens).
            base: Scores of the same shape to add, None for none.
        """
        templates, tokens = buckets.shape
        total = np.zeros((tokens, self.lanes.shape[1]), dtype="<u8")
        for index in range(0, templates, _BLOCK):
            total += np.add.reduce(self.lanes.take(self.rows.take(buckets[index : index + _BLOCK]), axis=0))
        found: Floats = total.view("<u2")[:, : self.labels].astype(np.float32)
        found -= _ZERO * templates
        found *= np.float32(STEP)
        return found if base is None else found + base


@dataclass(frozen=True)
class Tagger:
    """A tagger: the scores of labels, and the weights of moves from label to label."""

    table: ScoreTable
    paths: Paths


#: O and the beginnings, then the insides of the same kinds in the same order.
ORDER = np.array(
    [index for index, name in enumerate(LABELS) if name[0] != "I"]
    + [index for index, name in enumerate(LABELS) if name[0] == "I"]
)


def _impossible() -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the impossible moves (into the inside of a piece from elsewhere) and the labels that cannot be first."""
    closed = np.zeros((_SIZE, _SIZE), dtype=bool)
    for index, to in enumerate(LABELS):
        if to[0] == "I":
            closed[:, index] = [frm[1:] != to[1:] or frm == "O" for frm in LABELS]
    return closed, np.array([name[0] == "I" for name in LABELS])
