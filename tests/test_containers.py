"""Files inside of files: ZIP, tar, WACZ, mails, saved pages, Word and PDF, also hostile ones."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from collectors.model import Grade, OutcomeKind
from collectors.sources.files.unpacking import repaired_name
from tests.support.made_articles import made_articles
from tests.support.made_exports import LAYOUTS, nexis_text
from tests.support.made_files import HTML, articles, failures, items, jsonl, pages, row
from tests.support.made_packed import docx, rtf, zipped

TEXT = "Officials said on Tuesday that the vote would be held. The council called it a farce."


def tarred(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


MEMBERS = {
    "nexis/a.TXT": nexis_text(made_articles()),
    "rows.jsonl": jsonl(row(1)),
    "page.html": HTML.encode(),
    "__MACOSX/x.txt": b"x",
}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(MEMBERS)),
        ("a.tar", tarred(MEMBERS)),
        ("a.tgz", gzip.compress(tarred(MEMBERS))),
        ("b.zip", zipped({"inner/a.zip": zipped(MEMBERS)})),
    ],
    ids=["zip", "tar", "tgz", "zip in zip"],
)
def test_each_member_is_read_as_a_file(put: Callable[[str, bytes], str], name: str, data: bytes) -> None:
    found = items(put(name, data))
    assert not failures(found)
    assert len(articles(found)) == 4
    assert len(pages(found)) == 1
    assert any(f.file.endswith("!nexis/a.TXT") for f in found)


def warc() -> bytes:
    """A WARC file with one page."""
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2022-09-21T08:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    )
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + HTML.encode()
    return record % (len(answer), answer)


def wacz() -> bytes:
    """A WACZ file with one page."""
    listed = b'{"format": "json-pages-1.0"}\n'
    return zipped(
        {"datapackage.json": b"{}", "archive/data.warc.gz": gzip.compress(warc()), "pages/pages.jsonl": listed}
    )


def test_a_wacz_is_an_archive_with_a_warc(put: Callable[[str, bytes], str]) -> None:
    found = items(put("a.wacz", wacz()))
    assert [p.url for p in pages(found)] == ["https://a.example/1"]
    assert not failures(found)


def test_no_path_leaves_and_no_bomb_is_unpacked(put: Callable[[str, bytes], str], tmp_path: Path) -> None:
    found = items(put("a.zip", zipped({"../../evil.txt": b"x", "/etc/evil.txt": b"y", "good.jsonl": jsonl(row(1))})))
    assert [a.id for a in articles(found)] == ["a1"]
    assert len(failures(found)) == 2
    assert all("leaves the archive" in f.detail for f in failures(found))
    assert not list(tmp_path.rglob("evil.txt"))
    bomb = items(put("b.zip", zipped({"a.jsonl": jsonl(row(1)), "bomb.txt": b"0" * 200_000_000})))
    assert [a.id for a in articles(bomb)] == ["a1"]
    assert [f.kind for f in failures(bomb)] == [OutcomeKind.TOO_LARGE]


def test_a_damaged_member_costs_itself(put: Callable[[str, bytes], str]) -> None:
    data = bytearray(
        zipped({"a.jsonl": jsonl(row(1)), "b.jsonl": jsonl(*(row(n) for n in range(2, 60))), "c.jsonl": jsonl(row(99))})
    )
    place = data.find(b"b.jsonl") + 60
    data[place : place + 20] = bytes(20)
    found = items(put("a.zip", bytes(data)))
    assert {"a1", "a99"} <= {a.id for a in articles(found)}
    assert failures(found)


def test_many_damaged_members_are_one_line(put: Callable[[str, bytes], str]) -> None:
    data = bytearray(zipped({f"{number:03}.jsonl": jsonl(row(number)) for number in range(100)}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist()[1::2]:
            data[info.header_offset + 30 + len(info.filename)] = 0xFF  # no kind of block of packed data
    found = items(put("a.zip", bytes(data)))
    assert [a.id for a in articles(found)] == [f"a{number}" for number in range(0, 100, 2)]
    *named, rest = failures(found)
    assert len(named) == 20
    assert "holds 30 more files that cannot be read" in rest.detail


@pytest.mark.parametrize("codec", ["cp866", "cp1251", "cp437", "utf-8"])
def test_names_of_other_systems(codec: str) -> None:
    name = "Café été.txt" if codec == "cp437" else "Новини 2022.txt"
    assert repaired_name(zipfile.ZipInfo(name.encode(codec).decode("cp437"))) == name


def test_a_file_name_that_is_no_utf8(tmp_path: Path) -> None:
    """From an old ZIP: one such name ended the import with nothing stored."""
    name = b"\xed\xee\xe2\xe8\xed\xe8.jsonl".decode("utf-8", "surrogateescape")
    (tmp_path / name).write_bytes(jsonl(row(1)))
    (tmp_path / "b.jsonl").write_bytes(jsonl(row(2)))
    found = items(str(tmp_path))
    assert {a.id for a in articles(found)} == {"a1", "a2"}
    assert all(f.file.encode("utf-8") for f in found)


# --- mail and saved pages


def mail(body: str, kind: str = "text/plain", **headers: str) -> bytes:
    head = {"From": "The Courier <news@courier.example>", "Subject": "Morning: vote today", "Date": "Wed, 21 Sep 2022 08:00:00 +0000",
            "Message-ID": "<1@x>", "MIME-Version": "1.0", "Content-Type": f'{kind}; charset="utf-8"'} | headers  # fmt: skip
    return ("".join(f"{name}: {value}\n" for name, value in head.items()) + "\n" + body).encode()


def test_a_newsletter_is_one_article(put: Callable[[str, bytes], str]) -> None:
    body = f"{TEXT}\n\n{TEXT} Again.\n\nUnsubscribe here: https://courier.example/x"
    for data in (mail(body), mail(f"<p>{TEXT}</p><p>{TEXT} Again.</p><p><a href='x'>Unsubscribe</a></p>", "text/html")):
        (article,) = articles(items(put("a.eml", data)))
        assert (article.title, article.outlet) == ("Morning: vote today", "The Courier")
        assert article.published == "2022-09-21T08:00:00+00:00"
        assert article.text == f"{TEXT}\n\n{TEXT} Again."
        assert article.type == "other"


def test_a_mailbox_is_many(put: Callable[[str, bytes], str]) -> None:
    box = b"".join(
        b"From news@courier.example Wed Sep 21 08:00:00 2022\n"
        + mail(f"{TEXT} Number {n}. From here on.", **{"Message-ID": f"<{n}@x>"})
        + b"\n\n"
        for n in range(5)
    )
    assert len(articles(items(put("a.mbox", box)))) == 5


def test_attached_files_are_read(put: Callable[[str, bytes], str]) -> None:
    part = (
        b"X-Mailer: y\nFrom: a@b.example\nSubject: your download\nDate: Wed, 21 Sep 2022 08:00:00 +0000\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="B"\n\n--B\nContent-Type: text/plain\n\nSee attachment.\n--B\n'
        b'Content-Type: text/plain; charset="utf-8"\nContent-Disposition: attachment; filename="export.TXT"\n\n'
    )
    found = items(put("a.eml", part + nexis_text(made_articles()) + b"\n--B--\n"))
    assert [a.title for a in articles(found)] == [m.title for m in made_articles()]


def test_a_page_saved_as_mhtml(put: Callable[[str, bytes], str]) -> None:
    data = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/1\nSubject: Vote\nDate: Wed, 21 Sep 2022 08:00:00 +0000\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="B"\n\n--B\nContent-Type: text/html\n'
        f"Content-Location: https://a.example/1\n\n{HTML}\n--B\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n--B--\n"
    ).encode()
    (page,) = pages(items(put("a.mhtml", data)))
    assert page.url == "https://a.example/1"
    assert page.fetched_at == "2022-09-21T08:00:00+00:00"
    assert b"Polls opened" in page.body


def test_a_page_saved_with_singlefile(put: Callable[[str, bytes], str]) -> None:
    note = "<!--\n Page saved with SingleFile \n url: https://a.example/1 \n saved date: Wed Sep 21 2022 08:00:00 GMT+0200\n-->"
    (page,) = pages(items(put("a.html", f"<!DOCTYPE html> <html>{note}{HTML[6:]}".encode())))
    assert page.url == "https://a.example/1"
    saved = "<!-- saved from url=(0021)https://a.example/2 -->"
    (page,) = pages(items(put("b.html", f"<!DOCTYPE html>\n{saved}\n{HTML}".encode())))
    assert page.url == "https://a.example/2"


# --- single documents


def test_a_word_file_is_one_article(put: Callable[[str, bytes], str]) -> None:
    data = docx(
        [("Title", "Council rejects vote"), ("Subtitle", "A farce"), "21 September 2022", TEXT, f"{TEXT} Again."]
    )
    (article,) = articles(items(put("a.docx", data)))
    assert (article.title, article.standfirst, article.published) == ("Council rejects vote", "A farce", "2022-09-21")
    assert article.text.endswith(f"{TEXT}\n\n{TEXT} Again.")
    (plain,) = articles(items(put("b.rtf", rtf(["# Council rejects vote", TEXT]))))
    assert (plain.title, plain.text) == ("Council rejects vote", TEXT)


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page."""
    shown = "BT /F1 12 Tf 14 TL 50 750 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(shown)}>>\nstream\n{shown}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        out
        + f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def test_a_pdf_is_one_doubtful_article(put: Callable[[str, bytes], str]) -> None:
    lines = [
        "Officials said on Tuesday that the vote would be held in the val-",
        "ley in four days.",
        "The council called it a farce and would not take part in it at all.",
    ]
    (article,) = articles(items(put("a.pdf", pdf(lines))))
    assert (
        article.text
        == "Officials said on Tuesday that the vote would be held in the valley in four days.\n\n" + lines[2]
    )
    assert article.grade is Grade.DOUBTFUL
    assert "PDF" in article.grade_reasons[0]
    for damaged in (b"%PDF-1.7 nothing", pdf(lines)[:300]):
        assert "PDF" in failures(items(put("b.pdf", damaged)))[0].detail
    assert "scan" in failures(items(put("c.pdf", pdf([]))))[0].detail


