"""marks.csv: every framing device found, with its voice and offsets."""

from __future__ import annotations

from collections.abc import Iterator

from collectors.compare import Tables
from collectors.export.exported_table import (
    CONTEXT,
    PLACE_COLUMNS,
    ArticleTexts,
    ExportedTable,
    Row,
    addresses_of,
    columns_of,
    in_context,
    python_rows,
    read_ordered,
)

_COLUMNS = columns_of(f"""{PLACE_COLUMNS.strip()}
device string scare, distancing, hedge, certainty, loaded, passive, frame or fact.
label string Which one: the concept it stands on, the list, the verb, the frame or the fact.
voice string Whose word it is: own, quoted or attributed.
place string headline, lead (first paragraph) or body.
start integer Offset in the text, in characters; in the title for headlines.
end integer End, exclusive.
surface string The words as they stand there.
context string The sentence around them, cut to {CONTEXT} characters; empty in data sets without texts.
""")


def marks_rows(data: Tables, event: str) -> Iterator[Row]:
    """One row per mark, with its sentence cut to CONTEXT characters where the data set holds texts."""
    where, texts = addresses_of(data, event), ArticleTexts(data, event)
    for row in python_rows(
        read_ordered(data, "marks", event, ["article_id", "place", "start", "end", "kind", "label"])
    ):
        url, title = where.get(str(row["article_id"]), (None, None))
        text = title if row["place"] == "headline" else texts.of(str(row["article_id"]))
        yield row | {"url": url, "device": row["kind"], "context": in_context(text, row)}


MARKS = ExportedTable(
    name="marks",
    title="Every framing device that was found, with its voice and offsets",
    key=(),
    columns=_COLUMNS,
    rows=marks_rows,
)
