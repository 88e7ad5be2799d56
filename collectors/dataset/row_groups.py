"""Reads a few row groups of a sorted Parquet file whose footer is kept in memory."""

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
    """The least and greatest value of a column in each row group, and whether the group is free of nulls."""

    least: np.ndarray
    most: np.ndarray
    full: np.ndarray

    def may_hold(self, test: str, value: Any) -> np.ndarray:
        """Which row groups may hold rows that pass a test."""
        if test in (">=", "<="):
            return np.asarray(self.most >= value if test == ">=" else self.least <= value)
        wanted = np.sort(np.array(value if test == "in" else [value]))
        if not len(wanted):
            return np.zeros(len(self.least), dtype=bool)
        at = np.searchsorted(wanted, self.least)  # the first that is not below a group's least
        return np.asarray((at < len(wanted)) & (wanted[np.minimum(at, len(wanted) - 1)] <= self.most))

    def settled(self, group: int, value: object) -> bool:
        """Whether every row of a row group holds this value."""
        return bool(self.full[group] and self.least[group] == value and self.most[group] == value)


@dataclass(frozen=True, slots=True)
class _Footer:
    """A Parquet footer, and the ranges of the columns looked up so far."""

    footer: pq.FileMetaData
    ranges: dict[str, _Range | None] = field(default_factory=dict)

    def opened(self, path: Path) -> pq.ParquetFile:
        """Open the file. Adjacent columns are read in one request, since each access to a disk may wait."""
        return pq.ParquetFile(path, metadata=self.footer, pre_buffer=True, page_checksum_verification=True)

    def groups(self, where: Where) -> list[int]:
        """The row groups that may hold rows that meet the conditions."""
        candidates = np.ones(self.footer.num_row_groups, dtype=bool)
        for name, test, value in where:
            if (range_of := self._range(name)) is not None:
                candidates &= range_of.may_hold(test, value)
        return [int(group) for group in np.flatnonzero(candidates)]

    def unsettled(self, group: int, where: Where) -> Where:
        """The conditions that not all rows of a row group are known to meet."""
        return [condition for condition in where if not self._settled(group, *condition)]

    def _settled(self, group: int, name: str, test: str, value: object) -> bool:
        return test == "=" and (range_of := self._range(name)) is not None and range_of.settled(group, value)

    def _range(self, name: str) -> _Range | None:
        """The range of a column, None where a row group lacks statistics; computed when it is first needed."""
        if name not in self.ranges:
            at = self.footer.schema.names.index(name)
            statistics = [
                self.footer.row_group(index).column(at).statistics for index in range(self.footer.num_row_groups)
            ]
            has_range = bool(statistics) and all(one is not None and one.has_min_max for one in statistics)
            ends = (
                [np.array([getattr(one, end) for one in statistics]) for end in ("min", "max", "null_count")]
                if has_range
                else []
            )
            self.ranges[name] = _Range(ends[0], ends[1], ends[2] == 0) if has_range else None
        return self.ranges[name]


@lru_cache(maxsize=64)
def _footer(path: Path) -> _Footer:
    """The cached footer of a file: reading one with many row groups takes longer than the look-up itself."""
    return _Footer(pq.read_metadata(path))


def read_groups(path: Path, columns: Sequence[str] | None, where: Where) -> pa.Table:
    """Read the rows of a sorted file that meet some conditions.

    Args:
        path: The Parquet file.
        columns: The columns to return; None for all.
        where: Conditions in pyarrow's form, with the tests =, >=, <= and in.

    Returns:
        The rows, in the order of the file.
    """
    footer = _footer(path)
    wanted = None if columns is None else [*columns, *(name for name, _, _ in where if name not in columns)]
    with footer.opened(path) as file:
        rows = file.read_row_groups(footer.groups(where), columns=wanted, use_threads=False)
    for name, test, value in where:
        rows = rows.filter(_holds(rows[name], test, value))
    return rows if columns is None else rows.select(list(columns))


def column_names(path: Path) -> frozenset[str]:
    """Return the names of a file's top-level columns."""
    return frozenset(_footer(path).footer.schema.to_arrow_schema().names)


def first_rows(path: Path, columns: Sequence[str], where: Where, start: int, size: int) -> pa.Table:
    """Read a page of what `read_groups` would return.

    Row groups are read one after another, first only the columns of `where`, and reading ends with the last row of the
    page: a page of a long list takes no longer than one of a short list.

    Args:
        path: The Parquet file.
        columns: The columns to return.
        where: Conditions as in `read_groups`.
        start: How many rows to skip.
        size: At most so many rows.

    Returns:
        The rows, in the order of the file.
    """
    footer = _footer(path)
    pieces, passed = [], 0
    with footer.opened(path) as file:
        for group in footer.groups(where) if size else ():
            places = _places(file, group, footer.unsettled(group, where))
            wanted = places[max(start - passed, 0) : max(start + size - passed, 0)]
            passed += len(places)
            if len(wanted):
                pieces.append(file.read_row_group(group, list(columns), use_threads=False).take(wanted))
            if passed >= start + size:
                break
        return pa.concat_tables(pieces) if pieces else file.schema_arrow.empty_table().select(list(columns))


def _places(file: pq.ParquetFile, group: int, where: Where) -> np.ndarray:
    """The places of the rows of a group that meet the conditions."""
    holding = np.ones(file.metadata.row_group(group).num_rows, dtype=bool)
    if where:
        rows = file.read_row_group(group, sorted({name for name, _, _ in where}), use_threads=False)
        for name, test, value in where:
            holding &= _holds(rows[name], test, value).fill_null(False).to_numpy()
    return np.flatnonzero(holding)


def _holds(column: pa.ChunkedArray, test: str, value: Any) -> pa.ChunkedArray:
    return _TESTS[test](column, pa.array(value, column.type) if test == "in" else value)
