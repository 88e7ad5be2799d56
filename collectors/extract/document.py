"""One page, decoded and parsed once, for every reader: the tree, and the limits that keep hostile pages cheap."""

from __future__ import annotations

import re
from dataclasses import dataclass

import lxml.html
from lxml import etree

from collectors.extract.decode import MAX_BYTES, NotText, decode
from collectors.model import OutcomeKind, Page, Unreadable

#: Caps before the readers: both need time more than linear in the tags and in the depth (20,000 nested divs keep
#: newspaper3k busy for minutes). Of 207 real pages the largest has 4,100 tags, the
#: deepest is 51 deep.
MAX_TAGS = 40_000
MAX_DEPTH = 250

#: Attributes of one tag: libxml2 compares each with all before it, 300,000 take it minutes.
MAX_ATTRIBUTES = 5_000

_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A page ready for the readers. They must not change `root`: each copies what it edits."""

    url: str | None
    root: lxml.html.HtmlElement


def read_document(page: Page) -> Document | Unreadable:
    """The parsed page, or why it cannot be one."""
    if len(page.body) > MAX_BYTES:
        return too_large(page, f"the page has {len(page.body):,} bytes, the limit is {MAX_BYTES:,}")
    try:
        text, _ = decode(page.body, page.content_type)
    except NotText as error:
        return Unreadable(page.id, page.url, OutcomeKind.UNREADABLE, str(error))
    return document_of(page, text)


def document_of(page: Page, html: str) -> Document | Unreadable:
    """The tree of a page whose text is known. `page.body` is not looked at."""
    if len(html) > MAX_BYTES:
        return too_large(page, f"the page has {len(html):,} characters, the limit is {MAX_BYTES:,}")
    if html.count("<") > 4 * MAX_TAGS:  # cheap, before a tree is built
        return too_large(page, f"the page has more than {MAX_TAGS:,} tags")
    if any(tag.group().count("=") > MAX_ATTRIBUTES for tag in _TAG.finditer(html)):
        return too_large(page, f"a tag of the page has more than {MAX_ATTRIBUTES:,} attributes")
    root = parse(html)
    if root is None:
        return Unreadable(page.id, page.url, OutcomeKind.UNREADABLE, "the page holds no markup that can be parsed")
    problem = _beyond_limits(root)
    return too_large(page, problem) if problem else Document(page.url, root)


def too_large(page: Page, reason: str) -> Unreadable:
    return Unreadable(page.id, page.url, OutcomeKind.TOO_LARGE, reason)


def parse(html: str) -> lxml.html.HtmlElement | None:
    """The tree of a page without comments and processing instructions; None where there is nothing in it."""
    # Bytes with a fixed encoding: lxml refuses text with an XML declaration, and a meta charset must not be obeyed
    # a second time. The parser is new each time: parsers are not shared between threads.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        root = lxml.html.document_fromstring(_CONTROL.sub(" ", html).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root if len(root) else None


def _beyond_limits(root: lxml.html.HtmlElement) -> str | None:
    depth = tags = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        tags += event == "start"
        if depth > MAX_DEPTH:
            return f"its tags are nested more than {MAX_DEPTH} deep"
    return f"the page has {tags:,} tags, the limit is {MAX_TAGS:,}" if tags > MAX_TAGS else None
