"""NewsAPI: answers whose `content` is cut after 200 characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import (
    EXCERPT,
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
    objects_at,
    plain_of_markup,
    sample_of,
    text_at,
)
from collectors.sources.files.people_lines import authors_in

ARCHIVE = "NewsAPI"
_PATHS = ("articles",)
_CUT = re.compile(r"\s*(?:…|\.{3})?\s*\[\+?\d+ chars\]\s*\Z")


def _recognises(file: ExportFile) -> bool:
    first = sample_of(file, *_PATHS)
    return {"publishedAt", "source", "title", "url"} <= first.keys() and bool(first.keys() & {"content", "urlToImage"})


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(objects_at(file, *_PATHS), _article)


def _article(record: JsonObject, number: int) -> ExportedArticle | ExportedAddress | None:
    url, title = text_at(record, "url"), one_line(text_at(record, "title"))
    published = iso_moment(text_at(record, "publishedAt"))
    outlet = text_at(record, "source.name", "source.id", "source")
    content = _CUT.sub("", plain_of_markup(text_at(record, "content")))
    description = plain_of_markup(text_at(record, "description"))
    if not content and not description:
        return ExportedAddress(ARCHIVE, url, title, outlet, published, None, number) if url else None
    return ExportedArticle(
        ARCHIVE,
        content or description,
        title=title,
        standfirst=one_line(description) if content and not content.startswith(description) else None,
        authors=authors_in(text_at(record, "author")),
        outlet=outlet,
        published=published,
        url=url,
        extent=EXCERPT,
        line=number,
    )


KIND = FileKind("newsapi", "NewsAPI, JSON", frozenset({Carrier.JSON}), _recognises, _read, "excerpts")
