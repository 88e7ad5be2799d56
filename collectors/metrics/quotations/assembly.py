"""From labelled pieces to quotations of a whole document, each with the evidence that it is one.

Contents go to cues, cues to speakers; a content without a cue that stands in quotation marks floats to the speaker
before it, one after "X said:" to X. A last model says how sure each quotation is; the unlikely ones are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq
from dataclasses import dataclass, replace

from collectors.metrics.quotations import linking
from collectors.metrics.quotations.labelled_pieces import Piece, pieces
from collectors.metrics.quotations.linking import Sequence, SpeakerCandidate, Weights
from collectors.metrics.quotations.speakers.speaker_words import word_set
from collectors.metrics.quotations.tokens import Ints, TokenizedText

_UNSURE = -3.0  # a speaker below this log-odds is not taken


#: A cue whose content is awaited in the next paragraph, with its speaker.
Waiting = tuple[tuple[int, int] | None, Piece] | None


@dataclass(frozen=True)
class FoundQuotation:
    """A quotation in tokens with how its parts were joined.

    `origin` is where the speaker came from: S, N, P or L as in link.Candidate, "pend" (a cue that ended the paragraph
    before in a colon), "float" (carried from the quotation before), "rest" (no cue), "head" or "sign" (the layout names
    the speaker), "label" (`attributed_labels`), "-" (no speaker found). `odds` are the log-odds that the model of
    confidence gave it, None where a rule found it; `probability` is that of span and speaker being right;
    `worded` whether the content gives what was said.
    """

    sequence: Sequence
    cue: Piece | None
    contents: tuple[Piece, ...]
    speaker: tuple[int, int] | None
    origin: str
    speaker_score: float = 0.0
    content_score: float = 0.0
    relay: tuple[int, int] | None = None
    odds: float | None = None
    probability: float = 0.5
    worded: bool = True

    @property
    def near_cue(self) -> Piece | None:
        """The cue if it stands in the same paragraph as the content."""
        c = self.cue
        return c if c and self.sequence.first <= c.first < self.sequence.end else None


class _LabelWalk:
    """One pass over the paragraphs, remembering who spoke last and a cue that waits for the next paragraph."""

    def __init__(self, content_model: Weights, speaker_model: Weights) -> None:
        self.content_model, self.speaker_model = content_model, speaker_model
        self.found: list[FoundQuotation] = []
        self.last: tuple[int, int] | None = None
        self.open: int | None = None  # the quotation whose marks were left open at the end of the paragraph before
        self.waiting: Waiting = None

    def step(self, s: Sequence) -> None:
        goes_on = self.open if s.quote[0] == 2 else None
        n = len(self.found)
        self._read(s, goes_on)
        self.open = goes_on if goes_on is not None and len(self.found) == n else None
        if s.quote[-1] == 1 and len(self.found) > n:
            self.open = max(range(n, len(self.found)), key=lambda i: self.found[i].contents[-1].end)
        elif s.quote[-1] != 1:
            self.open = None

    def _read(self, s: Sequence, goes_on: int | None) -> None:
        laid_out = _laid_out(s)
        if laid_out:
            self._add(laid_out)
            return
        held, free, sure = linking.assign(s, self.content_model)
        waiting, self.waiting = self.waiting, None
        before: tuple[int, int] | None = None
        for c in s.cues:
            value, who = self._speaker(s, c, held[c], before)
            speaker = (who.first, who.end) if who else None
            before = speaker or before
            if held[c]:
                self._add(FoundQuotation(s, c, tuple(held[c]), speaker, who.origin if who else "-", value, sure[c]))
            elif s.low[-1] == ":" and c.end >= s.end - 3:
                self.waiting = (speaker, c)
        self._loose(s, free, waiting, goes_on)

    def _speaker(
        self, s: Sequence, c: Piece, contents: list[Piece], before: tuple[int, int] | None
    ) -> tuple[float, SpeakerCandidate | None]:
        best, top = None, _UNSURE
        for x in linking.candidates(s, c, before, self.last):
            v = linking.score(self.speaker_model, linking.speaker_features(s, x, c, contents))
            if v > top:
                best, top = x, v
        return top, best

    def _loose(self, s: Sequence, free: list[Piece], waiting: Waiting, goes_on: int | None) -> None:
        """Contents that no cue of their paragraph took."""
        if not free:
            return
        if waiting:
            self._add(FoundQuotation(s, waiting[1], tuple(free), waiting[0], "pend"))
            return
        floating = [x for x in free if _mostly_quoted(s, x)]
        if floating and goes_on is not None:
            earlier = self.found[goes_on]
            self.found[goes_on] = replace(earlier, contents=(*earlier.contents, *floating))
        elif floating:
            self._add(FoundQuotation(s, None, tuple(floating), self.last, "float"))
        for x in free:
            if x not in floating:
                who = (s.speakers[0].first, s.speakers[0].end) if s.speakers else None
                self.found.append(FoundQuotation(s, None, (x,), who, "rest"))

    def _add(self, f: FoundQuotation) -> None:
        self.found.append(f)
        self.last = f.speaker or self.last


_DASHES = ("—", "―", "–", "-")
#: What stands in capitals before a colon and is nobody.
_LABELS = word_set("""update breaking note correction photo photos video watch read more related live exclusive opinion
    analysis source sources editor transcript image credit what why how who when where key fact facts factbox timeline
    summary latest breaking-news q a""")


def _laid_out(s: Sequence) -> FoundQuotation | None:
    """A paragraph whose layout names its speaker: a transcript's "NAME: words", or "“words” — Name" to its end."""
    return _transcript(s) or _signed(s)


