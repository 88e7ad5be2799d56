"""Nexis and LexisNexis, HTML pages of the old layout: a page with many documents, each behind an anchor DOC_ID."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart
from collectors.sources.files.file_items import Damage
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.kinds.nexis_article import COUNTER, nexis_article
from collectors.sources.files.markup_blocks import page_blocks

ARCHIVE = "LexisNexis"
_BEGIN = "\ue000"  # private use: no page holds it, and it is no white space
_SIGNS = re.compile(r"<a\s+name=[\"']?DOC_ID_|<DOC\s+NUMBER=|<DOCFULL>", re.I)
_COUNTED = re.compile(
    r"\d{1,9} (?:of|von|de|van) \d+ (?:DOCUMENTS?|DOKUMENTEN?)|"
    r"(?:Dokument|Document|Documento) \d+ (?:von|de|of) \d+"
)
_MISSING = re.compile(r"we are sorry but there is an error in this document", re.I)


def _recognises(file: ExportFile) -> bool:
    return bool(_SIGNS.search(file.head)) or bool(_COUNTED.search(file.head) and "nexis" in file.head.lower())


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(_documents(page_blocks(file.html, _mark)), _article)


def _mark(element: etree._Element) -> str | None:
    name = str(element.get("name") or "") if element.tag == "a" else ""
    return _BEGIN if name.upper().startswith("DOC_ID_") else None


def _documents(blocks: list[str]) -> Iterator[list[str]]:
    """The blocks of each document. Where a page has no anchors, the documents' numbers part them."""
    anchored = _BEGIN in blocks
    held: list[str] | None = None
    for block in blocks:
        if block == _BEGIN or (not anchored and COUNTER.match(block)):
            if held is not None:
                yield held
            held = []
        elif held is not None:
            held.append(block)
    if held:
        yield held


def _article(blocks: list[str], number: int) -> ExportedArticle | Damage | None:
    if any(_MISSING.search(block) for block in blocks[:3]):
        return Damage(f"document {number} was not delivered by the archive", "export it again", number)
    article_blocks = [block for block in blocks if block.lower() != "return to list"]
    return nexis_article(article_blocks, ARCHIVE, number) if article_blocks else None


KIND = FileKind("lexisnexis-html", "Nexis or LexisNexis, HTML", frozenset({Carrier.HTML}), _recognises, _read)
