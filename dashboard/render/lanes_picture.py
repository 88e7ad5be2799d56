"""The timeline as static SVG: a lane per row with discs on days, phases above, days below. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dashboard.render import svg_shapes as shapes
from dashboard.render import theme
from dashboard.render.charts import plain, shorten
from dashboard.render.html import together
from dashboard.render.timeline_table import Flag, Lane, stacked

WIDTH, LEFT, RIGHT = 760, 176, 56  # pixels
LANE, LEVEL, FOOT = 26, 17, 24
LETTER = 6.6  # pixels of a letter of a phase's name


def lanes(flags: Sequence[Flag], rows: Sequence[Lane], ticks: Sequence[tuple[float, str]]) -> tuple[Markup, int]:
    """Draw a timeline.

    Args:
        flags: The phases.
        rows: The lanes from top to bottom.
        ticks: Place (0..1) and text of the days below.

    Returns:
        The SVG's inside, and its height in pixels.
    """
    room = WIDTH - LEFT - RIGHT
    levels = stacked([(flag.start * room, len(flag.name) * LETTER) for flag in flags], room)
    top = (max((level for level, _ in levels), default=-1) + 1) * LEVEL + 6
    bottom = top + LANE * len(rows)
    made: list[Markup] = []
    for place, (flag, (level, flipped)) in enumerate(zip(flags, levels, strict=True)):
        left, right = LEFT + flag.start * room, LEFT + flag.end * room
        if place % 2 == 0:
            made.append(shapes.box(left, top, (right - left, bottom - top), "rgba(128,128,128,.12)"))
        at = right if flipped else left
        made.append(shapes.line((at, top - level * LEVEL - 14), (at, top), theme.RULE))
        aside = -4 if flipped else 4
        anchor = "end" if flipped else "start"
        made.append(shapes.said(plain(flag.name), (at + aside, top - level * LEVEL - 4), size=12, anchor=anchor))
    for number, lane in enumerate(rows):
        middle = top + LANE * number + LANE / 2
        made.append(shapes.line((LEFT, middle), (WIDTH - RIGHT, middle), theme.RULE))
        name = plain(shorten(lane.label.striptags(), 26))
        made.append(shapes.said(name, (LEFT - 12, middle + 5), anchor="end"))
        made.append(shapes.said(plain(lane.n), (WIDTH - 14, middle + 5), anchor="end"))
        made += [
            shapes.marker("circle", (LEFT + place * room, middle), size / 2, lane.colour, (lane.colour, 0))
            for place, size, _ in lane.discs
        ]
    made += [
        shapes.said(plain(text), (LEFT + place * room, bottom + 16), size=12, anchor="middle") for place, text in ticks
    ]
    return together(made), bottom + FOOT
