"""The markup of a report as plain blocks, for other formats than HTML: text, lists, tables and pictures."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html as markup_tree
from lxml.html import HtmlElement
from markupsafe import Markup

# What XML cannot hold: control characters, surrogates and non-characters.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SVG = "data:image/svg+xml;base64,"


@dataclass(frozen=True, slots=True)
class ReportText:
    """A line of text: a heading of level 1 to 3, or a paragraph (level 0), perhaps a quiet note or a link."""

    text: str
    level: int = 0
    quiet: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class ReportList:
    """Items, each one paragraph."""

    items: tuple[str, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table: caption, headings, and rows of cells."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A chart as an SVG file, with its description in words."""

    svg: bytes
    alt: str


ReportBlock = ReportText | ReportList | ReportTable | ReportPicture


def blocks_of(body: Markup) -> list[ReportBlock]:
    """Read the blocks of a report's body, as `report_file.html` makes it; what it does not know gives its text."""
    return list(_blocks(markup_tree.fragment_fromstring(str(body))))


def _blocks(parent: HtmlElement) -> Iterator[ReportBlock]:
    for element in parent:
        tag = str(element.tag)
        if tag in ("h1", "h2", "h3", "p"):
            level = int(tag[1]) if tag != "p" else 0
            links = [href for href in element.xpath(".//a/@href") if href.startswith(("http://", "https://"))]
            yield ReportText(_text(element), level, "px-note" in element.get("class", ""), *links[:1])
        elif tag in ("ol", "ul"):
            yield ReportList(tuple(_text(item) for item in element.iter("li")), tag == "ol")
        elif tag == "dl":
            yield ReportList(tuple(_described(element)), numbered=False)
        elif tag == "table":
            yield _table(element)
        elif tag == "img":
            yield from _picture(element)
        elif len(element):
            yield from _blocks(element)
        elif text := _text(element):
            yield ReportText(text)


def _picture(element: HtmlElement) -> Iterator[ReportPicture]:
    source = element.get("src", "")
    if source.startswith(_SVG):
        yield ReportPicture(base64.b64decode(source.removeprefix(_SVG)), clean(element.get("alt", "")))


def _described(element: HtmlElement) -> Iterator[str]:
    """Terms with their descriptions, one text each."""
    terms = element.findall("dt")
    for term, description in zip(terms, element.findall("dd"), strict=True):
        yield f"{_text(term)}: {_text(description)}"


def _table(element: HtmlElement) -> ReportTable:
    caption = element.find("caption")
    head = tuple(_text(cell) for cell in element.findall("thead/tr/th"))
    rows = tuple(tuple(_text(cell) for cell in row) for row in element.findall("tbody/tr"))
    return ReportTable("" if caption is None else _text(caption), head, rows)


def _text(element: HtmlElement) -> str:
    """The text of an element on one line; blocks inside it are parted by a space."""
    return clean(" ".join(element.itertext()) if len(element) > 1 else element.text_content())


def clean(text: str) -> str:
    """Text on one line, without what XML cannot hold."""
    return re.sub(r" ([,.;:)])", r"\1", " ".join(_NO_XML.sub("\ufffd", text).split()))
