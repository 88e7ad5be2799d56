"""What each word does in its clause: a light tagger of clause structure, by table look-up for all tokens at once.

Where a content ends is a matter of clauses: a relative clause, a participle, "and" with a new subject. No parser runs;
each token gets one of eighteen roles from the words around it, then again from those roles. They were learnt from a
parser's output on the training articles (`tests/benchmarks/train_clause_roles.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.quotations.padded_tokens import Pad, distance, hash_values, join, left_of, right_of
from collectors.metrics.quotations.tagging import Floats, ScoreTable
from collectors.metrics.quotations.tokens import Ints, TokenizedText

#: O marks; conjunctions between clauses (CS), verbs of one subject (CV) and other words (CN); openers of a content
#: (MC), of an adverbial (MA) and of a relative clause (RW); finite verbs of main (VF), content (VC), relative (VR) and
#: adverbial clauses (VA); other verb forms (VB); heads of participle clauses (VP); nouns as subjects (SB), as objects
#: (OB) and others (NN), prepositions and particles (IN), modifiers (MD).
ROLES = (
    "O", "CS", "CV", "CN", "MC", "MA", "RW", "VF", "VR", "VA", "VB", "VP", "SB", "NN", "IN", "MD", "VC", "OB",
)  # fmt: skip
ROLE = {name: place for place, name in enumerate(ROLES)}
FINITE, OPENERS = ("VF", "VC", "VR", "VA"), ("CS", "CV", "MC", "MA", "RW", "VP")

#: How much of the first table's scores enters the second look.
FIRST_SHARE = np.float32(0.7)
_SALT, _NEIGHBOUR_SALT = 2_000, 3_000


def is_role(roles: Ints, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether each padded place has one of these roles (0 is padding, roles count from 1)."""
    found: NDArray[np.bool_] = _among(names).take(roles)
    return found


