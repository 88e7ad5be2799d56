"""The dates that feeds, sitemaps and indexes write, as ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

#: Years that a date on the web can have; anything else is a slip.
FIRST_YEAR, LAST_YEAR = 1990, 2100

_LONGEST = 60  # characters of a date
_DIGITS = re.compile(r"(\d{4})(\d\d)?(\d\d)?T?(\d\d)?(\d\d)?(\d\d)?Z?\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]{1,3}(\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})?\s{0,3}(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?\Z", re.I
)
_ZONE = re.compile(r"([+-]\d\d):?(\d\d)?\Z")


def iso_time(value: object) -> str | None:
    """ISO 8601 of a date as feeds write it: ISO 8601, RFC 822, or the digits of an archive's timestamp.

    A time without an offset is taken for UTC (RFC 822 dates with an unknown zone name too); a bare day stays a bare
    day, because its hour is not known. None for what is no date, or none between 1990 and 2100."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    text = value.strip()
    try:
        if _DAY.match(text):
            return _within(date.fromisoformat(text)).isoformat()
        found = _ISO.match(text)
        if found:
            return _offset_time(found)
        digits = _DIGITS.match(text)
        if digits:
            return _from_digits(digits)
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:  # "-0000" and zone names nobody knows
        moment = moment.replace(tzinfo=UTC)
    return moment.isoformat() if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _within(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("no year of the web")
    return day


def _offset_time(found: re.Match[str]) -> str:
    day, clock, zone = found.groups()
    offset = _ZONE.match(zone or "")
    tail = f"{offset.group(1)}:{offset.group(2) or '00'}" if offset else "+00:00"
    moment = datetime.fromisoformat(f"{day}T{clock}{tail}")
    _within(moment.date())
    return moment.isoformat()


def _from_digits(found: re.Match[str]) -> str | None:
    """20220923 -> a day, 20220923103000 or 20220923T103000Z -> a time; fewer digits say no day."""
    parts = [int(part) for part in found.groups() if part]
    if len(parts) < 3:
        return None
    if len(parts) < 5:
        return _within(date(*parts[:3])).isoformat()
    hour, minute, second = [*parts[3:], 0][:3]
    moment = datetime(parts[0], parts[1], parts[2], hour, minute, second, tzinfo=UTC)
    _within(moment.date())
    return moment.isoformat()


def moment_of(value: str | None) -> datetime | None:
    """The moment of an `iso_time`; a bare day counts from its noon in UTC, which no time zone is further from than
    14 hours."""
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
    """Seconds from one `iso_time` to another, None where one of them is no date."""
    first, second = moment_of(earlier), moment_of(later)
    return (second - first).total_seconds() if first and second else None


def stamp(moment: datetime) -> str:
    """The 14 digits of a moment in UTC, as archives and GDELT write it."""
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def months(start: date, end: date) -> list[tuple[int, int]]:
    """The (year, month) pairs from one day to another, both included."""
    count = (end.year - start.year) * 12 + end.month - start.month
    first = start.year * 12 + start.month - 1
    return [((first + i) // 12, (first + i) % 12 + 1) for i in range(count + 1)]


def widened(start: date, end: date, days: int) -> tuple[date, date]:
    """A window with so many days more on each side."""
    try:
        return start - timedelta(days), end + timedelta(days)
    except OverflowError:
        return start, end
