"""Dates as people and programs write them: with month names in any language, or as numbers in any order, with zones.

Pages, feeds, sitemaps and indexes all use this reader; text that it cannot read as a date gives None. Month names are
those of Unicode's CLDR (through Babel), in the text's language and in English. Persian dates are converted from the
Persian calendar, Thai ones from the Buddhist era.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from collectors.support.calendars import (
    COMMON_LANGUAGES,
    ERA_YEAR,
    PERSIAN_MONTHS,
    folded_month,
    gregorian_of_persian,
    month_names,
    year_of_era,
)
from collectors.support.time_zones import zone_named

#: Years that a date on the web can have; other years are taken for errors.
FIRST_YEAR, LAST_YEAR = 1990, 2100
#: How many characters of a text are searched for dates.
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Moment:
    """A parsed date or time.

    Attributes:
        day: The calendar day in the time's own zone.
        text: ISO 8601: a day, or a time to the second.
        precision: "day", "minute; zone stated" or "minute; no zone".
        when: The time as parsed, without a zone where none was stated; midnight for a day.
    """

    day: date
    text: str
    precision: str
    when: datetime


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text.

    Attributes:
        moment: What it says.
        start: Offset of its first character.
        end: Offset behind its last character.
        other: The other day that it may mean, where day and month cannot be told apart; else None.
    """

    moment: Moment
    start: int
    end: int
    other: date | None = None


