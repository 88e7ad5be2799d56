"""One page, decoded and parsed once for every reader, within limits that keep hostile pages cheap."""

from __future__ import annotations

import re
from dataclasses import dataclass

import lxml.html
from lxml import etree

from collectors.extract.decode import MAX_BYTES, NotText, decode
from collectors.model import OutcomeKind, Page, Unreadable
from collectors.support.characters import admit

#: Limits checked before the readers, whose time is more than linear in tags and depth (20,000 nested divs keep
#: newspaper3k busy for minutes). Of 207 real pages the largest has 4,100 tags and the deepest is 51 deep.
MAX_TAGS = 40_000
MAX_DEPTH = 250

#: Most attributes of a tag: libxml2 compares each with all before it, and 300,000 take minutes.
MAX_ATTRIBUTES = 5_000

#: One class for every element, without lxml.html's own for forms and inputs: it chooses among them in Python, each time
#: that an element is touched, which took a twelfth of the time of a page.
_PLAIN = etree.ElementDefaultClassLookup(element=lxml.html.HtmlElement)

#: A tag with that many is longer than two such stretches, so that it holds a whole one.
_STRETCH = 5_000
_BEGIN, _END = re.compile("<(?:body|html)", re.I), re.compile("</(?:body|html)", re.I)
#: References to invisible characters; they are removed before the readers see the page, like the characters.
_SHAPELESS = re.compile(
    r"&(?:shy|ZeroWidthSpace|zwnj|zwj|lrm|rlm|NoBreak"
    r"|#0{0,4}(?:173|820[3-7]|8288|65279)|#x0{0,4}(?:ad|200[b-f]|2060|feff))(?:;|(?![\w;]))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PageDocument:
    """A page ready for the readers.

    Attributes:
        url: Its address, if known.
        root: The parsed tree. Readers must not change it; they copy what they edit.
        cut: Whether the markup opens a body or html element and has no end tag (all of 207 real pages have one).
    """

    url: str | None
    root: lxml.html.HtmlElement
    cut: bool = False


def read_document(page: Page) -> PageDocument | Unreadable:
    """Decode and parse a page.

    Returns:
        The parsed page, or the outcome that says why it cannot be read.
    """
    if len(page.body) > MAX_BYTES:
        return too_large(page, f"the page has {len(page.body):,} bytes, the limit is {MAX_BYTES:,}")
    try:
        text, _ = decode(page.body, page.content_type)
    except NotText as error:
        return Unreadable(page.id, page.url, OutcomeKind.UNREADABLE, str(error))
    return document_of(page, text, admitted=True)


def document_of(page: Page, html: str, *, admitted: bool = False) -> PageDocument | Unreadable:
    """Parse a page whose text is known.

    Args:
        page: The page; its `body` is not used.
        html: Its markup.
        admitted: Whether the text has already passed `admit`, which costs a scan.

    Returns:
        The parsed page, or the outcome that says why it cannot be read.
    """
    if len(html) > MAX_BYTES:
        return too_large(page, f"the page has {len(html):,} characters, the limit is {MAX_BYTES:,}")
    if html.count("<") > 4 * MAX_TAGS:  # cheap, before a tree is built
        return too_large(page, f"the page has more than {MAX_TAGS:,} tags")
    if _holds_crowded_tag(html):
        return too_large(page, f"a tag of the page has more than {MAX_ATTRIBUTES:,} attributes")
    root = parse(_without_open_comment(html if admitted else admit(html)))
    if root is None:
        return Unreadable(page.id, page.url, OutcomeKind.UNREADABLE, "the page holds no markup that can be parsed")
    problem = _beyond_limits(root)
    return too_large(page, problem) if problem else PageDocument(page.url, root, _cut(html))


def _cut(html: str) -> bool:
    return _END.search(html) is None and _BEGIN.search(html) is not None


def _holds_crowded_tag(html: str) -> bool:
    """Return whether a tag has more attributes than the limit. Each character is looked at a few times at most."""
    opened, closed, at = -1, -1, 0
    while at + _STRETCH <= len(html):
        behind = at + _STRETCH
        here = html.rfind("<", at, behind), html.rfind(">", at, behind)
        if here == (-1, -1) and opened > closed and html[opened + 1].isalpha():
            ends = (place for place in (html.find("<", behind), html.find(">", behind)) if place >= 0)
            end = min(ends, default=len(html))
            if html.count("=", opened, end) > MAX_ATTRIBUTES:
                return True
            behind = max(behind, end - end % _STRETCH)
        opened, closed, at = max(opened, here[0]), max(closed, here[1]), behind
    return False


def too_large(page: Page, reason: str) -> Unreadable:
    """Return the outcome of a page beyond a limit."""
    return Unreadable(page.id, page.url, OutcomeKind.TOO_LARGE, reason)


def parse(html: str) -> lxml.html.HtmlElement | None:
    """Parse markup into a tree without comments and processing instructions; None if there is nothing in it."""
    # Bytes with a fixed encoding, because lxml refuses text with an XML declaration, and a meta charset must not be
    # applied a second time. Each call makes its own parser, because parsers are not shared between threads.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    parser.set_element_class_lookup(_PLAIN)
    try:
        root = lxml.html.document_fromstring(_SHAPELESS.sub("", html).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if not len(root):
        return None
    _gather_bodies(root)
    return root


def _gather_bodies(root: lxml.html.HtmlElement) -> None:
    """Move what comes after the first </body>, and further bodies, to the end of the first, where browsers show it."""
    body = root.find("body")
    for element in list(body.itersiblings()) if body is not None else ():
        element.tag = "div" if element.tag == "body" else element.tag
        body.append(element)


def _without_open_comment(html: str) -> str:
    """Remove the opening mark of a last comment that is never closed; otherwise it would hide the article."""
    start = html.rfind("<!--")
    return html[:start] + html[start + 4 :] if start > html.rfind("-->") else html


#: In XPath, which runs in C; walking the tree in Python takes as long as parsing it.
_DEEPER = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")
_TAGS = etree.XPath("count(//*)")


def _beyond_limits(root: lxml.html.HtmlElement) -> str | None:
    if _DEEPER(root):
        return f"its tags are nested more than {MAX_DEPTH} deep"
    tags = int(_TAGS(root))
    return f"the page has {tags:,} tags, the limit is {MAX_TAGS:,}" if tags > MAX_TAGS else None
