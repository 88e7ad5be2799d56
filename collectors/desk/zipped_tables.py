"""The heads of tables in a ZIP file, so that their columns can be said once for all of them."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from collectors.sources.files.table_head import TableHead, table_heads
from collectors.sources.files.unpacking import ZIP_DAMAGE

#: Kinds of tables that are looked into, and limits on what is unpacked to do so. Larger ones are imported by the names
#: of their columns alone.
_TABLES = {"csv", "tsv", "xlsx", "ods"}
MOST_TABLES, MOST_BYTES = 100, 100 * 1024 * 1024


def zipped_heads(path: Path) -> list[TableHead]:
    """Read the heads of the tables in a ZIP file.

    Args:
        path: The file.

    Returns:
        One head for all tables, where these have the same columns: its rows are those of the first, its count that of
        all. None where the tables differ, where there is none, and where they are too large or damaged.
    """
    try:
        heads = list(_heads(path))
    except (*ZIP_DAMAGE, EOFError):
        return []
    if not heads or len({head.header for head in heads}) > 1:
        return []
    unclear = {place: day for head in reversed(heads) for place, day in head.unclear.items()}
    return [replace(heads[0], sheet="", unclear=unclear, count=sum(head.count for head in heads))]


def _heads(path: Path) -> Iterator[TableHead]:
    left = MOST_BYTES
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="parallax-heads-") as folder:
        tables = [one for one in archive.infolist() if _is_table(one)]
        if len(tables) > MOST_TABLES:
            return
        for number, info in enumerate(tables):
            with archive.open(info) as member:
                data = member.read(left + 1)  # what the directory says of its size may be wrong
            left -= len(data)
            if left < 0:
                raise ValueError("too large")
            copy = Path(folder) / f"{number}{PurePath(info.filename).suffix.lower()}"
            copy.write_bytes(data)
            yield from table_heads(copy)
            copy.unlink()


def _is_table(info: zipfile.ZipInfo) -> bool:
    name = PurePath(info.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in name.parts)
    return not info.is_dir() and not hidden and name.suffix.lower().removeprefix(".") in _TABLES
