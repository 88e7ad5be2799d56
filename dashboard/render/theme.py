"""Colours and their meanings.

Every hue has a contrast of at least 3:1 on the light and on the dark background of `.streamlit/config.toml` (tested),
so charts need only one set. Outlets take the hues in alphabetical order over the whole data set, so an outlet keeps its
colour whatever is filtered; from the eleventh on the marker's shape changes. Charts label every row directly, so no
figure needs colour to be read.
"""

from __future__ import annotations

#: Ten hues of middle lightness, ordered so that neighbours differ under deuteranopia and protanopia.
OUTLETS = (
    "#2f7ebc", "#c4651a", "#8a63c9", "#2e8f6a", "#c64d7c", "#7d8220", "#2691a6", "#b5533c", "#7a7f87", "#a0722a",
)  # fmt: skip
SHAPES = ("circle", "diamond", "square", "triangle-up", "cross", "pentagon", "star", "hexagon", "x", "hourglass")

#: Quiet ink that reads on both grounds: rules, intervals, notes.
INK = "#7a7c7e"
RULE = "rgba(128,128,128,.28)"
ACCENT = "#1a7f8e"
VOICES = {"own": "#2f7ebc", "quoted": "#c4651a", "attributed": "#8a63c9", "undecided": "#8b8b84"}


def outlet_colour(place: int) -> str:
    """Return the hue of an outlet; `place` is its position in the data set, from 0."""
    return OUTLETS[place % len(OUTLETS)]


def outlet_shape(place: int) -> str:
    """Return the marker of an outlet; `place` is its position in the data set, from 0."""
    return SHAPES[place // len(OUTLETS) % len(SHAPES)]


def tint(share: float | None) -> str:
    """Return the background of a matrix cell.

    Args:
        share: 0..1; values beyond are clamped. None gives a transparent background.

    Returns:
        A CSS colour, transparent at 0 and at 1 still pale enough for the page's text to be legible.
    """
    if share is None:
        return "transparent"
    return f"rgba(38,145,166,{0.52 * max(0.0, min(share, 1.0)):.2f})"
