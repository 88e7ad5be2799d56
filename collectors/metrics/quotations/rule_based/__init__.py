"""Attribution by rule in the languages that have a pack: direct, mixed and indirect speech with speakers and stance.

One engine reads every language; what differs is data (`data/languages/<code>/attribution.toml`). The path of a text:

    units_of        paragraphs -> units: sentences that no quotation mark is torn by            (passages)
    verb_cues       verbs of saying and phrases that name a source, with their clauses          (clauses)
    reported_by_*   what each of them reports, as ranges of tokens                              (constructions)
    subject_of      whose words they are, before the verb, behind it or carried on              (speaker_phrases)
    SpeakerNames    whom that phrase names: surname to full name, any case to one person        (speaker_names)
    attributions    the `Quotation`s, with what marks alone show and subjunctives go on with
"""

from __future__ import annotations

from collections.abc import Sequence

from collectors.metrics.quotations.rule_based.language_pack import LanguagePack, pack_of, packed_languages
from collectors.metrics.quotations.rule_based.passages import Unit, units_of
from collectors.metrics.quotations.rule_based.speaker_names import SpeakerNames
from collectors.metrics.quotations.rule_based.unit_reader import Attributed, UnitReader
from collectors.model import Actor, Quotation, Span

__all__ = ["attributions", "pack_of", "packed_languages"]


def attributions(text: str, language: str, actors: Sequence[Actor] = ()) -> list[Quotation]:
    """The quotations of a text in a language that has a pack, in reading order.

    Args:
        text: any string; time is linear in its length.
        language: two letters; a language without a pack gives no quotations.
        actors: the event's people and bodies, to whom speakers are resolved in every case and spelling.

    Returns:
        Quotations whose contents lie inside the text, are sorted and never overlap.
    """
    pack = pack_of(language)
    if pack is None:
        return []
    paragraphs = list(units_of(text))
    names = SpeakerNames((unit for units in paragraphs for unit in units), pack, actors)
    reader = UnitReader(pack)
    found = [_quotation(attributed, names) for units in paragraphs for attributed in reader.paragraph(units)]
    return sorted(found, key=lambda quotation: quotation.content[0])


def _quotation(attributed: Attributed, names: SpeakerNames) -> Quotation:
    """An attribution of tokens as spans of characters."""
    unit = attributed.unit
    content = tuple(sorted(_span(unit, *part) for part in attributed.content))
    speaker = attributed.speaker
    who = names.resolve(speaker.unit, speaker.tokens, speaker.governed) if speaker else names.resolve(unit, None)
    cue = unit.text_span(*attributed.cue) if attributed.cue else None
    return Quotation(
        speaker.unit.text_span(*speaker.tokens) if speaker else None,
        who.name,
        cue,
        content,
        _kind(unit, attributed),
        who.kind,
        who.actor,
        attributed.stance,
    )


def _span(unit: Unit, first: int, end: int) -> Span:
    return unit.text_span(first, end)


def _kind(unit: Unit, attributed: Attributed) -> str:
    """direct: every word in quotation marks or after a dash; indirect: none; mixed: some."""
    if attributed.dialogue:
        return "direct"
    inside = [
        unit.quote[index] >= 0
        for first, end in attributed.content
        for index in range(first, end)
        if unit.is_word(index)
    ]
    return "direct" if all(inside) else "mixed" if any(inside) else "indirect"


def pack_level(language: str) -> str | None:
    """How much of a language's reported speech is read: "full", "direct", or None without a pack."""
    pack: LanguagePack | None = pack_of(language)
    return pack.level if pack else None
