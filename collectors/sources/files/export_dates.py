"""Dates in exports and tables: read by `collectors.support.written_dates`, in the languages of archives.

What exports add: years before 1990, dates without a day, digits without marks, and the order of a column of numeric
dates, which a date such as 03/04/2022 does not reveal; a caller that reads a whole column decides it (`day_first`) or
leaves the date unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from collectors.support.calendars import folded_month, month_names
from collectors.support.written_dates import LAST_YEAR, Moment, written_dates

#: The languages in which archives, spreadsheets and library programs write dates and labels.
LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "uk", "ru", "sv", "da", "nb", "fi", "cs", "ro", "hu", "tr")

_LONGEST = 120
#: A day that a line break of the archive split: "Jan 1 7, 2009".
_SPLIT_DAY = re.compile(r"(?<=[^\W\d]\s)([12]\s\d|3\s[01])(?=,\s?\d{4}(?!\d))")
_WORD = re.compile(r"[^\W\d_]+")
_YEAR_AFTER = re.compile(r"\W{0,6}(?:de\s)?(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)\d{4}\s?[-./年년 ]\s?\d{1,2}\s?[-./月월 ]\s?\d{1,2}(?!\d)")
_DIGITS = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
#: Years before this one are not dates of newspapers.
FIRST_YEAR = 1605


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


def written_date(text: str, day_first: bool | None = None) -> ExportDate | None:
    """The first date in a short text.

    Args:
        text: At most 120 characters are examined: "Dienstag 7. Juli 2020", "January 11, 2010 Monday", "20100111".
        day_first: The order of numeric dates in this source; with None, a date that depends on the order is not read.

    Returns:
        The date with its precision; None where there is none or its order is not known.
    """
    text = _SPLIT_DAY.sub(lambda day: day[0].replace(day[0][1], ""), text[:_LONGEST].replace("\xa0", " "))
    order = None if day_first is None else "dmy" if day_first else "mdy"
    for reading in written_dates(text, None, order, among=LANGUAGES, first_year=FIRST_YEAR):
        if reading.other is None:
            return _of_moment(reading.moment)
    return _of_digits(text) or _of_month(text)


def _of_moment(moment: Moment) -> ExportDate:
    """A time without a zone does not define a moment, so that it counts as its day."""
    if moment.when.tzinfo is None:
        return ExportDate(moment.day.isoformat(), "day")
    return ExportDate(moment.text, "time")


def _of_digits(text: str) -> ExportDate | None:
    match = _DIGITS.search(text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    try:
        return ExportDate(date(int(match[1]), int(match[2]), int(match[3])).isoformat(), "day")
    except ValueError:
        return None


def _of_month(text: str) -> ExportDate | None:
    """A month with its year: "mars 2011"."""
    (months,) = month_names(None, LANGUAGES)
    for word in _WORD.finditer(text):
        month, year = months.get(folded_month(word.group())), _YEAR_AFTER.match(text, word.end())
        if month and year and FIRST_YEAR <= int(year[1]) <= LAST_YEAR:
            return ExportDate(f"{year[1]}-{month:02d}", "month")
    return None


@lru_cache(maxsize=50_000)  # exports repeat the same days, and the names are looked up word by word
def published_day(text: str) -> str | None:
    """The day of a written date as YYYY-MM-DD; None where it names none."""
    written = written_date(text)
    return written.day[:10] if written and written.day else None


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
    if _YEAR_FIRST.search(value[:_LONGEST]):
        return False
    match = _NUMERIC.search(value[:_LONGEST])
    if match is None:
        return False
    first, second = int(match.group(1)), int(match.group(3))
    return first <= 12 and second <= 12 and first != second
