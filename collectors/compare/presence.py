"""Which outlets covered the event and its phases: coverage:share, coverage:days, coverage:collected_days.

`coverage:share` is the outlet's part of all articles of the selection. `coverage:days` are the days of the phase on
which it published something about the event, of all days of the phase. Neither shows that an outlet was silent: for
that, `coverage:collected_days` counts only the days on which the outlet is known to have been collected from. An outlet
with no such day has no such row; an outlet that was collected from and published nothing has rows with 0.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from collectors.compare.article_arrays import ArticleArrays
from collectors.compare.article_sums import ENOUGH
from collectors.compare.coded_columns import CodedColumn, Codes, codes_of, numbers_of
from collectors.compare.comparison_rows import ALL, COPIES, OUTLET, ArticleSelection, ComparisonRow, Tables
from collectors.compare.permutations import Floats
from collectors.compare.summary_cells import chosen
from collectors.method import version_of
from collectors.support.intervals import wilson

DECIMALS = 10
COLLECTED = "collected"
METRICS = ("coverage:share", "coverage:days", "coverage:collected_days")


@dataclass(frozen=True, slots=True)
class Presence:
    """One event by day, as arrays over rows of articles that no selection tells apart.

    Attributes:
        columns: outlet, phase, grade and language of each row.
        day: index into `days`, -1 for undated articles.
        n: articles of each row.
        copies: the row's class of copies in the summary.
        outlets: the outlets of the articles, then those that were only collected from.
        days: the days that anything is known of, in order.
        collected: outlets x days, true where the outlet is known to have been collected from.
        phases: phase -> mask over `days`; "all" is the event's window.
    """

    columns: Mapping[str, CodedColumn]
    day: Codes
    n: Floats
    copies: Codes
    outlets: tuple[str, ...]
    days: tuple[date, ...]
    collected: NDArray[np.bool_]
    phases: Mapping[str, NDArray[np.bool_]]


def presence(tables: Tables, event: str) -> Presence:
    """Read the event's articles and collecting by day."""
    here = [("event", "=", event)]
    day_rows = tables.summary("days", ["outlet", "phase", "grade", "language", "day", "member", "copies", "n"], here)
    day_rows = day_rows.filter(pc.field("member") & pc.field("outlet").is_valid())
    visits, phases = list(_collected(tables, event)), _phases(tables, event, day_rows)
    seen = {day for day in pc.unique(day_rows["day"]).to_pylist() if day} | {day for _, day in visits}
    days = sorted(seen.union(*phases.values()))
    place = {day: index for index, day in enumerate(days)}
    columns = {name: codes_of(day_rows[name]) for name in ("outlet", "phase", "grade", "language")}
    outlets = columns["outlet"].names + tuple(sorted({outlet for outlet, _ in visits} - {*columns["outlet"].names}))
    number = {outlet: index for index, outlet in enumerate(outlets)}
    collected = np.zeros((len(outlets), len(days)), dtype=bool)
    for outlet, day in visits:
        collected[number[outlet], place[day]] = True
    masks = {phase: np.isin(np.arange(len(days)), [place[day] for day in of]) for phase, of in phases.items()}
    at = np.array([place.get(day, -1) for day in day_rows["day"].to_pylist()], dtype=np.int64)
    return Presence(
        columns, at, numbers_of(day_rows["n"]), numbers_of(day_rows["copies"]).astype(np.int64), outlets, tuple(days),
        collected, masks,
    )  # fmt: skip


def _collected(tables: Tables, event: str) -> Iterator[tuple[str, date]]:
    collected = tables.table("collected", ["outlet", "day", "state"], [("event", "=", event)])
    for row in collected.filter(pc.field("state") == COLLECTED).to_pylist():
        yield row["outlet"], row["day"]


def _phases(tables: Tables, event: str, articles: pa.Table) -> dict[str, frozenset[date]]:
    """Return the days of each phase; "all" is the event's window, or that of its articles where none is declared."""
    rows = tables.table("events", ["event", "event_json"], [("event", "=", event)]).to_pylist()
    declared = json.loads(rows[0]["event_json"] or "{}") if rows else {}
    dated = [phase for phase in declared.get("phases") or () if phase.get("start") and phase.get("end")]
    phases = {str(phase["id"]): _days(phase["start"], phase["end"]) for phase in dated}
    start, end = declared.get("start"), declared.get("end")
    if not start or not end:
        first, last = pc.min(articles["day"]).as_py(), pc.max(articles["day"]).as_py()
        start, end = first and first.isoformat(), last and last.isoformat()
    return {ALL: _days(start, end) if start and end else frozenset(), **phases}


