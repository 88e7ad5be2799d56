"""How every DuckDB of ours is opened: it reads the files it is given, and fetches nothing."""

from __future__ import annotations

#: Without these, DuckDB downloads an extension as soon as a statement could use one.
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
