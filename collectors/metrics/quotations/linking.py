"""From labelled pieces to quotations: which cue a content belongs to, and who is its speaker.

Two logistic models over pairs, content with cue and speaker with cue. Their features are short strings; the models are
plain tables of weights.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from operator import attrgetter

from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.speakers.speaker_words import word_set
from collectors.metrics.quotations.tokens import TokenizedText

Weights = Mapping[str, float]
_NEAR = ("0", "1", "2", "3", "3", "5", "5", "5", "5") + ("9",) * 8 + ("17",) * 16
PRONOUNS = word_set("he she they it i we you who")
_CLOSE = 1  # a labelled speaker this near to its cue needs no rivals from unlabelled names
_LOOSE = -1.5  # log-odds below which a content is left without a cue
_AUX = word_set("is are was were be been being am has have had will would")


def far(d: int) -> str:
    return _NEAR[d] if d < len(_NEAR) else "f"


@dataclass
class Sequence:
    """One paragraph's pieces, and plain lists of what the pair features ask about each token."""

    doc: TokenizedText
    first: int
    end: int
    cues: list[Piece] = field(default_factory=list)
    contents: list[Piece] = field(default_factory=list)
    speakers: list[Piece] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    quote: list[int] = field(default_factory=list)
    shape: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, doc: TokenizedText, first: int, end: int, found: Iterable[Piece]) -> Sequence:
        s = cls(doc, first, end)
        for p in found:
            (s.cues if p.kind == "C" else s.contents if p.kind == "T" else s.speakers).append(p)
        s.low = doc.low[first:end]
        s.sentence = doc.sentences[first:end]
        s.quote = doc.quotes[first:end]
        s.shape = doc.shapes[first:end]
        return s

    def word(self, i: int) -> str:
        k = i - self.first
        return self.low[k] if 0 <= k < len(self.low) else "<>"


def content_features(s: Sequence, x: Piece, c: Piece) -> list[str]:
    """How content `x` stands to cue `c`."""
    before = x.end <= c.first
    a, b = (x.end, c.first) if before else (c.end, x.first)
    d = "B" if before else "A"
    o = s.first
    between = s.low[a - o : b - o] if b - a < 40 else []
    other_cues = [k for k in _local(s.cues, x.first) if k is not c]
    other_contents = [k for k in _local(s.contents, c.first) if k is not x]
    cues = sum([a <= k.first < b for k in other_cues])
    others = sum([a <= k.first < b for k in other_contents])
    sources = sum([a <= k.first < b for k in _local(s.speakers, a)])
    sx, sy, sc = s.sentence[x.first - o], s.sentence[x.end - 1 - o], s.sentence[c.first - o]
    ds = 0 if sx <= sc <= sy else min(3, abs(sc - sx), abs(sc - sy))
    gap = _gap(c, x)
    rank = sum([_gap(k, x) < gap for k in other_cues])
    quoted = s.quote[x.first - o] > 0
    # Another content of the same sentence on the other side of the cue: the cue may stand in the middle of a quotation.
    sides = [(k.end <= c.first) == before for k in other_contents if s.sentence[k.first - o] == sc]
    rival, same = False in sides, True in sides
    f = [
        "b",
        f"d{d}",
        f"gap{d}{far(b - a)}",
        f"ncue{d}{min(2, cues)}",
        f"nx{d}{min(2, others)}",
        f"ns{d}{min(2, sources)}",
        f"ds{d}{ds}",
        f"rank{d}{min(3, rank)}",
        f"q{d}{quoted:d}",
        f"riv{d}{rival:d}{ds == 0:d}",
        f"same{d}{same:d}{ds == 0:d}",
        f"dir{d}{x.side}",
        f"dirr{d}{x.side}{min(2, rank)}{min(1, cues)}",
        f"w{d}{s.word(c.first)}",
        f"st{d}{s.word(c.end)[:1]}{quoted:d}",
        f"ncuer{d}{min(2, cues)}{min(2, rank)}{ds}",
        f"n{min(3, len(s.cues))}{min(3, len(s.contents))}{d}",
        f"pre{d}{s.word(x.first - 1)}",
        f"post{d}{s.word(x.end)}",
        f"last{d}{s.word(x.end - 1)}",
        f"ing{d}{s.word(c.end - 1).endswith('ing'):d}",
        f"adj{d}{far(b - a)}{min(1, sources)}{quoted:d}",
        f"cend{d}{s.word(c.end)}",
    ]
    if between:
        f += [f"btw{d}{w}" for w in (".", ":", ",", ";", "and", "that", "who", "but") if w in between]
    return f


