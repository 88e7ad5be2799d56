"""Dates that a page gives relative to the time of reading, such as "3 hours ago", "vor 3 Stunden" or "вчера"."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from collectors.support.calendars import PERSIAN_MONTHS, folded_month, month_names
from collectors.support.written_dates import Moment, moment_at, moment_of_day, plain_digits

#: A text with more characters than this is a sentence.
_LONGEST = 60
_NUMBER = re.compile(r"\d")
_CLOCK = re.compile(
    r"[\s,|·]*(?:\b"
    r"(?:at|um|à|às|a las|alle|om|kl\.?|в|о|об|o|saat)\s)?\d{1,2}[:.h]\d\d"
    r"(?::\d\d)?\s?(?:uhr|h|hrs|[ap]\.?m\.?)?(?:\s[A-Z]{2,4}\b)?",
    re.I,
)
#: A day without a year is at most so many days ago: pages write the year of older ones.
_THIS_YEAR = 330
#: A line with such a day has at most so many characters: room for a day of the week.
_MOST_BESIDE = 30


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
    text = _CLOCK.sub("", text.strip(), count=1).strip(" ,|·")
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


def day_without_year(text: str, languages: tuple[str, ...], fetched: datetime) -> Moment | None:
    """Return the day that a short line names by day and month alone, as pages do for the current year.

    Args:
        text: What the page shows, such as "Sept. 20, 6:30 p.m." or "20 вересня, 14:05".
        languages: ISO 639-1 codes of the page's languages.
        fetched: When the page was fetched; the day is the last such day before.

    Returns:
        A day, or None for other texts and for days more than `_THIS_YEAR` days ago.
    """
    text = _CLOCK.sub("", text.strip(), count=1).strip(" ,|·")
    if not 4 <= len(text) <= _MOST_BESIDE:
        return None
    for language in languages or ("en",):
        month_and_day = day_and_month(text, language)
        if month_and_day is None:
            continue
        today = (fetched.astimezone(UTC) + timedelta(hours=14)).date()
        for year in (today.year, today.year - 1):
            try:
                day = date(year, *month_and_day)
            except ValueError:
                continue
            if timedelta(0) <= today - day <= timedelta(days=_THIS_YEAR):
                return moment_of_day(day)
    return None


@lru_cache(maxsize=64)
def _bare_patterns(language: str) -> list[tuple[re.Pattern[str], dict[str, int]]]:
    patterns = []
    for names in month_names(language):
        month = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        link = r"(?:\s*(?:de|del|of|d['’])\b)?\s*"
        pattern = (
            rf"(?<![\d.:])(?P<day1>\d{{1,2}})(?:st|nd|rd|th|er|\.|-?(?:го|е))?{link}(?P<month1>{month})(?![^\W\d_])"
            rf"|(?<!\w)(?P<month2>{month})\.?\s*(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])"
        )
        patterns.append((re.compile(pattern, re.I), names))
    return patterns


def day_and_month(text: str, language: str) -> tuple[int, int] | None:
    """Return month and day of the only date in a text that has no year.

    Args:
        text: A short line.
        language: ISO 639-1 code, for the names of months; English ones are read, too.

    Returns:
        Month and day, or None if the text has no such date or several.
    """
    text = plain_digits(text[:_LONGEST])
    if re.search(r"(?<!\d)[12]\d{3}(?!\d)", text):
        return None
    days: set[tuple[int, int]] = set()
    for pattern, names in _bare_patterns(language):
        for match in pattern.finditer(text):
            name = match["month1"] or match["month2"]
            if name not in PERSIAN_MONTHS:
                days.add((names[folded_month(name)], int(match["day1"] or match["day2"])))
    return days.pop() if len(days) == 1 else None
