"""Whose words an article really is: agency credit, near-duplicates, and what an outlet changed in the copy it ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.copies.agency_credit import Credit, credit
from collectors.copies.copy_changes import Changes, Edit, Reworded, changes, edits

if TYPE_CHECKING:
    from collectors.copies.near_duplicate_search import Copies, NearSettings, near_duplicates

__all__ = [
    "Changes",
    "Copies",
    "Credit",
    "Edit",
    "NearSettings",
    "Reworded",
    "changes",
    "credit",
    "edits",
    "near_duplicates",
]


def __getattr__(name: str) -> object:
    """Load the search for near-duplicates at its first use, so that reading credits does not load numpy."""
    if name not in {"Copies", "NearSettings", "near_duplicates"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from collectors.copies import near_duplicate_search  # noqa: PLC0415  as above

    return getattr(near_duplicate_search, name)
