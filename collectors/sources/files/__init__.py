"""Articles from files of any kind (`file_reading`), plain or gzip, and from folders of them.

`read` streams what a file holds and raises nothing because of its contents: whatever cannot be read becomes an
`Outcome` that names the file, the line and the remedy, and reading goes on.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from collectors.sources.files.export_file import DamagedFileError
from collectors.sources.files.exported_items import ReadingContext, TakenFor
from collectors.sources.files.file_items import Damage, FileItem, ImportDefaults, failure
from collectors.sources.files.file_names import SUFFIXES, FileName, is_passed_over, printable, stem_of, suffix_of
from collectors.sources.files.file_reading import read_stream
from collectors.sources.files.page_files import only_urls, urls_in
from collectors.sources.files.raw_bytes import blocks
from collectors.sources.files.row_files import read_jsonl
from collectors.support.time_limit import processor_seconds

__all__ = ["PERMISSIONS", "STDIN", "FileItem", "ImportDefaults", "files_in", "lists_addresses", "read", "urls_in"]

STDIN = "-"
REPORT = "the other files were read; please report this one"
PERMISSIONS = "check the path and its permissions"
#: Processor time in seconds after which the next article of a file is given up, and what is added for its length: a few
#: milliseconds are usual, and a workbook of 30 MB is read whole before its first row.
LEAST_SECONDS, SECONDS_PER_BYTE = 60.0, 1e-5
NO_FILE = Damage("is a pipe or a device and no file", "give a file, or - for standard input")


def read(
    path: str,
    given: ImportDefaults | None = None,
    now: datetime | None = None,
    taken_for: TakenFor = lambda _file, _kind: None,
) -> Iterator[FileItem]:
    """Read a file or a folder.

    Args:
        path: The file or folder; `-` reads JSON Lines from standard input.
        given: Values for what rows leave open.
        now: Dates must not be later than this; by default the present.
        taken_for: Called with each file and the kind it is read as.

    Yields:
        Articles, pages and failures, in the order of the file.
    """
    given, now = given or ImportDefaults(), now or datetime.now(UTC)
    for file, name in files_in(path):
        label = printable(file)
        if isinstance(name, Damage):
            yield failure(label, name)
            continue
        try:
            with _open(file) as stream:
                if file == STDIN:
                    yield from read_jsonl(stream, file, given, now)
                else:
                    context = ReadingContext(label, given, now, given.columns, taken_for)
                    name_inside = FileName(label, printable(name), suffix_of(Path(file)))
                    yield from _in_time(read_stream(stream, name_inside, context), Path(file).stat().st_size)
        except DamagedFileError as error:
            yield failure(label, error.damage)
        except OSError as error:
            yield failure(label, Damage(f"cannot be read: {error.strerror or error}", PERMISSIONS))
        except Exception as error:  # noqa: BLE001  one guard around every file: the others are read
            yield failure(label, Damage(f"cannot be read: {type(error).__name__}: {error}"[:300], REPORT))


def _in_time(items: Iterator[FileItem], size: int) -> Iterator[FileItem]:
    """The items, each with a limit of processor time for a file of so many bytes."""
    while True:
        with processor_seconds(LEAST_SECONDS + SECONDS_PER_BYTE * size):
            item = next(items, None)
        if item is None:
            return
        yield item


def files_in(path: str) -> Iterator[tuple[str, str | Damage]]:
    """List the files at a path.

    Args:
        path: A file, a folder, or `-` for standard input.

    Yields:
        Each file with its name without suffix, which identifies an article without an id, or with the reason why it is
        not read. Of a folder: the files of known kinds below it, sorted, without a browser's "..._files" folders.
    """
    if path == STDIN:
        yield path, "stdin"
        return
    folder = Path(path)
    if not _is_folder(path):
        yield path, stem_of(folder.name) if _regular(folder) else NO_FILE
        return
    empty = True
    for file in _below(folder):
        empty = False
        if isinstance(file, OSError):
            yield str(file.filename), Damage(f"cannot be read: {file.strerror}", PERMISSIONS)
        elif file.is_symlink():
            # It may lead anywhere on the machine: a folder from somebody else must not choose what is read.
            what = "folder" if _is_folder(str(file)) else "file"
            yield str(file), Damage("is a symbolic link, which is not followed", f"give the {what} itself")
        elif not _regular(file):
            yield str(file), NO_FILE
        else:
            yield str(file), stem_of(file.relative_to(folder).as_posix())
    if empty:
        yield (
            path,
            Damage("holds no files to import", f"give files that end in {', '.join(SUFFIXES)} (or these with .gz)"),
        )


def _below(folder: Path) -> Iterator[Path | OSError]:
    """The files of known kinds below a folder, sorted, and after them the folders that cannot be read."""
    refused: list[OSError] = []
    files: list[Path] = []
    for at, folders, names in os.walk(folder, onerror=refused.append):
        files += [Path(at) / name for name in names]
        files += [link for name in folders if (link := Path(at) / name).is_symlink()]
    for file in sorted(files):
        is_folder = _is_folder(str(file))
        inside = file / "a.txt" if is_folder else file  # a link to a folder is named, too, where its files would count
        if not is_passed_over(inside.relative_to(folder), suffix_of(inside)):
            yield file
    for error in sorted(refused, key=lambda refusal: str(refusal.filename)):
        if not is_passed_over(Path(error.filename).relative_to(folder) / "a.txt", "txt"):
            yield error


def _is_folder(path: str) -> bool:
    """Whether a path is a folder, or a link to one; false where its state cannot be read."""
    return os.path.isdir(path)  # noqa: PTH112  Path.is_dir raises where the folder above it may not be searched


def _regular(file: Path) -> bool:
    """Whether this is a file; true also where its state cannot be read, since opening it gives the reason.

    To open a pipe waits for ever for somebody who writes into it.
    """
    try:
        return stat.S_ISREG(file.stat().st_mode)
    except OSError:
        return True


def lists_addresses(path: str) -> bool:
    """Whether a file is a list of addresses, one on each line."""
    if path == STDIN or suffix_of(Path(path)) not in {"", "urls", "txt", "lst", "list"} or not _regular(Path(path)):
        return False
    try:
        with _open(path) as stream:
            first = next(blocks(stream), b"")
    except OSError:
        return False
    return suffix_of(Path(path)) == "urls" or (isinstance(first, bytes) and only_urls(first[:4096]))


def _open(file: str) -> BinaryIO:
    # A wrapper of its own around standard input: closing it must not close the real one.
    return (
        io.BufferedReader(cast("io.RawIOBase", _Unclosed(sys.stdin.buffer))) if file == STDIN else Path(file).open("rb")
    )


class _Unclosed(io.RawIOBase):
    """A wrapper of standard input; closing it leaves standard input open."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer is 3.12's
        """Read into a buffer and return the number of bytes."""
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
