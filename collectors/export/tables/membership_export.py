"""membership.csv: the rule's decision on every article of an event, and decisions by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator

from collectors.compare import Tables
from collectors.export.exported_table import ExportedTable, Row, columns_of

_READ = ("event", "article_id", "outlet", "url", "title", "published", "member", "member_score", "member_rule")

_COLUMNS = columns_of("""
event string Event.
article_id string Article, as in articles.csv.
outlet string Outlet of the article.
url string Address of the article.
title string Headline.
published string Time of publication, ISO 8601.
member boolean Whether the article is about the event. Only members are compared.
member_score number Points of the membership rule, also where somebody decided by hand; 3 are needed.
member_rule string The rule that decided; "by hand" where a decision won over it, "doubtful" where one is wanted.
member_reason string The reason in words.
decision string include or exclude where somebody decided by hand; empty where the rule decided.
decided_by string Who decided.
decision_reason string Why.
""")


def membership_rows(data: Tables, event: str) -> Iterator[Row]:
    """One row per article, members or not, sorted by id. The columns on decisions are empty where the rule decided."""
    stored = data.table("events", ["event", "event_json"], [("event", "=", event)]).to_pylist()
    declared = json.loads(stored[0]["event_json"] or "{}") if stored else {}
    decided = {override["article"]: override for override in declared.get("overrides") or ()}
    table = data.table("articles", [*_READ, "member_reason"], [("event", "=", event)])
    for batch in table.sort_by("article_id").to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            by_hand = decided.get(row["article_id"]) or decided.get(row["url"]) or {}
            include = by_hand.get("include")
            yield row | {
                "decision": None if include is None else "include" if include else "exclude",
                "decided_by": by_hand.get("by"),
                "decision_reason": by_hand.get("reason"),
            }


MEMBERSHIP = ExportedTable(
    name="membership",
    title="Which articles belong to the event: score, rule, reason, and what was decided by hand",
    key=("event", "article_id"),
    columns=_COLUMNS,
    rows=membership_rows,
)
