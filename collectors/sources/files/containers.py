"""Files inside ZIP (also WACZ) and tar archives: each member is read like a file of its own, within limits."""

from __future__ import annotations

import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from collectors.sources.files.file_items import MAX_BYTES, Damage, FileItem, failure
from collectors.sources.files.file_names import FileName, is_passed_over, stem_of, suffix_of
from collectors.sources.files.unpacking import Member, limited, tar_members, zip_members

ZIP = b"PK\x03\x04"
_AGAIN = "take it again from where it came from"
#: Archives inside archives are read to this depth; deeper files become failures.
MAX_DEPTH = 3
#: Members of one archive that are said one by one to be damaged; of the others there is one line with their number.
MOST_TOLD = 20

ReadMember = Callable[[BinaryIO, FileName], Iterator[FileItem]]
#: What the standard library raises for damaged archives.
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, zlib.error, ValueError, RuntimeError)


@dataclass(slots=True)
class _UnreadMembers:
    """Tells which members of an archive cannot be read, the first MOST_TOLD of them one by one."""

    archive: FileName
    number: int = 0

    def failures_of(self, path: str, damage: Damage) -> Iterator[FileItem]:
        """The failure of one member, or nothing where so many were told already that it is only counted."""
        self.number += 1
        if self.number <= MOST_TOLD:
            yield failure(path, damage)

    def failure_of_the_rest(self) -> Iterator[FileItem]:
        """One failure for all that were only counted."""
        if self.number > MOST_TOLD:
            what = f"holds {self.number - MOST_TOLD:,} more files that cannot be read, besides the {MOST_TOLD} named"
            yield failure(self.archive.path, Damage(what, _AGAIN))


def is_tar(first: bytes) -> bool:
    """Whether a file that begins with these bytes (after unpacking gzip) is a tar archive."""
    return first[257:262] == b"ustar"


def read_zip(stream: BinaryIO, name: FileName, read: ReadMember) -> Iterator[FileItem]:
    """Read the members of a ZIP archive.

    Args:
        stream: The archive's bytes, seekable.
        name: Its name.
        read: Reads one member.

    Yields:
        What `read` yields, and failures for members that cannot be unpacked.
    """
    unread = _UnreadMembers(name)
    try:
        with zipfile.ZipFile(stream) as archive:
            collection = "datapackage.json" in archive.namelist()  # WACZ: the rest of it says what the WARC files hold
            for unpacked in zip_members(archive):
                if isinstance(unpacked, Damage):
                    yield from unread.failures_of(name.path, unpacked)
                    continue
                member, info = unpacked
                if collection and not member.name.startswith("archive/"):
                    continue
                yield from _member(unread, member, lambda info=info: archive.open(info), read)  # type: ignore[misc]
    except _BROKEN as error:
        yield failure(name.path, Damage(f"is a damaged ZIP, Word or Excel file: {error}"[:200], _AGAIN))
    yield from unread.failure_of_the_rest()


def read_tar(stream: BinaryIO, name: FileName, read: ReadMember) -> Iterator[FileItem]:
    """Read the members of a tar archive, plain or gzip; arguments and results as in `read_zip`."""
    unread = _UnreadMembers(name)
    try:
        with tarfile.open(fileobj=stream, mode="r:*") as archive:
            for unpacked in tar_members(archive):
                if isinstance(unpacked, Damage):
                    yield from unread.failures_of(name.path, unpacked)
                    continue
                member, info = unpacked
                yield from _member(unread, member, lambda info=info: archive.extractfile(info), read)  # type: ignore[misc]
    except _BROKEN as error:
        yield failure(name.path, Damage(f"is a damaged tar file: {error}"[:200], _AGAIN))
    yield from unread.failure_of_the_rest()


def _member(
    unread: _UnreadMembers, member: Member, opened: Callable[[], IO[bytes] | None], read: ReadMember
) -> Iterator[FileItem]:
    """Read one member; damage in it costs only this member."""
    path = PurePosixPath(member.name)
    suffix = suffix_of(path)
    if is_passed_over(path, suffix):
        return
    outer = unread.archive
    inner = FileName(f"{outer.path}!{member.name}", f"{outer.stem}/{stem_of(member.name)}", suffix)
    if inner.path.count("!") > MAX_DEPTH:
        deep = Damage("lies too deep in archives in archives", "unpack it and give the folder")
        yield from unread.failures_of(inner.path, deep)
        return
    with tempfile.SpooledTemporaryFile(max_size=MAX_BYTES) as spooled:
        try:
            source = opened()
            if source is None:
                return
            with source:
                for block in limited(cast("BinaryIO", source)):
                    spooled.write(block)
        except _BROKEN as error:
            yield from unread.failures_of(inner.path, Damage(f"is damaged: {error}"[:200], _AGAIN))
            return
        spooled.seek(0)
        yield from read(cast("BinaryIO", spooled), inner)
