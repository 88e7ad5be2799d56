"""Rows and files of invented articles, and what reading them gives."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from collectors.model import Article, Outcome, Page
from collectors.sources.files import FileItem, ImportDefaults, read

NOW = datetime(2022, 10, 20, tzinfo=UTC)
HTML = "<html><head><title>Vote</title></head><body><p>Polls opened on Friday.</p></body></html>"


def row(number: int, **changes: object) -> dict[str, object]:
    made = {"id": f"a{number}", "title": f"Title {number}", "text": f"Text number {number}.", "outlet": "river-courier"}
    return {**made, **changes}


def jsonl(*rows: object) -> bytes:
    return "".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in rows).encode()


def items(path: str, **given: Any) -> list[FileItem]:
    return list(read(path, ImportDefaults(**given), NOW))


def articles(found: list[FileItem]) -> list[Article]:
    return [f.item for f in found if isinstance(f.item, Article)]


def pages(found: list[FileItem]) -> list[Page]:
    return [f.item for f in found if isinstance(f.item, Page)]


def failures(found: list[FileItem]) -> list[Outcome]:
    return [f.item for f in found if isinstance(f.item, Outcome)]
