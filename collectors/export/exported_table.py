"""What an exported file is: its name, title, key, columns and rows; and what the files share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from collectors.compare import Tables

Row = dict[str, object]
#: Characters of an article's text that stand beside a mention or quotation, at most: enough to judge it, no full text.
CONTEXT = 160
_BATCH = 10_000  # rows that are Python objects at one time


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column and what it means. `type` is a Frictionless type: string, integer, number, boolean, date."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedTable:
    """A file of an export: NAME.csv.

    Attributes:
        name: The file's name without its ending.
        title: What the file holds, in a few words, for datapackage.json.
        key: The columns that together are different in every row; empty where none are.
        columns: Its columns in order, each with its line in the codebook.
        rows: The rows for a data set and an event, in a fixed order.
    """

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[ExportColumn, ...]
    rows: Callable[[Tables, str], Iterator[Row]]


def columns_of(lines: str) -> tuple[ExportColumn, ...]:
    """Columns from lines of "name type meaning"."""
    return tuple(ExportColumn(*line.split(None, 2)) for line in lines.strip().splitlines())


#: The columns that say where a mention, a quotation or a mark stands.
PLACE_COLUMNS = """
event string Event.
article_id string Article, as in articles.csv.
outlet string Outlet of the article.
url string Address of the article.
phase string Phase of the event.
day date Day of publication.
"""


def read_ordered(
    data: Tables, name: str, event: str, order: Sequence[str], columns: Sequence[str] | None = None
) -> pa.Table:
    """An event's rows of a published table, in the order of some columns."""
    table = data.table(name, columns, [("event", "=", event)])
    return table.sort_by([(column, "ascending") for column in order])


def python_rows(table: pa.Table) -> Iterator[Row]:
    """The rows of an Arrow table as dictionaries, a batch at a time."""
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def addresses_of(data: Tables, event: str) -> dict[str, tuple[str | None, str | None]]:
    table = data.table("articles", ["article_id", "url", "title"], [("event", "=", event)])
    return {str(row["article_id"]): (row["url"], row["title"]) for row in table.to_pylist()}


class ArticleTexts:
    """The texts of an event's articles, as one Arrow table: a Python string is made only for the one asked for."""

    def __init__(self, data: Tables, event: str) -> None:
        table = data.table("texts", ["article_id", "text"], [("event", "=", event)])
        self._at = {str(key): index for index, key in enumerate(table["article_id"].to_pylist())}
        self._texts = table["text"]
        self._last: tuple[str, str | None] = ("", None)

    def of(self, article: str) -> str | None:
        """The article's text, None where the data set does not hold it."""
        if article not in self._at:
            return None
        if self._last[0] != article:
            self._last = (article, self._texts[self._at[article]].as_py())
        return self._last[1]


def shortened(text: str, start: int, end: int) -> str:
    """At most CONTEXT characters of a text around text[start:end], on one line, "..." where it was cut."""
    if len(text) > CONTEXT:
        room = max(0, CONTEXT - 6 - (end - start))
        first = max(0, min(start - room // 2, len(text) - (CONTEXT - 6)))
        piece = text[first : first + CONTEXT - 6]
        text = ("..." if first else "") + piece + ("..." if first + len(piece) < len(text) else "")
    return " ".join(text.split())


def in_context(text: str | None, row: Row) -> str | None:
    """The sentence around a row's span, cut to CONTEXT characters; None where there is no text."""
    first, last, start, end = (row[key] for key in ("sentence_start", "sentence_end", "start", "end"))
    if text is None or not isinstance(start, int) or not isinstance(end, int):
        return None
    first = first if isinstance(first, int) else start
    last = last if isinstance(last, int) else end
    return shortened(text[first:last], start - first, end - first)
