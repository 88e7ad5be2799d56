"""What a reading and a writing transaction mean on each database, and putting rows in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, text
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]  # a row as SQLAlchemy takes and gives it: the columns' types differ

#: One writer at a time, on PostgreSQL by this advisory lock (any fixed number) as on SQLite by its file lock.
WRITER_LOCK = 7_205_759


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One writing transaction: all of it happens, or nothing. Writers wait for each other."""
    with engine.connect() as connection:
        connection.execution_options(parallax_write=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One reading transaction: every query in it sees the same state of the store."""
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
    """Insert rows, or set their other columns where the key is there already (and `only` holds of what is there).
    Of rows with one key the last counts."""
    if not rows:
        return
    unique = {tuple(row[key] for key in keys): row for row in rows}
    statement = _insert(connection, table)
    update = {column: statement.excluded[column] for column in rows[0] if column not in keys}
    done = statement.on_conflict_do_update(index_elements=list(keys), set_=update, where=only)
    connection.execute(done, list(unique.values()))


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
