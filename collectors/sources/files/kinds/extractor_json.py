"""trafilatura's and newspaper's JSON: what an extractor read from one page."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart, one_line
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.json_records import JsonObject, iso_moment, objects_at, sample_of, text_at, texts_at

_TRAFILATURA = {"source-hostname", "fingerprint", "hostname", "raw_text", "pagetype"}
_NEWSPAPER = {"top_image", "top_img", "meta_keywords", "movies", "meta_img", "publish_date"}


def _signs(record: JsonObject) -> str | None:
    if "text" not in record or "title" not in record:
        return None
    if len(record.keys() & _TRAFILATURA) >= 2:
        return "trafilatura"
    return "newspaper" if len(record.keys() & _NEWSPAPER) >= 2 else None


def _recognises(file: ExportFile) -> bool:
    return _signs(sample_of(file)) is not None


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(objects_at(file), _article)


def _article(record: JsonObject, number: int) -> ExportedArticle | None:
    text = text_at(record, "text")
    if text is None:
        return None
    return ExportedArticle(
        _signs(record) or "trafilatura",
        # Both write a line for each paragraph.
        text if "\n\n" in text else text.replace("\n", "\n\n"),
        title=one_line(text_at(record, "title")),
        authors=texts_at(record, "author") or texts_at(record, "authors"),
        outlet=text_at(record, "source-hostname", "sitename", "meta_site_name", "hostname"),
        published=iso_moment(text_at(record, "date", "publish_date")),
        language=text_at(record, "language", "meta_lang"),
        url=text_at(record, "source", "url", "canonical_link"),
        fetched_at=iso_moment(text_at(record, "filedate")),
        line=number,
    )


KIND = FileKind("extractor-json", "trafilatura or newspaper, JSON", frozenset({Carrier.JSON}), _recognises, _read)
