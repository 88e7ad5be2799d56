"""Charts as pure functions from numbers to a `go.Figure`.

No text colour is set, because Streamlit gives text its own colour in the light and in the dark theme. Every chart
labels its rows directly, shows the interval of each estimate, and has no legend, mode bar or zoom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from collectors.support.plurals import many
from dashboard.render import theme

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False, "locale": "en"}
CLEAR = "rgba(0,0,0,0)"
ROW = 30  # height in pixels of a row of a dot plot
FONT = 14
LITTLE = 0.005  # shares below it would be rounded to 0%
NEAR = 0.3  # part of the largest number: if the smallest is below it, the scale starts at 0


@dataclass(frozen=True, slots=True)
class Form:
    """How numbers of one kind are written.

    Attributes:
        digits: Number of decimals.
        percent: Whether the number is a share that is written as per cent.
    """

    digits: int
    percent: bool = False


SHARE = Form(0, percent=True)  # a count over a count
SCORE = Form(1)


@dataclass(frozen=True, slots=True)
class Dot:
    """One row of a dot plot.

    Attributes:
        label: Name of the row, unescaped.
        value: The estimate; None draws an empty row with its note.
        low: Lower end of the 95% interval, None where there is none.
        high: Upper end of the 95% interval, None where there is none.
        n: Number of articles counted.
        enough: Whether there are enough articles for an interval; without them the dot is hollow.
        colour: Colour of the dot as CSS writes it.
        shape: Plotly's name of the marker.
        note: Text beside the dot that says why there is no interval; empty for the standard text.
    """

    label: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    enough: bool
    colour: str
    shape: str = "circle"
    note: str = ""


def plain(text: str) -> str:
    """Escape a text so that Plotly shows it unchanged and reads no HTML or LaTeX in it."""
    return escape(text, quote=False).replace("$", "&#36;")


def shorten(text: str, most: int) -> str:
    """Return the text, cut to at most `most` characters with an ellipsis at the end."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def figure(traces: list[dict[str, Any]], height: int, **layout: Any) -> go.Figure:
    """Put traces into the layout that all charts share.

    Plotly's check of every property is switched off: it takes 20 times as long as the rest of making a chart. The
    tests have Plotly check the figures.

    Args:
        traces: Plotly traces; those without a type are scatter traces.
        height: Height in pixels.
        **layout: Plotly layout properties, which override the shared ones.

    Returns:
        The figure.
    """
    shared = {
        "height": height, "margin": {"l": 4, "r": 8, "t": 30, "b": 6, "pad": 4}, "showlegend": False, "dragmode": False,
        "font": {"size": FONT}, "plot_bgcolor": CLEAR, "paper_bgcolor": CLEAR, "hoverlabel": {"align": "left"},
    }  # fmt: skip
    return go.Figure([{"type": "scatter"} | trace for trace in traces], shared | layout, _validate=False)


def named_rows(labels: Sequence[str]) -> dict[str, Any]:
    """Return a vertical Plotly axis of named rows, the first at the top."""
    return {
        "categoryorder": "array", "categoryarray": list(labels)[::-1], "range": [-0.6, len(labels) - 0.4],
        "fixedrange": True, "automargin": True, "ticks": "", "tickfont": {"size": FONT}, "zeroline": False,
    }  # fmt: skip


def scale(low: float, high: float) -> dict[str, Any]:
    """Return a horizontal Plotly axis from `low` to `high`, drawn above the rows."""
    return {
        "range": [low, high], "side": "top", "fixedrange": True, "nticks": 6, "gridcolor": theme.RULE,
        "zeroline": False, "tickfont": {"size": 12},
    }  # fmt: skip


def dots(rows: Sequence[Dot], form: Form) -> go.Figure:
    """Draw a dot plot with intervals, one row per dot.

    Args:
        rows: The dots, from top to bottom.
        form: How the numbers are written; with `SHARE` the axis begins at 0.

    Returns:
        The figure, `ROW` pixels high for each row, with the axis above.
    """
    shown = [row for row in rows if row.value is not None]
    ends = [
        end for row in shown for end in (row.value, *((row.low, row.high) if row.enough else ())) if end is not None
    ]
    lo, hi = _range(ends, form is SHARE)
    labels = [_tick(row) for row in rows]
    mine = [labels[index] for index, row in enumerate(rows) if row.value is not None]
    across = scale(lo, hi) | ({"tickformat": ".0%"} if form.percent else {})
    down = named_rows(labels) | {"gridcolor": theme.RULE, "griddash": "dot"}
    traces = [_interval_trace(shown, mine), _dot_trace(shown, mine, form), _note_trace(rows, labels, (lo + hi) / 2)]
    return figure(traces, 46 + ROW * max(len(rows), 1), xaxis=across, yaxis=down)


