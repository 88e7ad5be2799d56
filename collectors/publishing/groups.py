"""Reading a few row groups of a sorted Parquet file, its footer kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Where = Sequence[tuple[str, str, object]]
_TESTS = {"=": pc.equal, ">=": pc.greater_equal, "<=": pc.less_equal}


@dataclass(frozen=True, slots=True)
class _Footer:
    """A footer, and per column the least and greatest value of each row group; no column where one is not known."""

    footer: pq.FileMetaData
    ranges: dict[str, tuple[np.ndarray, np.ndarray]]

    def groups(self, where: Where) -> list[int]:
        """The row groups that may hold such rows."""
        kept = np.ones(self.footer.num_row_groups, dtype=bool)
        for name, test, value in where:
            if name in self.ranges:
                least, most = self.ranges[name]
                kept &= (least <= value) if test != ">=" else kept
                kept &= (most >= value) if test != "<=" else kept
        return [int(i) for i in np.flatnonzero(kept)]


@lru_cache(maxsize=64)
def _footer(path: Path) -> _Footer:
    """A footer of many row groups takes longer to read than what is sought in them."""
    footer = pq.read_metadata(path)
    ranges = {}
    for at, name in enumerate(footer.schema.names):
        told = [footer.row_group(i).column(at).statistics for i in range(footer.num_row_groups)]
        if told and all(s is not None and s.has_min_max for s in told):
            ranges[name] = np.array([s.min for s in told]), np.array([s.max for s in told])
    return _Footer(footer, ranges)


def read_groups(path: Path, columns: Sequence[str] | None, where: Where) -> pa.Table:
    """A table or some of its columns; `where` in pyarrow's form, with =, >= and <=. Rows keep their order."""
    known = _footer(path)
    wanted = None if columns is None else [*columns, *(name for name, _, _ in where if name not in columns)]
    with pq.ParquetFile(path, metadata=known.footer) as file:
        found = file.read_row_groups(known.groups(where), columns=wanted, use_threads=False)
    for name, test, value in where:
        found = found.filter(_TESTS[test](found[name], value))
    return found if columns is None else found.select(list(columns))
