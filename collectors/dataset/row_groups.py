"""Reading a few row groups of a sorted Parquet file, its footer kept in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Where = Sequence[tuple[str, str, object]]
_TESTS = {"=": pc.equal, ">=": pc.greater_equal, "<=": pc.less_equal, "in": pc.is_in}


@dataclass(frozen=True, slots=True)
class _Range:
    """The least and greatest value of a column in each row group, and whether each of its rows has one."""

    least: np.ndarray
    most: np.ndarray
    full: np.ndarray

    def may_hold(self, test: str, value: Any) -> np.ndarray:
        """Which row groups may hold such a value."""
        if test in (">=", "<="):
            return np.asarray(self.most >= value if test == ">=" else self.least <= value)
        wanted = np.sort(np.array(value if test == "in" else [value]))
        if not len(wanted):
            return np.zeros(len(self.least), dtype=bool)
        at = np.searchsorted(wanted, self.least)  # the first that is not below a group's least
        return np.asarray((at < len(wanted)) & (wanted[np.minimum(at, len(wanted) - 1)] <= self.most))

    def settled(self, group: int, value: object) -> bool:
        """Whether a row group holds nothing else."""
        return bool(self.full[group] and self.least[group] == value and self.most[group] == value)


@dataclass(frozen=True, slots=True)
class _Footer:
    """A footer, and what has been asked of it."""

    footer: pq.FileMetaData
    ranges: dict[str, _Range | None] = field(default_factory=dict)

    def opened(self, path: Path) -> pq.ParquetFile:
        """The file. Columns that lie side by side are read at one go: each read of a disk may cost a wait."""
        return pq.ParquetFile(path, metadata=self.footer, pre_buffer=True, page_checksum_verification=True)

    def groups(self, where: Where) -> list[int]:
        """The row groups that may hold such rows."""
        kept = np.ones(self.footer.num_row_groups, dtype=bool)
        for name, test, value in where:
            if (known := self._range(name)) is not None:
                kept &= known.may_hold(test, value)
        return [int(group) for group in np.flatnonzero(kept)]

    def unsettled(self, group: int, where: Where) -> Where:
        """The conditions that a row group's rows have to be read for: some columns of a sorted file hold one value."""
        return [condition for condition in where if not self._settled(group, *condition)]

    def _settled(self, group: int, name: str, test: str, value: object) -> bool:
        return test == "=" and (known := self._range(name)) is not None and known.settled(group, value)

    def _range(self, name: str) -> _Range | None:
        """None where a row group does not tell. Only of columns that are asked for: those of texts hold texts."""
        if name not in self.ranges:
            at = self.footer.schema.names.index(name)
            statistics = [
                self.footer.row_group(index).column(at).statistics for index in range(self.footer.num_row_groups)
            ]
            known = bool(statistics) and all(one is not None and one.has_min_max for one in statistics)
            ends = (
                [np.array([getattr(one, end) for one in statistics]) for end in ("min", "max", "null_count")]
                if known
                else []
            )
            self.ranges[name] = _Range(ends[0], ends[1], ends[2] == 0) if known else None
        return self.ranges[name]


@lru_cache(maxsize=64)
def _footer(path: Path) -> _Footer:
    """A footer of many row groups takes longer to read than what is sought in them."""
    return _Footer(pq.read_metadata(path))


def read_groups(path: Path, columns: Sequence[str] | None, where: Where) -> pa.Table:
    """A table or some of its columns; `where` in pyarrow's form, with =, >=, <= and in. Rows keep their order."""
    known = _footer(path)
    wanted = None if columns is None else [*columns, *(name for name, _, _ in where if name not in columns)]
    with known.opened(path) as file:
        found = file.read_row_groups(known.groups(where), columns=wanted, use_threads=False)
    for name, test, value in where:
        found = found.filter(_holds(found[name], test, value))
    return found if columns is None else found.select(list(columns))


def first_rows(path: Path, columns: Sequence[str], where: Where, start: int, size: int) -> pa.Table:
    """`size` rows from the place `start` on of what `read_groups` gives. Reads one row group after the other, first the
    columns of `where`, and ends with the last row: much of a list is as cheap as a list of a few."""
    known = _footer(path)
    pieces, passed = [], 0
    with known.opened(path) as file:
        for group in known.groups(where) if size else ():
            kept = _places(file, group, known.unsettled(group, where))
            wanted = kept[max(start - passed, 0) : max(start + size - passed, 0)]
            passed += len(kept)
            if len(wanted):
                pieces.append(file.read_row_group(group, list(columns), use_threads=False).take(wanted))
            if passed >= start + size:
                break
        return pa.concat_tables(pieces) if pieces else file.schema_arrow.empty_table().select(list(columns))


def _places(file: pq.ParquetFile, group: int, where: Where) -> np.ndarray:
    """The places of the rows of a group that hold the conditions."""
    kept = np.ones(file.metadata.row_group(group).num_rows, dtype=bool)
    if where:
        found = file.read_row_group(group, sorted({name for name, _, _ in where}), use_threads=False)
        for name, test, value in where:
            kept &= _holds(found[name], test, value).fill_null(False).to_numpy()
    return np.flatnonzero(kept)


def _holds(column: pa.ChunkedArray, test: str, value: Any) -> pa.ChunkedArray:
    return _TESTS[test](column, pa.array(value, column.type) if test == "in" else value)