def _local(pieces: list[Piece], at: int) -> list[Piece]:
    """The pieces around a token, at most eight on either side: bounds the work on text that is all cues."""
    if len(pieces) <= 16:
        return pieces
    i = bisect.bisect_left(pieces, at, key=attrgetter("first"))
    return pieces[max(0, i - 8) : i + 8]


def _gap(c: Piece, x: Piece) -> int:
    return max(c.first - x.end, x.first - c.end)


@dataclass(frozen=True)
class SpeakerCandidate:
    """A possible speaker of a cue: tokens [first, end), its origin, and the label's side if it was labelled."""

    origin: str  # S labelled, N a name or pronoun in the sentence, P the speaker of the cue before, L last speaker
    first: int
    end: int
    side: str = ""


def speaker_features(s: Sequence, x: SpeakerCandidate, c: Piece, contents: list[Piece]) -> list[str]:
    """How candidate `x` stands to cue `c` with these contents."""
    if x.origin == "L":
        quoted = bool(contents) and s.quote[contents[0].first - s.first] > 0
        return [
            "L",
            f"Lq{quoted:d}",
            f"Ln{min(2, len(s.speakers))}",
            f"Lw{s.word(c.first)}",
            f"Li{c.first == s.first:d}",
        ]
    o = s.first
    before = x.end <= c.first
    a, b = (x.end, c.first) if before else (c.end, x.first)
    d = x.origin + ("B" if before else "A")
    between = s.low[a - o : b - o] if 0 <= b - a < 40 else []
    speakers = _local(s.speakers, c.first)
    cues = sum([a <= k.first < b for k in _local(s.cues, c.first) if k is not c])
    others = sum([a <= k.first < b for k in speakers if k.first != x.first or k.end != x.end])
    content = sum([a <= k.first < b for k in _local(s.contents, c.first)])
    inside = True in [k.first <= x.first < k.end for k in contents]
    ds = min(2, abs(s.sentence[x.first - o] - s.sentence[c.first - o]))
    rank = sum([max(c.first - k.end, k.first - c.end) < b - a for k in speakers if k.first != x.first])
    look = "p" if s.low[x.first - o] in PRONOUNS else str(s.shape[x.first - o])
    ing = s.word(c.end - 1).endswith("ing") and s.word(c.first) not in _AUX
    side = bool(contents) and (contents[0].end <= c.first) == before
    f = [
        "b" + x.origin,
        "d" + d,
        f"gap{d}{far(max(0, b - a))}",
        f"cue{d}{min(2, cues)}",
        f"oth{d}{min(2, others)}",
        f"con{d}{min(2, content)}",
        f"ds{d}{ds}",
        f"rank{d}{min(3, rank)}",
        f"look{d}{look}",
        f"dir{d}{x.side}",
        f"dirc{d}{x.side}{min(1, cues)}{min(2, rank)}",
        f"w{d}{s.word(c.first)}",
        f"ing{d}{ing:d}{min(2, cues)}",
        f"pre{d}{s.word(x.first - 1)}",
        f"post{d}{s.word(x.end)}",
        f"cpre{d}{s.word(c.first - 1)}",
        f"in{d}{inside:d}",
        f"ns{d}{min(3, len(s.speakers))}",
        f"side{d}{side:d}{ds}",
        f"init{d}{x.first == s.first:d}{s.word(x.first - 1)}",
        f"adj{d}{far(max(0, b - a))}{look}",
        f"len{d}{min(3, x.end - x.first)}",
        f"touchw{d}{a >= b:d}{s.word(c.first)}",
        f"touchs{d}{a >= b:d}{side:d}{look}",
        f"endw{d}{s.word(c.end)[:1]}{a >= b:d}",
        f"of{d}{_touching(s, x, c)}{look}",
    ]
    if between:
        f += [f"btw{d}{w}" for w in (".", ":", ",", ";", "and", "that", "who", "but", "by", "to") if w in between]
    return f


