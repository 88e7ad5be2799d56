"""The dates on a page that may be the time of its publication, each with source, weight and meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

import lxml.html

from collectors.extract.address_parts import parts_of
from collectors.extract.block_features import squeeze
from collectors.extract.blocks import Block
from collectors.extract.date_words import date_words
from collectors.extract.relative_dates import relative_moment
from collectors.extract.stated_metadata import StatedMetadata, flat
from collectors.support.written_dates import Moment, WrittenDate, day_order, moment_of_day, parse_moment, written_dates

#: Meta names that hold the time of publication. The specific ones are written by the publishing system; `date` and the
#: like are as often the day of the page.
_META_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "article.published", "publish-date", "publishdate", "pubdate",
    "publication_date", "dc.date.issued", "originalpublicationdate", "rnews:datepublished", "article_date_original",
    "displaydate", "publish_date", "article:published", "iso-8601-publish-date", "article:publicationdate",
    "publish-time", "og:pubdate", "vr:published_time", "publicationdate", "release_date", "article-publication-date",
    "mediator_published_time", "article_publication_date",
)  # fmt: skip
_META_DATE = (
    "dcterms.created", "dcterms.date", "dc.date", "date", "dc.date.created", "datecreated", "created",
    "bt:pubdate", "dcterms:created", "dcterms:date", "dc:date",
)  # fmt: skip
_META_UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified",
    "lastmod", "modified", "revision_date", "updated_time", "article:modified",
)  # fmt: skip
_RELATED = re.compile(
    r"relat|teaser|recommend|sidebar|aside|latest|popular|trending|more[-_]|widget|comment|footer|ticker|carousel|promo|"
    r"newsfeed|feed[-_]?item|archive|read[-_]?next|most[-_]|other[-_]|similar",
    re.I,
)
_PUBLISHED_NAME = re.compile(
    r"publi|pubdate|pub_date|entry-date|post-date|posted|created|article[-_]?date|dateline", re.I
)
_UPDATED_NAME = re.compile(r"modif|updat|revis|edited", re.I)
_DATED = re.compile(r"\d.*\d|ago\b", re.S)
#: Least weight of a date. A claim with less, from a related story or a footer, can only support others.
LEAST = 1.0
#: Most elements and blocks, and longest block, that are searched.
_MOST_TIMES, _MOST_BLOCKS, _LONGEST_BLOCK = 60, 500, 160
#: Distance in blocks of a visible date before the headline, inside the text and after it.
_BEFORE, _INSIDE, _BEHIND = 8, 3, 5


class DateClaim(NamedTuple):
    """A moment that may be the time of publication.

    `family` says where it was written; claims of one family do not add up. `weight` is how much it counts. `update`
    marks the time of a change. `other` is the day with day and month exchanged, where both readings are possible.
    """

    moment: Moment
    source: str
    family: str
    weight: float
    update: bool = False
    other: date | None = None


@dataclass(frozen=True, slots=True)
class DatedPage:
    """What dates are read from.

    `first` and `last` number the first and last block of the text. `languages` are those that the page states and that
    of its text. `fetched` is when the page was fetched, if known; nothing is published after `now`.
    """

    stated: StatedMetadata
    root: lxml.html.HtmlElement
    url: str | None
    now: datetime
    fetched: datetime | None = None
    languages: tuple[str, ...] = ()
    blocks: Sequence[Block] = field(default=())
    first: int = 0
    last: int = 0

    @property
    def order(self) -> str | None:
        """The order of day and month in numbers ("mdy" or "dmy"), by language, region and address; None if unknown."""
        tag = self.stated.language or self.stated.first("og:locale") or next(iter(self.languages), "")
        order = day_order(tag)
        if order is None and tag[:2].lower() in ("en", ""):
            ending = (parts_of(self.url).hostname or "").rpartition(".")[2]
            return {"us": "mdy", "gov": "mdy", "edu": "mdy"}.get(ending, "dmy" if len(ending) == 2 else None)
        return order

    def dates_in(self, text: str) -> list[WrittenDate]:
        """Return the dates of a text in the first of the page's languages that finds any."""
        for language in self.languages or (None,):
            if found := [*written_dates(text, language, self.order)]:
                return found
        return []

    def moment_in(self, text: str) -> Moment | None:
        """Return the moment that a whole value states, in any of the page's languages, or None."""
        found = (parse_moment(text, language, self.order) for language in self.languages or (None,))
        return next((moment for moment in found if moment), None)


