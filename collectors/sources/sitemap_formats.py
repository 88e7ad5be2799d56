"""The addresses in a sitemap, from bytes already fetched: XML of the protocol's kinds, or one address a line."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from lxml import etree

from collectors.sources.source_protocol import MAX_BYTES, Refusal, RefusalKind, Response
from collectors.sources.source_times import FIRST_YEAR, LAST_YEAR, iso_time
from collectors.sources.web_markup import (
    ELEMENTS_ONLY,
    XML_FROM_OUTSIDE,
    absolute,
    ends_inside,
    local_name,
    plain,
    text_of,
    without_preface,
    xml_of,
)

#: Most addresses of one sitemap (the protocol's limit).
MAX_ADDRESSES = 50_000

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].{0,20})?\Z", re.I)


class Address(NamedTuple):
    """One address of a sitemap with what is stated beside it; dates are ISO 8601."""

    url: str
    title: str | None = None
    published: str | None = None
    changed: str | None = None  # lastmod
    language: str | None = None


class Sitemap(NamedTuple):
    """The pages and the further sitemaps that a sitemap names, and what is wrong with it ("" for nothing)."""

    pages: list[Address]
    children: list[Address]
    remark: str


def parse_sitemap(response: Response) -> Sitemap | Refusal | None:
    """Return the addresses of a sitemap, why it is not one, or None if it is a feed."""
    text = text_of(response, MAX_BYTES)
    if isinstance(text, Refusal):
        return text
    if not without_preface(text)[0].lstrip("\ufeff \t\r\n").startswith("<"):
        return _plain_text(text, response)
    document = xml_of(text)
    if isinstance(document, str):
        return Refusal(response.url, RefusalKind.FORMAT, f"{document}, not a sitemap")
    reader = _SitemapReader(response.url)
    problem = reader.read(document.text.encode("utf-8"))
    if problem and not reader.more:
        reader.drop_cut(document.text)
    if reader.root in {"rss", "feed", "rdf"}:
        return None
    if reader.root not in {"urlset", "sitemapindex"}:
        what = f"its first element is <{reader.root[:40]}>" if reader.root else problem or "no XML"
        return Refusal(response.url, RefusalKind.FORMAT, f"no sitemap: {what}")
    remark = "; ".join(part for part in (document.remark, problem, reader.remark()) if part)
    return Sitemap(reader.pages, reader.children, remark)


def _plain_text(text: str, response: Response) -> Sitemap | Refusal:
    """Read one address a line; other lines are counted, and a document without any address is refused."""
    lines = [line.strip() for line in text.splitlines()]
    links = [line for line in lines if line.lower().startswith(("http://", "https://")) and " " not in line]
    urls = [url for link in links[:MAX_ADDRESSES] if (url := absolute("", link))]
    if not urls:
        return Refusal(response.url, RefusalKind.FORMAT, "no sitemap: neither XML nor a list of addresses")
    other = sum(1 for line in lines if line) - len(urls)
    return Sitemap([Address(url) for url in urls], [], f"{other} lines are no address" if other else "")


class _SitemapReader:
    """Reads a sitemap element by element and frees each, so that the tree is never in memory as a whole.

    Element names are read without their namespaces, which real sitemaps often misspell.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self.root = ""
        self.pages: list[Address] = []
        self.children: list[Address] = []
        self.bad = 0
        self.more = False

    def read(self, data: bytes) -> str:
        """Fill the lists, and return what is wrong with the XML, "" for nothing."""
        events = etree.iterparse(io.BytesIO(data), events=("start", "end"), **XML_FROM_OUTSIDE, **ELEMENTS_ONLY)
        try:
            for event, element in events:
                if event == "start":
                    self.root = self.root or local_name(element).lower()
                elif not self._take(element):
                    break
        except (etree.XMLSyntaxError, ValueError) as error:
            return f"broken XML, read in part ({str(error)[:100]})"
        errors = [entry for entry in events.error_log if entry.level >= etree.ErrorLevels.ERROR]
        return f"broken XML, read in part (line {errors[0].line}: {errors[0].message[:80]})" if errors else ""

    def _take(self, element: etree._Element) -> bool:
        """Keep the content of a finished element, and return False once there is enough."""
        name = local_name(element).lower()
        if name not in {"url", "sitemap"}:
            return True
        address = self._address(element)
        if address is None:
            self.bad += 1
        else:
            (self.pages if name == "url" else self.children).append(address)
        parent = element.getparent()
        element.clear()
        if parent is not None:
            while element.getprevious() is not None:
                del parent[0]
        self.more = len(self.pages) + len(self.children) >= MAX_ADDRESSES
        return not self.more

    def _address(self, element: etree._Element) -> Address | None:
        given: dict[str, str] = {}
        for name, text in _texts(element):
            given.setdefault(name, text)
        url = absolute(self.base, given.get("loc"))
        if url is None:
            return None
        match = _LANGUAGE.match(given.get("language", "").strip()) or _LANGUAGE.match(_hreflang(element, url) or "")
        return Address(
            url,
            plain(given.get("title")),
            iso_time(given.get("publication_date")),
            iso_time(given.get("lastmod")),
            match.group(1).lower() if match else None,
        )

    def drop_cut(self, text: str) -> None:
        """Drop the last element if the document breaks off inside it, because half an address is another address."""
        for name, entries in (("url", self.pages), ("sitemap", self.children)):
            if entries and ends_inside(text, name):
                entries.pop()

    def remark(self) -> str:
        """Return what was left out."""
        parts = [f"{self.bad} elements without a web address"] if self.bad else []
        parts += [f"{MAX_ADDRESSES:,} addresses were read, which is the protocol's limit"] if self.more else []
        return "; ".join(parts)


