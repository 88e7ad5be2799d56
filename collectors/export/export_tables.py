"""The rows of articles.csv, quotations.csv and mentions.csv, from the tables of a data set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pyarrow as pa

from collectors.compare import ALL, Tables
from collectors.export.codebook_columns import COLUMNS, CONTEXT
from collectors.export.membership_rows import membership

Row = dict[str, object]
_BATCH = 10_000  # rows that are Python objects at one time


def _read(data: Tables, name: str, event: str, order: Sequence[str], columns: Sequence[str] | None = None) -> pa.Table:
    found = data.table(name, columns, [("event", "=", event)])
    return found.sort_by([(column, "ascending") for column in order])


def _rows(table: pa.Table) -> Iterator[Row]:
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def articles(data: Tables, event: str) -> Iterator[Row]:
    """One row per article, members or not, by id."""
    values: dict[str, Row] = {}
    for row in _rows(_read(data, "measures", event, ["article_id"])):
        if row["voice"] == ALL:
            values.setdefault(str(row["article_id"]), {})[str(row["metric"])] = row["value"]
    for row in _rows(_read(data, "voices", event, ["article_id"])):
        values.setdefault(str(row["article_id"]), {})[f"words_{row['voice']}"] = row["words"]
    counts = {name: _per_article(data, name, event) for name in ("mentions", "quotations")}
    for row in _rows(_read(data, "articles", event, ["article_id"])):
        key = str(row["article_id"])
        authors = row["authors"]
        row["authors"] = "; ".join(authors) if isinstance(authors, list) else authors
        row |= {name: count[key] for name, count in counts.items()}
        yield row | values.get(key, {})


def _per_article(data: Tables, name: str, event: str) -> Counter[str]:
    ids = data.table(name, ["article_id"], [("event", "=", event)])["article_id"].value_counts()
    return Counter({str(pair["values"]): int(pair["counts"]) for pair in ids.to_pylist()})


def quotations(data: Tables, event: str) -> Iterator[Row]:
    """One row per quotation, with an excerpt where the data set holds texts."""
    where, texts = _addresses(data, event), _Texts(data, event)
    for row in _rows(_read(data, "quotations", event, ["article_id", "quotation"])):
        key = str(row["article_id"])
        content = row["content"]
        spans = [(int(s["start"]), int(s["end"])) for s in content] if isinstance(content, list) else []
        text = texts.of(key)
        said = " [...] ".join(text[start:end] for start, end in spans) if text is not None else None
        yield row | {
            "url": where.get(key, (None, None))[0],
            "content": "; ".join(f"{start}-{end}" for start, end in spans),
            "excerpt": _cut(said, 0, 0) if said is not None else None,
        }


def mentions(data: Tables, event: str) -> Iterator[Row]:
    """One row per mention, with its sentence cut to CONTEXT characters where the data set holds texts."""
    where, texts = _addresses(data, event), _Texts(data, event)
    order = ["article_id", "place", "start", "end", "concept", "variant"]
    for row in _rows(_read(data, "mentions", event, order)):
        url, title = where.get(str(row["article_id"]), (None, None))
        text = title if row["place"] == "headline" else texts.of(str(row["article_id"]))
        first, last, start, end = (row[k] for k in ("sentence_start", "sentence_end", "start", "end"))
        context = None
        if text is not None and isinstance(start, int) and isinstance(end, int):
            first = first if isinstance(first, int) else start
            last = last if isinstance(last, int) else end
            context = _cut(text[first:last], start - first, end - first)
        yield row | {"url": url, "context": context}


def _addresses(data: Tables, event: str) -> dict[str, tuple[str | None, str | None]]:
    table = data.table("articles", ["article_id", "url", "title"], [("event", "=", event)])
    return {str(row["article_id"]): (row["url"], row["title"]) for row in table.to_pylist()}


class _Texts:
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


def _cut(text: str, start: int, end: int) -> str:
    """At most CONTEXT characters of a text around text[start:end], on one line, "..." where it was cut."""
    if len(text) > CONTEXT:
        room = max(0, CONTEXT - 6 - (end - start))
        first = max(0, min(start - room // 2, len(text) - (CONTEXT - 6)))
        piece = text[first : first + CONTEXT - 6]
        text = ("..." if first else "") + piece + ("..." if first + len(piece) < len(text) else "")
    return " ".join(text.split())


#: File -> its rows. The comparison is not a table of the data set: `collectors.export` computes it.
ROWS = {"articles": articles, "quotations": quotations, "mentions": mentions, "membership": membership}
assert set(ROWS) < set(COLUMNS)  # noqa: S101  a file without its columns would be found only on export
