"""Reads article files for the benchmarks: JSON Lines, plain or gzip."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from collectors.model import Article


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def read_articles(paths: Iterable[Path]) -> Iterator[Article]:
    for path in paths:
        for row in rows(path):
            yield Article(
                id=row["id"],
                url=row.get("url"),
                outlet=row.get("outlet"),
                title=row.get("title"),
                authors=tuple(row.get("authors") or ()),
                published=row.get("published"),
                language=row.get("language"),
                text=row["text"],
                event=row.get("event"),
            )
