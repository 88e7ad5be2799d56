"""The report as PDF and as a Word file, and the hand-out: whole names, Ukrainian letters, no empty page."""

from __future__ import annotations

import io
import zipfile
from html import unescape

import pypdfium2
import pytest
from docx import Document
from lxml import etree
from markupsafe import Markup
from pypdf import PdfReader

from dashboard import report_file
from dashboard.render import html, svg
from dashboard.render.charts import SHARE, Dot
from dashboard.render.html import fill
from dashboard.render.report_blocks import ReportList, ReportPicture, ReportTable, ReportText, blocks_of, clean
from dashboard.render.report_docx import docx
from dashboard.render.report_pdf import pdf

LONG = "The Very Long and Winding Regional Gazette of Novgorod-Siverskyi and its Surroundings"
NAMES = ["Вісник Дніпра", LONG, "<script>alert(1)</script> & Co", "Ґава їжак єнот"]
FOOT = "Parallax, data set 0123456789ab."


def body(rows: int = 4) -> Markup:
    dots = [Dot(name, 0.2 + n / 10, 0.1, 0.5, 9, True, "#2f7ebc") for n, name in enumerate(NAMES)]
    table = html.table(
        "Per cent", ["Outlet", "sham", "reunification"], [[NAMES[n % 4], f"{n}", "0"] for n in range(rows)]
    )
    sections = [
        report_file.Section("What differs most", Markup("<ol><li><p>One.</p><div>Two.</div></li><li>Three</li></ol>"), "A note."),
        report_file.Section("The vote", table + html.element("h3", "In words") + svg.picture(svg.dots(dots, SHARE), "From a to b")),
        report_file.Section("Method", Markup("<dl><dt><b>Naming</b></dt><dd>Counted.</dd></dl>")),
    ]  # fmt: skip
    return report_file.html("Annexation referendums: a comparison", "94 articles.", sections)


def test_a_body_is_read_as_blocks() -> None:
    blocks = blocks_of(body())
    assert blocks[0] == ReportText("Annexation referendums: a comparison", 1)
    assert ReportText("A note.", 0, quiet=True) in blocks
    assert ReportList(("One. Two.", "Three"), numbered=True) in blocks
    assert ReportList(("Naming: Counted.",), numbered=False) in blocks
    (table,) = [block for block in blocks if isinstance(block, ReportTable)]
    assert table.head == ("Outlet", "sham", "reunification")
    assert [row[0] for row in table.rows] == NAMES
    (picture,) = [block for block in blocks if isinstance(block, ReportPicture)]
    assert picture.alt == "From a to b"
    assert etree.fromstring(picture.svg).tag.endswith("svg")


def test_the_address_of_a_view_is_a_link_in_every_format() -> None:
    address = f"http://127.0.0.1:8501/naming?v=0123&outlets={'a-long-name,' * 20}z&b=<c>"
    section = report_file.Section(
        "The vote", fill('<p class="px-note">This view: {}</p>', html.outside(address, address))
    )
    blocks = blocks_of(report_file.html("Report", "One view.", [section]))
    assert ReportText(f"This view: {address}", 0, quiet=True, link=address) in blocks
    file = pdf(blocks, "Report", "foot")
    found = [one.get_object()["/A"]["/URI"] for page in PdfReader(io.BytesIO(file)).pages for one in page["/Annots"]]
    assert set(found) == {address}
    assert "".join(pages_of(file)).replace(" ", "").count("a-long-name,") == 20, "the address is cut"
    with zipfile.ZipFile(io.BytesIO(docx(blocks, "Report", "foot"))) as package:
        assert address in unescape(package.read("word/_rels/document.xml.rels").decode())
        assert b"<w:hyperlink " in package.read("word/document.xml")


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert clean("a\x00b\ud800\uffff  c\n d .") == "a\ufffdb\ufffd\ufffd c d."


def pages_of(file: bytes) -> list[str]:
    return [" ".join((page.extract_text() or "").split()) for page in PdfReader(io.BytesIO(file)).pages]


@pytest.mark.parametrize("rows", [1, 4, 14, 15, 60, 200])
def test_no_page_of_a_pdf_is_empty_and_no_name_is_cut(rows: int) -> None:
    file = pdf(blocks_of(body(rows)), "Report", FOOT)
    pages = pages_of(file)
    text = " ".join(pages)
    for name in NAMES[: min(rows, 4)]:
        for word in name.split():
            assert word in text
    assert "…" not in text
    drawn = pypdfium2.PdfDocument(file)
    for number, said in enumerate(pages, start=1):
        assert said.startswith(FOOT) or FOOT in said
        assert len(said.replace(FOOT, "")) > 20 or "image" in str(list(drawn[number - 1].get_objects())).lower(), number
        shown = drawn[number - 1].render(scale=0.5).to_numpy()
        assert (shown < 128).mean() > 0.0005, f"page {number} is blank"
    assert sum(said.count("reunification") for said in pages) >= max(1, rows // 60)  # the headings go with a long table
    assert pdf(blocks_of(body(rows)), "Report", FOOT) == file


def test_ukrainian_letters_have_shapes_in_a_pdf() -> None:
    """Not the sign for a missing letter: the same text with that sign looks different."""

    def drawn(text: str) -> bytes:
        file = pdf([ReportText(text)], "t", "f")
        return pypdfium2.PdfDocument(file)[0].render(scale=2).to_numpy().tobytes()

    shapes = {drawn(letter) for letter in "ґєіїҐЄІЇщю"}
    assert len(shapes) == 10
    assert drawn("\ufffd") not in shapes
    assert drawn("中") == drawn("\ufffd")  # ours have no Chinese


def test_a_hand_out_is_one_page() -> None:
    assert len(pages_of(pdf(blocks_of(body(70)), "Hand-out", FOOT, one_page=True))) == 1
    (text,) = pages_of(pdf(blocks_of(body(2)), "Hand-out", FOOT, one_page=True))
    assert "Annexation referendums" in text


def test_a_word_file_opens_and_holds_everything() -> None:
    file = docx(blocks_of(body(40)), "Report \x0b", FOOT)
    opened = Document(io.BytesIO(file))
    styles = [paragraph.style.name for paragraph in opened.paragraphs if paragraph.style]
    assert {"Title", "Heading 1", "Heading 2", "List Number", "List Bullet", "Caption"} <= set(styles)
    (table,) = opened.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Outlet", "sham", "reunification"]
    assert len(table.rows) == 41
    assert {row.cells[0].text for row in table.rows[1:]} == set(NAMES)
    assert opened.inline_shapes[0]._inline.docPr.get("descr") == "From a to b"
    assert opened.sections[0].footer.paragraphs[0].text == FOOT
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        assert package.testzip() is None
        names = package.namelist()
        assert not [name for name in names if "vba" in name.lower()]
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
        declared = package.read("[Content_Types].xml").decode()
        assert 'Extension="png"' in declared
        for relation in etree.fromstring(package.read("word/_rels/document.xml.rels")):
            assert relation.get("TargetMode") != "External"
            target = relation.get("Target").lstrip("/")
            assert target.removeprefix("../") in names or f"word/{target}" in names
