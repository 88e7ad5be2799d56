"""Fundus: articles as its crawler saves them, a list or a line for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import (
    Exported,
    ExportedAddress,
    ExportedArticle,
    each_apart,
    one_line,
    paragraphs,
)
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.json_records import (
    JsonObject,
    iso_moment,
    objects_at,
    sample_of,
    text_at,
    texts_at,
    value_at,
)

ARCHIVE = "Fundus"
_OUTLETS = ("html.source_info.publisher", "html.source_info.name", "publisher", "html.source.publisher")


def _recognises(file: ExportFile) -> bool:
    first = sample_of(file)
    shaped = isinstance(value_at(first, "body.sections"), list)
    return shaped or ("publishing_date" in first and bool(first.keys() & {"body", "plaintext"}))


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(objects_at(file), _article)


def _article(record: JsonObject, number: int) -> ExportedArticle | ExportedAddress | None:
    url = text_at(record, "html.responded_url", "html.requested_url", "url")
    title, published = one_line(text_at(record, "title")), iso_moment(text_at(record, "publishing_date"))
    outlet = text_at(record, *_OUTLETS)
    language = text_at(record, "lang", "language")
    text = _body(record.get("body")) or text_at(record, "plaintext", "body") or ""
    if not text:
        return ExportedAddress(ARCHIVE, url, title, outlet, published, language, number) if url else None
    summary = value_at(record, "body.summary")
    return ExportedArticle(
        ARCHIVE,
        text,
        title=title,
        standfirst=one_line(" ".join(str(part) for part in summary)) if isinstance(summary, list) else None,
        authors=texts_at(record, "authors"),
        outlet=outlet,
        published=published,
        language=language,
        url=url,
        fetched_at=iso_moment(text_at(record, "html.crawl_date")),
        line=number,
        doubts=("Fundus says that it is not freely accessible",) if record.get("free_access") is False else (),
    )


def _body(body: object) -> str:
    """The paragraphs of an article's sections, with their headlines."""
    sections = body.get("sections") if isinstance(body, Mapping) else None
    blocks: list[str] = []
    for section in sections if isinstance(sections, list) else []:
        for name in ("headline", "paragraphs"):
            content = value_at(section, name)
            blocks.extend(str(part) for part in (content if isinstance(content, list) else [content]) if part)
    return paragraphs(blocks)


KIND = FileKind("fundus", "Fundus, JSON", frozenset({Carrier.JSON}), _recognises, _read)
