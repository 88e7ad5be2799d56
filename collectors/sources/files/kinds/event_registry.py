"""Event Registry (NewsAPI.ai): results of getArticles, and articles by their uri."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedAddress, ExportedArticle, each_apart, one_line
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.json_records import JsonObject, iso_moment, objects_at, sample_of, text_at, texts_at
from collectors.sources.files.language_names import language_code

ARCHIVE = "Event Registry"
_PATHS = ("articles.results", "results", "recentActivityArticles.activity", "articles")
_SIGNS = {"uri", "lang", "url", "title", "source"}


def _recognises(file: ExportFile) -> bool:
    first = sample_of(file, *_PATHS)
    return first.keys() >= _SIGNS or _by_uri(first) is not None


def _by_uri(record: JsonObject) -> JsonObject | None:
    """The article in an answer that is an object of articles by their uri: {"123": {"info": {...}}}."""
    if len(record) > 500 or not record:
        return None
    first = next(iter(record.values()))
    info = first.get("info") if isinstance(first, Mapping) else None
    return info if isinstance(info, Mapping) and info.keys() >= _SIGNS else None


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(_records(file), _article)


def _records(file: ExportFile) -> Iterator[JsonObject]:
    for record in objects_at(file, *_PATHS):
        if _by_uri(record) is None:
            yield record
            continue
        for item in record.values():
            info = item.get("info") if isinstance(item, Mapping) else None
            if isinstance(info, Mapping):
                yield info


def _article(record: JsonObject, number: int) -> ExportedArticle | ExportedAddress | None:
    url, title = text_at(record, "url"), one_line(text_at(record, "title"))
    published = iso_moment(text_at(record, "dateTimePub", "dateTime", "date"))
    outlet = text_at(record, "source.title", "source.uri")
    language = language_code(text_at(record, "lang"))
    body = text_at(record, "body")
    if body is None:
        return ExportedAddress(ARCHIVE, url, title, outlet, published, language, number) if url else None
    return ExportedArticle(
        ARCHIVE,
        body,
        title=title,
        record=text_at(record, "uri"),
        authors=texts_at(record, "authors"),
        outlet=outlet,
        published=published,
        language=language,
        url=url,
        line=number,
    )


KIND = FileKind("event-registry", "Event Registry, JSON", frozenset({Carrier.JSON}), _recognises, _read)
