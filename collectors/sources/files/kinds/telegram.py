"""Telegram: `result.json` of a channel's or an account's export. Each message is marked as a post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedArticle, each_apart, one_line
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.json_records import JsonObject, iso_moment, moment_of_seconds, text_at, value_at
from collectors.sources.files.kinds.platform_posts import POST

ARCHIVE = "Telegram"


def _recognises(file: ExportFile) -> bool:
    head = file.head[:8_000]
    if '"messages"' not in head and '"chats"' not in head:
        return False
    return _chats(file.value) != []


def _chats(value: object) -> list[JsonObject]:
    """The chats of an export: the one that it is, or those of an account."""
    listed = value_at(value, "chats.list")
    chats = listed if isinstance(listed, list) else [value]
    return [c for c in chats if isinstance(c, Mapping) and isinstance(c.get("messages"), list) and "type" in c]


def _read(file: ExportFile) -> Iterator[Exported]:
    messages = (
        (chat, message)
        for chat in _chats(file.value)
        for message in _listed(chat)
        if isinstance(message, Mapping) and message.get("type", "message") == "message"
    )
    yield from each_apart(messages, lambda posted, number: _post(*posted, number))


def _listed(chat: JsonObject) -> list[object]:
    messages = chat.get("messages")
    return messages if isinstance(messages, list) else []


def _post(chat: JsonObject, message: JsonObject, number: int) -> ExportedArticle | None:
    text = _text(message.get("text"))
    if not text.strip():
        return None
    channel = one_line(text_at(chat, "name")) or "Telegram"
    forwarded = text_at(message, "forwarded_from")
    sent = moment_of_seconds(message.get("date_unixtime")) or iso_moment(text_at(message, "date"))
    return ExportedArticle(
        ARCHIVE,
        text.strip(),
        record=f"{text_at(chat, 'id') or channel}/{text_at(message, 'id') or number}",
        authors=tuple(filter(None, [text_at(message, "author") or forwarded])),
        outlet=channel,
        published=sent,
        type=POST,
        line=number,
    )


def _text(value: object) -> str:
    """A message's text: one, or pieces of which some are objects with a style."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        return ""
    parts = (part.get("text") if isinstance(part, Mapping) else part for part in value)
    return "".join(part for part in parts if isinstance(part, str))


KIND = FileKind("telegram", "Telegram, result.json", frozenset({Carrier.JSON}), _recognises, _read, "posts")
