"""Values inside of JSON answers, whatever stands in their place. Pure."""

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
    """The first text that stands at one of these paths and is not blank; numbers count as text."""
    for path in paths:
        value = value_at(record, path)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int | float) and not isinstance(value, bool) and value == value:  # noqa: PLR0124  no NaN
            return str(value)
    return None


def texts_at(record: object, path: str, name: str = "name") -> tuple[str, ...]:
    """The texts of a list of texts or of objects with a name; of one text, its parts between semicolons."""
    value = value_at(record, path)
    if isinstance(value, str):
        value = value.split(";")
    if not isinstance(value, list):
        return ()
    found = (text_at(item, name) if isinstance(item, Mapping) else item for item in value)
    return tuple(dict.fromkeys(flat for item in found if isinstance(item, str) and (flat := one_line(item))))


def number_at(record: object, path: str) -> int | None:
    """A whole number, also where it is written as text."""
    value = text_at(record, path)
    return int(value) if value and value.isdigit() and len(value) < 8 else None


def objects_at(file: ExportFile, *paths: str) -> Iterator[JsonObject]:
    """The objects that a file holds: the items at one of these paths, or those of its list or of its lines."""
    for _, value in file.values():
        found = next((items for path in paths if isinstance(items := value_at(value, path), list)), None)
        for item in found if found is not None else [value]:
            if isinstance(item, Mapping):
                yield item


def sample_of(file: ExportFile, *paths: str) -> JsonObject:
    """The first object that a file holds, as in `objects_at`; empty where there is none."""
    value = file.first_value
    found = next((items for path in paths if isinstance(items := value_at(value, path), list)), None)
    first = found[0] if found else value if found is None else None
    return first if isinstance(first, Mapping) else {}


def plain_of_markup(markup: str | None) -> str:
    """The paragraphs of a piece of HTML."""
    if not markup:
        return ""
    if "<" not in markup and "&" not in markup:
        return paragraphs(markup.split("\n\n"))
    return paragraphs(page_blocks(html_root(f"<div>{markup}</div>"), rows=False))


def moment_of_seconds(value: object) -> str | None:
    """ISO 8601 in UTC of seconds (or milliseconds) since 1970; None for anything else."""
    try:
        seconds = float(str(value))
        if seconds > 1e11:
            seconds /= 1000
        return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def iso_moment(value: str | None) -> str | None:
    """A time as ISO 8601 where it is one, with a blank or a T and any offset; None for anything else."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value.strip().replace(" UTC", "+00:00"))
    except ValueError:
        return None
    return moment.isoformat() if len(value.strip()) > len("2022-09-01") else value.strip()
