"""Colour with a meaning. Every hue has at least 3:1 contrast on both grounds (tested), so charts need no second set.

Outlets take the hues in alphabetical order over the whole data set, so an outlet keeps its colour whatever is
filtered; from the eleventh on the marker's shape changes. Charts label every row directly: no figure needs colour
to be read.
"""

from __future__ import annotations

LIGHT_GROUND = "#fcfbf8"
DARK_GROUND = "#15171a"

#: Ten hues of middle lightness, ordered so that neighbours differ under deuteranopia and protanopia.
OUTLETS = (
    "#2f7ebc", "#c4651a", "#8a63c9", "#2e8f6a", "#c64d7c", "#7d8220", "#2691a6", "#b5533c", "#7a7f87", "#a0722a",
)  # fmt: skip
SHAPES = ("circle", "diamond", "square", "triangle-up", "cross", "pentagon", "star", "hexagon", "x", "hourglass")

#: Quiet ink that reads on both grounds: rules, intervals, notes.
INK = "#7a7c7e"
RULE = "rgba(128,128,128,.28)"
ACCENT = "#1a7f8e"
VOICES = {"own": "#2f7ebc", "quoted": "#c4651a", "attributed": "#8a63c9"}


def outlet_colour(place: int) -> str:
    """The hue of the outlet that stands at this place in the data set."""
    return OUTLETS[place % len(OUTLETS)]


def outlet_shape(place: int) -> str:
    """The marker of the outlet that stands at this place in the data set."""
    return SHAPES[place // len(OUTLETS) % len(SHAPES)]


def tint(share: float | None) -> str:
    """The ground of a matrix cell: clear at 0, never so strong that the page's own ink stops being legible."""
    if share is None:
        return "transparent"
    return f"rgba(38,145,166,{0.52 * max(0.0, min(share, 1.0)):.2f})"
