"""The rows of a few articles among millions, from the row groups that hold them: files lie in the order of their event
and article id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from collectors.dataset.row_groups import read_groups
from dashboard.queries.open_data import Data, Row


def _rows(path: Path, event: str, ids: Iterable[str], columns: Sequence[str]) -> list[Row]:
    """These columns of the rows of some articles, in the order of the file."""
    # The ids first: they leave a few rows of thousands, which the event is then looked up in.
    where = [("article_id", "in", sorted(set(ids))), ("event", "=", event)]
    rows: list[Row] = read_groups(path, columns, where).to_pylist()
    return rows


def of_article(data: Data, table: str, event: str, article_id: str, columns: Sequence[str]) -> list[Row]:
    """These columns of the rows of a published table that are about one article; none where the data set lacks the
    table."""
    if table not in data.tables:
        return []
    return _rows(Path(data.folder) / f"{table}.parquet", event, [article_id], columns)


def _values(path: Path, event: str, ids: Iterable[str], column: str) -> dict[str, str]:
    """The column's values of these articles, where there are any."""
    return {row["article_id"]: row[column] for row in _rows(path, event, ids, ["article_id", column])}


def titles(data: Data, event: str, ids: Iterable[str]) -> dict[str, str]:
    """The titles of these articles."""
    return _values(Path(data.summary) / "titles.parquet", event, ids, "title")


def texts(data: Data, event: str, ids: Iterable[str]) -> dict[str, str]:
    """The texts of these articles; empty where the data set has none."""
    return _values(Path(data.folder) / "texts.parquet", event, ids, "text") if data.has_texts else {}
