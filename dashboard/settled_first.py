"""Who comes first among figures of one outlet, where that is settled."""

from __future__ import annotations

from collections.abc import Sequence

from collectors.compare import ComparisonRow


def settled_first(rows: Sequence[ComparisonRow]) -> ComparisonRow | None:
    """Return the largest of some shares of one whole; None where its interval overlaps that of another.

    Args:
        rows: the figures, at least one. Of one without an interval nothing can be said.
    """
    first, *others = sorted(rows, key=lambda row: (row.numerator, row.variant), reverse=True)
    return None if any(_overlapping(first, other) for other in others) else first


def _overlapping(one: ComparisonRow, other: ComparisonRow) -> bool:
    if one.ci_low is None or one.ci_high is None or other.ci_low is None or other.ci_high is None:
        return True
    return one.ci_low <= other.ci_high and other.ci_low <= one.ci_high
