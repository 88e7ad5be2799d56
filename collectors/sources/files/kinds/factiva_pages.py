"""Factiva, HTML: pages with indexing (a row for each field) and pages in article format (a line for each field)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.kinds.factiva_article import CODES, factiva_article
from collectors.sources.files.kinds.factiva_lines import article_of_lines
from collectors.sources.files.markup_blocks import page_blocks

_ARTICLE = re.compile(
    r"(?:^|\s)article\s+(?:deepLinkedArticle\s+)?([a-z]{2})Article\b|(?:^|\s)([a-z]{2})Article\b", re.I
)
_SIGNS = re.compile(r"class=[\"'][^\"'>]*\b[a-z]{2}article\b|articleParagraph [a-z]{2}articleParagraph", re.I)


def _recognises(file: ExportFile) -> bool:
    if _SIGNS.search(file.head):
        return True
    # The style sheet in front of a saved page is longer than the head that is looked at.
    return "factiva" in file.head.lower() and bool(_SIGNS.search(file.text))


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(_articles(file.html), _article)


def _articles(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The elements that hold one article each, with its language."""
    for element in root.iter("div", "article", "section"):
        match = _ARTICLE.search(str(element.get("class") or ""))
        if match:
            yield element, match.group(1) or match.group(2)


def _article(part: tuple[etree._Element, str], number: int) -> ExportedArticle | None:
    element, language = part
    fields = _coded(element)
    if fields:
        return factiva_article(fields, number, language)
    headline = next((e for e in element.iter() if "headline" in str(e.get("class") or "").lower()), None)
    title = "".join(headline.itertext()) if headline is not None else None
    body = [e for e in element.iter("p") if "articleparagraph" in str(e.get("class") or "").lower()]
    return article_of_lines(page_blocks(element), number, language, title, [_flat(e) for e in body])


def _flat(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _coded(element: etree._Element) -> dict[str, list[str]]:
    """Code -> paragraphs, from the rows of a page with indexing; empty for a page in article format."""
    fields: dict[str, list[str]] = {}
    for row in element.iter("tr"):
        cells = [child for child in row if child.tag in {"td", "th"}]
        code = "".join(cells[0].itertext()).replace("\xa0", " ").strip() if len(cells) >= 2 else ""
        if code in CODES:
            fields.setdefault(code, []).extend(page_blocks(cells[1], rows=False))
    return fields if "HD" in fields or "LP" in fields or "AN" in fields else {}


KIND = FileKind("factiva-html", "Factiva, HTML", frozenset({Carrier.HTML}), _recognises, _read)
