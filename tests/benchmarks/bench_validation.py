"""Figures corrected by hand-marked articles, on PolNeAR's marks: how far off, how often the interval holds the truth.

    python -m tests.benchmarks.bench_validation DATASET TRAIN.jsonl.gz DEV.jsonl.gz [--marked 8 --draws 200]
    python -m tests.benchmarks.bench_validation DATASET TRAIN.jsonl.gz DEV.jsonl.gz --write MARKS.csv

DATASET is the folder of the reference data set of 2016. Each repeat draws 60 articles of every outlet with replacement
and marks some of them; the truth is what PolNeAR's annotators marked in all 132. With --write the counts of eight
articles of each outlet are written as a sheet: what data/reference ships. Only counts leave the texts.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from collectors.compare.validated_estimates import MarkedOutlet, validated
from collectors.dataset.versions import open_dataset
from collectors.validation.marking_sheet import MarkedArticle, drawn, rows_of_marks, sheet_bytes
from collectors.validation.measured_counts import measured_articles
from collectors.validation.sheet_forms import QUOTATIONS

QUOTES = '“”"«»„‘’'
WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
PRONOUN = re.compile(r"\b(?:he|she|it|they|i|we|you)\b")
DRAWN = 60


def marked_counts(record: Mapping[str, Any]) -> dict[str, float]:
    """What the annotators marked in an article, as a sheet counts it."""
    text, counts = record["text"], dict.fromkeys(("quotations", "direct", "unattributed", "unnamed"), 0)
    said: set[int] = set()
    for mark in record["attributions"]:
        spans = sorted(mark["content"])
        if not spans:
            continue
        content = "".join(text[start:end] for start, end in spans).strip()
        source = " ".join(text[start:end] for start, end in mark["source"])
        named = any(word[:1].isupper() for word in WORD.findall(source)) or PRONOUN.search(source.lower())
        counts["quotations"] += 1
        counts["direct"] += content[:1] in QUOTES and content.rstrip(".,")[-1:] in QUOTES
        counts["unattributed"] += not mark["source"]
        counts["unnamed"] += bool(mark["source"]) and not named
        said |= {start + word.start() for start, end in spans for word in WORD.finditer(text[start:end])}
    words = len(WORD.findall(text))
    return {"words": float(words), "quoted_words": float(min(len(said), words)), **counts}


def marks_of(folder: Path, files: list[Path]) -> tuple[str, list[MarkedArticle]]:
    """The marks of the articles that `parallax validate --seed 0` draws."""
    data = open_dataset(folder.parent.parent, folder.name)
    (event,) = data.table("events", ["event"])["event"].to_pylist()
    columns = ["event", "article_id", "outlet", "url", "title", "member", "grade"]
    rows = data.table("articles", columns, [("event", "=", event)]).to_pylist()
    known = records(files)
    sheet = drawn([row for row in rows if row["member"] and row["outlet"] and row["grade"] == "good"], 8, 0, QUOTATIONS)
    return event, [
        MarkedArticle(str(row["article_id"]), str(row["outlet"]), float(str(row["chance"])), "polnear",
                      marked_counts(known[str(row["article_id"])]))
        for row in sheet
    ]  # fmt: skip


def records(files: list[Path]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            found |= {record["id"]: record for record in map(json.loads, lines)}
    return found


def repeat(folder: Path, files: list[Path], marked: int, draws: int) -> None:
    data = open_dataset(folder.parent.parent, folder.name)
    (event,) = data.table("events", ["event"])["event"].to_pylist()
    articles, known = measured_articles(data, event, QUOTATIONS), records(files)
    told = [marked_counts(known[article]) for article in articles.ids]
    hand = {name: np.array([counts[name] for counts in told]) for name in told[0]}
    owner, rng = np.array(articles.outlets), np.random.default_rng(0)
    for figure in QUOTATIONS.figures:
        (part,), (whole,) = figure.numerator, figure.denominator
        places = [np.flatnonzero(owner == name) for name in sorted(set(articles.outlets))]
        truth = np.array([hand[part][place].sum() / hand[whole][place].sum() for place in places])
        plain, mended, held, wide = [], [], [], []
        for _ in range(draws):
            found = validated([_drawn(rng, articles.counts, hand, part, whole, place, marked) for place in places])
            ends = np.array([(of.low, of.high) for of in found], dtype=np.float64)
            plain.append(np.array([of.plain for of in found]) - truth)
            mended.append(np.array([of.estimate for of in found], dtype=np.float64) - truth)
            held.append((ends[:, 0] <= truth) & (truth <= ends[:, 1]))
            wide.append(ends[:, 1] - ends[:, 0])
        before, after = (float(np.sqrt(np.mean(np.square(errors)))) for errors in (plain, mended))
        print(f"{figure.metric}: truth {truth.mean():.3f}; RMSE {before:.4f} -> {after:.4f} ({after / before:.2f}); "
              f"coverage {np.mean(held):.3f}, width {np.mean(wide):.3f}", flush=True)  # fmt: skip


def _drawn(
    rng: np.random.Generator, measured: Mapping[str, np.ndarray], hand: Mapping[str, np.ndarray], part: str, whole: str,
    place: np.ndarray, marked: int,
) -> MarkedOutlet:  # fmt: skip
    rows = rng.choice(place, DRAWN)
    at = rng.choice(DRAWN, marked, replace=False)
    chance = np.full(marked, marked / DRAWN)
    return MarkedOutlet(
        measured[part][rows], measured[whole][rows], at, hand[part][rows][at], hand[whole][rows][at], chance
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("dataset", type=Path)
    ask.add_argument("articles", type=Path, nargs="+")
    ask.add_argument("--marked", type=int, default=8)
    ask.add_argument("--draws", type=int, default=200)
    ask.add_argument("--write", type=Path)
    given = ask.parse_args()
    if given.write:
        event, marks = marks_of(given.dataset, given.articles)
        given.write.write_bytes(sheet_bytes(rows_of_marks(marks, event), QUOTATIONS))
    else:
        repeat(given.dataset, given.articles, given.marked, given.draws)


if __name__ == "__main__":
    main()
