"""From labelled pieces to quotations of a whole document, each with the evidence that it is one.

Contents go to cues, cues to speakers; a content without a cue that stands in quotation marks floats to the speaker
before it, one after "X said:" to X. A last model says how sure each quotation is; the unlikely ones are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq
from dataclasses import dataclass

from collectors.metrics.quotations import link
from collectors.metrics.quotations.features import Document, Ints
from collectors.metrics.quotations.link import Candidate, Sequence, Weights
from collectors.metrics.quotations.pieces import Piece, pieces

_UNSURE = -3.0  # a speaker below this log-odds is not taken


@dataclass(frozen=True)
class Found:
    """A quotation in tokens with how its parts were joined.

    `origin` is where the speaker came from: S, N, P or L as in link.Candidate, "pend" (a cue that ended the paragraph
    before in a colon), "float" (carried from the quotation before), "rest" (no cue), "-" (no speaker found).
    """

    sequence: Sequence
    cue: Piece | None
    contents: tuple[Piece, ...]
    speaker: tuple[int, int] | None
    origin: str
    speaker_score: float = 0.0
    content_score: float = 0.0

    @property
    def near_cue(self) -> Piece | None:
        """The cue if it stands in the same paragraph as the content."""
        c = self.cue
        return c if c and self.sequence.first <= c.first < self.sequence.end else None


class _Walk:
    """One pass over the paragraphs, remembering who spoke last and a cue that waits for the next paragraph."""

    def __init__(self, content_model: Weights, speaker_model: Weights) -> None:
        self.content_model, self.speaker_model = content_model, speaker_model
        self.found: list[Found] = []
        self.last: tuple[int, int] | None = None
        self.waiting: tuple[tuple[int, int] | None, Piece] | None = None

    def step(self, s: Sequence) -> None:
        held, free, sure = link.assign(s, self.content_model)
        waiting, self.waiting = self.waiting, None
        before: tuple[int, int] | None = None
        for c in s.cues:
            value, who = self._speaker(s, c, held[c], before)
            speaker = (who.first, who.end) if who else None
            before = speaker or before
            if held[c]:
                self._add(Found(s, c, tuple(held[c]), speaker, who.origin if who else "-", value, sure[c]))
            elif s.low[-1] == ":" and c.end >= s.end - 3:
                self.waiting = (speaker, c)
        self._loose(s, free, waiting)

    def _speaker(
        self, s: Sequence, c: Piece, contents: list[Piece], before: tuple[int, int] | None
    ) -> tuple[float, Candidate | None]:
        best, top = None, _UNSURE
        for x in link.candidates(s, c, before, self.last):
            v = link.score(self.speaker_model, link.speaker_features(s, x, c, contents))
            if v > top:
                best, top = x, v
        return top, best

    def _loose(self, s: Sequence, free: list[Piece], waiting: tuple[tuple[int, int] | None, Piece] | None) -> None:
        """Contents that no cue of their paragraph took."""
        if not free:
            return
        if waiting:
            self._add(Found(s, waiting[1], tuple(free), waiting[0], "pend"))
            return
        floating = [x for x in free if _mostly_quoted(s, x)]
        if floating:
            self._add(Found(s, None, tuple(floating), self.last, "float"))
        for x in free:
            if x not in floating:
                who = (s.speakers[0].first, s.speakers[0].end) if s.speakers else None
                self.found.append(Found(s, None, (x,), who, "rest"))

    def _add(self, f: Found) -> None:
        self.found.append(f)
        self.last = f.speaker or self.last


def _mostly_quoted(s: Sequence, x: Piece) -> bool:
    inside = sum(1 for q in s.quote[x.first - s.first : x.end - s.first] if q)
    return inside * 2 > x.end - x.first


def _has_word(doc: Document, p: Piece) -> bool:
    return any(w[0].isalnum() for w in doc.surfaces[p.first : p.end])


def sequences(doc: Document, labels: Ints) -> list[Sequence]:
    """The labelled paragraphs of a document that hold a cue or a content."""
    plain = labels.tolist()
    found = []
    for a, b in doc.sequences:
        kept = [p for p in pieces(plain[a:b], a) if p.kind != "T" or _has_word(doc, p)]
        if any(p.kind != "S" for p in kept):
            found.append(Sequence.of(doc, a, b, kept))
    return found


def assemble(parts: Seq[Sequence], content_model: Weights, speaker_model: Weights) -> list[Found]:
    """The quotations of a document from its labelled paragraphs, in reading order of their paragraphs."""
    walk = _Walk(content_model, speaker_model)
    for s in parts:
        walk.step(s)
    return walk.found
