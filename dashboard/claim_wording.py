"""What the evidence on a claim says, as text: the p of a difference beside its interval, and whether two are alike."""

from __future__ import annotations

from collectors.compare import PairDifference
from collectors.compare.claim_evidence import ClaimEvidence
from dashboard.translation import translated


def exchanged(pair: PairDifference) -> str:
    """Return what p says of a difference, as text; "" where there is none."""
    if pair.p is None or pair.p >= 0.05:
        return translated("no more than exchanging articles gives")
    if pair.low_end <= 0 <= pair.high_end:
        return translated("more than exchanging their articles within phases gives, though the interval holds 0")
    return translated("more than exchanging their articles gives")


def how_alike(evidence: ClaimEvidence, size: float) -> str:
    """Return whether the whole interval of a difference lies within a margin (a share), as text."""
    margin = f"{size * 100:.0f}"
    if evidence.alike(size):
        return translated(
            "the whole 95% interval lies within {margin} points: two one-sided tests at 2.5% each", margin=margin
        )
    if evidence.alike_as_a_whole(size):
        return translated(
            "the interval of the two figures lies within {margin} points, but not that within phases and kinds of text",
            margin=margin,
        )
    return translated(
        "the whole 95% interval does not lie within {margin} points: two one-sided tests at 2.5% each", margin=margin
    )
