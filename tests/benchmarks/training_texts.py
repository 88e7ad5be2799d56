"""Texts that the quotation model learns from beside PolNeAR's: other news without marks, and PolNeAR in another style.

    python -m tests.benchmarks.training_texts OTHERS.jsonl.gz --leads RSS-LEADS --articles NEWSWCL50 --pages AEB FUNDUS

writes the other news, English texts only: leads of feeds joined by forty, so that they are texts of an article's length,
whole articles, and the bodies of pages. Only groups of words and clause roles are learnt from them, no quotation.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from collectors.metrics.quotations.english_check import is_english
from tests.benchmarks import quotation_gold as qg

_JOINED = 40  # leads in a text
_FEWEST = 60  # characters
#: A closing mark after a comma or point, as American papers set it.
_INSIDE = re.compile(r"(?<=[a-z]{2})([,.])([\"”])(?=\s|$)")
_IN_THREE = 3  # one article in so many is set in the other style


def set_outside(record: qg.Record) -> qg.Record:
    """Set commas and points after closing marks, as British and Indian papers and Wikinews do.

    Characters only change places, so that the marks of the corpus stay where they are.
    """
    return {**record, "text": _INSIDE.sub(r"\2\1", record["text"])}


def in_both_styles(records: Iterable[qg.Record]) -> list[qg.Record]:
    """Set one article in three, drawn by its name, in the style that PolNeAR's outlets do not use."""
    return [
        set_outside(record) if hashlib.sha256(record["id"].encode()).digest()[0] % _IN_THREE == 0 else record
        for record in records
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _english(texts: Iterable[str]) -> Iterator[str]:
    """The English ones of some length, each once."""
    for text in dict.fromkeys(texts):
        if len(text) >= _FEWEST and is_english(text.lower().split()[:200]):
            yield text


def other_news(leads: Sequence[Path], articles: Sequence[Path], pages: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Identifier and text of the news that nobody marked."""
    short = list(_english(f"{row['title']}\n{row['text']}" for path in leads for row in _rows(path)))
    for first in range(0, len(short), _JOINED):
        yield f"leads-{first}", "\n\n".join(short[first : first + _JOINED])
    whole = [row["text"] for path in articles for row in _rows(path)]
    whole += [row["gold"].get("body") or "" for path in pages for row in _rows(path)]
    for number, text in enumerate(_english(whole)):
        yield f"article-{number}", text


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path)
    for name in ("--leads", "--articles", "--pages"):
        parser.add_argument(name, type=Path, nargs="*", default=[])
    given = parser.parse_args()
    with gzip.open(given.out, "wt", encoding="utf-8") as out:
        for name, text in other_news(given.leads, given.articles, given.pages):
            out.write(json.dumps({"id": name, "text": text, "attributions": []}) + "\n")


if __name__ == "__main__":
    main()
