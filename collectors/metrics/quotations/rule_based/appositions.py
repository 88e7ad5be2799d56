"""Phrases beside a verb of saying: names that a comma parts from their description, and who is told."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.language_pack import LanguagePack, is_media
from collectors.metrics.quotations.rule_based.openings import opening_person
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit

_LONGEST_TAIL = 7  # tokens between a description and the comma before the name
_LONGEST_FIELD = 14  # tokens from an office to the name behind its field


def with_apposition(unit: Unit, found: TokenRange, pack: LanguagePack) -> TokenRange:
    """Extend a description by the name behind a comma: "die Sprecherin des Weißen Hauses, Karoline Leavitt".

    Args:
        unit: The sentence.
        found: The description's tokens [first, end).
        pack: The words of the sentence's language.

    Returns:
        The tokens of description and name, or those of the description where no name follows.
    """
    first, end = found
    end = _tail_end(unit, found, pack)
    if end + 2 < len(unit) and unit.low[end] == "," and pack.has("pronouns", unit.low[first]) is False:
        index = end + 1
        while index < len(unit) and pack.is_title(unit.low[index]) and not unit.is_capital(index):
            index += 1  # "velitel brigády, plukovník Serhij Dub"
        while (
            index < len(unit)
            and (unit.is_capital(index) or (index > end + 1 and pack.has("particles", unit.low[index])))
            and unit.is_word(index)
        ):
            index += 1
        closes = index >= len(unit) or unit.low[index] in ",.;:—–" or unit.quote[index] >= 0
        led = pack.has("articles", unit.low[first]) or not unit.is_capital(end - 1)
        described = led or any(pack.is_title(word) for word in unit.low[first:end])
        if index - end - 1 >= 2 and closes and described and not pack.has("never_names", unit.low[end + 1]):
            return (first, index)
    return found


def _tail_end(unit: Unit, found: TokenRange, pack: LanguagePack) -> int:
    """Return where a description with what a preposition ties to it ends: "a dona de um café, Filomena Antunes"."""
    first, end = found
    if any(unit.is_capital(index) for index in range(first, end)) or end >= len(unit):
        return end
    if not (pack.has("prepositions", unit.low[end]) or pack.has("genitives", unit.low[end])):
        return end
    stop = min(len(unit), end + _LONGEST_TAIL)
    comma = next((index for index in range(end, stop) if not unit.is_word(index)), end)
    return comma if comma < len(unit) and unit.low[comma] == "," else end


def is_told(unit: Unit, first: int, end: int, pack: LanguagePack) -> bool:
    """Whether a phrase behind a verb is the paper or agency that is told: "řekl ČTK náčelník štábu Petr Zikmund".

    Args:
        unit: The sentence.
        first: The phrase's first token.
        end: The token behind it.
        pack: The words of the sentence's language.
    """
    if is_media(unit.low[first:end]) or (
        end < len(unit) and pack.has("agencies", unit.low[first]) and end == first + 1
    ):
        return True
    if _is_outlet_told(unit, first, end, pack):
        return True
    acronym = end == first + 1 and unit.surfaces[first].isupper() and len(unit.surfaces[first]) > 1
    return acronym and end < len(unit) and pack.is_title(unit.low[end])


def _is_outlet_told(unit: Unit, first: int, end: int, pack: LanguagePack) -> bool:
    """Whether an office with a name follows a name behind a Slavic verb: "рассказывает Newsweek гендиректор X"."""
    if not pack.inflected or end >= len(unit) or not first or not _touches_verb(unit, first, pack):
        return False
    names = (
        all(unit.is_capital(index) and unit.quote[index] < 0 for index in range(first, end)) or pack.language == "cs"
    )
    office = pack.has("titles", unit.low[end]) and not unit.is_capital(end)
    return names and office and any(unit.is_capital(index) for index in range(end + 1, min(len(unit), end + 8)))


def _touches_verb(unit: Unit, first: int, pack: LanguagePack) -> bool:
    """Whether a verb of saying stands right before a token, or in Czech before its reflexive pronoun."""
    return unit.low[first - 1] in pack.verbs or (pack.has("oblique", unit.low[first - 1]) and first > 1)


#: Endings of nouns in the instrumental, which no nominative of more than _SHORT letters shares ("sami" does).
_MEANS = {"pl": ("ami", "ą"), "cs": ("ami", "emi"), "ru": ("ами", "ями"), "uk": ("ами", "ями")}
_SHORT = 5


def is_means(unit: Unit, index: int, pack: LanguagePack) -> bool:
    """Whether a word that opens a sentence says by what something was done: "Dekretami z nocy Putin zapowiedział"."""
    endings = _MEANS.get(pack.language)
    return index == 0 and endings is not None and len(unit.low[0]) > _SHORT and unit.low[0].endswith(endings)


def with_name_behind(unit: Unit, first: int, end: int, stop: int, pack: LanguagePack) -> int:
    """Return where an office ends whose field stands before the name: "директор по коммуникациям Алисса Фарах".

    Args:
        unit: The unit.
        first: The office's first token.
        end: The token behind the phrase without its field.
        stop: The token behind its clause.
        pack: The words of the unit's language.
    """
    if not (end < stop - 2 and pack.has("prepositions", unit.low[end]) and stop - end <= _LONGEST_FIELD):
        return end
    if not pack.is_title(unit.low[first]) and not pack.is_title(unit.low[min(first + 1, end - 1)]):
        return end
    name = stop - 2
    written = unit.is_capital(name) and unit.is_capital(name + 1) and unit.is_word(name) and unit.is_word(name + 1)
    if not written or unit.is_capital(name - 1) or pack.has("prepositions", unit.low[name - 1]):
        return end
    return stop if pack.inflected or opening_person(unit, pack, name) else end
