"""Sequences of different lengths as flat arrays, stored in files that cannot execute anything when they are loaded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from collectors.errors import ParallaxError
from collectors.support.whole_files import replaced

Array = npt.NDArray[Any]  # of any number type
Arrays = dict[str, Array]

#: Increase this number when the meaning of the stored arrays changes.
VERSION = 1


def of_json(value: object) -> Array:
    """Encode a value as JSON bytes.

    Args:
        value: Anything that `json.dumps` accepts. Non-ASCII characters are escaped, so that lone surrogates survive.

    Returns:
        The bytes as a one-dimensional array of uint8; `to_json` reads it back.
    """
    return np.frombuffer(json.dumps(value, separators=(",", ":")).encode(), np.uint8)


def to_json(array: Array) -> Any:
    """Decode the value that `of_json` encoded."""
    return json.loads(array.tobytes())


def joined(arrays: Sequence[Array], kind: npt.DTypeLike) -> tuple[Array, Array]:
    """Concatenate arrays and record where each one ends.

    Args:
        arrays: One-dimensional arrays of any lengths.
        kind: The number type of the result.

    Returns:
        The concatenated values, and `len(arrays) + 1` offsets: 0, then the end of each array. `cut` splits them again.
    """
    ends = np.cumsum([0, *(len(array) for array in arrays)])
    return (np.concatenate(arrays).astype(kind) if arrays else np.empty(0, kind)), ends


def cut(values: Array, ends: Array) -> Iterable[Array]:
    """Split what `joined` concatenated.

    Args:
        values: The concatenated values.
        ends: The offsets that `joined` returned, the leading 0 included.

    Returns:
        A copy of each array, in order.
    """
    return (values[start:end].copy() for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True))


def write(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays to an NPZ file atomically: readers see the whole file or the file that was there before.

    Args:
        path: The file; its folder must exist, since a temporary file is written there first.
        arrays: The arrays by name. The name "version" is added and must not be among them.
    """
    with replaced(path) as out:
        np.savez(out, allow_pickle=False, version=np.array([VERSION]), **arrays)


def read(path: Path) -> Arrays:
    """Read the arrays of a file that `write` wrote.

    Args:
        path: The file.

    Returns:
        The arrays by name, "version" included.

    Raises:
        ParallaxError: The file is missing or damaged, was not written by `write`, or has another version.
    """
    remedy = "give another --state file, or remove it to begin anew"
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (ValueError, OSError, EOFError, KeyError, BadZipFile):
        raise ParallaxError("is no state of grouping, or damaged", file=path, remedy=remedy) from None
    if arrays.get("version", np.array([0])).tolist() != [VERSION]:
        raise ParallaxError("is a state of another version of Parallax", file=path, remedy=remedy)
    return arrays
