"""The parts of an address that a page states: a malformed one has none, and costs nothing else."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

NO_PARTS = SplitResult("", "", "", "", "")


def parts_of(url: str | None) -> SplitResult:
    """Scheme, host, path and query of an address; empty ones for none and for one that cannot be read (`http://[a`).

    Args:
        url: An address as it was fetched or as a page states it.
    """
    try:
        return urlsplit(url) if url else NO_PARTS
    except ValueError:
        return NO_PARTS
