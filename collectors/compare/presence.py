"""Who covered the event and its phases, and who did not: coverage:share, coverage:days, coverage:collected_days.

`coverage:share` is the outlet's part of all articles of the selection. `coverage:days` are the days of the phase on
which it published something about the event, of the phase's days. Neither says that an outlet was silent: that takes
`coverage:collected_days`, the same of the days on which it is known to have been collected from. An outlet of which
nothing is known has no such row; an outlet that was collected from and had nothing has rows with 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from collectors.compare.facts import Facts
from collectors.compare.rows import ALL, COPIES, OUTLET, ComparisonRow, Selection, Tables
from collectors.compare.sums import ENOUGH
from collectors.intervals import wilson

DECIMALS = 10
COLLECTED = "collected"
METRICS = ("coverage:share", "coverage:days", "coverage:collected_days")


@dataclass(frozen=True, slots=True)
class Presence:
    """One event by day. `articles` has outlet, phase, grade, language, cluster class and day with n; `collected` leads
    from outlet to the days on which it is known to have been collected from; `phases` to a phase's days."""

    articles: pa.Table
    collected: Mapping[str, frozenset[date]]
    phases: Mapping[str, frozenset[date]]


def presence(tables: Tables, event: str) -> Presence:
    """Read what is known of an event's days. Data sets without the table `collected` know nothing of collecting."""
    here = [("event", "=", event)]
    keys = ["outlet", "phase", "grade", "language", "day"]
    found = tables.summary("days", [*keys, "member", "copies", "n"], here)
    found = found.filter(pc.field("member") & pc.field("outlet").is_valid())
    one, own = pc.less_equal(found["copies"], 1), pc.equal(found["copies"], 0)
    marked = found.append_column("one", one).append_column("own", own)
    counts = marked.group_by([*keys, "one", "own"], use_threads=False).aggregate([("n", "sum")])
    days: dict[str, set[date]] = {}
    for outlet, day in _collected(tables, event):
        days.setdefault(outlet, set()).add(day)
    return Presence(counts, {outlet: frozenset(d) for outlet, d in days.items()}, _phases(tables, event, found))


def _collected(tables: Tables, event: str) -> Iterator[tuple[str, date]]:
    found = tables.table("collected", ["outlet", "day", "state"], [("event", "=", event)])
    for row in found.filter(pc.field("state") == COLLECTED).to_pylist():
        yield row["outlet"], row["day"]


def _phases(tables: Tables, event: str, articles: pa.Table) -> dict[str, frozenset[date]]:
    """Phase -> its days; "all" is the event's window, or that of its articles where it has none."""
    told = tables.table("events", ["event", "event_json"], [("event", "=", event)]).to_pylist()
    declared = json.loads(told[0]["event_json"] or "{}") if told else {}
    dated = [p for p in declared.get("phases") or () if p.get("start") and p.get("end")]
    phases = {str(p["id"]): _days(p["start"], p["end"]) for p in dated}
    start, end = declared.get("start"), declared.get("end")
    if not start or not end:
        first, last = pc.min(articles["day"]).as_py(), pc.max(articles["day"]).as_py()
        start, end = first and first.isoformat(), last and last.isoformat()
    return {ALL: _days(start, end) if start and end else frozenset(), **phases}


def _days(start: str, end: str) -> frozenset[date]:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return frozenset(first + timedelta(days=i) for i in range((last - first).days + 1))


def presence_rows(facts: Facts, selection: Selection, known: Presence) -> list[ComparisonRow]:
    """The rows of METRICS for a selection, by outlet; every outlet that has an article of the event in the selection
    without its phase, or was collected from. Rows are of outlets: none where the selection compares something else."""
    if selection.by != OUTLET or selection.voice != ALL:
        return []
    everywhere = _chosen(known.articles, replace(selection, phase=ALL))
    here = _chosen(known.articles, selection)
    counts, days = _counts(here)
    days_here = known.phases.get(selection.phase, frozenset())
    asked = set(selection.outlets) or {*_counts(everywhere)[0], *known.collected}
    total = sum(counts.values())
    rows = []
    for outlet in sorted(asked):
        n, present = counts.get(outlet, 0), days.get(outlet, frozenset()) & days_here
        collected = known.collected.get(outlet, frozenset()) & days_here
        figures = {
            "coverage:share": (n, total),
            "coverage:days": (len(present), len(days_here)),
            "coverage:collected_days": (len(present & collected), len(collected)),
        }
        for metric, (numerator, denominator) in figures.items():
            if denominator:
                rows.append(_row(facts, selection, outlet, metric, numerator, denominator, n))
    return rows


def presence_comparison(facts: Facts) -> list[ComparisonRow]:
    """All rows of an event: all phases together in every choice of copies, single phases with all copies."""
    known = presence(facts.tables, facts.event)
    every = [Selection(facts.event, copies=copies) for copies in COPIES]
    every += [Selection(facts.event, phase=phase) for phase in facts.phases]
    return [row for selection in every for row in presence_rows(facts, selection, known)]


def _chosen(articles: pa.Table, selection: Selection) -> pa.Table:
    """The rows of the articles that a selection holds."""
    asked = {"outlet": selection.outlets, "grade": selection.grades, "language": selection.languages}
    if selection.phase != ALL:
        asked["phase"] = (selection.phase,)
    for name, wanted in asked.items():
        if wanted:
            articles = articles.filter(pc.field(name).isin(list(wanted)))
    return articles if selection.copies == ALL else articles.filter(pc.field(selection.copies))


def _counts(articles: pa.Table) -> tuple[dict[str, int], dict[str, frozenset[date]]]:
    """Articles, and days with an article, by outlet."""
    n: dict[str, int] = {}
    days: dict[str, set[date]] = {}
    summed = articles.group_by(["outlet", "day"], use_threads=False).aggregate([("n_sum", "sum")])
    for row in summed.to_pylist():
        n[row["outlet"]] = n.get(row["outlet"], 0) + row["n_sum_sum"]
        days.setdefault(row["outlet"], set()).update({row["day"]} - {None})
    return n, {outlet: frozenset(d) for outlet, d in days.items()}


def _row(
    facts: Facts, selection: Selection, outlet: str, metric: str, numerator: int, denominator: int, n: int
) -> ComparisonRow:
    from collectors.compare import METHOD_VERSION  # noqa: PLC0415  the package imports this module

    low, high = (round(x, DECIMALS) for x in wilson(numerator, denominator)) if n >= 2 else (None, None)
    return ComparisonRow(
        facts.event, outlet, selection.phase, metric, "", selection.voice, selection.copies, float(numerator),
        float(denominator), n, round(numerator / denominator, DECIMALS), low, high, None, None, n >= ENOUGH,
        f"{facts.method_version}.{METHOD_VERSION}", facts.version,
    )  # fmt: skip
