"""Reading files: every kind, and everything that people and the web do to them."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.model import Article, Outcome, OutcomeKind, Page
from collectors.sources.files import Found, Given, kind_of, read
from collectors.sources.files.found import Damage
from collectors.sources.files.raw import lines
from collectors.sources.files.rows import found_in
from collectors.sources.files.warc import dechunk, inflate
from collectors.sources.selected import selection_of

NOW = datetime(2022, 10, 20, tzinfo=UTC)
NOBODY = 65_534  # the user without rights, on Linux and the BSDs
HTML = "<html><head><title>Vote</title></head><body><p>Polls opened on Friday.</p></body></html>"


def row(number: int, **changes: object) -> dict[str, object]:
    made = {"id": f"a{number}", "title": f"Title {number}", "text": f"Text number {number}.", "outlet": "river-courier"}
    return {**made, **changes}


def jsonl(*rows: object) -> bytes:
    return "".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in rows).encode()


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], str]:
    """Writes a file and returns its path."""

    def write(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return str(path)

    return write


def items(path: str, **given: str) -> list[Found]:
    return list(read(path, Given(**given), NOW))


def articles(found: list[Found]) -> list[Article]:
    return [f.item for f in found if isinstance(f.item, Article)]


def pages(found: list[Found]) -> list[Page]:
    return [f.item for f in found if isinstance(f.item, Page)]


def failures(found: list[Found]) -> list[Outcome]:
    return [f.item for f in found if isinstance(f.item, Outcome)]


def test_jsonl_of_articles_and_pages(put: Callable[[str, bytes], str]) -> None:
    page = {
        "id": "p1",
        "url": "https://river-courier.example/p1",
        "html": HTML,
        "event": "e1",
        "fetched_at": "2022-09-23",
    }
    path = put("both.jsonl", jsonl(row(1, event="e1", extra={"x": [1]}), "", page))
    found = items(path)
    assert [f.line for f in found] == [1, 3]
    assert articles(found)[0].text == "Text number 1."
    assert pages(found) == [Page("p1", "https://river-courier.example/p1", HTML.encode(), "text/html; charset=utf-8",
                                 "2022-09-23")]  # fmt: skip
    assert found[1].event == "e1"


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.ndjson", "noname", "a.JSONL"])
def test_jsonl_under_any_name(put: Callable[[str, bytes], str], name: str) -> None:
    data = b"\xef\xbb\xbf" + jsonl(row(1), row(2)).replace(b"\n", b"\r\n").rstrip()
    path = put(name, gzip.compress(data, mtime=0) if name.endswith("gz") else data)
    assert [a.id for a in articles(items(path))] == ["a1", "a2"]


def test_standard_input_is_jsonl(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(gzip.compress(jsonl(row(1)), mtime=0)))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert [a.id for a in articles(items("-"))] == ["a1"]
    assert not stdin.closed


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ('{"id": "x", "text": ', "is no JSON"),
        ('[{"id": "x"}]', "the row is no JSON object"),
        ("[" * 100_000, "nested too deep"),
        ('{"id": ' + "9" * 10_000 + "}", "a number too long"),
        ("7", "the row is no JSON object"),
        ({"id": "x"}, "has no `text`"),
        ({"id": "x", "text": "   "}, "has no `text`"),
        ({"id": "x", "url": "https://a.example/1"}, "gives a URL without its text"),
        ({"id": "x", "text": ["a"]}, "`text` is no text"),
        ({"id": "x" * 600, "text": "a"}, "`id` has 600 characters"),
        ({"id": "x", "text": "a", "authors": {"a": 1}}, "`authors` is no list"),
        ({"id": "x", "text": "a" * 1_000_001}, "more than 1,000,000"),
    ],
)
def test_a_bad_row_is_one_line_and_the_rest_goes_on(put: Callable[[str, bytes], str], value: object, what: str) -> None:
    path = put("a.jsonl", jsonl(*(row(n) for n in range(1, 7)), value, row(8)))
    found = items(path)
    assert [a.id for a in articles(found)] == ["a1", "a2", "a3", "a4", "a5", "a6", "a8"]
    assert len(failures(found)) == 1
    assert failures(found)[0].key == f"{path}:7"
    assert what in failures(found)[0].detail
    assert failures(found)[0].remedy


def test_a_row_that_is_no_utf8(put: Callable[[str, bytes], str]) -> None:
    path = put("a.jsonl", jsonl(row(1)) + '{"id": "a2", "text": "голосование"}\n'.encode("cp1251") + jsonl(row(3)))
    found = items(path)
    assert [a.id for a in articles(found)] == ["a1", "a3"]
    assert "not UTF-8 at byte 23 of the line" in failures(found)[0].detail


@pytest.mark.parametrize(
    ("published", "kept", "problem"),
    [
        ("2022-09-23", "2022-09-23", None),
        ("2022-09-23T10:00:00+03:00", "2022-09-23T10:00:00+03:00", None),
        ("2022-09-23T10:00:00Z", "2022-09-23T10:00:00Z", None),
        ("2022-10-20T13:00:00", "2022-10-20T13:00:00", None),
        (None, None, None),
        ("2099-01-01", None, "lies in the future"),
        ("2022-10-20T15:00:00Z", None, "lies in the future"),
        ("23.09.2022", None, "is no ISO 8601 date"),
        ("0001-01-01", None, "before the first newspaper"),
    ],
)
def test_a_wrong_date_is_told_and_the_article_kept_without_it(
    put: Callable[[str, bytes], str], published: str | None, kept: str | None, problem: str | None
) -> None:
    path = put("a.jsonl", jsonl(row(1, published=published)))
    found = items(path)
    assert [a.published for a in articles(found)] == [kept]
    assert [f.key for f in failures(found)] == ([f"{path}:1"] if problem else [])
    assert all(problem is not None and problem in f.detail for f in failures(found))


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"language": "en-US"}, "language", "en"),
        ({"language": "UK"}, "language", "uk"),
        ({"language": "English language"}, "language", None),
        ({"authors": "A. One; B. Two"}, "authors", ("A. One", "B. Two")),
        ({"authors": ["A. One", "", None, 7]}, "authors", ("A. One", "7")),
        ({"id": 7}, "id", "7"),
        ({"id": None, "url": "https://a.example/1"}, "id", "https://a.example/1"),
        ({"title": "  Two\n lines "}, "title", "Two lines"),
        ({"title": "=1+1"}, "title", "=1+1"),
        ({"title": "<script>alert(1)</script>"}, "title", "<script>alert(1)</script>"),
        ({"type": "gallery"}, "type", "news"),
        ({"text": " kept as it is \n"}, "text", " kept as it is \n"),
    ],
)
def test_fields_as_people_write_them(changes: dict[str, object], field: str, value: object) -> None:
    found = list(found_in(row(1, **changes), "f", 1, Given(), NOW))
    assert [getattr(a, field) for a in articles(found)] == [value]
    assert not failures(found)


def test_an_id_made_from_the_content_is_the_same_each_time() -> None:
    made = [articles(list(found_in(row(1, id=None), "f", n, Given(), NOW)))[0].id for n in (1, 2)]
    assert made[0] == made[1] != articles(list(found_in(row(2, id=None), "f", 1, Given(), NOW)))[0].id


def test_an_address_that_is_none_is_left_out_and_told() -> None:
    found = list(found_in(row(1, url="javascript:alert(1)"), "f", 1, Given(), NOW))
    assert articles(found)[0].url is None
    assert "is no web address" in failures(found)[0].detail


def test_characters_that_are_no_text_are_replaced_one_for_one(put: Callable[[str, bytes], str]) -> None:
    path = put("a.jsonl", b'{"id": "a1", "text": "nul \\u0000 raw \x00 lone \\ud800 pair \\ud83d\\uddf3"}\n')
    found = items(path)
    assert articles(found)[0].text == "nul \ufffd raw \ufffd lone \ufffd pair \U0001f5f3"
    assert found[0].note == "3 characters that are no text were replaced"
    assert not failures(found)


def test_what_the_user_states_fills_what_rows_leave_open(put: Callable[[str, bytes], str]) -> None:
    path = put("a.jsonl", jsonl(row(1, outlet=None), row(2, language="uk")))
    first, second = articles(items(path, outlet="river-courier", language="en", published="2022-09-23"))
    assert (first.outlet, first.language, first.published) == ("river-courier", "en", "2022-09-23")
    assert second.language == "uk"


# --- whole files


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("empty.jsonl", b"", "is empty"),
        ("blank.csv", b" \n\n", "is empty"),
        ("empty.jsonl.gz", gzip.compress(b"", mtime=0), "is empty"),
        ("empty.warc", b"", "is empty"),
        ("empty.html", b"", "is empty"),
        ("a.jsonl", bytes(range(256)) * 40, "is a binary file"),
        ("a.txt", b"%PDF-1.7 ...", "is a PDF"),
        ("a.csv", b"PK\x03\x04....", "Excel"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "PNG image"),
        ("a.jsonl", "{}".encode("utf-16"), "UTF-16"),
        ("a.txt", "голосование".encode("cp1251"), "is not UTF-8"),
        ("a.csv", b"headline,text\nx,y\n", "has no column `title` (the columns are: headline, text)"),
        ("a.csv", b"title,body\nx,y\n", "has no column `text` or `url`"),
        ("a.warc", b"not a warc at all\r\n\r\n", "no HTML page"),
        ("a.arc.gz", gzip.compress(b"\x00" * 5_000, mtime=0), "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(
    put: Callable[[str, bytes], str], name: str, data: bytes, what: str
) -> None:
    path = put(name, data)
    found = items(path)
    assert not articles(found)
    assert not pages(found)
    assert len(failures(found)) == 1, found
    assert failures(found)[0].key.startswith(path)
    assert what in failures(found)[0].detail
    assert failures(found)[0].remedy


@pytest.mark.parametrize("name", ["nowhere.jsonl", "long" * 100 + ".jsonl"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    (failure,) = failures(items(str(tmp_path / name)))
    assert "cannot be read" in failure.detail


@contextmanager
def nobody() -> Iterator[Path]:
    """A folder whose permissions count: root, who reads everything, becomes nobody meanwhile."""
    me = os.geteuid()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        if me == 0:
            os.chown(folder, NOBODY, -1)
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            os.seteuid(me)
            for inside in folder.iterdir():
                if inside.is_dir():
                    inside.chmod(0o755)


def test_a_folder_without_permission_is_told_and_the_rest_is_read(put: Callable[[str, bytes], str]) -> None:
    items(put("a.jsonl", jsonl(row(1))))  # nobody may be kept from the interpreter's own files: load what reading needs
    with nobody() as folder:
        for name in ("open", "shut", "page_files"):
            (folder / name).mkdir()
            (folder / name / "a.jsonl").write_text(json.dumps({"id": name, "text": "Some text."}), encoding="utf-8")
        (folder / "gone.jsonl").symlink_to(folder / "nowhere")
        (folder / "shut").chmod(0)
        (folder / "page_files").chmod(0)
        found = items(str(folder))
        assert [a.id for a in articles(found)] == ["open"]
        gone, shut = failures(found)
        assert (gone.key, gone.detail) == (f"{folder}/gone.jsonl", "cannot be read: No such file or directory")
        assert (shut.key, shut.detail) == (f"{folder}/shut", "cannot be read: Permission denied")
        for path in (folder / "shut", folder / "shut" / "a.jsonl"):
            (failure,) = failures(items(str(path)))
            assert (failure.key, failure.detail) == (str(path), "cannot be read: Permission denied")


def test_a_truncated_gzip_keeps_the_rows_before_the_cut(put: Callable[[str, bytes], str]) -> None:
    rows = [row(n, text=f"Text {n} {zlib.crc32(str(n).encode()):x}. " * 50) for n in range(1, 400)]
    whole = gzip.compress(jsonl(*rows), mtime=0)
    path = put("a.jsonl.gz", whole[: len(whole) * 2 // 3])
    found = items(path)
    kept = articles(found)
    assert len(kept) > 100
    assert [a.text for a in kept] == [r["text"] for r in rows[: len(kept)]]
    (failure,) = failures(found)
    assert failure.key == f"{path}:{len(kept) + 1}"
    assert "ends before its end" in failure.detail


def test_a_gzip_of_several_members_and_padding(put: Callable[[str, bytes], str]) -> None:
    data = gzip.compress(jsonl(row(1)), mtime=0) + b"\0" * 600 + gzip.compress(jsonl(row(2)), mtime=0) + b"\0" * 70_000
    assert [a.id for a in articles(items(put("a.jsonl.gz", data)))] == ["a1", "a2"]


def test_a_damaged_gzip_is_told(put: Callable[[str, bytes], str]) -> None:
    data = bytearray(gzip.compress(jsonl(*(row(n) for n in range(2_000))), mtime=0))
    data[len(data) // 2] ^= 0xFF
    found = items(put("a.jsonl.gz", bytes(data)))
    assert "damaged" in failures(found)[-1].detail


def test_lines_are_bounded_in_memory() -> None:
    stream = io.BytesIO(b"first\n" + b"x" * 300_000 + b"\nlast")
    found = list(lines(stream, limit=10_000))
    assert [(n, d) for n, d in found if isinstance(d, bytes)] == [(1, b"first"), (3, b"last")]
    damage = found[1][1]
    assert isinstance(damage, Damage)
    assert (damage.line, damage.kind) == (2, OutcomeKind.TOO_LARGE)


def test_a_bomb_stops_being_read(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = gzip.compress(b"first\n" + b"x" * 10_000_000, mtime=0)
    monkeypatch.setattr("collectors.sources.files.raw.BLOCK", 512)
    found = list(lines(io.BytesIO(bomb), limit=1_000))
    assert found[0] == (1, b"first")
    assert isinstance(found[1][1], Damage)
    assert len(found) == 2


# --- CSV


def test_csv_as_spreadsheets_write_it(put: Callable[[str, bytes], str]) -> None:
    text = (
        'ID;Title;Text;Published\r\n1;"Quoted; title";"Two\r\n\r\nparagraphs ""here""";2022-09-23\r\n'
        ";;;\r\n2;Plain;Short row\r\n"
    )
    found = items(put("a.csv", b"\xef\xbb\xbf" + text.encode()))
    first, second = articles(found)
    assert (first.id, first.title, first.text) == ("1", "Quoted; title", 'Two\r\n\r\nparagraphs "here"')
    assert (second.id, second.published) == ("2", None)
    assert [f.line for f in found] == [2, 6]
    assert not failures(found)


