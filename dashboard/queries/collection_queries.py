"""How collecting went, as published: addresses that are read repeatedly, rounds, and changed pages."""

from __future__ import annotations

from dataclasses import dataclass

from collectors.model import FAILURES
from dashboard.queries.cache import cached_copies
from dashboard.queries.open_data import Data, Row, ask

#: Rows in `readings` that are about an outlet's pages.
PAGES = "pages"


@dataclass(frozen=True, slots=True)
class PageChange:
    """What an outlet changed in a page after publication; the titles are equal where the headline did not change."""

    article: str
    outlet: str | None
    url: str | None
    revision: int
    seen: str | None
    old_title: str | None
    new_title: str | None
    removed: tuple[str, ...]
    added: tuple[str, ...]


@cached_copies()
def readings(data: Data, event: str, outlets: tuple[str, ...]) -> list[Row]:
    """Return source, outlet, url, visits, last_success, entries and alert of each address, those with an alert first.

    Args:
        data: the data set.
        event: the event's id.
        outlets: outlet ids; empty means all. Addresses of no outlet are always included.
    """
    if "readings" not in data.tables:
        return []
    return ask(
        data,
        """select source, outlet, url, visits, last_success, entries, alert from readings
           where event = ? and (len(?::varchar[]) = 0 or outlet is null or list_contains(?::varchar[], outlet))
           order by alert is null, outlet, source, url""",
        event, list(outlets), list(outlets),
    )  # fmt: skip


@cached_copies()
def rounds(data: Data, event: str, outlets: tuple[str, ...]) -> list[Row]:
    """Return day, kind and n of all rounds by the day on which they began; arguments as in `readings`."""
    if "rounds" not in data.tables:
        return []
    return ask(
        data,
        """select cast(started[1:10] as date) as day, kind, sum(number)::bigint as n from rounds
           where event = ? and (len(?::varchar[]) = 0 or outlet is null or list_contains(?::varchar[], outlet))
           group by all order by day, kind""",
        event, list(outlets), list(outlets),
    )  # fmt: skip


@cached_copies()
def failures(data: Data, event: str, outlets: tuple[str, ...], start: int, size: int | None) -> tuple[int, list[Row]]:
    """Count the addresses, files and rows that failed, and return one page of them: key, outlet, kind, detail, remedy.

    Args:
        data: the data set.
        event: the event's id; inputs of no event are included.
        outlets: outlet ids; empty means all. Inputs of no outlet are always included.
        start: how many come before the page.
        size: how many a page has; None means all.
    """
    kinds = sorted(kind.value for kind in FAILURES)
    where = """(event = ? or event is null) and list_contains(?::varchar[], kind)
      and (len(?::varchar[]) = 0 or outlet is null or list_contains(?::varchar[], outlet))"""
    given = (event, kinds, list(outlets), list(outlets))
    total = int(ask(data, f"select count(*) as n from outcomes where {where}", *given)[0]["n"])  # noqa: S608  our own condition
    rows = ask(
        data,
        f"""select key, outlet, kind, detail, remedy from outcomes
            where {where} order by kind, outlet nulls last, key limit ? offset ?""",  # noqa: S608  as above
        *given, total if size is None else size, start,
    )  # fmt: skip
    return total, rows


@cached_copies()
def changes(data: Data, event: str, outlets: tuple[str, ...], start: int, size: int) -> tuple[int, list[PageChange]]:
    """Count the changes of pages, and return one page of them, the last seen first.

    Args:
        data: the data set.
        event: the event's id.
        outlets: outlet ids; empty means all.
        start: how many changes come before the page.
        size: how many changes a page has.
    """
    if "changes" not in data.tables:
        return 0, []
    where = "event = ? and (len(?::varchar[]) = 0 or list_contains(?::varchar[], outlet))"
    given = (event, list(outlets), list(outlets))
    total = int(ask(data, f"select count(*) as n from changes where {where}", *given)[0]["n"])  # noqa: S608  our own condition
    rows = ask(
        data,
        f"""select article_id, outlet, url, revision, seen, old_title, new_title, removed, added from changes
            where {where} order by seen desc nulls last, article_id, revision desc limit ? offset ?""",  # noqa: S608  as above
        *given, size, start,
    )  # fmt: skip
    return total, [
        PageChange(
            article=row["article_id"], outlet=row["outlet"], url=row["url"], revision=row["revision"], seen=row["seen"],
            old_title=row["old_title"], new_title=row["new_title"],
            removed=tuple(row["removed"] or ()), added=tuple(row["added"] or ()),
        )
        for row in rows
    ]  # fmt: skip
