"""Bodies that say something as a place: "В Кремле заявили", "Так считают в Кремле", "Desde la plataforma aseguran"."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.clauses import VerbCue
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit

#: Endings of verbs in the plural, whose subject may be a place.
_PLURAL_ENDINGS = ("ли", "ют", "ят", "ть", "ють", "ять", "an", "en", "on", "no", "to")
_LONGEST_PLACE = 6  # tokens
_FARTHEST = 5  # tokens from the verb to its preposition


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
    if not unit.low[cue.verb].endswith(_PLURAL_ENDINGS):
        return None
    for index in range(cue.end, min(cue.clause.end - 1, cue.end + _FARTHEST)):
        end = cue.clause.end
        if not pack.has("locative", unit.low[index]) or end - index > _LONGEST_PLACE:
            continue
        later = (at for at in range(index + 2, end) if pack.has("prepositions", unit.low[at]))
        place = (index + 1, next(later, end))
        if _is_body(unit, place, pack):
            return place
    return None


def _is_body(unit: Unit, place: TokenRange, pack: LanguagePack) -> bool:
    """Whether a place may speak: it is a body, or has a capital and is no network that only carries words."""
    low = unit.low[slice(*place)]
    if any(pack.is_body(word) for word in low):
        return True
    capital = any(unit.is_capital(index) for index in range(*place))
    return capital and not pack.is_foreign(low[0])
