"""How many different people and bodies each outlet quotes."""

from __future__ import annotations

from dataclasses import replace

from collectors.compare import ComparisonRow
from collectors.compare import speaker_diversity as variety
from dashboard.queries.cache import cached_copies, cached_shared
from dashboard.queries.comparison_queries import _facts, selection_of
from dashboard.queries.open_data import Data
from dashboard.selection import ALL, ViewSelection


@cached_shared(4)
def _spoken(data: Data, event: str) -> variety.SpeakerWords:
    return variety.spoken(_facts(data, event))


@cached_copies()
def diversity(data: Data, sel: ViewSelection) -> list[ComparisonRow]:
    """Compute sources:variety and sources:effective_speakers of every unit, whatever the selection's voice."""
    plain = selection_of(replace(sel, voice=ALL))
    return variety.diversity_rows(_facts(data, sel.event), plain, _spoken(data, sel.event))
