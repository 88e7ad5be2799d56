"""How much of an article its text holds: all of it, the headline with the lead, or an excerpt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collectors.model import Article

FULL, HEADLINE_AND_LEAD, EXCERPT = "full", "headline_and_lead", "excerpt"
EXTENTS = (FULL, HEADLINE_AND_LEAD, EXCERPT)


def holds_full_text(article: Article) -> bool:
    """Whether measures that need a whole text may be taken of an article; readability may not of a lead.

    Args:
        article: Its `sources` say which extent was stated for it; full where nothing was.
    """
    return article.sources.get("extent", FULL) == FULL
