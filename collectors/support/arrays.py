"""Values of many lengths as flat arrays, to be kept in a file that runs nothing when it is read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from collectors.errors import ParallaxError

Array = npt.NDArray[Any]  # of any number type
Arrays = dict[str, Array]

#: Raise when what is kept changes its meaning.
VERSION = 1


def of_json(value: object) -> Array:
    """JSON as bytes; ASCII, so that lone surrogates survive."""
    return np.frombuffer(json.dumps(value, separators=(",", ":")).encode(), np.uint8)


def to_json(array: Array) -> Any:
    """The value that `of_json` kept."""
    return json.loads(array.tobytes())


def joined(arrays: Sequence[Array], kind: npt.DTypeLike) -> tuple[Array, Array]:
    """Arrays end to end, and where each ends, with a 0 in front."""
    ends = np.cumsum([0, *(len(array) for array in arrays)])
    return (np.concatenate(arrays).astype(kind) if arrays else np.empty(0, kind)), ends


def cut(values: Array, ends: Array) -> Iterable[Array]:
    """The arrays that `joined` put end to end."""
    return (values[start:end].copy() for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True))


def write(path: Path, arrays: Mapping[str, Array]) -> None:
    """A file that is there whole or not at all."""
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with temporary.open("wb") as out:
            np.savez(out, allow_pickle=False, version=np.array([VERSION]), **arrays)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def read(path: Path) -> Arrays:
    """The arrays of a file. Raises ParallaxError where it is none of ours."""
    remedy = "give another --state file, or remove it to begin anew"
    try:
        with np.load(path, allow_pickle=False) as kept:
            found = {name: kept[name] for name in kept.files}
    except (ValueError, OSError, EOFError, KeyError, BadZipFile):
        raise ParallaxError("is no state of grouping, or damaged", file=path, remedy=remedy) from None
    if found.get("version", np.array([0])).tolist() != [VERSION]:
        raise ParallaxError("is a state of another version of Parallax", file=path, remedy=remedy)
    return found