def date_claims(page: DatedPage) -> list[DateClaim]:
    """Return every claim of a page about its publication or change: stated, in the address, in elements, in text."""
    return [*_stated(page), *_url(page), *_times(page), *_visible(page)]


def _stated(page: DatedPage) -> Iterator[DateClaim]:
    linked, meta = page.stated.linked, page.stated.meta
    for text, source, weight, update in (
        (linked.published, "json-ld", 5.0, False),
        (linked.created, "json-ld dateCreated", 3.5, False),
        (linked.modified, "json-ld modified", 4.0, True),
    ):
        yield from _claim(page, text, source, "json-ld", weight, update=update)
    for names, weight, update in ((_META_PUBLISHED, 4.5, False), (_META_DATE, 2.6, False), (_META_UPDATED, 3.0, True)):
        for name in names:
            for text in meta.get(name, ())[:1]:
                yield from _claim(page, text, f"meta {name}", "meta", weight, update=update)


def _claim(
    page: DatedPage, text: str | None, source: str, family: str, weight: float, *, update: bool = False
) -> Iterator[DateClaim]:
    """Yield the claim that a value makes; it has half the weight if the date is only a part of the value."""
    if not text:
        return
    moment = page.moment_in(text)
    if moment is not None:
        yield DateClaim(moment, source, family, weight, update)
        return
    found = next(iter(page.dates_in(text[:80])), None)
    if found is not None:
        yield DateClaim(found.moment, source, family, weight / 2, update, found.other)


def _url(page: DatedPage) -> Iterator[DateClaim]:
    day = url_day(page.url)
    if day:
        yield DateClaim(moment_of_day(day), "url", "url", 4.0)


# --- elements that hold a time


def _times(page: DatedPage) -> Iterator[DateClaim]:
    """Yield the dates of <time> elements and microdata; the first one outside lists and related stories counts more."""
    plain = 0
    for element in list(page.root.iter("time"))[:_MOST_TIMES]:
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        update = bool(_UPDATED_NAME.search(names)) or _label(element, page.languages) == "updated"
        named = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
        named = named or bool(_PUBLISHED_NAME.search(names))
        weight = 4.0 if named else 3.0 if not plain else 1.5
        if _elsewhere(element, page.url):
            weight = 0.5
        elif not update:
            plain += 1
        yield from _of_element(page, element, "time element", weight, update=update)
    for element in page.root.xpath("//*[@itemprop='datePublished' or @itemprop='dateModified'][not(self::time)]")[:8]:
        update = element.get("itemprop") == "dateModified"
        yield from _of_element(page, element, "microdata", 0.5 if _elsewhere(element, page.url) else 4.0, update=update)


def _of_element(
    page: DatedPage, element: lxml.html.HtmlElement, source: str, weight: float, *, update: bool
) -> Iterator[DateClaim]:
    text = flat(element)[:80]
    for name in ("datetime", "content", "data-time", "data-timestamp", "data-datetime", "data-date", "title"):
        value = (element.get(name) or "").strip()
        if value and (found := list(_claim(page, value, source, "page", weight, update=update))):
            yield from found
            return
    found = list(_claim(page, text, source, "page", weight, update=update))
    if not found and page.fetched is not None:
        moment = relative_moment(text, page.languages, page.fetched)
        found = [DateClaim(moment, f"{source}, relative", "page", min(weight, 3.0), update)] if moment else []
    yield from found


def _label(element: lxml.html.HtmlElement, languages: tuple[str, ...]) -> str | None:
    """Return what the words just before an element call its date: "published", "updated" or None."""
    previous, parent = element.getprevious(), element.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    if not before.strip() and previous is not None:
        before = flat(previous)
    return _called(before[-40:], languages)


