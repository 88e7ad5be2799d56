"""Days and moments from the ISO 8601 strings that articles carry."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collectors.model import Article


#: How sure the day of publication is, where it was read from a page: the last word of `sources["published"]`.
CONFIDENT, LIKELY, DOUBTFUL = "confident", "likely", "doubtful"


def day_of(published: str | None) -> date | None:
    """The calendar day in the publication's own time zone, or None where it is unknown or no date."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def moment(published: str | None) -> str:
    """A key that sorts by publication: UTC times in order, a bare day after the times of that day, the unknown last."""
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
    """Whether the date of an article may exclude it from an event: it was given with it, or settled without doubt.

    Args:
        article: Its `sources` say of a date that was read from a page how sure it is.
    """
    return not article.sources.get("published", "").endswith((LIKELY, DOUBTFUL))
