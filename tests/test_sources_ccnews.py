"""CC-NEWS: months and files, and the streaming scan: what it gives, what it survives, where it goes on. Invented pages."""

from __future__ import annotations

import gzip
import io
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as st

from collectors.model import Page
from collectors.sources.ccnews import CcNews
from collectors.sources.coverage_query import CoverageQuery
from collectors.sources.source_protocol import Kind, Refusal, RefusalKind
from collectors.sources.warc_scan import MAX_RECORD, Scan
from tests.support.made_sources import COURIER, OPEN, WANTED, asked, given, pages, refusals, requests

NEWS = CcNews(WANTED)
LISTING = "https://data.commoncrawl.org/crawl-data/CC-NEWS/2022/09/warc.paths.gz"


def test_start_asks_for_the_months_of_the_event() -> None:
    assert [r.url for r in NEWS.start()] == [LISTING, LISTING.replace("/09/", "/10/")]
    crimea = CoverageQuery((COURIER,), date(2014, 3, 1), date(2014, 3, 31))
    assert not list(CcNews(crimea).start())
    assert not list(CcNews(OPEN).start())
    (first, *_) = CcNews(WANTED, base="http://127.0.0.1:9/").start()
    assert first.url.startswith("http://127.0.0.1:9/crawl-data/CC-NEWS/2022/09/")


def name(stamp: str) -> str:
    return f"crawl-data/CC-NEWS/2022/09/CC-NEWS-{stamp}-00012.warc.gz"


def test_the_files_that_reach_into_the_days_are_chosen() -> None:
    lines = [
        name(t)
        for t in (
            "20220930235500",
            "20220918200000",
            "20220918230000",
            "20220919010000",
            "20221002010000",
            "20220925120000",
        )
    ]
    body = gzip.compress("\n".join([*lines, "something else", ""]).encode(), mtime=0)
    found = list(NEWS.read(asked(LISTING, Kind.LISTING), given(body, url=LISTING)))
    assert [r.url[-28:-14] for r in requests(found)] == [
        "20220918230000",
        "20220919010000",
        "20220925120000",
        "20220930235500",
    ]
    assert all(r.kind is Kind.WARC and r.context == {"offset": 0} for r in requests(found))
    assert refusals(found)[RefusalKind.FORMAT].count == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", RefusalKind.EMPTY),
        (name("20210101000000").encode(), None),
        (gzip.compress(b"x" * 900, mtime=0)[:20], RefusalKind.DAMAGED),
        (gzip.compress(b"\n" * 5_000_000, mtime=0), RefusalKind.TOO_LARGE),
        (b"<html>", RefusalKind.FORMAT),
    ],
)
def test_listings(body: bytes, kind: RefusalKind | None) -> None:
    found = list(NEWS.read(asked(LISTING, Kind.LISTING), given(body, url=LISTING)))
    assert (set(refusals(found)) >= {kind}) if kind else len(requests(found)) == 1


# --- scanning -----------------------------------------------------------------------------------------------------


