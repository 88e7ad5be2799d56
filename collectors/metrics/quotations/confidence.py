"""How likely a quotation is: features of the whole quotation for the last model, which drops the unlikely ones."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from collectors.metrics.quotations import predicates
from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.clause_roles import ROLE
from collectors.metrics.quotations.labelled_pieces import LABELS
from collectors.metrics.quotations.linking import PRONOUNS, far
from collectors.metrics.quotations.tagging import Floats
from collectors.metrics.quotations.tokens import Ints, TokenizedText, stem

_CUE = [index for index, name in enumerate(LABELS) if name[1:] == "C"]
_SPEAKER = [index for index, name in enumerate(LABELS) if name[1:2] == "S"]
_CONTENT = [index for index, name in enumerate(LABELS) if name[1:2] == "T"]
_BEGIN = [label for label in _CONTENT if LABELS[label][0] == "B"]
_INSIDE = [label for label in _CONTENT if LABELS[label][0] == "I"]
_NOT_BEGIN, _NOT_INSIDE = ([index for index in range(len(LABELS)) if index not in some] for some in (_BEGIN, _INSIDE))


class QuotationEvidence:
    """The tagger's margin, per token, for a cue, a speaker, a content, and for the beginning or inside of a content.

    Args:
        doc: The text.
        roles: The clause role of each token.
        scores: The second pass's scores, of shape (tokens, labels).
    """

    def __init__(self, doc: TokenizedText, roles: Ints, scores: Floats) -> None:
        self.doc, self.roles = doc, roles
        self.plain_roles: list[int] = roles.tolist()
        by = np.ascontiguousarray(scores.T)
        self.cue = by[_CUE].max(0) - by[0]
        self.speaker = by[_SPEAKER].max(0) - by[0]
        self.content = by[_CONTENT].max(0) - by[0]
        self.begin = by[_BEGIN].max(0) - by[_NOT_BEGIN].max(0)
        self.inside = by[_INSIDE].max(0) - by[_NOT_INSIDE].max(0)


def _class(value: float, low: int, high: int) -> int:
    near = round(value)
    return low if near < low else high if near > high else near


def margin_class(value: float) -> int:
    """Return the class of a margin of the tagger's scores, from -6 to 8."""
    return _class(value, -6, 8)


def mean(values: Floats) -> float:
    """Return the mean, in half the time of `values.mean()` on the few numbers of a quotation."""
    return float(np.add.reduce(values) / np.float32(len(values)))


def confidence_features(quotation: FoundQuotation, evidence: QuotationEvidence) -> list[str]:
    """Return the names of the features of one quotation.

    Args:
        quotation: The quotation.
        evidence: The tagger's scores and the clauses of its text.
    """
    sequence, opening = quotation.sequence, quotation.contents[0]
    contents = [
        content for content in quotation.contents if sequence.first <= content.first < sequence.end
    ]  # without those of the paragraphs after it
    length = sum(content.end - content.first for content in contents)
    inside = length - sum(
        sequence.quote[content.first - sequence.first : content.end - sequence.first].count(0) for content in contents
    )
    quoted = 0 if not inside else 2 if inside >= 0.9 * length else 1
    got = [
        "b",
        f"q{quoted}",
        f"n{min(3, len(contents))}",
        f"len{far(length)}",
        f"qlen{quoted}{far(length)}",
        f"org{quotation.origin}",
    ]
    got += (
        _cue(quotation, evidence, quoted)
        if quotation.near_cue
        else [f"nocue{quotation.origin}{quoted}", f"nocuelen{quoted}{far(length)}"]
    )
    got += [
        f"t0{sequence.word(opening.first)}",
        f"t1{sequence.word(opening.first + 1)}",
        f"tl{sequence.word(opening.end - 1)}",
        f"tpost{sequence.word(opening.end)}",
    ]
    got += [
        f"tpre{sequence.word(opening.first - 1)}",
        f"m{_class(quotation.speaker_score, -4, 6)}",
        f"lm{_class(quotation.content_score, -3, 6)}",
    ]
    parts = evidence.content[contents[0].first : contents[0].end]
    if len(contents) > 1:
        parts = np.concatenate([evidence.content[content.first : content.end] for content in contents])
    got += [
        f"et{quoted > 0:d}{_class(mean(parts) * 1.5, -6, 10)}",
        f"emin{_class(float(np.minimum.reduce(parts)), -8, 4)}",
    ]
    got += [f"eb{_class(float(evidence.begin[opening.first]), -6, 8)}", f"seq{min(2, sequence.first)}"]
    last = contents[-1].end
    if last < len(evidence.inside):
        got.append(f"ee{_class(float(evidence.inside[last]), -6, 8)}")
    return got + _speaker(quotation, evidence) + _clause(quotation, evidence)


