"""The parts of an address that a page states; a malformed address has empty parts."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

NO_PARTS = SplitResult("", "", "", "", "")


def parts_of(url: str | None) -> SplitResult:
    """Return scheme, host, path and query of an address.

    Args:
        url: An address as it was fetched or as a page states it.

    Returns:
        The parts; all empty for None and for an address that cannot be parsed, such as `http://[a`.
    """
    try:
        return urlsplit(url) if url else NO_PARTS
    except ValueError:
        return NO_PARTS
