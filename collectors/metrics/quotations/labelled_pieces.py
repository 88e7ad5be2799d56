"""Labelled pieces of a document: contents, cues and speakers as token ranges, and the labels they are read from."""

from __future__ import annotations

from typing import NamedTuple

#: The tagger's labels. B begins a piece, I continues it; S speaker, C cue, T content; > and < give the side of the
#: piece on which its cue is, 0 a cue outside the sequence.
LABELS = ("O", "BC", "IC", "BS>", "IS>", "BS<", "IS<", "BS0", "IS0", "BT>", "IT>", "BT<", "IT<", "BT0", "IT0")


class Piece(NamedTuple):
    """Tokens [first, end) of one kind: S speaker, C cue or T content; `side` is that of its cue, as in LABELS."""

    kind: str
    side: str
    first: int
    end: int


def pieces(labels: list[int], first: int) -> list[Piece]:
    """Read the pieces off the labels of one sequence.

    Args:
        labels: The label of each token, as its place in LABELS.
        first: The token at which the sequence begins.
    """
    found: list[Piece] = []
    if not any(labels):
        return found
    name, begin = "", 0
    for index, label in enumerate([*labels, 0]):
        if not (label or name):
            continue
        text = LABELS[label]
        if name and (text[0] != "I" or text[1:] != name):
            found.append(Piece(name[0], name[1:], begin + first, index + first))
            name = ""
        if text != "O" and not name:
            name, begin = text[1:], index
    return found
