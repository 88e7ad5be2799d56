"""mentions.csv: every use of a declared variant of a name."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.compare import Tables
from collectors.export.exported_table import (
    PLACE_COLUMNS,
    SPAN_COLUMNS,
    ExportedTable,
    Row,
    columns_of,
    rows_in_context,
)

_COLUMNS = columns_of(f"""{PLACE_COLUMNS.strip()}
concept string What is named: a concept of the event.
variant string How it is named: a variant of the concept.
{SPAN_COLUMNS.strip()}
""")


def mentions_rows(data: Tables, event: str) -> Iterator[Row]:
    """One row per mention, with the sentence around it."""
    order = ["article_id", "place", "start", "end", "concept", "variant"]
    yield from rows_in_context(data, "mentions", event, order)


MENTIONS = ExportedTable(
    name="mentions",
    title="Every use of a declared variant of a name, with its voice and offsets",
    key=(),
    columns=_COLUMNS,
    rows=mentions_rows,
)
