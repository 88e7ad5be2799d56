"""Dates that a page gives relative to the time of reading, such as "3 hours ago", "vor 3 Stunden" or "вчера"."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime

from collectors.support.written_dates import Moment, moment_at, moment_of_day

#: A text with more characters than this is a sentence.
_LONGEST = 60
_NUMBER = re.compile(r"\d")


def relative_moment(text: str, languages: tuple[str, ...], fetched: datetime) -> Moment | None:
    """Return the moment that a relative date means.

    Args:
        text: What the page shows, such as "3 hours ago".
        languages: ISO 639-1 codes of the page's languages; English is always tried.
        fetched: When the page was fetched.

    Returns:
        A moment in UTC, to the hour if less than a day ago, else a day. None for other texts, for the future, and for
        more than 400 days ago.
    """
    text = text.strip()
    if not 3 <= len(text) <= _LONGEST or len(_NUMBER.findall(text)) > 2:
        return None
    import dateparser  # noqa: PLC0415  takes a third of a second, and few pages need it

    settings = {"RELATIVE_BASE": fetched.astimezone(UTC).replace(tzinfo=None), "PARSERS": ["relative-time"]}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = dateparser.parse(text, languages=[*dict.fromkeys([*languages, "en"])], settings=settings)
    except (ValueError, TypeError, OverflowError, AttributeError, LookupError):  # unknown language, odd text
        return None
    if parsed is None:
        return None
    when = parsed.replace(tzinfo=UTC)
    ago = fetched.astimezone(UTC) - when
    if ago.total_seconds() < 0 or ago.days > 400:
        return None
    return moment_at(when.replace(minute=0, second=0, microsecond=0)) if ago.days < 1 else moment_of_day(when.date())
