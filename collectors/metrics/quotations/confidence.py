"""How sure a quotation is: features of the whole of it, for the last model, which drops the unlikely ones."""

from __future__ import annotations

import numpy as np

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import LABELS
from collectors.metrics.quotations.linking import PRONOUNS, far
from collectors.metrics.quotations.tagging import Floats
from collectors.metrics.quotations.tokens import stem

_CUE = [i for i, n in enumerate(LABELS) if n[1:] == "C"]
_SPEAKER = [i for i, n in enumerate(LABELS) if n[1:2] == "S"]
_CONTENT = [i for i, n in enumerate(LABELS) if n[1:2] == "T"]
_BEGIN = [i for i in _CONTENT if LABELS[i][0] == "B"]
_INSIDE = [i for i in _CONTENT if LABELS[i][0] == "I"]
_NOT_BEGIN, _NOT_INSIDE = ([i for i in range(len(LABELS)) if i not in some] for some in (_BEGIN, _INSIDE))


class QuotationEvidence:
    """How far each token's scores speak for a cue, a speaker, a content, and for a content's beginning."""

    def __init__(self, scores: Floats) -> None:
        by = np.ascontiguousarray(scores.T)
        self.cue = by[_CUE].max(0) - by[0]
        self.speaker = by[_SPEAKER].max(0) - by[0]
        self.content = by[_CONTENT].max(0) - by[0]
        self.begin = by[_BEGIN].max(0) - by[_NOT_BEGIN].max(0)
        self.inside = by[_INSIDE].max(0) - by[_NOT_INSIDE].max(0)


def _class(value: float, low: int, high: int) -> int:
    near = round(value)
    return low if near < low else high if near > high else near


def _mean(values: Floats) -> float:
    """Half the time of `values.mean()` on the few numbers of a quotation."""
    return float(np.add.reduce(values) / np.float32(len(values)))


def confidence_features(f: FoundQuotation, e: QuotationEvidence) -> list[str]:
    """What speaks for and against one quotation."""
    s, x = f.sequence, f.contents[0]
    contents = [p for p in f.contents if s.first <= p.first < s.end]  # without those of the paragraphs after it
    n = sum(p.end - p.first for p in contents)
    inside = n - sum(s.quote[p.first - s.first : p.end - s.first].count(0) for p in contents)
    q = 0 if not inside else 2 if inside >= 0.9 * n else 1
    got = ["b", f"q{q}", f"n{min(3, len(contents))}", f"len{far(n)}", f"qlen{q}{far(n)}", f"org{f.origin}"]
    got += _cue(f, e, q) if f.near_cue else [f"nocue{f.origin}{q}", f"nocuelen{q}{far(n)}"]
    got += [f"t0{s.word(x.first)}", f"t1{s.word(x.first + 1)}", f"tl{s.word(x.end - 1)}", f"tpost{s.word(x.end)}"]
    got += [f"tpre{s.word(x.first - 1)}", f"m{_class(f.speaker_score, -4, 6)}", f"lm{_class(f.content_score, -3, 6)}"]
    parts = e.content[contents[0].first : contents[0].end]
    if len(contents) > 1:
        parts = np.concatenate([e.content[p.first : p.end] for p in contents])
    got += [
        f"et{q > 0:d}{_class(_mean(parts) * 1.5, -6, 10)}",
        f"emin{_class(float(np.minimum.reduce(parts)), -8, 4)}",
    ]
    got += [f"eb{_class(float(e.begin[x.first]), -6, 8)}", f"seq{min(2, s.first)}"]
    last = contents[-1].end
    if last < len(e.inside):
        got.append(f"ee{_class(float(e.inside[last]), -6, 8)}")
    return got + _speaker(f, e)


def _cue(f: FoundQuotation, e: QuotationEvidence, q: int) -> list[str]:
    s, x, c = f.sequence, f.contents[0], f.near_cue
    assert c is not None  # noqa: S101 -- narrows the type; the caller asked near_cue
    w = [s.word(i) for i in range(c.first, c.end)]
    before = x.end <= c.first
    gap = far(max(0, c.first - x.end, x.first - c.end))
    return [
        "cw" + " ".join(w[:6]),
        "c0" + w[0],
        "cl" + w[-1],
        f"cn{min(4, len(w))}",
        "clx" + w[-1] + s.word(c.end),
        "cstem" + stem(w[-1]),
        "c0stem" + stem(w[0]),
        f"clq{q}" + w[-1],
        "cpre" + s.word(c.first - 1),
        "cpost" + s.word(c.end),
        "clp" + w[-1] + s.word(x.first),
        f"gap{before:d}{gap}",
        f"side{before:d}{x.side}",
        f"lastcue{c.end >= s.end - 1:d}",
        f"ec{_class(_mean(e.cue[c.first : c.end]), -6, 8)}",
    ]


def _speaker(f: FoundQuotation, e: QuotationEvidence) -> list[str]:
    if f.speaker is None:
        return []
    s, (a, b) = f.sequence, f.speaker
    got = [f"sl{min(4, b - a)}"]
    if s.first <= a < s.end:
        look = "p" if s.word(a) in PRONOUNS else str(s.shape[a - s.first])
        got += ["slook" + look, "sw" + s.word(a), "swl" + s.word(b - 1)]
        got.append(f"es{_class(_mean(e.speaker[a:b]), -6, 8)}")
        c = f.near_cue
        if c:
            got.append(f"sgap{far(max(0, c.first - b, a - c.end))}{a < c.first:d}")
    return got
