"""How sure a quotation is: features of the whole of it, for the last model, which drops the unlikely ones."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from collectors.metrics.quotations import predicates
from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.clause_roles import ROLE
from collectors.metrics.quotations.labelled_pieces import LABELS
from collectors.metrics.quotations.linking import PRONOUNS, far
from collectors.metrics.quotations.tagging import Floats
from collectors.metrics.quotations.tokens import Ints, TokenizedText, stem

_CUE = [i for i, n in enumerate(LABELS) if n[1:] == "C"]
_SPEAKER = [i for i, n in enumerate(LABELS) if n[1:2] == "S"]
_CONTENT = [i for i, n in enumerate(LABELS) if n[1:2] == "T"]
_BEGIN = [i for i in _CONTENT if LABELS[i][0] == "B"]
_INSIDE = [i for i in _CONTENT if LABELS[i][0] == "I"]
_NOT_BEGIN, _NOT_INSIDE = ([i for i in range(len(LABELS)) if i not in some] for some in (_BEGIN, _INSIDE))


class QuotationEvidence:
    """How far each token's scores speak for a cue, a speaker, a content, and for a content's beginning."""

    def __init__(self, doc: TokenizedText, roles: Ints, scores: Floats) -> None:
        self.doc, self.roles = doc, roles
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
    return got + _speaker(f, e) + _clause(f, e)


def _clause(f: FoundQuotation, e: QuotationEvidence) -> list[str]:
    """What the clauses speak for: the form of the content, the roles of cue and content."""
    roles, form = e.roles, predicates.content_form(e.doc, e.roles, f)
    says = predicates.says(e.doc, f)
    first = f.contents[0].first
    of_contents = [role for p in f.contents for role in roles[p.first : p.end].tolist()]
    verbs = of_contents.count(ROLE["VF"]) + of_contents.count(ROLE["VC"])
    got = [
        f"form{form}{says:d}",
        f"verbs{min(3, verbs)}{says:d}",
        f"role{int(roles[first])}{form}",
        f"refuses{predicates.is_refusal(e.doc, f):d}",
    ]
    c = f.near_cue
    if c:
        before = int(roles[c.first - 1]) if c.first else -1
        got += [
            f"form{form}" + e.doc.low[c.end - 1],
            f"form{form}stem" + stem(e.doc.low[c.end - 1]),
            f"crole{int(roles[c.end - 1])}{form}",
            f"croles{before}.{int(roles[c.first])}.{int(roles[c.end - 1])}",
        ]
    return got


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


#: The least probability of a quotation by whether its cue is a verb of saying and by the form of its content, before
#: calibration (`predicates` has the proof). Chosen on PolNeAR's dev part and the open halves of GUM and BASIL: .7 for
#: phrases leaves .31 of BASIL's own words in another voice in place of .34, and costs .012 of F1 on PolNeAR.
FLOORS = {
    (True, predicates.CLAUSE): 0.25,
    (True, predicates.MARKS): 0.3,
    (True, predicates.PHRASE): 0.35,
    (True, predicates.INFINITIVE): 0.35,
    (False, predicates.CLAUSE): 0.3,
    (False, predicates.MARKS): 0.3,
    (False, predicates.PHRASE): 0.5,
    (False, predicates.INFINITIVE): 0.5,
}


#: A word or two in marks behind a verb that is none of saying ("opened its “vote”") are more often the outlet's.
_FEW_MARKED, _LEAST_OF_FEW = 3, 0.6


def floor_of(found: FoundQuotation, evidence: QuotationEvidence, keep: float) -> float:
    """The log-odds below which a quotation is dropped.

    Args:
        found: The quotation.
        evidence: The text with its clauses.
        keep: The least probability of quotations that no class of predicates makes doubtful.
    """
    form = predicates.content_form(evidence.doc, evidence.roles, found)
    if predicates.is_refusal(evidence.doc, found) or predicates.is_act(evidence.doc, found, form):
        return math.inf
    says = predicates.says(evidence.doc, found)
    least = max(keep, FLOORS.get((says, form), keep)) if found.cue else keep  # marks alone may be all that shows speech
    if (
        found.cue
        and form == predicates.MARKS
        and not says
        and predicates.marked_words(evidence.doc, found) <= _FEW_MARKED
    ):
        least = _LEAST_OF_FEW
    return math.log(least / (1 - least))


#: How the probability of a quotation follows from the log-odds of the model: slope and constant by where it comes from.
Calibration = Mapping[str, tuple[float, float]]


def probability(found: FoundQuotation, calibration: Calibration) -> float:
    """The probability that span and speaker of a quotation are right, between 0.01 and 0.99.

    Args:
        found: The quotation, with the log-odds that the model gave it, or None if a rule found it.
        calibration: Learnt on quotations that no model had seen.
    """
    slope, constant = calibration[source_of(found)]
    odds = slope * (found.odds or 0.0) + constant
    return round(min(0.99, max(0.01, 1 / (1 + math.exp(-odds)))), 3)


def source_of(found: FoundQuotation) -> str:
    """Where a quotation comes from: the taggers ("tagged"), or a rule for labels, reports or sentences in marks."""
    if found.odds is not None:
        return "tagged"
    return "label" if found.origin == "label" else "report" if found.cue else "marks"
