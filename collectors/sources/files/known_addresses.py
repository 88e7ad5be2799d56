"""The addresses of articles in a file of any kind that lacks their texts, for the collector, which fetches them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from collectors.sources.files.export_file import MAX_WHOLE, Carrier, DamagedFileError, ExportFile, opened
from collectors.sources.files.exported import FULL, ExportedAddress, ExportedArticle
from collectors.sources.files.exported_items import ReadingContext
from collectors.sources.files.file_items import Damage, ImportDefaults
from collectors.sources.files.file_names import suffix_of
from collectors.sources.files.kinds import kind_for
from collectors.sources.files.raw_bytes import whole
from collectors.sources.files.table_files import addresses_in_table, addresses_in_workbook
from collectors.sources.files.workbooks import sheet_kind

AddressRow = tuple[int, Mapping[str, object]]


def addresses_of(
    path: Path, plain: Collection[str] = (), columns: Mapping[str, str] | None = None
) -> list[AddressRow] | Damage | None:
    """The addresses in an answer, a bibliography or a table, with what is stated about them.

    Args:
        path: The file.
        plain: Names of columns by which the caller reads a CSV file itself.
        columns: Field -> column of a table, as the user stated; None to know them by their names, or as the file beside
            the table says.

    Returns:
        (line or number, fields) with `url`, `title`, `outlet`, `published` and `language`; damage for a table whose
        columns cannot be identified; None for any other file.
    """
    context = ReadingContext(str(path), ImportDefaults(), datetime.now(UTC), columns)
    try:
        with path.open("rb") as stream:
            kind = sheet_kind(stream)
            if kind is not None:
                data = whole(stream, MAX_WHOLE)
                return data if isinstance(data, Damage) else _table_rows(addresses_in_workbook(data, kind, context))
            file = opened(str(path), path.stem, stream, suffix_of(path))
            if isinstance(file, Damage) or (not columns and file.carrier is Carrier.TABLE and _names_any(file, plain)):
                return None
            if file.carrier is Carrier.TABLE and kind_for(file) is None:
                return _table_rows(addresses_in_table(file, context))
            return list(_rows(file)) or None
    except (OSError, DamagedFileError):
        return None


def _names_any(file: ExportFile, columns: Collection[str]) -> bool:
    cells = re.split(r"[,;\t]", file.head.split("\n", 1)[0])
    return any(cell.strip(' "') in columns for cell in cells) and kind_for(file) is None


def _rows(file: ExportFile) -> Iterator[AddressRow]:
    kind = kind_for(file)
    if kind is not None:
        for number, exported in enumerate(kind.read(file), start=1):
            without_text = isinstance(exported, ExportedAddress) or (
                isinstance(exported, ExportedArticle) and exported.extent != FULL
            )
            if without_text and isinstance(exported, ExportedAddress | ExportedArticle) and exported.url:
                yield number, _row(exported)


def _table_rows(addresses: Iterator[ExportedAddress | Damage]) -> list[AddressRow] | Damage:
    rows: list[AddressRow] = []
    for address in addresses:
        if isinstance(address, Damage):
            return address
        rows.append((address.line or len(rows) + 1, _row(address)))
    return rows


def _row(exported: ExportedAddress | ExportedArticle) -> Mapping[str, object]:
    return {
        "url": exported.url,
        "title": exported.title,
        "outlet": exported.outlet,
        "published": exported.published,
        "language": exported.language,
    }