def _tick(row: Dot) -> str:
    return f"{plain(shorten(row.label, 26))} <span style='font-size:12px'>({row.n})</span>"


def _range(ends: Sequence[float], share: bool) -> tuple[float, float]:
    """Return both ends of the axis.

    Shares start at 0 and end a little beyond the largest, at most at 1. Other numbers start at 0 if they come near it
    (`NEAR`); else the axis leaves some room on both sides.
    """
    if not ends:
        return (0.0, 1.0)
    if share:
        top = min(1.0, max(ends) * 1.08 + 0.01)
        return (-0.012 * top, top * 1.012)
    if 0 <= min(ends) <= max(ends) * NEAR:
        top = max(ends) * 1.08 or 1.0
        return (-0.02 * top, top)
    room = (max(ends) - min(ends)) * 0.08 or max(abs(ends[0]) * 0.1, 1)
    return (min(ends) - room, max(ends) + room)


def _interval_trace(rows: Sequence[Dot], labels: Sequence[str]) -> dict[str, Any]:
    across: list[float | None] = []
    down: list[str | None] = []
    for row, label in zip(rows, labels, strict=True):
        if row.enough and row.low is not None and row.high is not None:
            across += [row.low, row.high, None]
            down += [label, label, None]
    return {
        "x": across, "y": down, "mode": "lines", "line": {"color": theme.INK, "width": 2}, "opacity": 0.75,
        "hoverinfo": "skip", "name": "interval",
    }  # fmt: skip


def _note_trace(rows: Sequence[Dot], labels: Sequence[str], middle: float) -> dict[str, Any]:
    """Write why a row has no interval, beside its dot on the side with more room."""
    noted = [(row, label) for row, label in zip(rows, labels, strict=True) if row.note or not row.enough]
    left = [row.value is not None and row.value > middle for row, _ in noted]
    said = [
        plain(row.note or ("too few articles" if row.value is not None else "nothing to count")) for row, _ in noted
    ]
    return {
        "x": [row.value or 0.0 for row, _ in noted], "y": [label for _, label in noted], "mode": "text", "name": "note",
        "text": [f"{why}\u2003" if at_left else f"\u2003{why}" for why, at_left in zip(said, left, strict=True)],
        "textposition": ["middle left" if at_left else "middle right" for at_left in left],
        "textfont": {"size": 12, "color": theme.INK}, "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _dot_trace(rows: Sequence[Dot], labels: Sequence[str], form: Form) -> dict[str, Any]:
    return {
        "x": [row.value for row in rows], "y": list(labels), "mode": "markers", "name": "estimate", "cliponaxis": False,
        "text": [_hover(row, form) for row in rows], "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "size": 11, "color": [row.colour if row.enough else CLEAR for row in rows],
            "symbol": [row.shape for row in rows], "line": {"width": 2, "color": [row.colour for row in rows]},
        },
    }  # fmt: skip


def number(value: float | None, form: Form) -> str:
    """Write a number as charts, tables and sentences show it.

    Args:
        value: The number; None gives a dash.
        form: How to write it. Shares below `LITTLE` get a decimal, so that a share above 0 is rarely written as 0%.

    Returns:
        The number as text.
    """
    if value is None:
        return "–"
    if form.percent and not form.digits and 0 < value < LITTLE:
        return f"{value:.1%}"
    return f"{value:.{form.digits}%}" if form.percent else f"{value:.{form.digits}f}"


def _hover(row: Dot, form: Form) -> str:
    text = f"<b>{plain(row.label)}</b><br>{number(row.value, form)}"
    if row.enough and row.low is not None:
        low, high = (number(bound, form) for bound in (row.low, row.high))
        text += f" (95% interval {low} to {high})"
    return text + f"<br>{many(row.n, 'article')}"
