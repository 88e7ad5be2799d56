"""Reads JSON Lines files of articles or pages, row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from collectors.sources.files.article_rows import found_in
from collectors.sources.files.file_items import Damage, FileItem, ImportDefaults, failure
from collectors.sources.files.raw_bytes import decode, lines


def read_jsonl(stream: BinaryIO, file: str, given: ImportDefaults, now: datetime) -> Iterator[FileItem]:
    """Read a JSON Lines file.

    Args:
        stream: The file's bytes.
        file: Its name in messages.
        given: Values for what rows leave open.
        now: Dates must not be later than this.

    Yields:
        Articles and pages; a failure for each bad line.
    """
    for number, data in lines(stream):
        if isinstance(data, Damage):
            yield failure(file, data if data.line else _at(data, number))
            continue
        if not data.strip():
            continue
        row = parse_json(data, number)
        if isinstance(row, Damage):
            yield failure(file, row)
        else:
            yield from found_in(row, file, number, given, now)


def parse_json(data: bytes, number: int) -> object | Damage:
    """Parse one line of JSON Lines.

    Args:
        data: The bytes of the line.
        number: The number of the line.

    Returns:
        The value, or damage. A key that occurs twice is damage, and so are infinities and NaN where an article's text,
        title or address should be; tables write NaN for what they lack, so that any other NaN is None.
    """
    text = decode(data, number)
    if isinstance(text, Damage):
        return text
    try:
        # Not strict: raw control characters inside strings are common in scraped text and harmless.
        row: object = json.loads(text, strict=False, object_pairs_hook=_once, parse_constant=_no_number)
    except AmbiguousRowError as error:
        return Damage(str(error), "correct this line: which value counts is not for the program to say", number)
    except json.JSONDecodeError as error:
        what = f"is no JSON: {error.msg} at character {error.pos + 1}"
        remedy = "give one JSON object per line"
        if text.lstrip().startswith("["):
            remedy += " (a list: write its items one per line, without [ ] and commas)"
        return Damage(what, remedy, number)
    except (RecursionError, ValueError):  # nested too deep; a number of thousands of digits
        return Damage(
            "is JSON that no article needs: nested too deep or a number too long", "correct this line", number
        )
    return row


#: Fields that hold what an article is; NaN there is a fault of the file.
_ESSENTIAL = frozenset(("id", "url", "title", "text", "html", "body", "content"))


class AmbiguousRowError(ValueError):
    """A row with the same key twice, with an infinity, or with NaN in a field that makes the article."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys are distinct; of two values under one key, `json` would silently keep the last."""
    row = dict(pairs)
    if len(row) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise AmbiguousRowError(f"holds the key `{twice[:40]}` twice")
    if any(value is _MISSING for value in row.values()):
        if name := next((name for name, value in row.items() if value is _MISSING and name in _ESSENTIAL), None):
            raise AmbiguousRowError(f"holds NaN, which is no value of JSON, as `{name}`")
        return {name: None if value is _MISSING else value for name, value in row.items()}
    return row


def _no_number(name: str) -> object:
    if name == "NaN":
        return _MISSING
    raise AmbiguousRowError(f"holds {name}, which is no value of JSON")


#: What NaN is read as until its key is known.
_MISSING = float("nan")


def _at(damage: Damage, number: int) -> Damage:
    return Damage(damage.what, damage.remedy, number, damage.kind)
