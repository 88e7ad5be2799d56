"""mentions.csv: every use of a declared variant of a name."""

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
concept string What is named: a concept of the event.
variant string How it is named: a variant of the concept.
voice string Whose word it is: own, quoted or attributed.
place string headline, lead (first paragraph) or body.
start integer Offset in the text, in characters; in the title for headlines.
end integer End, exclusive.
surface string The words as they stand there.
context string The sentence around them, cut to {CONTEXT} characters; empty in data sets without texts.
""")


def mentions_rows(data: Tables, event: str) -> Iterator[Row]:
    """One row per mention, with its sentence cut to CONTEXT characters where the data set holds texts."""
    where, texts = addresses_of(data, event), ArticleTexts(data, event)
    order = ["article_id", "place", "start", "end", "concept", "variant"]
    for row in python_rows(read_ordered(data, "mentions", event, order)):
        url, title = where.get(str(row["article_id"]), (None, None))
        text = title if row["place"] == "headline" else texts.of(str(row["article_id"]))
        yield row | {"url": url, "context": in_context(text, row)}


MENTIONS = ExportedTable(
    name="mentions",
    title="Every use of a declared variant of a name, with its voice and offsets",
    key=(),
    columns=_COLUMNS,
    rows=mentions_rows,
)
