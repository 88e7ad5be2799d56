"""Files inside ZIP (also WACZ) and tar archives: each member is read like a file of its own, within limits."""

from __future__ import annotations

import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from collectors.sources.files.file_items import MAX_BYTES, Damage, FileItem, failure
from collectors.sources.files.file_names import FileName, is_passed_over, stem_of, suffix_of
from collectors.sources.files.unpacking import Member, limited, tar_members, zip_members

ZIP = b"PK\x03\x04"
_AGAIN = "take it again from where it came from"
#: Archives inside archives are read to this depth; deeper files become failures.
MAX_DEPTH = 3

ReadMember = Callable[[BinaryIO, FileName], Iterator[FileItem]]
#: What the standard library raises for damaged archives.
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, zlib.error, ValueError, RuntimeError)


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
    try:
        with zipfile.ZipFile(stream) as archive:
            collection = "datapackage.json" in archive.namelist()  # WACZ: the rest of it says what the WARC files hold
            for unpacked in zip_members(archive):
                if isinstance(unpacked, Damage):
                    yield failure(name.path, unpacked)
                    continue
                member, info = unpacked
                if collection and not member.name.startswith("archive/"):
                    continue
                yield from _member(name, member, lambda info=info: archive.open(info), read)  # type: ignore[misc]
    except _BROKEN as error:
        yield failure(name.path, Damage(f"is a damaged ZIP, Word or Excel file: {error}"[:200], _AGAIN))


def read_tar(stream: BinaryIO, name: FileName, read: ReadMember) -> Iterator[FileItem]:
    """Read the members of a tar archive, plain or gzip; arguments and results as in `read_zip`."""
    try:
        with tarfile.open(fileobj=stream, mode="r:*") as archive:
            for unpacked in tar_members(archive):
                if isinstance(unpacked, Damage):
                    yield failure(name.path, unpacked)
                    continue
                member, info = unpacked
                yield from _member(name, member, lambda info=info: archive.extractfile(info), read)  # type: ignore[misc]
    except _BROKEN as error:
        yield failure(name.path, Damage(f"is a damaged tar file: {error}"[:200], _AGAIN))


def _member(
    outer: FileName, member: Member, opened: Callable[[], IO[bytes] | None], read: ReadMember
) -> Iterator[FileItem]:
    """Read one member; damage in it costs only this member."""
    path = PurePosixPath(member.name)
    suffix = suffix_of(path)
    if is_passed_over(path, suffix):
        return
    inner = FileName(f"{outer.path}!{member.name}", f"{outer.stem}/{stem_of(member.name)}", suffix)
    if inner.path.count("!") > MAX_DEPTH:
        yield failure(inner.path, Damage("lies too deep in archives in archives", "unpack it and give the folder"))
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
            yield failure(inner.path, Damage(f"is damaged: {error}"[:200], _AGAIN))
            return
        spooled.seek(0)
        yield from read(cast("BinaryIO", spooled), inner)
