"""What each word does in its clause: a light tagger of clause structure, by table look-up for all tokens at once.

Where a content ends depends on clauses: a relative clause, a participle, "and" with a new subject. Instead of a parser,
two passes give each token one of eighteen roles: the first from the words around it, the second from the roles of the
first. They were learnt from a parser's output on the training articles (`tests/benchmarks/train_clause_roles.py`).
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

#: How much of the first table's scores enters the second pass.
FIRST_SHARE = np.float32(0.7)
_SALT, _NEIGHBOUR_SALT = 2_000, 3_000


def is_role(roles: Ints, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return whether each padded place has one of these roles (0 is padding, roles count from 1)."""
    found: NDArray[np.bool_] = _among(names).take(roles)
    return found


@cache
def _among(names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return a table of whether each padded role is among these; it is six times as fast as numpy.isin."""
    return np.array([False, *(name in names for name in ROLES)])


class NearestPlaces:
    """The nearest flagged places on either side of each token, in its sentence.

    Args:
        pad: The padded arrays of the text.
        flags: Whether each padded place is flagged.
    """

    def __init__(self, pad: Pad, flags: NDArray[np.bool_]) -> None:
        self.left = left_of(pad, flags)
        self.right = np.minimum(right_of(pad, flags), pad.size - 1)
        # Without a place on the left the index is -1, the last place, which is padding and in no sentence.
        self.has_left = (pad.sentence[self.left] == pad.sentence) & pad.real
        self.has_right = (pad.sentence[self.right] == pad.sentence) & pad.real

    def on_left(self, values: Ints) -> Ints:
        """Return the values at the place on the left, 0 without one."""
        found: Ints = values[self.left] * self.has_left
        return found

    def on_right(self, values: Ints) -> Ints:
        """Return the values at the place on the right, 0 without one."""
        found: Ints = values[self.right] * self.has_right
        return found


@dataclass(frozen=True)
class ClauseTagger:
    """The trained tables: scores from the words around a token, and from the roles around it."""

    words: ScoreTable
    neighbours: ScoreTable

    def roles(self, doc: TokenizedText) -> Ints:
        """Return the role of each token, as its place in ROLES."""
        scores: Floats = self.words.scores(word_buckets(doc))
        best: Ints = self.neighbours.scores(role_buckets(doc, scores.argmax(1)), scores * FIRST_SHARE).argmax(1)
        return best


def word_buckets(doc: TokenizedText) -> NDArray[np.int32]:
    """Return the buckets of each token's features: words, endings and groups of words nearby.

    Returns:
        Bucket numbers of shape (templates, tokens).
    """
    pad = Pad(doc)
    words, group, ending, look = pad.w, pad.coarse, pad.s3, pad.shape
    opens = (pad.by(pad.sentence, -1) != pad.sentence).astype(np.int64)
    out = [
        np.zeros_like(words),
        words,
        ending,
        pad.s2,
        look,
        group,
        pad.fine,
        pad.stem,
        join(look, ending),
        join(opens, look),
    ]
    for shift in (-1, 1, -2, 2):
        out += [
            pad.by(words, shift),
            pad.by(ending, shift),
            pad.by(group, shift),
            pad.by(pad.fine, shift),
            pad.by(look, shift),
        ]
    for shift in (-3, 3, -4, 4):
        out += [pad.by(words, shift), pad.by(group, shift)]
    for shift in (-1, 0):
        out += [join(pad.by(values, shift), pad.by(values, shift + 1)) for values in (words, group, pad.s2)]
    out += [
        join(pad.by(group, -1), group, pad.by(group, 1)),
        join(pad.by(words, -1), words, pad.by(words, 1)),
        join(words, pad.by(group, 1), pad.by(group, 2)),
        join(pad.by(group, -2), pad.by(group, -1), words),
        join(words, pad.by(pad.s2, 1), pad.by(pad.s2, 2)),
        join(pad.by(words, -1), pad.by(ending, 1)),
        join(pad.by(group, 1), pad.by(group, 2), pad.by(group, 3)),
        join(pad.by(group, -3), pad.by(group, -2), pad.by(group, -1)),
        join(words, pad.q),
    ]
    return hash_values(out, pad, _SALT)


def role_buckets(doc: TokenizedText, roles: Ints) -> NDArray[np.int32]:
    """Return the buckets of the second pass: the roles of the first pass around each token.

    Args:
        doc: The text.
        roles: The role of each token after the first pass, as its place in ROLES.

    Returns:
        Bucket numbers of shape (templates, tokens).
    """
    pad = Pad(doc)
    padded, index, words = pad.put(roles + 1, 0), pad.index, pad.w
    verb = NearestPlaces(pad, is_role(padded, FINITE))
    opener = NearestPlaces(pad, is_role(padded, OPENERS))
    out = [*_windows(pad, padded)]
    for near in (verb, opener, NearestPlaces(pad, is_role(padded, ("SB",)))):
        left, right = near.on_left(padded), near.on_right(padded)
        far = (distance(index - near.left) * near.has_left, distance(near.right - index) * near.has_right)
        out += [
            join(left, padded),
            join(right, padded),
            join(near.on_left(words), padded),
            join(left, far[0], right, far[1]),
            join(near.on_right(words), padded),
        ]
    verb_last, opener_next = (verb.left > opener.left).astype(np.int64), (verb.right > opener.right).astype(np.int64)
    verbs = np.minimum(_since_sentence(pad, is_role(padded, FINITE)), 4)
    out += [
        join(verb.on_left(padded), opener.on_left(padded), verb_last, padded),
        join(verb.on_right(padded), opener.on_right(padded), opener_next, padded),
        join(verb.on_left(padded), opener.on_left(words), verb_last, padded),
        join(verb.on_left(pad.stem), padded, opener.on_left(padded)),
        join(verbs, padded),
        join(verbs, opener.on_left(padded), padded),
    ]
    return hash_values(out, pad, _NEIGHBOUR_SALT)


def _windows(pad: Pad, roles: Ints) -> list[Ints]:
    by, words = pad.by, pad.w
    return [
        np.zeros_like(roles),
        roles,
        join(roles, words),
        join(roles, pad.s3),
        *(by(roles, shift) for shift in (-1, 1, -2, 2, -3, 3, -4, 4)),
        join(by(roles, -1), roles, by(roles, 1)),
        join(by(roles, -2), by(roles, -1), roles),
        join(roles, by(roles, 1), by(roles, 2)),
        join(by(roles, -2), by(roles, -1), roles, by(roles, 1), by(roles, 2)),
        join(by(roles, 1), by(roles, 2), by(roles, 3)),
        join(by(roles, -3), by(roles, -2), by(roles, -1)),
        join(words, by(roles, 1)),
        join(words, by(roles, -1)),
        join(words, by(roles, -1), by(roles, 1)),
        join(by(roles, 1), by(roles, 2), by(roles, 3), by(roles, 4)),
        join(roles, by(words, -1)),
        join(roles, by(words, 1)),
    ]


def _since_sentence(pad: Pad, flags: NDArray[np.bool_]) -> Ints:
    """Count the flagged places of each token's sentence up to and including the token."""
    count = flags.cumsum()
    opens = np.concatenate([[True], pad.sentence[1:] != pad.sentence[:-1]])
    found: Ints = count - np.maximum.accumulate(np.where(opens, count - flags, -1))
    return found
