"""Articles, and the shares of names, by day and week."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from collectors.compare.trends import ALL, MentionSums, TrendPoint, starts_of, trend_points
from collectors.dataset.summary_sums import BY_ARTICLE
from collectors.support.sql_files import read_script
from dashboard.queries.cache import cached_shared
from dashboard.queries.event_labels import event_labels
from dashboard.queries.open_data import Data, ask, tuples
from dashboard.queries.row_filters import days, row_filter
from dashboard.selection import ALL as ANY
from dashboard.selection import OUTLET, ViewSelection

Counts = dict[tuple[str, date], int]
#: Days beyond which no day by day: more points than a chart has pixels.
MOST_DAYS = 750
_PLACED = {"country": "country", "ownership": "ownership"}  # groups that are groups of outlets


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend: its points, and what they leave out.

    Attributes:
        points: a point for each unit and span; the unit "all" comes first.
        undated: articles of the selection without a day.
        recorded: whether the data set records on which days outlets were collected.
        span: "day" or "week".
    """

    points: tuple[TrendPoint, ...]
    undated: int
    recorded: bool
    span: str


@cached_shared()
def trend_window(data: Data, sel: ViewSelection) -> tuple[date, date] | None:
    """Return the first and last day of the selection: those of its phase or event, and of its articles.

    None where no article has a day.
    """
    cond, given = days(sel)
    (row,) = ask(data, f"select min(day) as first, max(day) as last from sum_days where {cond}", *given)
    if row["first"] is None:
        return None
    labels = event_labels(data, sel.event)
    declared = labels.days.get(sel.phase) if sel.phase != ANY else (labels.start, labels.end)
    ends = [day for day in (row["first"], row["last"], *(declared or ())) if day is not None]
    return min(ends), max(ends)


@cached_shared(32)
def trend(
    data: Data,
    sel: ViewSelection,
    span: str,
    figure: tuple[str, str] | None,
    units: tuple[str, ...],
    *,
    language: str = "",
) -> Trend | None:
    """Count articles, and a variant's share of its concept's mentions, by day or week.

    Args:
        data: the data set.
        sel: the selection; its voice bounds the mentions only.
        span: "day" or "week"; weeks where there are more than MOST_DAYS days.
        figure: concept and variant; None for articles alone.
        units: ids of the outlets or groups that have a row of their own.
        language: code of the language in whose texts mentions are counted; "" for those of the selection. Where rows
            are languages, the unit "all" has no share: shares in different languages are not added up.

    Returns:
        The trend; None where no article has a day.
    """
    window = trend_window(data, sel)
    if window is None:
        return None
    span = "week" if (window[1] - window[0]).days >= MOST_DAYS else span
    articles, undated = _articles(data, sel, span, units)
    outlets = _outlets(data, sel)
    collected = _collected(data, sel, span, units)
    worded = replace(sel, languages=(language,)) if language else sel
    points = trend_points(
        (ALL, *units), starts_of(*window, span), span, articles=articles, collected=collected, outlets=outlets,
        mentions=_mentions(data, worded, span, figure, units) if figure else (),
    )  # fmt: skip
    if sel.by == "language":
        points = [_without_share(point) if point.unit == ALL else point for point in points]
    return Trend(tuple(points), undated, collected is not None, span)


def _without_share(point: TrendPoint) -> TrendPoint:
    return replace(point, numerator=0, denominator=0, n_articles=0, share=None, low=None, high=None)


def _of(sel: ViewSelection) -> str:
    """Return the SQL of a row's unit in `sum_days`, and in mentions joined with their cell."""
    return "outlet" if sel.by == OUTLET else f"'{sel.by}:' || {sel.by}"


def _among(units: Sequence[str]) -> str:
    return f"unit in ({', '.join('?' * len(units))})" if units else "false"


def _articles(data: Data, sel: ViewSelection, span: str, units: Sequence[str]) -> tuple[Counts, int]:
    cond, given = days(sel)
    _, rows = tuples(
        data,
        f"""with found as (select {_of(sel)} as unit, date_trunc('{span}', day)::date as start, n
                           from sum_days where {cond})
            select unit, start, sum(n)::bigint from found where {_among(units)} group by unit, start
            union all select '{ALL}', start, sum(n)::bigint from found group by start""",
        *given, *units,
    )  # fmt: skip
    undated = next((count for unit, start, count in rows if unit == ALL and start is None), 0)
    return {(unit, start): count for unit, start, count in rows if start is not None}, undated