def _days(start: str, end: str) -> frozenset[date]:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return frozenset(first + timedelta(days=index) for index in range((last - first).days + 1))


def presence_rows(
    facts: ArticleArrays, selection: ArticleSelection, observed: Presence, only: Collection[str] | None = None
) -> list[ComparisonRow]:
    """Compute the rows of METRICS for a selection, by outlet.

    Args:
        facts: the event.
        selection: which articles count; its phase bounds the days.
        observed: the event by day.
        only: ids of the outlets to return rows for, besides those that were collected from and have no article; None
            means all.

    Returns:
        Rows of every outlet that has an article in the selection in any phase, or was collected from; empty where the
        selection compares groups, or is of a single voice.
    """
    if selection.by != OUTLET or selection.voice != ALL:
        return []
    everywhere, here = (
        chosen(observed.columns, observed.copies, choice) for choice in (replace(selection, phase=ALL), selection)
    )
    outlet, size = observed.columns["outlet"].codes, len(observed.outlets) + 1  # the last row: an unknown outlet
    articles = np.bincount(outlet[here], observed.n[here], size).astype(np.int64)
    present = np.zeros((size, len(observed.days)), dtype=bool)
    dated = here & (observed.day >= 0)
    present[outlet[dated], observed.day[dated]] = True
    days = observed.phases.get(selection.phase, np.zeros(len(observed.days), dtype=bool))
    collected = np.vstack([observed.collected, np.zeros(len(days), dtype=bool)])
    pairs = {
        "coverage:share": (articles, np.full(size, articles.sum())),
        "coverage:days": ((present & days).sum(axis=1), np.full(size, days.sum())),
        "coverage:collected_days": ((present & collected & days).sum(axis=1), (collected & days).sum(axis=1)),
    }
    place = {name: index for index, name in enumerate(observed.outlets)}
    shown = np.flatnonzero((np.bincount(outlet[everywhere], minlength=size) > 0) | collected.any(axis=1))
    names = set(selection.outlets or [observed.outlets[row] for row in shown.tolist()])
    if only is not None:
        names &= {*only, *observed.outlets[len(observed.columns["outlet"].names) :]}
    return [
        _row(facts, selection, name, metric, int(numerators[row]), int(denominators[row]), int(articles[row]))
        for name in sorted(names)
        for row in [place.get(name, size - 1)]
        for metric, (numerators, denominators) in pairs.items()
        if denominators[row]
    ]


def presence_comparison(facts: ArticleArrays) -> list[ComparisonRow]:
    """Compute all rows of an event: all phases together in every choice of copies, single phases with all copies."""
    observed = presence(facts.tables, facts.event)
    every = [ArticleSelection(facts.event, copies=copies) for copies in COPIES]
    every += [ArticleSelection(facts.event, phase=phase) for phase in facts.phases]
    return [row for selection in every for row in presence_rows(facts, selection, observed)]


def _row(
    facts: ArticleArrays,
    selection: ArticleSelection,
    outlet: str,
    metric: str,
    numerator: int,
    denominator: int,
    n_articles: int,
) -> ComparisonRow:
    low, high = (
        (round(limit, DECIMALS) for limit in wilson(numerator, denominator)) if n_articles >= 2 else (None, None)
    )
    return ComparisonRow(
        event=facts.event, outlet=outlet, phase=selection.phase, metric=metric, variant="", voice=selection.voice,
        copies=selection.copies, numerator=float(numerator), denominator=float(denominator), n_articles=n_articles,
        estimate=round(numerator / denominator, DECIMALS), ci_low=low, ci_high=high, p_value=None, q_value=None,
        enough=n_articles >= ENOUGH, method_version=f"{facts.method_version}.{version_of('comparison')}",
        dataset_version=facts.version,
    )  # fmt: skip
