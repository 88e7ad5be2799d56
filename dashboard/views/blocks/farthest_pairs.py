"""What a finding can be about: naming and sources, and of each figure the two outlets farthest apart."""

from __future__ import annotations

from dataclasses import replace

from collectors.compare import ComparisonRow, PairFamily
from dashboard import queries
from dashboard.context import PageContext
from dashboard.selection import ALL


def differences(at: PageContext) -> tuple[list[ComparisonRow], PairFamily, str]:
    """The figures that a finding can be about, their farthest pairs, and where they hold: within one language, the
    commonest of the selection where the reader chose none."""
    sel, own, where = at.sel, at.own_first, ""
    spoken = queries.languages(at.data, at.sel.event)
    if len(spoken) > 1 and not sel.languages and sel.by != "language":
        (code, name), *_ = spoken.items()
        sel, own, where = replace(sel, languages=(code,)), replace(own, languages=(code,)), f" in texts in {name}"
    rows = [*queries.naming(at.data, own, units=at.ids), *queries.sources(at.data, sel, units=at.ids)]
    asked = (("naming", own), ("sources", replace(sel, voice=ALL)))
    return rows, queries.pairs(at.data, asked, at.ids), where
