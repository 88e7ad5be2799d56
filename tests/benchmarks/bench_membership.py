"""Precision and recall of membership, recorded where the method page reads them.

python -m tests.benchmarks.bench_membership [CORPUS...]

Writes collectors/events/membership_quality.json and names what went wrong. The first figure is of our own short texts;
the second, of real headlines with leads, needs the article files in which the marked pieces stand (without them the
recorded figure stays).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import collectors
from collectors.config import load_catalogue
from collectors.config.settings import data_dir
from collectors.events.membership import membership
from collectors.model import Article
from tests.benchmarks.corpora import read_articles

EVENT = "ukraine-annexation-referendums-2022"
SAMPLE = Path(__file__).parent.parent / "membership_sample.jsonl"
MARKS = Path(__file__).parent.parent / "membership_marks.json"
SIDES = Path(__file__).parent.parent / "membership_sides.json"
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


def text_hash(article: Article) -> str:
    """What a mark holds in place of the text: the first 16 digits of a hash of title and text."""
    return hashlib.sha256(f"{article.title}\n{article.text}".encode()).hexdigest()[:16]


def marked_pieces(file: Path, articles: Sequence[Article]) -> tuple[dict[str, Any], dict[str, Article]]:
    """The marks of a file by id, and the pieces that were marked; each must be there with the text that was marked."""
    marks = {mark["id"]: mark for mark in json.loads(file.read_text(encoding="utf-8"))["marks"]}
    marked = {a.id: a for a in articles if a.id in marks and text_hash(a) == marks[a.id]["sha256"]}
    if len(marked) < len(marks):
        raise SystemExit(f"{len(marks) - len(marked)} of {len(marks)} marked pieces are not in these files")
    return marks, marked


def real_quality(articles: Sequence[Article]) -> dict[str, Any]:
    """Counts on the marked real pieces, by part: open while the rule was written, and kept aside.

    Args:
        articles: those of the corpus; each marked piece must be among them with the text that was marked.
    """
    event = load_catalogue(data_dir({})).events[EVENT]
    marks, marked = marked_pieces(MARKS, articles)
    counts: dict[str, dict[str, Any]] = {}
    for mark in marks.values():
        decided = membership(marked[mark["id"]], event)
        for part in ("all", mark["part"]):
            found = counts.setdefault(
                part, {"articles": 0, "precision": {"right": 0, "of": 0}, "recall": {"right": 0, "of": 0}}
            )
            found["articles"] += 1
            found["precision"]["of"] += decided.member
            found["recall"]["of"] += mark["member"]
            for measure in ("precision", "recall"):
                found[measure]["right"] += decided.member and mark["member"]
        if decided.member != mark["member"]:
            print("taken" if decided.member else "missed", mark["part"], mark["id"], "|", decided.reason)
    return counts


def side_recall(articles: Sequence[Article]) -> dict[str, Any]:
    """What the rule takes of the pieces that use one side's names: it must not lose one side's words more often.

    Args:
        articles: those of the corpus; each marked piece must be among them with the text that was marked.

    Returns:
        By side: pieces read, and of those that belong how many were taken; a piece of a drawn sample counts as many.
    """
    event = load_catalogue(data_dir({})).events[EVENT]
    marks, marked = marked_pieces(SIDES, articles)
    counts: dict[str, dict[str, Any]] = {}
    for mark in marks.values():
        side = counts.setdefault(mark["side"], {"articles": 0, "recall": {"right": 0, "of": 0}})
        side["articles"] += 1
        if not mark["member"]:
            continue
        taken = membership(marked[mark["id"]], event).member
        side["recall"]["of"] += mark["weight"]
        side["recall"]["right"] += taken and mark["weight"]
        if not taken:
            print("lost", mark["side"], mark["id"])
    for side in counts.values():
        side["recall"] = {name: round(count) for name, count in side["recall"].items()}
    return dict(sorted(counts.items()))


def main() -> None:
    for row, member, reason in judged(SAMPLE):
        if member != row["member"]:
            print("taken" if member else "missed", row["language"], row["title"], "|", reason)
    measured = membership_quality(SAMPLE)
    if sys.argv[1:]:
        articles = list(read_articles(Path(name) for name in sys.argv[1:]))
        measured |= {"real": real_quality(articles), "sides": side_recall(articles)}
    else:
        recorded = json.loads(RECORD.read_text(encoding="utf-8"))
        measured |= {name: recorded[name] for name in ("real", "sides")}
    RECORD.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    print(measured)


if __name__ == "__main__":
    main()
