"""Precision and recall of the quotation extractor against marked texts. Used by its floor tests and by the benchmark that
records the figures which the method page shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from collectors.metrics.quotations import extract_quotations, scare_quotes
from collectors.metrics.text import WORD
from collectors.model import Quotation

SAMPLE = Path(__file__).parent.parent / "quotations_sample.jsonl"
Row = Mapping[str, Any]  # rows of JSON: {"id", "text", "quotes": [{"content", "speaker", ...}], "scare"?}


#: The marks tell persons, bodies and the unnamed; finer kinds are judged on marks of their own.
_COARSE = {"person": "person", "body": "body", "country": "body", "thing": "body", "unattributed": "unattributed"}


def rows(path: Path) -> list[Row]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _words(text: str, spans: Iterable[Iterable[int]]) -> set[int]:
    return {m.start() for a, b in spans for m in WORD.finditer(text, a, b)}


def matched(text: str, found: list[Quotation], marked: list[Row]) -> list[tuple[Quotation, Row]]:
    """Quotations paired with marks: words of the contents overlap by at least half of their union, best pairs first."""
    mine = [_words(text, q.content) for q in found]
    gold = [_words(text, m["content"]) for m in marked]
    pairs = [
        (-len(a & b) / len(a | b), i, j)
        for i, a in enumerate(mine)
        for j, b in enumerate(gold)
        if len(a & b) * 2 >= len(a | b)
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    kept = []
    for _, i, j in sorted(pairs):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            kept.append((found[i], marked[j]))
    return kept


def score(texts: Sequence[Row]) -> dict[str, float]:
    """Precision and recall of contents, the same for the whole (content and speaker's words), and shares of matched
    quotations whose full name, kind and type are as marked. Four digits."""
    n = dict.fromkeys(
        ("found", "marked", "content", "whole", "name", "kind", "type", "scare_found", "scare_marked", "scare"), 0
    )
    for row in texts:
        text, marked = row["text"], list(row["quotes"])
        found = extract_quotations(text)
        n["found"] += len(found)
        n["marked"] += len(marked)
        for q, m in matched(text, found, marked):
            right = not m["speaker"] or bool(q.speaker and _words(text, [q.speaker]) & _words(text, [m["speaker"]]))
            n["content"] += 1
            n["whole"] += right
            n["name"] += q.speaker_name == m["speaker_name"]
            n["kind"] += _COARSE.get(q.speaker_kind, "unnamed") == m["speaker_kind"]
            n["type"] += q.type == m.get("type", q.type)
        scare = {tuple(s) for s in row.get("scare", ())}
        got = set(scare_quotes(text, found)) if "scare" in row else set()
        n["scare_found"] += len(got)
        n["scare_marked"] += len(scare)
        n["scare"] += len(got & scare)
    return _shares(n)


def _shares(n: dict[str, int]) -> dict[str, float]:
    def share(a: str, b: str) -> float:
        return round(n[a] / n[b], 4) if n[b] else 1.0

    return {
        "texts_marked": n["marked"],
        "precision": share("content", "found"),
        "recall": share("content", "marked"),
        "precision_with_speaker": share("whole", "found"),
        "recall_with_speaker": share("whole", "marked"),
        "full_name": share("name", "content"),
        "speaker_kind": share("kind", "content"),
        "type": share("type", "content"),
        "scare_precision": share("scare", "scare_found"),
        "scare_recall": share("scare", "scare_marked"),
    }
