"""The person with whom a sentence opens, whom the next sentence may mean by "она" or by no word at all."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.fields_of_offices import is_first_name
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit

_FURTHEST = 5  # tokens before the name: an article, an office, an age
_LONGEST = 6  # tokens of the name


def opening_person(unit: Unit, pack: LanguagePack, start: int = 0) -> TokenRange | None:
    """Return the name that opens a sentence as its subject: "Ana Teles chegou ...", "Premiér Fiala se brání.".

    Args:
        unit: The sentence.
        pack: The words of its language.
        start: The first token of the clause to look at.

    Returns:
        The tokens of a known first name with a surname, or of a name behind an office; None where the sentence opens
        otherwise, or where only the name stands there.
    """
    first, titled = start, False
    while first < min(len(unit), start + _FURTHEST) and _leads(unit, first, first - start, pack):
        titled = titled or pack.is_title(unit.low[first])
        first += 1
    end = first
    while end < min(len(unit), first + _LONGEST) and _in_name(unit, end, first, pack):
        end += 1
    while end > first and not unit.is_capital(end - 1):
        end -= 1
    words = sum(map(unit.is_word, range(first, end)))
    if words < (1 if titled else 2) or not (titled or is_first_name(unit.surfaces[first])):
        return None
    if end >= len(unit) or unit.low[end] in ":;–—":
        return None
    low = unit.low[first:end]
    if any(pack.is_body(word) or pack.has("people", word) or pack.has("places", word) for word in low):
        return None
    return (first, end)


def _leads(unit: Unit, index: int, place: int, pack: LanguagePack) -> bool:
    """Whether a word may stand before the name that opens a sentence."""
    low = unit.low[index]
    if unit.quote[index] >= 0 or not unit.is_word(index):
        return False
    if pack.is_title(low):
        return True
    if unit.is_capital(index) and place:
        return False
    listed = any(pack.has(name, low) for name in ("articles", "adverbs", "conjunctions", "possessives"))
    return listed or (0 < place < _FURTHEST - 2 and low not in pack.verbs and not pack.has("prepositions", low))


def _in_name(unit: Unit, index: int, first: int, pack: LanguagePack) -> bool:
    low = unit.low[index]
    if unit.quote[index] >= 0:
        return False
    if unit.is_capital(index) and unit.is_word(index):
        return not pack.has("never_names", low) and low not in pack.verbs
    return index > first and pack.has("particles", low)
