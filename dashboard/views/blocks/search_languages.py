"""Search and languages: texts in another script than a phrase are not searched, and languages stand beside shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from collectors.support.scripts import languages_that_hold
from dashboard import queries
from dashboard.context import PageContext
from dashboard.selection import OUTLET, ViewSelection
from dashboard.views.blocks import page_blocks


def in_script(context: PageContext, phrase: str) -> ViewSelection:
    """Return the selection limited to languages that are written as the phrase is.

    A word in Latin letters cannot stand in a Russian text but as a foreign name, so that text is not one without it.
    Where the reader chose languages, or none of the event's is written so, nothing is limited.
    """
    spoken = queries.languages(context.data, context.sel.event)
    holding = languages_that_hold(phrase, spoken)
    if context.sel.languages or len(holding) in (0, len(spoken)):
        return context.sel
    return replace(context.sel, languages=holding)


def script_note(context: PageContext, searched: ViewSelection) -> None:
    """Say which languages were not searched."""
    if searched == context.sel:
        return
    spoken = queries.languages(context.data, context.sel.event)
    aside = ", ".join(name for code, name in spoken.items() if code not in searched.languages)
    page_blocks.note(
        f"Not searched: texts in {aside}, which are written in another script. Names in foreign letters stand in them, "
        "too: choose the language above to search for such."
    )


def without_script(context: PageContext, searched: ViewSelection) -> Mapping[str, int]:
    """Return the shown outlets that have articles, but none in a language that was searched, with their number."""
    if searched == context.sel:
        return {}
    read = queries.articles_by_outlet(context.data, searched)
    every = queries.articles_by_outlet(context.data, context.sel)
    return {outlet: every[outlet] for outlet in context.ids if outlet in every and outlet not in read}


def texts_in(context: PageContext, searched: ViewSelection) -> Mapping[str, str]:
    """Return the languages of each outlet's searched articles, the commonest first; empty where all share one."""
    spoken = queries.languages(context.data, context.sel.event)
    codes = queries.languages_by_unit(context.data, replace(searched, by=OUTLET))
    if len({code for some in codes.values() for code in some}) < 2:
        return {}
    return {outlet: ", ".join(spoken.get(code, code) for code in some) for outlet, some in codes.items()}
