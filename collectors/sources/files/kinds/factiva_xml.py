"""Factiva, XML: `ppsArticleResponse` with an element for each field."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.kinds.factiva_article import factiva_article
from collectors.sources.web_markup import local_name

#: Element -> Factiva's code of the field.
_CODE_OF = {
    "accessionNo": "AN",
    "baseLanguage": "LA",
    "byline": "BY",
    "columnName": "CLM",
    "corrections": "CX",
    "edition": "ED",
    "headline": "HD",
    "leadParagraph": "LP",
    "sectionName": "SE",
    "sourceName": "SN",
    "tailParagraphs": "TD",
    "wordCount": "WC",
}


def _recognises(file: ExportFile) -> bool:
    return "ppsArticleResponse" in file.head or "ppsarticleResultSet" in file.head


def _read(file: ExportFile) -> Iterator[Exported]:
    articles = (element for element in file.xml.iter() if local_name(element) == "article")
    yield from each_apart(articles, _article)


def _article(element: etree._Element, number: int) -> ExportedArticle | None:
    fields: dict[str, list[str]] = {}
    for child in element:
        name = local_name(child)
        if name in _CODE_OF:
            fields.setdefault(_CODE_OF[name], []).extend(_paragraphs(child))
        elif name == "publicationDate":
            fields["PD"] = ["".join(child.itertext()).strip()]
    return factiva_article(fields, number)


def _paragraphs(element: etree._Element) -> list[str]:
    inner = [child for child in element if local_name(child) == "paragraph"]
    return ["".join(part.itertext()) for part in inner] or ["".join(element.itertext())]


KIND = FileKind("factiva-xml", "Factiva, XML", frozenset({Carrier.XML}), _recognises, _read)
