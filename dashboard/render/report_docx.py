"""A report as a Word file, by python-docx: real headings, lists and tables, and charts as pictures with their words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from dashboard.render import raster
from dashboard.render.report_blocks import (
    ReportBlock,
    ReportList,
    ReportPicture,
    ReportTable,
    ReportText,
    clean,
)

#: Points: the width of a page's text, what a cell's margins take, the smallest letters of a table; and how wide a bold
#: letter is, in parts of its size.
WIDTH, CELL, SMALLEST, LETTER = 470.0, 12.0, 5.5, 0.72
PICTURE = 13.5  # centimetres: the width of a chart


def docx(blocks: Sequence[ReportBlock], title: str, foot: str) -> bytes:
    """Write blocks as an A4 file.

    Args:
        blocks: What the report holds.
        title: The file's title.
        foot: A line at the foot of every page.
    """
    from docx import Document  # noqa: PLC0415  loaded only where a report is wanted
    from docx.shared import Cm, Pt  # noqa: PLC0415

    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.0)
    document.styles["Normal"].font.size = Pt(10)
    document.core_properties.title, document.core_properties.author = clean(title)[:250], "Parallax"
    line = section.footer.paragraphs[0]
    line.text = clean(foot)
    line.runs[0].font.size = Pt(7.5)
    for block in blocks:
        if isinstance(block, ReportText):
            _text(document, block)
        elif isinstance(block, ReportList):
            for item in block.items:
                document.add_paragraph(clean(item), style="List Number" if block.numbered else "List Bullet")
        elif isinstance(block, ReportPicture):
            _picture(document, block, Cm(PICTURE))
        elif block.rows:
            _table(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _text(document: Any, block: ReportText) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    if block.level:
        document.add_heading(clean(block.text), level=block.level - 1)  # level 0 is the title
        return
    made = document.add_paragraph(clean(block.text))
    if block.quiet:
        for run in made.runs:
            run.font.size, run.italic = Pt(9), True
    if block.link:
        _lead_to(document, made, clean(block.link))


def _lead_to(document: Any, paragraph: Any, address: str) -> None:
    """Make the words of a paragraph a link."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    for run in paragraph.runs:
        run.underline = True
        link.append(run._r)  # python-docx has no door for links
    paragraph._p.append(link)


def _picture(document: Any, block: ReportPicture, width: Any) -> None:
    document.add_picture(io.BytesIO(raster.png(block.svg)), width=width)
    shown = document.inline_shapes[-1]._inline.docPr  # python-docx has no door for the description
    shown.set("descr", block.alt)
    shown.set("title", block.alt[:80])


def _table(document: Any, block: ReportTable) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    columns = max(len(block.head), *(len(row) for row in block.rows))
    if block.caption:
        caption = document.add_paragraph(clean(block.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=columns, style="Light Grid")
    size, widths = _layout(block, columns)
    table.autofit = False
    for number, row in enumerate((block.head, *block.rows)):
        line = table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # no row is torn over two pages
        for cell, text, width in zip(line.cells, (*row, *[""] * (columns - len(row))), widths, strict=True):
            cell.text, cell.width = clean(text), Pt(width)
            for run in cell.paragraphs[0].runs:
                run.font.size, run.font.bold = Pt(size), number == 0 or None
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    heading = table.rows[0]._tr.get_or_add_trPr()
    heading.append(OxmlElement("w:tblHeader"))  # repeated where the table goes on over a page
    document.add_paragraph()


def _layout(block: ReportTable, columns: int) -> tuple[float, list[float]]:
    """The size of a table's letters and the widths of its columns, in points: no word is broken where that can be.

    Each column gets room for its longest word; what is left goes to those with the longest texts.
    """
    texts = [[row[at] for row in (block.head, *block.rows) if at < len(row)] for at in range(columns)]
    words = [max((len(word) for text in column for word in text.split()), default=1) for column in texts]
    size = 9.0 if columns <= 6 else 7.5
    while size > SMALLEST and sum(words) * size * LETTER + columns * CELL > WIDTH:
        size -= 0.5
    needed = [word * size * LETTER + CELL for word in words]
    left = max(WIDTH - sum(needed), 0.0)
    lengths = [max((len(text) for text in column), default=1) for column in texts]
    widths = [room + left * length / sum(lengths) for room, length in zip(needed, lengths, strict=True)]
    return size, [width * WIDTH / sum(widths) for width in widths]
