"""Reading WARC files: pages however they were sent, and damaged records, after each of which reading goes on."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
import zstandard

from collectors.model import OutcomeKind
from collectors.sources.files import warc_files
from collectors.sources.files.content_codings import unbrotli, unzstd
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
        (brotli.compress(b"x"), "br", b"x"),
        (brotli.compress(b"x" * 90_000)[:-4], "br", None),
        (zstandard.compress(b"x"), "zstd", b"x"),
        (b"\x28\xb5\x2f\xfdbroken", "zstd", None),
        (b" <html>", "zstd", b" <html>"),
    ],
)
def test_content_encodings(data: bytes, encoding: str, body: bytes | None) -> None:
    assert inflate(data, encoding) == body


def test_a_body_that_unpacks_to_too_much_is_cut_at_the_limit() -> None:
    assert len(unbrotli(brotli.compress(bytes(9_000_000)), 1_000_000) or b"") < 1_200_000
    assert len(unzstd(zstandard.compress(bytes(9_000_000)), 1_000_000) or b"") == 1_000_000


def zstd_files() -> dict[str, bytes]:
    """Two pages in zstd: in one frame, in a frame for each record, and with a dictionary before them."""
    records = warc(page_record(1), page_record(2), zipped=False)
    dictionary = zstandard.ZstdCompressionDict(b"".join(records) * 3, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    held = dictionary.as_bytes()
    packed = zstandard.compress(held)
    return {
        "one frame": zstandard.compress(b"".join(records)),
        "a frame a record": b"".join(map(zstandard.compress, records)),
        "a dictionary": b"\x5d\x2a\x4d\x18"
        + struct.pack("<I", len(held))
        + held
        + b"".join(map(packer.compress, records)),
        "a packed dictionary": (
            b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(packed)) + packed + b"".join(map(packer.compress, records))
        ),
    }


@pytest.mark.parametrize("kind", zstd_files())
def test_warc_zst(put: Callable[[str, bytes], str], kind: str) -> None:
    found = items(put("a.warc.zst", zstd_files()[kind]))
    assert [page.id for page in pages(found)] == ["https://a.example/1", "https://a.example/2"]
    assert failures(found) == []


def test_a_damaged_warc_zst_keeps_what_stands_before(put: Callable[[str, bytes], str]) -> None:
    first, second = map(zstandard.compress, warc(page_record(1), page_record(2), zipped=False))
    cut = items(put("cut.warc.zst", first + second[:-9]))
    assert [page.id for page in pages(cut)] == ["https://a.example/1"]
    assert any("ends before its end" in outcome.detail for outcome in failures(cut))
    broken = items(put("broken.warc.zst", first + second[:12] + b"\xff" * 40))
    assert "https://a.example/1" in {page.id for page in pages(broken)}
    assert any("zstd" in outcome.detail for outcome in failures(broken))
    no_dictionary = items(put("none.warc.zst", b"\x5d\x2a\x4d\x18\xff\xff\xff\xff" + first))
    assert pages(no_dictionary) == []
    assert failures(no_dictionary)


def test_a_warc_zst_larger_than_the_limit_is_read_up_to_it(
    put: Callable[[str, bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    records = warc(page_record(1), page_record(2), zipped=False)
    monkeypatch.setattr(warc_files, "_MOST_UNPACKED", len(records[0]) + 5)
    found = items(put("a.warc.zst", b"".join(map(zstandard.compress, records))))
    assert [page.id for page in pages(found)] == ["https://a.example/1"]
    assert any(outcome.kind == OutcomeKind.TOO_LARGE for outcome in failures(found))


def test_rows_may_be_packed_with_zstd(put: Callable[[str, bytes], str]) -> None:
    text = "Polls opened on Friday in the town of Tellmouth and nobody came to vote. " * 5
    row = f'{{"id": "a", "title": "T", "text": "{text}"}}\n'.encode()
    found = items(put("rows.jsonl.zst", zstandard.compress(row * 1 + row.replace(b'"a"', b'"b"'))))
    assert failures(found) == []
    assert len(found) == 2
