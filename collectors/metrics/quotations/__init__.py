"""Who says what: direct, indirect and mixed quotations of a news text, with speakers, cues, kinds and stances.

A text is read twice by a tagger (`templates`, `second`, `tagger`), its pieces are linked into quotations (`link`,
`assemble`), the unlikely ones dropped (`trust`), what the sentence leaves no doubt of taken in (`reports`, `recover`),
and speakers resolved to people and bodies (`whole`, `speakers`). The model is a small file beside this one; nothing is
downloaded. Text that is not English gives direct quotations by rule (`rules`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from collectors.metrics.quotations import trained_model
from collectors.metrics.quotations.assembly import FoundQuotation, assemble, sequences
from collectors.metrics.quotations.confidence import QuotationEvidence, confidence_features
from collectors.metrics.quotations.direct_rules import direct_by_rule
from collectors.metrics.quotations.english_check import is_english
from collectors.metrics.quotations.finishing import finish, scare_quotes
from collectors.metrics.quotations.linking import score
from collectors.metrics.quotations.reported_speech import reports
from collectors.metrics.quotations.tokens import read
from collectors.metrics.quotations.unmatched_quotes import recover
from collectors.model import Actor, Quotation

#: Changes whenever the same text may give other quotations.
METHOD_VERSION = "3"

__all__ = ["METHOD_VERSION", "extract_quotations", "scare_quotes"]


def extract_quotations(
    text: str, actors: Sequence[Actor] = (), stances: Mapping[str, str] | None = None
) -> list[Quotation]:
    """The quotations of a text in reading order.

    `actors` are the event's people and bodies: a speaker that is one of them gets its name and id. `stances` gives the
    stance of a verb of saying by its lemma (data/lexicons/cue-verbs.csv); without it every cue is neutral. Contents lie
    inside the text, are sorted and never overlap. Any string is accepted; time is linear in its length.
    """
    m = trained_model.load()
    doc = read(text, m.table)
    if not is_english(doc.low):
        return direct_by_rule(text, actors, stances)
    labels, scores = m.label(doc)
    parts = sequences(doc, labels)
    found = assemble(parts, m.content, m.speaker)
    evidence = QuotationEvidence(scores)
    floor = math.log(m.settings.keep / (1 - m.settings.keep))
    kept: list[FoundQuotation] = []
    dropped: list[FoundQuotation] = []
    for f in found:
        (kept if score(m.trust, confidence_features(f, evidence)) >= floor else dropped).append(f)
    return finish(doc, recover(doc, reports(doc, parts, kept, dropped), dropped), actors, stances)
