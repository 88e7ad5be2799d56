"""Feature templates on clauses: the roles of words nearby, and what clauses lie between a word and cues or contents."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collectors.metrics.quotations.clause_roles import FINITE, OPENERS, NearestPlaces, is_role
from collectors.metrics.quotations.padded_tokens import Pad, distance, join
from collectors.metrics.quotations.tokens import Ints

#: Roles counted between two places, and up to which number: finite verbs, relative and adverbial clauses, conjunctions
#: of clauses and of verbs, openers of contents, participle clauses.
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
    """How many clauses of each kind lie between two places: one number from clipped counts."""

    def __init__(self, roles: Ints) -> None:
        self.counts = [(is_role(roles, names).cumsum(), most) for names, most in _COUNTED]

    def number(self, left: Ints, right: Ints) -> Ints:
        """From behind `left` up to and with `right`; at least 1."""
        value = np.zeros_like(right)
        for counted, most in self.counts:
            value = value * (most + 1) + np.minimum(np.abs(counted[right] - counted[left]), most)
        return value + 1


def around_words(p: Pad, roles: Ints) -> list[Ints]:
    """Templates of the first reading.

    Args:
        p: The padded arrays of the text.
        roles: The clause role of each token, as its place in ROLES.
    """
    r, i = p.put(roles + 1, 0), p.index
    cue = NearestPlaces(p, (p.q != 1) & (p.cue >= 7) & (p.cue <= 8))
    verb, opener = NearestPlaces(p, is_role(r, FINITE)), NearestPlaces(p, is_role(r, OPENERS))
    between = _Between(r)
    since = between.number(cue.left, i) * cue.has_left
    until = between.number(i, cue.right) * cue.has_right
    subjects = is_role(r, ("SB",)).cumsum()
    has_subject = (subjects[verb.right] > subjects[np.maximum(i - 1, 0)]) & verb.has_right
    opens = opener.on_left(r)
    return [
        *_window(p, r),
        join(since, p.q),
        join(since, r),
        join(since, cue.on_left(p.w)),
        join(since, p.mark, p.by(r, 1)),
        join(until, p.q),
        join(until, r),
        join(until, cue.on_right(p.w)),
        join(verb.on_left(r), verb.on_right(r), has_subject),
        join(opens, opener.on_right(r)),
        join(opens, distance(i - opener.left) * opener.has_left, p.cb),
        join(opener.on_left(p.w), since),
        join(verb.on_right(r), distance(verb.right - i) * verb.has_right, has_subject, r),
    ]


def _window(p: Pad, r: Ints) -> list[Ints]:
    one, two = p.by(r, 1), p.by(r, 2)
    return [
        r,
        p.by(r, -1),
        one,
        p.by(r, -2),
        two,
        join(p.by(r, -1), r, one),
        join(r, one, two),
        join(p.by(r, -2), p.by(r, -1), r),
        join(r, p.w),
        join(r, p.cb),
        join(p.mark, one, two),
        join(p.by(p.mark, -1), r, one),
    ]


def around_pieces(p: Pad, roles: Ints, y: Ints, found: tuple[Ints, NDArray[np.bool_]]) -> list[Ints]:
    """Templates of the second reading.

    Args:
        p: The padded arrays of the text.
        roles: The clause role of each token, as its place in ROLES.
        y: The padded labels of the first reading, from 1.
        found: The padded kinds of piece (1 cue, 2 speaker, 3 content), and where a piece begins.
    """
    kind, begin = found
    r, i = p.put(roles + 1, 0), p.index
    before, one = p.by(p.mark, -1), p.by(r, 1)
    between = _Between(r)
    out: list[Ints] = []
    for flags in (kind == 1, (kind == 3) & begin):
        near = NearestPlaces(p, flags)
        since = between.number(near.left, i) * near.has_left
        until = between.number(i, near.right) * near.has_right
        out += [
            join(since, y),
            join(since, r, kind),
            join(since, p.mark, one, kind),
            join(since, before, r, one, kind),
            join(until, y),
            join(until, r, kind),
            join(near.on_left(p.w), since, kind),
        ]
    return [
        *out,
        join(y, r),
        join(y, one),
        join(y, p.by(r, -1)),
        join(p.by(y, -1), y, r, one),
        join(y, p.mark, one, p.by(r, 2)),
    ]
