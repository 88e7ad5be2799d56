"""The list of what is in a backup, `manifest.json`. It is written last, so a backup without it is incomplete."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from collectors.dataset.checksums import PublishedDamage, seal_is_broken, sealed, sha256_of
from collectors.errors import ParallaxError
from collectors.support.whole_files import replacement, write_whole

NAME = "manifest.json"
#: Raise with every change after which an older Parallax cannot restore the backup.
FORMAT = 1
#: The files and folders of a backup.
STORE, WARC, DATASETS, VALIDATION, DATA = "store.sqlite", "warc", "datasets", "validation", "data"
#: What the desk keeps in the home folder: event files with their former versions, decisions, and saved views.
AT_THE_DESK = ("events", "overrides", "desk/history", "desk/views")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Attributes:
        made_at: When it was made, ISO 8601 in UTC.
        parallax: The version of Parallax.
        schema: The number of the store's schema.
        database: The kind of database that the store was in.
        rows: Table of the store -> rows.
        files: Path relative to the folder -> [length in bytes, SHA-256].
        format: The format of the backup.
    """

    made_at: str
    parallax: str
    schema: int
    database: str
    rows: dict[str, int]
    files: dict[str, list[Any]] = field(default_factory=dict)
    format: int = FORMAT


def describe(folder: Path) -> dict[str, list[Any]]:
    """Path -> [length in bytes, SHA-256] of every file below a folder, without its manifest."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAME)
    return {file.relative_to(folder).as_posix(): [file.stat().st_size, sha256_of(file)] for file in files}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a backup, completely or not at all."""
    write_whole(folder / NAME, json.dumps(sealed(asdict(manifest)), indent=1, ensure_ascii=False) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a backup.

    Args:
        folder: The folder of the backup.

    Returns:
        The manifest.

    Raises:
        ParallaxError: The folder holds no backup, an incomplete or changed one, or one in another format.
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
    """Copy the regular files below a folder, each completely or not at all.

    Symbolic links are left out, and so are names that begin with a dot, which programs are still writing.

    Args:
        source: The folder to copy; it may be missing.
        target: The folder to copy to.

    Returns:
        The bytes copied.
    """
    total = 0
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        if path.is_symlink() or not path.is_file() or any(part.startswith(".") for part in relative.parts):
            continue
        to = target / relative
        to.parent.mkdir(parents=True, exist_ok=True)
        with replacement(to) as temporary:
            shutil.copy2(path, temporary)
        total += to.stat().st_size
    return total
