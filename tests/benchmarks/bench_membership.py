"""Precision and recall of membership on the marked sample, recorded where the method page reads them.

python -m tests.benchmarks.bench_membership        writes collectors/events/membership_quality.json and names what went wrong
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import collectors
from collectors.config import load_catalogue
from collectors.config.settings import data_dir
from collectors.events.membership import membership
from collectors.model import Article

EVENT = "ukraine-annexation-referendums-2022"
SAMPLE = Path(__file__).parent.parent / "membership_sample.jsonl"
RECORD = Path(collectors.__file__).parent / "events" / "membership_quality.json"


def judged(sample: Path) -> list[tuple[dict[str, Any], bool, str]]:
    """Each row of the sample with what the rule says of it."""
    event = load_catalogue(data_dir({})).events[EVENT]
    found = []
    for line in sample.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        told = Article(row["id"], None, None, row["title"], (), row["published"], row["language"], row["text"])
        decided = membership(told, event)
        found.append((row, decided.member, decided.reason))
    return found


def membership_quality(sample: Path) -> dict[str, Any]:
    """Counts: right of taken (precision), right of members (recall)."""
    rows = judged(sample)
    right = sum(row["member"] and member for row, member, _ in rows)
    return {
        "articles": len(rows),
        "languages": len({row["language"] for row, _, _ in rows}),
        "precision": {"right": right, "of": sum(member for _, member, _ in rows)},
        "recall": {"right": right, "of": sum(bool(row["member"]) for row, _, _ in rows)},
    }


def main() -> None:
    for row, member, reason in judged(SAMPLE):
        if member != row["member"]:
            print("taken" if member else "missed", row["language"], row["title"], "|", reason)
    measured = membership_quality(SAMPLE)
    RECORD.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    print(measured)


if __name__ == "__main__":
    main()
