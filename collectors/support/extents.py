"""How much of an article its text holds: all, the headline with the lead, an excerpt, or what others say it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collectors.model import Article

FULL, HEADLINE_AND_LEAD, EXCERPT, ABSTRACT = "full", "headline_and_lead", "excerpt", "abstract"
EXTENTS = (FULL, HEADLINE_AND_LEAD, EXCERPT, ABSTRACT)


#: How excerpts of feeds and services end.
_EXCERPT_END = re.compile(
    r"(?:\[\+\d{1,7} chars?\]|\[(?:…|\.\.\.|&hellip;|&#8230;)\]|\bappeared first on [^\n]{1,80}"
    r"|(?:\A|\n|[.!?…。»”\"')\]]\s{0,3}[\[(]?)(?:continue reading|read more|read the (?:full|rest)[^\n]{0,40}"
    r"|weiterlesen|mehr lesen|lire la suite|leer más|seguir leyendo|leia mais|continua a leggere|leggi tutto"
    r"|lees verder|läs mer|les mer|læs mere|czytaj (?:dalej|więcej)|číst dál|читать далее|читать полностью|читати далі"
    r"|devamını oku|続きを読む|阅读全文|اقرأ المزيد)[\s.…»→>\])]{0,6})\s*\Z",
    re.I,
)


def ends_as_excerpt(text: str) -> bool:
    """Whether a text ends as excerpts do: "[+1234 chars]", "[...]", "Continue reading", "appeared first on".

    Args:
        text: The text of a row that does not say what it is.
    """
    return _EXCERPT_END.search(text[-160:]) is not None


def holds_full_text(article: Article) -> bool:
    """Whether an article's text is complete, so that measures that need a whole text, such as readability, apply to it.

    Args:
        article: Its `sources["extent"]` states the extent; an article without a stated extent counts as full.
    """
    return article.sources.get("extent", FULL) == FULL