def _called(words: str, languages: tuple[str, ...]) -> str | None:
    known = date_words(languages)
    updated = [match.end() for match in known.updated.finditer(words)]
    published = [match.end() for match in known.published.finditer(words)]
    if not updated and not published:
        return None
    return "updated" if max(updated, default=-1) > max(published, default=-1) else "published"


def _elsewhere(element: lxml.html.HtmlElement, url: str | None) -> bool:
    """Return whether an element belongs to another story: in a link to another page, an aside, a footer or a list."""
    for depth, around in enumerate(element.iterancestors()):
        if depth > 12 or around.tag in ("body", "html"):
            return False
        if around.tag == "a" and not _to_itself(around.get("href") or "", url):
            return True
        if around.tag in ("aside", "footer", "nav", "li"):
            return True
        if around.tag in ("main", "article") and around.get("class") is None:
            continue
        if _RELATED.search(f"{around.get('class') or ''} {around.get('id') or ''}"):
            return True
    return False


def _to_itself(link: str, url: str | None) -> bool:
    """Return whether a link leads to the page it is on; blogs put the date into a permanent link."""
    path, own = parts_of(link).path.strip("/"), parts_of(url).path.strip("/")
    return path in ("", own)


# --- text that readers of the page see


def _visible(page: DatedPage) -> Iterator[DateClaim]:
    """Yield the dates in short blocks, beside words for publication or change and around the headline and the text."""
    headlines = {squeeze(heading) for heading in page.stated.headings}
    title = next((number for number, block in enumerate(page.blocks) if squeeze(block.text) in headlines), page.first)
    for number, block in enumerate(page.blocks[:_MOST_BLOCKS]):
        if len(block.text) > _LONGEST_BLOCK or not _DATED.search(block.text):
            continue
        above = min(title, page.first) - _BEFORE <= number <= page.first + _INSIDE
        below = page.last < number <= page.last + _BEHIND
        yield from _in_block(page, block, near=above or below, behind=number > page.last)


def _in_block(page: DatedPage, block: Block, *, near: bool, behind: bool) -> Iterator[DateClaim]:
    found = page.dates_in(block.text)
    at = 0
    for one in found:
        called = _called(block.text[at : one.start][-60:], page.languages)
        at = one.end
        around = len(block.text) - (one.end - one.start)
        if called is not None:
            weight = (4.0 if near else 2.0) if block.links <= 0.6 else 0.5
        elif near and around <= 90:
            weight = 1.5 if behind else 3.0
            if block.links > 0.6:  # links to the author and the section, or a list of other stories
                weight = 0.5 if behind or block.place.tag == "li" else 1.5
        else:
            plain = block.links <= 0.6 and not block.place.furniture
            weight = 0.0 if around > 40 else LEAST if plain else 0.5
        if weight:
            weight = weight / 2 if one.other else weight
            yield DateClaim(
                one.moment,
                f"text {called or 'near the headline'}" if near else "text",
                "page",
                weight,
                called == "updated",
                one.other,
            )
    if not found and near and page.fetched is not None and len(block.text) <= 60:
        moment = relative_moment(block.text, page.languages, page.fetched)
        if moment:
            called = _called(block.text, page.languages)
            yield DateClaim(moment, "text, relative", "page", 2.0, called == "updated")


_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2]|[a-z]{3}(?=/)|[1-9](?=/))[/_-]?(0[1-9]|[12]\d|3[01]|[1-9](?=/))(?!\d)",
    re.I,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def url_day(url: str | None) -> date | None:
    """Return the day that an outlet writes into a URL (/2022/09/20/, 2022-09-20, /2022/sep/20/), or None."""
    found = _URL_DAY.search(url or "")
    if not found:
        return None
    year, month, day = found.groups()
    number = int(month) if month.isdigit() else _MONTHS.index(month.lower()) + 1 if month.lower() in _MONTHS else 0
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
