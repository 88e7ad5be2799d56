"""Charts of the distinctive words page, as pure functions from values to a `go.Figure`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

import plotly.graph_objects as go

from dashboard.render import theme
from dashboard.render.charts import CLEAR, FONT, ROW, figure, named_rows, plain, scale, shorten
from dashboard.render.label_placement import LabelRequest, places

MAP_WIDTH, MAP_HEIGHT = 1100, 620  # pixels for which a map is laid out
STEPS = 48  # corners of an ellipse


@dataclass(frozen=True, slots=True)
class WordMark:
    """One word of a dot plot.

    Attributes:
        term: The word or phrase, unescaped.
        z: z-score of the log-odds against the others.
        different: Whether the difference survives the test (a filled dot).
        said: Plotly's HTML for hovering.
    """

    term: str
    z: float
    different: bool
    said: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One outlet of a map, with its ellipse: half axes in the map's units and angle in radians."""

    label: str
    x: float
    y: float
    major: float
    minor: float
    angle: float
    colour: str
    shape: str
    said: str


@dataclass(frozen=True, slots=True)
class Label:
    """One variant of a map. Where there is little room, names with a larger `weight` are placed first."""

    label: str
    x: float
    y: float
    weight: float
    said: str


def words(marks: Sequence[WordMark], colour: str, reach: float) -> go.Figure:
    """Draw a dot plot of words by z, filled where the difference survives the test.

    Args:
        marks: The words, in the order given.
        colour: Colour of the dots.
        reach: The z at which the axis ends, from 0; negative where the words are used less.
    """
    labels = [plain(shorten(mark.term, 26)) for mark in marks]
    lines = [
        {"type": "line", "x0": 0, "x1": mark.z, "y0": label, "y1": label, "line": {"color": theme.RULE, "width": 2},
         "layer": "below"}
        for mark, label in zip(marks, labels, strict=True)
    ]  # fmt: skip
    trace = {
        "x": [mark.z for mark in marks], "y": labels, "mode": "markers", "name": "words",
        "text": [mark.said for mark in marks],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"size": 11, "color": [colour if mark.different else CLEAR for mark in marks],
                   "line": {"width": 2, "color": colour}},
    }  # fmt: skip
    across = scale(min(0.0, reach) * 1.06, max(0.0, reach) * 1.06)
    down = named_rows(labels) | {"showgrid": False}
    return figure([trace], 46 + ROW * max(len(marks), 1), shapes=lines, xaxis=across, yaxis=down)


def outlets_map(spots: Sequence[Spot], labels: Sequence[Label], axes: tuple[str, str]) -> go.Figure:
    """Draw outlets with their ellipses and the variants around them, with the same scale on both axes.

    Args:
        spots: The outlets.
        labels: The variants.
        axes: Titles of the horizontal and of the vertical axis.
    """
    names, above = _places(spots, labels)
    variants = {
        "x": [label.x for label in labels], "y": [label.y for label in labels], "mode": "markers+text",
        "name": "variants",
        "text": [plain(shorten(label.label, 24)) if place else "" for label, place in zip(labels, names, strict=True)],
        "customdata": [label.said for label in labels], "hovertemplate": "%{customdata}<extra></extra>",
        "textposition": [place or "top center" for place in names], "textfont": {"size": 12, "color": theme.INK},
        "marker": {"size": 5, "color": theme.INK, "symbol": "x-thin-open"}, "cliponaxis": False,
    }  # fmt: skip
    outlets = {
        "x": [spot.x for spot in spots], "y": [spot.y for spot in spots], "mode": "markers+text", "name": "outlets",
        "text": [f"<b>{plain(spot.label)}</b>" for spot in spots], "textposition": above,
        "customdata": [spot.said for spot in spots], "hovertemplate": "%{customdata}<extra></extra>",
        "marker": {"size": 12, "color": [spot.colour for spot in spots], "symbol": [spot.shape for spot in spots]},
        "cliponaxis": False,
    }  # fmt: skip
    shared = {
        "zeroline": True, "zerolinecolor": theme.RULE, "showgrid": False, "fixedrange": True, "showticklabels": False,
    }  # fmt: skip
    across = shared | {"title": {"text": axes[0], "font": {"size": 12}}}
    down = shared | {"title": {"text": axes[1], "font": {"size": 12}}, "scaleanchor": "x", "scaleratio": 1}
    return figure([variants, *map(_ellipse_trace, spots), outlets], MAP_HEIGHT, xaxis=across, yaxis=down)


def _ellipse_trace(spot: Spot) -> dict[str, Any]:
    xs, ys = _ellipse(spot)
    return {
        "x": xs, "y": ys, "mode": "lines", "line": {"color": spot.colour, "width": 1.5}, "opacity": 0.75,
        "hoverinfo": "skip", "name": f"ellipse {spot.label}",
    }  # fmt: skip


def _places(spots: Sequence[Spot], labels: Sequence[Label]) -> tuple[list[str | None], list[str]]:
    """Return where the names go: of variants (None where there is no room) and of outlets, which are placed first."""
    corners = [corner for spot in spots for corner in zip(*_ellipse(spot), strict=True)] + [
        (label.x, label.y) for label in labels
    ]
    left, bottom = (min((corner[index] for corner in corners), default=0.0) for index in (0, 1))
    right, top = (max((corner[index] for corner in corners), default=1.0) for index in (0, 1))
    scale = min(MAP_WIDTH / ((right - left) * 1.12 or 1.0), (MAP_HEIGHT - 60) / ((top - bottom) * 1.12 or 1.0))

    def at(x: float, y: float) -> tuple[float, float]:
        """Turn a point of the map into pixels."""
        middle, half = (left + right) / 2, (bottom + top) / 2
        return MAP_WIDTH / 2 + (x - middle) * scale, MAP_HEIGHT / 2 + (y - half) * scale

    order = sorted(range(len(labels)), key=lambda index: (-labels[index].weight, labels[index].label))
    wanted = [LabelRequest(spot.label, *at(spot.x, spot.y), FONT) for spot in spots]
    wanted += [
        LabelRequest(shorten(labels[index].label, 24), *at(labels[index].x, labels[index].y), 12) for index in order
    ]
    label_places = places(wanted, MAP_WIDTH, MAP_HEIGHT)
    names: list[str | None] = [None] * len(labels)
    for index, place in zip(order, label_places[len(spots) :], strict=True):
        names[index] = place
    return names, [place or "bottom center" for place in label_places[: len(spots)]]


def _ellipse(spot: Spot) -> tuple[list[float], list[float]]:
    xs, ys = [], []
    for step in range(STEPS + 1):
        turn = 2 * pi * step / STEPS
        along, across = spot.major * cos(turn), spot.minor * sin(turn)
        xs.append(spot.x + along * cos(spot.angle) - across * sin(spot.angle))
        ys.append(spot.y + along * sin(spot.angle) + across * cos(spot.angle))
    return xs, ys
