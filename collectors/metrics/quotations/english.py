"""Quotations of an English text: tagged, filtered by confidence, cut at clause ends, with their speakers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from collectors.metrics.quotations import trained_model
from collectors.metrics.quotations.assembly import FoundQuotation, assemble, sequences
from collectors.metrics.quotations.attributed_labels import attributed_labels, given_by
from collectors.metrics.quotations.clause_ends import end_at_clauses, with_main_clause
from collectors.metrics.quotations.confidence import (
    Calibration,
    QuotationEvidence,
    confidence_features,
    floor_of,
    probability,
)
from collectors.metrics.quotations.content_ends import tokens_taken, with_best_ends
from collectors.metrics.quotations.finishing import finish
from collectors.metrics.quotations.house_styles import without_layout
from collectors.metrics.quotations.linking import Sequence as Paragraph
from collectors.metrics.quotations.linking import Weights, score
from collectors.metrics.quotations.misread_parts import set_parts_right
from collectors.metrics.quotations.nominal_reports import with_nominal_reports
from collectors.metrics.quotations.predicates import content_form, is_worded
from collectors.metrics.quotations.reported_speech import reports
from collectors.metrics.quotations.speakers.adjacent import with_adjacent
from collectors.metrics.quotations.speakers.headline_forms import with_headline_forms
from collectors.metrics.quotations.speakers.passive_reports import with_passive_reports
from collectors.metrics.quotations.speakers.relays import with_relays
from collectors.metrics.quotations.speakers.speaker_sides import SpeakerSides
from collectors.metrics.quotations.speakers.spellings import declared_names
from collectors.metrics.quotations.speakers.turns import with_turns
from collectors.metrics.quotations.tokens import Ints, TokenizedText, read
from collectors.metrics.quotations.traits import traits_of
from collectors.metrics.quotations.unmatched_quotes import recover
from collectors.model import Actor, Quotation
from collectors.support.countries import place_names


@dataclass(frozen=True)
class TaggedText:
    """A text cut into tokens, and what the taggers say of them."""

    doc: TokenizedText
    reading: trained_model.Reading


def tagged_together(texts: Iterable[str]) -> dict[str, TaggedText]:
    """Tag English texts side by side, which takes a third of the time of one by one.

    Args:
        texts: Any strings; the time is linear in their length.

    Returns:
        Text -> what the taggers say, without texts that have no tokens.
    """
    model = trained_model.load()
    docs = {text: doc for text in texts if (doc := _tokenized(text, model)).surfaces}
    readings = model.label_together(list(docs.values()))
    return {text: TaggedText(doc, reading) for (text, doc), reading in zip(docs.items(), readings, strict=True)}


def _tokenized(text: str, model: trained_model.Model) -> TokenizedText:
    return read(without_layout(text, place_names()), model.table)


def english_quotations(
    text: str,
    actors: Sequence[Actor],
    stances: Mapping[str, str] | None,
    sides: SpeakerSides | None = None,
    tagged: TaggedText | None = None,
) -> list[Quotation]:
    """Return the quotations of an English text in reading order.

    Args:
        text: Any string that is not only white space. The time is linear in its length.
        actors: The event's people and bodies.
        stances: The stance of a verb of saying by its lemma; with None every cue is neutral.
        sides: The sides that follow from the countries of the event; None for no sides.
        tagged: What `tagged_together` gives for the text; None to tag it here.

    Returns:
        Quotations whose contents lie inside the text, are sorted and never overlap.
    """
    doc, _, told = told_quotations(text, actors, tagged)
    return finish(doc, told, actors, stances, sides)


def told_quotations(
    text: str, actors: Sequence[Actor] = (), tagged: TaggedText | None = None
) -> tuple[TokenizedText, Ints, list[FoundQuotation]]:
    """Return the quotations of an English text in tokens, before their speakers are resolved.

    Args:
        text: Any string that is not only white space.
        actors: The event's people and bodies.
        tagged: What `tagged_together` gives for the text; None to tag it here.

    Returns:
        The text in tokens, the clause role of each, and the quotations, not sorted.
    """
    model = trained_model.load()
    doc = tagged.doc if tagged else _tokenized(text, model)
    reading = tagged.reading if tagged else model.label(doc)
    parts = sequences(doc, reading.labels)
    evidence = QuotationEvidence(doc, reading.roles, reading.scores)
    ended = with_best_ends(assemble(parts, model.content, model.speaker), parts, evidence, model.ends)
    found = chosen(evidence, parts, ended, model.trust, model.settings.keep)
    names = declared_names(actors)
    right = set_parts_right(doc, reading.roles, with_adjacent(doc, found))
    spoken = [given_by(doc, reading.roles, one) for one in right]
    formed = with_headline_forms(doc, reading.roles, spoken, lambda name: names.find(name) is not None)
    nominal = with_nominal_reports(doc, reading.roles, with_turns(doc, formed))
    relayed = with_relays(doc, with_passive_reports(doc, nominal))
    return doc, reading.roles, [weighed(doc, reading.roles, one, model.calibration) for one in relayed]


def weighed(doc: TokenizedText, roles: Ints, found: FoundQuotation, calibration: Calibration) -> FoundQuotation:
    """Return a quotation with whether it gives what was said, and with its probability.

    Args:
        doc: The text.
        roles: The clause role of each token.
        found: One of its quotations.
        calibration: Curves by kind of quotation, and weights of traits.
    """
    form = content_form(doc, roles, found)
    told = replace(found, worded=is_worded(doc, found, form))
    return replace(told, probability=probability(told, calibration, traits_of(doc, told, form)))


def chosen(
    evidence: QuotationEvidence,
    parts: Sequence[Paragraph],
    found: Sequence[FoundQuotation],
    trust: Weights,
    keep: float,
) -> list[FoundQuotation]:
    """Keep the likely quotations of those found, add those of the rules, and cut each at the end of its clause.

    Args:
        evidence: The text with its clauses and the tagger's scores.
        parts: Its labelled paragraphs.
        found: The quotations read from them.
        trust: The weights of the confidence model.
        keep: The least probability of a quotation, from 0 to 1.

    Returns:
        The quotations, not sorted.
    """
    doc, roles = evidence.doc, evidence.roles
    kept: list[FoundQuotation] = []
    dropped: list[FoundQuotation] = []
    for one in found:
        odds = score(trust, confidence_features(one, evidence))
        laid_out = one.origin in ("head", "sign")  # a transcript's "NAME: words" and a signed statement
        sure = laid_out or odds >= floor_of(one, evidence, keep)
        (kept if sure else dropped).append(replace(one, odds=odds))
    ended = [end_at_clauses(doc, roles, one) for one in reports(doc, parts, kept, dropped)]
    taken = tokens_taken(ended, parts)
    whole = [with_main_clause(doc, roles, one, taken) for one in ended]
    return recover(doc, attributed_labels(doc, roles, whole), dropped)
