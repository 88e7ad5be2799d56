"""Which words in quotation marks may be speech rather than a name or title."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import Unit, is_name_like
from collectors.metrics.quotations.rule_based.turkish import reports_marks
from collectors.metrics.quotations.rule_based.verb_places import ends_as_speech

_FEWEST_NAMED, _LONGEST_NAME = 3, 14  # tokens of a name with its marks
_FARTHEST_OBJECT = 10  # tokens from a verb that gives a name to the name in marks


def speech_marks(unit: Unit, pack: LanguagePack) -> frozenset[int]:
    """Find the quoted stretches of a unit that may be speech rather than a name.

    Args:
        unit: The unit.
        pack: The words of its language.

    Returns:
        Indices into `unit.quotes` of the stretches that are longer than a name, or stand beside a verb of saying or a
        colon.
    """
    return frozenset(
        index
        for index, quoted in enumerate(unit.quotes)
        if (not is_name_like(quoted) or _reported(unit, index, quoted.words, pack))
        and not _is_subject(unit, index, pack)
    )


def _is_subject(unit: Unit, index: int, pack: LanguagePack) -> bool:
    """Whether words in marks are the name of who speaks: "Die »Gesellschaft für X« (GfX) verurteilte ...".

    An article stands before them, a verb of saying right behind; they begin with a capital and do not end as a
    sentence does.
    """
    inside = [token for token, quote in enumerate(unit.quote) if quote == index]
    first, end = (inside[0], inside[-1] + 1) if inside else (0, 0)
    if first == 0 or end >= len(unit) or not _FEWEST_NAMED < end - first <= _LONGEST_NAME:
        return False
    led = pack.has("articles", unit.low[first - 1]) and not pack.has("oblique", unit.low[first - 1])
    named = unit.is_capital(first + 1) and unit.low[end - 2] not in ".,!?…"
    return led and named and unit.low[end] in pack.verbs


def _reported(unit: Unit, index: int, words: int, pack: LanguagePack) -> bool:
    """Whether the words beside a few words in marks show that they are speech."""
    inside = [token for token, quote in enumerate(unit.quote) if quote == index]
    if not inside:
        return False
    first, end = inside[0], inside[-1] + 1
    if (first > 0 and unit.low[first - 1] == ":") or ends_as_speech(unit, first, end, pack):
        return True
    turkish = pack.language == "tr"
    if turkish and end < len(unit) and words > 1 and reports_marks(unit, end, frozenset([index])):
        return True
    ahead = [word for word in unit.low[end : end + 4] if word not in ",—–-"]
    said = any(pack.has("auxiliaries", word) or word in pack.verbs for word in ahead[:2])
    marked = end < len(unit) and unit.low[end] in ",—–-"
    if (said and (marked or first == 0 or turkish)) or (words > 1 and _governed(unit, first, end, pack)):
        return True
    return is_given_name(unit, first, pack)


def is_given_name(unit: Unit, mark: int, pack: LanguagePack) -> bool:
    """Return whether words in marks, be it one, follow a verb that gives a name: "nannte die Abstimmung eine „Farce“".

    Args:
        unit: The unit.
        mark: The token that opens the marks.
        pack: The words of its language.

    Capitals begin the names that things bear: "nannte sein Schiff „Hoffnung“". In German, whose nouns have them, an
    article or "als" before the marks tells a judgement.
    """
    if unit.quote[mark] < 0 or mark + 1 >= len(unit):
        return False
    led = mark > 0 and (pack.has("articles", unit.low[mark - 1]) or unit.low[mark - 1] == "als")
    if unit.is_capital(mark + 1) and not (pack.language == "de" and led):
        return False
    for index in range(mark - 1, max(0, mark - _FARTHEST_OBJECT) - 1, -1):
        if unit.quote[index] >= 0 or unit.low[index] in ",:;.!?–—":
            return False
        if pack.has("calling", unit.low[index]):
            return unit.low[index] in pack.verbs and not pack.has("reflexives", unit.low[index + 1])
    return False


def _governed(unit: Unit, first: int, end: int, pack: LanguagePack) -> bool:
    """Whether words in marks with a small letter follow a verb of saying, its complementiser or a source."""
    if first + 1 >= len(unit) or unit.is_capital(first + 1):
        return False
    if any(word in pack.verbs for word in unit.low[max(0, first - 3) : first]):
        return True
    if first > 0 and pack.has("complementisers", unit.low[first - 1]):
        return any(word in pack.verbs for word in unit.low[:first])
    return end >= len(unit) - 1 and _follows_source(unit, first, pack)


def _follows_source(unit: Unit, mark: int, pack: LanguagePack) -> bool:
    """Whether a phrase that names a source opens the sentence of short words in marks: "Podle X „trh přehání“"."""
    if any(unit.quote[index] >= 0 for index in range(mark)):
        return False
    if any(pack.has("according_after", word) for word in unit.low[:mark]):
        return True
    if pack.has("according_comma", unit.low[0]) and unit.low[mark - 1] == ",":
        return True
    return any(tuple(unit.low[: len(phrase)]) == phrase for phrase in pack.according if len(phrase) < mark)
