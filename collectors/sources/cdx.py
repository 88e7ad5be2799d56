"""Indexes of web archives (CDX): the Wayback Machine's JSON and text answers, pywb's JSON lines, and CDX files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote_plus

from collectors.sources.source_protocol import MAX_BYTES, Refusal, RefusalKind, Response
from collectors.sources.source_times import iso_time
from collectors.sources.web_markup import absolute, plain, text_of

#: Most rows of one answer, as in the server's own configuration.
MAX_ROWS = 150_000

# The names of the fields in the order of a text line (CDX server README), and pywb's names for the same.
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_NAMES = {"url": "original", "mime": "mimetype", "status": "statuscode"}
_TIMESTAMP = re.compile(r"[12]\d{13}\Z")


@dataclass(frozen=True, slots=True)
class Capture:
    """One copy of a page in an archive.

    `status`, `media` and `digest` are None where the index has "-". Without status and media it is a revisit, whose
    bytes are those of an earlier capture with the same digest.
    """

    timestamp: str  # 14 digits, UTC
    url: str
    status: int | None = None
    media: str | None = None
    digest: str | None = None
    length: int | None = None

    @property
    def time(self) -> str | None:
        """The time of the capture in ISO 8601."""
        return iso_time(self.timestamp)


class Index(NamedTuple):
    """The captures of an answer.

    Attributes:
        captures: The captures in the order of the index.
        malformed: Number of lines that are not captures.
        first_bad: The first of those lines, "" if there is none.
        resume: The key of the next page, if there is one.
    """

    captures: list[Capture]
    malformed: int
    first_bad: str
    resume: str | None


def parse_index(response: Response) -> Index | Refusal:
    """Read a CDX answer in any of its forms.

    A line that is not a capture (they occur in the Wayback Machine's answers) is counted and skipped.

    Returns:
        The captures, or why there are none.
    """
    text = text_of(response, MAX_BYTES)
    if isinstance(text, Refusal):
        return Index([], 0, "", None) if text.kind is RefusalKind.EMPTY else text
    start = text.lstrip()
    if start.startswith("<"):
        return Refusal(response.url, RefusalKind.SERVICE, f"the archive says: {(plain(text) or 'an HTML page')[:200]}")
    index = _json_index(start) if start.startswith("[") else _text_index(text)
    if index.malformed and not index.captures:
        what = f"no CDX: {index.first_bad[:200]}"
        return Refusal(response.url, RefusalKind.SERVICE, what)
    return index


def _json_index(text: str) -> Index:
    """Read an array of arrays whose first one names the fields; after an empty one comes the resume key."""
    try:
        rows = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return _broken_json(text)
    if not isinstance(rows, list):
        return Index([], 1, text[:200], None)
    return _from_rows(rows)


def _from_rows(rows: list[object]) -> Index:
    header = rows[0] if rows and isinstance(rows[0], list) else []
    names = [_NAMES.get(str(name), str(name)) for name in header]
    captures: list[Capture] = []
    bad: list[object] = []
    resume = None
    for index, row in enumerate(rows[1 : MAX_ROWS + 4], start=1):
        if row == []:
            following = rows[index + 1] if index + 1 < len(rows) else None
            resume = str(following[0]) if isinstance(following, list) and len(following) == 1 else None
            break
        fields = dict(zip(names, row, strict=False)) if isinstance(row, list) and len(row) == len(names) else {}
        capture = _capture(fields)
        if capture:
            captures.append(capture)
        else:
            bad.append(row)
    return Index(captures, len(bad), str(bad[0])[:200] if bad else "", _key(resume))


def _broken_json(text: str) -> Index:
    """Read the rows one by one if the JSON is cut or broken; each has its own line."""
    rows: list[object] = []
    bad = 1  # the place where it breaks off
    for line in text[1:].splitlines():
        bare = line.strip().rstrip(",")
        if not bare.strip("[]"):
            continue
        try:
            row = json.loads(bare.removesuffix("]") if bare.endswith("]]") else bare)
        except (ValueError, RecursionError):
            bad += 1
            continue
        rows.append(row)
    index = _from_rows(rows)
    return index._replace(malformed=index.malformed + bad, first_bad=index.first_bad or "the JSON breaks off")


def _text_index(text: str) -> Index:
    """Read one capture a line (fields separated by spaces, or JSON); the resume key is the line after an empty one."""
    captures: list[Capture] = []
    bad: list[str] = []
    blank = False
    resume = None
    for line in text.splitlines()[: MAX_ROWS + 4]:
        bare = line.strip()
        if not bare:
            blank = bool(captures or bad)
            continue
        if bare.startswith("CDX ") and not captures:
            continue  # a file's header
        capture = _capture(_fields_of(bare))
        if capture:
            captures.append(capture)
        elif blank and " " not in bare:
            resume = bare
        else:
            bad.append(bare)
        blank = False
    return Index(captures, len(bad), bad[0][:200] if bad else "", _key(resume))


def _fields_of(line: str) -> Mapping[str, object]:
    """Return the fields of a text line, of a CDXJ line (key, time, JSON) or of a JSON line."""
    brace = line.find("{")
    parts = line[:brace].split() if brace >= 0 else []
    if brace == 0 or (brace > 0 and len(parts) == 2):
        try:
            row = json.loads(line[brace:])
        except (ValueError, RecursionError):
            return {}
        if not isinstance(row, dict):
            return {}
        given: dict[str, object] = {_NAMES.get(str(name), str(name)): value for name, value in row.items()}
        return given | dict(zip(_FIELDS, parts, strict=False))
    fields = line.split(" ")
    # CDX files of 9 to 11 columns have redirect, flags, offset and file name after the digest.
    field_count = {7: 7, 9: 6, 10: 6, 11: 6}.get(len(fields), 0)
    return dict(zip(_FIELDS[:field_count], fields, strict=False))


def _capture(fields: Mapping[str, object]) -> Capture | None:
    timestamp, url = str(fields.get("timestamp", "")), absolute("", fields.get("original"))
    if not _TIMESTAMP.match(timestamp) or iso_time(timestamp) is None or url is None:
        return None
    media, status, digest, length = (_stated(fields.get(name)) for name in _FIELDS[3:])
    return Capture(timestamp, url, _number(status), media, digest, _number(length))


def _stated(value: object) -> str | None:
    text = str(value).strip() if isinstance(value, str | int) else ""
    return None if text in {"", "-"} else text


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 12 else None


def _key(resume: str | None) -> str | None:
    """Return a resume key as it was before the server quoted it for use in an address."""
    return unquote_plus(resume) if resume and len(resume) < 4_096 else None


def same_bytes_once(captures: Iterable[Capture]) -> list[Capture]:
    """Return the captures without later ones that have the same digest."""
    seen: set[str] = set()
    captures_once = []
    for capture in captures:
        if capture.digest is None or capture.digest not in seen:
            captures_once.append(capture)
        if capture.digest:
            seen.add(capture.digest)
    return captures_once
