"""Single values by article id: a few titles or texts among a million, from the row groups that hold them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import streamlit as st

from dashboard.queries.source import Data


@dataclass(frozen=True, slots=True)
class _File:
    """A Parquet file sorted by event and article id, with the first key of each of its row groups."""

    path: str
    footer: pq.FileMetaData
    starts: list[tuple[str, str]]

    def group(self, key: tuple[str, str]) -> int:
        return max(bisect_right(self.starts, key) - 1, 0)


@st.cache_resource(max_entries=8, show_spinner=False)
def _file(path: str) -> _File:
    """Reads the footer once: of a million texts it holds four thousand row groups."""
    with pq.ParquetFile(path) as file:
        footer = file.metadata
        names = footer.schema.names
        at = names.index("event"), names.index("article_id")
        starts = []
        for i in range(footer.num_row_groups):
            event, article = (footer.row_group(i).column(c).statistics for c in at)
            key = event.min, article.min
            if event.min != event.max:  # the least id is then not that of the first row
                first = file.read_row_group(i, columns=["event", "article_id"]).slice(0, 1).to_pylist()
                key = first[0]["event"], first[0]["article_id"]
            starts.append(key)
    return _File(path, footer, starts)


def _values(path: Path, event: str, ids: Iterable[str], column: str) -> dict[str, str]:
    """The column's values of these articles, where there are any."""
    known = _file(str(path))
    if not known.starts:
        return {}
    wanted = set(ids)
    groups = sorted({known.group((event, i)) for i in wanted})
    found: dict[str, str] = {}
    with pq.ParquetFile(known.path, metadata=known.footer) as file:
        for group in groups:
            table = file.read_row_group(group, columns=["event", "article_id", column])
            keys = table["article_id"].to_pylist()
            for i, key in enumerate(keys):
                if key in wanted and table["event"][i].as_py() == event:
                    found[key] = table[column][i].as_py()
    return found


def titles(data: Data, event: str, ids: Iterable[str]) -> dict[str, str]:
    """The titles of these articles."""
    return _values(Path(data.summary) / "titles.parquet", event, ids, "title")


def texts(data: Data, event: str, ids: Iterable[str]) -> dict[str, str]:
    """The texts of these articles; empty where the data set has none."""
    return _values(Path(data.folder) / "texts.parquet", event, ids, "text") if data.has_texts else {}
