"""Files that are replaced in one step: who reads one has the old contents or the new, never a part of either."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacement(path: Path) -> Iterator[Path]:
    """Name a file beside `path` that takes its place at the end of the block, for who opens it by its name.

    An error leaves `path` as it was, and no other file.

    Args:
        path: The file; its folder must exist.

    Raises:
        OSError: The block wrote no file, or it cannot be moved.
    """
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    temporary.unlink(missing_ok=True)
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def replaced(path: Path, mode: int | None = None) -> Iterator[BinaryIO]:
    """Open a file beside `path` that takes its place at the end of the block; an error leaves `path` as it was.

    Args:
        path: The file; its folder must exist.
        mode: The permissions of the new file, given before anything is in it; None for those of the umask.

    Raises:
        OSError: The file cannot be written.
    """
    with replacement(path) as temporary, temporary.open("xb") as out:
        if mode is not None:
            temporary.chmod(mode)
        yield out
        out.flush()
        os.fsync(out.fileno())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all; its folder is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as out:
        out.write(data)


def write_whole(path: Path, text: str, mode: int | None = None) -> None:
    """Write a text file in UTF-8 that other programs never see half-written; arguments as of `replaced`."""
    with replaced(path, mode) as out:
        out.write(text.encode("utf-8"))
