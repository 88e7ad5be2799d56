"""How much of an article its text holds: all of it, the headline with the lead, or an excerpt."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collectors.model import Article

FULL, HEADLINE_AND_LEAD, EXCERPT = "full", "headline_and_lead", "excerpt"
EXTENTS = (FULL, HEADLINE_AND_LEAD, EXCERPT)


def holds_full_text(article: Article) -> bool:
    """Whether an article's text is complete, so that measures that need a whole text, such as readability, apply to it.

    Args:
        article: Its `sources["extent"]` states the extent; an article without a stated extent counts as full.
    """
    return article.sources.get("extent", FULL) == FULL
