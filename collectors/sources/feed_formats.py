"""The items of RSS, Atom and JSON feeds, from bytes that were already fetched."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from typing import NamedTuple

import feedparser
from lxml import etree

from collectors.sources.source_protocol import MAX_URL, Refusal, RefusalKind, Response
from collectors.sources.source_times import iso_time
from collectors.sources.web_markup import (
    ELEMENTS_ONLY,
    XML_FROM_OUTSIDE,
    absolute,
    ends_inside,
    local_name,
    plain,
    text_of,
    xml_of,
)
from collectors.support.dates import day_of

#: Most bytes of a feed. The largest real ones have some 5 MB (full texts of 1,000 items).
MAX_FEED = 16_000_000
#: Most items that are read of one feed.
MAX_ITEMS = 5_000

_ITEM = frozenset({"item", "entry"})
_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
# Elements that feedparser gets; it takes 90 µs each, and 2 MB of unneeded elements took 14 s.
_KEPT = _ITEM | {"channel", "title", "link", "guid", "id", "source", "language", "origlink"}
_KEPT |= {"pubdate", "date", "published", "updated", "issued", "modified", "created"}
_ATTRIBUTES = frozenset({"href", "rel", "type", "url", "ispermalink", "lang", "base", "version", "about", "resource"})
_FIELDS, _DEPTH = 24, 6  # most sibling elements that are not items, and levels


class FeedItem(NamedTuple):
    """One item of a feed; links are absolute, dates are ISO 8601, missing values are None."""

    url: str | None
    title: str | None
    published: str | None
    updated: str | None
    language: str | None
    source_url: str | None
    source: str | None


class Feed(NamedTuple):
    """The content of a feed.

    Attributes:
        items: The items in order.
        next_page: The address of the next (older) page, if there is one.
        remark: What is wrong with the feed, "" for nothing.
    """

    items: list[FeedItem]
    next_page: str | None
    remark: str


def parse_feed(response: Response) -> Feed | Refusal:
    """Return the items of an RSS, Atom or JSON feed, or why it is not one."""
    text = text_of(response, MAX_FEED)
    if isinstance(text, Refusal):
        return text
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _json_feed(text, response)
    document = xml_of(text)
    if isinstance(document, str):
        return Refusal(response.url, RefusalKind.FORMAT, f"{document}, not a feed")
    root, damage = _skeleton(document.text)
    if root is None:
        return Refusal(response.url, RefusalKind.FORMAT, f"is no feed: {damage}")
    remark = "; ".join(part for part in (document.remark, damage) if part)
    return _xml_feed(etree.tostring(root, encoding="utf-8"), response, remark)


def _skeleton(text: str) -> tuple[etree._Element | None, str]:
    """Return the tree of a feed without its texts and media, and what is wrong with it.

    Broken XML is read as far as possible. The tree is written out again as well-formed XML, so that feedparser never
    uses its loose reader, whose time grows with the square of hostile input.
    """
    parser = etree.XMLParser(**XML_FROM_OUTSIDE, **ELEMENTS_ONLY, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, f"no XML ({str(error)[:100]})"
    if root is None:
        return None, "no XML"
    if local_name(root).lower() not in _ROOTS:
        return None, f"its first element is <{local_name(root).lower()[:40]}>"
    errors = [entry for entry in parser.error_log if entry.level >= etree.ErrorLevels.ERROR]
    if errors and ends_inside(text, *_ITEM):
        _remove([element for element in root.iter() if local_name(element).lower() in _ITEM][-1:])
    more = _prune(root, 1)
    damage = [f"broken XML, read in part (line {errors[0].line}: {errors[0].message[:80]})"] if errors else []
    damage += [f"more than {MAX_ITEMS:,} items; the rest was left out"] if more else []
    return root, "; ".join(damage)


def _prune(element: etree._Element, level: int) -> bool:
    """Remove what is not read of a feed, and return whether there were more items than `MAX_ITEMS`."""
    for name in list(element.attrib):
        if str(name).rpartition("}")[2].lower() not in _ATTRIBUTES or len(element.attrib[name]) > 4 * MAX_URL:
            del element.attrib[name]
    if local_name(element).lower() == "title" and len(element):  # Atom titles may be XHTML
        element.text = "".join(element.itertext())
        element.attrib.pop("type", None)
    items = fields = 0
    more = False
    for child in list(element):
        name = local_name(child).lower()
        items += name in _ITEM
        fields += name not in _ITEM
        if name not in _KEPT or level >= _DEPTH or items > MAX_ITEMS or (fields > _FIELDS and name not in _ITEM):
            fields -= name not in _KEPT
            element.remove(child)
        else:
            more |= _prune(child, level + 1)
    return more or items > MAX_ITEMS


def _remove(elements: list[etree._Element]) -> None:
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _xml_feed(data: bytes, response: Response, remark: str) -> Feed | Refusal:
    # A stream, because feedparser could treat bytes as an address or a file name.
    headers = {"content-location": response.url, "content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # noqa: BLE001  # hostile bytes find new ways into feedparser; the feed is refused
        return Refusal(response.url, RefusalKind.FORMAT, f"feedparser cannot read it: {type(error).__name__}")
    dated = str(dict.get(parsed, "version") or "").startswith("rss")
    tag = _tag(dict.get(parsed["feed"], "language"))
    items = [_xml_item(entry, response.url, tag, dated) for entry in parsed["entries"]]
    older = [link for link in dict.get(parsed["feed"], "links") or () if link.get("rel") in {"next", "prev-archive"}]
    return Feed(items, absolute(response.url, older[0].get("href")) if older else None, remark)


def _xml_item(entry: feedparser.FeedParserDict, base: str, tag: str | None, dated: bool) -> FeedItem:
    given: dict[str, object] = dict(entry)  # its own get() guesses between published and updated
    source = given.get("source")
    source = source if isinstance(source, dict) else {}
    tag = _tag(given.get("language")) or tag
    # Dates as written, because feedparser may read others (10/05/2022, unknown zones) as another day.
    published, updated = iso_time(given.get("published"), tag), iso_time(given.get("updated"), tag)
    published = published or iso_time(given.get("created"), tag)
    if dated and published is None:  # RSS has no updates; what feedparser calls one is dc:date
        published, updated = updated, None
    return FeedItem(
        url=_link(given, base),
        title=plain(given.get("title")),
        published=published,
        updated=updated,
        language=_language(tag),
        source_url=absolute(base, dict.get(source, "href")),
        source=plain(dict.get(source, "title")),
    )


def _link(entry: dict[str, object], base: str) -> str | None:
    """Return the address of an item's page: FeedBurner's original link, an alternate link, the link, or the id."""
    links = entry.get("links")
    alternates = [
        link.get("href")
        for link in (links if isinstance(links, list) else ())
        if link.get("rel") in {None, "alternate"}
    ]
    for candidate in (entry.get("feedburner_origlink"), *alternates, entry.get("link")):
        if url := absolute(base, candidate):
            return url
    guid = entry.get("id")
    return absolute("", guid) if isinstance(guid, str) and guid.strip().startswith("http") else None


_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].{0,20})?\Z", re.I)


def _tag(value: object) -> str | None:
    """Return a language tag as the feed states it, with its region."""
    return value.strip().lower()[:20] if isinstance(value, str) and _LANGUAGE.match(value.strip()) else None


def _language(value: object) -> str | None:
    match = _LANGUAGE.match(value.strip()) if isinstance(value, str) else None
    return match.group(1).lower() if match else None


def _json_feed(text: str, response: Response) -> Feed | Refusal:
    """Read a JSON Feed (jsonfeed.org/version/1.1)."""
    try:
        feed = json.loads(text.lstrip("\ufeff \t\r\n"))
    except (ValueError, RecursionError) as error:
        return Refusal(response.url, RefusalKind.FORMAT, f"is no JSON: {str(error)[:100]}")
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return Refusal(response.url, RefusalKind.FORMAT, "is JSON without a list of items, not a feed")
    language = _tag(feed.get("language"))
    read = [_json_item(item, response.url, language) for item in items[:MAX_ITEMS] if isinstance(item, dict)]
    odd = min(len(items), MAX_ITEMS) - len(read)
    remarks = [f"{odd} items are no objects"] if odd else []
    remarks += [f"more than {MAX_ITEMS:,} items; the rest was left out"] if len(items) > MAX_ITEMS else []
    return Feed(read, absolute(response.url, feed.get("next_url")), "; ".join(remarks))


def _json_item(item: dict[str, object], base: str, language: str | None) -> FeedItem:
    identity = item.get("id")
    named = identity if isinstance(identity, str) and identity.strip().startswith("http") else None
    return FeedItem(
        url=absolute(base, item.get("url")) or absolute(base, named),
        title=plain(item.get("title")),
        published=iso_time(item.get("date_published"), language),
        updated=iso_time(item.get("date_modified"), language),
        language=_language(item.get("language")) or _language(language),
        source_url=None,
        source=None,
    )


def newest(feed: Feed) -> date | None:
    """Return the day of the newest item of a feed, to recognise a stale one; None if no item has a date."""
    return max((day for item in feed.items if (day := day_of(item.published) or day_of(item.updated))), default=None)
