"""Turns one row of JSONL or CSV into an article or a page, and into failures for what had to be left out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from collectors.metrics.language_identification import identify
from collectors.model import Article, OutcomeKind, Page
from collectors.sources.files.file_items import (
    MAX_ID,
    MAX_TEXT,
    Damage,
    FileItem,
    ImportDefaults,
    clean,
    failure,
    writable_only,
)
from collectors.support.extents import EXCERPT, EXTENTS, FULL, ends_as_excerpt

Row = Mapping[str, object]

#: A date counts as in the future if it is later than now by more: time zones reach 14 hours ahead of UTC.
AHEAD = timedelta(hours=14)
#: The year of the first newspaper (Relation, Strasbourg); earlier dates are mistakes.
FIRST_YEAR = 1605

_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*$")
#: Fields of text that people wrote: a number in one of them is a mistake of the program that wrote the row.
_WORDS = frozenset({"text", "html", "title", "standfirst"})
_TYPES = frozenset({"news", "opinion", "live", "video", "post", "other"})


class Unusable(Exception):  # noqa: N818  not an error: how a field tells its row that it cannot be used
    """A value that makes its row unusable: what is wrong, and the remedy."""

    def __init__(self, what: str, remedy: str, kind: OutcomeKind = OutcomeKind.BAD_INPUT) -> None:
        super().__init__(what)
        self.what, self.remedy, self.kind = what, remedy, kind


class _Fields:
    """The cleaned values of one row; it records what it replaced or left out."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.replaced = 0
        self.problems: list[tuple[str, str]] = []

    def text(self, name: str, limit: int = MAX_TEXT) -> str | None:
        """A string value; None where it is absent or holds white space only."""
        value = self.row.get(name)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and name not in _WORDS:
            value = str(value)
        if not isinstance(value, str):
            raise Unusable(f"`{name}` is no text", f"give `{name}` as a string")
        if len(value) > limit:
            what = f"`{name}` has {len(value):,} characters, more than {limit:,}"
            remedy = "give one article per row" if name in {"text", "html"} else f"shorten `{name}`"
            raise Unusable(what, remedy, OutcomeKind.TOO_LARGE)
        value, replaced = clean(value)
        self.replaced += replaced
        return value if value.strip() else None

    def short(self, name: str) -> str | None:
        """A string value of one line, without white space around it."""
        value = self.text(name, 20 * MAX_ID)
        return None if value is None else " ".join(value.split())

    def id(self, name: str) -> str | None:
        """A string that names something."""
        value = self.row.get(name)
        if isinstance(value, str) and len(value) <= 20 * MAX_ID:  # as given: others know the row by it
            value = " ".join(writable_only(value).split()) or None
        else:
            value = self.short(name)
        if value is not None and len(value) > MAX_ID:
            raise Unusable(f"`{name}` has {len(value):,} characters", f"give a `{name}` of at most {MAX_ID}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings, or one string with semicolons."""
        value = self.row.get(name)
        if isinstance(value, str):
            value = value.split(";")
        if value is None:
            return ()
        if not isinstance(value, list):
            raise Unusable(f"`{name}` is no list", f"give `{name}` as a list of strings")
        parts = [_Fields({name: part}).short(name) for part in value]
        return tuple(part for part in parts if part)

    def url(self) -> str | None:
        """The address, where it is one that could be followed."""
        value = self.short("url")
        if value is None:
            return None
        if web_address(value):
            return value
        self.problems.append((f"url {value[:80]!r} is no web address; imported without it", "correct `url`"))
        return None

    def language(self) -> str | None:
        """ISO 639-1 code of the language, from "en", "en-US" or "EN_us"."""
        value = self.short("language")
        match = _LANGUAGE.match(value) if value else None
        return match.group(1).lower() if match else None

    def extent(self) -> str | None:
        """How much of the article the row holds, where that is not all of it."""
        value = self.short("extent")
        if value is None or value == FULL:
            return None
        if value in EXTENTS:
            return value
        self.problems.append((f"extent {value[:40]!r} is unknown, taken for full", f"write {', '.join(EXTENTS)}"))
        return None

    def published(self, now: datetime) -> str | None:
        """The date as given, where it is ISO 8601 and not in the future."""
        value = self.short("published")
        if value is None:
            return None
        problem = date_problem(value, now)
        if problem is None:
            return value
        self.problems.append((f"published {value[:40]!r} {problem}; imported without a date", "correct `published`"))
        return None


def web_address(value: str) -> bool:
    """Whether a string is an http(s) address with a host."""
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in value
    except ValueError:
        return False


def date_problem(value: str, now: datetime) -> str | None:
    """What is wrong with a date of publication.

    Args:
        value: The date as written.
        now: Dates must not be later than this.

    Returns:
        The problem as the predicate of a sentence; None for a valid date.
    """
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return "is no ISO 8601 date"
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if moment.year < FIRST_YEAR:
        return "lies before the first newspaper"
    return "lies in the future" if moment > now + AHEAD else None


def day(value: str) -> date | None:
    """The calendar day of an ISO 8601 date or time in its own time zone; None where it cannot be read."""
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None


def found_in(row: object, file: str, line: int, given: ImportDefaults, now: datetime) -> Iterator[FileItem]:
    """Read one row.

    Args:
        row: The row, which should be a mapping of fields.
        file: The file's name for messages.
        line: The row's line in the file.
        given: Values for what the row leaves open.
        now: Dates must not be later than this.

    Yields:
        A page (where the row has HTML) or an article, then the problems it was imported with; or one failure.
    """
    if not isinstance(row, Mapping):
        yield failure(file, Damage("the row is no JSON object", 'give {"id": ..., "text": ...} on each line', line))
        return
    fields = _Fields(row)
    try:
        is_page = row.get("html") is not None or row.get("html_latin1_bytes") is not None
        item = _page(fields, given) if is_page else _article(fields, given, now)
        outlet, event = fields.id("outlet") or given.outlet, fields.id("event")
        title = fields.short("event_title")
    except Unusable as problem:
        yield failure(file, Damage(problem.what, problem.remedy, line, problem.kind))
        return
    note = f"{fields.replaced} characters that are no text were taken out" if fields.replaced else ""
    text = row.get("text")
    given_text = text if isinstance(item, Article) and isinstance(text, str) and text != item.text else None
    yield FileItem(item, file, line, outlet, event, title, note, given_text)
    for what, remedy in fields.problems:
        yield failure(file, Damage(what, f"{remedy} in this row and import again", line))


def _page(fields: _Fields, given: ImportDefaults) -> Page:
    url = fields.url() or given.url
    raw = fields.row.get("html_latin1_bytes")
    if fields.row.get("html") is None and isinstance(raw, str):
        return _page_of_bytes(fields, raw, url)
    html = fields.text("html", MAX_TEXT * 32) or ""
    body = html.encode("utf-8")
    name = fields.id("id") or url or _made_of(html)
    # The row's text is decoded already; the header outranks what the page declares about itself.
    return Page(name, url, body, "text/html; charset=utf-8", fields.short("fetched_at"))


def _page_of_bytes(fields: _Fields, raw: str, url: str | None) -> Page:
    """A page whose row holds its original bytes, each written as the character of its number (ISO 8859-1).

    This is how a row carries a page that is not UTF-8.
    """
    if len(raw) > MAX_TEXT * 32:
        raise Unusable("`html_latin1_bytes` is too long", "give one page per row", OutcomeKind.TOO_LARGE)
    try:
        body = raw.encode("latin-1")
    except UnicodeEncodeError:
        what = "`html_latin1_bytes` holds characters above U+00FF"
        raise Unusable(what, "decode the bytes of the page as ISO 8859-1, or give `html`") from None
    name = fields.id("id") or url or hashlib.sha256(body).hexdigest()[:16]
    return Page(name, url, body, fields.short("content_type"), fields.short("fetched_at"))


def _article(fields: _Fields, given: ImportDefaults, now: datetime) -> Article:
    text = fields.text("text")
    if text is None:
        if fields.short("url"):
            raise Unusable("gives a URL without its text or page", "give the saved pages too: --pages DIR or WARC")
        raise Unusable("has no `text`", "give `text`, or `html` for a page")
    title, url = fields.short("title") or given.title, fields.url() or given.url
    kind = fields.short("type")
    unsaid = fields.short("extent") is None
    extent = fields.extent() or (EXCERPT if unsaid and ends_as_excerpt(text) else None)
    identified = identify(text, (fields.language(), given.language))
    return Article(
        id=fields.id("id") or url or _made_of(f"{title}\n{text}"),
        url=url,
        outlet=fields.id("outlet") or given.outlet,
        title=title,
        authors=fields.texts("authors"),
        published=fields.published(now) or given.published,
        language=identified.language if identified else None,
        text=text,
        event=fields.id("event"),
        standfirst=fields.short("standfirst"),
        section=fields.short("section"),
        type=kind if kind in _TYPES else "news",
        grade_reasons=(f"the row holds {extent.replace('_', ' ')} only",) if extent else (),
        fetched_at=fields.short("fetched_at"),
        sources={"extent": extent} if extent else {},
    )


def _made_of(text: str) -> str:
    """An id for a row that has none: the same content gets the same id."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