@cache
def _among(names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which padded roles are among these: a look-up is six times as fast as numpy.isin."""
    return np.array([False, *(name in names for name in ROLES)])


class NearestPlaces:
    """The nearest flagged places on either side of each token, in its sentence."""

    def __init__(self, p: Pad, flags: NDArray[np.bool_]) -> None:
        self.left = left_of(p.index, flags)
        self.right = np.minimum(right_of(p.index, flags), p.size - 1)
        # Where there is none on the left, the index is that of the last place, which is padding and of no sentence.
        self.has_left = (p.sentence[self.left] == p.sentence) & p.real
        self.has_right = (p.sentence[self.right] == p.sentence) & p.real

    def on_left(self, values: Ints) -> Ints:
        """The values at the place on the left, 0 without one."""
        found: Ints = values[self.left] * self.has_left
        return found

    def on_right(self, values: Ints) -> Ints:
        """The values at the place on the right, 0 without one."""
        found: Ints = values[self.right] * self.has_right
        return found


@dataclass(frozen=True)
class ClauseTagger:
    """The trained tables: of the words around a token, and of the roles around it."""

    words: ScoreTable
    neighbours: ScoreTable

    def roles(self, doc: TokenizedText) -> Ints:
        """The role of each token, as its place in ROLES."""
        scores: Floats = self.words.scores(word_buckets(doc))
        best: Ints = self.neighbours.scores(role_buckets(doc, scores.argmax(1)), scores * FIRST_SHARE).argmax(1)
        return best


def word_buckets(doc: TokenizedText) -> NDArray[np.int32]:
    """The buckets of each token's features, of shape (templates, tokens): words, endings and groups of words nearby."""
    p = Pad(doc)
    w, group, ending, look = p.w, p.coarse, p.s3, p.shape
    opens = (p.by(p.sentence, -1) != p.sentence).astype(np.int64)
    out = [np.zeros_like(w), w, ending, p.s2, look, group, p.fine, p.stem, join(look, ending), join(opens, look)]
    for k in (-1, 1, -2, 2):
        out += [p.by(w, k), p.by(ending, k), p.by(group, k), p.by(p.fine, k), p.by(look, k)]
    for k in (-3, 3, -4, 4):
        out += [p.by(w, k), p.by(group, k)]
    for k in (-1, 0):
        out += [join(p.by(values, k), p.by(values, k + 1)) for values in (w, group, p.s2)]
    out += [
        join(p.by(group, -1), group, p.by(group, 1)),
        join(p.by(w, -1), w, p.by(w, 1)),
        join(w, p.by(group, 1), p.by(group, 2)),
        join(p.by(group, -2), p.by(group, -1), w),
        join(w, p.by(p.s2, 1), p.by(p.s2, 2)),
        join(p.by(w, -1), p.by(ending, 1)),
        join(p.by(group, 1), p.by(group, 2), p.by(group, 3)),
        join(p.by(group, -3), p.by(group, -2), p.by(group, -1)),
        join(w, p.q),
    ]
    return hash_values(out, p, _SALT)


def role_buckets(doc: TokenizedText, roles: Ints) -> NDArray[np.int32]:
    """The buckets of the second look, of shape (templates, tokens): the roles found around each token."""
    p = Pad(doc)
    r, i, w = p.put(roles + 1, 0), p.index, p.w
    verb = NearestPlaces(p, is_role(r, FINITE))
    opener = NearestPlaces(p, is_role(r, OPENERS))
    out = [*_windows(p, r)]
    for near in (verb, opener, NearestPlaces(p, is_role(r, ("SB",)))):
        left, right = near.on_left(r), near.on_right(r)
        far = (distance(i - near.left) * near.has_left, distance(near.right - i) * near.has_right)
        out += [
            join(left, r),
            join(right, r),
            join(near.on_left(w), r),
            join(left, far[0], right, far[1]),
            join(near.on_right(w), r),
        ]
    verb_last, opener_next = (verb.left > opener.left).astype(np.int64), (verb.right > opener.right).astype(np.int64)
    verbs = np.minimum(_since_sentence(p, is_role(r, FINITE)), 4)
    out += [
        join(verb.on_left(r), opener.on_left(r), verb_last, r),
        join(verb.on_right(r), opener.on_right(r), opener_next, r),
        join(verb.on_left(r), opener.on_left(w), verb_last, r),
        join(verb.on_left(p.stem), r, opener.on_left(r)),
        join(verbs, r),
        join(verbs, opener.on_left(r), r),
    ]
    return hash_values(out, p, _NEIGHBOUR_SALT)


def _windows(p: Pad, r: Ints) -> list[Ints]:
    by, w = p.by, p.w
    return [
        np.zeros_like(r),
        r,
        join(r, w),
        join(r, p.s3),
        *(by(r, k) for k in (-1, 1, -2, 2, -3, 3, -4, 4)),
        join(by(r, -1), r, by(r, 1)),
        join(by(r, -2), by(r, -1), r),
        join(r, by(r, 1), by(r, 2)),
        join(by(r, -2), by(r, -1), r, by(r, 1), by(r, 2)),
        join(by(r, 1), by(r, 2), by(r, 3)),
        join(by(r, -3), by(r, -2), by(r, -1)),
        join(w, by(r, 1)),
        join(w, by(r, -1)),
        join(w, by(r, -1), by(r, 1)),
        join(by(r, 1), by(r, 2), by(r, 3), by(r, 4)),
        join(r, by(w, -1)),
        join(r, by(w, 1)),
    ]


def _since_sentence(p: Pad, flags: NDArray[np.bool_]) -> Ints:
    """How many flagged places each sentence has up to and with each token."""
    count = flags.cumsum()
    opens = np.concatenate([[True], p.sentence[1:] != p.sentence[:-1]])
    found: Ints = count - np.maximum.accumulate(np.where(opens, count - flags, -1))
    return found
