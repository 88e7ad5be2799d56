"""Opens the database: SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from collectors.errors import ParallaxError
from collectors.store.migrations import migrate

#: The remedy for a damaged database file.
MEND_STORE = (
    "restore a backup; without one `sqlite3 STORE .recover | sqlite3 NEW`, or import HOME/warc into a new --store; "
    "`parallax verify` says what is damaged"
)

#: Milliseconds that a writer waits for another one before it fails.
BUSY_TIMEOUT = 30_000


def open_engine(url: str) -> Engine:
    """Open a database and migrate it to the newest schema.

    Args:
        url: `sqlite:///FILE`, `sqlite://` (in memory, for tests) or `postgresql://...` (psycopg 3).

    Returns:
        The engine.

    Raises:
        ParallaxError: The database cannot be opened; the error names the remedy.
    """
    parsed = _parse(url)
    engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
    try:
        migrate(engine)
    except DBAPIError as error:
        engine.dispose()
        closed = "check --store and --home, and that the database runs and may be written"
        raise ParallaxError(
            f"cannot open the store: {first_line(error)}",
            file=parsed.render_as_string(),
            remedy=MEND_STORE if is_damage(error) else closed,
        ) from error
    except ParallaxError:
        engine.dispose()
        raise
    return engine


def first_line(error: DBAPIError) -> str:
    """The first line of the database's message, without the statement and its values."""
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__


def is_damage(error: DBAPIError) -> bool:
    """Whether an error says that the database file is damaged or is not a database."""
    said = str(error.orig).lower()
    return any(words in said for words in ("malformed", "not a database", "corrupt", "invalid page in block"))


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        backend = ""
    if backend not in {"sqlite", "postgresql"}:
        raise ParallaxError(
            f"{url.rsplit('@', maxsplit=1)[-1]!r} is no store",
            remedy="use sqlite:///FILE or postgresql://USER@HOST/DATABASE",
        )
    return parsed


def _postgresql(url: URL) -> Engine:
    try:
        # A server that was set up without a locale knows no characters, and would hand out bytes.
        return create_engine(
            url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, connect_args={"client_encoding": "utf8"}
        )
    except ModuleNotFoundError as error:
        raise ParallaxError(
            "PostgreSQL needs psycopg, which is not installed", remedy="pip install 'parallax-news[postgres]'"
        ) from error


def _sqlite(url: URL) -> Engine:
    memory = url.database in {None, "", ":memory:"}
    if memory:
        # One shared connection: another one would see another, empty database.
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        try:
            Path(str(url.database)).expanduser().parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ParallaxError(
                f"cannot make the folder of the store: {error.strerror}",
                file=url.database,
                remedy="choose another place with --home or --store",
            ) from error
        engine = create_engine(url.set(database=str(Path(str(url.database)).expanduser())))
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "handle_error", _tell_damaged_text)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        # SQLAlchemy wraps the driver's connection only for asynchronous drivers, which _parse does not let in.
        raise TypeError(f"not a sqlite3 connection: {connection!r}")
    connection.isolation_level = None  # no implicit BEGIN: migrations must be transactions too
    pragmas = (
        f"busy_timeout = {BUSY_TIMEOUT}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
    )
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error as error:  # SQLAlchemy wraps no errors of its listeners, and commands expect wrapped ones
        raise DatabaseError("PRAGMA", None, error) from error
    except UnicodeDecodeError as error:
        raise _text_damage("PRAGMA") from error


def _tell_damaged_text(context: ExceptionContext) -> None:
    """Text in a damaged file may be no UTF-8, which Python's driver says in an error of its own kind."""
    if isinstance(context.original_exception, UnicodeDecodeError):
        raise _text_damage(context.statement) from context.original_exception


def _text_damage(statement: str | None) -> DatabaseError:
    damage = sqlite3.DatabaseError("database disk image is malformed: it holds text that is no UTF-8")
    return DatabaseError(statement, None, damage)


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: upgrading a read lock later fails without waiting (SQLITE_BUSY_SNAPSHOT).
    write = connection.get_execution_options().get("parallax_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
