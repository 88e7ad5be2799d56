"""The list of what is in a backup: `manifest.json`, written last, so that a backup without one is not whole."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from collectors.dataset.checksums import PublishedDamage, seal_is_broken, sealed, sha256_of
from collectors.errors import ParallaxError

NAME = "manifest.json"
#: Raise with every change that an older Parallax could not restore.
FORMAT = 1
#: What lies where in a backup.
STORE, WARC, DATASETS, VALIDATION, DATA = "store.sqlite", "warc", "datasets", "validation", "data"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `rows` are the rows of each table of the store; `files` name -> [bytes, SHA-256]; `made_at`
    is ISO 8601 in UTC."""

    made_at: str
    parallax: str
    schema: int
    database: str
    rows: dict[str, int]
    files: dict[str, list[Any]] = field(default_factory=dict)
    format: int = FORMAT


def describe(folder: Path) -> dict[str, list[Any]]:
    """Length and SHA-256 of every file below a folder but its manifest, by relative name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)
    return {file.relative_to(folder).as_posix(): [file.stat().st_size, sha256_of(file)] for file in files}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the list, whole or not at all."""
    temporary = folder / f".{NAME}"
    with temporary.open("w", encoding="utf-8", newline="\n") as out:
        json.dump(sealed(asdict(manifest)), out, indent=1, ensure_ascii=False)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(folder / NAME)


def read_manifest(folder: Path) -> Manifest:
    """The list of a backup.

    Raises:
        ParallaxError: the folder holds no backup, one that is not whole, or one of a newer kind.
    """
    path = folder / NAME
    try:
        contents = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        remedy = "name the folder that `parallax backup` wrote; one that broke off has no manifest"
        raise ParallaxError("holds no whole backup", file=folder, remedy=remedy) from None
    except (OSError, ValueError) as error:
        raise ParallaxError(f"cannot be read: {error}", file=path, remedy="use another backup") from None
    if not isinstance(contents, dict) or "seal" not in contents or seal_is_broken(contents):
        raise ParallaxError("was changed after the backup was made", file=path, remedy="use another backup")
    if contents.get("format") != FORMAT:
        remedy = "update Parallax"
        raise ParallaxError(
            f"has format {contents.get('format')}, this Parallax reads {FORMAT}", file=path, remedy=remedy
        )
    return Manifest(**{key: value for key, value in contents.items() if key != "seal"})


def damaged_files(folder: Path, manifest: Manifest) -> Iterator[PublishedDamage]:
    """Every file of a backup that is missing or was changed."""
    for name, (length, sha256) in sorted(manifest.files.items()):
        file = folder / name
        if not file.is_file():
            yield PublishedDamage(file, "is missing from the backup")
        elif file.stat().st_size != length:
            yield PublishedDamage(file, f"has {file.stat().st_size:,} bytes instead of {length:,}")
        elif sha256_of(file) != sha256:
            yield PublishedDamage(file, "was changed after the backup was made (its SHA-256 differs)")


def copy_tree(source: Path, target: Path) -> int:
    """Copy the regular files below a folder, each whole or not at all; symbolic links are left out, and so is what a
    program is just writing (names with a dot in front). Returns the bytes."""
    total = 0
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        if path.is_symlink() or not path.is_file() or any(part.startswith(".") for part in relative.parts):
            continue
        to = target / relative
        to.parent.mkdir(parents=True, exist_ok=True)
        temporary = to.with_name(f".{to.name}")
        shutil.copy2(path, temporary)
        temporary.replace(to)
        total += to.stat().st_size
    return total
