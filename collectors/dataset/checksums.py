"""Checksums of a published data set, by which a changed file is detected.

`meta.json` lists every other file of the folder with its length and SHA-256, and carries a seal: the SHA-256 of its own
contents. A small file is compared with its checksum when a process first reads it. A large file is compared by its
length at that time, and by its checksum in `parallax verify` and before an export.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from collectors.errors import ParallaxError

META = "meta.json"
#: Bytes. Files up to this size are hashed when a process first reads them; SHA-256 takes 0.3 s for one of this size.
#: At a million articles the largest table of figures has 380 MB; the texts, which hold no figure, have 1.1 GB.
WHOLLY = 512 * 1024 * 1024
REMEDY = "run `parallax verify`; `parallax publish` writes it anew from the store, `parallax restore` from a backup"

Meta = Mapping[str, Any]  # the contents of meta.json


@dataclass(frozen=True, slots=True)
class PublishedDamage:
    """A file that differs from what was published.

    Attributes:
        file: The file's path.
        what: What is wrong with it, as the predicate of a sentence: "is missing from the data set".
    """

    file: Path
    what: str


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksums_of(folder: Path) -> dict[str, dict[str, object]]:
    """List the files below a folder, without its meta.json.

    Args:
        folder: The folder of a data set.

    Returns:
        Path relative to the folder -> length in bytes ("bytes") and hexadecimal SHA-256 ("sha256").
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / META)
    return {
        file.relative_to(folder).as_posix(): {"bytes": file.stat().st_size, "sha256": sha256_of(file)} for file in files
    }


def sealed(meta: Meta) -> dict[str, Any]:
    """Add the seal to the contents of a meta.json.

    Args:
        meta: The contents, with or without a seal.

    Returns:
        A copy whose `seal` is the SHA-256 of all other keys, written as JSON with sorted keys.
    """
    bare = {key: value for key, value in meta.items() if key != "seal"}
    text = json.dumps(bare, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return bare | {"seal": hashlib.sha256(text.encode("utf-8")).hexdigest()}


def seal_is_broken(meta: Meta) -> bool:
    """Whether a meta.json was changed after it was written; false for older data sets, which have no seal."""
    return "seal" in meta and sealed(meta)["seal"] != meta["seal"]


def schema_of(meta: Meta) -> int:
    """The number of a data set's schema; 0 where meta.json gives none."""
    schema = meta.get("schema")
    return schema if isinstance(schema, int) else 0


def has_checksums(meta: Meta) -> bool:
    """Whether a data set lists checksums; those of older versions of Parallax do not."""
    return isinstance(meta.get("files"), dict)


def damages(folder: Path, meta: Meta) -> Iterator[PublishedDamage]:
    """Read every file of a data set to its end and compare it with its checksum.

    Args:
        folder: The data set's folder.
        meta: The contents of its meta.json.

    Yields:
        Each file that is missing, was changed, or does not belong to the data set. A data set without checksums yields
        at most a broken seal.
    """
    if seal_is_broken(meta):
        yield PublishedDamage(folder / META, "was changed after it was published")
    if not has_checksums(meta):
        return
    for name, expected in sorted(meta["files"].items()):
        file = folder / name
        if not _is_checksum(expected):
            yield PublishedDamage(folder / META, f"holds no checksum of {name[:80]!r}")
        elif what := _difference(file, expected, wholly=True):
            yield PublishedDamage(file, what)
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(present - {*meta["files"], META}):
        yield PublishedDamage(folder / name, "does not belong to the data set")


def require_whole(folder: Path, meta: Meta, name: str) -> Path:
    """The path of a file that was checked as far as that is cheap (see WHOLLY).

    Args:
        folder: The data set's folder.
        meta: The contents of its meta.json.
        name: The file, relative to the folder.

    Returns:
        The file's path. A file that meta.json does not list is not checked.

    Raises:
        ParallaxError: The file was changed, cut short or deleted.
    """
    file = folder / name
    if not has_checksums(meta) or name not in meta["files"]:
        return file
    expected = meta["files"][name]
    if not _is_checksum(expected):
        raise ParallaxError(f"holds no checksum of {name!r}", file=folder / META, remedy=REMEDY)
    try:
        state = file.stat()
    except OSError:
        raise ParallaxError("is missing from the data set", file=file, remedy=REMEDY) from None
    what = _checked(file, state.st_size, state.st_mtime_ns, int(expected["bytes"]), str(expected["sha256"]))
    if what:
        raise ParallaxError(what, file=file, remedy=REMEDY)
    return file


@contextmanager
def telling_damage(file: Path) -> Iterator[None]:
    """Turn Arrow's errors about an unreadable file into a `ParallaxError` that names the remedy.

    Args:
        file: The file that is read inside the `with` block.

    Raises:
        ParallaxError: The file is missing or Arrow cannot read it.
    """
    try:
        yield
    except FileNotFoundError:
        raise ParallaxError("is missing from the data set", file=file, remedy=REMEDY) from None
    except (OSError, pa.ArrowException) as error:
        what = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ParallaxError(f"cannot be read: {what[:200]}", file=file, remedy=REMEDY) from None


def _is_checksum(expected: object) -> bool:
    """Whether an entry of meta.json gives the size and the SHA-256 of a file."""
    if not isinstance(expected, dict):
        return False
    return isinstance(expected.get("bytes"), int) and isinstance(expected.get("sha256"), str)


@lru_cache(maxsize=4_096)
def _checked(file: Path, _size: int, _changed: int, length: int, sha256: str) -> str:
    """What is wrong with a file, cached until its size or time of change differs."""
    return _difference(file, {"bytes": length, "sha256": sha256}, wholly=length <= WHOLLY)


def _difference(file: Path, expected: Meta, *, wholly: bool) -> str:
    """What is wrong with a file; an empty string where it is as expected."""
    try:
        length = file.stat().st_size
        if length != expected["bytes"]:
            return f"has {length:,} bytes instead of {expected['bytes']:,}"
        if wholly and sha256_of(file) != expected["sha256"]:
            return "was changed after it was published (its SHA-256 differs)"
    except FileNotFoundError:
        return "is missing from the data set"
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return ""
