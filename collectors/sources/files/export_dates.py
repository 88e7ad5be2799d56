"""Dates as archives and spreadsheets write them, in the languages of their users, as ISO 8601 to the stated precision.

Pure: names of months and weekdays come from the Unicode CLDR (babel). A numeric date such as 03/04/2022 does not reveal
its order; a caller that reads a whole column decides it (`day_first`) or leaves the date unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from babel import Locale

#: The languages in which archives, spreadsheets and library programs write dates and labels.
LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "uk", "ru", "sv", "da", "nb", "fi", "cs", "ro", "hu", "tr")

_LONGEST = 120
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|ère|º|ª|\.º)\b", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:\.)?")
_NUMBER = re.compile(r"\d+")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[./ ](\d{1,2})[./ ](\d{1,2})(?!\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_DIGITS = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})[:h.](\d\d)(?::(\d\d))?\s*([ap]\.?m\.?)?(?!\d)", re.I)
_ZONE = re.compile(r"\b(?:UTC|GMT|Z)\b\s*([+-]\d{1,2}(?::?\d\d)?)?|(?<=\d)Z\b|(?<=\d)\s?([+-]\d\d:?\d\d)\b")
#: Years outside this range are not dates of newspapers.
FIRST_YEAR, LAST_YEAR = 1605, 2100


@dataclass(frozen=True, slots=True)
class ExportDate:
    """A date to the precision it was written in.

    Attributes:
        iso: YYYY, YYYY-MM, YYYY-MM-DD, or a time with its offset.
        precision: year, month, day or time.
    """

    iso: str
    precision: str

    @property
    def day(self) -> str | None:
        """The date where it names at least a day, with its time where it has one; None otherwise."""
        return self.iso if self.precision in {"day", "time"} else None


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Names and abbreviations of months in all LANGUAGES, in lower case -> 1 to 12.

    A name that means different months in different languages is left out.
    """
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    found.setdefault(name.lower().rstrip("."), set()).add(number)
    found.setdefault("sept", set()).add(9)
    found.setdefault("juillet", set()).add(7)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1 and not name.isdigit()}


@lru_cache(maxsize=1)
def weekday_names() -> frozenset[str]:
    """Names of weekdays in all LANGUAGES, in lower case."""
    return frozenset(
        name.lower()
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for name in Locale(language).days[context]["wide"].values()
    )


def written_date(text: str, day_first: bool | None = None) -> ExportDate | None:
    """The first date in a short text.

    Args:
        text: At most 120 characters are examined: "Dienstag 7. Juli 2020", "January 11, 2010 Monday", "20100111".
        day_first: The order of numeric dates in this source; with None, a date that depends on the order is not read.

    Returns:
        The date with its precision; None where there is none or its order is not known.
    """
    text = text[:_LONGEST].replace("\xa0", " ")
    found = _numbered(text) or _named(text) or _numeric(text, day_first)
    if found is None or found.precision != "day":
        return found
    clock = _clock(text)
    return ExportDate(f"{found.iso}T{clock}", "time") if clock else found


@lru_cache(maxsize=50_000)  # exports repeat the same days, and the names are looked up word by word
def published_day(text: str) -> str | None:
    """The day of a written date as YYYY-MM-DD; None where it names none."""
    found = written_date(text)
    return found.day[:10] if found and found.day else None


def order_of(values: Iterable[str]) -> bool | None:
    """Whether a column of numeric dates writes the day first.

    Args:
        values: The dates.

    Returns:
        True where a first number is over 12, False where a second one is, None where neither or both are.
    """
    first = second = False
    for value in values:
        match = _NUMERIC.search(value[:_LONGEST])
        if match:
            first |= int(match.group(1)) > 12
            second |= int(match.group(3)) > 12
    return None if first == second else first


def is_ambiguous(value: str) -> bool:
    """Whether a date is numeric and means two different days, depending on its order."""
    if _numbered(value):
        return False
    match = _NUMERIC.search(value[:_LONGEST])
    if match is None:
        return False
    first, second = int(match.group(1)), int(match.group(3))
    return first <= 12 and second <= 12 and first != second


def _numbered(text: str) -> ExportDate | None:
    """A date whose order is certain because the year comes first."""
    for pattern in (_ISO_DAY, _EAST_ASIAN, _YEAR_FIRST, _DIGITS):
        match = pattern.search(text)
        if match and (made := _made(*(int(part) for part in match.groups()))):
            return made
    return None


def _named(text: str) -> ExportDate | None:
    """A date whose month is a word: "11 January 2010", "January 11, 2010", "mars 2011"."""
    months = month_names()
    plain = _ORDINAL.sub("", text)
    for word in _WORD.finditer(plain):
        month = months.get(word.group().lower().rstrip("."))
        if month is None:
            continue
        before = [int(number) for number in _NUMBER.findall(plain[max(0, word.start() - 12) : word.start()])]
        after = [int(number) for number in _NUMBER.findall(plain[word.end() : word.end() + 20])]
        found = _around(month, before, after)
        if found:
            return found
    return None


def _around(month: int, before: list[int], after: list[int]) -> ExportDate | None:
    """The date from the numbers beside a month's name."""
    year = next((number for number in after[:3] if FIRST_YEAR <= number <= LAST_YEAR), None)
    if year is None and before and FIRST_YEAR <= before[0] <= LAST_YEAR and after:
        return _made(before[0], month, after[0])  # Hungarian: 2010. január 11.
    if year is None:
        return None
    if after[0] != year:
        return _made(year, month, after[0])
    if before and 1 <= before[-1] <= 31:
        return _made(year, month, before[-1])
    return ExportDate(f"{year:04d}-{month:02d}", "month")


def _numeric(text: str, day_first: bool | None) -> ExportDate | None:
    match = _NUMERIC.search(text)
    if match is None:
        return None
    first, mark, second, year = int(match.group(1)), match.group(2), int(match.group(3)), int(match.group(4))
    if year < 100:
        year += 2000 if year < 70 else 1900
    if day_first is None:
        # With points between them, the day comes before the month; a number over 12 is not a month.
        day_first = True if mark == "." or first > 12 or first == second else False if second > 12 else None
    if day_first is None:
        return None
    return _made(year, second, first) if day_first else _made(year, first, second)


def _made(year: int, month: int, day: int) -> ExportDate | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return ExportDate(date(year, month, day).isoformat(), "day")
    except ValueError:
        return None


def _clock(text: str) -> str | None:
    """The time of day with its offset; None without an offset, since such a time does not define a moment."""
    rest = _NUMERIC.sub(" ", _ISO_DAY.sub(" ", text))
    match = _CLOCK.search(rest)
    zone = _ZONE.search(rest, match.end()) if match else None  # from a position: what stands before it counts
    if match is None or zone is None:
        return None
    hour, minute, second = int(match.group(1)), int(match.group(2)), int(match.group(3) or 0)
    half = (match.group(4) or "").lower().replace(".", "")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return f"{time(hour, minute, second).isoformat()}{_offset(zone.group(1) or zone.group(2))}"
    except ValueError:
        return None


def _offset(written: str | None) -> str:
    if not written:
        return "+00:00"
    sign, digits = written[0], written[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
    return f"{sign}{int(hours):02d}:{minutes}"