_YEAR = r"(?:19|20)\d\d"
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"
    r"(?:[T ,]{1,3}(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?"
    r"(?:\s{0,3}(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d(?!\d))\b)?)?",
    re.I,
)
_COMPACT = re.compile(rf"({_YEAR})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?\Z")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?\Z")
_YEAR_FIRST = re.compile(
    r"(?<![\d./-])([12]\d{3})\s?(?:[/.-]|年|년)\s?(\d{1,2})\s?(?:[/.-]|月|월)\s?(\d{1,2})(?:\s?[日일])?(?![\d/-])"
)
_ROMAN_MONTH = re.compile(r"(?<![\w.])(\d{1,2})[\s./-]{1,3}(I{1,3}|IV|VI{0,3}|IX|XI{0,2})[\s./-]{1,3}([12]\d{3})(?!\d)")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ERA_DAY = re.compile(ERA_YEAR.pattern + r"\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_YEAR_LAST = re.compile(r"(?<![\d./])(?<!\d-)(\d{1,2})\s?([./|-])\s?(\d{1,2})\s?\2\s?([12]\d{3}|\d\d)(?![\d/-])")
# The time behind or before a date: 14:05, 14h05, 2:05 PM, 오후 2:05, 14.05 Uhr.
_CLOCK = re.compile(
    r"(?<![\d:])(?P<before>오전|오후|上午|下午|午前|午後)?\s?(?P<hour>[01]?\d|2[0-4])"
    r"(?:\s?[:hH時时시]\s?|\.(?=\d\d\s?(?:Uhr|Hrs|hrs|h\b|klo|AM|PM|am|pm|a\.m|p\.m)))(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:\.\d{1,9})?)?\s?(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?|ص\b|م\b|น\.)?"
    r"(?:\s?(?:Uhr|hrs|IST\b)?\s?\(?(?P<zone>(?:GMT|UTC)?\s?(?:\+\d{1,2}(?::?\d\d)?|-\d{4})\b|(?<=:\d\d:\d\d)-\d\d:\d\d\b|Z\b|[A-Z]{2,5}\b|МСК)?\)?)?",
    re.I,
)
_AFTER, _BEFORE = 30, 26  # characters between a date and its time
_AFTERNOON = frozenset(("오후", "下午", "午後", "م"))


def written_dates(
    text: str,
    language: str | None = None,
    order: str | None = None,
    *,
    among: tuple[str, ...] = COMMON_LANGUAGES,
    first_year: int = FIRST_YEAR,
) -> Iterator[WrittenDate]:
    """Find every date in a short text.

    Args:
        text: At most `LONGEST` characters of it are read.
        language: ISO 639-1 code of the text, for its month names; None to read those of all common languages.
        order: "mdy" where 10/05/2022 is the 5th of October, "dmy" where it is the 10th of May. None where that is
            unknown: the day comes first, and the second reading is given as `other`.
        among: The languages that a text of unknown language may be in.
        first_year: Earlier years are taken for errors.

    Yields:
        The dates in reading order, none overlapping another.
    """
    text = plain_digits(text[:LONGEST])
    taken: list[tuple[int, int]] = []
    dates: list[WrittenDate] = []
    for start, end, day, other in _days(text, language, order, among, first_year):
        if all(end <= taken_start or taken_end <= start for taken_start, taken_end in taken):
            taken.append((start, end))
            dates.append(_with_clock(text, start, end, day, other))
    yield from sorted(dates, key=lambda one: one.start)


def day_order(tag: str | None) -> str | None:
    """Return whether the day or the month comes first in the numeric dates of a language.

    Args:
        tag: A language tag, or None. American English puts the month first; English without a region may be either.

    Returns:
        "dmy", "mdy", or None where both are possible.
    """
    language, _, region = (tag or "").replace("_", "-").lower().partition("-")
    if language == "en":
        return {"": None, "us": "mdy", "ph": "mdy", "ca": None}.get(region.partition("-")[0], "dmy")
    return "dmy" if language else None


def parse_moment(text: str, language: str | None = None, order: str | None = None) -> Moment | None:
    """Parse a value that should hold a date or time and nothing else.

    Args:
        text: ISO 8601, seconds or milliseconds since 1970, the digits of an archive's time stamp, RFC 822, or a date in
            words or numbers. At most 80 characters are read.
        language: ISO 639-1 code of the words.
        order: "mdy" or "dmy" for numbers. With None, 10/05/2022 is ambiguous and gives None, while 10.05.2022 is read
            with the day first.

    Returns:
        The time; None where the text is no date, is ambiguous, or lies outside FIRST_YEAR to LAST_YEAR.
    """
    text = plain_digits(text.strip()[:80])
    match = _ISO.match(text)
    if match:
        return _from_parts(*match.groups())
    if _EPOCH.match(text):
        return _checked(datetime.fromtimestamp(int(text[:10]), UTC), minute=True)
    compact = _COMPACT.match(text)
    if compact:
        return _from_parts(*compact.groups())
    one = next(written_dates(text, language, order), None)
    return one.moment if one and one.other is None else None


def moment_of_day(day: date) -> Moment:
    """Make the Moment of a day without a known time."""
    return Moment(day, day.isoformat(), "day", datetime(day.year, day.month, day.day))  # noqa: DTZ001  a day has no zone


def moment_at(when: datetime) -> Moment:
    """Make the Moment of a time to the minute, with the zone that it carries."""
    zone = "zone stated" if when.tzinfo else "no zone"
    return Moment(when.date(), when.isoformat(timespec="seconds"), f"minute; {zone}", when)


def _checked(when: datetime, *, minute: bool) -> Moment | None:
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        return None
    return moment_at(when) if minute else moment_of_day(when.date())


def _from_parts(*parts: str | None) -> Moment | None:
    """Make a Moment from year, month, day, hour, minute, second and zone as digits; the time may be missing."""
    year, month, day_of_month, hour, minute, second, zone = parts
    try:
        day = date(int(year or 0), int(month or 0), int(day_of_month or 0))
        when = datetime.combine(day, time(int(hour or 0), int(minute or 0), int(second or 0), tzinfo=_offset(zone)))
    except ValueError:
        return None
    return _checked(when, minute=hour is not None)


def _offset(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = re.sub(r"^[A-Za-z\s]*", "", text)
    hours, _, minutes = digits[1:].partition(":")
    if not minutes and len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return timezone(-ahead if digits[0] == "-" else ahead)


# --- days


def _days(
    text: str, language: str | None, order: str | None, among: tuple[str, ...], first_year: int
) -> Iterator[tuple[int, int, date, date | None]]:
    """Yield (start, end, day, the other day it may be) of each date, the most reliable forms first."""
    for match in _YEAR_FIRST.finditer(text):
        day = _day(int(match[1]), int(match[2]), int(match[3]), language, first_year)
        if day:
            yield match.start(), match.end(), day, None
    yield from _unusual(text, language, first_year)
    yield from _in_words(text, language, among, first_year)
    for match in _YEAR_LAST.finditer(text):
        yield from _numbers(match, language, order, first_year)


def _unusual(text: str, language: str | None, first_year: int) -> Iterator[tuple[int, int, date, None]]:
    """Yield days of Japanese eras and the Chinese republic, and days with a month in Roman numerals."""
    for match in _ERA_DAY.finditer(text) if not text.isascii() else ():
        day = _day(year_of_era(match[1], match[2]), int(match[3]), int(match[4]), None, first_year)
        if day:
            yield match.start(), match.end(), day, None
    for match in _ROMAN_MONTH.finditer(text):
        day = _day(int(match[3]), _ROMAN.index(match[2]) + 1, int(match[1]), language, first_year)
        if day:
            yield match.start(), match.end(), day, None


def _in_words(
    text: str, language: str | None, among: tuple[str, ...], first_year: int
) -> Iterator[tuple[int, int, date, None]]:
    """Yield the days whose month is a word."""
    for pattern, names in month_patterns(language, among):
        for match in pattern.finditer(text):
            parts = match.groupdict()
            key = next(value for one_key, value in parts.items() if one_key.startswith("month") and value)
            year = int(next(value for one_key, value in parts.items() if one_key.startswith("year") and value))
            number = int(next(value for one_key, value in parts.items() if one_key.startswith("day") and value))
            persian = key in PERSIAN_MONTHS
            day = gregorian_of_persian(year, names[folded_month(key)], number) if persian else None
            day = day or _day(year, names[folded_month(key)], number, language, first_year)
            if day:
                yield match.start(), match.end(), day, None


def _numbers(
    match: re.Match[str], language: str | None, order: str | None, first_year: int
) -> Iterator[tuple[int, int, date, date | None]]:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == 2:
        year += 2000 if year < 50 else 1900
    day_first = _day(year, second, first, language, first_year)
    month_first = _day(year, first, second, language, first_year)
    # Full stops mean that the day comes first; slashes and hyphens do not tell.
    if match[2] == "." and order is None:
        order = "dmy"
    days = [month_first, day_first] if order == "mdy" else [day_first, month_first]
    possible = [day for day in days if day]
    if possible:
        other = possible[1] if len(possible) > 1 and order is None and possible[0] != possible[1] else None
        yield match.start(), match.end(), possible[0], other


def _day(year: int, month: int, day: int, language: str | None, first_year: int) -> date | None:
    """Return a day within the accepted years, read in the Persian or Thai calendar where language and year say so."""
    if language in ("fa", "ps") and 1300 <= year < 1500:
        return gregorian_of_persian(year, month, day)
    if language == "th" and 2500 <= year < 2700:
        year -= 543
    if not first_year <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


_patterns: dict[tuple[str, tuple[str, ...]], list[tuple[re.Pattern[str], dict[str, int]]]] = {}


def month_patterns(
    language: str | None, among: tuple[str, ...] = COMMON_LANGUAGES
) -> list[tuple[re.Pattern[str], dict[str, int]]]:
    """Return patterns for dates that contain a month name, compiled once per language.

    Args:
        language: ISO 639-1 code; None for the names on which the languages of `among` agree.
        among: The languages that a text of unknown language may be in.

    Returns:
        For each table of names (the language's, then the English one) the pattern and the table.
    """
    key = (language or "", among)
    if key not in _patterns:
        _patterns[key] = [_month_pattern(names) for names in month_names(language, among) if names]
    return _patterns[key]


def _month_pattern(names: dict[str, int]) -> tuple[re.Pattern[str], dict[str, int]]:
    month = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    year = r"[12]\d{3}"
    link = r"(?:\s*(?:(?:de|del|of|d['’]|tháng|ngày)\b\.?|พ\.ศ\.))?\s*"
    twin = r"(?:\s?/\s?[^\W\d]{2,9}(?:\s[^\W\d]{2,7})?)?"  # "20 أيلول/سبتمبر 2022"
    rank = r"(?:st|nd|rd|th|er|ère|º|ª|\.|-?(?:го|е))?"
    pattern = (
        rf"(?<![\d.:])(?P<day1>\d{{1,2}}){rank},?{link}[-\s/]?(?P<month1>{month})\.?,?{twin}{link}[-\s/]?(?P<year1>{year})(?!\d)"
        rf"|(?<!\w)(?P<month2>{month})\.?,?\s*(?P<day2>\d{{1,2}}){rank}\s?,?\s+(?:de\s+)?(?P<year2>{year})(?!\d)"
        rf"|(?<!\d)(?P<year3>{year})(?:\.|,|\s?m\.|\s?г\.)?[-\s]\s*(?P<month3>{month})\.?[-\s]\s*(?P<day3>\d{{1,2}})(?!\d)"
        rf"|(?<!\d)(?P<year4>{year})\.?\s?gada\s(?P<day4>\d{{1,2}})\.\s?(?P<month4>{month})(?![^\W\d_])"
    )
    return re.compile(pattern, re.I), names


# --- the time of day


def _with_clock(text: str, start: int, end: int, day: date, other: date | None) -> WrittenDate:
    """Combine a date with the time of day that stands behind or before it, where there is one."""
    if other is None:
        clock = _CLOCK.search(text, end, end + _AFTER)
        if clock is None or re.search(r"[^\W\d_]{9,}", text[end : clock.start()]):
            clock = None
            for clock in _CLOCK.finditer(text, max(0, start - _BEFORE), start):  # noqa: B007  the last one
                pass
        when = _clock(clock, day) if clock else None
        if when:
            return WrittenDate(moment_at(when), start, end)
    return WrittenDate(moment_of_day(day), start, end, other)


def _clock(match: re.Match[str], day: date) -> datetime | None:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    half = (match["half"] or "").lower().replace(".", "").replace(" ", "")
    if (half == "pm" or half in _AFTERNOON or match["before"] in _AFTERNOON) and hour < 12:
        hour += 12
    elif (half in ("am", "ص") or (match["before"] and match["before"] not in _AFTERNOON)) and hour == 12:
        hour = 0
    if hour > 23:
        return None
    when = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001  the zone follows
    zone = match["zone"]
    if not zone:
        return when
    signed = re.search(r"[+-]\d", zone)
    try:
        tz = _offset(zone) if signed or zone.upper() == "Z" else zone_named(zone, when)
    except ValueError:
        return when
    return when.replace(tzinfo=tz) if tz else when


def plain_digits(text: str) -> str:
    """Replace the decimal digits of all scripts by 0 to 9, so that offsets stay the same."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(letter)) if letter > "\x7f" and letter.isdecimal() else letter for letter in text
    )
