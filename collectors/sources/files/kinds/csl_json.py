"""CSL-JSON, as Zotero and citation processors write it."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.sources.files.bibliography import entry_of
from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedAddress, ExportedArticle, each_apart
from collectors.sources.files.file_items import Damage
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.json_records import JsonObject, objects_at, sample_of, text_at, value_at

_PATHS = ("items",)


def _recognises(file: ExportFile) -> bool:
    first = sample_of(file, *_PATHS)
    shaped = "issued" in first or "container-title" in first
    return {"type", "title"} <= first.keys() and shaped and bool(first.keys() & {"URL", "id", "abstract", "author"})


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(objects_at(file, *_PATHS), _entry)


def _entry(record: JsonObject, number: int) -> ExportedAddress | ExportedArticle | Damage:
    names = record.get("author")
    listed = names if isinstance(names, list) else []
    people = [(text_at(name, "given"), text_at(name, "family", "literal")) for name in listed]
    fields = {
        "title": text_at(record, "title"),
        "outlet": text_at(record, "container-title", "publisher"),
        "published": _issued(record),
        "url": text_at(record, "URL"),
        "abstract": text_at(record, "abstract"),
        "authors": "; ".join(" ".join(filter(None, name)) for name in people),
        "language": text_at(record, "language"),
        "record": text_at(record, "id"),
    }
    return entry_of("CSL-JSON", {name: value for name, value in fields.items() if value}, number)


def _issued(record: JsonObject) -> str | None:
    parts = value_at(record, "issued.date-parts.0")
    if isinstance(parts, list) and parts:
        numbers = [int(str(part)) for part in parts if str(part).isdigit()]
        return "-".join(f"{n:02d}" for n in numbers)
    return text_at(record, "issued.raw", "issued.literal", "issued")


KIND = FileKind("csl-json", "CSL-JSON", frozenset({Carrier.JSON}), _recognises, _read, "addresses")
