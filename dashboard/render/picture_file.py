"""A chart as an SVG file of its own: title, chart, what it counts and where it is from, without scripts."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from dashboard.render import svg
from dashboard.render.charts import Dot, Form
from dashboard.render.html import fill, together

TITLE, LINE, MARGIN = 24, 17, 14  # pixels
TITLE_WIDTH, LINE_WIDTH = 56, 84  # characters that a line of each holds


def picture_file(rows: Sequence[Dot], form: Form, *, title: str, source: str, alt: str) -> bytes:
    """Return a dot plot with its title above and its source below.

    Args:
        rows: The dots, from top to bottom.
        form: How the numbers are written.
        title: What is shown.
        source: What is counted, in which selection and from which data set.
        alt: The chart in words, for those who cannot see it.

    Returns:
        An SVG file as UTF-8.
    """
    heads, notes = textwrap.wrap(title, TITLE_WIDTH), textwrap.wrap(source, LINE_WIDTH)
    above = MARGIN + TITLE * len(heads) + 6
    chart = svg.dots(rows, form)
    below = above + svg.height_of(rows) + MARGIN
    height = below + LINE * len(notes) + MARGIN
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
        'aria-label="{}"><title>{}</title><desc>{}</desc><rect width="100%" height="100%" fill="#fff"/>'
        '{}<g transform="translate(0 {})">{}</g>{}</svg>\n',
        svg.WIDTH, height, svg.WIDTH, height, alt, title, alt, head, above, chart, foot,
    )  # fmt: skip
    return page.encode()
