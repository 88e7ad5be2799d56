"""How much of an article its text holds, and how sure its day is, in words for readers of a page."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import queries
from dashboard.context import PageContext
from dashboard.views.blocks import page_blocks

EXTENTS = {"full": "the full text", "headline_and_lead": "headline and lead only", "excerpt": "an excerpt only"}
CONFIDENCE = {
    "confident": "sure",
    "likely": "likely",
    "doubtful": "doubtful, so it leaves no article out of the event",
    "given": "as it was given with the article",
}


def extent_note(context: PageContext, figures: str, *, always: bool = False) -> None:
    """Say how many texts of the selection are not whole, and whether figures leave them out.

    Args:
        context: The page's context.
        figures: What the figures are, to begin a sentence with: "Shares of voice".
        always: Whether the figures leave such texts out in every event, not only beside full texts.
    """
    found = queries.extents(context.data, context.sel)
    if not found["shorter"]:
        return
    texts = f"{page_blocks.many(found['shorter'], 'article')} of this selection "
    texts += "holds" if found["shorter"] == 1 else "hold"
    if always or found["left_out"]:
        page_blocks.note(f"{texts} only a headline with its lead or an excerpt. {figures} leave them out.")
    else:
        page_blocks.note(
            f"{texts} only a headline with its lead or an excerpt, as all texts of this event do. {figures} are of "
            "what they hold, and not to be compared with those of full texts."
        )


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
