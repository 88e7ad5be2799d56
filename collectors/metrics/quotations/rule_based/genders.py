"""The grammatical sex of pronouns, of past verbs in Slavic languages and of persons, to tell whom "dodała" can mean."""

from __future__ import annotations

from collectors.metrics.name_forms import romanised
from collectors.metrics.quotations.speakers.first_names import gender_of_first_name
from collectors.metrics.word_lists import word_set

_SHE = word_set("mul.reported_speech.feminine_pronouns")
_HE = word_set("mul.reported_speech.masculine_pronouns")
#: Endings of the past tense, the feminine ones first.
_PAST_ENDINGS = {
    "ru": (("ла", "лась"), ("л", "лся", "ёк", "верг")),
    "uk": (("ла", "лася", "лась"), ("в", "вся", "вcь")),
    "pl": (("ła",), ("ł",)),
    "cs": (("la",), ("l",)),
}
_HER_SURNAME_ENDINGS = ("ская", "цкая", "ова", "ева", "ёва", "ська", "цька", "ska", "cka", "dzka", "ová", "ská", "cká")
_HIS_SURNAME_ENDINGS = ("ский", "цкий", "ов", "ев", "ёв", "ський", "цький", "ski", "cki", "dzki", "ský", "cký")


def gender_of_word(low: str, language: str) -> str:
    """Return "f" or "m" for a pronoun, or for a past verb of a Slavic language; "" for other words.

    Args:
        low: The word in lower case.
        language: ISO 639-1 code of its language.
    """
    if low in _SHE or low in _HE:
        return "f" if low in _SHE else "m"
    feminine, masculine = _PAST_ENDINGS.get(language, ((), ()))
    return "f" if low.endswith(feminine) else "m" if low.endswith(masculine) else ""


def gender_of_person(name: str) -> str:
    """Return "f" or "m" for a person by first name or surname, "" where neither tells.

    Args:
        name: The name in any script, with its first name first.
    """
    words = name.lower().split()
    if len(words) > 1:
        first = gender_of_first_name(words[0]) or gender_of_first_name(romanised(words[0]))
        if first:
            return first
    last = words[-1] if words else ""
    return "f" if last.endswith(_HER_SURNAME_ENDINGS) else "m" if last.endswith(_HIS_SURNAME_ENDINGS) else ""


def may_be(name: str, gender: str) -> bool:
    """Whether a person can be meant by a word of a gender: both are unknown or equal."""
    return not gender or gender_of_person(name) in ("", gender)
