"""Zotero's CSV: a bibliography, whose abstracts are no texts."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.sources.files.bibliography import entry_of
from collectors.sources.files.csv_rows import csv_rows
from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, ExportedAddress, ExportedArticle, each_apart
from collectors.sources.files.file_items import Damage
from collectors.sources.files.file_kinds import FileKind

#: Field -> the columns it may stand in.
_FIELDS = {
    "record": ("Key",),
    "title": ("Title",),
    "outlet": ("Publication Title", "Website Title", "Publisher"),
    "published": ("Date", "Publication Year"),
    "url": ("Url",),
    "abstract": ("Abstract Note",),
    "authors": ("Author",),
    "language": ("Language",),
}


def _recognises(file: ExportFile) -> bool:
    first = file.head.split("\n", 1)[0]
    return '"Key"' in first and '"Item Type"' in first and '"Publication Title"' in first


def _read(file: ExportFile) -> Iterator[Exported]:
    header: list[str] = []
    rows = csv_rows(file.utf8)
    for row in rows:
        if not isinstance(row, Damage):
            header = row[1]
            break

    def entry(row: tuple[int, list[str]] | Damage, _: int) -> ExportedAddress | ExportedArticle | Damage:
        if isinstance(row, Damage):
            return row
        values = dict(zip(header, row[1], strict=False))
        fields = {name: next((v for c in columns if (v := values.get(c, ""))), "") for name, columns in _FIELDS.items()}
        return entry_of("Zotero", fields, row[0])

    yield from each_apart(rows, entry)


KIND = FileKind("zotero-csv", "Zotero, CSV", frozenset({Carrier.TABLE, Carrier.TEXT}), _recognises, _read, "addresses")
