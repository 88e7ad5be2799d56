"""Any chart of the dashboard as static SVG: reads Plotly's figure and draws the same traces, axes and shapes.

It knows what `charts`, `word_charts` and `trend_charts` make: scatter traces and bars, axes of numbers, days and named
rows, rectangles and lines, notes. Plotly's own static export would start a browser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import floor, log10
from typing import Any

import plotly.graph_objects as go
from markupsafe import Markup

from dashboard.render import svg_shapes as shapes
from dashboard.render import theme
from dashboard.render.html import fill, together

WIDTH = 760  # pixels
TEXT = "#1c1c1a"
_STEPS = (1, 2, 2.5, 5, 10)  # first digits of a step between ticks
_DAYS = (1, 2, 7, 14, 28, 91, 182, 365)  # days between ticks
_ROOM = 0.06  # part of the range that a map without ranges leaves on each side

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlottedAxis:
    """One axis: from values to pixels.

    Attributes:
        spec: Plotly's description of it.
        low: The value at `start`.
        high: The value at `end`.
        start: Pixel of the lower end: left, or bottom.
        end: Pixel of the upper end.
    """

    spec: Plain
    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: object) -> float:
        """The pixel of a value: a number, a day as text, or a row's name."""
        return self.start + (self.number(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def number(self, value: object) -> float:
        """A value as a number of this axis."""
        names = self.spec.get("categoryarray")
        return float(list(names).index(value)) if names and isinstance(value, str) else _number(value)


def _number(value: object) -> float:
    if isinstance(value, str):
        return datetime.fromisoformat(value).timestamp() if "T" in value else float(value)
    return float(value)  # type: ignore[arg-type]  # Plotly's numbers


def picture_of(figure: go.Figure, width: int = WIDTH) -> tuple[Markup, int]:
    """Draw a figure.

    Args:
        figure: A figure of the dashboard.
        width: Width of the picture in pixels.

    Returns:
        The SVG's inside, and the picture's height in pixels.
    """
    drawn = figure.to_plotly_json()
    traces, layout = [trace for trace in drawn["data"] if len(trace.get("x") or ())], drawn["layout"]
    axes = _axes(traces, layout, width)
    height = int(layout["height"])
    below, above = [_shape(shape, axes) for shape in layout.get("shapes") or ()], []
    for name, axis in axes.items():
        below += _scale(name, axis, axes)
    for trace in traces:
        across, up = axes[trace.get("xaxis", "x")], axes[trace.get("yaxis", "y")]
        above += _bars(trace, across, up) if trace.get("type") == "bar" else _scatter(trace, across, up)
    for note in layout.get("annotations") or ():
        above.append(_note(note, axes))
    return together([*below, *above]), height


def _axes(traces: Sequence[Plain], layout: Plain, width: int) -> dict[str, PlottedAxis]:
    """All axes of a figure by Plotly's short name ("x", "y2")."""
    margin = {"l": 8, "r": 16, "t": 30, "b": 12} | dict(layout.get("margin") or {})
    specs = {key.replace("axis", ""): spec for key, spec in layout.items() if key[1:5] == "axis"}
    names = [name for name, spec in specs.items() if name.startswith("y") for name in spec.get("categoryarray") or ()]
    longest = max((shapes.width_of(name, 14) for name in names), default=0.0)
    titled = 22 if (specs["x"].get("title") or {}).get("text") else 0
    left, right = max(margin["l"], longest + 18, titled), width - max(margin["r"], 24)
    top, bottom = margin["t"], layout["height"] - max(margin["b"], titled)
    made = {}
    for name, spec in specs.items():
        first, last = spec.get("domain") or (0, 1)
        ends = (left + first * (right - left), left + last * (right - left)) if name[0] == "x" else (
            bottom - first * (bottom - top), bottom - last * (bottom - top))  # fmt: skip
        low, high = (_number(end) for end in spec["range"]) if "range" in spec else _reach(traces, name)
        made[name] = PlottedAxis(spec, low, high, *ends)
    return _same_scale(made)


def _reach(traces: Sequence[Plain], name: str) -> tuple[float, float]:
    """The range of an axis that has none: that of its values, with some room."""
    values = [
        float(value)
        for trace in traces
        if trace.get(f"{name[0]}axis", name[0]) == name
        for value in trace[name[0]]
        if value is not None
    ] or [0.0, 1.0]
    room = (max(values) - min(values)) * _ROOM or 1.0
    return min(values) - room, max(values) + room


def _same_scale(axes: dict[str, PlottedAxis]) -> dict[str, PlottedAxis]:
    """Where y is tied to x, widen the range of one of them so that both have the same scale."""
    if not axes["y"].spec.get("scaleanchor"):
        return axes
    across, up = axes["x"], axes["y"]
    scales = [(axis.high - axis.low) / abs(axis.end - axis.start) for axis in (across, up)]
    made = {}
    for name, axis in (("x", across), ("y", up)):
        middle, half = (axis.low + axis.high) / 2, max(scales) * abs(axis.end - axis.start) / 2
        made[name] = PlottedAxis(axis.spec, middle - half, middle + half, axis.start, axis.end)
    return made


# --- axes ----------------------------------------------------------------------------------------------------------


def _scale(name: str, axis: PlottedAxis, axes: Mapping[str, PlottedAxis]) -> list[Markup]:
    spec, made = axis.spec, []
    anchor = spec.get("anchor") or ""
    partner = axes[anchor if anchor in axes else "y" if name[0] == "x" else "x"]  # "y1" is "y"
    low, high = (partner.start, partner.end)
    size = (spec.get("tickfont") or {}).get("size", 12)
    if spec.get("zeroline") and axis.low < 0 < axis.high:
        made.append(_rule(name, axis(0), (low, high), spec.get("zerolinecolor") or theme.RULE))
    for value, text in ticks_of(axis):
        at = axis(value)
        if spec.get("showgrid", True):
            made.append(_rule(name, at, (low, high), spec.get("gridcolor") or theme.RULE))
        if spec.get("showticklabels", True):
            made.append(_tick(name, at, text, size, axis, partner))
    title = (spec.get("title") or {}).get("text")
    if title:
        middle = (axis.start + axis.end) / 2
        if name[0] == "x":
            made.append(shapes.said(title, (middle, low + 18), size=12, anchor="middle"))
        else:
            turned = shapes.said(title, (0, 0), size=12, anchor="middle")
            made.append(
                fill('<g transform="translate({} {}) rotate(-90)">{}</g>', f"{low - 8:.1f}", f"{middle:.1f}", turned)
            )
    return made


def _rule(name: str, at: float, ends: tuple[float, float], colour: str) -> Markup:
    low, high = ends
    return shapes.line((at, low), (at, high), colour) if name[0] == "x" else shapes.line((low, at), (high, at), colour)


def _tick(name: str, at: float, text: str, size: float, axis: PlottedAxis, partner: PlottedAxis) -> Markup:
    if name[0] == "y":
        return shapes.said(text, (partner.start - 8, at + size * 0.35), size=size, anchor="end")
    base = partner.end - 8 if axis.spec.get("side") == "top" else partner.start + size + 6
    return shapes.said(text, (at, base), size=size, anchor="middle")


def ticks_of(axis: PlottedAxis) -> list[tuple[object, str]]:
    """The ticks of an axis, each with its text: all named rows, round numbers, or days."""
    spec = axis.spec
    if spec.get("categoryarray"):
        return [(name, name) for name in spec["categoryarray"]]
    if spec.get("type") == "date":
        return _days(axis)
    rough = (axis.high - axis.low) / (spec.get("nticks") or 6)
    size = 10.0 ** floor(log10(rough))
    step = next(factor * size for factor in _STEPS if factor * size >= rough * 0.999)
    first, last = -floor(-axis.low / step), floor(axis.high / step)
    if spec.get("tickformat") == ",d":
        step = max(1.0, float(round(step)))
        first, last = -floor(-axis.low / step), floor(axis.high / step)
    values = [round(index * step, 10) for index in range(first, last + 1)]
    return [(value, _written(value, spec.get("tickformat"))) for value in values]


def _written(value: float, form: str | None) -> str:
    return f"{value:{form}}" if form and form != ",d" else f"{value:,.0f}" if form == ",d" else f"{value:g}"


def _days(axis: PlottedAxis) -> list[tuple[object, str]]:
    first, last = datetime.fromtimestamp(axis.low), datetime.fromtimestamp(axis.high)  # noqa: DTZ006  as _number reads
    length = max(1, (last - first).days)
    step = next((size for size in _DAYS if length / size <= 6), -(-length // 6))
    days = [first + timedelta(days=index) for index in range(0, length, step)]
    return [(day.isoformat(), f"{day.day} {day:%b}" if length < 200 else f"{day:%b %Y}") for day in days]


# --- what is drawn -------------------------------------------------------------------------------------------------


def _shape(shape: Plain, axes: Mapping[str, PlottedAxis]) -> Markup:
    across, up = _on(shape.get("xref") or "x", axes), _on(shape.get("yref") or "y", axes)
    start, end = (across(shape["x0"]), up(shape["y0"])), (across(shape["x1"]), up(shape["y1"]))
    if shape["type"] == "line":
        style = shape.get("line") or {}
        return shapes.line(start, end, style.get("color", TEXT), style.get("width", 1))
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    left, right = max(left, min(across.start, across.end)), min(right, max(across.start, across.end))
    return shapes.box(left, top, (max(right - left, 0.0), bottom - top), shape.get("fillcolor", TEXT))


def _on(reference: str, axes: Mapping[str, PlottedAxis]) -> PlottedAxis:
    """The axis that a shape stands on; "y domain" counts its length as 1, and "paper" the first axis's."""
    name, _, whole = reference.partition(" ")
    axis = axes[name if name in axes else "x"]
    return PlottedAxis({}, 0.0, 1.0, axis.start, axis.end) if whole else axis


def _note(note: Plain, axes: Mapping[str, PlottedAxis]) -> Markup:
    ups = [axis for name, axis in axes.items() if name[0] == "y"]
    bottom, top = max(axis.start for axis in ups), min(axis.end for axis in ups)
    lowest = min((axis.spec.get("domain") or (0, 1))[0] for axis in ups)
    highest = max((axis.spec.get("domain") or (0, 1))[1] for axis in ups)
    place = bottom - (note["y"] - lowest) / ((highest - lowest) or 1) * (bottom - top)
    across = axes["x"]
    left = across.start + note["x"] * (across.end - across.start)
    return shapes.said(note["text"], (left, place - 6), size=(note.get("font") or {}).get("size", 13))


def _bars(trace: Plain, across: PlottedAxis, up: PlottedAxis) -> list[Markup]:
    places = [across(value) for value in trace["x"]]
    apart = min((later - sooner for sooner, later in pairwise(places)), default=12.0)
    wide = max(1.0, apart * 0.85)
    colour = trace["marker"]["color"]
    return [
        shapes.box(place - wide / 2, up(value), (wide, up(0) - up(value)), colour)
        for place, value in zip(places, trace["y"], strict=True)
    ]


def _scatter(trace: Plain, across: PlottedAxis, up: PlottedAxis) -> list[Markup]:
    mode, made = trace.get("mode") or "lines", []
    points = [
        None if x is None or y is None else (across(x), up(y)) for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    if "lines" in mode:
        style = trace.get("line") or {}
        ground = trace.get("fillcolor", "none") if trace.get("fill") else "none"
        ink = "none" if style.get("width") == 0 else style.get("color", TEXT)
        made += [shapes.path(run, stroke=ink, width=style.get("width") or 2, ground=ground) for run in _runs(points)]
    if "markers" in mode:
        made += _markers(trace["marker"], points)
    if "text" in mode:
        size, places = (trace.get("textfont") or {}).get("size", 14), _each(trace.get("textposition"), len(points))
        for point, text, place in zip(points, trace["text"], places, strict=True):
            if point and text:
                made.append(_label(point, text, str(place or "middle right"), size, (across.start, across.end)))
    return made


def _runs(points: Sequence[shapes.Point | None]) -> list[list[shapes.Point]]:
    """Points between gaps."""
    runs: list[list[shapes.Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _each(given: object, count: int) -> list[Any]:
    """One value for each of `count` points: a list as it is, a single value repeated."""
    return list(given) if isinstance(given, list | tuple) else [given] * count


def _markers(style: Plain, points: Sequence[shapes.Point | None]) -> list[Markup]:
    count, edge = len(points), style.get("line") or {}
    made = []
    for point, ground, symbol, ink in zip(
        points,
        _each(style.get("color", TEXT), count),
        _each(style.get("symbol", "circle"), count),
        _each(edge.get("color") or style.get("color", TEXT), count),
        strict=True,
    ):
        if point:
            made.append(shapes.marker(symbol, point, style.get("size", 8) / 2, ground, (ink, edge.get("width", 0))))
    return made


def _label(point: shapes.Point, text: str, place: str, size: float, ends: tuple[float, float]) -> Markup:
    """Write a text beside its point, where Plotly would put it; on the other side where it would not fit."""
    upward, _, side = place.partition(" ")
    wide = shapes.width_of(text, size) + 8
    if (side == "left" and point[0] - wide < ends[0]) or (side == "right" and point[0] + wide > ends[1] + 24):
        side = {"left": "right", "right": "left"}[side]
    anchor = {"left": "end", "right": "start"}.get(side, "middle")
    away = {"left": -8.0, "right": 8.0}.get(side, 0.0)
    down = {"top": -8.0, "bottom": size + 4}.get(upward, size * 0.35)
    return shapes.said(text.strip("\u2003"), (point[0] + away, point[1] + down), size=size, anchor=anchor)
