"""The values of columns as bytes, for the hash that gives a data set its version and for the digests of inputs."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc


def contents(column: pa.Array) -> Iterator[bytes]:
    """Serialise a column so that equal values give equal bytes, whatever Arrow's memory layout or version.

    Args:
        column: Strings, numbers, booleans, days, or lists and structs of these.

    Yields:
        Pieces of bytes: validity or lengths first, then the values.
    """
    kind = column.type
    if pa.types.is_string(kind):
        yield _numbers(pc.fill_null(pc.binary_length(column), -1), "<i4")
        yield _characters(column.drop_null())
    elif pa.types.is_list(kind):
        yield _numbers(pc.fill_null(pc.list_value_length(column), -1), "<i4")
        yield from contents(column.flatten())
    elif pa.types.is_struct(kind):
        for child in column.flatten():
            yield from contents(child)
    else:
        yield _numbers(pc.is_valid(column).cast(pa.int8()), "<i1")
        plain = {pa.date32(): pa.int32(), pa.bool_(): pa.int8()}.get(kind, kind)
        yield _numbers(pc.fill_null(column.cast(plain), 0), "<f8" if pa.types.is_floating(kind) else "<i4")


def _numbers(values: pa.Array, form: str) -> bytes:
    return bytes(values.to_numpy(zero_copy_only=False).astype(form).tobytes())


def _characters(strings: pa.Array) -> bytes:
    """The bytes of strings, one after another."""
    _, offsets, data = strings.buffers()
    if data is None or not len(strings):
        return b""
    ends = memoryview(offsets).cast("i")
    first, last = ends[strings.offset], ends[strings.offset + len(strings)]
    return bytes(memoryview(data)[first:last])
