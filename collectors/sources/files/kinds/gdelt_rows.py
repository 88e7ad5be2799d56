"""GDELT: answers of the DOC API (JSON), and rows of its GKG and event files. They hold addresses only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedAddress, each_apart, one_line
from collectors.sources.files.file_kinds import FileKind
from collectors.sources.files.json_records import JsonObject, objects_at, sample_of, text_at
from collectors.sources.files.language_names import language_code
from collectors.sources.source_times import iso_time

ARCHIVE = "GDELT"
_PATHS = ("articles",)
#: A row of the knowledge graph begins with its id, one of events with a number and days.
_GKG = re.compile(r"\d{14}-T?\d+\t\d{14}\t")
_EVENT = re.compile(r"\d{6,12}\t\d{8}\t\d{6}\t\d{4}\t")


def _recognises(file: ExportFile) -> bool:
    if file.carrier is Carrier.JSON:
        return {"url", "seendate"} <= sample_of(file, *_PATHS).keys()
    return bool(_GKG.match(file.head) or _EVENT.match(file.head))


def _read(file: ExportFile) -> Iterator[Exported]:
    if file.carrier is Carrier.JSON:
        yield from each_apart(objects_at(file, *_PATHS), _entry)
    else:
        yield from each_apart(file.lines(), lambda line, _: _row(*line))


def _entry(record: JsonObject, number: int) -> ExportedAddress | None:
    url = text_at(record, "url")
    if url is None:
        return None
    seen, language = iso_time(text_at(record, "seendate") or ""), language_code(text_at(record, "language"))
    title = one_line(text_at(record, "title"))
    return ExportedAddress(ARCHIVE, url, title, text_at(record, "domain"), seen, language, number)


def _row(number: int, line: str) -> ExportedAddress | None:
    cells = line.rstrip("\r").split("\t")
    if _GKG.match(line) and len(cells) > 4:
        url, outlet, seen = cells[4], cells[3], cells[1]
    elif _EVENT.match(line):
        url, outlet, seen = cells[-1], None, cells[-2] if cells[-2].isdigit() else cells[1]
    else:
        return None
    return ExportedAddress(ARCHIVE, url, None, outlet, iso_time(seen), None, number) if url.startswith("http") else None


KIND = FileKind(
    "gdelt",
    "GDELT, DOC API, GKG and event rows",
    frozenset({Carrier.JSON, Carrier.TEXT, Carrier.TABLE}),
    _recognises,
    _read,
    "addresses",
)
