"""A published data set in memory, with the summary tables that publishing makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from collectors.dataset import summary_sums
from collectors.dataset.table_registry import SCHEMAS

Where = Sequence[tuple[str, str, object]] | None


def whole(name: str, table: pa.Table | None) -> pa.Table:
    """A table with all columns of the contract: those not given are null."""
    schema = SCHEMAS[name]
    if table is None:
        return schema.empty_table()
    columns = [
        table[c] if c in table.column_names else pa.nulls(table.num_rows, schema.field(c).type) for c in schema.names
    ]
    return pa.table(columns, names=schema.names).cast(schema)


class Tables:
    """What `collectors.dataset.versions.Dataset` is to the statistics."""

    version, method_version = "0123456789ab", "m1"

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self.tables = {name: whole(name, tables.get(name)) for name in SCHEMAS}

    def table(self, name: str, columns: Sequence[str] | None = None, where: Where = None) -> pa.Table:
        return _cut(self.tables[name], columns, where)

    def summary(self, name: str, columns: Sequence[str] | None = None, where: Where = None) -> pa.Table:
        return _cut(self.summaries[name], columns, where)

    @cached_property
    def summaries(self) -> dict[str, pa.Table]:
        """The summary tables that the statistics read."""
        with duckdb.connect() as connection:
            for name, table in self.tables.items():
                connection.register(name, table)
            summary_sums.prepare(connection)
            return {
                name: connection.sql(summary_sums.TABLES[name]).to_arrow_table()
                for name in (
                    "cells",
                    "layers",
                    "variants",
                    "whole",
                    "parts",
                    "days",
                    "numerators",
                    "denominators",
                    "numbered",
                )
            }


def _cut(table: pa.Table, columns: Sequence[str] | None, where: Where) -> pa.Table:
    if where:
        table = table.filter(pq.filters_to_expression(list(where)))
    return table.select(list(columns)) if columns is not None else table
