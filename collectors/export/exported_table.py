"""Defines an exported file (name, title, key, columns, rows) and the functions that the files share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from collectors.compare import Tables
from collectors.metrics.instrument_ranges import hears

Row = dict[str, object]
#: The most characters of an article's text beside a mention or quotation: enough to judge it, not the full text.
CONTEXT = 160
_BATCH = 10_000  # rows converted to Python objects at one time


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column and its meaning. `type` is a Frictionless type: string, integer, number, boolean or date."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedTable:
    """A file of an export: NAME.csv.

    Attributes:
        name: The file's name without its ending.
        title: What the file holds, in a few words, for datapackage.json.
        key: The columns that together identify a row; empty where no columns do.
        columns: Its columns in order, each with its line in the codebook.
        rows: Gives the rows for a data set and an event, in a fixed order.
    """

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[ExportColumn, ...]
    rows: Callable[[Tables, str], Iterator[Row]]


def columns_of(lines: str) -> tuple[ExportColumn, ...]:
    """Columns from lines of "name type meaning"."""
    return tuple(ExportColumn(*line.split(None, 2)) for line in lines.strip().splitlines())


#: The columns that locate a mention, a quotation or a mark.
PLACE_COLUMNS = """
event string Event.
article_id string Article, as in articles.csv.
outlet string Outlet of the article.
url string Address of the article.
phase string Phase of the event.
day date Day of publication.
"""

#: The columns of a span of an article: what it says, and the sentence around it.
SPAN_COLUMNS = f"""
voice string Whose word it is: own, quoted, attributed or undecided.
place string headline, lead (first paragraph) or body.
start integer Offset in the text, in characters; in the title for headlines.
end integer End, exclusive.
surface string The words as they stand there.
context string The sentence around them, cut to {CONTEXT} characters; empty in data sets without texts.
"""


def read_ordered(
    data: Tables, name: str, event: str, order: Sequence[str], columns: Sequence[str] | None = None
) -> pa.Table:
    """An event's rows of a published table, sorted.

    Args:
        data: The data set.
        name: The table.
        event: The event's id.
        order: The columns to sort by, ascending.
        columns: The columns to read; None for all.
    """
    table = data.table(name, columns, [("event", "=", event)])
    return table.sort_by([(column, "ascending") for column in order])


def python_rows(table: pa.Table) -> Iterator[Row]:
    """The rows of an Arrow table as dictionaries, converted in batches."""
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def addresses_of(data: Tables, event: str) -> dict[str, tuple[str | None, str | None]]:
    """URL and title of each article of an event, by article id."""
    table = data.table("articles", ["article_id", "url", "title"], [("event", "=", event)])
    return {str(row["article_id"]): (row["url"], row["title"]) for row in table.to_pylist()}


class ArticleTexts:
    """The texts of an event's articles, held as an Arrow table.

    A Python string is made only for the text that is asked for.
    """

    def __init__(self, data: Tables, event: str) -> None:
        table = data.table("texts", ["article_id", "text"], [("event", "=", event)])
        self._at = {str(key): index for index, key in enumerate(table["article_id"].to_pylist())}
        self._texts = table["text"]
        self._last: tuple[str, str | None] = ("", None)

    def of(self, article: str) -> str | None:
        """The text of an article; None where the data set does not hold it."""
        if article not in self._at:
            return None
        if self._last[0] != article:
            self._last = (article, self._texts[self._at[article]].as_py())
        return self._last[1]


def shortened(text: str, start: int, end: int) -> str:
    """Shorten a text around a span.

    Args:
        text: The text.
        start: Start of the span that should stay visible.
        end: Its end, exclusive.

    Returns:
        At most CONTEXT characters on one line, with "..." where the text was cut.
    """
    if len(text) > CONTEXT:
        room = max(0, CONTEXT - 6 - (end - start))
        first = max(0, min(start - room // 2, len(text) - (CONTEXT - 6)))
        piece = text[first : first + CONTEXT - 6]
        text = ("..." if first else "") + piece + ("..." if first + len(piece) < len(text) else "")
    return " ".join(text.split())


def in_context(text: str | None, row: Row) -> str | None:
    """The sentence around a row's span, cut to CONTEXT characters; None without a text or a span."""
    first, last, start, end = (row[key] for key in ("sentence_start", "sentence_end", "start", "end"))
    if text is None or not isinstance(start, int) or not isinstance(end, int):
        return None
    first = first if isinstance(first, int) else start
    last = last if isinstance(last, int) else end
    return shortened(text[first:last], start - first, end - first)


def rows_in_context(data: Tables, name: str, event: str, order: Sequence[str]) -> Iterator[Row]:
    """Rows of a table of spans, each with its article's address and the sentence around it.

    Args:
        data: The data set.
        name: A published table with the columns place, start and end.
        event: The event.
        order: The columns that the rows are sorted by.

    Yields:
        The row with `url` and `context`; the sentence is cut to CONTEXT characters, None in data sets without texts.
        The voice is None where it cannot be told in the article's language.
    """
    language = languages_of(data, event)
    where, texts = addresses_of(data, event), ArticleTexts(data, event)
    for row in python_rows(read_ordered(data, name, event, order)):
        url, title = where.get(str(row["article_id"]), (None, None))
        text = title if row["place"] == "headline" else texts.of(str(row["article_id"]))
        heard = hears(str(row.get("voice")), language.get(str(row["article_id"])))
        yield row | {"url": url, "context": in_context(text, row)} | ({} if heard else {"voice": None})


def languages_of(data: Tables, event: str) -> dict[str, str | None]:
    """The language of each article of an event, None where it is not known.

    Args:
        data: The data set.
        event: The event.
    """
    columns = data.table("articles", ["article_id", "language"], [("event", "=", event)])
    ids, languages = (columns[name].to_pylist() for name in ("article_id", "language"))
    return {str(one): language for one, language in zip(ids, languages, strict=True)}
