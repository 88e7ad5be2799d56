"""Which outlets covered what and when, what is known of collecting, and the review of which articles belong."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

import json
from dataclasses import replace

from collectors.compare import ComparisonRow
from collectors.compare import presence as days
from collectors.events.membership import BY_HAND, REVIEW
from dashboard.queries.cache import cached_copies, cached_shared
from dashboard.queries.comparison_queries import _facts, selection_of
from dashboard.queries.open_data import Data, Row, ask, dataset
from dashboard.selection import ALL, OUTLET, ViewSelection


@cached_shared(4)
def _presence(data: Data, event: str) -> days.Presence:
    return days.presence(dataset(data.home, data.version), event)


@cached_shared()  # rows are immutable: nothing to copy for each reader
def presence(data: Data, sel: ViewSelection, units: tuple[str, ...] = ()) -> tuple[ComparisonRow, ...]:
    """Compute coverage:share, coverage:days and, where known, coverage:collected_days, per outlet and in all words.

    Args:
        data: the data set.
        sel: the selection; its voice does not matter.
        units: ids of the outlets to return rows for, besides those that were collected from and have no article; empty
            means all.
    """
    plain = selection_of(replace(sel, voice=ALL, by=OUTLET))
    return tuple(days.presence_rows(_facts(data, sel.event), plain, _presence(data, sel.event), units or None))


@cached_copies()
def membership_counts(data: Data, event: str) -> Row:
    """Count the event's articles: `members`, `others`, and those that are `doubtful` or decided `by_hand`."""
    (row,) = ask(
        data,
        """select count(*) filter (where member) as members, count(*) filter (where not member) as others,
             count(*) filter (where member_rule = ?) as doubtful, count(*) filter (where member_rule = ?) as by_hand
           from articles where event = ?""",
        REVIEW, BY_HAND, event,
    )  # fmt: skip
    return row


@cached_copies()
def reviewed(data: Data, sel: ViewSelection, rule: str, start: int, size: int) -> tuple[int, list[Row]]:
    """Count the articles that a rule decided, of the chosen outlets and phase, and return one page of them.

    Those with the highest membership score come first.

    Args:
        data: the data set.
        sel: the selection; only its event, outlets and phase matter.
        rule: "doubtful" or "hand".
        start: how many articles come before the page.
        size: how many articles a page has.
    """
    cond, given = "event = ? and member_rule = ?", [sel.event, {"doubtful": REVIEW, "hand": BY_HAND}[rule]]
    more: list[object] = []
    if sel.outlets:
        cond += " and list_contains(?, outlet)"
        more.append(list(sel.outlets))
    if sel.phase != ALL:
        cond += " and phase = ?"
        more.append(sel.phase)
    rows = ask(
        data,
        f"""select article_id, outlet, url, title, day, member, member_score, member_reason, count(*) over () as total
            from sum_reviewed where {cond} order by member_score desc nulls last, day nulls last, article_id
            limit ? offset ?""",
        *given, *more, size, start,
    )  # fmt: skip
    return (rows[0]["total"] if rows else 0), rows


@cached_copies()
def decisions(data: Data, event: str) -> dict[str, Row]:
    """Return what people decided, by the article's id or URL: include, reason, by."""
    (row,) = ask(data, "select event_json from events where event = ?", event)
    declared = json.loads(row["event_json"] or "{}")
    return {str(override["article"]): dict(override) for override in declared.get("overrides") or ()}
