"""news-please: the JSON of its NewsArticle, one article a file or a line."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedAddress, ExportedArticle, each_apart, one_line
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.json_records import (
    JsonObject,
    iso_moment,
    objects_at,
    plain_of_markup,
    sample_of,
    text_at,
    texts_at,
)

ARCHIVE = "news-please"


def _recognises(file: ExportFile) -> bool:
    return {"maintext", "url"} <= sample_of(file).keys()


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(objects_at(file), _article)


def _article(record: JsonObject, number: int) -> ExportedArticle | ExportedAddress | None:
    url, title = text_at(record, "url"), one_line(text_at(record, "title", "title_page"))
    published = iso_moment(text_at(record, "date_publish"))
    outlet, text = text_at(record, "source_domain"), text_at(record, "maintext")
    language = text_at(record, "language")
    if text is None:
        return ExportedAddress(ARCHIVE, url, title, outlet, published, language, number) if url else None
    return ExportedArticle(
        ARCHIVE,
        plain_of_markup(text.replace("\n", "\n\n")) if "\n\n" not in text else text,
        title=title,
        authors=texts_at(record, "authors"),
        outlet=outlet,
        published=published,
        language=language,
        url=url,
        fetched_at=iso_moment(text_at(record, "date_download")),
        line=number,
    )


KIND = FileKind("news-please", "news-please, JSON", frozenset({Carrier.JSON}), _recognises, _read)
