"""The New York Times' Article Search and Archive APIs: headline, abstract and first paragraph, never the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import (
    HEADLINE_AND_LEAD,
    Exported,
    ExportedAddress,
    ExportedArticle,
    each_apart,
    one_line,
)
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.json_records import JsonObject, iso_moment, objects_at, sample_of, text_at
from collectors.sources.files.people_lines import authors_in

ARCHIVE = "NYT API"
_PATHS = ("response.docs", "docs")
_OPINION = re.compile(r"op-ed|editorial|letter|opinion", re.I)


def _recognises(file: ExportFile) -> bool:
    first = sample_of(file, *_PATHS)
    return {"web_url", "headline"} <= first.keys() and bool(first.keys() & {"lead_paragraph", "snippet", "abstract"})


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(objects_at(file, *_PATHS), _article)


def _article(record: JsonObject, number: int) -> ExportedArticle | ExportedAddress | None:
    url, title = text_at(record, "web_url"), one_line(text_at(record, "headline.main", "headline"))
    published = iso_moment(text_at(record, "pub_date"))
    outlet = text_at(record, "source") or "The New York Times"
    abstract = text_at(record, "abstract", "snippet")
    text = text_at(record, "lead_paragraph") or abstract
    if text is None:
        return ExportedAddress(ARCHIVE, url, title, outlet, published, "en", number) if url else None
    return ExportedArticle(
        ARCHIVE,
        text,
        title=title,
        record=text_at(record, "_id", "uri"),
        standfirst=one_line(abstract) if abstract != text else None,
        authors=authors_in(text_at(record, "byline.original", "byline")),
        outlet=outlet,
        published=published,
        language="en",
        section=text_at(record, "section_name", "news_desk"),
        url=url,
        extent=HEADLINE_AND_LEAD,
        type="opinion" if _OPINION.search(text_at(record, "type_of_material") or "") else "news",
        line=number,
    )


KIND = FileKind(
    "nyt", "NYT Article Search and Archive, JSON", frozenset({Carrier.JSON}), _recognises, _read, "headline and lead"
)