def _clause(quotation: FoundQuotation, evidence: QuotationEvidence) -> list[str]:
    """The features on clauses: the form of the content, the roles of cue and content."""
    roles, form = evidence.roles, predicates.content_form(evidence.doc, evidence.roles, quotation)
    says = predicates.says(evidence.doc, quotation)
    first = quotation.contents[0].first
    of_contents = [role for content in quotation.contents for role in roles[content.first : content.end].tolist()]
    verbs = of_contents.count(ROLE["VF"]) + of_contents.count(ROLE["VC"])
    got = [
        f"form{form}{says:d}",
        f"verbs{min(3, verbs)}{says:d}",
        f"role{int(roles[first])}{form}",
        f"refuses{predicates.is_refusal(evidence.doc, quotation):d}",
    ]
    cue = quotation.near_cue
    if cue:
        before = int(roles[cue.first - 1]) if cue.first else -1
        got += [
            f"form{form}" + evidence.doc.low[cue.end - 1],
            f"form{form}stem" + stem(evidence.doc.low[cue.end - 1]),
            f"crole{int(roles[cue.end - 1])}{form}",
            f"croles{before}.{int(roles[cue.first])}.{int(roles[cue.end - 1])}",
        ]
    return got


def _cue(quotation: FoundQuotation, evidence: QuotationEvidence, quoted: int) -> list[str]:
    sequence, content, cue = quotation.sequence, quotation.contents[0], quotation.near_cue
    assert cue is not None  # noqa: S101 -- narrows the type; the caller asked near_cue
    words = [sequence.word(index) for index in range(cue.first, cue.end)]
    before = content.end <= cue.first
    gap = far(max(0, cue.first - content.end, content.first - cue.end))
    return [
        "cw" + " ".join(words[:6]),
        "c0" + words[0],
        "cl" + words[-1],
        f"cn{min(4, len(words))}",
        "clx" + words[-1] + sequence.word(cue.end),
        "cstem" + stem(words[-1]),
        "c0stem" + stem(words[0]),
        f"clq{quoted}" + words[-1],
        "cpre" + sequence.word(cue.first - 1),
        "cpost" + sequence.word(cue.end),
        "clp" + words[-1] + sequence.word(content.first),
        f"gap{before:d}{gap}",
        f"side{before:d}{content.side}",
        f"lastcue{cue.end >= sequence.end - 1:d}",
        f"ec{_class(mean(evidence.cue[cue.first : cue.end]), -6, 8)}",
    ]


def _speaker(quotation: FoundQuotation, evidence: QuotationEvidence) -> list[str]:
    if quotation.speaker is None:
        return []
    sequence, (first, end) = quotation.sequence, quotation.speaker
    got = [f"sl{min(4, end - first)}"]
    if sequence.first <= first < sequence.end:
        look = "p" if sequence.word(first) in PRONOUNS else str(sequence.shape[first - sequence.first])
        got += ["slook" + look, "sw" + sequence.word(first), "swl" + sequence.word(end - 1)]
        got.append(f"es{_class(mean(evidence.speaker[first:end]), -6, 8)}")
        cue = quotation.near_cue
        if cue:
            got.append(f"sgap{far(max(0, cue.first - end, first - cue.end))}{first < cue.first:d}")
    return got


#: The least probability of a quotation by whether its cue is a verb of saying and by the form of its content, before
#: calibration (measured in `predicates`). Chosen on PolNeAR's dev part and the open halves of GUM and BASIL: .7 for
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


