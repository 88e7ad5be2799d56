"""The addresses of articles in a file of any kind that lacks their texts, for the collector, which fetches them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from collectors.sources.files.export_file import Carrier, DamagedFileError, ExportFile, opened
from collectors.sources.files.exported import FULL, ExportedAddress, ExportedArticle
from collectors.sources.files.exported_items import ReadingContext
from collectors.sources.files.file_items import Damage, ImportDefaults
from collectors.sources.files.file_names import suffix_of
from collectors.sources.files.kinds import kind_for
from collectors.sources.files.table_files import addresses_in_table

AddressRow = tuple[int, Mapping[str, object]]


def addresses_of(path: Path, plain: Collection[str] = ()) -> list[AddressRow] | None:
    """The addresses in an answer, a bibliography or a table, with what is stated about them.

    Args:
        path: The file.
        plain: Names of columns by which the caller reads a table itself.

    Returns:
        (line or number, fields) with `url`, `title`, `outlet`, `published` and `language`; None for any other file.
    """
    try:
        with path.open("rb") as stream:
            file = opened(str(path), path.stem, stream, suffix_of(path))
            if isinstance(file, Damage) or (file.carrier is Carrier.TABLE and _names_any(file, plain)):
                return None
            return list(_rows(file)) or None
    except (OSError, DamagedFileError):
        return None


def _names_any(file: ExportFile, columns: Collection[str]) -> bool:
    cells = re.split(r"[,;\t]", file.head.split("\n", 1)[0])
    return any(cell.strip(' "') in columns for cell in cells) and kind_for(file) is None


def _rows(file: ExportFile) -> Iterator[AddressRow]:
    kind = kind_for(file)
    if kind is not None:
        for number, found in enumerate(kind.read(file), start=1):
            known = isinstance(found, ExportedAddress) or (isinstance(found, ExportedArticle) and found.extent != FULL)
            if known and isinstance(found, ExportedAddress | ExportedArticle) and found.url:
                yield number, _row(found)
    elif file.carrier is Carrier.TABLE:
        context = ReadingContext(file.path, ImportDefaults(), datetime.now(UTC))
        for number, address in enumerate(addresses_in_table(file, context), start=1):
            yield number, _row(address)


def _row(found: ExportedAddress | ExportedArticle) -> Mapping[str, object]:
    return {
        "url": found.url,
        "title": found.title,
        "outlet": found.outlet,
        "published": found.published,
        "language": found.language,
    }
