"""RIS, as Zotero, EndNote, Mendeley and ProQuest write it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.sources.files.bibliography import entry_of
from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, each_apart
from collectors.sources.files.file_kinds import FileKind

_TAG = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*))?\Z")
_BEGIN = re.compile(r"\s*TY  ?- ")
#: Field -> the tags it may stand under, the best first.
_FIELDS = {
    "title": ("TI", "T1", "ST"),
    "outlet": ("T2", "JO", "JF", "JA", "BT", "PB"),
    "published": ("DA", "Y1", "PY"),
    "url": ("UR", "L2", "L1"),
    "abstract": ("AB", "N2"),
    "language": ("LA",),
    "record": ("AN", "ID"),
}


def _recognises(file: ExportFile) -> bool:
    return bool(_BEGIN.match(file.head.lstrip("\ufeff\n ")))


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(_records(file), lambda record, _: entry_of("RIS", _fields(record[1]), record[0]))


def _records(file: ExportFile) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """The line of each record and its values by tag; a line without a tag goes on with the value above it."""
    begun, record, last = 0, dict[str, list[str]](), ""
    for number, line in file.lines():
        match = _TAG.match(line.rstrip())
        if match is None:
            if last and line.strip():
                record[last][-1] += f" {line.strip()}"
            continue
        tag, value = match.group(1), (match.group(2) or "").strip()
        if tag == "TY":
            if record:
                yield begun, record
            begun, record = number, {}
        if tag == "ER":
            if record:
                yield begun, record
            record, last = {}, ""
            continue
        record.setdefault(tag, []).append(value)
        last = tag
    if record:
        yield begun, record


def _fields(record: dict[str, list[str]]) -> dict[str, str]:
    fields = {
        name: next((value for tag in tags for value in record.get(tag, ()) if value), "")
        for name, tags in _FIELDS.items()
    }
    fields["published"] = (
        fields["published"].strip("/").replace("/", "-") if fields["published"][:4].isdigit() else fields["published"]
    )
    fields["authors"] = "; ".join(value for tag in ("AU", "A1") for value in record.get(tag, ()))
    return fields


KIND = FileKind("ris", "RIS (Zotero, EndNote, ProQuest)", frozenset({Carrier.TEXT}), _recognises, _read, "addresses")
