"""Posts of platforms: what Zeeschuimer captured, and data sets of 4CAT. Each post is marked as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart, one_line
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.json_records import (
    JsonObject,
    iso_moment,
    moment_of_seconds,
    objects_at,
    plain_of_markup,
    sample_of,
    text_at,
    value_at,
)
from collectors.sources.files.language_names import language_code

POST = "post"
#: Where platforms keep the words of a post, their time, who wrote it, and its id.
_TEXTS = (
    *("legacy.full_text", "full_text", "desc", "caption.text", "text", "body", "message", "content", "title_text"),
    *("commentary.text.text", "description", "edge_media_to_caption.edges.0.node.text", "record.text", "selftext"),
)
_TIMES = (
    "legacy.created_at",
    "createTime",
    "taken_at",
    "timestamp",
    "created_at",
    "created_utc",
    "date",
    "record.createdAt",
)
_AUTHORS = (
    *("core.user_results.result.legacy.screen_name", "author.uniqueId", "user.username", "author.username", "author"),
    *("author_name", "username", "author.handle", "account.acct", "owner.username", "author_fullname"),
)
_URLS = ("url", "link", "permalink", "post_url", "webVideoUrl")


def _zeeschuimer(record: JsonObject) -> bool:
    return "data" in record and bool(record.keys() & {"source_platform", "timestamp_collected", "nav_index"})


def _four_cat(record: JsonObject) -> bool:
    return {"id", "body", "timestamp"} <= record.keys() and bool(record.keys() & {"thread_id", "author", "subject"})


def _recognises(file: ExportFile) -> bool:
    first = sample_of(file)
    return _zeeschuimer(first) or _four_cat(first)


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(objects_at(file), _post)


def _post(record: JsonObject, number: int) -> ExportedArticle | None:
    captured = _zeeschuimer(record)
    inner = record.get("data") if captured else record
    data: JsonObject = inner if isinstance(inner, Mapping) else {}
    text = plain_of_markup(text_at(data, *_TEXTS))
    if not text:
        return None
    platform = text_at(record, "source_platform", "source_platform_url") or text_at(record, "platform", "source")
    author = text_at(data, *_AUTHORS)
    return ExportedArticle(
        "Zeeschuimer" if captured else "4CAT",
        text,
        title=one_line(text_at(data, "subject", "title")),
        record=text_at(data, "id", "rest_id", "code", "id_str") or text_at(record, "item_id", "id"),
        authors=(author,) if author else (),
        outlet=_handle(author, platform),
        published=_when(data),
        language=language_code(text_at(data, "lang", "language", "legacy.lang")),
        url=next((url for path in _URLS if (url := text_at(data, path) or "").startswith("http")), None),
        type=POST,
        line=number,
        fetched_at=moment_of_seconds(value_at(record, "timestamp_collected")) if captured else None,
    )


def _handle(author: str | None, platform: str | None) -> str | None:
    """Who published a post: the account, with its platform."""
    if author is None:
        return platform
    name = platform.removesuffix(".com").removeprefix("www.") if platform else None
    return f"@{author.lstrip('@')}" + (f" ({name})" if name else "")


def _when(data: JsonObject) -> str | None:
    for path in _TIMES:
        value = value_at(data, path)
        if isinstance(value, int | float) or (isinstance(value, str) and value.replace(".", "", 1).isdigit()):
            return moment_of_seconds(value)
        moment = iso_moment(value if isinstance(value, str) else None)
        if moment:
            return moment
    return None


KIND = FileKind("posts", "4CAT and Zeeschuimer, NDJSON", frozenset({Carrier.JSON}), _recognises, _read, "posts")
