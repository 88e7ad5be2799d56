"""Charts of trends: a panel per row, days from left to right, the event's phases beneath. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import plotly.graph_objects as go

from dashboard.render import theme
from dashboard.render.charts import CLEAR, figure, plain, shorten

PANEL, HEAD = 96, 26  # pixels: the height of a panel's ground, and the room above it for its name
ALPHA = 0.24  # of bands: the line above them must be read through
PHASES = ("rgba(128,128,128,.16)", "rgba(128,128,128,.07)")  # neighbours differ


@dataclass(frozen=True, slots=True)
class TrendMark:
    """One span of time of a panel.

    Attributes:
        start: its first day.
        end: its last day.
        value: the number; None leaves a gap.
        low: lower end of its 95 % interval; None draws no band.
        high: upper end of its 95 % interval.
        enough: whether there are enough articles; without them the dot is hollow.
        said: Plotly's HTML for hovering.
    """

    start: date
    end: date
    value: float | None
    low: float | None
    high: float | None
    enough: bool
    said: str

    @property
    def middle(self) -> datetime:
        """The middle of the span, where its dot stands."""
        return _begin(self.start) + (_begin(self.end) + timedelta(days=1) - _begin(self.start)) / 2


@dataclass(frozen=True, slots=True)
class TrendPanel:
    """One row: its name (unescaped), colour and spans of time in order."""

    name: str
    colour: str
    marks: Sequence[TrendMark]


def panels(rows: Sequence[TrendPanel], phases: Sequence[tuple[date, date]], *, share: bool) -> go.Figure:
    """Draw a panel per row over the same days.

    Bands are as wide as the span that they are about, because nothing is known between two spans.

    Args:
        rows: the panels, from top to bottom; at least one, with at least one mark each.
        phases: first and last day of each phase.
        share: whether values are shares; otherwise they are counts, and drawn as bars.

    Returns:
        The figure.
    """
    height = len(rows) * (PANEL + HEAD) + 34
    layout: dict[str, Any] = {"annotations": [], "shapes": [], "bargap": 0.15}
    first, last = rows[0].marks[0].start, rows[0].marks[-1].end
    ends = [end for row in rows for mark in row.marks for end in (mark.value, mark.high) if end is not None]
    traces: list[dict[str, Any]] = []
    for number, row in enumerate(rows):
        upper = 1 - (number * (PANEL + HEAD) + HEAD) / (height - 34)
        lower = max(upper - PANEL / (height - 34), 0.0)
        axis = "y" if number == 0 else f"y{number + 1}"
        layout[f"yaxis{axis[1:]}"] = _upwards((lower, upper), max(ends, default=1), share=share)
        layout["annotations"].append(_name(row, upper))
        layout["shapes"] += [_ground(span, place, axis) for place, span in enumerate(phases)]
        traces += _share_traces(row, axis) if share else [_bars(row, axis)]
    layout["xaxis"] = {
        "range": [_begin(first).isoformat(), (_begin(last) + timedelta(days=1)).isoformat()], "type": "date",
        "fixedrange": True, "showgrid": False, "nticks": 6, "tickfont": {"size": 12}, "anchor": f"y{len(rows)}",
        "zeroline": False,
    }  # fmt: skip
    return figure(traces, height, margin={"l": 44, "r": 8, "t": 4, "b": 30, "pad": 4}, **layout)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time())


def _upwards(domain: tuple[float, float], top: float, *, share: bool) -> dict[str, Any]:
    reach = min(1.0, top * 1.1 + 0.02) if share else top * 1.1 or 1.0
    return {
        "domain": list(domain), "range": [0, reach], "fixedrange": True, "nticks": 3, "gridcolor": theme.RULE,
        "zeroline": False, "tickfont": {"size": 12}, **({"tickformat": ".0%"} if share else {"tickformat": ",d"}),
    }  # fmt: skip


def _name(row: TrendPanel, upper: float) -> dict[str, Any]:
    return {
        "text": f"<span style='color:{row.colour}'>●</span> {plain(shorten(row.name, 40))}", "x": 0, "y": upper,
        "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "showarrow": False,
        "font": {"size": 13},
    }  # fmt: skip


def _ground(span: tuple[date, date], place: int, axis: str) -> dict[str, Any]:
    return {
        "type": "rect", "xref": "x", "yref": f"{axis} domain", "x0": _begin(span[0]).isoformat(),
        "x1": (_begin(span[1]) + timedelta(days=1)).isoformat(), "y0": 0, "y1": 1, "layer": "below",
        "line": {"width": 0}, "fillcolor": PHASES[place % 2],
    }  # fmt: skip


def _bars(row: TrendPanel, axis: str) -> dict[str, Any]:
    shown = [mark for mark in row.marks if mark.value is not None]
    return {
        "type": "bar", "x": [mark.middle.isoformat() for mark in shown], "y": [mark.value for mark in shown],
        "xaxis": "x", "yaxis": axis, "marker": {"color": row.colour}, "name": plain(row.name),
        "hovertext": [mark.said for mark in shown], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _share_traces(row: TrendPanel, axis: str) -> list[dict[str, Any]]:
    shown = [mark for mark in row.marks if mark.value is not None]
    across: list[str | None] = []
    upwards: list[float | None] = []
    for mark in shown:
        if mark.low is not None and mark.high is not None:
            left, right = _begin(mark.start).isoformat(), (_begin(mark.end) + timedelta(days=1)).isoformat()
            across += [left, right, right, left, left, None]
            upwards += [mark.low, mark.low, mark.high, mark.high, mark.low, None]
    band = {
        "x": across, "y": upwards, "mode": "lines", "fill": "toself", "fillcolor": _faint(row.colour),
        "line": {"width": 0}, "hoverinfo": "skip", "xaxis": "x", "yaxis": axis, "name": "interval",
    }  # fmt: skip
    line = {
        "x": [mark.middle.isoformat() for mark in row.marks], "y": [mark.value for mark in row.marks],
        "mode": "lines+markers", "connectgaps": False, "line": {"color": row.colour, "width": 1}, "xaxis": "x",
        "yaxis": axis, "text": [mark.said for mark in row.marks], "hovertemplate": "%{text}<extra></extra>",
        "name": plain(row.name), "cliponaxis": False,
        "marker": {"size": 7, "color": [row.colour if mark.enough else CLEAR for mark in row.marks],
                   "line": {"width": 1.5, "color": row.colour}},
    }  # fmt: skip
    return [band, line]


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{ALPHA})"
