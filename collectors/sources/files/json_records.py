"""Reads values from JSON answers, whatever their types are. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from collectors.sources.files.export_file import ExportFile, html_root
from collectors.sources.files.exported import one_line, paragraphs
from collectors.sources.files.markup_blocks import page_blocks

JsonObject = Mapping[str, object]


def value_at(record: object, path: str) -> object:
    """The value at a dotted path ("headline.main", "authors.0.name"); None where there is none."""
    for name in path.split("."):
        if isinstance(record, Mapping):
            record = record.get(name)
        elif isinstance(record, list) and name.isdigit():
            record = record[int(name)] if int(name) < len(record) else None
        else:
            return None
    return record


def text_at(record: object, *paths: str) -> str | None:
    """The first text at one of these paths that is not blank, stripped; numbers count as text. None without one."""
    for path in paths:
        value = value_at(record, path)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int | float) and not isinstance(value, bool) and value == value:  # noqa: PLR0124  no NaN
            return str(value)
    return None


def texts_at(record: object, path: str, name: str = "name") -> tuple[str, ...]:
    """The texts in a list.

    Args:
        record: A JSON value.
        path: The path of a list of texts or of objects, or of one text with semicolons.
        name: The key of the text in an object.

    Returns:
        The distinct texts in their order.
    """
    value = value_at(record, path)
    if isinstance(value, str):
        value = value.split(";")
    if not isinstance(value, list):
        return ()
    texts = (text_at(item, name) if isinstance(item, Mapping) else item for item in value)
    return tuple(dict.fromkeys(flat for item in texts if isinstance(item, str) and (flat := one_line(item))))


def number_at(record: object, path: str) -> int | None:
    """A whole number of at most seven digits, which may be written as text; None for anything else."""
    value = text_at(record, path)
    return int(value) if value and value.isdigit() and len(value) < 8 else None


def objects_at(file: ExportFile, *paths: str) -> Iterator[JsonObject]:
    """The objects in a file: the items of the first list at one of these paths, otherwise its list or its lines."""
    for _, value in file.values():
        objects = next((items for path in paths if isinstance(items := value_at(value, path), list)), None)
        for item in objects if objects is not None else [value]:
            if isinstance(item, Mapping):
                yield item


def sample_of(file: ExportFile, *paths: str) -> JsonObject:
    """The first object in a file, found as in `objects_at`; empty where there is none."""
    value = file.first_value
    objects = next((items for path in paths if isinstance(items := value_at(value, path), list)), None)
    first = objects[0] if objects else value if objects is None else None
    return first if isinstance(first, Mapping) else {}


def plain_of_markup(markup: str | None) -> str:
    """The text of a piece of HTML, with blank lines between paragraphs."""
    if not markup:
        return ""
    if "<" not in markup and "&" not in markup:
        return paragraphs(markup.split("\n\n"))
    return paragraphs(page_blocks(html_root(f"<div>{markup}</div>"), rows=False))


def moment_of_seconds(value: object) -> str | None:
    """Seconds (or milliseconds) since 1970 as ISO 8601 in UTC; None for anything else."""
    try:
        seconds = float(str(value))
        if seconds > 1e11:
            seconds /= 1000
        return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def iso_moment(value: str | None) -> str | None:
    """A time in ISO 8601, with a space or a T and any offset, or a bare date as it is; None for anything else."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value.strip().replace(" UTC", "+00:00"))
    except ValueError:
        return None
    return moment.isoformat() if len(value.strip()) > len("2022-09-01") else value.strip()
