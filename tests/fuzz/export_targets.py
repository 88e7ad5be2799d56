"""Targets: the exports of archives and programs that people bring, by what carries them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.fuzz.targets import FuzzTarget, file_target
from tests.support.made_articles import made_articles
from tests.support.made_desk import workbook
from tests.support.made_exports import LAYOUTS
from tests.support.made_packed import zipped

_RIS = (
    b"TY  - NEWS\r\nTI  - Vote held\r\nAU  - Baker, Ann\r\nPY  - 2022/09/23/\r\nT2  - River Courier\r\n"
    b"AB  - A sham vote was held.\r\nUR  - https://courier.example/1\r\nER  - \r\n"
)
_BIBTEX = (
    b"@article{a1,\n  title = {Vote {held}},\n  author = {Baker, Ann and Carter, Tom},\n  date = {2022-09-23},\n"
    b'  journaltitle = "River Courier",\n  url = {https://courier.example/1},\n  abstract = {A sham vote was held.}\n}\n'
)
_MAIL = (
    b"From: Ann <a@courier.example>\r\nSubject: =?utf-8?q?Vote?=\r\nDate: Fri, 23 Sep 2022 08:00:00 +0000\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\n"
    b"A sham vote was held.\r\n--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>A sham vote was held.</p>\r\n--B--\r\n"
)
_DOCUMENT, _SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"


def _layouts(suffix: str) -> list[bytes]:
    """Three invented articles in every layout that a suffix may hold."""
    articles = made_articles("en")
    return [write(articles) for name, write in LAYOUTS.values() if name.lower().endswith(suffix)]


def _inside(suffix: str, place: str, beside: dict[str, bytes]) -> Callable[[bytes], object]:
    """A target whose input is one member of a packed file: what a change of packed bytes hardly ever reaches."""
    read_one = file_target(suffix)
    return lambda data: read_one(zipped({**beside, place: data}))


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _workbook() -> dict[str, bytes]:
    """The members of a spreadsheet with a title and a text."""
    return _members(workbook([["Vote held", "A sham vote was held. " * 9, "2022-09-23"]], ["title", "text", "date"]))


def export_targets() -> list[FuzzTarget]:
    """A target for each carrier."""
    words, book = _layouts(".docx"), _workbook()
    return [
        FuzzTarget("export_bib", file_target("bib"), [_BIBTEX]),
        FuzzTarget("export_docx", file_target("docx"), words),
        FuzzTarget("export_docx_inside", _inside("docx", _DOCUMENT, {"[Content_Types].xml": b"<Types/>"}), [_members(word)[_DOCUMENT] for word in words]),
        FuzzTarget("export_eml", file_target("eml"), [*_layouts(".eml"), _MAIL]),
        FuzzTarget("export_html", file_target("html"), _layouts(".html")),
        FuzzTarget("export_ris", file_target("ris"), [_RIS]),
        FuzzTarget("export_rtf", file_target("rtf"), _layouts(".rtf")),
        FuzzTarget("export_text", file_target("txt"), _layouts(".txt")),
        FuzzTarget("export_xlsx_inside", _inside("xlsx", _SHEET, book), [book[_SHEET]]),
        FuzzTarget("export_xml", file_target("xml"), _layouts(".xml")),
        FuzzTarget("export_zip", file_target("zip"), [zipped({"a.txt": _layouts(".txt")[0], "b/c.ris": _RIS})]),
    ]  # fmt: skip
