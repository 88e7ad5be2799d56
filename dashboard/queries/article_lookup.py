"""The rows of a few articles among millions, read from the row groups that hold them.

Files are in the order of their event and article id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from collectors.dataset.row_groups import column_names, read_groups
from dashboard.queries.open_data import Data, Row


def _rows(path: Path, event: str, ids: Iterable[str], columns: Sequence[str]) -> list[Row]:
    """Return these columns of the rows of some articles, in the order of the file."""
    # The ids first: they leave a few of thousands of rows, in which the event is then looked up.
    where = [("article_id", "in", sorted(set(ids))), ("event", "=", event)]
    rows: list[Row] = read_groups(path, columns, where).to_pylist()
    return rows


def of_article(data: Data, table: str, event: str, article_id: str, columns: Sequence[str]) -> list[Row]:
    """Return these columns of the rows of a published table that are about one article.

    A column that an older data set lacks is left out; empty where it lacks the table.

    Args:
        data: the open data set.
        table: a published table that has the columns event and article_id.
        event: an event's id.
        article_id: the article.
        columns: the columns wanted, in order.
    """
    return of_articles(data, table, event, [article_id], columns)


def of_articles(data: Data, table: str, event: str, ids: Iterable[str], columns: Sequence[str]) -> list[Row]:
    """Return these columns of the rows of a published table that are about some articles.

    A column that an older data set lacks is left out; empty where it lacks the table.

    Args:
        data: the open data set.
        table: a published table that has the columns event and article_id.
        event: an event's id.
        ids: article ids.
        columns: the columns wanted, in order.
    """
    path = Path(data.folder) / f"{table}.parquet"
    if table not in data.tables:
        return []
    present = column_names(path)
    return _rows(path, event, ids, [column for column in columns if column in present])


def _values(path: Path, event: str, ids: Iterable[str], column: str) -> dict[str, str]:
    """Return the column's value by article id, for the articles that have a row."""
    return {row["article_id"]: row[column] for row in _rows(path, event, ids, ["article_id", column])}


def titles(data: Data, event: str, ids: Iterable[str]) -> dict[str, str]:
    """Return the titles of these articles by id."""
    return _values(Path(data.summary) / "titles.parquet", event, ids, "title")


def texts(data: Data, event: str, ids: Iterable[str]) -> dict[str, str]:
    """Return the texts of these articles by id; empty where the data set has no texts."""
    return _values(Path(data.folder) / "texts.parquet", event, ids, "text") if data.has_texts else {}
