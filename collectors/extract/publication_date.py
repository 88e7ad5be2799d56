"""When an article was published: the first plausible claim of the page, with its zone and precision."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import dateutil.parser
import htmldate
import lxml.html

from collectors.extract.stated_metadata import StatedMetadata

#: Meta names that hold the time of publication, in the order of how often they are right on the fundus pages.
_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "article.published", "publish-date", "publishdate", "pubdate",
    "publication_date", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "date",
    "originalpublicationdate", "rnews:datepublished", "article_date_original", "displaydate", "publish_date",
    "article:published", "iso-8601-publish-date",
)  # fmt: skip

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]{1,3}(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s{0,3}(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?"
)
_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2]|[a-z]{3}(?=/))[/_-]?(0[1-9]|[12]\d|3[01]|[1-9](?=/))(?!\d)", re.I
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

#: News pages are not older than the web. Where no zone is stated the page may be in the one furthest ahead of UTC; a
#: time with its zone may be ahead by as much as clocks differ.
_EARLIEST = date(1990, 1, 1)
_AHEAD = timedelta(hours=14)
_SKEW = timedelta(minutes=15)
#: Outlets put the day of writing or of a first version into the URL; a statement further before that is another date
#: (the day of the site, of an author's page, of an older article in a list).
_BEFORE_URL = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """`value` is ISO 8601: a day, or a time with its offset where the page states one. `source` says from where and how
    precise ("json-ld; minute; zone stated")."""

    value: str
    source: str


def choose_date(
    stated: StatedMetadata, root: lxml.html.HtmlElement, url: str | None, now: datetime
) -> PublicationDate | None:
    """The time of publication, or None. Never later than `now` (the time of fetching), never long before the day in
    the URL."""
    day = url_day(url)
    if day and day > (now + _AHEAD).date():
        day = None
    late: PublicationDate | None = None
    for text, source in _claims(stated):
        moment = parse_moment(text)
        moment = _not_ahead(moment, now) if moment else None
        if moment is None or not _plausible(moment.day, now):
            continue
        found = PublicationDate(moment.text, f"{source}; {moment.precision}")
        if day and moment.day < day - _BEFORE_URL:
            late = late or found
            continue
        return _refined(found, moment, stated, now)
    if day:
        return PublicationDate(day.isoformat(), "url; day")
    return late or _searched(root, url, now)


def _claims(stated: StatedMetadata) -> Iterator[tuple[str, str]]:
    if stated.linked.published:
        yield stated.linked.published, "json-ld"
    for name in _META:
        for value in stated.meta.get(name, ())[:1]:
            yield value, f"meta {name}"
    for value in stated.times[:1]:
        yield value, "time element"
    if stated.linked.modified:
        yield stated.linked.modified, "json-ld modified"


def _refined(found: PublicationDate, moment: Moment, stated: StatedMetadata, now: datetime) -> PublicationDate:
    """The same time from a claim that is more precise: the minute of the same day, the zone of the same minute."""
    if moment.precision.endswith("zone stated"):
        return found
    for text, source in _claims(stated):
        other = parse_moment(text)
        other = _not_ahead(other, now) if other else None
        if other is None or other.day != moment.day or not other.precision.startswith("minute"):
            continue
        same_minute = other.text[:16] == moment.text[:16]
        if moment.precision == "day" or (same_minute and other.precision.endswith("zone stated")):
            return PublicationDate(other.text, f"{source}; {other.precision}")
    return found


def _searched(root: lxml.html.HtmlElement, url: str | None, now: datetime) -> PublicationDate | None:
    """htmldate's search over the whole page: only where nothing is stated, since it takes 20 to 200 ms."""
    try:
        found = htmldate.find_date(
            root, url=url, original_date=True, max_date=now.date().isoformat(), extensive_search=True
        )
    except (ValueError, TypeError, OverflowError, AttributeError):  # hostile dates break its parsers
        return None
    moment = parse_moment(found) if found else None
    return PublicationDate(moment.text, "htmldate; day") if moment and _plausible(moment.day, now) else None


@dataclass(frozen=True, slots=True)
class Moment:
    """A parsed time: its day in its own zone, ISO 8601 text, and "day", "minute; zone stated" or "minute; no zone".
    `when` is the time as parsed, without a zone where none is stated."""

    day: date
    text: str
    precision: str
    when: datetime


