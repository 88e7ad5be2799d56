"""Text, markup and links of documents from the web, within limits, without entities and without fetching anything."""

from __future__ import annotations

import html
import html.entities
import re
import zlib
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from lxml import etree

from collectors.extract.decode import NotText, decode
from collectors.sources.source_protocol import MAX_BYTES, MAX_TITLE, MAX_URL, Refusal, RefusalKind, Response
from collectors.support.characters import admit

GZIP = b"\x1f\x8b\x08"

#: How XML from outside is parsed: as far as it can be read, without entities, network or external definitions, and
#: within the limits of libxml2 on depth and size.
XML_FROM_OUTSIDE = {
    "recover": True, "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False,
}  # fmt: skip
#: For who reads elements only.
ELEMENTS_ONLY = {"remove_comments": True, "remove_pis": True, "collect_ids": False}

_DECLARATION = re.compile(r"\s{0,2000}<\?xml\b[^<>]{0,500}>")
_PROLOGUE = 100_000  # characters at the beginning in which a document type is looked for
_SUBSET_END = re.compile(r"\]\s{0,200}>")
_REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]{1,12}|[0-9]{1,12});?")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,31});")
_BARE = re.compile(r"&(?!(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
# What XML 1.0 allows (production 2), without lone surrogates.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SPACE = re.compile(r"\s+")
_HTML = re.compile(r"\s{0,2000}(?:<!--[^>]{0,2000}-->\s{0,200}){0,5}<(?:!doctype\s{1,20}html|html[\s>])", re.I)


_ROOT = re.compile(r"<\?xml\b|<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.I)
#: What may precede a root element: a byte order mark, comments, instructions, a document type.
_BEFORE_ROOT = re.compile(
    r"\ufeff|<!--.{0,5000}?-->|<\?[^<>]{0,2000}\?>|<!DOCTYPE\b[^\[<>]{0,2000}(?:\[.{0,50000}?\]\s{0,200})?>", re.S
)
_FIRST_TAG = re.compile(r"<[A-Za-z][\w:.-]{0,100}")
_PREFIX = re.compile(r"</?([A-Za-z][\w.-]{0,40}):[A-Za-z]")
#: Namespaces that feeds and sitemaps use, by their usual prefixes.
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "media": "http://search.yahoo.com/mrss/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "video": "http://www.google.com/schemas/sitemap-video/1.1",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


class WebDocument(NamedTuple):
    """The text of an XML document that is safe for any parser: no document type, and no entities but XML's own.

    `remark` says what was left out, "" for nothing.
    """

    text: str
    remark: str


def text_of(response: Response, limit: int = MAX_BYTES) -> str | Refusal:
    """Return the text of an answer, or why there is none.

    Args:
        response: The answer. A gzip body is unpacked, such as that of a sitemap.xml.gz.
        limit: Most bytes of the body.
    """
    body = response.body
    if body.startswith(GZIP):
        unpacked = gunzip(body, limit)
        if unpacked is None:
            return Refusal(response.url, RefusalKind.DAMAGED, "the gzip data are damaged or cut short")
        body = unpacked
    if len(body) > limit:
        return Refusal(response.url, RefusalKind.TOO_LARGE, f"has more than {limit:,} bytes")
    try:
        return decode(body, response.header("content-type")).text
    except NotText as error:
        kind = RefusalKind.EMPTY if not body.strip() else RefusalKind.FORMAT
        return Refusal(response.url, kind, str(error))


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace; "" for comments and instructions.

    Not by etree.QName, which raises for the names that a damaged file may have.
    """
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def gunzip(data: bytes, limit: int) -> bytes | None:
    """Unpack gzip data of one or several members.

    Args:
        data: The bytes.
        limit: Most bytes wanted; one more is returned if there are more.

    Returns:
        The unpacked bytes; None if the data are damaged or cut short.
    """
    parts: list[bytes] = []
    size = 0
    while data.startswith(GZIP) and size <= limit:
        member = zlib.decompressobj(wbits=31)
        try:
            parts.append(member.decompress(data, limit + 1 - size))
        except zlib.error:
            return None
        size += len(parts[-1])
        if not member.eof and size <= limit:
            return None
        data = member.unused_data
    return b"".join(parts)


def xml_of(text: str) -> WebDocument | str:
    """Return a document that is safe to parse, or why it is not one (an HTML page, a document type without end)."""
    if _HTML.match(text):
        return "is an HTML page"
    text, preface = without_preface(text)
    declared = _DECLARATION.match(text)
    text = text[declared.end() :] if declared else text
    remarks = [preface] if preface else []
    doctype = text.find("<!DOCTYPE", 0, _PROLOGUE)
    if doctype >= 0:
        end = _doctype_end(text, doctype)
        if end is None:
            return "its document type declaration does not end"
        if "<!ENTITY" in text[doctype:end]:
            remarks.append("declares entities of its own, which were not expanded")
        text = text[:doctype] + text[end:]
    text, wrong = _NO_XML.subn("", text)
    text = _REFERENCE.sub(_allowed, text)
    if wrong:
        remarks.append(f"{wrong:,} control characters were left out")
    text = _ENTITY.sub(_character, _BARE.sub("&amp;", text)).lstrip()
    return WebDocument(_with_prefixes(text), "; ".join(remarks))


def without_preface(text: str) -> tuple[str, str]:
    """Remove what precedes a document's declaration or root: blank lines, a server's warning, a piece of its markup.

    Args:
        text: The whole document.

    Returns:
        The document and a remark on what was removed, "" for nothing.
    """
    match = _ROOT.search(text, 0, _PROLOGUE)
    before = _BEFORE_ROOT.sub("", text[: match.start()]).strip() if match else ""
    if match is None or not before or "<!doctype" in before.lower():
        return text, ""
    return text[
        match.start() :
    ], f"begins with what is no XML, which was passed over ({' '.join(before.split())[:60]!r})"


def _with_prefixes(text: str) -> str:
    """Declare all used prefixes in the root, because elements with an undeclared prefix lose their names."""
    root = _FIRST_TAG.search(text)
    used = dict.fromkeys(_PREFIX.findall(text))
    missing = [prefix for prefix in used if f"xmlns:{prefix}=" not in text and prefix not in ("xml", "xmlns")]
    if root is None or not missing:
        return text
    declared = "".join(
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix, f"urn:undeclared:{prefix}")}"' for prefix in missing[:50]
    )
    return text[: root.end()] + declared + text[root.end() :]


def _allowed(match: re.Match[str]) -> str:
    """Return a character reference as it is, or "" if XML has no such character.

    lxml reads half a surrogate pair into its tree, and raises when the text is read.
    """
    code = int(match[1][1:], 16) if match[1][0] in "xX" else int(match[1])
    plain = 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return match.group() if plain or code in {0x9, 0xA, 0xD} else ""


def _doctype_end(text: str, start: int) -> int | None:
    end = text.find(">", start)
    subset = text.find("[", start, end if end >= 0 else len(text))
    if subset < 0:
        return end + 1 if end >= 0 else None
    match = _SUBSET_END.search(text, subset)
    return match.end() if match else None


def _character(match: re.Match[str]) -> str:
    """Keep XML's own entities, replace HTML's by their character, and turn any other into text."""
    name = match.group(1)
    if name in _OF_XML:
        return match.group()
    character = html.entities.html5.get(f"{name};")
    return html.escape(character) if character else f"&amp;{name};"


def ends_inside(text: str, *names: str) -> bool:
    """Return whether a document breaks off inside an element of one of these names; its last values may be cut."""
    opened = max(max(text.rfind(f"<{name}>"), text.rfind(f"<{name} ")) for name in names)
    return opened > max(text.rfind(f"</{name}") for name in names)


def plain(value: object) -> str | None:
    """Return a title, which may hold tags and entities, as one line of text; None if it is empty or not text."""
    if not isinstance(value, str):
        return None
    text = html.unescape(_TAG.sub("", value[: 4 * MAX_TITLE]))
    text = _SPACE.sub(" ", admit(_NO_XML.sub("", text))).strip()[:MAX_TITLE]
    return text or None


def absolute(base: str, link: object) -> str | None:
    """Return the web address that a link on a page means, without its fragment.

    Args:
        base: The address of the page, "" for links that must be absolute.
        link: The link; anything but text gives None.

    Returns:
        The address; None if it cannot be asked for: another scheme than http(s), no host, a user name, or more than
        2,048 characters.
    """
    if not isinstance(link, str) or len(link) > 4 * MAX_URL:
        return None
    # Addresses do not contain "&amp;": it is a reference inside CDATA, or one that was escaped twice.
    link = "".join(link.split("\n")).strip().replace("&amp;", "&")
    if not link:
        return None
    try:
        parts = urlsplit(urljoin(base, link))
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or _NO_XML.search(link) or port == 0:
        return None
    if any(char in host for char in " %<>\"'\\^`{|}") or host.startswith(".") or ".." in host:
        return None
    url = urlunsplit((parts.scheme, parts.netloc.lower(), _quoted(parts.path) or "/", _quoted(parts.query), ""))
    return url if len(url) <= MAX_URL else None


_UNSAFE = re.compile(r"[\s<>\"\\^`{|}]")


def _quoted(part: str) -> str:
    """Percent-encode white space and the few marks that no address may hold, and keep the rest."""
    return _UNSAFE.sub(lambda match: quote(match.group()), part)