def _outlets(data: Data, sel: ViewSelection) -> dict[str, int]:
    """Count the outlets of each unit that the event's articles or its collecting name."""
    unit = {"outlet": "outlet", **{by: f"'{by}:' || {column}" for by, column in _PLACED.items()}}.get(sel.by)
    chosen = f"and outlet in ({', '.join('?' * len(sel.outlets))})" if sel.outlets else ""
    named = f"select distinct outlet from sum_days where event = ? and member and outlet is not null {chosen}"
    given = [sel.event, *sel.outlets]
    if "collected" in data.tables:
        named, given = f"{named} union select distinct outlet from collected where event = ? {chosen}", given * 2
    rows = ask(
        data,
        f"""with named as ({named})
            select {f"coalesce({unit}, '')" if unit else "''"} as unit, count(*) as n
            from named left join outlets using (outlet) group by 1""",
        *given,
    )  # fmt: skip
    counts = {row["unit"]: row["n"] for row in rows}
    return counts | {ALL: sum(counts.values())}


def _collected(data: Data, sel: ViewSelection, span: str, units: Sequence[str]) -> Counts | None:
    """Count the days of outlets that were collected; None where no collecting is recorded.

    Languages and phases are not collected each for itself: to them the days of all outlets apply.
    """
    if "collected" not in data.tables:  # an older data set
        return None
    chosen = f"and outlet in ({', '.join('?' * len(sel.outlets))})" if sel.outlets else ""
    placed = sel.by == OUTLET or sel.by in _PLACED
    unit = f"{_of(sel)}" if placed else "null"
    _, rows = tuples(
        data,
        f"""with found as (select {unit} as unit, date_trunc('{span}', day)::date as start
                           from collected left join outlets using (outlet)
                           where event = ? and state = 'collected' {chosen})
            select unit, start, count(*) from found where {_among(units)} group by unit, start
            union all select '{ALL}', start, count(*) from found group by start""",
        sel.event, *sel.outlets, *units,
    )  # fmt: skip
    counts = {(unit, start): count for unit, start, count in rows}
    if not placed:
        counts |= {(unit, start): count for unit in units for (_, start), count in counts.items()}
    return counts or None


def _mentions(
    data: Data, sel: ViewSelection, span: str, figure: tuple[str, str], units: Sequence[str]
) -> list[MentionSums]:
    """Return the sums of a concept's mentions over articles.

    In an event of at most BY_ARTICLE articles an outlet's near-copies of one text within a span are one article, as in
    every comparison.
    """
    (size,) = ask(data, "select coalesce(sum(n), 0)::bigint as n from sum_cells where event = ?", sel.event)
    summed = _from_articles if size["n"] <= BY_ARTICLE else _from_days
    rows = summed(data, sel, span, figure, units)
    return [
        MentionSums(unit, start, tuple(sums[:4]), tuple(value or 0.0 for value in sums[4:]))
        for unit, start, *sums in rows
    ]


def _from_articles(
    data: Data, sel: ViewSelection, span: str, figure: tuple[str, str], units: Sequence[str]
) -> list[tuple[Any, ...]]:
    cond, given = row_filter(sel)
    concept, variant = figure
    query = read_script(
        "dashboard.queries", "trend_mentions", row_condition=cond, concept="?", row_unit=_of(sel), span=span,
        spoken="" if sel.voice == ANY else "and voice = ?", variant="?", units_condition=_among(units), every_unit=ALL,
    )  # fmt: skip
    spoken = [] if sel.voice == ANY else [sel.voice]
    return tuples(data, query, *given, concept, *spoken, variant, *units)[1]


def _from_days(
    data: Data, sel: ViewSelection, span: str, figure: tuple[str, str], units: Sequence[str]
) -> list[tuple[Any, ...]]:
    cond, given = row_filter(sel)
    concept, variant = figure
    layers = ask(
        data, "select layer from sum_layers where metric = ? and voice = ? and place = 'all'",
        f"naming:{concept}", sel.voice,
    )  # fmt: skip
    if not layers:
        return []
    query = read_script(
        "dashboard.queries", "trend_day_sums", row_condition=cond, row_unit=_of(sel), span=span,
        layer=int(layers[0]["layer"]), variant="?", units_condition=_among(units), every_unit=ALL,
    )  # fmt: skip
    return tuples(data, query, *given, variant, *units)[1]
