"""The switch that hides doubtful quotations, in lists and texts; shares and counts of a page take all of them.

A quotation's probability is that its words and its speaker are right; a quotation without one, such as those in other
languages than English, is never hidden, since nothing is known of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dashboard import queries
from dashboard.queries import LEAST_LIKELY
from dashboard.selection import pick
from dashboard.translation import translated

FIELD = "doubtful"


def hides_doubtful() -> bool:
    """Draw the switch and return whether doubtful quotations are to be hidden."""
    choices = {
        "shown": translated("All quotations"),
        "hidden": translated("Only the likely, from {least}", least=f"{LEAST_LIKELY:.0%}"),
    }
    return pick(FIELD, translated("Quotations"), choices) == "hidden"


def meaning() -> str:
    """Return the sentences that say what the switch leaves out."""
    return translated(
        "Left out are quotations whose words and speaker are right with a probability under {least}; the Method page "
        "says how far to believe that. Shares and counts of words leave out undecided words alone.",
        least=f"{LEAST_LIKELY:.0%}",
    )


def hidden_note(hidden: int) -> str:
    """Return the note that says how many quotations of the texts shown are hidden."""
    return f"{translated('Doubtful quotations hidden here: {number}.', number=f'{hidden:,}')} {meaning()}"


def is_likely(quotation: queries.Row) -> bool:
    """Whether a quotation of an article is likely, or nothing is known of its probability."""
    probability = quotation.get("probability")
    return probability is None or probability >= LEAST_LIKELY


def likely(article: queries.ArticleReading) -> queries.ArticleReading:
    """Return an article without its doubtful quotations."""
    return replace(article, quotations=[row for row in article.quotations if is_likely(row)])


def hidden_count(articles: Iterable[queries.ArticleReading]) -> int:
    """Count the doubtful quotations of some articles."""
    return sum(not is_likely(row) for one_article in articles for row in one_article.quotations)
