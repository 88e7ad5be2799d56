"""Time zones by the names that dates use, and the zones in which the outlets of a country date their articles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

#: Hours ahead of UTC, for abbreviations that mean one zone. IST is left out: it means three (India, Ireland, Israel).
_HOURS = {
    "GMT": 0, "UTC": 0, "UT": 0, "WET": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "SAST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "МСК": 3, "TRT": 3, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
#: Names whose offset changes with the season.
_SEASONAL = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

#: The zone in which most newspapers of a country with several zones are published.
_MAIN = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CL": "America/Santiago", "CN": "Asia/Shanghai", "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin", "EC": "America/Guayaquil", "ES": "Europe/Madrid", "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty", "MN": "Asia/Ulaanbaatar", "MX": "America/Mexico_City", "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland", "PS": "Asia/Gaza", "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "UA": "Europe/Kyiv",
    "US": "America/New_York", "UZ": "Asia/Tashkent", "VN": "Asia/Ho_Chi_Minh",
}  # fmt: skip


def zone_named(name: str, when: datetime) -> tzinfo | None:
    """Return the zone of an abbreviation such as CEST or ET.

    Args:
        name: The abbreviation as it stands behind a time.
        when: The time without a zone; the offset of ET and its kind depends on the season.

    Returns:
        The zone, or None for a name that is ambiguous or unknown.
    """
    key = name.strip().upper()
    if key in _SEASONAL:
        zone = zone_of(_SEASONAL[key])
        ahead = zone.utcoffset(when) if zone else None
        return timezone(ahead) if ahead is not None else None
    hours = _HOURS.get(key)
    return None if hours is None else UTC if hours == 0 else timezone(timedelta(hours=hours))


@lru_cache(maxsize=128)
def zone_of(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, or None where the system does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_of_country(country: str | None) -> ZoneInfo | None:
    """Return the zone in which the outlets of a country date their articles.

    Args:
        country: ISO 3166-1 alpha-2, or None.

    Returns:
        The zone; None where the country is unknown, or has several zones and no entry for its main one.
    """
    if not country:
        return None
    zones = get_global("territory_zones").get(country.upper(), [])
    name = _MAIN.get(country.upper()) or (zones[0] if len(zones) == 1 else None)
    return zone_of(name) if name else None


def in_zone(published: str, zone: tzinfo | None) -> str:
    """Convert a time in UTC to another zone, so that its day is the day that the outlet prints.

    Args:
        published: ISO 8601. A day without a time, and a time without an offset or with another offset than UTC's, are
            returned unchanged.
        zone: The outlet's zone, or None to return `published` unchanged.
    """
    if zone is None or len(published) <= 10:
        return published
    try:
        when = datetime.fromisoformat(published)
    except ValueError:
        return published
    if when.tzinfo is None or when.utcoffset() != timedelta(0):
        return published
    try:
        return when.astimezone(zone).isoformat(timespec="seconds")
    except OverflowError:
        return published
