"""Names that a description or a comma separates from the verb of saying: "Michael Franke, Vice President: ..."."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.clauses import TextClause, is_boundary
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit

_LONGEST_NAME = 6  # tokens


def apposed_name(unit: Unit, clause: TextClause, pack: LanguagePack, speech: frozenset[int]) -> TokenRange | None:
    """Return the name before a clause that opens with its verb or a relative: "Mme Cardenal, qui développe".

    Between the two may stand a description: "John Rodríguez, candidato de Justa Libres, enfatizó".

    Args:
        unit: The unit.
        clause: The clause of the verb of saying.
        pack: The words of the unit's language.
        speech: The quoted stretches that are speech.

    Returns:
        The name's tokens [first, end), None where none stands there.
    """
    if clause.before != "," or clause.first < 2:
        return None
    opening = unit.low[clause.first]
    if not (pack.has("relatives", opening) or opening in pack.verbs or pack.has("auxiliaries", opening)):
        return None
    stop = clause.first - 1
    comma = next((index for index in range(stop - 1, 0, -1) if is_boundary(unit, index, speech)), -1)
    described = comma > 0 and unit.low[comma] == "," and not pack.has("relatives", opening)
    if described and not any(word in pack.verbs for word in unit.low[comma + 1 : stop]):
        first = next((index + 1 for index in range(comma - 1, -1, -1) if is_boundary(unit, index, speech)), 0)
        return name_between(unit, first, comma, pack)
    return _name_ending(unit, stop, pack) if pack.has("relatives", opening) else None


def adds_nothing(unit: Unit, after: TokenRange, pack: LanguagePack) -> bool:
    """Whether what follows a source at the end is no content: "so Streeck | weiter", "so der Chef, | Harald Ehses".

    Args:
        unit: The unit.
        after: The tokens [first, end) behind the source.
        pack: The words of the unit's language.
    """
    first, end = after
    adverb = end - first == 1 and pack.has("adverbs", unit.low[first])
    apposed = unit.low[first - 1] == "," and name_between(unit, first, end, pack) is not None
    return adverb or apposed


def name_between(unit: Unit, first: int, end: int, pack: LanguagePack) -> TokenRange | None:
    """Return the tokens [first, end) where they are a name of two words or more and nothing else."""
    named = [unit.is_capital(index) or pack.has("particles", unit.low[index]) for index in range(first, end)]
    if not 2 <= len(named) <= _LONGEST_NAME or not all(named):
        return None
    return None if pack.has("never_names", unit.low[first]) or unit.quote[first] >= 0 else (first, end)


def _name_ending(unit: Unit, end: int, pack: LanguagePack) -> TokenRange | None:
    """Return the run of capitalised words that ends before a token; in German of two words or more."""
    first = end
    while first > 0 and unit.quote[first - 1] < 0 and unit.is_word(first - 1) and unit.is_capital(first - 1):
        first -= 1
    fewest = 2 if pack.language == "de" or first == 0 else 1
    return (first, end) if end - first >= fewest else None