def _touching(s: Sequence, x: SpeakerCandidate, c: Piece) -> str:
    """Whether another labelled speaker touches the cue before or after, when `x` does not."""
    if x.end == c.first or x.first == c.end:
        return "x"
    return "".join(
        ["b" if k.end == c.first else "a" for k in _local(s.speakers, c.first) if k.end == c.first or k.first == c.end]
    )


def score(weights: Weights, feats: list[str]) -> float:
    """The sum of these features' weights."""
    return sum(map(weights.get, feats, repeat(0.0)))


def assign(s: Sequence, weights: Weights) -> tuple[dict[Piece, list[Piece]], list[Piece], dict[Piece, float]]:
    """Each content's cue by the content model, the contents that fit none, and each cue's least sure score."""
    held: dict[Piece, list[Piece]] = {c: [] for c in s.cues}
    sure: dict[Piece, float] = {}
    free: list[Piece] = []
    for x in s.contents:
        best, top = None, _LOOSE
        for c in nearest(s, x):
            v = score(weights, content_features(s, x, c))
            if v > top:
                best, top = c, v
        if best is None:
            free.append(x)
        else:
            held[best].append(x)
            sure[best] = min(sure.get(best, top), top)
    return held, free, sure


def nearest(s: Sequence, x: Piece) -> list[Piece]:
    """The six cues nearest to a content."""
    near = _local(s.cues, x.first)
    return sorted(near, key=lambda c: (_gap(c, x), c.first))[:6] if len(near) > 1 else near


def candidates(
    s: Sequence, c: Piece, before: tuple[int, int] | None, last: tuple[int, int] | None
) -> list[SpeakerCandidate]:
    """Possible speakers of a cue: labelled ones of the paragraph, names and pronouns of its sentence near it, the
    speaker of the cue before in the paragraph, and the speaker of the quotation before."""
    labelled = _local(s.speakers, c.first)
    if len(labelled) > 8:
        labelled = sorted(labelled, key=lambda x: (_gap(c, x), x.first))[:8]
    found = [SpeakerCandidate("S", x.first, x.end, x.side) for x in labelled]
    taken = [(x.first, x.end) for x in (*labelled, *_local(s.cues, c.first))]
    if not any(-1 <= _gap(c, x) <= _CLOSE for x in labelled):
        found += [SpeakerCandidate("N", a, b) for a, b in _mentions(s, c) if not any(a < y and x < b for x, y in taken)]
    known = {(x.first, x.end) for x in found}
    for origin, x in (("P", before), ("L", last)):
        if x and x not in known:
            known.add(x)
            found.append(SpeakerCandidate(origin if s.first <= x[0] < s.end else "L", *x))
    return found


def _mentions(s: Sequence, c: Piece) -> list[tuple[int, int]]:
    """Runs of capitalised words and pronouns outside quotation marks, within 25 tokens before and 8 after the cue in
    its sentence."""
    o, found, i = s.first, [], max(s.first, c.first - 25)
    stop = min(s.end, c.end + 8)
    at = s.sentence[c.first - o]
    while i < stop:
        k = i - o
        if s.quote[k] or s.sentence[k] != at or c.first <= i < c.end:
            i += 1
            continue
        if s.low[k] in PRONOUNS:
            found.append((i, i + 1))
        elif s.shape[k] in (3, 4) or (
            s.low[k] in ("the", "a", "an", "his", "her", "their") and i + 1 < stop and not s.quote[k + 1]
        ):
            j = i + 1
            while (
                j < stop
                and (
                    s.shape[j - o] in (3, 4, 7)
                    or (
                        j == i + 1
                        and s.shape[k] != 4
                        and s.low[k] in ("the", "a", "an", "his", "her", "their")
                        and s.shape[j - o] == 2
                    )
                )
                and not s.quote[j - o]
                and not c.first <= j < c.end
            ):
                j += 1
            found.append((i, j))
            i = j
            continue
        i += 1
    return found
