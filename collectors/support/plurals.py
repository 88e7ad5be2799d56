"""Counts with their nouns, in English."""

from __future__ import annotations


def many(count: int, one: str, more: str = "") -> str:
    """Return a count with its noun; the plural is `more`, or `one` with an s."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