#: A few words in marks after a verb that is not one of saying ("opened its “vote”") are more often the outlet's own.
_FEW_MARKED, _LEAST_OF_FEW = 3, 0.55


def floor_of(found: FoundQuotation, evidence: QuotationEvidence, keep: float) -> float:
    """Return the log-odds below which a quotation is dropped.

    Args:
        found: The quotation.
        evidence: The text with its clauses.
        keep: The least probability, from 0 to 1, for quotations whose predicate sets no higher floor.

    Returns:
        The floor; infinite for refusals to speak and for acts.
    """
    form = predicates.content_form(evidence.doc, evidence.roles, found)
    if predicates.is_refusal(evidence.doc, found) or predicates.is_act(evidence.doc, found, form):
        return math.inf
    if predicates.is_hardly_any(evidence.doc, found, form):
        return math.inf
    says = predicates.says(evidence.doc, found)
    least = max(keep, FLOORS.get((says, form), keep)) if found.cue else keep  # without a cue, marks alone show speech
    if (
        found.cue
        and form == predicates.MARKS
        and not says
        and predicates.marked_words(evidence.doc, found) <= _FEW_MARKED
    ):
        least = _LEAST_OF_FEW
    return math.log(least / (1 - least))


@dataclass(frozen=True)
class Calibration:
    """What turns log-odds into the probability that a quotation is right.

    Attributes:
        curves: Slope and constant of the logistic curve, by the kind of the quotation.
        traits: What each trait (`traits.traits_of`) adds to the log-odds; a trait that is missing adds nothing.
    """

    curves: Mapping[str, tuple[float, float]]
    traits: Mapping[str, float]


def probability(found: FoundQuotation, calibration: Calibration, traits: Iterable[str] = ()) -> float:
    """Return the probability that span and speaker of a quotation are right, from 0.01 to 0.99.

    Args:
        found: The quotation; its `odds` are None if a rule found it.
        calibration: Curves and weights, learnt on quotations that no model had seen.
        traits: The quotation's traits.
    """
    slope, constant = calibration.curves[kind_of_evidence(found)]
    odds = slope * (found.odds or 0.0) + constant + sum(calibration.traits.get(trait, 0.0) for trait in traits)
    return round(min(0.99, max(0.01, 1 / (1 + math.exp(-odds)))), 3)


def kind_of_evidence(found: FoundQuotation) -> str:
    """Return the kind of a quotation that its probability is learnt for.

    Readers with other guidelines agree on words that are given and differ on what somebody wants, supports or rejects.

    Args:
        found: The quotation, with whether it is worded.

    Returns:
        "worded" or "account" for what the tagger found; for what a rule found "form" (of a headline or statement),
        "label", "report" or "marks".
    """
    if found.odds is not None:
        return "worded" if found.worded else "account"
    if found.origin == "label":
        return "label"
    if found.cue is None:
        return "marks"
    return "form" if found.by_form or found.origin in predicates.BY_FORM else "report"


#: The least probability of a report whose words outside quotation marks count as its speaker's. Of the slanted
#: passages that BASIL's annotators give to the author it leaves .21 in another voice, .69 leaves .20 and costs
#: one of 458 marked names of 2022 its voice.
LEAST_ATTRIBUTED = 0.66


def is_decided(found: FoundQuotation) -> bool:
    """Whether the reader is sure enough that a speaker is responsible for the words outside quotation marks.

    Args:
        found: The quotation with its probability. What a rule reads off a form ("words – Kyiv") is decided by the form.
    """
    by_form = found.by_form or found.origin in predicates.BY_FORM or _is_named_by(found)
    return by_form or found.probability >= LEAST_ATTRIBUTED


def _is_named_by(found: FoundQuotation) -> bool:
    """Whether a thing stands under somebody's name for it: "what the West calls illegal referendums"."""
    cue, speaker = found.near_cue, found.speaker
    if cue is None or speaker is None or found.sequence.word(cue.end - 1) not in ("call", "calls", "called"):
        return False
    return speaker[1] == cue.first and found.sequence.word(speaker[0] - 1) == "what"
