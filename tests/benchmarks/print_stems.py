"""Prints every open stem of the shipped word lists with the words that it takes in articles, commonest first.

python -m tests.benchmarks.print_stems ARTICLES.jsonl[.gz] ... > stems.txt

Read the list before a stem ships: what it should not take goes into data/languages/<code>/stems.toml.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from collectors.config import data_dir, load_catalogue
from collectors.metrics.framing_devices.stem_exceptions import takes
from collectors.metrics.language_identification import identify
from collectors.metrics.text import WORD

SHOWN = 14


def shipped_stems() -> dict[str, set[str]]:
    """Language -> the stems of all shipped lists, without their star."""
    found: dict[str, set[str]] = {}
    for by_language in load_catalogue(data_dir({})).terms.values():
        for language, terms in by_language.items():
            words = {word for term, _ in terms for word in term.lower().split()}
            found.setdefault(language, set()).update(w.rstrip(".,")[:-1] for w in words if w.rstrip(".,").endswith("*"))
    return found


def main(paths: list[Path]) -> None:
    words: dict[str, Counter[str]] = {}
    for path in paths:
        data = path.read_bytes()
        lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").split("\n")
        for row in map(json.loads, filter(None, lines)):
            found = identify(row["text"], (row.get("language"),))
            if found:
                words.setdefault(found.language, Counter()).update(
                    m.group().lower() for m in WORD.finditer(row["text"])
                )
    for language, stems in sorted(shipped_stems().items()):
        here = words.get(language, Counter())
        for stem in sorted(stems):
            taken = [f"{word}:{n}" for word, n in here.most_common() if takes(stem, word.replace("’", "'"), language)]
            print(language, f"{stem}*", *taken[:SHOWN])


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
