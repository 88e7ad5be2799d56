"""Articles and pages from files: JSON Lines, CSV, HTML, plain text, WARC and ARC, plain or gzip; and folders of them.

`read` streams what a file holds and never raises for what is in it: whatever cannot be read is an `Outcome` that names
the file, the line and the remedy, and the rest goes on.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from collectors.sources.files.file_items import Damage, FileItem, ImportDefaults, failure
from collectors.sources.files.page_files import only_urls, read_html, read_text, urls_in
from collectors.sources.files.raw_bytes import blocks, not_text
from collectors.sources.files.row_files import read_csv, read_jsonl
from collectors.sources.files.warc_files import read_warc

__all__ = ["PERMISSIONS", "STDIN", "FileItem", "ImportDefaults", "files_in", "kind_of", "read", "urls_in"]

#: Suffix -> kind of file. `.gz` after any of them is passed over.
KINDS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".md": "text",
    ".warc": "warc",
    ".arc": "warc",
    ".urls": "urls",
}
STDIN = "-"
PERMISSIONS = "check the path and its permissions"


def read(path: str, given: ImportDefaults | None = None, now: datetime | None = None) -> Iterator[FileItem]:
    """What a file or a folder holds, in its order; `-` reads JSON Lines from standard input.

    `given` fills what rows leave open; `now` is what dates must not lie after.
    """
    given, now = given or ImportDefaults(), now or datetime.now(UTC)
    for file, name in files_in(path):
        if isinstance(name, Damage):
            yield failure(file, name)
            continue
        try:
            with _open(file) as stream:
                yield from _read_one(stream, file, name, given, now)
        except OSError as error:
            yield failure(file, Damage(f"cannot be read: {error.strerror or error}", PERMISSIONS))


def files_in(path: str) -> Iterator[tuple[str, str | Damage]]:
    """The files at a path with the name each article in them gets where it has no id: the file's, without suffix.

    A folder gives the files of known kinds below it, sorted; a browser's "..._files" folders are left out.
    """
    if path == STDIN:
        yield path, "stdin"
        return
    folder = Path(path)
    if not os.path.isdir(path):  # noqa: PTH112  Path.is_dir raises where the folder above it may not be searched
        yield path, _stem(folder.name)
        return
    empty = True
    for file in _below(folder):
        empty = False
        if isinstance(file, OSError):
            yield str(file.filename), Damage(f"cannot be read: {file.strerror}", PERMISSIONS)
        else:
            yield str(file), _stem(file.relative_to(folder).as_posix())
    if empty:
        yield path, Damage("holds no files to import", f"give files that end in {', '.join(KINDS)} (or these with .gz)")


def _below(folder: Path) -> Iterator[Path | OSError]:
    """The files of known kinds below a folder, sorted, and after them the folders that cannot be read."""
    refused: list[OSError] = []
    files = [Path(at) / name for at, _, names in os.walk(folder, onerror=refused.append) for name in names]
    for file in sorted(files):
        parts = file.relative_to(folder).parts
        if not _passed_over(parts[:-1]) and not parts[-1].startswith(".") and _suffix(file) in KINDS and _regular(file):
            yield file
    for error in sorted(refused, key=lambda e: str(e.filename)):
        if not _passed_over(Path(error.filename).relative_to(folder).parts):
            yield error


def _passed_over(folders: Sequence[str]) -> bool:
    return any(name.startswith(".") or name.endswith("_files") for name in folders)


def _regular(file: Path) -> bool:
    """Whether it is a file to open; what cannot be looked at is one, since opening it tells why."""
    try:
        return stat.S_ISREG(file.stat().st_mode)
    except OSError:
        return True


def kind_of(path: str) -> str | Damage:
    """The kind of a file by its suffix, or by its first bytes where that says nothing."""
    if path == STDIN:
        return "jsonl"
    try:
        with _open(path) as stream:
            return _kind(stream, path)
    except OSError as error:
        return Damage(f"cannot be read: {error.strerror or error}", PERMISSIONS)


def _open(file: str) -> BinaryIO:
    # A wrapper of its own around standard input: closing it must not close the real one.
    return (
        io.BufferedReader(cast("io.RawIOBase", _Unclosed(sys.stdin.buffer))) if file == STDIN else Path(file).open("rb")
    )


class _Unclosed(io.RawIOBase):
    """Standard input, left open."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer is 3.12's
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _kind(stream: BinaryIO, file: str) -> str | Damage:
    kind = KINDS.get(_suffix(Path(file)))
    head = _head(stream)
    if isinstance(head, Damage):
        return kind if kind == "warc" else head
    if kind == "warc":
        return kind if head.strip() else Damage("is empty", "give a WARC file with responses, or leave it out")
    wrong = not_text(head)
    if wrong and not (kind == "html" and wrong.what == "is UTF-16"):
        return wrong
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if kind is None:
        if head.startswith(b"WARC/"):
            return "warc"
        kind = "jsonl" if start.startswith(b"{") else "html" if start.startswith(b"<") else "text"
    return "urls" if kind == "text" and only_urls(head) else kind


def _head(stream: BinaryIO) -> bytes | Damage:
    """The first 4 KB, decompressed; the stream stands at its beginning again."""
    place = stream.tell() if stream.seekable() else None
    if place is None:
        return cast("io.BufferedReader", stream).peek(4096)[:4096]
    first = next(blocks(stream), b"")
    stream.seek(place)
    return first if isinstance(first, Damage) else first[:4096]


def _read_one(stream: BinaryIO, file: str, name: str, given: ImportDefaults, now: datetime) -> Iterator[FileItem]:
    kind = "jsonl" if file == STDIN else _kind(stream, file)
    if isinstance(kind, Damage):
        yield failure(file, kind)
    elif kind == "jsonl":
        yield from read_jsonl(stream, file, given, now)
    elif kind == "csv":
        yield from read_csv(stream, file, given, now)
    elif kind == "html":
        yield from read_html(stream, file, name, given)
    elif kind == "text":
        yield from read_text(stream, file, name, given, now)
    elif kind == "warc":
        yield from read_warc(stream, file, given)
    else:
        for entry in urls_in(stream, file):
            if isinstance(entry, FileItem):
                yield entry
                continue
            number, url = entry
            what, remedy = f"{url} has no saved page", "give the saved pages too: --pages DIR or WARC"
            yield failure(file, Damage(what, remedy, number))


def _suffix(path: Path) -> str:
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _stem(name: str) -> str:
    """A file's name without the suffixes that only say what kind it is."""
    for _ in range(2):
        path = Path(name)
        if path.suffix.lower() == ".gz" or path.suffix.lower() in KINDS:
            name = path.with_suffix("").as_posix()
    return name
