"""Paragraphs of Word (DOCX) and OpenDocument text (ODT) files, from their XML, within limits and without entities."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from collectors.sources.files.file_items import Damage
from collectors.sources.files.unpacking import ZIP_DAMAGE, member_bytes
from collectors.sources.web_markup import XML_FROM_OUTSIDE

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ODT_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CORE = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
WORD_PART = "word/document.xml"
ODT_PART = "content.xml"
_AGAIN = "open it in a word processor and save it again as DOCX"


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """One paragraph; `style` is the id of its style in lower case ("heading1", "title"), or an empty string."""

    text: str
    style: str = ""


def word_paragraphs(data: bytes) -> list[WordParagraph] | Damage:
    """The paragraphs of a DOCX or ODT file in their order, including those in table cells, without deleted text.

    Args:
        data: The whole file.

    Returns:
        The paragraphs, or damage.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            part = WORD_PART if WORD_PART in names else ODT_PART
            xml = member_bytes(archive, part)
    except ZIP_DAMAGE:
        return Damage("is a damaged Word file", _AGAIN)
    if isinstance(xml, Damage):
        return xml
    root = safe_xml(xml)
    if root is None:
        return Damage("is a Word file whose text is damaged", _AGAIN)
    if root.getroottree().docinfo.internalDTD is not None:  # paragraphs would lose what its entities stand for
        return Damage("is a Word file that defines entities, which no word processor writes", _AGAIN)
    try:
        return list(_docx(root) if part == WORD_PART else _odt(root))
    except UnicodeDecodeError:  # lxml takes bytes that are no UTF-8 into a tree and fails when they are asked for
        return Damage("is a Word file whose text is damaged", _AGAIN)


def office_part(stream: BinaryIO) -> str | None:
    """The part that holds the text of a Word or OpenDocument file.

    Args:
        stream: A ZIP file; it is at its beginning afterwards.

    Returns:
        WORD_PART or ODT_PART; None for any other ZIP file.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            if WORD_PART in names:
                return WORD_PART
            if ODT_PART in names and b"opendocument.text" in archive.read("mimetype")[:100]:
                return ODT_PART
    except ZIP_DAMAGE:
        return None
    finally:
        stream.seek(0)
    return None


def safe_xml(data: bytes) -> etree._Element | None:
    """The root of an XML document, read without entities, network or external definitions; None where it fails."""
    parser = etree.XMLParser(**XML_FROM_OUTSIDE)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _docx(root: etree._Element) -> Iterator[WordParagraph]:
    for paragraph in root.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = "" if style is None else str(style.get(f"{_W}val") or "").lower().replace(" ", "")
        yield WordParagraph("".join(_runs(paragraph)), name)


def _runs(paragraph: etree._Element) -> Iterator[str]:
    """The text of a paragraph's own runs, without the paragraphs of text boxes inside it."""
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if next(element.iterancestors(f"{_W}p")) is not paragraph:
            continue
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag == f"{_W}tab":
            # A tab in the properties is a stop, not a character.
            if element.getparent().tag == f"{_W}r":
                yield "\t"
        elif element.tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield "\n"


def _odt(root: etree._Element) -> Iterator[WordParagraph]:
    for paragraph in root.iter(f"{_ODT_TEXT}p", f"{_ODT_TEXT}h"):
        heading = "heading1" if paragraph.tag == f"{_ODT_TEXT}h" else ""
        yield WordParagraph("".join(paragraph.itertext()), heading)


def stated_properties(data: bytes) -> dict[str, str]:
    """Title, author and creation time that a DOCX file states about itself, under "title", "author" and "created"."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            xml = member_bytes(archive, "docProps/core.xml", 1_000_000)
    except ZIP_DAMAGE:
        return {}
    root = None if isinstance(xml, Damage) else safe_xml(xml)
    if root is None:
        return {}
    wanted = {"title": f"{_CORE}title", "author": f"{_CORE}creator", "created": f"{_TERMS}created"}
    values = {name: (root.findtext(tag) or "").strip() for name, tag in wanted.items()}
    return {name: value for name, value in values.items() if value}
