"""Reading files: HTML, text, folders and lists of addresses, and files that are damaged, missing or something else."""

from __future__ import annotations

import gzip
import io
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.model import OutcomeKind
from collectors.sources.files import ImportDefaults, lists_addresses, read
from collectors.sources.files.file_items import Damage
from collectors.sources.files.raw_bytes import lines
from collectors.sources.selected_pages import selection_of
from tests.support.made_files import HTML, NOW, articles, failures, items, jsonl, pages, row

NOBODY = 65_534  # the user without rights, on Linux and the BSDs


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
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "old Word, Excel or Outlook file"),
        (
            "a.csv",
            b"headline,note\nx,y\n",
            "has no column that is known as the text or the address (the columns are: head",
        ),
        ("a.csv", b"title,published\nx,2022-09-21\n", "has no column that is known as the text"),
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
        assert (gone.key, gone.detail) == (f"{folder}/gone.jsonl", "is a symbolic link, which is not followed")
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
    monkeypatch.setattr("collectors.sources.files.raw_bytes.BLOCK", 512)
    found = list(lines(io.BytesIO(bomb), limit=1_000))
    assert found[0] == (1, b"first")
    assert isinstance(found[1][1], Damage)
    assert len(found) == 2


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


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "utf-16", "utf-8-sig"])
def test_a_text_in_another_encoding(put: Callable[[str, bytes], str], codec: str) -> None:
    text = "Власти долины объявили о голосовании.\n\nСовет северного берега назвал его фарсом и обещал не признать."
    (article,) = articles(items(put("a.txt", text.encode(codec))))
    assert article.text == text
    (row_read,) = articles(items(put("a.jsonl", '{"id": "x", "text": "да"}\n'.encode("utf-16"))))
    assert row_read.text == "да"


URLS = b"# saved by hand\nhttps://a.example/1\n\nhttp://www.a.example/2/\n"


def test_a_list_of_urls(put: Callable[[str, bytes], str]) -> None:
    path = put("list.txt", URLS)
    assert lists_addresses(path)
    assert lists_addresses(put("l.urls", b"no address"))
    found = items(path)
    assert [f.key for f in failures(found)] == [f"{path}:2", f"{path}:4"]
    assert "--pages" in failures(found)[0].remedy
    assert "is no web address" in failures(items(put("l.urls", b"no address")))[0].detail


def test_a_list_selects_among_saved_pages(put: Callable[[str, bytes], str]) -> None:
    saved = put("saved.jsonl", jsonl(*({"id": u, "url": u, "html": HTML} for u in
                ("https://a.example/2#top", "https://a.example/3"))))  # fmt: skip
    path = put("list.urls", URLS)
    found = list(selection_of(path).from_pages([saved], ImportDefaults(), NOW))
    assert [p.url for p in pages(found)] == ["https://a.example/2#top"]
    assert found[0].line == 4
    assert [f.key for f in failures(found)] == [f"{path}:2"]


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
