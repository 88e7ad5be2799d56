"""German sentences whose verb's mood says that somebody said them: "Er habe nichts gewusst. Die Lage sei ernst."."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.constructions import marked_ranges
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit, trimmed
from collectors.metrics.word_lists import word_set

_FIRST_PERSON = word_set("de.reported_speech.first_person")


def in_subjunctive(unit: Unit, end: int, pack: LanguagePack) -> bool:
    """Whether a verb outside marks, before a token, is in a mood that only reported speech has.

    In the first person the same forms are no such mood: "Das finde ich gut".

    Args:
        unit: The sentence.
        end: The token before which the verb stands.
        pack: The words of the sentence's language; only German has such forms ("reportative_sure").
    """
    outside = [index for index in range(end) if unit.quote[index] < 0]
    if not any(pack.has("reportative_sure", unit.low[index]) and not unit.is_capital(index) for index in outside):
        return False
    return not any(unit.low[index] in _FIRST_PERSON for index in outside)


def _only_in_clause(unit: Unit, pack: LanguagePack) -> bool:
    """Whether only a clause with "dass" is in that mood: "Die Analysten merken aber an, dass es eine Pause sei".

    Many forms are of both moods ("Er hoffe, dass ..."), so a word in -e before the clause leaves it open.
    """
    that = next((index for index in range(1, len(unit)) if pack.has("complementisers", unit.low[index])), 0)
    before = range(that)
    if not that or unit.low[that - 1] != "," or any(unit.quote[index] >= 0 for index in before):
        return False
    return not any(
        not unit.is_capital(index) and (pack.has("reportative_sure", unit.low[index]) or unit.low[index].endswith("e"))
        for index in before
    )


def said_in_subjunctive(unit: Unit, speech: frozenset[int], pack: LanguagePack) -> list[TokenRange]:
    """Return what a sentence in that mood reports: all of it, or the words before a colon and the marks behind it.

    Args:
        unit: The sentence.
        speech: The quoted stretches that are speech.
        pack: The words of the sentence's language.
    """
    if not in_subjunctive(unit, len(unit), pack) or _only_in_clause(unit, pack):
        return []
    whole = trimmed(unit, 0, len(unit))
    for first, end in marked_ranges(unit, 0, len(unit), speech):
        led = trimmed(unit, 0, first - 1) if first > 1 and unit.low[first - 1] == ":" else None
        if led and whole and whole[1] <= end and in_subjunctive(unit, first, pack):
            return [led, (first, end)]
    return [whole] if whole else []
