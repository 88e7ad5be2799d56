"""Who says what: direct, indirect and mixed quotations of a news text, with speakers, cues, kinds and stances.

The path of a text:

    tokens            words, sentences, quotation marks
    clause_roles      what each word does in its clause
    tagging           two readings: cues, speakers and contents (tag_features, second_pass_features, clause_features)
    assembly          pieces -> quotations (linking)
    confidence        how sure each is; acts, plans and refusals have to be surer (predicates)
    reported_speech   plain reports that the taggers left without content
    clause_ends       contents end where their clause ends
    attributed_labels what somebody calls a thing
    unmatched_quotes  whole sentences in marks that are left
    finishing         spans of characters, stance; speakers resolved to people and bodies (speakers)

The model is a small file beside this one; nothing is downloaded. This is the path of English text (`english`); a
language with a pack in `data/languages` is read by the rules of `rule_based`; any other gives direct quotations only
(`direct_rules`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from collectors.method import version_of
from collectors.metrics.language_identification import identify, language_runs
from collectors.metrics.quotations.direct_rules import direct_by_rule
from collectors.metrics.quotations.english import english_quotations
from collectors.metrics.quotations.english_check import is_english
from collectors.metrics.quotations.finishing import scare_quotes
from collectors.metrics.quotations.rule_based import attributions, pack_of
from collectors.metrics.quotations.speakers.speaker_sides import SpeakerSides
from collectors.metrics.text import tokens
from collectors.model import Actor, Event, Quotation, Span

#: Changes whenever the same text may give other quotations.
METHOD_VERSION = version_of("quotations")

_SURE = 0.95  # of a language other than English that nobody declares

__all__ = ["METHOD_VERSION", "SpeakerSides", "extract_quotations", "scare_quotes", "sides_of"]


def sides_of(event: Event) -> SpeakerSides:
    """What an event file puts on its sides by country."""
    return SpeakerSides(event.countries, event.installed, frozenset(event.roles))


def extract_quotations(
    text: str,
    actors: Sequence[Actor] = (),
    stances: Mapping[str, str] | None = None,
    language: str | None = None,
    sides: SpeakerSides | None = None,
) -> list[Quotation]:
    """The quotations of a text in reading order.

    Args:
        text: any string; time is linear in its length.
        actors: the event's people and bodies: a speaker that is one of them gets its name and id, in any case.
        stances: the stance of an English verb of saying by its lemma (data/lexicons/cue-verbs.csv); without it every
            English cue is neutral. Other languages have theirs in their packs.
        language: ISO 639-1; without it the text is asked. Paragraphs in another language are read in theirs.
        sides: what puts the offices and bodies of countries on the event's sides.

    Returns:
        Quotations whose contents lie inside the text, are sorted and never overlap.
    """
    if not text.strip():
        return []
    known = language or _language_of(text)
    runs = language_runs(text, known)
    if len(runs) < 2:
        return _sided(_in_language(text, runs[0][1] if runs else known, actors, stances, sides), actors)
    found: list[Quotation] = []
    for span, tongue in runs:
        part = _in_language(text[span.start : span.end], tongue, actors, stances, sides)
        found += [_moved(quotation, span.start) for quotation in part]
    return _sided(found, actors)


def _language_of(text: str) -> str:
    """The language of a text that nobody declares: English where its words are, else by its letters."""
    found = identify(text)
    if found is None or (found.language != "en" and found.confidence < _SURE):
        if is_english([word.lower() for word in tokens(text[:4_000])[0]]):
            return "en"
        return found.language if found else "und"
    return found.language


def _in_language(
    text: str,
    language: str,
    actors: Sequence[Actor],
    stances: Mapping[str, str] | None,
    sides: SpeakerSides | None,
) -> list[Quotation]:
    """The quotations of a text of one language: English by the tagger, others by their pack, else by marks alone."""
    if language == "en":
        return english_quotations(text, actors, stances, sides)
    if pack_of(language):
        return attributions(text, language, actors)
    return direct_by_rule(text, actors, stances)


def _moved(quotation: Quotation, by: int) -> Quotation:
    """A quotation of a stretch of a text as one of the text."""
    speaker, cue, relay = (
        Span(span.start + by, span.end + by) if span else None
        for span in (quotation.speaker, quotation.cue, quotation.relay)
    )
    content = tuple(Span(span.start + by, span.end + by) for span in quotation.content)
    return replace(quotation, speaker=speaker, cue=cue, relay=relay, content=content)


def _sided(found: list[Quotation], actors: Sequence[Actor]) -> list[Quotation]:
    """The quotations with side and role of a declared actor where its reader left them open."""
    known = {actor.id: actor for actor in actors}
    return [
        replace(quotation, side=known[quotation.actor].side, role=known[quotation.actor].role)
        if quotation.side is None and quotation.actor in known
        else quotation
        for quotation in found
    ]
