"""How every DuckDB connection of Parallax is made: it reads local files, downloads nothing and draws nothing."""

from __future__ import annotations

import duckdb

#: Without these, DuckDB downloads an extension as soon as a statement could use one.
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def offline_database(**settings: str | int) -> duckdb.DuckDBPyConnection:
    """Open a database in memory; the caller closes it.

    Args:
        settings: DuckDB's, such as threads and memory_limit.
    """
    connection = duckdb.connect(config={**settings, **_OFFLINE})
    # DuckDB draws a bar for statements of more than two seconds on standard output, where a command's answer goes. It
    # is no option of `connect`.
    connection.execute("SET enable_progress_bar = false")
    return connection
