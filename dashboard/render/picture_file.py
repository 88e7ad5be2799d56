"""A chart as an SVG file of its own: title, chart, what it counts and where it is from, without scripts."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from markupsafe import Markup

from dashboard.render import figure_picture, lanes_picture, svg
from dashboard.render.charts import Dot, Form
from dashboard.render.html import fill, together
from dashboard.render.timeline_table import Flag, Lane
from dashboard.render.word_charts import MAP_WIDTH

TITLE, LINE, MARGIN = 24, 17, 14  # pixels
LETTER = 9.9, 6.3  # pixels of a letter of the title and of the source, on the mean


@dataclass(frozen=True, slots=True)
class PictureText:
    """The words around a chart.

    Attributes:
        title: What is shown.
        source: What is counted, in which selection and from which data set.
        alt: The chart in words, for those who cannot see it.
    """

    title: str
    source: str
    alt: str


def dots_file(rows: Sequence[Dot], form: Form, words: PictureText) -> bytes:
    """Return a dot plot as a file.

    Args:
        rows: The dots, from top to bottom.
        form: How the numbers are written.
        words: The words around it.
    """
    return framed(svg.dots(rows, form), (svg.WIDTH, svg.height_of(rows)), words)


def figure_file(figure: go.Figure, words: PictureText) -> bytes:
    """Return a chart that Plotly draws on the page as a file; `words` are those around it."""
    axis = figure.to_plotly_json()["layout"].get("yaxis") or {}
    tied = axis.get("scaleanchor")  # a map: its labels were placed for a width of its own
    width = MAP_WIDTH if tied else figure_picture.WIDTH
    chart, height = figure_picture.picture_of(figure, width)
    return framed(chart, (width, height), words)


def lanes_file(
    flags: Sequence[Flag], lanes: Sequence[Lane], ticks: Sequence[tuple[float, str]], words: PictureText
) -> bytes:
    """Return a timeline as a file; arguments as `timeline_table.table` takes them, and the words around it."""
    chart, height = lanes_picture.lanes(flags, lanes, ticks)
    return framed(chart, (lanes_picture.WIDTH, height), words)


def framed(chart: Markup, size: tuple[int, int], words: PictureText) -> bytes:
    """Return a chart with its title above and its source below.

    Args:
        chart: The inside of an SVG, or an SVG of this size.
        size: Its width and height in pixels.
        words: The words around it.

    Returns:
        An SVG file as UTF-8.
    """
    width, tall = size
    heads, notes = (
        textwrap.wrap(text, max(20, int((width - 2 * MARGIN) / letter)))
        for text, letter in zip((words.title, words.source), LETTER, strict=True)
    )
    above = MARGIN + TITLE * len(heads) + 6
    below = above + tall + MARGIN + 6
    height = below + LINE * len(notes) + MARGIN - 4
    head = together(
        fill(
            '<text x="{}" y="{}" style="font-size:18px;font-weight:600">{}</text>',
            MARGIN, MARGIN + TITLE * place + 14, text,
        )
        for place, text in enumerate(heads)
    )  # fmt: skip
    foot = together(
        fill('<text class="n" x="{}" y="{}" style="font-size:12px">{}</text>', MARGIN, below + LINE * place, text)
        for place, text in enumerate(notes)
    )
    page = fill(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}" role="img" '
        'aria-label="{}"><title>{}</title><desc>{}</desc>{}<rect width="100%" height="100%" fill="#fff"/>'
        '{}<g transform="translate(0 {})">{}</g>{}</svg>\n',
        width, height, width, height, words.alt, words.title, words.alt, svg.PRINT_STYLE, head, above, chart, foot,
    )  # fmt: skip
    return page.encode()
