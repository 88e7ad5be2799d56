"""Choosing among comparison rows what a page shows first."""

from __future__ import annotations

from collections.abc import Sequence

from collectors.compare import ComparisonRow


def widest(rows: Sequence[ComparisonRow], columns: Sequence[str]) -> str:
    """Return the column in which the outlets are farthest apart.

    Figures without enough articles count only where no row has enough.

    Args:
        rows: the figures; a row's variant is its column.
        columns: the columns to choose from; the first where no column has two figures.
    """
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
