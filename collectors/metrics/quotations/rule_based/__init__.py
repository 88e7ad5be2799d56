"""Attribution by rule in the languages that have a pack: direct, mixed and indirect speech with speakers and stance.

One engine reads every language; what differs is data (`data/languages/<code>/attribution.toml`). The path of a text:

    units_of        paragraphs -> units: sentences, joined where quotation marks span them    (passages)
    verb_cues       verbs of saying, with their clauses                                       (clauses)
    source_cues     phrases that name a source                                                (clauses)
    reported_by_*   what each of them reports, as ranges of tokens                            (constructions)
    subject_of      the speaker's phrase: before the verb, behind it or carried on            (speaker_phrases)
    named_by_form   headlines such as "X: words" and "words, - X"                             (named_by_form)
    SpeakerNames    the person or body that the phrase names, in any case or spelling         (speaker_names)
    attributions    the `Quotation`s, including marks without a cue and German subjunctives
"""

from __future__ import annotations

from collections.abc import Sequence

from collectors.metrics.quotations.rule_based.language_pack import LanguagePack, pack_of, packed_languages
from collectors.metrics.quotations.rule_based.local_mentions import local_mention
from collectors.metrics.quotations.rule_based.named_by_form import named_by_form
from collectors.metrics.quotations.rule_based.passages import Unit, units_of, with_double_marks
from collectors.metrics.quotations.rule_based.speaker_names import SpeakerNames
from collectors.metrics.quotations.rule_based.unclosed_dashes import unclosed_dashes
from collectors.metrics.quotations.rule_based.unit_reader import Attributed, UnitReader
from collectors.model import Actor, Quotation, Span

#: Languages whose papers quote in single marks.
_SINGLE_MARKED = frozenset(["nl"])

__all__ = ["attributions", "pack_of", "packed_languages"]


def attributions(text: str, language: str, actors: Sequence[Actor] = ()) -> list[Quotation]:
    """Extract the quotations of a text in a language that has a pack.

    Args:
        text: Any string; time is linear in its length.
        language: Two letters; a language without a pack gives no quotations.
        actors: The event's people and bodies, to whom speakers are resolved in every case and spelling.

    Returns:
        The quotations in reading order; their contents lie inside the text and never overlap.
    """
    pack = pack_of(language)
    if pack is None:
        return []
    marked = with_double_marks(text) if language in _SINGLE_MARKED else text
    paragraphs = list(units_of(marked, pack.words.get("abbreviations", frozenset())))
    names = SpeakerNames((unit for units in paragraphs for unit in units), pack, actors)
    reader = UnitReader(pack)
    attributed = [attribution for units in paragraphs for attribution in reader.paragraph(units)]
    if len(paragraphs) == 1:
        read = {id(one.unit) for one in attributed}
        formed = named_by_form(paragraphs[0], pack, names.is_declared)
        attributed += [one for one in formed if id(one.unit) not in read]
    read = {id(one.unit) for one in attributed}
    for dashed in unclosed_dashes(paragraphs, read, pack):
        closed = dashed.closed
        attributed.append(Attributed(dashed.unit, (dashed.words,), None, None, "none", dialogue=closed, decided=closed))
    found = [_quotation(one, names, pack) for one in attributed]
    return sorted(found, key=lambda quotation: quotation.content[0])


def _quotation(attributed: Attributed, names: SpeakerNames, pack: LanguagePack) -> Quotation:
    """Translate an attribution of tokens into spans of characters."""
    unit = attributed.unit
    content = tuple(sorted(_span(unit, *part) for part in attributed.content))
    speaker = attributed.speaker
    who = names.resolve(speaker.unit, speaker.tokens, speaker.governed) if speaker else names.resolve(unit, None)
    cue = unit.text_span(*attributed.cue) if attributed.cue else None
    mention = speaker.unit.text_span(*speaker.tokens) if speaker and who.kind != "unattributed" else None
    if speaker and mention and speaker.unit is not unit:
        local = local_mention(unit, attributed.content, who.name or "", pack)
        mention = unit.text_span(*local) if local else mention
    return Quotation(
        mention,
        who.name,
        cue,
        content,
        _kind(unit, attributed),
        who.kind,
        who.actor,
        attributed.stance,
        decided=attributed.decided,
    )


def _span(unit: Unit, first: int, end: int) -> Span:
    return unit.text_span(first, end)


def _kind(unit: Unit, attributed: Attributed) -> str:
    """Return "direct" where every word is in marks or after a dash, "mixed" where some are, else "indirect"."""
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
    """Return how much of a language's reported speech is read: "full", "direct", or None without a pack."""
    pack: LanguagePack | None = pack_of(language)
    return pack.level if pack else None
