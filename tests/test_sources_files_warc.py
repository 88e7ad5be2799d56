"""Reading WARC files: pages however they were sent, and damaged records, after each of which reading goes on."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest

from collectors.model import OutcomeKind
from collectors.sources.files.warc_files import dechunk, inflate
from tests.support.made_files import HTML, failures, items, pages


def warc(*records: tuple[str, str, str, bytes], zipped: bool = True) -> list[bytes]:
    """The bytes of each record: (url, status line, headers by line, body)."""
    made = []
    for url, status, headers, body in records:
        http = f"HTTP/1.1 {status}\r\n{headers.replace(chr(10), chr(13) + chr(10))}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2022-09-23T10:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        made.append(gzip.compress(record, mtime=0) if zipped else record)
    return made


def page_record(
    number: int, headers: str = "Content-Type: text/html", body: bytes | None = None
) -> tuple[str, str, str, bytes]:
    return f"https://a.example/{number}", "200 OK", headers, body or (HTML + f"<!-- {number} -->").encode()


@pytest.mark.parametrize("zipped", [True, False])
def test_warc(put: Callable[[str, bytes], str], zipped: bool) -> None:
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(HTML), HTML.encode())
    records = warc(
        page_record(1),
        ("https://a.example/old", "301 Moved", "Location: /new", b""),
        ("https://a.example/style", "200 OK", "Content-Type: text/css", b"p {}"),
        page_record(2, "Content-Type: text/html; charset=utf-8\nTransfer-Encoding: chunked", chunked),
        page_record(3, "Content-Type: text/html\nContent-Encoding: gzip", gzip.compress(HTML.encode(), mtime=0)),
        page_record(4, "Content-Type: text/html\nContent-Encoding: br", b"\x8b\x03brotli"),
        zipped=zipped,
    )
    found = items(put("a.warc.gz" if zipped else "a.warc", b"".join(records)))
    assert [(p.id, p.fetched_at) for p in pages(found)] == [
        (f"https://a.example/{n}", "2022-09-23T10:00:00Z") for n in (1, 2, 3)
    ]
    assert pages(found)[1].body == pages(found)[2].body == HTML.encode()
    assert pages(found)[1].content_type == "text/html; charset=utf-8"
    assert [(o.key, o.kind) for o in failures(found)] == [
        ("https://a.example/old", OutcomeKind.NOT_AN_ARTICLE),
        ("https://a.example/4", OutcomeKind.BAD_INPUT),
    ]


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("damage", ["cut", "noise", "missing"])
def test_a_damaged_record_is_told_and_the_rest_goes_on(
    put: Callable[[str, bytes], str], zipped: bool, damage: str
) -> None:
    records = warc(*(page_record(n) for n in range(1, 6)), zipped=zipped)
    bad = bytearray(records[2])
    if damage == "cut":
        bad = bad[: len(bad) // 2]
    elif damage == "noise":
        middle = len(bad) // 2 if zipped else 0
        bad[middle : middle + 20] = b"\x00" * 20
    else:
        bad = bytearray(b"\x1f\x8b\x08garbage") if zipped else bytearray(b"garbage\r\n\r\n")
    records[2] = bytes(bad)
    path = put("a.warc.gz" if zipped else "a.warc", b"".join(records))
    found = items(path)
    ids = [p.id.rpartition("/")[2] for p in pages(found)]
    assert ids == ["1", "2", "4", "5"], (ids, failures(found))
    assert len(failures(found)) == 1
    assert all("is damaged" in f.detail and f.key.startswith(path) for f in failures(found))


def test_a_warc_cut_at_its_end_keeps_the_records_before(put: Callable[[str, bytes], str]) -> None:
    for name, zipped in (("a.warc.gz", True), ("a.warc", False)):
        data = b"".join(warc(*(page_record(n) for n in range(1, 4)), zipped=zipped))
        found = items(put(name, data[:-120]))
        assert [p.id for p in pages(found)] == ["https://a.example/1", "https://a.example/2"], name
        assert len(failures(found)) == 1


def test_a_warc_without_pages_is_told(put: Callable[[str, bytes], str]) -> None:
    records = warc(("https://a.example/style", "200 OK", "Content-Type: text/css", b"p {}"))
    (failure,) = failures(items(put("a.warc.gz", records[0])))
    assert "holds no HTML page" in failure.detail


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (b"4\r\nabcd\r\n0\r\n\r\n", b"abcd"),
        (b"4;x=1\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n", b"abcdef"),
        (b"<html>not chunked", b"<html>not chunked"),
        (b"", b""),
        (b"4\r\nabcd\r\nzz\r\n", b"abcd"),
    ],
)
def test_chunks(data: bytes, body: bytes) -> None:
    assert dechunk(data) == body


@pytest.mark.parametrize(
    ("data", "encoding", "body"),
    [
        (gzip.compress(b"x", mtime=0), "gzip", b"x"),
        (zlib.compress(b"x"), "deflate", b"x"),
        (zlib.compress(b"x")[2:-4], "deflate", b"x"),
        (b" <html>", "gzip", b" <html>"),
        (gzip.compress(b"x", mtime=0)[:-9], "gzip", None),
        (b"x", "br", None),
    ],
)
def test_content_encodings(data: bytes, encoding: str, body: bytes | None) -> None:
    assert inflate(data, encoding) == body
