"""What a finding can be about: naming and sources, and of each figure the two outlets farthest apart."""

from __future__ import annotations

from dataclasses import replace

from collectors.compare import ComparisonRow, PairFamily
from dashboard import queries
from dashboard.context import PageContext
from dashboard.selection import ALL


def differences(context: PageContext) -> tuple[list[ComparisonRow], PairFamily, str]:
    """The figures that a finding can be about, their farthest pairs, and where they hold: within one language, the
    commonest of the selection where the reader chose none."""
    sel, own, where = context.sel, context.own_first, ""
    spoken = queries.languages(context.data, context.sel.event)
    if len(spoken) > 1 and not sel.languages and sel.by != "language":
        (code, name), *_ = spoken.items()
        sel, own, where = replace(sel, languages=(code,)), replace(own, languages=(code,)), f" in texts in {name}"
    rows = [
        *queries.naming(context.data, own, units=context.ids),
        *queries.sources(context.data, sel, units=context.ids),
    ]
    asked = (("naming", own), ("sources", replace(sel, voice=ALL)))
    return rows, queries.pairs(context.data, asked, context.ids), where
