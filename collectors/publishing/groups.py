"""Reading a few row groups of a sorted Parquet file, its footer kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Where = Sequence[tuple[str, str, object]]
_TESTS = {"=": pc.equal, ">=": pc.greater_equal, "<=": pc.less_equal}


Range = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class _Footer:
    """A footer, and what has been asked of it: the least and greatest value of a column in each row group."""

    footer: pq.FileMetaData
    ranges: dict[str, Range | None] = field(default_factory=dict)

    def groups(self, where: Where) -> list[int]:
        """The row groups that may hold such rows."""
        kept = np.ones(self.footer.num_row_groups, dtype=bool)
        for name, test, value in where:
            if (known := self._range(name)) is not None:
                least, most = known
                kept &= (least <= value) if test != ">=" else kept
                kept &= (most >= value) if test != "<=" else kept
        return [int(i) for i in np.flatnonzero(kept)]

    def _range(self, name: str) -> Range | None:
        """None where a row group does not tell. Only of columns that are asked for: those of texts hold texts."""
        if name not in self.ranges:
            at = self.footer.schema.names.index(name)
            told = [self.footer.row_group(i).column(at).statistics for i in range(self.footer.num_row_groups)]
            known = bool(told) and all(s is not None and s.has_min_max for s in told)
            self.ranges[name] = (np.array([s.min for s in told]), np.array([s.max for s in told])) if known else None
        return self.ranges[name]


@lru_cache(maxsize=64)
def _footer(path: Path) -> _Footer:
    """A footer of many row groups takes longer to read than what is sought in them."""
    return _Footer(pq.read_metadata(path))


def read_groups(path: Path, columns: Sequence[str] | None, where: Where) -> pa.Table:
    """A table or some of its columns; `where` in pyarrow's form, with =, >= and <=. Rows keep their order."""
    known = _footer(path)
    wanted = None if columns is None else [*columns, *(name for name, _, _ in where if name not in columns)]
    with pq.ParquetFile(path, metadata=known.footer) as file:
        found = file.read_row_groups(known.groups(where), columns=wanted, use_threads=False)
    for name, test, value in where:
        found = found.filter(_TESTS[test](found[name], value))
    return found if columns is None else found.select(list(columns))
