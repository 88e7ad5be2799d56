"""The arrays of a text that feature templates are written with, and how their values become buckets.

All arrays are padded between sequences, so that "the word two to the left" is a shift and never another paragraph.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.quotations import tokens as ft
from collectors.metrics.quotations.tokens import Ints, TokenizedText

_PAD = 4
Rows = NDArray[np.int32]


class Pad:
    """The padded arrays of a document and the shorthands that templates are written with."""

    def __init__(self, doc: TokenizedText, according: int = -9, to: int = -9) -> None:
        self.according, self.to = according + 2, to + 2  # place in the vocabulary, + 1 (0: unknown), + 1 (0: padding)
        n = len(doc.surfaces)
        sizes = [b - a for a, b in doc.sequences]
        self.at = np.arange(n) + _PAD * (np.repeat(np.arange(len(sizes)), sizes) + 1)
        self.size = n + _PAD * (len(sizes) + 1)
        self.index = np.arange(self.size)
        rows = np.zeros((ft.COLUMNS, self.size), dtype=np.int64)
        rows[:, self.at] = doc.rows.T + 1
        (self.w, self.s3, self.s2, self.shape, self.cue, self.source, self.fine, self.coarse, self.mark, self.stem) = (
            rows
        )
        self.q = self.put(doc.quote, 4)
        self.sentence = self.put(doc.sentence, -1)
        self.sequence = self.put(np.repeat(np.arange(len(sizes)), sizes), -1)
        self.real = self.sequence >= 0
        # A word inside quotation marks is no cue of the outlet's: its own class.
        self.cb = np.where(self.q == 1, 9, self.cue)

    def put(self, values: Ints, blank: int) -> Ints:
        """An array over tokens, padded."""
        padded = np.full(self.size, blank, dtype=np.int64)
        padded[self.at] = values
        return padded

    def by(self, values: Ints, k: int) -> Ints:
        """The value k tokens to the right (left when negative). |k| <= the padding."""
        return np.concatenate((values[k:], values[:k]))


def left_of(index: Ints, flags: NDArray[np.bool_]) -> Ints:
    """The nearest flagged position strictly to the left, or -1."""
    seen = np.maximum.accumulate(np.where(flags, index, -1))
    return np.concatenate([[-1], seen[:-1]])


def right_of(index: Ints, flags: NDArray[np.bool_]) -> Ints:
    """The nearest flagged position strictly to the right, or the size of the array."""
    n = len(index)
    seen = np.minimum.accumulate(np.where(flags, index, n)[::-1])[::-1]
    return np.concatenate([seen[1:], [n]])


_DISTANCE = np.array([0, 1, 2, 3, 3, 4, 4, 4, 4] + [5] * 8 + [6] * 24 + [7])


def distance(d: Ints) -> Ints:
    """A distance in tokens as one of eight classes."""
    return _DISTANCE.take(d, mode="clip")


def join(first: Ints, *others: Ints) -> Ints:
    """One integer from several small ones."""
    value = first
    for p in others:
        value = value * 40_009
        value += p
    return value


_BLOCK = 16  # templates hashed at a time: what fits the processor's cache
_FIRST, _SECOND, _SALT = (np.uint64(x) for x in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0xD1B54A32D192ED03))


def hash_values(values: list[Ints], p: Pad, salt: int) -> Rows:
    """Templates' values as buckets: (templates, tokens). `salt` keeps two sets of templates apart."""
    out = np.empty((len(values), len(p.at)), dtype=np.int32)
    with np.errstate(over="ignore"):
        salts = ((np.arange(len(values), dtype=np.uint64) + np.uint64(1 + salt)) * _SALT)[:, None]
        for i in range(0, len(values), _BLOCK):
            h = np.stack(values[i : i + _BLOCK]).view(np.uint64)
            h += salts[i : i + _BLOCK]
            h *= _FIRST
            h ^= h >> np.uint64(29)
            h *= _SECOND
            h >>= np.uint64(64 - ft.BUCKETS_LOG2)
            out[i : i + _BLOCK] = h.astype(np.int32).take(p.at, axis=1)
    return out
