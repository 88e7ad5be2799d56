"""How many differences of a page are tested together: every q is corrected over all of them."""

from __future__ import annotations

from dataclasses import replace

from dashboard import queries
from dashboard.context import PageContext
from dashboard.selection import ALL
from dashboard.translation import translated
from dashboard.views.blocks import page_blocks


def tested_told(tests: int) -> str:
    """Say how many differences are tested together, with a space before it."""
    if not tests:
        return translated(" No difference of this page can be tested.")
    return translated(" {tests} differences of this page are tested together.", tests=tests)


def tested_note(context: PageContext, page: str, voice: str) -> None:
    """Draw the same as a note under a page's figures.

    Args:
        context: The page.
        page: What is tested together, as `collectors.compare` names it: "sources", "devices" or "readability".
        voice: Whose words its figures are about, "all" for all of them.
    """
    size = queries.family_size(context.data, replace(context.sel, voice=voice), page, ALL)
    page_blocks.note(tested_told(size).strip())
