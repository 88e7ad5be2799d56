"""Tables whose caption and column headings are in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboard.render import html
from dashboard.translation import translated


def worded_table(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, left: int = 1, cards: bool = False
) -> Markup:
    """Return a table with its caption and headings in the language of the page.

    Args:
        caption: Caption in English; a text without an entry stays as it is, as one with a name of an outlet does.
        columns: Headings in English, likewise.
        rows: One value per column; values that are not markup are escaped.
        left: The number of first columns that hold text instead of numbers.
        cards: Whether each row becomes a card with its columns' names on a narrow screen.
    """
    return html.table(translated(caption), [translated(column) for column in columns], rows, left=left, cards=cards)
