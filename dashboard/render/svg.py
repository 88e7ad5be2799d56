"""Charts as static pictures for reports and print: the same numbers as `charts`, with nothing to run. Pure."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.render.charts import Dot, Form, number, shorten
from dashboard.render.html import escaped

WIDTH, ROW, TOP, LEFT, RIGHT = 520, 24, 26, 196, 58  # as narrow as its text can be read at on a phone
STEPS = (1, 2, 2.5, 5, 10)  # what a step between ticks may begin with
_STYLE = (
    "<style>text{font:14px 'Source Sans 3','Source Sans Pro',Arial,sans-serif;fill:#1c1c1a}.n{fill:#5a5851}"
    ".r{stroke:#d8d3c8}@media (prefers-color-scheme:dark){text{fill:#e9e7e2}.n{fill:#aaa9a3}.r{stroke:#3a4047}}</style>"
)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From a value to pixels."""

    low: float
    high: float

    def __call__(self, value: float) -> float:
        return LEFT + (value - self.low) / (self.high - self.low) * (WIDTH - LEFT - RIGHT)


def dots(rows: Sequence[Dot], form: Form) -> str:
    """A dot plot with intervals: one row each, in the order given, its value at the right. Shares begin at 0; an empty
    circle and a star stand for fewer than eight articles."""
    ticks = _ticks(rows, form)
    x = _Scale(ticks[0], ticks[-1])
    height = TOP + ROW * len(rows) + 8
    parts = [_STYLE]
    for tick in ticks:
        parts.append(f'<line class="r" x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{TOP - 6}" y2="{height - 6}"/>')
        parts.append(f'<text class="n" x="{x(tick):.1f}" y="14" text-anchor="middle">{number(tick, form)}</text>')
    for index, row in enumerate(rows):
        y = TOP + ROW * index + ROW / 2
        label = f'{escaped(shorten(row.label, 26))} <tspan class="n">({row.n})</tspan>'
        parts.append(f'<text x="{LEFT - 14}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
        parts += _row(row, y, x, form)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}">{"".join(parts)}</svg>'


def _row(row: Dot, y: float, x: _Scale, form: Form) -> list[str]:
    if row.value is None:
        return [f'<text class="n" x="{LEFT + 4}" y="{y + 4:.1f}">nothing to count</text>']
    made = []
    if row.enough and row.low is not None and row.high is not None:
        ends = f'x1="{x(row.low):.1f}" x2="{x(row.high):.1f}" y1="{y:.1f}" y2="{y:.1f}"'
        made.append(f'<line {ends} stroke="#7a7c7e" stroke-width="2"/>')
    fill, said = (escaped(row.colour), "") if row.enough else ("none", "*")
    place = f'cx="{x(row.value):.1f}" cy="{y:.1f}" r="5.5"'
    made.append(f'<circle {place} fill="{fill}" stroke="{escaped(row.colour)}" stroke-width="2"/>')
    made.append(f'<text x="{WIDTH - RIGHT + 14}" y="{y + 4:.1f}">{number(row.value, form)}{said}</text>')
    return made


def _ticks(rows: Sequence[Dot], form: Form) -> list[float]:
    """Round values that enclose all estimates and intervals, at least two."""
    ends = [
        v for row in rows if row.value is not None for v in (row.value, *((row.low, row.high) if row.enough else ()))
    ]
    known = [end for end in ends if end is not None]
    if not known:
        return [0.0, 1.0]
    low, high = (0.0 if form.percent else min(known)), max(known)
    rough = max((high - low) / 4, 10.0**-form.digits / (100 if form.percent else 1))
    size = 10.0 ** len(str(int(rough))) / 10 if rough >= 1 else 10.0 ** -_zeros(rough)
    step = next(s * size for s in STEPS if s * size >= rough * 0.999)
    first = int(low // step)
    last = int(-(-high // step))
    return [round(step * index, 10) for index in range(first, max(last, first + 1) + 1)]


def _zeros(value: float) -> int:
    """The place of the first digit behind the point."""
    place = 0
    while value < 1 and place < 12:
        value *= 10
        place += 1
    return place


def picture(svg: str, alt: str) -> str:
    """The chart as an image that carries itself."""
    data = base64.b64encode(svg.encode()).decode()
    return f'<img class="px-svg" alt="{escaped(alt)}" src="data:image/svg+xml;base64,{data}">'
