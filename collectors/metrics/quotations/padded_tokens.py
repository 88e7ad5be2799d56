"""The arrays of a text that feature templates are written with, and how their values become buckets.

All arrays are padded between sequences, so that "the word two to the left" is a shift that never reaches into another
paragraph.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.quotations import tokens as ft
from collectors.metrics.quotations.tokens import Ints, TokenizedText

_PAD = 4
Rows = NDArray[np.int32]


class Pad:
    """The padded arrays of a document, under the short names that feature templates use.

    Args:
        doc: The document.
        according: The place of "according" in the vocabulary, negative if it is not in it.
        to: The place of "to" in the vocabulary, negative if it is not in it.
    """

    def __init__(self, doc: TokenizedText, according: int = -9, to: int = -9) -> None:
        self.according, self.to = according + 2, to + 2  # as in `rows`: 0 padding, 1 unknown
        count = len(doc.surfaces)
        sizes = [end - first for first, end in doc.sequences]
        self.at = np.arange(count) + _PAD * (np.repeat(np.arange(len(sizes)), sizes) + 1)
        self.size = count + _PAD * (len(sizes) + 1)
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
        #: The first sequence of the text that each sequence is part of, and the padding before a text that is not the
        #: first one; None where there is one text.
        self.opening = np.zeros(len(sizes), dtype=np.int64)
        self.edges: NDArray[np.bool_] | None = None
        self.first_sentence: Ints | int = 0
        if len(doc.openings) > 1:
            self._part_texts(doc, np.array(sizes))
        # A word inside quotation marks is no cue of the outlet; it has a class of its own.
        self.cb = np.where(self.q == 1, 9, self.cue)

    def _part_texts(self, doc: TokenizedText, sizes: Ints) -> None:
        """Note where each of several texts begins, so that no feature looks into another one."""
        openings = np.array(doc.openings)
        self.opening[openings] = openings
        self.opening = np.maximum.accumulate(self.opening)
        firsts = np.array([first for first, _ in doc.sequences])
        self.edges = np.zeros(self.size, dtype=bool)
        self.edges[self.at[firsts[openings[1:]]] - 1] = True
        self.first_sentence = self.put(np.repeat(doc.sentence[firsts[self.opening]], sizes), 0)

    def put(self, values: Ints, blank: int) -> Ints:
        """Return an array over tokens in padded form, with `blank` in the padding."""
        padded = np.full(self.size, blank, dtype=np.int64)
        padded[self.at] = values
        return padded

    def by(self, values: Ints, shift: int) -> Ints:
        """Return the values `shift` tokens to the right, to the left when negative; |shift| is at most the padding."""
        return np.concatenate((values[shift:], values[:shift]))


def left_of(pad: Pad, flags: NDArray[np.bool_]) -> Ints:
    """Return the nearest flagged position strictly to the left of each position; without one the padding before, or -1.

    Position -1 is the last one, which is padding, too: both are in no sentence and no sequence.
    """
    seen = np.maximum.accumulate(np.where(_bounded(pad, flags), pad.index, -1))
    return np.concatenate([[-1], seen[:-1]])


def right_of(pad: Pad, flags: NDArray[np.bool_]) -> Ints:
    """Return the nearest flagged position strictly to the right of each position.

    Without one it is the padding behind the text, or the size of the array.
    """
    size = pad.size
    seen = np.minimum.accumulate(np.where(_bounded(pad, flags), pad.index, size)[::-1])[::-1]
    return np.concatenate([seen[1:], [size]])


def _bounded(pad: Pad, flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Flag the padding between texts, too: what is searched from there on is found in no other text."""
    return flags if pad.edges is None else flags | pad.edges


_DISTANCE = np.array([0, 1, 2, 3, 3, 4, 4, 4, 4] + [5] * 8 + [6] * 24 + [7])


def distance(tokens: Ints) -> Ints:
    """Return distances in tokens as one of eight classes, 0 to 7."""
    return _DISTANCE.take(tokens, mode="clip")


def join(first: Ints, *others: Ints) -> Ints:
    """Combine several small integers in one."""
    value = first
    for other in others:
        value = value * 40_009
        value += other
    return value


_BLOCK = 16  # templates hashed at a time: what fits the processor's cache
_FIRST, _SECOND, _SALT = (np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0xD1B54A32D192ED03))


def hash_values(values: list[Ints], pad: Pad, salt: int) -> Rows:
    """Hash the values of templates into buckets.

    Args:
        values: One padded array per template.
        pad: The padded arrays of the text.
        salt: A number that separates two sets of templates; it is added to the number of the template.

    Returns:
        Buckets below 2 ** BUCKETS_LOG2, of shape (templates, tokens).
    """
    out = np.empty((len(values), len(pad.at)), dtype=np.int32)
    with np.errstate(over="ignore"):
        salts = ((np.arange(len(values), dtype=np.uint64) + np.uint64(1 + salt)) * _SALT)[:, None]
        for index in range(0, len(values), _BLOCK):
            hashes = np.stack(values[index : index + _BLOCK]).view(np.uint64)
            hashes += salts[index : index + _BLOCK]
            hashes *= _FIRST
            hashes ^= hashes >> np.uint64(29)
            hashes *= _SECOND
            hashes >>= np.uint64(64 - ft.BUCKETS_LOG2)
            out[index : index + _BLOCK] = hashes.astype(np.int32).take(pad.at, axis=1)
    return out
