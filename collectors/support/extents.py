"""How much of an article its text holds: all, the headline with the lead, an excerpt, or what others say it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collectors.model import Article

FULL, HEADLINE_AND_LEAD, EXCERPT, ABSTRACT = "full", "headline_and_lead", "excerpt", "abstract"
EXTENTS = (FULL, HEADLINE_AND_LEAD, EXCERPT, ABSTRACT)


def holds_full_text(article: Article) -> bool:
    """Whether an article's text is complete, so that measures that need a whole text, such as readability, apply to it.

    Args:
        article: Its `sources["extent"]` states the extent; an article without a stated extent counts as full.
    """
    return article.sources.get("extent", FULL) == FULL