# --- nothing of several articles becomes one


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_export_is_never_one_article(put: Callable[[str, bytes], str], layout: str) -> None:
    """Cut anywhere, an export of three gives up to three articles or says that it cannot be read."""
    name, write = LAYOUTS[layout]
    data = write(made_articles())
    if data.startswith(b"PK"):
        return
    for part in range(1, 8):
        found = items(put(name, data[: len(data) * part // 8]))
        texts = [a.text for a in articles(found)]
        assert all(sum(m.title in text for m in made_articles()) == 0 for text in texts)
        assert not any(p.body.count(b"farce") > 2 for p in pages(found))


@pytest.mark.parametrize(
    "text",
    [
        "x\n 1 of 10 DOCUMENTZ\n\n" + "LOAD-DATE: January 11, 2010\n\nLANGUAGE: ENGLISH\n\nCopyright 2010\n\ny\n" * 2,
        "Headline\n\nText.\n\nDocument RVRC000020220921ei9l0003x\n\nHeadline two\n\nText.\n\nDocument RVRC000020220922ei9l0003x\n",
        "A\n" + "_" * 60 + "\nText\n" + "_" * 60 + "\nText\n" + "_" * 60,
        "Titre\n\nTexte\n\nNuméro de document : news·2\n\nTitre\n\nTexte\n\nNuméro de document : news·3\n",
    ],
)
def test_layouts_that_are_not_known_are_refused(put: Callable[[str, bytes], str], text: str) -> None:
    found = items(put("a.txt", text.encode()))
    assert not articles(found)
    assert failures(found)
    assert all("layout that is not known" in f.detail and f.remedy for f in failures(found))


def test_a_page_of_several_articles_is_refused(put: Callable[[str, bytes], str]) -> None:
    number = "<p>{} of 2 DOCUMENTS</p><p>The vote was held on Tuesday.</p>"
    found = items(put("a.html", f"<html><body>{number.format(1)}{number.format(2)}</body></html>".encode()))
    assert not pages(found)
    assert ["export of Nexis (2 articles or more)" in f.detail for f in failures(found)] == [True]
    listing = b"<html><body><p>500 words</p><p>One.</p><p>700 words</p><p>Two.</p></body></html>"
    assert len(pages(items(put("b.html", listing)))) == 1, "a page of the web may say this"


def test_a_word_file_with_entities_is_refused(put: Callable[[str, bytes], str]) -> None:
    whole = docx(["Council rejects vote", TEXT])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    xml = members["word/document.xml"]
    at = xml.index(b"<w:document")
    members["word/document.xml"] = xml[:at] + b'<!DOCTYPE w:document [<!ENTITY said "no">]>' + xml[at:]
    (refused,) = failures(items(put("a.docx", zipped(members))))
    assert "defines entities" in refused.detail


def test_a_mail_whose_encoding_is_damaged_is_refused(put: Callable[[str, bytes], str]) -> None:
    head = b"From: Desk <desk@a.example>\r\nSubject: A letter\r\nDate: Wed, 21 Sep 2022 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    body = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    broken = b"The council !!! did ### not *** encode this text at all, and so it is no base64 for any reader of it."
    (refused,) = failures(items(put("a.eml", head + body + broken)))
    assert "encoding is damaged" in refused.detail
