"""Whether the probability of a quotation is what it says: a reliability diagram as a table, and its expected error.

    python -m tests.benchmarks.bench_probability polnear.dev.jsonl.gz [gum.jsonl.gz ...] [--bins 10] [--record]

A quotation is right if half of the words that it and a marked attribution hold together are common to both, and a word of
its speaker is marked as the source (any speaker, where none is marked). Each attribution counts once, best overlap first.
The expected error is the mean distance of a bin's probability from its share of right ones, weighted by quotations.
Texts with a `genre` are told apart: news, and the rest. Where sentences are marked, marks stop at the sentence: then the
error is printed a second time for contents cut to the sentence of their cue. `--record` writes the errors into
collectors/metrics/quotations/probability_quality.json, which the method page prints.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import collectors
from collectors.metrics.quotations import extract_quotations
from collectors.metrics.text import WORD
from collectors.model import Quotation
from tests.benchmarks import quotation_gold as qg
from tests.benchmarks.bench_world import within_sentence

RECORD = Path(collectors.__file__).parent / "metrics" / "quotations" / "probability_quality.json"


@dataclass(frozen=True)
class Bin:
    """Quotations of like probability: how many, their mean probability, and how many are right."""

    n: int
    mean: float
    right: int


def _words(text: str, spans: Iterable[Sequence[int]]) -> set[int]:
    return {word.start() for start, end in spans for word in WORD.finditer(text, start, end)}


def _names(text: str, starts: set[int]) -> set[int]:
    """The words of a source that make a speaker right."""
    return {at for at in starts if (word := WORD.match(text, at)) and word.group().lower() not in qg.FUNCTION}


def judged(record: qg.Record, found: Sequence[Quotation]) -> list[tuple[float, bool]]:
    """The probability of each quotation of a marked text, and whether it is right."""
    text = record["text"]
    marks = [(_words(text, m["content"]), _names(text, _words(text, m["source"]))) for m in record["attributions"]]
    contents = [_words(text, q.content) for q in found]
    pairs = sorted(
        (-len(mine & content) / len(mine | content), i, k)
        for i, mine in enumerate(contents)
        for k, (content, _) in enumerate(marks)
        if content and len(mine & content) * 2 >= len(mine | content)
    )
    source_of: dict[int, set[int]] = {}
    used: set[int] = set()
    for _, i, k in pairs:
        if i not in source_of and k not in used:
            source_of[i] = marks[k][1]
            used.add(k)
    return [
        (q.probability or 0.0, i in source_of and _speaker_right(text, q, source_of[i]))
        for i, q in enumerate(found)
        if contents[i]
    ]


def _speaker_right(text: str, quotation: Quotation, source: set[int]) -> bool:
    return not source or bool(quotation.speaker and source & _words(text, [quotation.speaker]))


def binned(outcomes: Iterable[tuple[float, bool]], bins: int) -> list[Bin]:
    """The outcomes in bins of equal width, without empty ones."""
    parts: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, right in outcomes:
        parts[min(bins - 1, int(probability * bins))].append((probability, right))
    return [Bin(len(p), sum(x for x, _ in p) / len(p), sum(y for _, y in p)) for p in parts if p]


def expected_error(diagram: Sequence[Bin]) -> float:
    """The mean distance of probability and share, weighted by quotations."""
    return sum(abs(b.mean * b.n - b.right) for b in diagram) / sum(b.n for b in diagram)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--bins", type=int, default=10)
    parser.add_argument("--record", action="store_true")
    given = parser.parse_args()
    recorded: dict[str, dict[str, float]] = {}
    for path in given.articles:
        parts: dict[str, list[tuple[float, bool]]] = {}
        for record in qg.load(path):
            genre: object = record.get("genre")
            name = path.name.partition(".jsonl")[0] + (
                "" if genre is None else " news" if genre == "news" else " other"
            )
            found = extract_quotations(record["text"])
            parts.setdefault(name, []).extend(judged(record, found))
            sentences: object = record.get("sentences")
            if isinstance(sentences, list):
                cut = [within_sentence(one, sentences) for one in found]
                parts.setdefault(f"{name}, within the sentence", []).extend(judged(record, cut))
        for name, outcomes in parts.items():
            diagram = binned(outcomes, given.bins)
            recorded[name] = {
                "n": len(outcomes),
                "expected_error": round(expected_error(diagram), 3),
                "mean_probability": round(sum(probability for probability, _ in outcomes) / len(outcomes), 3),
                "right": round(sum(right for _, right in outcomes) / len(outcomes), 3),
            }
            print(name, recorded[name])
            for one in diagram:
                print(f"  probability {one.mean:.3f}  right {one.right / one.n:.3f}  n {one.n}")
    if given.record:
        RECORD.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
