"""Groups of an event's articles, counted once for all selections: near-copies and articles that tell one story."""

from __future__ import annotations

from collectors.compare.story_ranking import GroupCounts, grouped
from dashboard.queries.cache import cached_shared
from dashboard.queries.open_data import Data, dataset


@cached_shared(8)
def group_counts(data: Data, event: str, table: str) -> GroupCounts:
    """Count the articles of each group by outlet and cell.

    Args:
        data: The data set.
        event: Event id.
        table: "clusters" or "story_articles".
    """
    return grouped(dataset(data.home, data.version), event, table)
