"""Alerts about listings that never worked, never changed, or are no longer what they were.

Pure functions over the readings of one address, oldest first. `collectors.health` asks them in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from collectors.model import OutcomeKind

#: Readings without an entry, and the time from the first to the last, after which an address is empty from the start.
EMPTY_VISITS, EMPTY_FOR = 3, timedelta(days=1)
#: Readings, and days, in which a listing that never changed counts as stale from the start.
STILL_VISITS, STILL_FOR = 10, timedelta(days=14)
#: Kinds of readings that listed nothing, though the address answered.
_NOTHING = frozenset({OutcomeKind.EMPTY, OutcomeKind.READ, OutcomeKind.UNCHANGED})
#: Kinds of readings whose answer is not what the address gave before.
_OTHER_SHAPE = frozenset({OutcomeKind.BAD_FORMAT, OutcomeKind.DAMAGED})


class ListingVisit(Protocol):
    """One reading of a feed, sitemap or index, as `collectors.health.SourceVisit` is."""

    @property
    def at(self) -> datetime:
        """When it was read."""

    @property
    def kind(self) -> OutcomeKind:
        """What became of the reading."""

    @property
    def entries(self) -> int | None:
        """Number of entries listed; None where nothing was listed anew."""

    @property
    def listing(self) -> str | None:
        """Digest of what was listed; None where nothing was listed anew."""


def empty_from_the_start(visits: Sequence[ListingVisit]) -> str:
    """Check whether an address has answered and never listed anything.

    Args:
        visits: the readings, oldest first.

    Returns:
        An alert; "" where it has listed something, or was read too rarely to tell.
    """
    answered = [visit for visit in visits if visit.kind in _NOTHING]
    if len(answered) < EMPTY_VISITS or any(visit.entries for visit in visits):
        return ""
    if answered[-1].at - answered[0].at < EMPTY_FOR:
        return ""
    return (
        f"has listed nothing in {len(answered)} readings since {answered[0].at:%Y-%m-%d}: look whether the address "
        "still is a feed or sitemap with articles"
    )


def still_from_the_start(visits: Sequence[ListingVisit], now: datetime) -> str:
    """Check whether an address has listed the same since it was first read.

    Args:
        visits: the readings, oldest first.
        now: the time to judge at.

    Returns:
        An alert; "" where it changed, or was read too rarely or for too short a time to tell.
    """
    listed = [visit for visit in visits if visit.listing is not None]
    if not listed or len({visit.listing for visit in listed}) > 1 or not any(visit.entries for visit in listed):
        return ""
    answered = [visit for visit in visits if visit.kind in _NOTHING]
    if len(answered) < STILL_VISITS or now - listed[0].at < STILL_FOR or answered[-1].at - listed[0].at < STILL_FOR:
        return ""
    return f"has listed the same in {len(answered)} readings since {listed[0].at:%Y-%m-%d}: it may be abandoned"


def other_shape(visits: Sequence[ListingVisit]) -> str:
    """Check whether an address that was read well now answers with something else: a page, another format, damage.

    Args:
        visits: the readings, oldest first.

    Returns:
        An alert; "" where the last reading has the shape of those before, or none was read well before.
    """
    if not visits or visits[-1].kind not in _OTHER_SHAPE:
        return ""
    well = [visit for visit in visits if visit.listing is not None]
    if not well:
        return ""
    return (
        f"changed its shape: the last reading ended as {visits[-1].kind.value}, and {len(well)} before it were read, "
        f"last on {well[-1].at:%Y-%m-%d}"
    )
