"""Precision and recall of naming on real headlines and leads.

python -m tests.benchmarks.bench_naming CORPUS...

The marks (tests/naming_marks.json) are offsets, hashes and judgements, no text; the article files in which the marked
pieces stand are arguments. Names what went wrong.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from collectors.config import load_catalogue
from collectors.config.settings import data_dir
from collectors.metrics.naming import Haystack, find_all, matchers
from collectors.model import Article, Event
from tests.benchmarks.bench_membership import EVENT, text_hash
from tests.benchmarks.corpora import read_articles

MARKS = Path(__file__).parent.parent / "naming_marks.json"
#: Concepts that the marks are of; spellings of places are not judged.
CONCEPTS = ("vote", "act", "territory", "officials", "war")


@cache
def _event() -> Event:
    return load_catalogue(data_dir({})).events[EVENT]


def names_in(text: str, language: str | None) -> set[tuple[int, int, str]]:
    """Start, end and "concept.variant" of each name."""
    found = find_all(matchers(_event(), language), Haystack(text))
    return {(*span, f"{concept}.{variant}") for concept, span, variant in found if concept in CONCEPTS}


def naming_quality(articles: Iterable[Article]) -> dict[str, tuple[int, int]]:
    """{"precision": (right, found), "recall": (found, all)} of the marked mentions and the pieces read whole."""
    declared = json.loads(MARKS.read_text(encoding="utf-8"))
    wanted = {mark["id"] for mark in (*declared["marks"], *declared["whole"])}
    texts = {a.id: a for a in articles if a.id in wanted}
    right = wrong = 0
    for mark in declared["marks"]:
        text = (texts[mark["id"]].title or "") if mark["in"] == "title" else texts[mark["id"]].text
        if hashlib.sha256(text.encode()).hexdigest()[:16] != mark["sha256"]:
            raise SystemExit(f"{mark['id']} is not the text that was marked")
        start, end = mark["span"]
        still = any(
            name == mark["name"] and low < end and start < high
            for low, high, name in names_in(text, texts[mark["id"]].language)
        )
        right, wrong = right + (still and mark["right"]), wrong + (still and not mark["right"])
        if still != mark["right"]:
            print("found wrongly" if still else "no longer found", mark["name"], mark["id"], mark["span"])
    found, names = _recall(declared["whole"], texts)
    return {"precision": (right, right + wrong), "recall": (found, names)}


def _recall(pieces: list[dict[str, Any]], texts: dict[str, Article]) -> tuple[int, int]:
    found = names = 0
    for piece in pieces:
        article = texts[piece["id"]]
        if text_hash(article) != piece["sha256"]:
            raise SystemExit(f"{piece['id']} is not the text that was marked")
        for name in piece["names"]:
            text = (article.title or "") if name["in"] == "title" else article.text
            names += 1
            if (*name["span"], name["name"]) in names_in(text, article.language):
                found += 1
            else:
                print("missed", name["name"], piece["id"], name["span"])
    return found, names


if __name__ == "__main__":
    print(naming_quality(read_articles(Path(name) for name in sys.argv[1:])))
