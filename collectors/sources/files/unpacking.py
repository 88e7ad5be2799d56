"""Members of ZIP and tar files, within limits: bombs are not unpacked, paths stay inside, names are repaired."""

from __future__ import annotations

import lzma
import posixpath
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from collectors.model import OutcomeKind
from collectors.sources.files.file_items import MAX_BYTES, Damage

#: Limits: bytes of one member and of all together, after unpacking, and the number of members.
MAX_MEMBER = 512_000_000
MAX_TOTAL = 8_000_000_000
MAX_MEMBERS = 200_000
#: A large member that unpacks to more than so many times its size counts as a bomb.
MAX_RATIO = 300
_RATIO_FROM = 32_000_000

_UTF8_FLAG = 0x800
_CYRILLIC = re.compile("[А-яЁёЇїІіЄєҐґ]")
_DRAWN = re.compile("[\u2500-\u259f]")


#: What reading a damaged or encrypted ZIP file, or a member that it lacks, may raise.
ZIP_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, KeyError, OSError, ValueError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside a container: its repaired name, and its size in bytes when unpacked."""

    name: str
    size: int


def member_bytes(archive: zipfile.ZipFile, name: str, limit: int = 4 * MAX_BYTES) -> bytes | Damage:
    """The bytes of a member of a ZIP file.

    Args:
        archive: The archive.
        name: The member.
        limit: At most so many bytes.

    Returns:
        The bytes, or damage where they are more.

    Raises:
        KeyError: There is no such member. A damaged member raises what `zipfile` raises.
    """
    with archive.open(name) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        what = f"holds {name}, which is larger than {limit:,} bytes"
        return Damage(what, "split the file", None, OutcomeKind.TOO_LARGE)
    return data


def zip_members(archive: zipfile.ZipFile) -> Iterator[tuple[Member, zipfile.ZipInfo] | Damage]:
    """The files of a ZIP archive that may be unpacked, and damage for each that may not; it stops at one too large."""
    total = 0
    for number, info in enumerate(archive.infolist()):
        name = safe_name(repaired_name(info)) if info.filename else None
        if name is None:
            what = f"whose path leaves the archive: {info.filename[:80]!r}" if info.filename else "without a name"
            yield Damage(f"holds a file {what}", "unpack it by hand")
            continue
        if info.is_dir():
            continue
        total += info.file_size
        bomb = info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1)
        if number >= MAX_MEMBERS or total > MAX_TOTAL or info.file_size > MAX_MEMBER or bomb:
            what = f"{name} is too large to unpack ({info.file_size:,} bytes); the rest was not read"
            yield Damage(what, "unpack it and give the folder", None, OutcomeKind.TOO_LARGE)
            return
        if info.flag_bits & 0x1:
            yield Damage(f"{name} is encrypted", "unpack it with its password and give the folder")
            continue
        yield Member(name, info.file_size), info


def tar_members(archive: tarfile.TarFile) -> Iterator[tuple[Member, tarfile.TarInfo] | Damage]:
    """The regular files of a tar archive, without links and devices, as in `zip_members`."""
    total = 0
    for number, info in enumerate(archive):
        if not info.isreg():
            continue
        name = safe_name(info.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
        if name is None:
            yield Damage(f"holds a file whose path leaves the archive: {info.name[:80]!r}", "unpack it by hand")
            continue
        total += info.size
        if number >= MAX_MEMBERS or total > MAX_TOTAL or info.size > MAX_MEMBER:
            what = f"{name} is too large to unpack ({info.size:,} bytes); the rest was not read"
            yield Damage(what, "unpack it and give the folder", None, OutcomeKind.TOO_LARGE)
            return
        yield Member(name, info.size), info


def safe_name(name: str) -> str | None:
    """A member's normalised path inside its archive; None where it would lead out of it."""
    path = posixpath.normpath(name.replace("\\", "/"))
    if path.startswith(("/", "../")) or path == ".." or re.match(r"[A-Za-z]:", path) or "\0" in path:
        return None
    return path


def repaired_name(info: zipfile.ZipInfo) -> str:
    """The name of a ZIP member in the encoding in which it was most probably written.

    ZIP knows only cp437 and UTF-8, but Windows writes the system's code page. `zipfile` reads those bytes as cp437, so
    they are encoded again and read as UTF-8, cp866, cp1251 or cp1252, whichever gives the most letters instead of
    box-drawing characters.

    Args:
        info: The member.

    Returns:
        The name.
    """
    name = info.filename
    if info.flag_bits & _UTF8_FLAG or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    return max((_read_as(raw, codec) for codec in ("cp437", "cp866", "cp1251", "cp1252")), key=_likeness)


def _read_as(raw: bytes, codec: str) -> str:
    return raw.decode(codec, "replace")


def _likeness(name: str) -> float:
    """How much a text looks like a name, by its letters beyond ASCII.

    Box-drawing characters, capitals inside words and mixed scripts count against it.
    """
    odd = [letter for letter in name if not letter.isascii()]
    letters = sum(letter.isalpha() for letter in odd)
    inner = len(re.findall("[а-яёїієґ](?=[А-ЯЁЇІЄҐ])", name))
    greek = sum("Α" <= letter <= "ω" for letter in odd)
    mixed = len(re.findall(r"[A-Za-zÀ-ÿ](?=[А-яЁё])|[А-яЁё](?=[A-Za-zÀ-ÿ])", name))
    cyrillic = 0.5 * len(_CYRILLIC.findall(name))
    return (letters + cyrillic - 2 * greek - 2 * inner - mixed - 2 * len(_DRAWN.findall(name))) / max(len(odd), 1)


def limited(stream: BinaryIO, limit: int = MAX_MEMBER) -> Iterator[bytes]:
    """The blocks of a member's stream, up to `limit` bytes of it."""
    left = limit
    while left > 0 and (block := stream.read(min(left, 1 << 20))):
        left -= len(block)
        yield block
