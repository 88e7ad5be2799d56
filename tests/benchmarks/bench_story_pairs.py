"""Stories across languages on real headlines with leads: pairs of one English and one Polish piece, judged by a reader.

    python -m tests.benchmarks.bench_story_pairs CORPORA/event2022/rss-2022-headline-lead.jsonl.gz [--fit]

`story_pair_marks.tsv` holds ids and judgements, no text; what the reader was not sure of is left out. Draws: "first",
pieces with the one of the other language and the same day that shares most names and numbers; "candidates", Polish
pieces with the English one of a day that shares the rarest terms; "joined", pairs out of groups of two languages, which
tells precision alone. The two "unread" draws were judged when the weights stood fast. Days are split by hash into
`open` and `kept`; all pieces of a part's days are grouped as `parallax group` does, so that a pair stands among some
14,000 others. `--fit` prints the weights of `collectors/events/story_pairs.py`, fitted to the other draws, in the whole
stream and in one of the marked pieces alone.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from collectors.events.grouping import Grouper, batches
from collectors.events.interlingual import joined_stories, profile_of, weighed_groups
from collectors.events.story_pairs import features_of
from collectors.model import Article
from tests.benchmarks.corpora import read_articles

MARKS = Path(__file__).with_name("story_pair_marks.tsv")
UNREAD = ", unread"


def part_of(day: str) -> str:
    """The part that a day belongs to."""
    return "kept" if hashlib.sha256(day.encode()).digest()[0] % 2 else "open"


def groups_of(articles: Sequence[Article]) -> dict[str, str]:
    """The groups of articles before languages are looked at."""
    grouper = Grouper()
    in_time = sorted(articles, key=lambda article: (article.published or "", article.id))
    for batch in batches(in_time, 2_000):
        grouper.learn(batch)
    for batch in batches(in_time, 2_000):
        grouper.add(batch, learned=True)
    return {article.id: grouper.group_of(article.id) for article in articles}


def pairs_with_features(
    articles: Sequence[Article], groups: dict[str, str], marks: list[dict[str, str]]
) -> Iterator[tuple[list[float], float]]:
    """The features of marked pairs in a stream, and whether they tell one story."""
    profiles = {article.id: profile_of(article) for article in articles}
    found, of_article, rarity, size = weighed_groups(groups, profiles)
    for mark in marks:
        one, two = of_article.get(mark["one"]), of_article.get(mark["two"])
        if one is not None and two is not None and found[one].language != found[two].language:
            yield list(features_of(found[one], found[two], rarity, size).values()), float(mark["same"])


def fitted(features: npt.NDArray[np.float64], same: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The bias and weights of a logistic regression with a penalty of 1 on features of unit variance (Newton)."""
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-9
    matrix = np.c_[np.ones(len(features)), (features - mean) / deviation]
    penalty = np.r_[0.0, np.ones(features.shape[1])]
    weights = np.zeros(matrix.shape[1])
    for _ in range(100):
        likely = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (likely - same) + penalty * weights
        weights -= np.linalg.solve((matrix.T * (likely * (1 - likely))) @ matrix + np.diag(penalty + 1e-6), slope)
    raw = weights[1:] / deviation
    return np.r_[weights[0] - raw @ mean, raw]


def report(draw: str, marks: list[dict[str, str]], story_of: dict[str, str]) -> None:
    """Print precision, recall and F1 of a draw."""
    joined = [story_of[mark["one"]] == story_of[mark["two"]] for mark in marks]
    same = [mark["same"] == "1" for mark in marks]
    right = sum(a and b for a, b in zip(joined, same, strict=True))
    sys.stdout.write(
        f"{draw}: {sum(same)} pairs of one story, {len(same) - sum(same)} of two; precision "
        f"{right / max(1, sum(joined)):.3f} ({right}/{sum(joined)}), recall {right / sum(same):.3f}, "
        f"F1 {2 * right / max(1, sum(joined) + sum(same)):.3f}\n"
    )


def main() -> int:
    """Print the figures of each draw, or the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pieces", type=Path)
    parser.add_argument("--fit", action="store_true", help="print the weights instead")
    given = parser.parse_args()
    with MARKS.open(encoding="utf-8") as file:
        marks = list(csv.DictReader(file, delimiter="\t"))
    articles = list(read_articles([given.pieces]))
    story_of: dict[str, str] = {}
    rows: list[tuple[list[float], float]] = []
    learnt = [mark for mark in marks if not mark["draw"].endswith(UNREAD)]
    for part in ("open", "kept"):
        of_part = [article for article in articles if part_of((article.published or "")[:10]) == part]
        groups = groups_of(of_part)
        if given.fit:
            rows += pairs_with_features(of_part, groups, [mark for mark in learnt if mark["part"] == part])
        else:
            story_of |= groups | joined_stories(groups, {article.id: profile_of(article) for article in of_part})
    if not given.fit:
        for draw in dict.fromkeys(mark["draw"] for mark in marks):
            report(draw, [mark for mark in marks if mark["draw"] == draw], story_of)
        return 0
    for draw in dict.fromkeys(mark["draw"] for mark in learnt):
        of_draw = [mark for mark in learnt if mark["draw"] == draw]
        names = {mark[key] for mark in of_draw for key in ("one", "two")}
        few = [article for article in articles if article.id in names]
        rows += pairs_with_features(few, groups_of(few), of_draw)
    weights = fitted(np.array([row for row, _ in rows]), np.array([same for _, same in rows]))
    sys.stdout.write(" ".join(f"{weight:.3f}" for weight in weights) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
