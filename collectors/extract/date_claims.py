"""The dates on a page that may be the time of its publication, each with source, weight and meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import lxml.html
from lxml import etree

from collectors.extract.address_parts import parts_of
from collectors.extract.dated_page import DateClaim, DatedPage, called
from collectors.extract.relative_dates import relative_moment
from collectors.extract.script_dates import dates_in_scripts
from collectors.extract.stated_metadata import flat
from collectors.extract.visible_dates import visible_dates
from collectors.support.written_dates import moment_of_day

#: Meta names that hold the time of publication. The specific ones are written by the publishing system; `date` and the
#: like are as often the day of the page.
_META_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "article.published", "publish-date", "publishdate", "pubdate",
    "publication_date", "dc.date.issued", "dcterms.issued", "originalpublicationdate", "rnews:datepublished",
    "article_date_original", "article:published:time",
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
    "article:modified:time",
)  # fmt: skip
_RELATED = re.compile(
    r"relat(?!ive)|teaser|recommend|sidebar|aside|latest|popular|trending|more[-_]|widget|comment|footer|ticker|carousel|promo|"
    r"newsfeed|feed[-_]?item|archive|read[-_]?next|most[-_]|other[-_]|similar",
    re.I,
)
_PUBLISHED_NAME = re.compile(
    r"publi|pubdate|pub_date|entry-date|post-date|posted|created|article[-_]?date|dateline", re.I
)
_UPDATED_NAME = re.compile(r"modif|updat|revis|edited", re.I)
#: Most elements that are searched.
_MOST_TIMES = 60
#: A link in a list item with as many characters is a headline.
_HEADLINE = 25


def date_claims(page: DatedPage) -> list[DateClaim]:
    """Return every claim of a page about its publication or change: stated, in the address, in elements, in text."""
    return [*_stated(page), *_url(page), *_times(page), *visible_dates(page), *_scripts(page)]


def _stated(page: DatedPage) -> Iterator[DateClaim]:
    linked, meta = page.stated.linked, page.stated.meta
    for text, source, weight, update in (
        (linked.published, "json-ld", 5.0, False),
        (linked.created, "json-ld dateCreated", 3.5, False),
        (linked.modified, "json-ld modified", 4.0, True),
        (linked.page_published, "json-ld of the page", 3.5, False),
        (linked.page_modified, "json-ld of the page, modified", 3.0, True),
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
    written = next(iter(page.dates_in(text[:80])), None)
    if written is not None:
        yield DateClaim(written.moment, source, family, weight / 2, update, written.other)


def _url(page: DatedPage) -> Iterator[DateClaim]:
    posted = _posted(page.url)
    if posted is not None and (moment := page.moment_in(posted.isoformat())) is not None:
        yield DateClaim(moment, "url, number of the post", "url", 4.5)
        return
    day = url_day(page.url)
    if day:
        # Behind the words of a headline stands the day of the event as often as that of the article.
        alone = _ALONE_IN_PATH.search(parts_of(page.url).path) is not None
        yield DateClaim(moment_of_day(day), "url", "url" if alone else "headline in the url", 4.0 if alone else 2.0)
        return
    turned = _DAY_FIRST.search(parts_of(page.url).path)
    written = next(iter(page.dates_in(turned[1])), None) if turned else None
    if written is not None:
        yield DateClaim(written.moment, "url", "headline in the url", 2.0, other=written.other)


def _scripts(page: DatedPage) -> Iterator[DateClaim]:
    """Yield the first day that scripts state; it counts less if they state several, which may be of other stories."""
    moments = [moment for text in dates_in_scripts(page.root) if (moment := page.moment_in(text)) is not None]
    if moments:
        weight = 2.5 if len({moment.day for moment in moments}) == 1 else 1.2
        yield DateClaim(moments[0], "script", "script", weight)


# --- elements that hold a time


def _times(page: DatedPage) -> Iterator[DateClaim]:
    """Yield the dates of <time> elements and microdata; the first one outside lists and related stories counts more."""
    plain, around = 0, page.around_text()
    for element in list(page.root.iter("time"))[:_MOST_TIMES]:
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        update = bool(_UPDATED_NAME.search(names)) or _label(element, page.languages) == "updated"
        named = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
        named = named or bool(_PUBLISHED_NAME.search(names))
        weight = 4.0 if named else 3.0 if not plain else 1.5
        if _elsewhere(element, page.url, around):
            weight = 0.5
        elif not update:
            plain += 1
        yield from _of_element(page, element, "time element", weight, update=update)
    for element in _MICRODATA(page.root)[:8]:
        update = element.get("itemprop") == "dateModified"
        weight = 0.5 if _elsewhere(element, page.url, around) else 4.0
        yield from _of_element(page, element, "microdata", weight, update=update)
    for element in _HOLDS_TIME(page.root)[:_MOST_TIMES]:
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        stated = element.get("data-published") or element.get("data-publish-date")
        if not stated and not _PUBLISHED_NAME.search(names) and not _TIME_NAME.search(names):
            continue
        update = bool(_UPDATED_NAME.search(names)) or _label(element, page.languages) == "updated"
        weight = 0.5 if _elsewhere(element, page.url, around) else 3.0 if stated else 2.0
        yield from _of_element(page, element, "element with a time", weight, update=update)


_HOLDING = (
    "datetime", "content", "data-published", "data-publish-date", "data-time", "data-timestamp", "data-datetime",
    "data-date", "title",
)  # fmt: skip
#: By way of the attributes, which takes half the time of asking each element for them.
_MICRODATA = etree.XPath("//@itemprop[. = 'datePublished' or . = 'dateModified']/parent::*[not(self::time)]")
_HOLDS_TIME = etree.XPath(
    "(//@data-timestamp | //@data-time | //@data-datetime | //@data-published | //@data-publish-date | //@data-date)"
    "/parent::*[ancestor::body][not(self::time)][not(@itemprop)] | //body//abbr[@title][not(@itemprop)]"
)
_TIME_NAME = re.compile(r"date|time|zeit|datum|fecha|data\b", re.I)


def _of_element(
    page: DatedPage, element: lxml.html.HtmlElement, source: str, weight: float, *, update: bool
) -> Iterator[DateClaim]:
    text = flat(element)[:80]
    for name in _HOLDING:
        value = (element.get(name) or "").strip()
        if value and (claims := list(_claim(page, value, source, "page", weight, update=update))):
            yield from claims
            return
    claims = list(_claim(page, text, source, "page", weight, update=update))
    if not claims and page.fetched is not None:
        moment = relative_moment(text, page.languages, page.fetched)
        claims = [DateClaim(moment, f"{source}, relative", "page", min(weight, 3.0), update)] if moment else []
    yield from claims


def _label(element: lxml.html.HtmlElement, languages: tuple[str, ...]) -> str | None:
    """Return what the words just before an element call its date: "published", "updated", "other" or None."""
    previous, parent = element.getprevious(), element.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    if not before.strip() and previous is not None:
        before = flat(previous)
    return called(before[-40:], languages)


def _elsewhere(element: lxml.html.HtmlElement, url: str | None, around_text: frozenset[lxml.html.HtmlElement]) -> bool:
    """Return whether an element belongs to another story: in a link to another page, an aside, a footer or a list."""
    for depth, around in enumerate(element.iterancestors()):
        if depth > 12 or around.tag in ("body", "html") or around in around_text:
            return False
        if around.tag == "a" and not _to_itself(around.get("href") or "", url):
            return True
        if around.tag in ("aside", "footer", "nav") or (around.tag == "li" and _tells_a_story(around)):
            return True
        if around.tag in ("main", "article") and around.get("class") is None:
            continue
        if _RELATED.search(f"{around.get('class') or ''} {around.get('id') or ''}"):
            return True
    return False


def _tells_a_story(item: lxml.html.HtmlElement) -> bool:
    """Return whether a list item holds a heading or a headline in a link; bylines are lists, too."""
    headings = next(item.iter("h2", "h3", "h4", "h5", "h6"), None)
    return headings is not None or any(len(flat(link)) >= _HEADLINE for link in item.iter("a"))


def _to_itself(link: str, url: str | None) -> bool:
    """Return whether a link leads to the page it is on; blogs put the date into a permanent link."""
    path, own = parts_of(link).path.strip("/"), parts_of(url).path.strip("/")
    return path in ("", own)


# --- addresses

_URL_MONTH = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
#: The digits of a time of day, and of a number, follow the day at the end of the addresses of Korean and other outlets.
_URL_STAMP = re.compile(
    r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d\d{0,12}[^/\d]{0,9}\Z"
)
_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2]|[a-z]{3}(?=/)|[1-9](?=/))[/_-]?(0[1-9]|[12]\d|3[01]|[1-9](?=/))(?!\d)",
    re.I,
)
#: A day that is a part of the path by itself, or begins or ends it: /2022/09/20/, /20220920-headline, /2022-09-20.html.
_ALONE_IN_PATH = re.compile(
    r"/(?:19|20)\d\d[/_-]?(?:\d\d?|[a-z]{3}(?=/))[/_-]?\d\d?(?!\d)|(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)",
    re.I,
)
_DAY_FIRST = re.compile(r"/(?:[a-z-]{0,80}-)?(\d\d?-\d\d?-(?:19|20)\d\d)(?:[/.-]|$)", re.I)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


#: The number of a post on X (Twitter) holds the milliseconds since the service's epoch in all but its last 22 bits.
_POST = re.compile(r"/status(?:es)?/(\d{15,19})(?!\d)")
_POST_HOSTS, _POST_EPOCH, _POST_BITS = frozenset(("twitter.com", "x.com")), 1_288_834_974_657, 22


def _posted(url: str | None) -> datetime | None:
    """Return the second at which a post on X was sent, by the number in its address, or None."""
    parts = parts_of(url)
    match = _POST.search(parts.path)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("mobile.")
    if match is None or host not in _POST_HOSTS:
        return None
    return datetime.fromtimestamp(((int(match[1]) >> _POST_BITS) + _POST_EPOCH) // 1_000, UTC)


def url_day(url: str | None) -> date | None:
    """Return the day that an outlet writes into a URL (/2022/09/20/, 2022-09-20, /2022/sep/20/), or None."""
    match = _URL_DAY.search(url or "") or _URL_STAMP.search(parts_of(url).path)
    if not match:
        return None
    year, month, day = match.groups()
    number = int(month) if month.isdigit() else _MONTHS.index(month.lower()) + 1 if month.lower() in _MONTHS else 0
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def url_month(url: str | None) -> tuple[int, int] | None:
    """Return the year and month that a URL holds without a day (/2020/05/slug), or None."""
    match = _URL_MONTH.search(url or "") if url_day(url) is None else None
    return (int(match[1]), int(match[2])) if match else None
