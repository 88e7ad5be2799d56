"""Slavic subjects right behind a place with a capital: "В Раде Венедиктова заявила", "W Sejmie Tusk powiedział"."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from collectors.metrics.quotations.rule_based.fields_of_offices import is_first_name
from collectors.metrics.quotations.rule_based.genders import gender_of_word
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack, is_media
from collectors.metrics.quotations.rule_based.passages import Unit
from collectors.metrics.word_lists import word_set, word_tuple


class _Cases(NamedTuple):
    """What tells a place from the subject behind it: prepositions, endings of places, and of no subjects."""

    prepositions: frozenset[str]
    places: tuple[str, ...]
    others: tuple[str, ...]


@cache
def _cases(language: str) -> _Cases:
    return _Cases(
        word_set(f"{language}.reported_speech.prepositions_of_places"),
        word_tuple(f"{language}.reported_speech.endings_of_places"),
        word_tuple(f"{language}.reported_speech.endings_of_no_subjects"),
    )


def behind_place(unit: Unit, first: int, end: int, pack: LanguagePack) -> int:
    """Return where the name among capitals behind a preposition begins: behind the place, where one stands before it.

    Args:
        unit: The sentence.
        first: The first capital.
        end: The token behind the last one.
        pack: The words of the sentence's language.
    """
    if not pack.inflected or not first or end - first < 2:
        return first
    return next((index for index in range(first + 1, end) if follows_place(unit, first - 1, index, end, pack)), first)


def follows_place(unit: Unit, preposition: int, position: int, stop: int, pack: LanguagePack) -> bool:
    """Return whether the capital at `position` is the subject of the verb at `stop`, and no part of the place before.

    The place has an ending of the cases of places, or foreign letters, and the subject one of the nominative; the verb
    stands in the singular, right behind the name, and no other name follows it.

    Args:
        unit: The sentence.
        preposition: The preposition's token.
        position: The token in question, which follows another capital.
        stop: The verb's token.
        pack: The words of the sentence's language.
    """
    cases = _cases(pack.language)
    if stop >= len(unit) or unit.low[preposition] not in cases.prepositions:
        return False
    place = unit.low[position - 1]
    uninflected = pack.is_foreign(place) or is_media(unit.low[preposition + 1 : position])
    if not (uninflected or place.endswith(cases.places)):
        return False
    run = range(position, stop)
    if not all(unit.is_capital(index) and unit.is_word(index) for index in run):
        return False
    if not is_first_name(unit.surfaces[position]) and unit.low[position].endswith(cases.others):
        return False
    listed = any(pack.is_title(low) or pack.is_body(low) for low in unit.low[position:stop])
    if listed or unit.low[stop - 1].endswith(cases.others):
        return False
    behind = stop + 1 < len(unit) and (unit.is_capital(stop + 1) or pack.is_title(unit.low[stop + 1]))
    return not behind and bool(gender_of_word(unit.low[stop], pack.language))
