"""The words that a preposition governs, which are no subject of the verb beside them."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import Unit
from collectors.metrics.quotations.rule_based.slavic_places import follows_place
from collectors.metrics.word_lists import word_set

_FURTHEST_OFFICE = 7  # tokens
#: Endings of plurals that are told something: "dijo a los periodistas Sánchez", but "dijo a la red Unitel".
_TOLD_ENDINGS = {
    "es": ("s",), "pt": ("s",), "fr": ("s", "x"), "it": ("i",), "pl": ("om", "ami", "ach"),
    "ru": ("ам", "ям", "ами", "ями"), "uk": ("ам", "ям", "ами", "ями"),
}  # fmt: skip
_OBLIQUE_PRONOUNS = word_set("de.reported_speech.oblique_pronouns")


def past_object(unit: Unit, position: int, stop: int, pack: LanguagePack) -> int:
    """Return the token behind what a preposition or oblique word governs: at a new article, or where capitals begin.

    Args:
        unit: The unit.
        position: The preposition's token.
        stop: The token behind its clause.
        pack: The words of the unit's language.
    """
    low = unit.low[position]
    bare = pack.has("oblique", low) and not pack.has("articles", low) and pack.language != "de"
    if bare or (pack.language == "de" and low in _OBLIQUE_PRONOUNS):
        return position + 1
    for index in range(position + 1, stop):
        low = unit.low[index]
        if pack.has("pronouns", low) or pack.has("prepositions", low):
            return index
        if index == position + 1 and pack.has("adverbs", low):
            return index + 1  # "poinformowała w sobotę Enea"
        if index > position + 1 and (
            _new_phrase(unit, index, pack) or (pack.language != "de" and _new_name(unit, position, index, stop, pack))
        ):
            return _office_ahead(unit, index, stop, pack) or index
    return stop


def _office_ahead(unit: Unit, index: int, stop: int, pack: LanguagePack) -> int:
    """Return the office behind a name that a Slavic preposition governs, 0 without: "na síti X ukrajinský ministr"."""
    if not pack.inflected or not unit.is_capital(index):
        return 0
    for office in range(index + 1, min(stop - 1, index + _FURTHEST_OFFICE)):
        if not unit.is_word(office) or pack.has("prepositions", unit.low[office]):
            return 0
        if (pack.has("titles", unit.low[office]) or pack.has("people", unit.low[office])) and not unit.is_capital(
            office
        ):
            return office
    return 0


def _new_phrase(unit: Unit, index: int, pack: LanguagePack) -> bool:
    """Whether an article, or in a language without articles an office, opens another phrase at token `index`."""
    low, before = unit.low[index], unit.low[index - 1]
    if not pack.words.get("articles"):
        return pack.is_title(low) or pack.has("people", low)
    return pack.has("articles", low) and not pack.has("genitives", before) and not pack.has("genitives", low)


def _new_name(unit: Unit, index: int, position: int, stop: int, pack: LanguagePack) -> bool:
    """Whether a name not governed by the preposition at `index` begins at `position`: a capital after small letters."""
    before = unit.surfaces[position - 1]
    if (
        not unit.is_capital(position)
        or pack.has("genitives", unit.low[position - 1])
        or pack.has("particles", unit.low[position - 1])
    ):
        return False
    if before.isupper() and len(before) > 1:
        return not unit.surfaces[position].isupper()  # "перед ЗМІ Мей"
    nouns = [
        word
        for word in unit.low[index + 1 : position]
        if word[0].isalnum() and not pack.has("genitives", word) and not pack.has("articles", word)
    ]
    if unit.is_capital(position - 1) and pack.inflected:
        return follows_place(unit, index, position, stop, pack)
    if unit.is_capital(position - 1) or not nouns:
        return False
    told = _TOLD_ENDINGS.get(pack.language)
    feminine = pack.language == "pt" and pack.is_title(nouns[-1])  # "a" is an article, too: "a chanceler Ilse Brandt"
    return told is None or feminine or nouns[-1].endswith(told)