_BRACKET = 7  # tokens of what stands in brackets after a transcript's name


def _transcript(s: Sequence) -> FoundQuotation | None:
    a = s.first + (s.quote[0] == 2)
    i = a
    while i < min(s.end, a + 5) and s.shape[i - s.first] == 4 and s.low[i - s.first] not in _LABELS:
        i += 1
    name = i
    if i > a and i < s.end and s.word(i) == "(":  # "KERNER (voice-over): ..."
        i = next((t + 1 for t in range(i, min(s.end, i + _BRACKET)) if s.word(t) == ")"), i)
    if i == a or i + 1 >= s.end or s.word(i) != ":" or not _has_word(s.doc, Piece("T", "<", i + 1, s.end)):
        return None
    return FoundQuotation(s, Piece("C", "", i, i + 1), (Piece("T", "<", i + 1, s.end),), (a, name), "head")


def _signed(s: Sequence) -> FoundQuotation | None:
    if not s.quote or s.quote[0] != 2:
        return None
    i = 1
    while i < len(s.quote) and s.quote[i] == 1:
        i += 1
    if i + 2 >= len(s.quote) or s.quote[i] != 3 or s.low[i + 1] not in _DASHES:
        return None
    first, end = s.first + i + 2, s.end
    while first < end and s.low[first - s.first] in _DASHES:
        first += 1
    if s.low[-1] == ".":
        end -= 1
    shapes = s.shape[first - s.first : end - s.first]
    if not 1 <= len(shapes) <= 8 or shapes[0] not in (3, 4, 7) or sum(x in (3, 4, 7) for x in shapes) * 2 < len(shapes):
        return None
    return FoundQuotation(
        s, Piece("C", "", s.first + i + 1, first), (Piece("T", ">", s.first, s.first + i + 1),), (first, end), "sign"
    )


def _mostly_quoted(s: Sequence, x: Piece) -> bool:
    inside = x.end - x.first - s.quote[x.first - s.first : x.end - s.first].count(0)
    return inside * 2 > x.end - x.first


def _has_word(doc: TokenizedText, p: Piece) -> bool:
    return any(doc.word[p.first : p.end])


def _may_be_signed(doc: TokenizedText, a: int, b: int) -> bool:
    """Whether a paragraph begins with marks and has a dash behind them: "“words” — Name"."""
    return doc.quotes[a] == 2 and b - a < _SIGNED and not set(_DASHES).isdisjoint(doc.surfaces[a:b])


_SIGNED = 120  # tokens


def sequences(doc: TokenizedText, labels: Ints) -> list[Sequence]:
    """The labelled paragraphs of a document that hold a cue or a content."""
    plain = labels.tolist()
    found = []
    for a, b in doc.sequences:
        kept = [p for p in pieces(plain[a:b], a) if p.kind != "T" or _has_word(doc, p)]
        if (kept and any(p.kind != "S" for p in kept)) or ":" in doc.surfaces[a : a + 6] or _may_be_signed(doc, a, b):
            found.append(Sequence.of(doc, a, b, kept))
    return found


def assemble(parts: Seq[Sequence], content_model: Weights, speaker_model: Weights) -> list[FoundQuotation]:
    """The quotations of a document from its labelled paragraphs, in reading order of their paragraphs."""
    walk = _LabelWalk(content_model, speaker_model)
    for s in parts:
        walk.step(s)
    return walk.found