def test_csv_rows_that_do_not_fit(put: Callable[[str, bytes], str]) -> None:
    path = put("a.csv", b"title,text\nOne,First\nTwo,Sec,ond\nThree,Third\n" + b"\xff\xfe,bad\nFour,Fourth\n")
    found = items(path)
    assert [a.title for a in articles(found)] == ["One", "Three", "Four"]
    assert [f.key for f in failures(found)] == [f"{path}:3", f"{path}:5"]


@pytest.mark.parametrize("limit", [300, 1_000_000])
def test_a_quotation_mark_that_is_never_closed_costs_one_row(
    put: Callable[[str, bytes], str], monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr("collectors.sources.files.tables.MAX_TEXT", limit)
    rows = b"".join(b'Title %d,"Text, %d"\n' % (n, n) for n in range(100))
    path = put("b.csv", b'title,text\nOne,"First"\nTwo,"never closed\n' + rows)
    found = items(path)
    assert [a.title for a in articles(found)] == ["One", *(f"Title {n}" for n in range(100))]
    assert [f.key for f in failures(found)] == [f"{path}:3"]
    assert "close every quotation mark" in failures(found)[0].remedy
    hostile = put("c.csv", b"title,text\n" + b'x,"y"z\n' * 500)
    assert len(items(hostile)) < 60


def test_csv_of_pages(put: Callable[[str, bytes], str]) -> None:
    path = put("a.csv", b'url,html\nhttps://a.example/1,"<p>x</p>"\n')
    assert [p.body for p in pages(items(path))] == [b"<p>x</p>"]


# --- HTML, text, folders, lists


def test_html_files_and_folders(put: Callable[[str, bytes], str], tmp_path: Path) -> None:
    put("site/b.html", HTML.encode())
    put("site/a.htm.gz", gzip.compress(HTML.encode(), mtime=0))
    put("site/deep/c.html", "<meta charset=utf-8><p>голос".encode("cp1251"))
    put("site/wide.html", HTML.encode("utf-16"))
    put("site/c_files/ad.html", b"<p>ad")
    put("site/.hidden/x.html", b"<p>x")
    put("site/logo.png", b"\x89PNG")
    found = items(str(tmp_path / "site"))
    assert [p.id for p in pages(found)] == ["a", "b", "deep/c", "wide"]
    assert pages(found)[2].body.endswith("голос".encode("cp1251"))
    assert all(p.content_type is None for p in pages(found))
    put("nothing/logo.png", b"\x89PNG")
    (failure,) = failures(items(str(tmp_path / "nothing")))
    assert "holds no files to import" in failure.detail


def test_a_text_file_is_one_article(put: Callable[[str, bytes], str]) -> None:
    (plain,) = articles(items(put("seed-article.txt", b"Caption | Photo\r\n\r\nFirst paragraph.\r\n"), title=""))
    assert (plain.id, plain.title, plain.text) == ("seed-article", "", "Caption | Photo\n\nFirst paragraph.")
    (marked,) = articles(items(put("b.md", "# The title\n\nFirst — paragraph.".encode())))
    assert (marked.title, marked.text) == ("The title", "First — paragraph.")
    (named,) = articles(items(put("c.txt", b"Text."), title="Given"))
    assert named.title == "Given"


URLS = b"# saved by hand\nhttps://a.example/1\n\nhttp://www.a.example/2/\n"


def test_a_list_of_urls(put: Callable[[str, bytes], str]) -> None:
    path = put("list.txt", URLS)
    assert kind_of(path) == kind_of(put("l.urls", b"no address")) == "urls"
    found = items(path)
    assert [f.key for f in failures(found)] == [f"{path}:2", f"{path}:4"]
    assert "--pages" in failures(found)[0].remedy
    assert "is no web address" in failures(items(put("l.urls", b"no address")))[0].detail


def test_a_list_selects_among_saved_pages(put: Callable[[str, bytes], str]) -> None:
    saved = put("saved.jsonl", jsonl(*({"id": u, "url": u, "html": HTML} for u in
                ("https://a.example/2#top", "https://a.example/3"))))  # fmt: skip
    path = put("list.urls", URLS)
    found = list(selection_of(path).from_pages([saved], Given(), NOW))
    assert [p.url for p in pages(found)] == ["https://a.example/2#top"]
    assert found[0].line == 4
    assert [f.key for f in failures(found)] == [f"{path}:2"]


# --- WARC


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


# --- anything at all


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600), st.sampled_from(["jsonl", "csv", "html", "text", "warc", "gzip"]))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes, kind: str) -> None:
    name = {"text": "a.txt", "gzip": "a.jsonl.gz"}.get(kind, f"a.{kind}")
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(
        gzip.compress(data, mtime=0)[:-3] if kind == "gzip" else b"WARC/1.0\r\n" + data if kind == "warc" else data
    )
    for found in read(str(path), None, NOW):
        assert found.file == str(path)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20), lambda v: st.lists(v, max_size=3), max_leaves=5
)


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["id", "url", "outlet", "title", "authors", "published", "language", "text", "html", "event", "type"]
        ),
        json_values,
    )
)
def test_no_row_raises_and_each_ends_somewhere(values: dict[str, object]) -> None:
    assert list(found_in(values, "f", 1, Given(), NOW))
