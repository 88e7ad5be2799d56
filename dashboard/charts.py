"""Charts as pure functions from numbers to a `go.Figure`. No text colour is set: Streamlit gives both themes their own.

Every chart labels its rows directly, shows the interval of each estimate, and has no legend, no mode bar and no zoom.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard import theme

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False, "locale": "en"}
ROW = 30  # pixels a row of a dot plot takes
FONT = 14


@dataclass(frozen=True, slots=True)
class Form:
    """How numbers of a kind are written: decimals, and whether as per cent."""

    digits: int
    percent: bool = False


SHARE = Form(0, percent=True)  # a count over a count
SCORE = Form(1)


@dataclass(frozen=True, slots=True)
class Dot:
    """One row of a dot plot. `value` None is an empty row with its note; without `enough` the dot is hollow."""

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
    """Text as Plotly shows it unchanged: its own small HTML and LaTeX are inert."""
    return escape(text, quote=False).replace("$", "&#36;")


def shorten(text: str, most: int) -> str:
    """The text, cut at `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _frame(height: int, **more: Any) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(
        height=height, margin={"l": 4, "r": 8, "t": 30, "b": 6, "pad": 4}, showlegend=False, dragmode=False,
        font={"size": FONT}, plot_bgcolor="rgba(0,0,0,0)", paper_bgcolor="rgba(0,0,0,0)", hoverlabel={"align": "left"},
        **more,
    )  # fmt: skip
    return figure


def _rows(labels: Sequence[str]) -> dict[str, Any]:
    """A vertical axis of named rows, the first on top."""
    return {
        "categoryorder": "array", "categoryarray": list(labels)[::-1], "range": [-0.6, len(labels) - 0.4],
        "fixedrange": True, "automargin": True, "ticks": "", "tickfont": {"size": FONT}, "gridcolor": theme.RULE,
        "griddash": "dot", "zeroline": False, "title": None,
    }  # fmt: skip


def dots(rows: Sequence[Dot], form: Form) -> go.Figure:
    """A dot plot with intervals: one row each, in the order given, top to bottom. Shares are drawn from 0."""
    figure = _frame(46 + ROW * max(len(rows), 1))
    shown = [r for r in rows if r.value is not None]
    ends = [x for r in shown for x in (r.value, *((r.low, r.high) if r.enough else ())) if x is not None]
    lo, hi = _range(ends, form is SHARE)
    labels = [_tick(r) for r in rows]
    figure.add_trace(_interval_trace(shown, [labels[i] for i, r in enumerate(rows) if r.value is not None]))
    figure.add_trace(_dot_trace(shown, [labels[i] for i, r in enumerate(rows) if r.value is not None], form))
    figure.add_trace(_note_trace(rows, labels, hi))
    figure.update_yaxes(**_rows(labels))
    figure.update_xaxes(
        range=[lo, hi], side="top", fixedrange=True, nticks=6, gridcolor=theme.RULE, zeroline=False, title=None,
        tickformat=".0%" if form.percent else None, tickfont={"size": 12},
    )  # fmt: skip
    return figure


def _tick(row: Dot) -> str:
    return f"{plain(shorten(row.label, 26))} <span style='font-size:12px'>({row.n})</span>"


def _range(ends: Sequence[float], share: bool) -> tuple[float, float]:
    """What the axis spans: shares start at 0 and are cut at the next tenth, scores stand a little off the edges."""
    if not ends:
        return (0.0, 1.0)
    if share:
        return (-0.01, min(1.0, max(ends) * 1.08 + 0.02) + 0.01)
    room = (max(ends) - min(ends)) * 0.08 or max(abs(ends[0]) * 0.1, 1)
    return (min(ends) - room, max(ends) + room)


def _interval_trace(rows: Sequence[Dot], labels: Sequence[str]) -> go.Scatter:
    x: list[float | None] = []
    y: list[str | None] = []
    for row, label in zip(rows, labels, strict=True):
        if row.enough and row.low is not None and row.high is not None:
            x += [row.low, row.high, None]
            y += [label, label, None]
    return go.Scatter(
        x=x, y=y, mode="lines", line={"color": theme.INK, "width": 2}, opacity=0.75, hoverinfo="skip", name="interval"
    )


def _note_trace(rows: Sequence[Dot], labels: Sequence[str], right: float) -> go.Scatter:
    notes = [
        (y, plain(r.note or "not enough articles")) for r, y in zip(rows, labels, strict=True) if r.note or not r.enough
    ]
    return go.Scatter(
        x=[right] * len(notes), y=[y for y, _ in notes], text=[t for _, t in notes], mode="text", name="note",
        textposition="middle left", textfont={"size": 12, "color": theme.INK}, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip


def _dot_trace(rows: Sequence[Dot], labels: Sequence[str], form: Form) -> go.Scatter:
    said = [_hover(r, form) for r in rows]
    return go.Scatter(
        x=[r.value for r in rows], y=list(labels), mode="markers", name="estimate", text=said, cliponaxis=False,
        hovertemplate="%{text}<extra></extra>",
        marker={
            "size": 11, "color": [r.colour if r.enough else "rgba(0,0,0,0)" for r in rows],
            "symbol": [r.shape for r in rows], "line": {"width": 2, "color": [r.colour for r in rows]},
        },
    )  # fmt: skip


def number(value: float | None, form: Form) -> str:
    """A number as charts, tables and sentences write it; a dash where it is unknown."""
    if value is None:
        return "–"
    return f"{value:.{form.digits}%}" if form.percent else f"{value:.{form.digits}f}"


def _hover(row: Dot, form: Form) -> str:
    text = f"<b>{plain(row.label)}</b><br>{number(row.value, form)}"
    if row.enough and row.low is not None:
        low, high = (number(x, form) for x in (row.low, row.high))
        text += f" (95% interval {low} to {high})"
    return text + f"<br>{row.n} articles"


@dataclass(frozen=True, slots=True)
class Lane:
    """One outlet's row of the timeline: articles by day."""

    label: str
    colour: str
    days: Mapping[date, int]


def timeline(lanes: Sequence[Lane], phases: Sequence[tuple[str, date, date]], step: int = 1) -> go.Figure:
    """Articles per outlet and day: a disc's area is the number of articles, with the event's phases as bands. A disc
    stands for `step` days from its own on."""
    figure = _frame(132 + 34 * max(len(lanes), 1))
    most = max((n for lane in lanes for n in lane.days.values()), default=1)
    labels = [
        f"{plain(shorten(x.label, 26))} <span style='font-size:12px'>({sum(x.days.values())})</span>" for x in lanes
    ]
    when = "%{x|%-d %B %Y}" + (f" and the {step - 1} days after" if step > 1 else "")
    for lane, label in zip(lanes, labels, strict=True):
        # A trace per lane, with one colour: Plotly looks at each colour of a list, for seconds where days are many.
        days = sorted(lane.days)
        counts = np.array([lane.days[d] for d in days], dtype=np.float64)
        figure.add_trace(
            go.Scatter(
                x=np.array(days, dtype="datetime64[D]"), y=np.full(len(days), label, dtype=object), mode="markers",
                name=plain(lane.label), customdata=counts.astype(np.int64),
                hovertemplate=f"{when}: %{{customdata}} articles<extra></extra>",
                marker={"size": 6 + 20 * np.sqrt(counts / most), "color": lane.colour, "opacity": 0.85,
                        "line": {"width": 0}},
            )
        )  # fmt: skip
    bands = [_band(title, start, end, strong=i % 2 == 0) for i, (title, start, end) in enumerate(phases)]
    # At once: added one by one, Plotly looks at all of them again each time.
    figure.update_layout(shapes=[shape for shape, _ in bands], annotations=[label for _, label in bands])
    figure.update_yaxes(**_rows(labels))
    every = [d for lane in lanes for d in lane.days] + [d for _, start, end in phases for d in (start, end)]
    ends = [_half_day(min(every), -1), _half_day(max(every), 1)] if every else None
    figure.update_xaxes(
        type="date", range=ends, fixedrange=True, showgrid=False, tickformat="%-d %b", nticks=6, title=None,
        zeroline=False,
    )  # fmt: skip
    figure.update_layout(margin={"t": 96})
    return figure


def _band(title: str, start: date, end: date, *, strong: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """A phase's rectangle and its title above it."""
    # A day's disc stands at its midnight, so a band reaches half a day beyond both of its days.
    shape = {
        "type": "rect", "xref": "x", "yref": "y domain", "x0": _half_day(start, -1), "x1": _half_day(end, 1), "y0": 0,
        "y1": 1, "fillcolor": theme.BAND if strong else "rgba(0,0,0,0)", "line": {"width": 0}, "layer": "below",
        "name": f"{start}T00:00/{end}T00:00",
    }  # fmt: skip
    label = {
        "x": _half_day(start, -1), "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": "left",
        "text": plain(shorten(title, 28)), "showarrow": False, "textangle": -30,
        "font": {"size": 12, "color": theme.INK},
    }  # fmt: skip
    return shape, label


def _half_day(day: date, sign: int) -> str:
    return f"{day}T12:00" if sign > 0 else f"{date.fromordinal(day.toordinal() - 1)}T12:00"
