"""Reading and writing transactions on each database, and inserting or updating rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, text
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Row = Mapping[str, Any]  # a row as SQLAlchemy takes and gives it: the columns' types differ

#: The advisory lock (any fixed number) that allows one writer at a time on PostgreSQL; SQLite has its file lock.
WRITER_LOCK = 7_205_759


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a writing transaction, which is committed completely or not at all; writers wait for each other."""
    with engine.connect() as connection:
        connection.execution_options(parallax_write=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a reading transaction, in which every query sees the same state of the store."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def upsert(
    connection: Connection,
    table: Table,
    keys: Sequence[str],
    rows: Sequence[Row],
    only: ColumnElement[bool] | None = None,
) -> None:
    """Insert rows, or update the rows that already have their keys.

    Args:
        connection: A writing transaction.
        table: The table.
        keys: The columns of a unique key.
        rows: The rows, all with the same columns. Of several with one key, the last counts.
        only: A condition on existing rows; those that do not meet it are not updated.
    """
    if not rows:
        return
    unique = {tuple(row[key] for key in keys): row for row in rows}
    statement = _insert(connection, table)
    update = {column: statement.excluded[column] for column in rows[0] if column not in keys}
    done = statement.on_conflict_do_update(index_elements=list(keys), set_=update, where=only)
    connection.execute(done, list(unique.values()))


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  a tenth of the program's start; SQLite does without

    return postgresql.insert(table)
