"""Templates of the second pass: what the first pass found around each token.

The first tagger sees words near a token; it cannot see that a cue it found has no content yet, or that a content has no
cue. These features tell the second tagger, whose scores are added to the first one's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.quotations import clause_features
from collectors.metrics.quotations import tokens as ft
from collectors.metrics.quotations.labelled_pieces import LABELS
from collectors.metrics.quotations.padded_tokens import Pad, distance, hash_values, join, left_of, right_of
from collectors.metrics.quotations.tokens import Ints, TokenizedText

#: Kind of each label: 0 none, 1 cue, 2 speaker, 3 content.
KIND = np.array([{"O": 0, "C": 1, "S": 2, "T": 3}[name[1:2] or "O"] for name in LABELS])
_BEGIN = np.array([name[0] == "B" for name in LABELS])


def hashed(doc: TokenizedText, roles: Ints, labels: Ints) -> NDArray[np.int32]:
    """Return the buckets of each token's features in the second pass.

    Args:
        doc: The text.
        roles: The clause role of each token.
        labels: The label that the first pass gave each token.

    Returns:
        Buckets of shape (templates, tokens).
    """
    pad = Pad(doc)
    padded = pad.put(labels + 1, 0)
    kind = pad.put(KIND[labels], 0)
    begin = pad.put(_BEGIN[labels].astype(np.int64), 0) == 1
    values = _around(pad, padded, kind) + _pieces(pad, padded, kind, begin) + _sentences(pad, kind, begin)
    return hash_values(values + clause_features.around_pieces(pad, roles, padded, (kind, begin)), pad, 1000)


def _around(pad: Pad, labels: Ints, kind: Ints) -> list[Ints]:
    out = [
        labels,
        join(labels, pad.w),
        join(labels, pad.q),
        join(labels, pad.cb),
        join(labels, pad.mark, pad.by(pad.mark, 1)),
        join(labels, pad.shape),
    ]
    out += [pad.by(labels, shift) for shift in (-3, -2, -1, 1, 2, 3)]
    out += [
        join(pad.by(labels, -1), labels, pad.by(labels, 1)),
        join(pad.by(labels, -1), labels, pad.mark),
        join(labels, pad.by(labels, 1), pad.by(pad.mark, 1)),
        join(pad.by(labels, -2), pad.by(labels, -1), labels, pad.by(labels, 1), pad.by(labels, 2)),
        join(pad.by(kind, -1), pad.w),
        join(pad.by(kind, 1), pad.w),
        join(pad.by(labels, -1), pad.by(pad.w, -1)),
        join(pad.by(labels, 1), pad.by(pad.w, 1)),
        join(labels, pad.stem),
        join(labels, pad.coarse),
    ]
    return out


class _Side:
    """The nearest piece of a kind on one side, inside the sequence."""

    def __init__(self, pad: Pad, flags: NDArray[np.bool_], left: bool) -> None:
        self.at = left_of(pad, flags) if left else right_of(pad, flags)
        self.safe = self.at if left else np.minimum(self.at, pad.size - 1)
        # Without a piece `safe` is the last place, which is padding and in no sequence.
        self.there = (pad.sequence[self.safe] == pad.sequence) & pad.real
        self.far = np.where(self.there, distance(np.abs(pad.index - self.at)), 9)
        self.sentences = np.where(self.there, np.minimum(np.abs(pad.sentence[self.safe] - pad.sentence), 3), 4)

    def value(self, values: Ints) -> Ints:
        """Return `values` at the piece, plus one; 0 where there is no piece."""
        found = values[self.safe] + 1
        found *= self.there
        return found


def _pieces(pad: Pad, labels: Ints, kind: Ints, begin: NDArray[np.bool_]) -> list[Ints]:
    """The nearest predicted cues, speakers and contents on either side, and whether such a cue has content there."""
    cl, cr = _Side(pad, kind == 1, True), _Side(pad, (kind == 1) & begin, False)
    sl, sr = _Side(pad, kind == 2, True), _Side(pad, (kind == 2) & begin, False)
    tl, tr = _Side(pad, kind == 3, True), _Side(pad, (kind == 3) & begin, False)
    end = (kind == 3) & (pad.by(kind, 1) != 3)
    te = _Side(pad, end, False)
    # Does the cue at this position have content between it and the next cue, on either side?
    content, cues = np.cumsum(begin & (kind == 3)), np.cumsum(begin & (kind == 1))
    nl = np.where(tl.there & (~cl.there | (tl.at > cl.at)), 1, 0)
    nr = np.where(tr.there & (~cr.there | (tr.at < cr.at)), 1, 0)
    order_l = np.where(cl.there, 1 + (sl.at > cl.at) + 2 * (tl.at > cl.at), 0)
    order_r = np.where(cr.there, 1 + (sr.at < cr.at) + 2 * (tr.at < cr.at), 0)
    free_l = cl.value(nl) * 4 + cl.value(nr)
    free_r = cr.value(nl) * 4 + cr.value(nr)
    count = np.minimum(content, 0) + np.minimum(cues, 0)
    words, stem = pad.w, pad.stem
    return [
        join(cl.far, cr.far),
        join(cl.far, kind),
        join(cr.far, kind),
        join(cl.value(stem), labels),
        join(cr.value(stem), labels),
        join(cl.value(words), cl.far),
        join(cr.value(words), cr.far),
        join(order_l, order_r, kind),
        join(order_l, order_r, pad.q),
        join(free_l, labels),
        join(free_r, labels),
        join(free_l, free_r, kind, pad.q),
        join(cl.sentences, cr.sentences, labels),
        join(cl.sentences, cr.sentences, pad.q, kind),
        join(sl.far, sr.far, kind),
        join(tl.far, tr.far, kind),
        join(te.far, labels),
        join(sl.value(pad.shape), sl.far, order_l),
        join(sr.value(pad.shape), sr.far, order_r),
        join(nl, nr, labels, pad.cb) + count,
        join(nl, nr, pad.stem),
        join(cl.value(stem), order_l, pad.mark),
        join(cr.value(stem), order_r, pad.mark),
        join(order_l, pad.w),
        join(order_r, pad.w),
        join(free_l, pad.cb, pad.mark),
        join(free_r, pad.cb, pad.mark),
        join(tl.value(labels), tl.sentences, labels),
        join(tr.value(labels), tr.sentences, labels),
    ]


def _sentences(pad: Pad, kind: Ints, begin: NDArray[np.bool_]) -> list[Ints]:
    """How many pieces of each kind the sentence of a token and its neighbours have."""
    sentence = pad.sentence + 1
    size = int(sentence.max()) + 2
    counts = [
        np.minimum(np.bincount(sentence, weights=begin & (kind == wanted), minlength=size).astype(np.int64), 2)
        for wanted in (1, 2, 3)
    ]
    mix = counts[0] * 9 + counts[1] * 3 + counts[2]
    tokens = np.bincount(sentence, minlength=size)
    covered = np.bincount(sentence, weights=kind == 3, minlength=size)
    share = np.where(tokens > 0, np.minimum((covered * 4 // np.maximum(tokens, 1)).astype(np.int64), 4), 0)
    before, after = np.maximum(sentence - 1, 0), sentence + 1
    inside = sentence > 0
    here = np.where(inside, mix[sentence], 30)
    return [
        join(here, kind, pad.q),
        join(here, pad.w),
        np.where(inside, join(mix[before], share[before], kind, pad.q), 0),
        np.where(inside, join(mix[after], share[after], kind, pad.q), 0),
        join(share[sentence], pad.q, kind),
        join(here, pad.cb, pad.mark),
        np.where(inside, join(share[before], here, share[after], pad.q), 0),
    ]


COLUMNS = ft.COLUMNS
