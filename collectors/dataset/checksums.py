"""Checksums of a published data set: what lets a changed bit be seen.

`meta.json` names every other file of the folder with its length and SHA-256, and itself carries a seal, the SHA-256 of
its own contents. Small files are compared with their checksums when a process first reads them; large ones by their
length then, and wholly by `parallax verify` and before an export.
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
#: Files up to so many bytes are compared wholly when a process first reads them: SHA-256 takes .07 s for as many.
WHOLLY = 128 * 1024 * 1024
REMEDY = "run `parallax verify`; `parallax publish` writes it anew from the store, `parallax restore` from a backup"

Meta = Mapping[str, Any]  # the contents of meta.json


@dataclass(frozen=True, slots=True)
class PublishedDamage:
    """A file that is not as it was published, and what is wrong with it."""

    file: Path
    what: str


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksums_of(folder: Path) -> dict[str, dict[str, object]]:
    """Length in bytes and SHA-256 of every file below a folder but its meta.json, by relative name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / META)
    return {
        file.relative_to(folder).as_posix(): {"bytes": file.stat().st_size, "sha256": sha256_of(file)} for file in files
    }


def sealed(meta: Meta) -> dict[str, Any]:
    """The same contents of a meta.json with the seal that they must have."""
    bare = {key: value for key, value in meta.items() if key != "seal"}
    text = json.dumps(bare, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return bare | {"seal": hashlib.sha256(text.encode("utf-8")).hexdigest()}


def seal_is_broken(meta: Meta) -> bool:
    """Whether a meta.json was changed after it was written. One of an older Parallax has no seal to be broken."""
    return "seal" in meta and sealed(meta)["seal"] != meta["seal"]


def has_checksums(meta: Meta) -> bool:
    """Whether a data set carries checksums; those of an older Parallax do not."""
    return isinstance(meta.get("files"), dict)


def damages(folder: Path, meta: Meta) -> Iterator[PublishedDamage]:
    """Every file of a data set that is missing, was changed, or does not belong to it, read to its end."""
    if seal_is_broken(meta):
        yield PublishedDamage(folder / META, "was changed after it was published")
    if not has_checksums(meta):
        return
    for name, expected in sorted(meta["files"].items()):
        file = folder / name
        if what := _difference(file, expected, wholly=True):
            yield PublishedDamage(file, what)
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(present - {*meta["files"], META}):
        yield PublishedDamage(folder / name, "does not belong to the data set")


def require_whole(folder: Path, meta: Meta, name: str) -> Path:
    """A file of a data set that is as it was published, as far as that is cheap to know (see WHOLLY).

    Args:
        folder: the data set's folder.
        meta: the contents of its meta.json.
        name: the file, relative to the folder.

    Returns:
        The file's path.

    Raises:
        ParallaxError: the file was changed, cut short or taken away.
    """
    file = folder / name
    if not has_checksums(meta) or name not in meta["files"]:
        return file
    expected = meta["files"][name]
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
    """Turns what Arrow says of a file that it cannot read into one line that says what to do."""
    try:
        yield
    except FileNotFoundError:
        raise ParallaxError("is missing from the data set", file=file, remedy=REMEDY) from None
    except (OSError, pa.ArrowException) as error:
        what = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ParallaxError(f"cannot be read: {what[:200]}", file=file, remedy=REMEDY) from None


@lru_cache(maxsize=4_096)
def _checked(file: Path, _size: int, _changed: int, length: int, sha256: str) -> str:
    """What is wrong with a file, once for each state that the file system tells of it."""
    return _difference(file, {"bytes": length, "sha256": sha256}, wholly=length <= WHOLLY)


def _difference(file: Path, expected: Meta, *, wholly: bool) -> str:
    """What is wrong with a file; empty where nothing is."""
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
