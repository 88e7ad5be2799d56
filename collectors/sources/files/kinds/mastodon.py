"""Mastodon: statuses as its API gives them, and the outbox of an account's archive. Each is marked as a post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart, one_line
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.json_records import (
    JsonObject,
    iso_moment,
    objects_at,
    plain_of_markup,
    sample_of,
    text_at,
    value_at,
)
from collectors.sources.files.kinds.platform_posts import POST

ARCHIVE = "Mastodon"
_PATHS = ("statuses", "orderedItems")


def _recognises(file: ExportFile) -> bool:
    first = sample_of(file, *_PATHS)
    status = {"content", "account", "created_at", "visibility"} <= first.keys()
    return status or (first.get("type") in {"Create", "Announce"} and "actor" in first)


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(objects_at(file, *_PATHS), _post)


def _post(record: JsonObject, number: int) -> ExportedArticle | None:
    if record.get("reblog") or record.get("type") == "Announce":
        return None  # somebody else's words
    note = record.get("object") if "object" in record else record
    text = plain_of_markup(text_at(note, "content"))
    if not isinstance(note, Mapping) or not text:
        return None
    account = text_at(note, "account.acct")
    actor = text_at(note, "attributedTo") or text_at(record, "actor")
    contents = value_at(note, "contentMap")
    language = next(iter(contents), None) if isinstance(contents, Mapping) else None
    return ExportedArticle(
        ARCHIVE,
        text,
        title=one_line(text_at(note, "spoiler_text", "summary")),
        record=text_at(note, "uri", "id"),
        authors=tuple(filter(None, [text_at(note, "account.display_name")])),
        outlet=f"@{account}" if account else actor,
        published=iso_moment(text_at(note, "created_at", "published")),
        language=text_at(note, "language") or language,
        url=text_at(note, "url", "uri"),
        type=POST,
        line=number,
    )


KIND = FileKind("mastodon", "Mastodon, statuses", frozenset({Carrier.JSON}), _recognises, _read, "posts")
