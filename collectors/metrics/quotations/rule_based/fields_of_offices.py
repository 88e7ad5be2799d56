"""Capitalised words that name the field or body of an office, not its holder: "prezes Związku Sadowników RP"."""

from __future__ import annotations

from collectors.metrics.name_forms import romanised
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit
from collectors.metrics.quotations.speakers.first_names import gender_of_first_name
from collectors.metrics.word_lists import word_set, word_tuple

#: Ends of genitives, by which a name in the nominative is told from the field of an office.
_GENITIVES = word_tuple("mul.reported_speech.genitive_endings")
_GENITIVE_VOWELS = tuple("yiauиыіїяау")  # of countries: "Ukrainy", "Japonii", "России"
_FIRST_NAMES = word_set("de.reported_speech.first_names")
_ADJECTIVES_OF_BODIES = word_tuple("pl.reported_speech.adjective_endings_of_bodies")
_SURNAMES_IN_A = word_tuple("pl.reported_speech.surname_endings_in_a")


def names_field(unit: Unit, run: TokenRange, phrase: int, pack: LanguagePack) -> bool:
    """Whether capitalised words are the field of the office or noun before them, in a language with cases.

    Args:
        unit: The unit.
        run: The words' tokens [first, end).
        phrase: The first token of the phrase that holds them.
        pack: The words of the unit's language.

    Returns:
        True for "prezydent Wałbrzycha", "ustalenia Radia Zet", "wojsko Korei Południowej"; False where a first name
        opens the words, or nothing stands before them.
    """
    first, end = run
    if not pack.inflected or first <= phrase or is_first_name(unit.surfaces[first]):
        return False
    titled = _behind_office(unit, first, phrase, pack)
    if end - first == 1:
        low = unit.low[first]
        town = pack.language == "pl" and low.endswith("a") and not low.endswith(_SURNAMES_IN_A)
        return town or (not titled and low.endswith(_GENITIVES))
    last = unit.surfaces[end - 1]
    return not titled or last.lower().endswith(_GENITIVES) or (last.isupper() and len(last) > 1)


def _behind_office(unit: Unit, first: int, phrase: int, pack: LanguagePack) -> bool:
    """Whether an office stands before a token, also with its country between: "szef gabinetu prezydenta Ukrainy X"."""
    if pack.is_title(unit.low[first - 1]):
        return True
    between = unit.surfaces[first - 1]
    country = between[0].isupper() and (between.isupper() or between.endswith(_GENITIVE_VOWELS))
    return country and first - 2 >= phrase and pack.is_title(unit.low[first - 2])


def is_first_name(word: str) -> bool:
    """Whether a word, in any alphabet, is a first name that is listed.

    Args:
        word: The word as written.
    """
    return word.lower() in _FIRST_NAMES or bool(gender_of_first_name(word) or gender_of_first_name(romanised(word)))


def names_somebody(unit: Unit, run: TokenRange) -> bool:
    """Whether a listed first name stands in a run of capitals before its last word.

    Args:
        unit: The unit.
        run: The words' tokens [first, end).
    """
    return any(unit.is_capital(index) and is_first_name(unit.surfaces[index]) for index in range(run[0], run[1] - 1))


def looks_like_body(unit: Unit, run: TokenRange, phrase: int, pack: LanguagePack) -> bool:
    """Whether words that no list has are more likely a body than a person, in German and Polish.

    A person has a listed first name, an office before the name, or in German stands alone in the phrase ("sagt Özgür
    Özvatan"); in Polish an adjective ends the names of bodies ("Totalizator Sportowy").

    Args:
        unit: The unit.
        run: The words' tokens [first, end), two or more.
        phrase: The first token of the phrase that holds them.
        pack: The words of the unit's language.
    """
    first, end = run
    led = unit.low[phrase:first]
    offices = (*led, *(word.removesuffix("s") for word in led))  # "nach Angaben des CDU-Politikers Kim Berger"
    if names_somebody(unit, run) or any(map(pack.is_title, offices)):
        return False
    if pack.language == "de":
        return first > phrase
    return pack.language == "pl" and unit.low[end - 1].endswith(_ADJECTIVES_OF_BODIES)


def speaks_as_body(led: list[str], pack: LanguagePack) -> bool:
    """Whether the words before a name make it a body's: "gabinet Natalii Gavrility", "ministerio de Exteriores".

    Args:
        led: The words of the phrase before the name, in lower case.
        pack: The words of the phrase's language.
    """
    return any(map(pack.is_body, led)) and not any(map(pack.is_title, led))
