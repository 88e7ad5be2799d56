"""The sources by name, and the addresses of the services behind them.

A new source is a module with a `KIND` and its name in `_KINDS`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from collectors.errors import ParallaxError
from collectors.sources import ccnews, feeds, gdelt, sitemaps, wayback
from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.source_protocol import Source

_KINDS = {module.KIND.name: module.KIND for module in (feeds, sitemaps, gdelt, wayback, ccnews)}

#: Environment variable -> the address it replaces.
ADDRESSES = {variable: address for kind in _KINDS.values() for variable, address in kind.addresses.items()}
NAMES = tuple(_KINDS)
#: Sources that are asked by default: those of the outlets themselves, and two indexes that are cheap to ask.
DEFAULT = tuple(name for name, kind in _KINDS.items() if kind.default)


def sources_of(
    names: Sequence[str], wanted: CoverageQuery, environ: Mapping[str, str] | None = None
) -> dict[str, Source]:
    """Make the named sources.

    Args:
        names: Names of sources.
        wanted: What to look for.
        environ: Environment variables that replace addresses; None for those of the process.

    Raises:
        ParallaxError: If a name is unknown, or a source cannot be asked about the event.
    """
    environ = os.environ if environ is None else environ
    at = {name: environ.get(name) or address for name, address in ADDRESSES.items()}
    for name in names:
        if name not in _KINDS:
            raise ParallaxError(f"there is no source {name!r}", remedy=f"sources: {', '.join(NAMES)}")
    return {name: _KINDS[name].make(wanted, at) for name in names}
