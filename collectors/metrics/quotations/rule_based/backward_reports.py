"""Sentences that say who said the sentence before: "Об этом сообщает X", "Así lo ha explicado X", "Das sagte X"."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.clauses import verb_cues
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit
from collectors.metrics.quotations.rule_based.places_that_say import place_behind
from collectors.metrics.quotations.rule_based.speaker_phrases import names_speaker, subject_of
from collectors.metrics.quotations.rule_based.speech_marks import speech_marks

_LONGEST_OPENING = 3  # words by which such a sentence is known


def speaker_of_unit_before(unit: Unit, pack: LanguagePack) -> TokenRange | None:
    """Return the phrase that names who said the sentence before.

    Args:
        unit: The sentence that may point back.
        pack: The words of its language.

    Returns:
        The speaker's tokens; None where the sentence does not open as one that points back, or names nobody.
    """
    openings = ("-".join(unit.low[:length]) for length in range(2, _LONGEST_OPENING + 1))
    if (
        len(unit) <= _LONGEST_OPENING
        or unit.low[2] == ","
        or not any(pack.has("backward", opening) for opening in openings)
    ):
        return None
    speech = speech_marks(unit, pack)
    cue = next((cue for cue in verb_cues(unit, pack, speech) if cue.entry.role in ("saying", "thinking")), None)
    if cue is None or cue.clause.first > 0:
        return None
    subject = subject_of(unit, cue, pack, speech) or place_behind(unit, cue, pack)
    return subject if subject and names_speaker(unit, *subject, pack) else None
