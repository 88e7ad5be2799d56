"""Names before a colon and words in marks, without a verb of saying: "..., o senador X foi claro: «...»"."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.apposed_names import name_between
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.openings import opening_person
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit

_LONGEST_HEAD = 24  # tokens before a colon that may be a name with a description
LONGEST_COLON_HEAD = 8  # tokens before a colon that may be a name with a few words
_LONGEST_SENTENCE = 30  # tokens before a colon, of a sentence about somebody


def name_before_colon(unit: Unit, colon: int, pack: LanguagePack) -> TokenRange | None:
    """Return the phrase with a name before a colon.

    Args:
        unit: The sentence.
        colon: The colon's token.
        pack: The words of its language.

    Returns:
        The phrase's tokens: a name with a description, the words of a short head, or the person with whom the clause
        before the colon opens; None where no name stands there.
    """
    comma = next((index for index in range(min(colon, LONGEST_COLON_HEAD)) if unit.low[index] == ","), 0)
    named = name_between(unit, 0, comma, pack) if comma and colon <= _LONGEST_HEAD else None
    if named and not any(unit.low[index] in ";.!?" for index in range(comma, colon)):
        return named  # "Michael Franke, Vice President der Nordex Group: «...»"
    apposed = _name_in_apposition(unit, colon, pack)
    if apposed:
        return apposed
    if 0 < colon <= LONGEST_COLON_HEAD and not any(unit.low[index] in ",;.!?" for index in range(colon)):
        names = [
            index for index in range(colon) if unit.is_capital(index) and not pack.has("never_names", unit.low[index])
        ]
        if names:
            return (names[0], colon)
    return _opening_of_clause(unit, colon, pack)


def _name_in_apposition(unit: Unit, colon: int, pack: LanguagePack) -> TokenRange | None:
    """Return the name between a description and a colon: "Die Vorsitzende des Verbandes, Claudia Schmid: «...»"."""
    comma = next((index for index in range(colon - 1, 0, -1) if unit.low[index] == ","), 0)
    if not 2 <= comma <= _LONGEST_HEAD or not pack.has("articles", unit.low[0]):
        return None
    told = (word in pack.verbs or pack.has("auxiliaries", word) or word in ",;.!?" for word in unit.low[:comma])
    return None if any(told) else name_between(unit, comma + 1, colon, pack)


def _opening_of_clause(unit: Unit, colon: int, pack: LanguagePack) -> TokenRange | None:
    """Return the person with whom the sentence, or its last clause before the colon, opens."""
    if not 0 < colon <= _LONGEST_SENTENCE or any(unit.low[index] in ";!?" for index in range(colon)):
        return None
    comma = next((index for index in range(colon - 1, 0, -1) if unit.low[index] == ","), -1)
    for first in (comma + 1, 0):
        opening = opening_person(unit, pack, first)
        if opening and opening[1] < colon:
            return opening
    return _opening_name(unit, comma + 1, colon, pack) or _opening_office(unit, colon, pack)


def _opening_name(unit: Unit, first: int, colon: int, pack: LanguagePack) -> TokenRange | None:
    """Return two or more names with which a clause with an auxiliary opens: "..., Raul Sá foi taxativo: «...»"."""
    end = first
    while end < colon and unit.is_word(end) and unit.is_capital(end) and not pack.has("never_names", unit.low[end]):
        end += 1
    told = end < colon and pack.has("auxiliaries", unit.low[end])
    return (first, end) if told and end - first > 1 and pack.language != "de" else None


def _opening_office(unit: Unit, colon: int, pack: LanguagePack) -> TokenRange | None:
    """Return the office or group with which a sentence opens: "Başbakan, muhalefete yüklendi: «...»"."""
    first = 1 if pack.has("articles", unit.low[0]) else 0
    low = unit.low[first]
    if first >= colon or not (pack.is_title(low) or pack.has("people", low)):
        return None
    end = first + 1
    while end < colon and unit.is_word(end) and unit.is_capital(end):
        end += 1
    return (0, end)