def record(url: str, html: bytes = b"<p>Tellmouth flood</p>", kind: str = "response", when: str = "2022-09-23T10:00:00Z", head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") -> bytes:  # fmt: skip
    block = head + html
    fields = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {when}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    return fields.encode() + block + b"\r\n\r\n"


def courier(i: int, **more: object) -> bytes:
    return record(f"https://www.courier.example/{i}", **more)  # type: ignore[arg-type]  # the fields of record()


def packed(*records: bytes) -> bytes:
    return b"".join(gzip.compress(r, mtime=0) for r in records)


def plain(*records: bytes) -> bytes:
    return b"".join(records)


def scanned(data: bytes, wanted: CoverageQuery = WANTED) -> tuple[list[str], dict[RefusalKind, Refusal]]:
    found = list(Scan(BytesIO(data), wanted, "file"))
    return [page.id.rpartition("/")[2] for page in pages(found)], refusals(found)


RECORDS = [
    record("", kind="warcinfo"),
    courier(1),
    record("https://elsewhere.example/2"),
    courier(3, when="2023-01-01T00:00:00Z"),
    courier(4, html="<p>повінь".encode()),
    courier(5, html=b"<p>The cup</p><script>Tellmouth flood</script>"),
    courier(6, head=b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"),
    courier(7, head=b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"),
    courier(8, kind="request"),
    courier(
        9,
        html=gzip.compress(b"<p>dam", mtime=0),
        head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n",
    ),
    courier(
        10,
        html=b"7\r\n<p>dam \r\n0\r\n\r\n",
        head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n",
    ),
]


@pytest.mark.parametrize("together", [packed, plain, lambda *r: gzip.compress(b"".join(r), mtime=0)])
def test_the_wanted_pages_are_given_and_the_rest_counted(together: object) -> None:
    found, refused = scanned(together(*RECORDS))  # type: ignore[operator]  # three ways to write one file
    assert found == ["1", "4", "9", "10"]
    assert refused[RefusalKind.OFF_WINDOW].count == 1
    assert refused[RefusalKind.OFF_EVENT].count == 1
    assert refused[RefusalKind.SKIPPED].count == 3
    assert RefusalKind.DAMAGED not in refused


def test_a_page_has_its_bytes_type_and_time() -> None:
    (page,) = pages(Scan(BytesIO(packed(RECORDS[-1])), WANTED, "file"))
    assert page == Page(
        "https://www.courier.example/10",
        "https://www.courier.example/10",
        b"<p>dam ",
        "text/html; charset=utf-8",
        "2022-09-23T10:00:00+00:00",
    )


@pytest.mark.parametrize("together", [packed, plain, lambda *r: gzip.compress(b"".join(r), mtime=0)])
def test_a_scan_goes_on_where_another_stopped(together: object) -> None:
    data = together(*RECORDS, *RECORDS)  # type: ignore[operator]  # as above
    whole, _ = scanned(data)
    got: list[str] = []
    offset = inside = 0
    while True:
        scan = Scan(BytesIO(data[offset:]), WANTED, "file", offset, inside)
        page = next((p for p in scan if isinstance(p, Page)), None)
        if page is None:
            break
        got.append(page.id.rpartition("/")[2])
        offset, inside = scan.offset, scan.inside
    assert got == whole == ["1", "4", "9", "10"] * 2
    assert scan.offset == len(data)


@pytest.mark.parametrize("place", range(0, 400, 17))
def test_damage_costs_the_records_it_touches(place: int) -> None:
    one, two, three = (gzip.compress(courier(i), mtime=0) for i in (1, 2, 3))
    broken = bytearray(two)
    broken[place % len(two)] ^= 0x55
    found, refused = scanned(one + bytes(broken) + three)
    assert found[0] == "1"
    assert found[-1] == "3"
    # A header's time and flags say nothing about the data; any other change is found out.
    assert ("2" in found) != (RefusalKind.DAMAGED in refused)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (packed(courier(1)) + b"garbage" * 50 + packed(courier(2)), ["1", "2"]),
        (packed(courier(1)) + b"\0" * 900 + packed(courier(2)), ["1", "2"]),
        (packed(courier(1), b"no record at all", courier(2)), ["1", "2"]),
        (packed(courier(1), courier(2))[:-12], ["1"]),
        (plain(courier(1), b"no record at all\r\n", courier(2)), ["1", "2"]),
        (plain(courier(1), courier(2))[:-60], ["1"]),
        (plain(courier(1), courier(2).replace(b"Content-Length: ", b"Content-Length: x"), courier(3)), ["1", "3"]),
        (packed(b"WARC/1.0\r\n" + b"A: b\r\n" * 50_000, courier(2)), ["2"]),
        (b"filedesc://a.arc 0.0.0.0 20220922101112 text/plain 9\n", []),
    ],
)
def test_damaged_files(data: bytes, expected: list[str]) -> None:
    found, refused = scanned(data)
    assert found == expected
    assert (RefusalKind.DAMAGED in refused) == (b"\0" * 900 not in data)


def test_large_pages_are_refused_and_large_others_passed_over() -> None:
    big = b"<p>dam" + b" " * (MAX_RECORD + 10)
    found, refused = scanned(packed(courier(1, html=big), record("https://elsewhere.example/", html=big), courier(2)))
    assert found == ["2"]
    assert refused[RefusalKind.TOO_LARGE].url.endswith("/1")


def test_a_broken_connection_is_raised_and_the_offset_says_where_to_go_on() -> None:
    class Breaking(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self.data = BytesIO(data)

        def read(self, size: int = -1) -> bytes:
            block = self.data.read(300)
            if not block:
                raise ConnectionError("gone")
            return block

    data = packed(courier(1), courier(2), courier(3))
    scan = Scan(Breaking(data[:-40]), WANTED, "file")  # type: ignore[arg-type]  # only read() is used
    got: list[str] = []
    with pytest.raises(ConnectionError):
        got.extend(page.id[-1] for page in scan if isinstance(page, Page))
    got = []
    scan = Scan(BytesIO(data[scan.offset :]), WANTED, "file", scan.offset)
    got.extend(page.id[-1] for page in scan if isinstance(page, Page))
    assert got == ["3"]


def test_reading_a_small_file_as_an_answer_scans_it() -> None:
    data = packed(courier(1), courier(2))
    found = list(NEWS.read(asked("https://d.example/a.warc.gz", Kind.WARC, offset=0), given(data)))
    assert len(pages(found)) == 2
    assert refusals(Scan(BytesIO(b""), WANTED, "file"))[RefusalKind.EMPTY]


@settings(max_examples=150, deadline=None)
@example(st.binary(max_size=300), st.sampled_from([b"", b"\x1f\x8b\x08", b"WARC/1.0\r\n", packed(courier(1)), plain(courier(1)), packed(courier(1))[:80]]), st.integers(0, 500))  # fmt: skip
def test_any_bytes_never_raise(data: bytes, start: bytes, cut: int) -> None:
    for body in (start + data, data + start, (start + data)[cut:]):
        list(Scan(BytesIO(body), WANTED, "file"))
        list(NEWS.read(asked(LISTING, Kind.LISTING), given(body)))
