"""Settings for every DuckDB connection of Parallax: it reads local files and downloads nothing."""

from __future__ import annotations

#: Without these, DuckDB downloads an extension as soon as a statement could use one.
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
