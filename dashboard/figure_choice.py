"""Choosing among comparison rows what a page shows first."""

from __future__ import annotations

from collections.abc import Sequence

from collectors.compare import ComparisonRow


def widest(rows: Sequence[ComparisonRow], columns: Sequence[str]) -> str:
    """The column in which the outlets lie furthest apart; those below the gate count only where none is above it."""
    best, spread = columns[0], -1.0
    gated = any(row.enough for row in rows)
    for column in columns:
        values = [
            row.estimate
            for row in rows
            if row.variant == column and row.estimate is not None and (row.enough or not gated)
        ]
        if len(values) > 1 and max(values) - min(values) > spread:
            best, spread = column, max(values) - min(values)
    return best
