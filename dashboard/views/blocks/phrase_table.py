"""The share of each outlet's articles that hold a phrase, as a table of the page Search and of a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from dashboard.context import PageContext
from dashboard.queries import PhraseCount
from dashboard.selection import ViewSelection
from dashboard.translation import translated
from dashboard.views.blocks import search_languages
from dashboard.views.blocks.worded_table import worded_table


def shares(
    context: PageContext,
    searched: ViewSelection,
    shown: Sequence[PhraseCount],
    number: Callable[[PhraseCount], Markup],
    *,
    whole: bool,
) -> Markup:
    """Return the table, the largest share first, with Wilson's 95% intervals.

    Outlets that have no text in the phrase's script have no share, which is something else than 0 %.

    Args:
        context: What the page is about.
        searched: The selection that was searched, as from `search_languages.in_script`.
        shown: The counts of the outlets.
        number: Draws how many articles of an outlet hold the phrase.
        whole: Whether every article with the phrase was read, so that its uses are known.
    """
    spoken = search_languages.texts_in(context, searched)
    rows = []
    for count in sorted(shown, key=lambda one: (-one.share, context.name(one.outlet))):
        if count.outlet in context.ids:
            share = f"{count.share:.0%} ({count.low * 100:.0f}–{count.high * 100:.0f})"
            uses = f"{count.uses:,}" if whole else "–"
            told_in = [spoken.get(count.outlet, "–")] if spoken else []
            rows.append([context.swatch(count.outlet), *told_in, share, number(count), f"{count.n:,}", uses])
    for outlet, articles in search_languages.without_script(context, searched).items():
        told_in = [translated("no text in this script")] if spoken else []
        said = translated("missing") if spoken else translated("missing: no text in this script")
        rows.append([context.swatch(outlet), *told_in, said, "–", f"{articles:,}", "–"])
    languages = translated(" Spelling and wording differ between languages: compare rows of one language.")
    caption = translated(
        "Share of articles that hold it, in brackets its 95% interval (Wilson, by articles; not tested)."
    )
    caption += languages if spoken else ""
    heads = [translated("Outlet"), *([translated("Texts in")] if spoken else []), translated("Share")]
    heads += [translated("Articles"), translated("Of"), translated("Uses")]
    return worded_table(caption, heads, rows, left=2 if spoken else 1)
