"""Broken input made from sound one: bytes flipped, pieces dropped, doubled, swapped, and tokens that parsers trip over."""

from __future__ import annotations

import random
from collections.abc import Sequence

#: Longest input in bytes; what is longer is cut, so that an execution stays short.
LONGEST = 20_000

TOKENS = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r\n", b"\n\n", b"\xc2\xa0", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80",
    b"99999999999999999999", b"-1", b"0", b"1e999", b"NaN", b"Infinity", b"null", b"true", b"[]", b"{}", b'""', b'"', b"'",
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#x0;", b"&#55296;", b"<a", b"</", b"/>",
    b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"%PDF-1.4", b"WARC/1.0", b"Content-Length: ", b"http://[", b"http://a:99999/", b"//",
    b"2022-02-30", b"0000-00-00", b"9999-12-31T23:59:60+99:99", b"20220931000000", b"\\u0000", b"\\ud800", b"\\", b",", b";", b"\t",
    "«".encode(), "“".encode(), "„".encode(), "İ".encode(), "ß".encode(), "ﷺ".encode(), "e\u0301".encode(), "\u200b".encode(),
)  # fmt: skip


def mutated(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """One input: a seed changed in a few places, sometimes joined with another, sometimes nothing but tokens."""
    if chance.random() < 0.02:
        return b"".join(chance.choice(TOKENS) for _ in range(chance.randrange(12)))
    data = bytearray(chance.choice(seeds)[:LONGEST])
    for _ in range(1 << chance.randrange(6)):
        _change(data, seeds, chance)
    return bytes(data[:LONGEST])


def _change(data: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    size = len(data)
    start = chance.randrange(size + 1)
    end = min(size, start + 1 + chance.randrange(1 << chance.randrange(1, 11)))
    kind = chance.randrange(8)
    if kind == 0 and size:
        data[start % size] ^= 1 << chance.randrange(8)
    elif kind == 1 and size:
        data[start % size] = chance.randrange(256)
    elif kind == 2:
        del data[start:end]
    elif kind == 3:
        data[start:start] = data[start:end] * chance.choice((1, 1, 2, 50))
    elif kind == 4:
        data[start:start] = chance.choice(TOKENS)
    elif kind == 5:
        data[start:end] = chance.choice(TOKENS)
    elif kind == 6:
        other = chance.choice(seeds)
        place = chance.randrange(len(other) + 1)
        data[start:end] = other[place : place + 1 + chance.randrange(400)]
    else:
        del data[start:]
