"""Through whom words reached the outlets: agencies that report, outlets that were told, videos and transcripts."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

from dashboard.queries.cache import cached_copies
from dashboard.queries.open_data import Data, Row, ask
from dashboard.queries.row_filters import row_filter
from dashboard.selection import ViewSelection


@cached_copies()
def relays(data: Data, sel: ViewSelection, most: int) -> tuple[int, list[Row]]:
    """Count the selection's quotations that have a relay, and return the `most` relays with most quotations.

    Each row has relay, quotations, words and outlets.

    Args:
        data: the open data set.
        sel: the reader's selection.
        most: how many relays are returned.
    """
    condition, given = row_filter(sel)
    rows = ask(
        data,
        f"""select relay_name as relay, count(*) as quotations, sum(words)::bigint as words,
              count(distinct outlet) as outlets, sum(count(*)) over () as total
            from sum_quotations where {condition} and relay_name is not null
            group by relay_name order by quotations desc, relay limit ?""",
        *given, most,
    )  # fmt: skip
    return (int(rows[0]["total"]) if rows else 0), rows
