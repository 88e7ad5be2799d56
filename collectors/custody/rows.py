"""Copies a store's rows from one database to another, which may be of another kind."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import BigInteger, Connection, Table, func, insert, select, text

from collectors.store import store_tables as t

#: Rows read and written at a time: 2,000 texts of 5 kB are 10 MB.
BATCH = 2_000
#: Parents before children, since foreign keys are checked as rows arrive.
ORDER = (
    "runs",
    "articles",
    "revisions",
    "texts",
    "outcomes",
    "events",
    "outlets",
    "analyses",
)


def in_order() -> list[Table]:
    """Every table of the store, each after the tables that its rows refer to."""
    first = [t.TABLES[name] for name in ORDER]
    return first + [table for name, table in sorted(t.TABLES.items()) if name not in ORDER]


def counted(connection: Connection) -> dict[str, int]:
    """Table -> number of rows."""
    return {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in in_order()
    }


def copy_rows(source: Connection, target: Connection) -> dict[str, int]:
    """Copy every row into empty tables inside the callers' transactions.

    Args:
        source: The database to read.
        target: The database to write to, with the same schema.

    Returns:
        Table -> number of rows copied.
    """
    copied: dict[str, int] = {}
    for table in in_order():
        copied[table.name] = 0
        for rows in _batches(source, table):
            target.execute(insert(table), rows)
            copied[table.name] += len(rows)
        _count_on(target, table)
    return copied


def _batches(source: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    for part in source.execute(query).mappings().partitions(BATCH):
        yield [dict(row) for row in part]


def _count_on(target: Connection, table: Table) -> None:
    """Let PostgreSQL continue counting after the greatest key copied; it knows only keys that it assigned."""
    keys = list(table.primary_key.columns)
    if target.dialect.name != "postgresql" or len(keys) != 1 or not isinstance(keys[0].type, BigInteger):
        return
    sequence = target.execute(
        text("SELECT pg_get_serial_sequence(:table, :key)"), {"table": table.name, "key": keys[0].name}
    ).scalar_one()
    if sequence is not None:
        greatest = target.execute(select(func.max(keys[0]))).scalar_one()
        if greatest is not None:
            target.execute(
                text("SELECT setval(CAST(:name AS regclass), :value)"), {"name": sequence, "value": greatest}
            )
