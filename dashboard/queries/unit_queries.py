"""What the rows of a page are: outlets, or groups of articles by a property; and when each of them published."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

from collectors.dataset.table_writer import SOME_INVENTED
from dashboard.labels import COUNTRIES, LANGUAGES, OWNERSHIP
from dashboard.queries.cache import cached_shared
from dashboard.queries.event_labels import OutletLabel, event_labels, outlets
from dashboard.queries.open_data import Data, Row, ask
from dashboard.queries.row_filters import days as of_days
from dashboard.selection import OUTLET, ViewSelection

#: What is compared -> its column of `articles`. A unit's id is this name, a colon and the column's value.
_COLUMNS = {"country": "country", "ownership": "ownership", "language": "language", "phase": "phase"}


def _unit(by: str, alias: str = "a") -> str:
    """Return the SQL of an article's unit; null where its value is unknown."""
    return f"{alias}.outlet" if by == OUTLET else f"'{by}:' || {alias}.{_COLUMNS[by]}"


@cached_shared()
def languages(data: Data, event: str) -> dict[str, str]:
    """Return the names of the languages of the event's member articles by code, the commonest first."""
    rows = ask(
        data,
        """select language, sum(n)::bigint n from sum_days where event = ? and member and language is not null
           group by language order by n desc, language""",
        event,
    )
    return {str(row["language"]): LANGUAGES.get(row["language"], str(row["language"])) for row in rows}


@cached_shared()
def languages_by_unit(data: Data, sel: ViewSelection) -> dict[str, list[str]]:
    """Return the languages of each row's articles in the selection, by code, the commonest first."""
    cond, given = of_days(sel)
    rows = ask(
        data,
        f"""select {_unit(sel.by)} as unit, language from sum_days a where {cond} and language is not null
            group by unit, language order by unit, sum(n) desc, language""",
        *given,
    )
    spoken: dict[str, list[str]] = {}
    for row in rows:
        spoken.setdefault(row["unit"], []).append(row["language"])
    return spoken


@cached_shared()
def notice_of(data: Data, event: str) -> str | None:
    """Return what must stand above an event's figures: the data set's label; None where it does not hold for the event.

    Invented outlets are told of where the event has an article of one.
    """
    if data.label != SOME_INVENTED:
        return data.label
    rows = ask(
        data,
        """select 1 from sum_days join outlets as o using (outlet)
           where event = ? and member and o.invented limit 1""",
        event,
    )
    return data.label if rows else None


@cached_shared()
def outlet_names(data: Data) -> tuple[str, ...]:
    """Return the names of all outlets of the data set and the hosts of their articles, to be found in texts."""
    rows = ask(
        data,
        """select distinct outlet_name as name from outlets where outlet_name is not null
           union select distinct regexp_extract(url, '^https?://(?:www[.])?([^/:?#]+[.][^/:?#]+)', 1) from articles
           where outlet is not null and url is not null order by 1""",
    )
    return tuple(row["name"] for row in rows if row["name"])


@cached_shared()
def units(data: Data, event: str, by: str) -> dict[str, OutletLabel]:
    """Return the units of the event's articles by id; phases in the event's order, others by name."""
    if by == OUTLET:
        return outlets(data, event)
    rows = ask(
        data,
        f"""select {_COLUMNS[by]} as value, sum(n)::bigint n from sum_days a
            where event = ? and member and outlet is not null and {_COLUMNS[by]} is not null group by value""",
        event,
    )
    phases = event_labels(data, event).phases
    names = {"country": COUNTRIES, "ownership": OWNERSHIP, "language": LANGUAGES, "phase": phases}[by]
    order = {value: index for index, value in enumerate(phases)} if by == "phase" else {}
    values = [(str(row["value"]), int(row["n"])) for row in rows]
    ordered = sorted(values, key=lambda value: (order.get(value[0], len(order)), names.get(value[0], value[0])))
    return {
        f"{by}:{value}": OutletLabel(f"{by}:{value}", names.get(value, value), None, None, index, count)
        for index, (value, count) in enumerate(ordered)
    }


@cached_shared()  # many rows, which nobody changes
def calendar(data: Data, sel: ViewSelection, shown: tuple[str, ...] = ()) -> list[Row]:
    """Count articles per unit, day and phase; day is null for articles without a day.

    Args:
        data: the data set.
        sel: the selection.
        shown: ids of the outlets to count; empty, or with groups, all.
    """
    cond, given = of_days(sel)
    if shown and sel.by == OUTLET:
        cond += f" and outlet in ({', '.join('?' * len(shown))})"
        given += shown
    return ask(
        data,
        f"""select {_unit(sel.by)} as unit, day, phase, sum(n)::bigint n from sum_days a where {cond}
            group by all having unit is not null order by all""",
        *given,
    )  # fmt: skip


@cached_shared()
def members(data: Data, event: str, unit: str) -> tuple[str, ...]:
    """Return the outlets of a group by country or kind of owner, such as "country:GB"."""
    by, _, value = unit.partition(":")
    rows = ask(
        data,
        f"""select distinct outlet from sum_days
            where event = ? and {_COLUMNS[by]} = ? and outlet is not null order by 1""",
        event, value,
    )  # fmt: skip
    return tuple(row["outlet"] for row in rows)
