"""Speakers of direct speech on real pages in seven languages, marked by one reader in two passes.

python -m tests.benchmarks.bench_direct_speech SHARED

SHARED holds `corpora/pages`. The pages come from outlets whose hash is odd; nobody read them while the rules were
written. Quotations were drawn by their marks, not by the extractor. `direct_speech_marks.jsonl` holds for each drawn
one its page, its offsets in the text that this program extracts, a hash of its words, and hashes of the words that
name its speaker (none where nobody speaks: a title, a motto, an invented example). The first draw was counted, then
read; the second was counted after the changes that followed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from collectors.extract import extract
from collectors.metrics.quotations import extract_quotations
from collectors.metrics.text import WORD
from collectors.model import Page, Quotation

MARKS = Path(__file__).with_name("direct_speech_marks.jsonl")
#: Kinds under which a speaker is shown by name.
NAMED = ("person", "office", "body", "group", "country", "thing")


def short_hash(text: str) -> str:
    """The first twelve digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def page_texts(shared: Path, wanted: set[str]) -> dict[str, str]:
    """The texts of the wanted pages, by id: the gold body where the set has one, else the extracted text."""
    texts: dict[str, str] = {}
    for name in ("trafilatura", "htmldate", "fundus", "aeb"):
        with gzip.open(shared / "corpora" / "pages" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if (key := f"{name}:{row['id']}") in wanted:
                    texts[key] = _text(row, gold=name in ("fundus", "aeb"))
    return texts


def _text(row: dict[str, Any], gold: bool) -> str:
    if gold:
        body = row["gold"]["body"] if isinstance(row["gold"], dict) else row["gold"]
        return body if isinstance(body, str) else "\n\n".join(body)
    data = (row.get("html") or "").encode("utf-8", "replace")
    article = extract(Page(row["id"], row["url"], data, "text/html; charset=utf-8", None))
    return getattr(article, "text", "") or ""


def place_of(text: str, row: dict[str, Any]) -> int | None:
    """The offset of a marked quotation in a text, which may have changed before it; None where it is not there."""
    length = row["end"] - row["start"]
    places = sorted(range(max(0, len(text) - length + 1)), key=lambda place: abs(place - row["start"]))
    return next((place for place in places if short_hash(text[place : place + length].lower()) == row["text"]), None)


def said_in(text: str, start: int, end: int, found: list[Quotation]) -> Quotation | None:
    """The quotation that holds at least half of the words of a stretch."""
    words = {m.start() for m in WORD.finditer(text, start, end)}
    best: tuple[float, Quotation | None] = (0.5, None)
    for quotation in found:
        mine = {m.start() for span in quotation.content for m in WORD.finditer(text, *span)}
        share = len(mine & words) / len(words)
        if share > best[0] or (share == best[0] and best[1] is None):
            best = share, quotation
    return best[1]


def names_right(text: str, quotation: Quotation, speaker: set[str]) -> bool:
    """Whether a word of the speaker's name or phrase is one of those marked."""
    phrase = text[slice(*quotation.speaker)] if quotation.speaker else ""
    words = {m.group().lower() for m in WORD.finditer(f"{quotation.speaker_name or ''} {phrase}")}
    return bool(speaker & {short_hash(word) for word in words})


def main(shared: Path) -> None:
    rows = [json.loads(line) for line in MARKS.read_text(encoding="utf-8").splitlines()]
    texts = page_texts(shared, {row["page"] for row in rows})
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        text = texts.get(row["page"], "")
        here = counts.setdefault((row["draw"], row["language"]), Counter())
        start, length = place_of(text, row), row["end"] - row["start"]
        if start is None:
            here["other text"] += 1  # the extraction gives this passage otherwise by now
            continue
        end = start + length
        quotation = said_in(text, start, end, extract_quotations(text, language=row["language"]))
        named = quotation is not None and quotation.speaker_kind in NAMED
        if not row["speaker"]:
            here.update(nobody=1, nobody_named=named)
            continue
        right = quotation is not None and names_right(text, quotation, set(row["speaker"]))
        here.update(speech=1, right=right, named=named, named_wrong=named and not right)
    for draw in ("first", "second"):
        of_draw = {key: value for key, value in counts.items() if key[0] == draw}
        for (_, language), here in sorted(of_draw.items()):
            print(draw, language, dict(here))
        print(draw, "all", dict(sum(of_draw.values(), Counter[str]())))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
