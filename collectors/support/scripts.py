"""Scripts that languages are written in, and whether a word can stand in a text of a language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LATIN, CYRILLIC = frozenset({"LATIN"}), frozenset({"CYRILLIC"})
#: ISO 639-1 -> the scripts of a language, as Unicode names their letters; languages that are missing use Latin letters.
SCRIPTS = {
    **dict.fromkeys(("be", "bg", "ky", "mk", "mn", "ru", "tg", "uk"), CYRILLIC),
    **dict.fromkeys(("az", "bs", "kk", "sr", "uz"), CYRILLIC | LATIN),
    **dict.fromkeys(("ar", "ckb", "fa", "ps", "sd", "ug", "ur"), frozenset({"ARABIC"})),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), frozenset({"DEVANAGARI"})),
    **dict.fromkeys(("he", "yi"), frozenset({"HEBREW"})),
    **dict.fromkeys(("am", "ti"), frozenset({"ETHIOPIC"})),
    "bn": frozenset({"BENGALI"}), "el": frozenset({"GREEK"}), "gu": frozenset({"GUJARATI"}),
    "hy": frozenset({"ARMENIAN"}), "ja": frozenset({"HIRAGANA", "KATAKANA", "CJK"}), "ka": frozenset({"GEORGIAN"}),
    "km": frozenset({"KHMER"}), "kn": frozenset({"KANNADA"}), "ko": frozenset({"HANGUL"}), "lo": frozenset({"LAO"}),
    "ml": frozenset({"MALAYALAM"}), "my": frozenset({"MYANMAR"}), "pa": frozenset({"GURMUKHI", "ARABIC"}),
    "si": frozenset({"SINHALA"}), "ta": frozenset({"TAMIL"}), "te": frozenset({"TELUGU"}), "th": frozenset({"THAI"}),
    "zh": frozenset({"CJK", "BOPOMOFO"}),
}  # fmt: skip


def scripts_of(text: str) -> frozenset[str]:
    """Return the scripts of a text's letters, by the first word of their Unicode names: "LATIN", "CYRILLIC"."""
    return frozenset(unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha())


def languages_that_hold(text: str, languages: Iterable[str]) -> tuple[str, ...]:
    """Return those languages in whose scripts a text is written.

    Args:
        text: A word or a phrase. Digits and marks belong to every script.
        languages: ISO 639-1 codes.
    """
    written = scripts_of(text)
    return tuple(code for code in languages if written <= SCRIPTS.get(code, LATIN))
