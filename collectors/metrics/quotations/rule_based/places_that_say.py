"""Bodies that say something as a place: "В Кремле заявили", "Так считают в Кремле", "Desde la plataforma aseguran"."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.clauses import VerbCue
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit

#: Endings of verbs in the plural, whose subject may be a place.
_PLURAL_ENDINGS = ("ли", "ют", "ят", "ть", "ють", "ять", "an", "en", "on")
_LONGEST_PLACE = 6  # tokens


def locative_subject(unit: Unit, cue: VerbCue, pack: LanguagePack) -> TokenRange | None:
    """Return the body of "В Кремле заявили", "Desde la plataforma aseguran": after a preposition, before a plural."""
    first = cue.clause.first
    if not unit.low[cue.verb].endswith(_PLURAL_ENDINGS):
        return None
    while first + 1 < cue.first and pack.has("conjunctions", unit.low[first]):
        first += 1  # "А в правительстве отметили"
    if first + 1 >= cue.first or not pack.has("locative", unit.low[first]):
        return None
    return (first + 1, cue.first) if cue.first - first <= _LONGEST_PLACE else None


def place_behind(unit: Unit, cue: VerbCue, pack: LanguagePack) -> TokenRange | None:
    """Return the body of "Так считают в Кремле": behind a plural and a preposition, to the clause's end."""
    first, plural = cue.end, unit.low[cue.verb].endswith(_PLURAL_ENDINGS)
    if not plural or first + 1 >= cue.clause.end or not pack.has("locative", unit.low[first]):
        return None
    return (first + 1, cue.clause.end) if cue.clause.end - first <= _LONGEST_PLACE else None
