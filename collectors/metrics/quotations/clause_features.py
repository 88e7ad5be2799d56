"""Feature templates on clauses: the roles of nearby words, and the clauses between a word and cues or contents."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.quotations.clause_roles import FINITE, OPENERS, NearestPlaces, is_role
from collectors.metrics.quotations.padded_tokens import Pad, distance, join
from collectors.metrics.quotations.tokens import Ints

#: Roles counted between two places, and the number at which the count is clipped: finite verbs, relative and adverbial
#: clauses, conjunctions of clauses and of verbs, openers of contents, participle clauses.
_COUNTED = (
    (("VF", "VC"), 3),
    (("VR", "RW"), 2),
    (("VA", "MA"), 2),
    (("CS",), 1),
    (("CV",), 1),
    (("MC",), 1),
    (("VP",), 1),
)


class _Between:
    """Counts of clauses of each kind between two places, clipped and combined in one number."""

    def __init__(self, roles: Ints) -> None:
        self.counts = [(is_role(roles, names).cumsum(), most) for names, most in _COUNTED]

    def number(self, left: Ints, right: Ints) -> Ints:
        """Combine the clipped counts from behind `left` up to and including `right` in one number, at least 1."""
        value = np.zeros_like(right)
        for counted, most in self.counts:
            value = value * (most + 1) + np.minimum(np.abs(counted[right] - counted[left]), most)
        return value + 1


def around_words(pad: Pad, roles: Ints) -> list[Ints]:
    """Return the clause templates of the first pass, one array of padded length per template.

    Args:
        pad: The padded arrays of the text.
        roles: The clause role of each token, as its place in ROLES.
    """
    padded, index = pad.put(roles + 1, 0), pad.index
    cue = NearestPlaces(pad, (pad.q != 1) & (pad.cue >= 7) & (pad.cue <= 8))
    verb, opener = NearestPlaces(pad, is_role(padded, FINITE)), NearestPlaces(pad, is_role(padded, OPENERS))
    between = _Between(padded)
    since = between.number(cue.left, index) * cue.has_left
    until = between.number(index, cue.right) * cue.has_right
    subjects = is_role(padded, ("SB",)).cumsum()
    has_subject = (subjects[verb.right] > subjects[np.maximum(index - 1, 0)]) & verb.has_right
    opens = opener.on_left(padded)
    return [
        *_window(pad, padded),
        join(since, pad.q),
        join(since, padded),
        join(since, cue.on_left(pad.w)),
        join(since, pad.mark, pad.by(padded, 1)),
        join(until, pad.q),
        join(until, padded),
        join(until, cue.on_right(pad.w)),
        join(verb.on_left(padded), verb.on_right(padded), has_subject),
        join(opens, opener.on_right(padded)),
        join(opens, distance(index - opener.left) * opener.has_left, pad.cb),
        join(opener.on_left(pad.w), since),
        join(verb.on_right(padded), distance(verb.right - index) * verb.has_right, has_subject, padded),
    ]


def _window(pad: Pad, roles: Ints) -> list[Ints]:
    one, two = pad.by(roles, 1), pad.by(roles, 2)
    return [
        roles,
        pad.by(roles, -1),
        one,
        pad.by(roles, -2),
        two,
        join(pad.by(roles, -1), roles, one),
        join(roles, one, two),
        join(pad.by(roles, -2), pad.by(roles, -1), roles),
        join(roles, pad.w),
        join(roles, pad.cb),
        join(pad.mark, one, two),
        join(pad.by(pad.mark, -1), roles, one),
    ]


def around_pieces(pad: Pad, roles: Ints, labels: Ints, found: tuple[Ints, NDArray[np.bool_]]) -> list[Ints]:
    """Return the clause templates of the second pass, one array of padded length per template.

    Args:
        pad: The padded arrays of the text.
        roles: The clause role of each token, as its place in ROLES.
        labels: The padded labels of the first pass, counted from 1; 0 is padding.
        found: The padded kinds of piece (1 cue, 2 speaker, 3 content), and where a piece begins.
    """
    kind, begin = found
    padded, index = pad.put(roles + 1, 0), pad.index
    before, one = pad.by(pad.mark, -1), pad.by(padded, 1)
    between = _Between(padded)
    out: list[Ints] = []
    for flags in (kind == 1, (kind == 3) & begin):
        near = NearestPlaces(pad, flags)
        since = between.number(near.left, index) * near.has_left
        until = between.number(index, near.right) * near.has_right
        out += [
            join(since, labels),
            join(since, padded, kind),
            join(since, pad.mark, one, kind),
            join(since, before, padded, one, kind),
            join(until, labels),
            join(until, padded, kind),
            join(near.on_left(pad.w), since, kind),
        ]
    return [
        *out,
        join(labels, padded),
        join(labels, one),
        join(labels, pad.by(padded, -1)),
        join(pad.by(labels, -1), labels, padded, one),
        join(labels, pad.mark, one, pad.by(padded, 2)),
    ]
