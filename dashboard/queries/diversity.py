"""How many different people and bodies each outlet quotes."""

from __future__ import annotations

from collectors import compare
from collectors.compare import ComparisonRow
from collectors.compare import diversity as variety
from dashboard.queries.remember import copied, shared
from dashboard.queries.source import Data
from dashboard.queries.statistics import _asked, _facts
from dashboard.selection import ALL, Selection


@shared(4)
def _spoken(data: Data, event: str) -> variety.Spoken:
    return variety.spoken(_facts(data, event))


@copied()
def diversity(data: Data, sel: Selection) -> list[ComparisonRow]:
    """sources:variety and sources:effective_speakers of every unit of comparison; the same in every voice."""
    asked = _asked(sel)
    plain = compare.Selection(
        asked.event, asked.outlets, asked.phase, ALL, asked.copies, grades=asked.grades, languages=asked.languages,
        by=asked.by,
    )  # fmt: skip
    return variety.diversity_rows(_facts(data, sel.event), plain, _spoken(data, sel.event))
