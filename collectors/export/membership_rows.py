"""The rows of membership.csv: for every article of an event what the rule found, and what somebody decided by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator

from collectors.compare import Tables

_COLUMNS = ("event", "article_id", "outlet", "url", "title", "published", "member", "member_score", "member_rule")


def membership(data: Tables, event: str) -> Iterator[dict[str, object]]:
    """One row per article, members or not, by id. `decided_*` are empty where the rule decided."""
    told = data.table("events", ["event", "event_json"], [("event", "=", event)]).to_pylist()
    declared = json.loads(told[0]["event_json"] or "{}") if told else {}
    decided = {o["article"]: o for o in declared.get("overrides") or ()}
    table = data.table("articles", [*_COLUMNS, "member_reason"], [("event", "=", event)])
    for batch in table.sort_by("article_id").to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            by_hand = decided.get(row["article_id"]) or decided.get(row["url"]) or {}
            include = by_hand.get("include")
            yield row | {
                "decision": None if include is None else "include" if include else "exclude",
                "decided_by": by_hand.get("by"),
                "decision_reason": by_hand.get("reason"),
            }
