"""How much of an article its text holds, and how sure its day is, in words for readers of a page."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import queries
from dashboard.context import PageContext
from dashboard.views.blocks import page_blocks

EXTENTS = {
    "full": "the full text",
    "headline_and_lead": "headline and lead only",
    "excerpt": "an excerpt only",
    "abstract": "an abstract only",
}
CONFIDENCE = {
    "confident": "sure",
    "likely": "likely",
    "doubtful": "doubtful, so it leaves no article out of the event",
    "given": "as it was given with the article",
}


def extent_note(context: PageContext, figures: str, *, always: bool = False) -> None:
    """Say how many texts of the selection are not whole, and which figures leave them out or are of them alone.

    Args:
        context: The page's context.
        figures: What the figures are, to begin a sentence with: "Shares of voice".
        always: Whether the figures leave all such texts out, not only beside an outlet's full ones.
    """
    extents = queries.extents(context.data, context.sel)
    if not extents["shorter"]:
        return
    texts = f"{page_blocks.many(extents['shorter'], 'article')} of this selection "
    texts += "holds" if extents["shorter"] == 1 else "hold"
    texts += " only a headline with its lead, an excerpt or an abstract."
    if always:
        page_blocks.note(f"{texts} {figures} leave them out.")
        return
    kind = "full ones where it has eight and they are a tenth of its texts, else what it has most"
    said = [texts, f"{figures} of an outlet are of one kind of text: {kind}."]
    if extents["left_out"]:
        said.append(f"{page_blocks.many(extents['left_out'], 'article is', 'articles are')} left out by that.")
    if extents["partial_outlets"]:
        names = ", ".join(context.name(outlet) for outlet in extents["partial_outlets"])
        said.append(f"Of shorter texts: {names}. They are not compared with full ones.")
    page_blocks.note(" ".join(said))


def extent_of(about: Mapping[str, object]) -> str:
    """Return how much an article's text holds, in words; an older data set does not say."""
    return EXTENTS.get(str(about.get("extent")), "not stated")


def day_of(about: Mapping[str, object]) -> str:
    """Return how sure an article's day is and what it rests on, in words; an older data set does not say."""
    confidence = about.get("date_confidence")
    if not confidence:
        return "not stated" if about.get("day") else "no day is known"
    words = CONFIDENCE.get(str(confidence), str(confidence))
    evidence = about.get("date_evidence")
    return f"{words}, by {evidence}" if evidence else words


def claims_of(about: Mapping[str, object]) -> str:
    """Return every date that the page claims, with its source; "" where none is known."""
    return str(about.get("date_claims") or "")
