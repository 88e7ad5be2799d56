"""Syllables by vowels, in the languages whose spelling shows them.

Hyphenation leaves a single vowel at a word's edge unparted and so counts "aber" and "они" as one: it put Russian Flesch
16 points too easy. In Russian, Ukrainian, Belarusian, Bulgarian and Turkish each vowel is one syllable, exactly. In
Polish an i before a vowel only softens; in Spanish, Italian and Portuguese a weak vowel beside a strong one glides; in
German, Dutch and French groups of letters are one vowel, and a final mute e is none in French.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_EACH = {
    "ru": re.compile("[аеёиоуыэюя]"),
    "uk": re.compile("[аеєиіїоуюя]"),
    "be": re.compile("[аеёіоуыэюя]"),
    "bg": re.compile("[аеиоуъюя]"),
    "tr": re.compile("[aeıioöuüâîû]"),
    "pl": re.compile("[aąeęoóuy]|i(?![aąeęoóuy])"),
    "cs": re.compile("ou|au|eu|[aáeéěiíoóuúůyý]|(?<=[bcčdďfghjkmnňpqsštťvwxzž])[rl](?![aáeéěiíoóuúůyý])"),
    "de": re.compile("ei|ai|au|eu|äu|ie|ey|ay|aa|ee|oo|[aeiouäöüy]"),
    "nl": re.compile("aai|ooi|oei|eeuw|ieuw|aa|ee|oo|uu|ie|oe|eu|ij|ei|ui|ou|au|[aeiouyéëïöü]"),
}
#: A group of vowels is as many syllables as it has strong or accented ones, at least one.
_GROUP = re.compile("[aeiouyáéíóúüàèéìòóùâêôãõ]+")
_STRONG = {
    "es": re.compile("[aeoáéíóú]"),
    "it": re.compile("[aeoàèéìòóù]"),
    "pt": re.compile("ão|ãe|õe|[aeoáéíóúâêôãõà]"),
}
_SILENT_U = re.compile("(?<=q)u(?=[aeioáéíóàèìòãõê])|(?<=g)u(?=[eiéí])")
_FRENCH_GROUP = re.compile("[aeiouyàâäèêëîïôöùûüœæ]+|é")
_FRENCH_MUTE = re.compile("(?<=[^aeiouyàâäéèêëîïôöùûüœæ])(?:es?|ent)$")
_FRENCH_NOUN = re.compile("ment$")


def _french(word: str) -> int:
    spoken = word if _FRENCH_NOUN.search(word) else _FRENCH_MUTE.sub("", word)
    return len(_FRENCH_GROUP.findall(spoken)) or int(bool(_FRENCH_GROUP.search(word)))


def _by_group(strong: re.Pattern[str]) -> Callable[[str], int]:
    def count(word: str) -> int:
        return sum(len(strong.findall(group)) or 1 for group in _GROUP.findall(_SILENT_U.sub("", word)))

    return count


def _by_vowel(vowels: re.Pattern[str]) -> Callable[[str], int]:
    def count(word: str) -> int:
        return len(vowels.findall(word))

    return count


#: Language -> how many syllables a word in lower case has; 0 for one without a vowel ("в", "z").
VOWEL_COUNTERS: dict[str, Callable[[str], int]] = {
    **{language: _by_vowel(vowels) for language, vowels in _EACH.items()},
    **{language: _by_group(strong) for language, strong in _STRONG.items()},
    "fr": _french,
}
