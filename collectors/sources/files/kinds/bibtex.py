"""BibTeX and BibLaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator

from collectors.sources.files.bibliography import entry_of
from collectors.sources.files.export_file import Carrier, ExportFile
from collectors.sources.files.exported import Exported, each_apart
from collectors.sources.files.file_kinds import FileKind

_ENTRY = re.compile(r"@([A-Za-z]+)\s*\{\s*([^,\s{}]*)\s*,")
_FIELD = re.compile(r"\s*,?\s*([A-Za-z][\w-]*)\s*=\s*")
_MONTHS = dict.fromkeys(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 0)
_MONTHS |= {name: number for number, name in enumerate(_MONTHS, start=1)}
_LATEX = re.compile(r"\\(?:[a-zA-Z]+\s*|[^a-zA-Z])|[{}]")
_URL = re.compile(r"https?://[^\s{}\\]+")
_OUTLETS = ("journaltitle", "journal", "newspaper", "publisher")
#: Characters of one entry.
_LONGEST = 1_000_000


def _recognises(file: ExportFile) -> bool:
    return any(m.group(1).lower() not in {"comment", "string", "preamble"} for m in _ENTRY.finditer(file.head[:8_000]))


def _read(file: ExportFile) -> Iterator[Exported]:
    yield from each_apart(_entries(file.text), lambda entry, number: entry_of("BibTeX", _fields(*entry), number))


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """The key and the body of each entry."""
    for match in _ENTRY.finditer(text):
        if match.group(1).lower() not in {"comment", "string", "preamble"}:
            yield match.group(2), text[match.end() : match.end() + _LONGEST]


def _fields(key: str, body: str) -> dict[str, str]:
    values = dict(_values(body))
    date = values.get("date") or _dated(values)
    url = values.get("url") or next(iter(_URL.findall(values.get("howpublished", "") + values.get("note", ""))), "")
    return {
        "title": _plain(values.get("title", "")),
        "outlet": _plain(
            next((values[n] for n in ("journaltitle", "journal", "newspaper", "publisher") if n in values), "")
        ),
        "published": date,
        "url": url.replace("\\", ""),
        "abstract": _plain(values.get("abstract", "")),
        "authors": "; ".join(_plain(name) for name in re.split(r"\s+and\s+", values.get("author", ""))),
        "language": values.get("langid") or values.get("language", ""),
        "record": key,
    }


def _values(body: str) -> Iterator[tuple[str, str]]:
    """The fields of an entry; ends where the entry does."""
    place = 0
    while match := _FIELD.match(body, place):
        value, place = _value(body, match.end())
        yield match.group(1).lower(), value


def _value(body: str, place: int) -> tuple[str, int]:
    """A value in braces, in quotation marks, or bare; and where it ends."""
    if body[place : place + 1] not in {"{", '"'}:
        match = re.compile(r"[^,}\n]*").match(body, place)
        end = match.end() if match else place
        return body[place:end].strip(), end
    closing, depth, start = body[place], 0, place + 1
    for end in range(start, len(body)):
        char = body[end]
        if char == "\\":
            continue
        if closing == '"' and char == '"' and depth == 0 and body[end - 1] != "\\":
            return body[start:end], end + 1
        depth += (char == "{") - (char == "}")
        if closing == "{" and depth < 0:
            return body[start:end], end + 1
    return body[start:], len(body)


def _dated(values: dict[str, str]) -> str:
    year = values.get("year", "")
    month = _MONTHS.get(values.get("month", "").lower()[:3]) or values.get("month", "")
    if not year or not str(month).isdigit():
        return year
    day = values.get("day", "")
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day.isdigit() else "")


def _plain(value: str) -> str:
    return " ".join(_LATEX.sub("", value).split())


KIND = FileKind("bibtex", "BibTeX", frozenset({Carrier.TEXT}), _recognises, _read, "addresses")
