"""Charts as static SVG for reports and print, with the same numbers as `charts` and without scripts. Pure functions."""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from markupsafe import Markup

from dashboard.render.charts import Dot, Form, number
from dashboard.render.html import NOTHING, escaped, fill, together

WIDTH, ROW, TOP, LEFT, RIGHT = 540, 24, 26, 206, 58  # pixels; narrow enough to be legible on a phone
LINE, LEADING = 22, 15  # characters of a line of a name, and pixels between two lines
#: Style of text in files of their own, which are on white: they do not turn dark with the reader's screen.
PRINT_STYLE = fill(
    "<style>text{font:14px 'Source Sans 3','Source Sans Pro',Arial,sans-serif;fill:#1c1c1a}.n{fill:#5a5851}"
    ".r{stroke:#d8d3c8}</style>"
)
STEPS = (1, 2, 2.5, 5, 10)  # first digits of a step between ticks
STYLE = fill(
    "<style>text{font:14px 'Source Sans 3','Source Sans Pro',Arial,sans-serif;fill:#1c1c1a}.n{fill:#5a5851}"
    ".r{stroke:#d8d3c8}@media (prefers-color-scheme:dark){text{fill:#e9e7e2}.n{fill:#aaa9a3}.r{stroke:#3a4047}}</style>"
)


@dataclass(frozen=True, slots=True)
class _Scale:
    """A linear scale from a value to pixels."""

    low: float
    high: float

    def __call__(self, value: float) -> float:
        return LEFT + (value - self.low) / (self.high - self.low) * (WIDTH - LEFT - RIGHT)


def dots(rows: Sequence[Dot], form: Form, style: Markup = NOTHING) -> Markup:
    """Draw a dot plot with intervals, with each value at the right.

    A hollow circle and a star mark estimates with too few articles.

    Args:
        rows: The dots, from top to bottom.
        form: How the numbers are written; shares begin at 0.
        style: A style sheet inside, such as STYLE where the chart stands alone.

    Returns:
        An `<svg>` element.
    """
    ticks = _ticks(rows, form)
    x_of = _Scale(ticks[0], ticks[-1])
    height = height_of(rows)
    middles = _middles(rows)
    parts = [style]
    for tick in ticks:
        at = f"{x_of(tick):.1f}"
        parts.append(fill('<line class="r" x1="{}" x2="{}" y1="{}" y2="{}"/>', at, at, TOP - 6, height - 6))
        parts.append(fill('<text class="n" x="{}" y="14" text-anchor="middle">{}</text>', at, number(tick, form)))
    for row, middle in zip(rows, middles, strict=True):
        parts += [*_name(row, middle), *_row(row, middle, x_of, form)]
    return fill(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}">{}</svg>',
        WIDTH, height, WIDTH, height, together(parts),
    )  # fmt: skip


def height_of(rows: Sequence[Dot]) -> int:
    """Return the height of a dot plot in pixels."""
    return TOP + sum(_row_height(row) for row in rows) + 8


def _lines(row: Dot) -> list[str]:
    """A row's name on as many lines as it takes: no name is cut."""
    return textwrap.wrap(row.label, LINE) or [""]


def _row_height(row: Dot) -> int:
    return ROW + (len(_lines(row)) - 1) * LEADING


def _middles(rows: Sequence[Dot]) -> list[float]:
    """The middle of each row in pixels from the top."""
    ends = list(accumulate((_row_height(row) for row in rows), initial=TOP))
    return [(upper + lower) / 2 for upper, lower in pairwise(ends)]


def _name(row: Dot, middle: float) -> Iterator[Markup]:
    """Write a row's name to the left, its count behind the last line."""
    lines = _lines(row)
    for place, line in enumerate(lines):
        down = middle + 4 + (place - (len(lines) - 1) / 2) * LEADING
        said = fill('{} <tspan class="n">({})</tspan>', line, row.n) if place == len(lines) - 1 else escaped(line)
        yield fill('<text x="{}" y="{}" text-anchor="end">{}</text>', LEFT - 14, f"{down:.1f}", said)


def _row(row: Dot, middle: float, x_of: _Scale, form: Form) -> list[Markup]:
    base = f"{middle + 4:.1f}"
    if row.value is None:
        return [fill('<text class="n" x="{}" y="{}">nothing to count</text>', LEFT + 4, base)]
    made = []
    if row.enough and row.low is not None and row.high is not None:
        made.append(
            fill(
                '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="#7a7c7e" stroke-width="2"/>',
                f"{x_of(row.low):.1f}", f"{x_of(row.high):.1f}", f"{middle:.1f}", f"{middle:.1f}",
            )
        )  # fmt: skip
    made.append(
        fill(
            '<circle cx="{}" cy="{}" r="5.5" fill="{}" stroke="{}" stroke-width="2"/>',
            f"{x_of(row.value):.1f}", f"{middle:.1f}", row.colour if row.enough else "none", row.colour,
        )
    )  # fmt: skip
    star = "" if row.enough else "*"
    made.append(fill('<text x="{}" y="{}">{}{}</text>', WIDTH - RIGHT + 14, base, number(row.value, form), star))
    return made


def _ticks(rows: Sequence[Dot], form: Form) -> list[float]:
    """Return at least two round values that enclose all estimates and intervals."""
    ends = [
        end
        for row in rows
        if row.value is not None
        for end in (row.value, *((row.low, row.high) if row.enough else ()))
    ]
    given_ends = [end for end in ends if end is not None]
    if not given_ends:
        return [0.0, 1.0]
    low, high = (0.0 if form.percent else min(given_ends)), max(given_ends)
    rough = max((high - low) / 4, 10.0**-form.digits / (100 if form.percent else 1))
    size = 10.0 ** len(str(int(rough))) / 10 if rough >= 1 else 10.0 ** -_zeros(rough)
    step = next(factor * size for factor in STEPS if factor * size >= rough * 0.999)
    first = int(low // step)
    last = int(-(-high // step))
    return [round(step * index, 10) for index in range(first, max(last, first + 1) + 1)]


def _zeros(value: float) -> int:
    """Return the place of the first digit after the decimal point that is not 0, at most 12."""
    place = 0
    while value < 1 and place < 12:
        value *= 10
        place += 1
    return place


def picture(svg: Markup, alt: str) -> Markup:
    """Return the chart as an `<img>` element that holds its own data."""
    data = base64.b64encode(svg.encode()).decode()
    return fill('<img class="px-svg" alt="{}" src="data:image/svg+xml;base64,{}">', alt, data)
