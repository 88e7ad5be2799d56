"""The figures that a finding can be about: naming and sources, with the two outlets farthest apart in each figure."""

from __future__ import annotations

from dataclasses import replace

from collectors.compare import ComparisonRow, PairDifference, PairFamily
from dashboard import queries
from dashboard.context import PageContext
from dashboard.findings import LEVEL
from dashboard.selection import ALL
from dashboard.translation import language_name, translated


def differences(context: PageContext) -> tuple[list[ComparisonRow], PairFamily, str]:
    """Return the figures that a finding can be about.

    Where the event has articles in several languages, the reader chose none and the rows are not languages, only
    articles in the most frequent language are compared, because figures of different languages do not compare.

    Returns:
        The figures, their farthest pairs, and a phrase that names the language they are limited to (empty for none).
    """
    sel, own, where = context.sel, context.own_first, ""
    spoken = queries.languages(context.data, context.sel.event)
    if len(spoken) > 1 and not sel.languages and sel.by != "language":
        code = next(iter(spoken))
        sel, own = replace(sel, languages=(code,)), replace(own, languages=(code,))
        where = translated(" in texts in {language}", language=language_name(code))
    rows = [  # a finding is a pair, whose test is its own
        *queries.naming(context.data, own, units=context.ids, tested=False),
        *queries.sources(context.data, sel, units=context.ids, tested=False),
    ]
    page_selections = (("naming", own), ("sources", replace(sel, voice=ALL)))
    return rows, queries.pairs(context.data, page_selections, context.ids), where


def shared_language(context: PageContext, pair: PairDifference | None) -> str:
    """Return what ends a heading about two rows of an event in several languages: those that both have texts in."""
    spoken = queries.languages(context.data, context.sel.event)
    if pair is None or not pair.holds(LEVEL) or len(spoken) < 2 or len(context.sel.languages) == 1:
        return ""
    by_unit = queries.languages_by_unit(context.data, context.sel)
    shared = [language_name(code) for code in by_unit.get(pair.high, ()) if code in by_unit.get(pair.low, ())]
    return translated(", in texts in {languages}", languages=", ".join(shared)) if shared else ""
