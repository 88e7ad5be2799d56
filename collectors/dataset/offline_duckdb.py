"""Settings for every DuckDB connection of Parallax: it reads local files and downloads nothing."""

from __future__ import annotations

#: Without these, DuckDB downloads an extension as soon as a statement could use one.
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
#: The first statement of a connection that a command uses: DuckDB draws a bar for statements of more than two seconds
#: on standard output, where the command's answer goes. It is no option of `connect`.
NO_BAR = "SET enable_progress_bar = false"
