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
    size = Pt(9 if columns <= 6 else 7.5)
    for number, row in enumerate((block.head, *block.rows)):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=False):
            cell.text = clean(text)
            for run in cell.paragraphs[0].runs:
                run.font.size, run.font.bold = size, number == 0 or None
    heading = table.rows[0]._tr.get_or_add_trPr()
    heading.append(OxmlElement("w:tblHeader"))  # repeated where the table goes on over a page
    document.add_paragraph()
