"""Month names in many languages, and conversion of days of the Persian calendar."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError

#: The months of the Persian (Solar Hijri) calendar, in Persian and as Afghans write them.
_PERSIAN = (
    "فروردین حمل", "اردیبهشت ثور", "خرداد جوزا", "تیر سرطان", "مرداد اسد", "شهریور سنبله", "مهر میزان", "آبان عقرب",
    "آذر قوس", "دی جدی", "بهمن دلو", "اسفند حوت",
)  # fmt: skip
PERSIAN_MONTHS = {name: number for number, names in enumerate(_PERSIAN, 1) for name in names.split()}
#: The languages in which dates are read when the language of a page is unknown. A name that two of them use for
#: different months (listopad) is left out.
COMMON_LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "ru", "uk", "be", "bg", "sr", "hr", "sl", "mk", "ro",
    "hu", "el", "tr", "az", "sv", "da", "nb", "fi", "et", "lv", "lt", "ca", "id", "ms", "vi", "ar", "fa", "he", "hi",
    "bn", "th", "ko", "ja", "zh", "hy", "ka", "kk", "sq",
)  # fmt: skip
#: Abbreviations, spellings and regional names that newspapers use and that CLDR lacks.
_ALSO = {
    "en": {"sept": 9, "june": 6, "july": 7},
    "de": {"sept": 9, "jänner": 1, "feber": 2},
    "es": {"setiembre": 9, "sept": 9},
    "fr": {"fev": 2, "aout": 8},
    "uk": {"вер": 9},
    "ru": {"сен": 9, "ноя": 11, "июн": 6, "июл": 7},
    "bn": {"জানুয়ারি": 1, "ফেব্রুয়ারি": 2, "মে": 5, "অগস্ট": 8},
    "hi": {"फरवरी": 2, "अक्तूबर": 10, "सितम्बर": 9, "नवम्बर": 11, "दिसम्बर": 12},
    "ar": {
        "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7, "آب": 8, "أيلول": 9,
        "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12,
        "جانفي": 1, "فيفري": 2, "أفريل": 4, "ماي": 5, "جوان": 6, "جويلية": 7, "أوت": 8, "شتنبر": 9,
        "يوليوز": 7, "غشت": 8,
        "نونبر": 11, "دجنبر": 12,
    },
}  # fmt: skip


def month_names(language: str | None, among: tuple[str, ...] = COMMON_LANGUAGES) -> list[dict[str, int]]:
    """Return tables from month names in lower case to month numbers.

    Args:
        language: ISO 639-1 code; None for the names on which the languages of `among` agree.
        among: The languages that a text of unknown language may be in.

    Returns:
        The table of the language, followed by the English table where the language is another one; a single table for
        None. Names come from CLDR; those of the Persian calendar are added for Persian, Pashto and None.
    """
    if language is None:
        return [_agreed(among)]
    own = dict(PERSIAN_MONTHS) if language in ("fa", "ps") else {}
    return [own | _shortened(language) | _names(language)] + ([_names("en")] if language != "en" else [])


@lru_cache(maxsize=8)
def _agreed(among: tuple[str, ...]) -> dict[str, int]:
    numbers_of: dict[str, set[int]] = {}
    for language in among:
        for name, number in _names(language).items():
            numbers_of.setdefault(name, set()).add(number)
    return dict(PERSIAN_MONTHS) | {name: numbers.pop() for name, numbers in numbers_of.items() if len(numbers) == 1}


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, int]:
    try:
        months = Locale.parse(language).months
    except (UnknownLocaleError, ValueError):
        return {}
    numbers: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in months[context][width].items():
                plain = folded_month(str(name)).strip(" .")
                if len(plain) >= 3 and not plain.isdecimal() and not plain[0].isdigit():
                    numbers.setdefault(plain, int(number))
    numbers |= {folded_month(name): number for name, number in _ALSO.get(language, {}).items()}
    if language == "he":  # "in September" is one word
        numbers |= {f"ב{name}": number for name, number in numbers.items()}
    return numbers


@lru_cache(maxsize=64)
def _shortened(language: str) -> dict[str, int]:
    """Return the beginnings, from three letters on, that only the names of one month have: newspapers cut freely."""
    beginnings: dict[str, set[int]] = {}
    for name, number in _names(language).items():
        for length in range(3, len(name)):
            if name[:length].isalpha():
                beginnings.setdefault(name[:length], set()).add(number)
    return {beginning: numbers.pop() for beginning, numbers in beginnings.items() if len(numbers) == 1}


#: The first year of each Japanese era, and of the Chinese republic.
_ERAS = {"令和": 2019, "平成": 1989, "昭和": 1926, "民國": 1912, "民国": 1912}
ERA_YEAR = re.compile(rf"({'|'.join(_ERAS)})\s?(元|\d{{1,3}})\s?年")


def year_of_era(era: str, number: str) -> int:
    """Convert a year of a Japanese era or of the Chinese republic.

    Args:
        era: One of the names that `ERA_YEAR` matches.
        number: The year of the era in digits, or 元 for the first.

    Returns:
        The Gregorian year.
    """
    return _ERAS[era] + (1 if number == "元" else int(number)) - 1


def folded_month(name: str) -> str:
    """Return the name of a month as the tables hold it: in lower case, and in NFC, which lower case may undo (ΐ)."""
    return unicodedata.normalize("NFC", name.casefold())


@lru_cache(maxsize=1)
def weekday_names() -> frozenset[str]:
    """Return the names of the days of the week in all common languages, in lower case, with their short forms."""
    names: set[str] = set()
    for language in COMMON_LANGUAGES:
        days = Locale.parse(language).days
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                names.update(folded_month(str(name)).strip(" .") for name in days[context].get(width, {}).values())
    return frozenset(name for name in names if len(name) > 1)


#: The first day of the year 1 of the Persian calendar, and its leap years within the cycle of 33 years, which holds
#: from 1178 to 1633.
_EPOCH = date(622, 3, 21)
_LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))


def gregorian_of_persian(year: int, month: int, day: int) -> date | None:
    """Convert a day of the Persian (Solar Hijri) calendar to the Gregorian calendar, using its 33-year leap cycle.

    Args:
        year: Persian year, from 1178 to 1633 (Gregorian 1799 to 2254).
        month: 1 to 12; the first six have 31 days, the next five 30, the last 29 or 30.
        day: From 1.

    Returns:
        The Gregorian day, or None where the Persian calendar has no such day.
    """
    if not (1178 <= year <= 1633 and 1 <= month <= 12):
        return None
    leap = year % 33 in _LEAP
    longest = 31 if month <= 6 else 30 if month < 12 or leap else 29
    if not 1 <= day <= longest:
        return None
    cycles, rest = divmod(year - 1, 33)
    leaps = cycles * 8 + sum(1 for year_of_cycle in range(1, rest + 1) if year_of_cycle in _LEAP)
    before = (year - 1) * 365 + leaps + min(month - 1, 6) * 31 + max(0, month - 7) * 30
    return _EPOCH + timedelta(days=before + day - 1)
