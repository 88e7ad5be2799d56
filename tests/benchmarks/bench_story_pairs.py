"""Stories across languages on real headlines with leads: pairs of one English and one Polish piece, judged by a reader.

    python -m tests.benchmarks.bench_story_pairs CORPORA/event2022/rss-2022-headline-lead.jsonl.gz [--part kept]

`story_pair_marks.tsv` holds ids and judgements, no text: for pieces drawn by hash the one of the other language and the
same day that shares most names and numbers, and whether both tell one story; what the reader was not sure of is left
out. Days are split by hash into `open` and `kept`. All pieces of a part's days are grouped as `parallax group` does, so
that a pair stands among some 14,000 others. A pair counts as found where both are in one group.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from pathlib import Path

from collectors.events.stories import group_stream
from tests.benchmarks.corpora import read_articles

MARKS = Path(__file__).with_name("story_pair_marks.tsv")


def part_of(day: str) -> str:
    """The part that a day belongs to."""
    return "kept" if hashlib.sha256(day.encode()).digest()[0] % 2 else "open"


def main() -> int:
    """Print precision, recall and F1 of each part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pieces", type=Path)
    parser.add_argument("--part", choices=("open", "kept"))
    parser.add_argument("--pairs", action="store_true", help="print every pair that is wrong")
    given = parser.parse_args()
    with MARKS.open(encoding="utf-8") as file:
        marks = list(csv.DictReader(file, delimiter="\t"))
    for part in [given.part] if given.part else ["open", "kept"]:
        articles = (a for a in read_articles([given.pieces]) if part_of((a.published or "")[:10]) == part)
        group_of = {answer.id: answer.group for answer in group_stream(articles)}
        mine = [mark for mark in marks if mark["part"] == part]
        joined = [group_of[mark["one"]] == group_of[mark["two"]] for mark in mine]
        same = [mark["same"] == "1" for mark in mine]
        right = sum(a and b for a, b in zip(joined, same, strict=True))
        precision, recall = right / max(1, sum(joined)), right / max(1, sum(same))
        sys.stdout.write(
            f"{part}: {sum(same)} pairs of one story, {len(mine) - sum(same)} of two; precision {precision:.3f} "
            f"({right}/{sum(joined)}), recall {recall:.3f}, F1 {2 * right / max(1, sum(joined) + sum(same)):.3f}\n"
        )
        for mark, together, one_story in zip(mine, joined, same, strict=True) if given.pairs else ():
            if together != one_story:
                sys.stdout.write(f"  {'joined' if together else 'missed'}\t{mark['one']}\t{mark['two']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
