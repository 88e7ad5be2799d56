"""ISO 639-1 codes from the names of languages in archives and APIs: "English", "Français", "Deutsch; DE", "eng".

Pure: the names come from the Unicode CLDR (babel), in the languages that archives use.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from collectors.sources.files.export_dates import LANGUAGES

_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*\Z")
#: Bibliographic codes (ISO 639-2/B) that differ from the terminological ones.
_BIBLIOGRAPHIC = {
    "ger": "de",
    "fre": "fr",
    "dut": "nl",
    "chi": "zh",
    "cze": "cs",
    "gre": "el",
    "rum": "ro",
    "per": "fa",
}
_BIBLIOGRAPHIC |= {
    "slo": "sk",
    "alb": "sq",
    "arm": "hy",
    "geo": "ka",
    "ice": "is",
    "mac": "mk",
    "may": "ms",
    "wel": "cy",
}


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Names of languages, in all languages and in their own, in lower case -> ISO 639-1."""
    codes: dict[str, str] = {}
    for speaker in LANGUAGES:
        for code, name in Locale(speaker).languages.items():
            if len(code) == 2:
                codes.setdefault(_plain(name), code)
    for code in {code for code in codes.values() if code in get_global("likely_subtags")}:
        own = Locale.parse(code, resolve_likely_subtags=True).languages.get(code) if _has_names(code) else None
        if own:
            codes.setdefault(_plain(own), code)
    return codes


def _has_names(code: str) -> bool:
    from babel.localedata import exists  # noqa: PLC0415  used once per process

    return bool(exists(code))


@lru_cache(maxsize=1_000)  # an export states the same few languages in each article
def language_code(written: str | None) -> str | None:
    """The ISO 639-1 code of a language.

    Args:
        written: A code of two or three letters, with or without a region, or the language's name in itself or in any of
            `export_dates.LANGUAGES`. Of several, separated by semicolons or commas, the first that is recognised
            counts.

    Returns:
        The code; None where no language is recognised.
    """
    for part in re.split(r"[;,/|(]", (written or "")[:100]):
        text = _plain(part)
        if text in _names():
            return _names()[text]
        code = _two_letters(re.split("[-_]", text)[0]) if _CODE.match(text) else None
        if code:
            return code
    return None


def _plain(name: str) -> str:
    """A name in lower case without accents, since archives write FRANCAIS."""
    letters = unicodedata.normalize("NFKD", name.strip().lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _two_letters(code: str) -> str | None:
    if len(code) == 2:
        return code
    alias = _BIBLIOGRAPHIC.get(code) or next(iter(get_global("language_aliases").get(code, "").split("_")), "")
    return alias if len(alias) == 2 else None
