"""Whose words an article really is: agency credit, near-duplicates, and what an outlet changed in the copy it ran."""

from collectors.copies.changes import Changes, Reworded, changes
from collectors.copies.credit import Credit, credit
from collectors.copies.near import Copies, NearSettings, near_duplicates

__all__ = ["Changes", "Copies", "Credit", "NearSettings", "Reworded", "changes", "credit", "near_duplicates"]
