"""marks.csv: every framing device found, with its voice and offsets."""

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
device string scare, distancing, hedge, certainty, loaded, passive, frame or fact.
label string Which one: the concept it stands on, the list, the verb, the frame or the fact.
{SPAN_COLUMNS.strip()}
""")


def marks_rows(data: Tables, event: str) -> Iterator[Row]:
    """One row per mark, with the sentence around it."""
    order = ["article_id", "place", "start", "end", "kind", "label"]
    for row in rows_in_context(data, "marks", event, order):
        yield row | {"device": row["kind"]}


MARKS = ExportedTable(
    name="marks",
    title="Every framing device that was found, with its voice and offsets",
    key=(),
    columns=_COLUMNS,
    rows=marks_rows,
)
