"""A timeline as a table: a lane per row with discs on days, phases named above, days below. Pure functions.

It is HTML and not a chart, so that it fits both phones and wide screens, and its numbers are text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from dashboard.render.html import NOTHING, days, fill, together

LETTER = 6.9  # pixels: the mean width of a letter of the flags' 13 px type
WIDTH = 860.0  # pixels of a lane on a desktop, where the flags are shown at all
TICKS = 6


@dataclass(frozen=True, slots=True)
class Flag:
    """A phase: its name, the part of the lanes that it covers (0..1), and its days in words."""

    name: str
    start: float
    end: float
    said: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the timeline.

    Attributes:
        label: Name of the row, as markup.
        discs: Place (0..1), diameter in pixels and description of each disc.
        colour: Colour of the discs.
        said: The whole lane in words, for screen readers.
        n: The row's count as text.
    """

    label: Markup
    discs: Sequence[tuple[float, float, str]]
    colour: str
    said: str
    n: str


def table(caption: str, corner: str, flags: Sequence[Flag], lanes: Sequence[Lane], ticks: Sequence[tuple[float, str]],
          last: str = "Articles") -> Markup:  # fmt: skip
    """Return the lanes with the phases' flags above. On a phone the flags are a line of text instead.

    Args:
        caption: Caption of the table.
        corner: Heading of the first column.
        flags: The phases.
        lanes: The rows.
        ticks: Place (0..1) and text of the days below, from `ticks`.
        last: Heading of the last column, which holds the counts.
    """
    bands = [(flag.start, flag.end) for flag in flags]
    body = together(
        fill(
            '<tr><th scope="row">{}</th><td>{}</td><td class="num">{}</td></tr>',
            lane.label,
            days(lane.discs, bands, lane.colour, lane.said),
            lane.n,
        )
        for lane in lanes
    )
    axis = together(fill('<span style="left:{}">{}</span>', f"{place:.2%}", text) for place, text in ticks)
    notes = "; ".join(f"{flag.name}: {flag.said}" for flag in flags)
    notes = fill('<p class="px-note px-flaglist">{}.</p>', notes) if notes else ""
    return fill(
        '{}<table class="px-table px-lanes"><caption><span>{}</span></caption><thead><tr><th '
        'scope="col">{}</th><th scope="col">{}</th><th scope="col" class="num">{}</th></tr></thead>'
        '<tbody>{}</tbody><tfoot aria-hidden="true"><tr><td></td><td><div class="px-axis">{}</div></td>'
        "<td></td></tr></tfoot></table>",
        notes,
        caption,
        corner,
        _flags(flags) or "Days",
        last,
        body,
        axis,
    )


def _flags(flags: Sequence[Flag]) -> Markup:
    levels = stacked([(one_flag.start * WIDTH, len(one_flag.name) * LETTER) for one_flag in flags])
    made = []
    for flag, (level, flipped) in zip(flags, levels, strict=True):
        side = "right" if flipped else "left"
        edge = 1 - flag.end if flipped else flag.start
        made.append(
            fill('<span class="{}" style="{}:{};--level:{}">{}</span>', side, side, f"{edge:.2%}", level, flag.name)
        )
    top = max((level for level, _ in levels), default=0)
    return fill('<div class="px-flags" style="--levels:{}">{}</div>', top + 1, together(made)) if flags else NOTHING


def stacked(wanted: Sequence[tuple[float, float]], width: float = WIDTH) -> list[tuple[int, bool]]:
    """Place labels on levels so that they do not overlap.

    Args:
        wanted: Start and width of each label in pixels.
        width: Width of the lanes in pixels.

    Returns:
        For each label its level above the lanes (from 0), and whether it is flipped to the left because it would leave
        the right edge.
    """
    taken: list[tuple[int, float, float]] = []
    levels: list[tuple[int, bool]] = [(0, False)] * len(wanted)
    for number in sorted(range(len(wanted)), key=lambda index: -wanted[index][0]):
        start, wide = wanted[number]
        flipped = start + wide > width
        left, right = (width - wide, width) if flipped else (start, start + wide + 12)
        # A line leads from each label down to its band, so lower labels must not cross that line either.
        level = max((at + 1 for at, begin, end in taken if begin < right and left < end), default=0)
        taken.append((level, left, right))
        levels[number] = (level, flipped)
    return levels


def ticks(first: date, last: date) -> list[tuple[float, str]]:
    """Return days at regular intervals from first to last, each with its place (0..1, the middle of the day)."""
    length = (last - first).days + 1
    step = next((size for size in (1, 2, 7, 14, 28, 91, 182, 365) if length / size <= TICKS), -(-length // TICKS))
    return [
        ((index + 0.5) / length, _day(date.fromordinal(first.toordinal() + index), length))
        for index in range(0, length, step)
    ]


def _day(day: date, length: int) -> str:
    return f"{day.day} {day:%b}" if length < 200 else f"{day:%b %Y}"
