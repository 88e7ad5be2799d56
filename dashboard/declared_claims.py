"""Whether a claim was declared before the articles were imported: what the Claims page says about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from collectors.support.plurals import many

EXPLORATORY = (
    "Exploratory: the claim was chosen on this page and was not declared before the articles were imported, so its "
    "p is weaker evidence than its value suggests."
)


def standing(
    contrasts: Iterable[Mapping[str, object]],
    event: str,
    figure: tuple[str, str],
    units: tuple[str, str],
    voice: str,
) -> str:
    """Return in a sentence whether a claim was declared, and when.

    Args:
        contrasts: what the data set's meta holds under `contrasts`.
        event: the event.
        figure: metric and variant.
        units: the outlet that is claimed to be above, and the other.
        voice: whose words the figure is about.

    Returns:
        "Declared before import ..." only where no article of the event was stored at the time, the order of the
        outlets and the voice are those declared; otherwise that the claim is exploratory, and why.
    """
    mine = [
        row
        for row in contrasts
        if row.get("event") == event
        and (row.get("figure"), row.get("variant")) == figure
        and {row.get("above"), row.get("below")} == set(units)
    ]
    exact = [row for row in mine if (row.get("above"), row.get("below"), row.get("voice")) == (*units, voice)]
    if not exact:
        for row in mine:
            if row.get("voice") != voice:
                return f"{EXPLORATORY} It was declared for other words: {row.get('voice')}."
            return f"{EXPLORATORY} The opposite was declared."  # no names: the page may be read blind
        return EXPLORATORY
    (row,) = exact[:1]
    day, mark = str(row.get("declared_at", ""))[:10], str(row.get("sha256", ""))[:12]
    already = row.get("articles_then")
    if already == 0:
        return f"Declared before import, on {day} (contrast {mark}): no article of the event was stored then."
    stored = many(already, "article was", "articles were") if isinstance(already, int) else "articles were"
    return f"{EXPLORATORY} It was declared on {day} (contrast {mark}), when {stored} stored already."
