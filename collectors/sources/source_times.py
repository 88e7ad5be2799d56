"""The dates that feeds, sitemaps and indexes write, as ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from collectors.support.written_dates import FIRST_YEAR, LAST_YEAR, day_order, parse_moment

__all__ = ["FIRST_YEAR", "LAST_YEAR", "iso_time", "moment_of", "months", "seconds_between", "stamp", "widened"]

_LONGEST = 60  # characters of a date
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_SHORT_YEAR = re.compile(r"(\b\d{1,2}[\s-][A-Za-z]{3}[\s-])(\d\d)(\s\d\d?:)")
#: "Wed Sep 21 10:00:00 CEST 2022", as C and Unix write it.
_YEAR_BEHIND = re.compile(
    r"^(?:[A-Za-z]{3}\s)?([A-Za-z]{3}\s{1,2}\d{1,2}) (\d\d:\d\d(?::\d\d)?)( [A-Z]{2,5})? (\d{4})$"
)
#: The zone by its name in the time zone database, behind a time.
_ZONE_NAME = re.compile(r"(:\d\d(?:\.\d{1,9})?)\s?\[?([A-Z][A-Za-z]{2,15}/[A-Z][A-Za-z_]{2,20})\]?$")
#: Most letters beside a date, such as the day of the week; a text with more is a sentence.
_BESIDE = 24


def iso_time(value: object, language: str | None = None) -> str | None:
    """Return a date of a feed, sitemap or index in ISO 8601.

    Args:
        value: ISO 8601, RFC 822, the digits of an archive's time stamp, or a date in words or numbers: `2022/09/21`,
            `21-09-2022`, `2022년 9월 21일`, `21 вересня 2022 10:00`, with zones such as CEST, MSK, ET or `+03:00`.
        language: The language tag that the feed states (`en-us`), for names of months and the order of day and month.
            Without it, a value such as 10/05/2022 is not read.

    Returns:
        A time without an offset is taken as UTC; a bare day stays a bare day, because its hour is not known. None for
        values that are not understood, and for years outside 1990 to 2100.
    """
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    text = _SHORT_YEAR.sub(r"\g<1>20\g<2>\g<3>", value.strip())
    text = _YEAR_BEHIND.sub(r"\g<1> \g<4> \g<2>\g<3>", text)
    named = _ZONE_NAME.search(text)
    text = _ZONE_NAME.sub(r"\g<1>", text)
    if text.isdecimal() and len(text) in {10, 13} and not text.startswith(("19", "20")):
        return None  # a number, not the digits of a time stamp
    moment = parse_moment(text, (language or "").partition("-")[0].lower() or None, day_order(language))
    if moment is None or sum(map(str.isalpha, text)) > _BESIDE + len(moment.text):
        return None
    when = moment.when
    if moment.precision == "day":
        return moment.text
    return (when if when.tzinfo else when.replace(tzinfo=_zone(named[2]) if named else UTC)).isoformat()


def _zone(name: str) -> tzinfo:
    """Return the zone of a name in the time zone database; UTC for a name that it does not have."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def moment_of(value: str | None) -> datetime | None:
    """Return the moment of an `iso_time`, or None if it is not one; a bare day counts as its noon in UTC."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if _DAY.match(value):
        return moment.replace(hour=12, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def seconds_between(earlier: str, later: str) -> float | None:
    """Return the seconds from one `iso_time` to another, or None if one of them is not a date."""
    first, second = moment_of(earlier), moment_of(later)
    return (second - first).total_seconds() if first and second else None


def stamp(moment: datetime) -> str:
    """Return the 14 digits of a moment in UTC, as archives and GDELT write it."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def months(start: date, end: date) -> list[tuple[int, int]]:
    """Return the (year, month) pairs from one day to another, both included."""
    count = (end.year - start.year) * 12 + end.month - start.month
    first = start.year * 12 + start.month - 1
    return [(month // 12, month % 12 + 1) for month in range(first, first + count + 1)]


def widened(start: date, end: date, days: int) -> tuple[date, date]:
    """Return a window with `days` more days on each side."""
    try:
        return start - timedelta(days), end + timedelta(days)
    except OverflowError:
        return start, end
