"""The rows of a few articles among millions, from the row groups that hold them: files lie in the order of their event
and article id."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import streamlit as st

from dashboard.queries.source import Data, Row


@dataclass(frozen=True, slots=True)
class _File:
    """A Parquet file sorted by event and article id, with the first key of each of its row groups."""

    path: str
    footer: pq.FileMetaData
    starts: list[tuple[str, str]]

    def groups(self, key: tuple[str, str]) -> range:
        """The row groups that may hold rows of a key: where several begin with it, the one before them, too."""
        return range(max(bisect_left(self.starts, key) - 1, 0), bisect_right(self.starts, key))


@st.cache_resource(max_entries=16, show_spinner=False)
def _file(path: str) -> _File:
    """Reads the footer once: of a million texts it holds four thousand row groups."""
    with pq.ParquetFile(path) as file:
        footer = file.metadata
        names = footer.schema.names
        at = names.index("event"), names.index("article_id")
        starts = []
        for i in range(footer.num_row_groups if footer.num_rows else 0):
            event, article = (footer.row_group(i).column(c).statistics for c in at)
            key = event.min, article.min
            if event.min != event.max:  # the least id is then not that of the first row
                first = file.read_row_group(i, columns=["event", "article_id"]).slice(0, 1).to_pylist()
                key = first[0]["event"], first[0]["article_id"]
            starts.append(key)
    return _File(path, footer, starts)


def _rows(path: Path, event: str, ids: Iterable[str], columns: Sequence[str]) -> pa.Table:
    """These columns of the rows of these articles, in the order of the file."""
    known, wanted = _file(str(path)), set(ids)
    groups = sorted({group for key in wanted for group in known.groups((event, key))})
    inside = pa.array(sorted(wanted), pa.string())
    read = list(dict.fromkeys(["event", "article_id", *columns]))
    with pq.ParquetFile(known.path, metadata=known.footer) as file:
        found = [file.schema_arrow.empty_table().select(read)]
        for group in groups:
            rows = file.read_row_group(group, columns=read, use_threads=False)
            mine = pc.and_(pc.equal(rows["event"], event), pc.is_in(rows["article_id"], value_set=inside))
            found.append(rows.filter(mine))
    return pa.concat_tables(found).select(list(columns))


def of_article(data: Data, table: str, event: str, article_id: str, columns: Sequence[str]) -> list[Row]:
    """These columns of the rows of a published table that are about one article; none where the data set lacks the
    table. Each costs: a column of a group of 20,000 rows is read for the few that are wanted."""
    if table not in data.tables:
        return []
    rows: list[Row] = _rows(Path(data.folder) / f"{table}.parquet", event, [article_id], columns).to_pylist()
    return rows


def _values(path: Path, event: str, ids: Iterable[str], column: str) -> dict[str, str]:
    """The column's values of these articles, where there are any."""
    found = _rows(path, event, ids, ["article_id", column])
    return dict(zip(found["article_id"].to_pylist(), found[column].to_pylist(), strict=True))


def titles(data: Data, event: str, ids: Iterable[str]) -> dict[str, str]:
    """The titles of these articles."""
    return _values(Path(data.summary) / "titles.parquet", event, ids, "title")


def texts(data: Data, event: str, ids: Iterable[str]) -> dict[str, str]:
    """The texts of these articles; empty where the data set has none."""
    return _values(Path(data.folder) / "texts.parquet", event, ids, "text") if data.has_texts else {}
