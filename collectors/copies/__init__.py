"""Whose words an article really is: agency credit, near-duplicates, and what an outlet changed in the copy it ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.copies.changes import Changes, Edit, Reworded, changes, edits
from collectors.copies.credit import Credit, credit

if TYPE_CHECKING:
    from collectors.copies.near import Copies, NearSettings, near_duplicates

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
    """What looks for near-duplicates, at its first use: credits are read where no numpy is loaded."""
    if name not in {"Copies", "NearSettings", "near_duplicates"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from collectors.copies import near  # noqa: PLC0415  as above

    return getattr(near, name)
