"""Days and sort keys from the ISO 8601 strings that articles carry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collectors.model import Article


#: How certain a day of publication is that was read from a page: the last word of `sources["published"]`.
CONFIDENT, LIKELY, DOUBTFUL = "confident", "likely", "doubtful"
#: The confidence of a date that came with the article, in a row or file.
GIVEN = "given"


def day_of(published: str | None) -> date | None:
    """Return the calendar day of a publication time, in the publication's own time zone.

    Args:
        published: ISO 8601, or None.

    Returns:
        The day, or None where the time is unknown or does not begin with a date.
    """
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def moment(published: str | None) -> str:
    """Return a string key that sorts articles by publication.

    Args:
        published: ISO 8601, or None. A time without an offset is taken as UTC.

    Returns:
        A key by which times sort in UTC order, a day without a time sorts after the times of that day, and unknown
        publication times sort last.
    """
    day = day_of(published)
    if published is None or day is None:
        return "9999"
    if len(published) <= 10:
        return f"{day}T99"
    try:
        when = datetime.fromisoformat(published)
    except ValueError:
        return f"{day}T99"
    try:
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except OverflowError:  # the years 1 and 9999 leave the calendar
        return f"{day}T99"


def is_certain(article: Article) -> bool:
    """Whether the date of an article is certain enough to exclude it from an event.

    Args:
        article: Its `sources["published"]` says how certain a date is that was read from a page.

    Returns:
        True where the date was given with the article or was read without doubt.
    """
    return not article.sources.get("published", "").endswith((LIKELY, DOUBTFUL))


def date_confidence(sources: Mapping[str, str]) -> str:
    """How sure the day of an article is.

    Args:
        sources: The article's sources. "published" ends with how sure a day is that was read from a page.

    Returns:
        CONFIDENT, LIKELY or DOUBTFUL; GIVEN where the day came with the article.
    """
    last = sources.get("published", "").rpartition("; ")[2]
    return last if last in (CONFIDENT, LIKELY, DOUBTFUL) else GIVEN


def date_evidence(sources: Mapping[str, str]) -> str | None:
    """Which statements a day rests on, and how exact they are: "json-ld + url; minute; zone stated".

    Args:
        sources: The article's sources.

    Returns:
        The evidence without its confidence; None where the day came with the article without saying from where.
    """
    described = sources.get("published", "")
    return (described.removesuffix(f"; {date_confidence(sources)}") or None) if described else None
