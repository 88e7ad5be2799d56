"""The Guardian's Open Platform: answers of its search and its items."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import (
    FULL,
    HEADLINE_AND_LEAD,
    Exported,
    ExportedAddress,
    ExportedArticle,
    each_apart,
    one_line,
)
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.json_records import (
    JsonObject,
    iso_moment,
    number_at,
    objects_at,
    plain_of_markup,
    sample_of,
    text_at,
)
from collectors.sources.files.people_lines import authors_in

ARCHIVE = "Guardian Open Platform"
_PATHS = ("response.results", "results")
_TYPES = {"liveblog": "live", "video": "video", "audio": "other", "gallery": "other", "picture": "other"}


def _recognises(file: ExportFile) -> bool:
    first = sample_of(file, *_PATHS)
    return {"webTitle", "webUrl"} <= first.keys() or text_at(first, "response.content.webUrl") is not None


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(objects_at(file, *_PATHS), _article)


def _article(record: JsonObject, number: int) -> ExportedArticle | ExportedAddress | None:
    content = record.get("response")
    if isinstance(content, dict) and isinstance(content.get("content"), dict):
        record = content["content"]
    url, title = text_at(record, "webUrl"), text_at(record, "fields.headline", "webTitle")
    body = plain_of_markup(text_at(record, "fields.body")) or text_at(record, "fields.bodyText") or ""
    lead = plain_of_markup(text_at(record, "fields.standfirst", "fields.trailText"))
    published = iso_moment(text_at(record, "webPublicationDate"))
    outlet = text_at(record, "fields.publication") or "The Guardian"
    if not body and not lead:
        return ExportedAddress(ARCHIVE, url, title, outlet, published, "en", number) if url else None
    opinion = text_at(record, "pillarName") == "Opinion"
    return ExportedArticle(
        ARCHIVE,
        body or lead,
        title=one_line(title),
        record=text_at(record, "id"),
        standfirst=one_line(lead) if body else None,
        authors=authors_in(text_at(record, "fields.byline")),
        outlet=outlet,
        published=published,
        language=text_at(record, "fields.lang") or "en",
        section=text_at(record, "sectionName", "sectionId"),
        words=number_at(record, "fields.wordcount"),
        url=url,
        extent=FULL if body else HEADLINE_AND_LEAD,
        type="opinion" if opinion else _TYPES.get(text_at(record, "type") or "", "news"),
        line=number,
    )


KIND = FileKind("guardian", "Guardian Open Platform, JSON", frozenset({Carrier.JSON}), _recognises, _read)
