"""Days as a strip inside a table's row: when an outlet wrote, over the event's phases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard import markup, queries, theme
from dashboard.views import common
from dashboard.views.common import Here

Window = tuple[date, date] | None
MOST_DOTS = 92


def window(at: Here, days: Sequence[queries.Row]) -> Window:
    """First and last day that the strips span: those of the articles."""
    dated = [r["day"] for r in days if r["day"] is not None]
    return (min(dated), max(dated)) if dated else None


def heading(span: Window) -> str:
    """What the strips' column says."""
    if span is None:
        return "When"
    first, last = span
    if first == last:
        return f"{first.day} {first:%b %Y}"
    joined = step(span)
    return f"{first.day} {first:%b} – {last.day} {last:%b %Y}" + (f", {joined} days a dot" if joined > 1 else "")


def step(span: tuple[date, date]) -> int:
    """How many days a dot stands for: a strip has room for some MOST_DOTS."""
    return -(-((span[1] - span[0]).days + 1) // MOST_DOTS)


def busiest(days: Sequence[queries.Row]) -> int:
    """The most articles that a row has on one day: what the largest dot stands for."""
    counts: dict[tuple[str, date], int] = {}
    for r in days:
        counts[r["unit"], r["day"]] = counts.get((r["unit"], r["day"]), 0) + r["n"]
    return max(counts.values(), default=1)


def strip(at: Here, unit: queries.Outlet, mine: Sequence[queries.Row], span: Window, most: int) -> str:
    """One row's days as dots over the phases' bands, and in words for those who do not see them."""
    per_day: dict[date, int] = {}
    for r in mine:
        if r["day"] is not None:
            per_day[r["day"]] = per_day.get(r["day"], 0) + r["n"]
    if span is None or not per_day:
        return '<span class="px-n">no dated article</span>'
    length = (span[1] - span[0]).days + 1

    def place(day: date) -> float:
        return (day - span[0]).days / length

    bands = [(place(a), place(b) + 1 / length) for a, b in at.story.days.values() if b >= span[0] and a <= span[1]]
    joined, counts = step(span), dict[int, int]()
    for d, n in per_day.items():
        at_dot = (d - span[0]).days // joined
        counts[at_dot] = counts.get(at_dot, 0) + n
    # A dot of several days is as large as their mean.
    dots = [((i + 0.5) * joined / length, 4 + 7 * (n / joined / most) ** 0.5) for i, n in sorted(counts.items())]
    said = (
        f"{unit.name}: {common.many(sum(per_day.values()), 'article')} on {common.many(len(per_day), 'day')}, "
        f"{common.day(min(per_day))} to {common.day(max(per_day))}"
    )
    return markup.days(dots, bands, theme.outlet_colour(unit.colour), said)