def _texts(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the texts inside a <url> by local name, without images and videos, which have titles of their own."""
    for child in element:
        name = local_name(child).lower()
        if name in {"image", "video"}:
            continue
        if child.text:
            yield name, child.text
        if len(child):
            for inner in child.iter():
                if inner is not child and inner.text:
                    yield local_name(inner).lower(), inner.text


def _hreflang(element: etree._Element, url: str) -> str | None:
    """Return the language that a page's alternates state for the page itself."""
    for link in element:
        if local_name(link).lower() == "link" and link.get("hreflang") and absolute("", link.get("href")) == url:
            return str(link.get("hreflang"))
    return None


# A year, optionally with month and day, separate from other digits: 2022-09, /2022/09/23/, sitemap_202209.xml,
# ?yyyy=2022&mm=09&dd=23, 2022-sep.
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)"
    r"(?:(?:[-_/.]|[-_/.&]m{1,2}=|&month=)?(?:(1[0-2]|0[1-9])|(?<=[/=])([1-9])(?!\d)|(?i:(" + _MONTHS + r"))[a-z]{0,6})"
    r"(?:(?:[-_/.]|[-_/.&]d{1,2}=|&day=)?(3[01]|[12]\d|0[1-9])|(?:[/=])([1-9])(?!\d))?)?(?!\d)"
)


def days_in_name(url: str, years: bool = True) -> tuple[date, date] | None:
    """Return the first and the last day that an address names: a day, a month or a year.

    Args:
        url: The address.
        years: Whether a year alone counts. In an article's address it may be the subject ("budget-2023").

    Returns:
        The days; None if the address names none or its number only looks like a year.
    """
    match = _IN_NAME.search(url.partition("//")[2].partition("/")[2][:500])
    if not match:
        return None
    year = int(match.group(1))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    number, single, word = match.group(2), match.group(3), match.group(4)
    month = int(number or single or 0) or (_MONTHS.split("|").index(word.lower()) + 1 if word else 0)
    day = int(match.group(5) or match.group(6) or 0)
    try:
        if day:
            return date(year, month, day), date(year, month, day)
    except ValueError:
        return None
    if month:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return (date(year, 1, 1), date(year, 12, 31)) if years else None
