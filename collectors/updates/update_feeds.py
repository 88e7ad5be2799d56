"""Feeds of what is new: Atom (RFC 4287) and JSON Feed 1.1. Pure functions from entries to bytes.

Titles are other people's text: they are escaped as text of HTML first, and that HTML as text of the feed.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

from collectors.dataset.versions import Dataset, open_dataset
from collectors.errors import ParallaxError
from collectors.updates.update_records import UpdateRecord, records
from collectors.updates.update_words import (
    EventNames,
    NewArticle,
    articles_of,
    figure_line,
    headline,
    method_note,
    names_of,
)
from collectors.updates.version_difference import EventDifference, VersionDifference

ATOM = "http://www.w3.org/2005/Atom"
#: Data sets that a feed goes back, and entries of it.
MOST_VERSIONS, MOST_ENTRIES = 10, 40
#: Articles and figures that an entry lists.
MOST_LISTED = 20
#: Characters that XML 1.0 does not allow.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The name space of entries' ids: the same data sets give the same ids everywhere.
_IDS = uuid.UUID("6f0a1d5e-5a0c-5b5e-9a51-3b0d2f6d7c11")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One event in one data set.

    Attributes:
        id: an IRI that no other entry has.
        title: what is new, as text.
        updated: when the data set was published, ISO 8601 in UTC.
        link: the page that shows it.
        html: what is new, as HTML.
        text: the same as text.
    """

    id: str
    title: str
    updated: str
    link: str
    html: str
    text: str


def entries(home: Path, base: str, event: str | None = None) -> list[FeedEntry]:
    """Return the entries of a home's feed, the newest data set first.

    Titles come from the newest data set: an article that it does not hold is counted and not named.

    Args:
        home: the folder that holds `datasets`.
        base: the address of the dashboard, without a slash at its end.
        event: the event to tell of; None for all.
    """
    made: list[FeedEntry] = []
    try:
        newest = open_dataset(home)
    except ParallaxError:
        return made
    for number, record in enumerate(records(home)):
        if number >= MOST_VERSIONS or len(made) >= MOST_ENTRIES:
            break
        made += entries_of(newest, record, base, event)
    return made[:MOST_ENTRIES]


def entries_of(newest: Dataset, record: UpdateRecord, base: str, event: str | None = None) -> Iterator[FeedEntry]:
    """Yield an entry for each event of a record in which something is new.

    Args:
        newest: the data set that titles and names are looked up in.
        record: the record.
        base: the address of the dashboard, without a slash at its end.
        event: the event to tell of; None for all.
    """
    changed = record.difference
    for one in changed.events:
        if one.nothing or event not in (None, one.event):
            continue
        names = names_of(newest, one.event)
        address = urlencode({"v": changed.version, "event": one.event})
        added, revised = (articles_of(newest, one.event, ids[:MOST_LISTED]) for ids in (one.added_ids, one.revised_ids))
        parts = list(_parts(changed, one, names, added, revised))
        yield FeedEntry(
            f"urn:uuid:{uuid.uuid5(_IDS, f'{changed.since} {changed.version} {one.event}')}",
            f"{names.title}: {headline(one)}",
            record.published,
            f"{base}/updates?{address}",
            "".join(_html(title, lines) for title, lines in parts),
            "\n".join(f"{title}\n" + "".join(f"  {line}\n" for line in lines) for title, lines in parts),
        )


def _parts(
    changed: VersionDifference, one: EventDifference, names: EventNames, added: Sequence[NewArticle],
    revised: Sequence[NewArticle],
) -> Iterator[tuple[str, list[str]]]:  # fmt: skip
    """Yield headings with their lines."""
    note = method_note(changed)
    yield f"Data set {changed.version}, since {changed.since}", [note] if note else []
    for title, articles, total in (("New articles", added, one.added), ("Revised articles", revised, one.revised)):
        if total:
            more = total - len(articles)
            rest = [f"and {more:,} more"] if more else []
            yield title, [*(f"{article.outlet_name}: {article.title}" for article in articles), *rest]
    if one.figures:
        rest = [f"and {one.moved - MOST_LISTED:,} more"] if one.moved > MOST_LISTED else []
        yield "Figures that moved", [*(figure_line(figure, names) for figure in one.figures[:MOST_LISTED]), *rest]


def _html(title: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<p>{escape(title)}</p>" + (f"<ul>{items}</ul>" if items else "")


def clean(text: str) -> str:
    """Return text without the characters that XML does not allow."""
    return _NO_XML.sub("\ufffd", text)


def atom(entries: Sequence[FeedEntry], base: str, title: str = "Parallax: what is new") -> bytes:
    """Return entries as an Atom feed.

    Args:
        entries: the entries, the newest first.
        base: the address of the dashboard, without a slash at its end.
        title: the feed's title.
    """
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _element(feed, "title", title)
    _element(feed, "id", f"urn:uuid:{uuid.uuid5(_IDS, base)}")
    _element(feed, "updated", max((entry.updated for entry in entries), default="1970-01-01T00:00:00+00:00"))
    _element(ElementTree.SubElement(feed, f"{{{ATOM}}}author"), "name", "Parallax")
    _element(feed, "link", "", rel="self", type="application/atom+xml", href=f"{base}/feed.atom")
    _element(feed, "link", "", rel="alternate", type="text/html", href=f"{base}/updates")
    for entry in entries:
        made = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        _element(made, "title", entry.title)
        _element(made, "id", entry.id)
        _element(made, "updated", entry.updated)
        _element(made, "link", "", rel="alternate", type="text/html", href=entry.link)
        _element(made, "content", entry.html, type="html")
    written = ElementTree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'.encode()


def _element(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    made = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", {key: clean(value) for key, value in attributes.items()})
    made.text = clean(text) or None


def json_feed(entries: Sequence[FeedEntry], base: str, title: str = "Parallax: what is new") -> bytes:
    """Return entries as a JSON Feed; arguments as in `atom`."""
    items = [
        {
            "id": entry.id,
            "url": entry.link,
            "title": entry.title,
            "content_html": entry.html,
            "content_text": entry.text,
            "date_published": entry.updated,
        }
        for entry in entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": f"{base}/updates",
        "feed_url": f"{base}/feed.json",
        "items": items,
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
