"""A report as PDF, by ReportLab, with the fonts that come with us: Latin, Greek and Cyrillic letters."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape
from typing import Any

from dashboard.render import raster
from dashboard.render.report_blocks import (
    ReportBlock,
    ReportList,
    ReportPicture,
    ReportTable,
    ReportText,
)

MARGIN, PICTURE = 48.0, 340.0  # points: of the page, and the width of a chart
SHORT, LONGEST_WORD = 14, 24  # rows that stay with their caption; letters that a column has room for
_FONT, _BOLD = "ParallaxSans", "ParallaxSans-Bold"
_INK, _QUIET, _RULE, _HEAD = "#1c1c1a", "#5a5851", "#d8d3c8", "#f1eee6"


@cache
def _letters() -> frozenset[int]:
    """Register the fonts; the characters that they have."""
    from reportlab.lib.fonts import addMapping  # noqa: PLC0415
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415  loaded only where a report is wanted
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    regular = TTFont(_FONT, str(raster.REGULAR))
    pdfmetrics.registerFont(regular)
    pdfmetrics.registerFont(TTFont(_BOLD, str(raster.BOLD)))
    for bold in (0, 1):
        addMapping(_FONT, bold, 0, _BOLD if bold else _FONT)
    return frozenset(regular.face.charToGlyph)


def pdf(blocks: Sequence[ReportBlock], title: str, foot: str, *, one_page: bool = False) -> bytes:
    """Write blocks as an A4 file.

    Args:
        blocks: What the report holds.
        title: The file's title.
        foot: A line at the foot of every page.
        one_page: Whether to shrink everything to one page.

    Returns:
        The file. Signs that our fonts lack are drawn as a replacement character.
    """
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415
    from reportlab.platypus import BaseDocTemplate, Frame, KeepInFrame, PageTemplate  # noqa: PLC0415

    _letters()
    out = io.BytesIO()
    width, height = A4
    room = (width - 2 * MARGIN, height - 2 * MARGIN - 14)
    frame = Frame(MARGIN, MARGIN + 14, *room, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document = BaseDocTemplate(
        out, pagesize=A4, title=title, author="Parallax", subject=foot, lang="en", invariant=1, creator="Parallax"
    )
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=_footer(foot, width, one_page=one_page))])
    story = list(_story(blocks, room[0]))
    document.build([KeepInFrame(*room, story, mode="shrink")] if one_page else story)
    return out.getvalue()


def _footer(foot: str, width: float, *, one_page: bool) -> Callable[[Any, Any], None]:
    def draw(canvas: Any, document: Any) -> None:
        """Write the line at the foot, and the page's number at its right."""
        from reportlab.platypus import Paragraph  # noqa: PLC0415

        line = Paragraph(_said(foot), _style("foot", 7, _QUIET))
        line.wrap(width - 2 * MARGIN - 30, 40)
        line.drawOn(canvas, MARGIN, MARGIN - 12)
        if not one_page:
            canvas.setFont(_FONT, 8)
            canvas.setFillColor(_QUIET)
            canvas.drawRightString(width - MARGIN, MARGIN - 6, str(document.page))

    return draw


def _style(name: str, size: float, colour: str = _INK, **more: Any) -> Any:
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415

    fields = {"fontName": _FONT, "fontSize": size, "leading": size * 1.35, "textColor": colour} | more
    return ParagraphStyle(name, **fields)


def _said(text: str) -> str:
    """Text as ReportLab's markup, with a replacement for signs that the font lacks."""
    letters = _letters()
    return escape("".join(char if ord(char) in letters or char.isspace() else "\ufffd" for char in text), quote=False)


def _story(blocks: Sequence[ReportBlock], width: float) -> Iterator[Any]:
    from reportlab.platypus import Paragraph, Spacer  # noqa: PLC0415

    headings = {
        1: _style("h1", 18, fontName=_BOLD, spaceAfter=4),
        2: _style("h2", 13, fontName=_BOLD, spaceBefore=14, spaceAfter=3, keepWithNext=1),
        3: _style("h3", 10, fontName=_BOLD, spaceBefore=8, spaceAfter=2, keepWithNext=1),
    }
    listed = _style("item", 9.5, leftIndent=14, spaceAfter=3, bulletFontName=_FONT)
    text, note = _style("text", 9.5, spaceAfter=4), _style("note", 8.5, _QUIET, spaceAfter=4)
    for block in blocks:
        if isinstance(block, ReportText):
            said = _said(block.text)
            said = f'<a href="{escape(block.link)}">{said}</a>' if block.link else said
            yield Paragraph(said, headings.get(block.level, note if block.quiet else text))
        elif isinstance(block, ReportList):
            for number, item in enumerate(block.items, start=1):
                lead = f"{number}." if block.numbered else "•"
                yield Paragraph(_said(item), listed, bulletText=lead)
        elif isinstance(block, ReportPicture):
            yield _image(block)
            yield Spacer(1, 6)
        elif block.rows:
            yield from _table(block, width)


def _image(block: ReportPicture) -> Any:
    from reportlab.platypus import Image  # noqa: PLC0415

    image = Image(io.BytesIO(raster.png(block.svg)))
    image.drawWidth, image.drawHeight = PICTURE, PICTURE * image.imageHeight / image.imageWidth
    image.hAlign = "LEFT"
    return image


def _table(block: ReportTable, width: float) -> Iterator[Any]:
    """A table that goes on over pages with its headings; cells are wrapped and never cut."""
    from reportlab.platypus import LongTable, Paragraph, Spacer, TableStyle  # noqa: PLC0415

    columns = max(len(block.head), *(len(row) for row in block.rows))
    size = 8.5 if columns <= 6 else 7.5 if columns <= 9 else 6.5
    head, cell = _style("head", size, fontName=_BOLD), _style("cell", size)
    lines = [[Paragraph(_said(text), head) for text in block.head]]
    lines += [[Paragraph(_said(text), cell) for text in row] for row in block.rows]
    if block.caption:
        together = len(block.rows) <= SHORT  # a long table would be moved to the next page as a whole
        caption = _style("caption", 8, _QUIET, spaceBefore=4, spaceAfter=2, keepWithNext=int(together))
        yield Paragraph(_said(block.caption), caption)
    table = LongTable(lines, colWidths=_widths(block, width, columns, size), repeatRows=1)
    table.setStyle(
        TableStyle([
            ("BACKGROUND", (0, 0), (-1, 0), _HEAD), ("LINEBELOW", (0, 0), (-1, -1), 0.4, _RULE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3), ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ])
    )  # fmt: skip
    yield table
    yield Spacer(1, 8)


def _widths(block: ReportTable, width: float, columns: int, size: float) -> list[float]:
    """Widths of the columns: room for the longest word of each, the rest by the length of their texts."""
    texts = [[row[column] for row in (block.head, *block.rows) if column < len(row)] for column in range(columns)]
    words = [max((len(word) for text in some for word in text.split()), default=1) for some in texts]
    least = [min(word, LONGEST_WORD) * size * 0.64 + 7 for word in words]
    if sum(least) > width:  # words are broken, but nothing is cut
        return [part * width / sum(least) for part in least]
    wanted = [min(max(map(len, some), default=1), 80) ** 0.8 for some in texts]
    return [part + (width - sum(least)) * share / sum(wanted) for part, share in zip(least, wanted, strict=True)]
