"""The pieces that pictures are drawn of: lines, markers, rich text and colours as SVG 1.1. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from math import cos, pi, sin

from markupsafe import Markup

from dashboard.render.html import NOTHING, fill, together

Point = tuple[float, float]

_RGBA = re.compile(r"rgba\((\d+),\s*(\d+),\s*(\d+),\s*([\d.]+)\)")
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_COLOUR = re.compile(r"color:\s*(#[0-9a-fA-F]{3,8})")
LETTER = 0.56  # of the font's size: the mean width of a letter


def paint(colour: str) -> tuple[str, str]:
    """Split a CSS colour into what SVG 1.1 knows: a colour without transparency, and its opacity.

    Args:
        colour: "#rrggbb", a name, or "rgba(r,g,b,a)".

    Returns:
        The colour and the opacity as text; a wholly transparent one is "none".
    """
    match = _RGBA.fullmatch(colour)
    if not match:
        return colour, "1"
    red, green, blue = (int(part) for part in match.group(1, 2, 3))
    opacity = float(match.group(4))
    return ("none", "1") if opacity == 0 else (f"#{red:02x}{green:02x}{blue:02x}", f"{opacity:g}")


def line(start: Point, end: Point, colour: str, width: float = 1.0) -> Markup:
    """Draw a straight line.

    Args:
        start: (x, y) in units of the picture.
        end: (x, y).
        colour: as CSS writes it.
        width: of the stroke, in units of the picture.
    """
    stroke, opacity = paint(colour)
    return fill(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-opacity="{}" stroke-width="{}"/>',
        *(f"{value:.1f}" for value in (*start, *end)), stroke, opacity, f"{width:g}",
    )  # fmt: skip


def path(points: Sequence[Point], *, stroke: str = "none", width: float = 1.0, ground: str = "none") -> Markup:
    """Draw a line through points, filled where `ground` is a colour; nothing for fewer than two points.

    Args:
        points: (x, y) in units of the picture.
        stroke: the line's colour, "none" for no line.
        width: of the stroke, in units of the picture.
        ground: the colour inside, "none" for none.
    """
    if len(points) < 2:
        return NOTHING
    (ink, ink_opacity), (inside, inside_opacity) = paint(stroke), paint(ground)
    return fill(
        '<polyline points="{}" fill="{}" fill-opacity="{}" stroke="{}" stroke-opacity="{}" stroke-width="{}" '
        'stroke-linejoin="round"/>',
        " ".join(f"{x:.1f},{y:.1f}" for x, y in points), inside, inside_opacity, ink, ink_opacity, f"{width:g}",
    )  # fmt: skip


def box(left: float, top: float, size: Point, colour: str) -> Markup:
    """Draw a filled rectangle of a width and height.

    Args:
        left: the x of its left edge, in units of the picture.
        top: the y of its upper edge.
        size: width and height.
        colour: as CSS writes it.
    """
    inside, opacity = paint(colour)
    return fill(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" fill-opacity="{}"/>',
        *(f"{value:.1f}" for value in (left, top, *size)), inside, opacity,
    )  # fmt: skip


def _star(corners: int, inner: float, turn: float = -pi / 2) -> list[Point]:
    """Corners on a circle of radius 1; with `inner` below 1 those between them lie on a smaller circle."""
    steps = corners * 2 if inner < 1 else corners
    return [
        (radius * cos(turn + 2 * pi * step / steps), radius * sin(turn + 2 * pi * step / steps))
        for step in range(steps)
        for radius in (inner if inner < 1 and step % 2 else 1.0,)
    ]


_CROSS = [(-.35, -1), (.35, -1), (.35, -.35), (1, -.35), (1, .35), (.35, .35), (.35, 1), (-.35, 1), (-.35, .35),
          (-1, .35), (-1, -.35), (-.35, -.35)]  # fmt: skip
#: Plotly's name of a marker -> its corners around (0, 0), in radii; every other marker is a circle.
_MARKERS: dict[str, list[Point]] = {
    "diamond": _star(4, 1), "square": _star(4, 1, pi / 4), "triangle-up": _star(3, 1), "pentagon": _star(5, 1),
    "star": _star(5, 0.45), "hexagon": _star(6, 1), "cross": [(float(x), float(y)) for x, y in _CROSS],
    "x": [((x - y) * 0.75, (x + y) * 0.75) for x, y in _CROSS], "hourglass": [(-1, -1), (1, -1), (-1, 1), (1, 1)],
}  # fmt: skip


def marker(symbol: str, at: Point, radius: float, ground: str, edge: tuple[str, float]) -> Markup:
    """Draw a marker.

    Args:
        symbol: Plotly's name of it.
        at: Its middle.
        radius: Half of its width, in pixels.
        ground: The colour inside.
        edge: Colour and width of its edge.
    """
    if symbol.startswith("x-thin"):
        reach = radius * 0.8
        ways = ((reach, reach), (reach, -reach))
        return together(line((at[0] - x, at[1] - y), (at[0] + x, at[1] + y), edge[0], 1.0) for x, y in ways)
    if symbol in _MARKERS:
        corners = [(at[0] + x * radius * 1.1, at[1] + y * radius * 1.1) for x, y in _MARKERS[symbol]]
        return path([*corners, corners[0]], stroke=edge[0], width=edge[1], ground=ground)
    (inside, opacity), (ink, ink_opacity) = paint(ground), paint(edge[0])
    return fill(
        '<circle cx="{}" cy="{}" r="{}" fill="{}" fill-opacity="{}" stroke="{}" stroke-opacity="{}" '
        'stroke-width="{}"/>',
        f"{at[0]:.1f}", f"{at[1]:.1f}", f"{radius:.1f}", inside, opacity, ink, ink_opacity, f"{edge[1]:g}",
    )  # fmt: skip


def said(text: str, at: Point, *, size: float = 14, anchor: str = "start", colour: str = "") -> Markup:
    """Write one line of Plotly's text, in which <b> and coloured <span> are read and other tags left out.

    Args:
        text: The text as Plotly takes it: HTML with its characters escaped.
        at: Where its base line begins, or its middle or end as `anchor` says.
        size: Size of the font in pixels.
        anchor: "start", "middle" or "end".
        colour: Colour of the text; empty for that of all text.
    """
    parts: list[Markup] = []
    bold, inks, place = False, [""], 0
    for tag in [*_TAG.finditer(text), None]:
        piece = unescape(text[place : tag.start() if tag else len(text)])
        if piece:
            style = "font-weight:600;" * bold + (f"fill:{inks[-1]}" if inks[-1] else "")
            parts.append(fill('<tspan style="{}">{}</tspan>', style, piece) if style else fill("{}", piece))
        if tag:
            place = tag.end()
            closing, name = bool(tag.group(1)), tag.group(2)
            if name == "b":
                bold = not closing
            elif name == "span":
                match = _COLOUR.search(tag.group(3))
                inks = (inks[:-1] or [""]) if closing else [*inks, match.group(1) if match else inks[-1]]
    style = f"font-size:{size:g}px" + (f";fill:{paint(colour)[0]}" if colour else "")
    return fill(
        '<text x="{}" y="{}" text-anchor="{}" style="{}">{}</text>',
        f"{at[0]:.1f}", f"{at[1]:.1f}", anchor, style, together(parts),
    )  # fmt: skip


def bare(text: str) -> str:
    """The characters of Plotly's text, without tags."""
    return unescape(_TAG.sub("", text))


def width_of(text: str, size: float) -> float:
    """Estimate the width of Plotly's text in pixels."""
    return len(bare(text)) * size * LETTER