def parse_moment(text: str) -> Moment | None:
    """A time as pages write it. ISO 8601 first, then other forms with the month as a word; None for anything else."""
    text = text.strip()[:80]
    found = _ISO.match(text)
    if found:
        return _from_iso(found)
    if re.fullmatch(r"\d{10}|\d{13}", text):  # seconds or milliseconds since 1970
        return _moment(datetime.fromtimestamp(int(text[:10]), UTC), minute=True)
    compact = re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?", text)
    if compact:
        y, m, d, h, mi, s, zone = compact.groups()
        iso = _ISO.match(f"{y}-{m}-{d}" + (f"T{h}:{mi}:{s or '00'}{zone or ''}" if h else ""))
        return _from_iso(iso) if iso else None
    return _from_words(text)


def _from_iso(found: re.Match[str]) -> Moment | None:
    y, m, d, h, mi, s, zone = found.groups()
    try:
        when = datetime(int(y), int(m), int(d), int(h or 0), int(mi or 0), int(s or 0), tzinfo=_zone(zone))
    except ValueError:
        return None
    return _moment(when, minute=h is not None)


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _from_words(text: str) -> Moment | None:
    """ "Sept. 20, 2022 3:15 pm", "Tue, 20 Sep 2022 15:15:00 +0200": only forms that name the month or start with the
    day in a form that is not ambiguous."""
    if not re.search(r"[A-Za-z]{3}", text) or not re.search(r"\b(?:19|20)\d\d\b", text):
        return _from_numbers(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # zones it does not know ("IST" is three): the time then has no zone
            when = dateutil.parser.parse(text, default=datetime(1, 1, 1), tzinfos=_ZONES)  # noqa: DTZ001  a marker
    except (ValueError, OverflowError, TypeError):
        return None
    return _moment(when, minute=":" in text) if when.year > 1 else None


_ZONES = {
    name: 3600 * hours
    for name, hours in (
        ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("PST", -8), ("PDT", -7), ("BST", 1), ("CET", 1),
        ("CEST", 2), ("EET", 2), ("EEST", 3), ("MSK", 3), ("JST", 9), ("KST", 9),
    )
}  # fmt: skip


def _named_zone(name: str | None, offset: int | None) -> timezone | None:
    """The zone of a name or a stated offset in seconds; None for a name that is ambiguous or unknown, such as IST."""
    seconds = offset if offset is not None else _ZONES.get(name or "")
    return None if seconds is None else timezone(timedelta(seconds=seconds))


def _from_numbers(text: str) -> Moment | None:
    """30.09.2022 and 30/09/2022 14:05: day first, as everywhere but in the United States; not if that is ambiguous."""
    found = re.match(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})(?:[ ,T-]{1,4}(\d{1,2}):(\d\d))?", text)
    if not found:
        return None
    first, mark, second, year, hour, minute = found.groups()
    if mark == "/" and int(first) <= 12 and first != second:
        return None
    try:
        when = datetime(int(year), int(second), int(first), int(hour or 0), int(minute or 0))  # noqa: DTZ001  no zone stated
    except ValueError:
        return None
    return _moment(when, minute=hour is not None)


def _moment(when: datetime, *, minute: bool) -> Moment:
    if not minute:
        return Moment(when.date(), when.date().isoformat(), "day", when)
    zone = "zone stated" if when.tzinfo else "no zone"
    return Moment(when.date(), when.isoformat(timespec="seconds"), f"minute; {zone}", when)


def _not_ahead(moment: Moment, now: datetime) -> Moment | None:
    """The moment, or only its day where the time lies ahead (local time marked as UTC is the usual reason); None where
    the day does as well."""
    latest = now + (_SKEW if moment.when.tzinfo else _AHEAD)
    when = moment.when if moment.when.tzinfo else moment.when.replace(tzinfo=UTC)
    if when <= latest:
        return moment
    day = moment.when.date()
    return _moment(datetime(day.year, day.month, day.day), minute=False) if day <= now.date() else None  # noqa: DTZ001  a day has no zone


def _plausible(day: date, now: datetime) -> bool:
    return _EARLIEST <= day <= (now + _AHEAD).date()


def url_day(url: str | None) -> date | None:
    """The day an outlet writes into its URLs (/2022/09/20/, 2022-09-20, /2022/sep/20/), or None."""
    found = _URL_DAY.search(url or "")
    if not found:
        return None
    year, month, day = found.groups()
    number = int(month) if month.isdigit() else _MONTHS.index(month.lower()) + 1 if month.lower() in _MONTHS else 0
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
