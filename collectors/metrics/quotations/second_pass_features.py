"""Templates of the second reading: what the first reading found around each token.

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
    """The buckets of each token's second-reading features.

    Args:
        doc: The text.
        roles: The clause role of each token.
        labels: The label that the first reading gave each token.

    Returns:
        Buckets of shape (templates, tokens).
    """
    p = Pad(doc)
    y = p.put(labels + 1, 0)
    kind = p.put(KIND[labels], 0)
    begin = p.put(_BEGIN[labels].astype(np.int64), 0) == 1
    values = _around(p, y, kind) + _pieces(p, y, kind, begin) + _sentences(p, kind, begin)
    return hash_values(values + clause_features.around_pieces(p, roles, y, (kind, begin)), p, 1000)


def _around(p: Pad, y: Ints, kind: Ints) -> list[Ints]:
    out = [y, join(y, p.w), join(y, p.q), join(y, p.cb), join(y, p.mark, p.by(p.mark, 1)), join(y, p.shape)]
    out += [p.by(y, k) for k in (-3, -2, -1, 1, 2, 3)]
    out += [
        join(p.by(y, -1), y, p.by(y, 1)),
        join(p.by(y, -1), y, p.mark),
        join(y, p.by(y, 1), p.by(p.mark, 1)),
        join(p.by(y, -2), p.by(y, -1), y, p.by(y, 1), p.by(y, 2)),
        join(p.by(kind, -1), p.w),
        join(p.by(kind, 1), p.w),
        join(p.by(y, -1), p.by(p.w, -1)),
        join(p.by(y, 1), p.by(p.w, 1)),
        join(y, p.stem),
        join(y, p.coarse),
    ]
    return out


class _Side:
    """The nearest piece of a kind on one side, inside the sequence."""

    def __init__(self, p: Pad, flags: NDArray[np.bool_], left: bool) -> None:
        self.at = left_of(p.index, flags) if left else right_of(p.index, flags)
        self.safe = self.at if left else np.minimum(self.at, p.size - 1)
        # Where there is none, `safe` is the last place, which is padding and of no sequence.
        self.there = (p.sequence[self.safe] == p.sequence) & p.real
        self.far = np.where(self.there, distance(np.abs(p.index - self.at)), 9)
        self.sentences = np.where(self.there, np.minimum(np.abs(p.sentence[self.safe] - p.sentence), 3), 4)

    def value(self, values: Ints) -> Ints:
        found = values[self.safe] + 1
        found *= self.there
        return found


def _pieces(p: Pad, y: Ints, kind: Ints, begin: NDArray[np.bool_]) -> list[Ints]:
    """Nearest predicted cues, speakers and contents on either side, and whether the cue has content there."""
    cl, cr = _Side(p, kind == 1, True), _Side(p, (kind == 1) & begin, False)
    sl, sr = _Side(p, kind == 2, True), _Side(p, (kind == 2) & begin, False)
    tl, tr = _Side(p, kind == 3, True), _Side(p, (kind == 3) & begin, False)
    end = (kind == 3) & (p.by(kind, 1) != 3)
    te = _Side(p, end, False)
    # Does the cue at this position have content between it and the next cue, on either side?
    content, cues = np.cumsum(begin & (kind == 3)), np.cumsum(begin & (kind == 1))
    nl = np.where(tl.there & (~cl.there | (tl.at > cl.at)), 1, 0)
    nr = np.where(tr.there & (~cr.there | (tr.at < cr.at)), 1, 0)
    order_l = np.where(cl.there, 1 + (sl.at > cl.at) + 2 * (tl.at > cl.at), 0)
    order_r = np.where(cr.there, 1 + (sr.at < cr.at) + 2 * (tr.at < cr.at), 0)
    free_l = cl.value(nl) * 4 + cl.value(nr)
    free_r = cr.value(nl) * 4 + cr.value(nr)
    count = np.minimum(content, 0) + np.minimum(cues, 0)
    w, stem = p.w, p.stem
    return [
        join(cl.far, cr.far),
        join(cl.far, kind),
        join(cr.far, kind),
        join(cl.value(stem), y),
        join(cr.value(stem), y),
        join(cl.value(w), cl.far),
        join(cr.value(w), cr.far),
        join(order_l, order_r, kind),
        join(order_l, order_r, p.q),
        join(free_l, y),
        join(free_r, y),
        join(free_l, free_r, kind, p.q),
        join(cl.sentences, cr.sentences, y),
        join(cl.sentences, cr.sentences, p.q, kind),
        join(sl.far, sr.far, kind),
        join(tl.far, tr.far, kind),
        join(te.far, y),
        join(sl.value(p.shape), sl.far, order_l),
        join(sr.value(p.shape), sr.far, order_r),
        join(nl, nr, y, p.cb) + count,
        join(nl, nr, p.stem),
        join(cl.value(stem), order_l, p.mark),
        join(cr.value(stem), order_r, p.mark),
        join(order_l, p.w),
        join(order_r, p.w),
        join(free_l, p.cb, p.mark),
        join(free_r, p.cb, p.mark),
        join(tl.value(y), tl.sentences, y),
        join(tr.value(y), tr.sentences, y),
    ]


def _sentences(p: Pad, kind: Ints, begin: NDArray[np.bool_]) -> list[Ints]:
    """How many pieces of each kind a sentence has, and how the sentence and paragraph before it ended."""
    s = p.sentence + 1
    size = int(s.max()) + 2
    counts = [
        np.minimum(np.bincount(s, weights=begin & (kind == k), minlength=size).astype(np.int64), 2) for k in (1, 2, 3)
    ]
    mix = counts[0] * 9 + counts[1] * 3 + counts[2]
    tokens = np.bincount(s, minlength=size)
    covered = np.bincount(s, weights=kind == 3, minlength=size)
    share = np.where(tokens > 0, np.minimum((covered * 4 // np.maximum(tokens, 1)).astype(np.int64), 4), 0)
    before, after = np.maximum(s - 1, 0), s + 1
    inside = s > 0
    here = np.where(inside, mix[s], 30)
    return [
        join(here, kind, p.q),
        join(here, p.w),
        np.where(inside, join(mix[before], share[before], kind, p.q), 0),
        np.where(inside, join(mix[after], share[after], kind, p.q), 0),
        join(share[s], p.q, kind),
        join(here, p.cb, p.mark),
        np.where(inside, join(share[before], here, share[after], p.q), 0),
    ]


COLUMNS = ft.COLUMNS
