"""What a collection has asked for and still has to ask for: one row for each address, kept in the store.

A row is pending until its outcome is stored, and both change in one transaction. So a killed run goes on with what was
pending, and does not ask again for anything that it stored.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, case, func, insert, not_, or_, select, update

from collectors.crawl.address_guard import host_of
from collectors.model import Entry, OutcomeKind
from collectors.sources.outlet_resolution import same_page
from collectors.sources.source_protocol import Request
from collectors.store import Store
from collectors.store.store_tables import frontier as f
from collectors.store.store_tables import runs
from collectors.store.transactions import writing

PENDING, DONE = "pending", "done"

#: Seconds after which an interrupted run is not resumed, because its feeds are out of date.
RESUMABLE = 24 * 3600.0
#: Pages found more seconds ago are not checked again: few later changes are the outlet's corrections.
WATCHED = 14 * 24 * 3600.0

_KEPT = (OutcomeKind.SAVED, OutcomeKind.UNCHANGED, OutcomeKind.REVISED, OutcomeKind.OFF_EVENT)
_KEPT_TOO = (OutcomeKind.PARTIAL, OutcomeKind.WIRE_COPY)
#: Outcomes of a page that cannot be had from this address; another source may know another address.
_LOST = (OutcomeKind.HTTP_ERROR, OutcomeKind.UNREACHABLE, OutcomeKind.TIMEOUT, OutcomeKind.ROBOTS)


@dataclass(frozen=True, slots=True)
class FrontierItem:
    """A request and, for the page of an entry, what was found; `run` is the run that found it."""

    request: Request
    entry: Entry | None = None
    etag: str | None = None
    modified: str | None = None
    run: int = 0

    @property
    def key(self) -> str:
        """The key under which an address is asked for once: pages across all sources, indexes once per source."""
        return f"page {same_page(self.entry.url)}" if self.entry else self.request.key

    @property
    def name(self) -> str:
        """The address that the item stands for."""
        return self.entry.url if self.entry else self.request.url

    @property
    def slot(self) -> str:
        """The pace that the item shares with others: the key of its rate, or its host."""
        rate = self.request.rate
        return rate.key if rate else host_of(self.request.url)


@dataclass(frozen=True, slots=True)
class FinishedRequest:
    """An item that is done; with `again`, the next run tries it once more."""

    key: str
    outcome: OutcomeKind
    again: bool = False
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of an event's frontier that a run works on; no outlets means all of them."""

    event: str
    sources: frozenset[str]
    outlets: frozenset[str] = frozenset()

    def where(self) -> ColumnElement[bool]:
        """Return the condition on the rows."""
        conditions = [f.c.event == self.event, f.c.source.in_(sorted(self.sources))]
        if self.outlets:
            conditions.append(or_(f.c.outlet.is_(None), f.c.outlet.in_(sorted(self.outlets))))
        return and_(*conditions)


@dataclass(slots=True)
class Frontier:
    """The frontier of one run; times are seconds since 1970."""

    store: Store
    scope: Scope
    run: int = 0
    resumed: bool = False

    def begin(self, command: str, now: float, recheck: float) -> None:
        """Resume the last run if it was interrupted, otherwise begin a new one.

        A new run makes some items pending again: those that failed for the moment, and pages last checked long ago.

        Args:
            command: The command by which runs are matched.
            now: The current time.
            recheck: Seconds after which a page is checked again.
        """
        with writing(self.store.engine) as connection:
            last = connection.execute(
                select(runs).where(runs.c.command == command).order_by(runs.c.run.desc()).limit(1)
            ).first()
            if last is not None and last.finished_at is None and now - _seconds(last.started_at) < RESUMABLE:
                self.run, self.resumed = last.run, True
                return
        self.run = self.store.begin_run(command)
        with writing(self.store.engine) as connection:
            connection.execute(
                update(f)
                .where(self.scope.where(), f.c.state == DONE, _asked_again(now, recheck))
                .values(state=PENDING, attempts=0, due=now, again=0)
            )

    def finished(self, keys: Sequence[str], now: float, recheck: float) -> set[str]:
        """Return which of these keys a run that begins now need not ask for.

        Args:
            keys: Keys of items.
            now: The current time.
            recheck: Seconds after which a page is checked again.
        """
        done: set[str] = set()
        with self.store.reading() as connection:
            for at in range(0, len(keys), 500):
                query = select(f.c.key).where(
                    f.c.event == self.scope.event,
                    f.c.key.in_(keys[at : at + 500]),
                    f.c.state == DONE,
                    not_(_asked_again(now, recheck)),
                )
                done.update(connection.execute(query).scalars())
        return done

    def paused(self, now: float) -> dict[str, float]:
        """Return the slots of postponed items, and until when each is postponed."""
        query = (
            select(f.c.slot, func.max(f.c.due).label("until"))
            .where(self.scope.where(), f.c.state == PENDING, f.c.due > now, f.c.attempts > 0)
            .group_by(f.c.slot)
        )
        with self.store.reading() as connection:
            return {row.slot: row.until for row in connection.execute(query)}

    def add(self, connection: Connection, items: Iterable[FrontierItem], now: float) -> int:
        """Add items, and return how many of them are new.

        Known pages are kept as they are, unless they were lost and this is another address. Other requests become
        pending again once in each run.

        Args:
            connection: inside a writing transaction.
            items: what was found; of several with one key the last one counts.
            now: POSIX time in seconds.
        """
        unique = {item.key: item for item in items}
        present = self._rows_by_key(connection, list(unique))
        new = [self._row(item, now) | {"found": now} for key, item in unique.items() if key not in present]
        if new:
            connection.execute(insert(f), new)
        for key, row in present.items():
            if self._revives(row, unique[key]):
                connection.execute(update(f).where(f.c.item == row.item).values(**self._row(unique[key], now)))
        return len(new)

    def _revives(self, row: Row[Any], item: FrontierItem) -> bool:
        if row.state == PENDING:
            return False
        if item.entry is None:
            return bool(row.run < self.run)
        return row.outcome in {kind.value for kind in _LOST} and row.url != item.request.url

    def _row(self, item: FrontierItem, now: float) -> dict[str, Any]:
        return {
            "event": self.scope.event,
            "key": item.key,
            "slot": item.slot,
            "source": item.request.source,
            "kind": item.request.kind.value,
            "outlet": item.entry.outlet if item.entry else item.request.outlet,
            "url": item.request.url,
            "request": json.dumps(item.request.to_json()),
            "entry": json.dumps(asdict(item.entry)) if item.entry else None,
            "state": PENDING,
            "attempts": 0,
            "due": now + item.request.not_before,
            "again": 0,
            "run": self.run,
        }

    def _rows_by_key(self, connection: Connection, keys: Sequence[str]) -> dict[str, Row[Any]]:
        row_of: dict[str, Row[Any]] = {}
        for at in range(0, len(keys), 500):
            query = select(f.c.item, f.c.key, f.c.state, f.c.outcome, f.c.run, f.c.url).where(
                f.c.event == self.scope.event, f.c.key.in_(keys[at : at + 500])
            )
            row_of.update({row.key: row for row in connection.execute(query)})
        return row_of

    def take(self, now: float, wanted: Mapping[str, int], default: int, held: Collection[str]) -> list[FrontierItem]:
        """Return pending items that are due.

        Args:
            now: The current time.
            wanted: Most items for a slot.
            default: Most items for a slot that is not in `wanted`.
            held: Keys to leave out.
        """
        taken: list[FrontierItem] = []
        mine = and_(self.scope.where(), f.c.state == PENDING, f.c.due <= now)
        with self.store.reading() as connection:
            slots = connection.execute(select(f.c.slot).where(mine).distinct().order_by(f.c.slot)).scalars().all()
            for slot in slots:
                size = wanted.get(slot, default)
                if size <= 0:
                    continue
                query = select(f).where(mine, f.c.slot == slot).order_by(f.c.due, f.c.item).limit(size + len(held))
                rows = (row for row in connection.execute(query) if row.key not in held)
                taken += [_item(row) for row, _ in zip(rows, range(size), strict=False)]
        return taken

    def finish(self, connection: Connection, done: Sequence[FinishedRequest], now: float) -> None:
        """Mark items as done, and keep the validators (ETag, Last-Modified) that came with their answers.

        Args:
            connection: inside a writing transaction.
            done: the requests that have an outcome.
            now: POSIX time in seconds.
        """
        if not done:
            return
        statement = (
            update(f)
            .where(f.c.event == self.scope.event, f.c.key == bindparam("of"))
            .values(
                state=DONE,
                outcome=bindparam("became"),
                again=bindparam("more"),
                checked=now,
                run=self.run,
                etag=bindparam("tag"),
                modified=bindparam("date"),
            )
        )
        rows = [
            {
                "of": ended.key,
                "became": ended.outcome.value,
                "more": int(ended.again),
                "tag": ended.etag,
                "date": ended.modified,
            }
            for ended in done
        ]
        connection.execute(statement, rows)

    def postpone(self, connection: Connection, item: FrontierItem, due: float) -> None:
        """Try an item again at another time, perhaps at another address.

        Args:
            connection: inside a writing transaction.
            item: the request with its number of tries, and perhaps another address.
            due: POSIX time in seconds before which it is not tried.
        """
        connection.execute(
            update(f)
            .where(f.c.event == self.scope.event, f.c.key == item.key)
            .values(
                due=due,
                attempts=item.request.tries,
                request=json.dumps(item.request.to_json()),
                url=item.request.url,
                slot=item.slot,
            )
        )

    def has(self, key: str) -> bool:
        """Return whether an address is known, by its key."""
        with self.store.reading() as connection:
            return bool(self._rows_by_key(connection, [key]))

    def pending(self, now: float) -> tuple[int, float | None]:
        """Return how many items are pending, and when the next one that is not due yet becomes due."""
        later = func.min(case((f.c.due > now, f.c.due)))
        query = select(func.count(), later).where(self.scope.where(), f.c.state == PENDING)
        with self.store.reading() as connection:
            number, due = connection.execute(query).one()
        return int(number), due

    def size(self) -> int:
        """Return the number of all items in the scope."""
        with self.store.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(f).where(self.scope.where())).scalar_one())


def _asked_again(now: float, recheck: float) -> ColumnElement[bool]:
    """Whether a new run makes a finished item pending: it failed for the moment, or is a live page checked long ago."""
    outcomes = [kind.value for kind in (*_KEPT, *_KEPT_TOO)]
    entry = func.coalesce(f.c.entry, "")
    old = and_(
        func.coalesce(f.c.outcome, "").in_(outcomes),
        func.coalesce(f.c.checked, now) <= now - recheck,
        f.c.found > now - WATCHED,
        entry != "",
    )
    return or_(f.c.again == 1, and_(old, entry.not_like('%"captured": "%')))


def _item(row: Row[Any]) -> FrontierItem:
    request = replace(Request.from_json(json.loads(row.request)), tries=row.attempts)
    entry = None
    if row.entry is not None:
        values = json.loads(row.entry)
        entry = Entry(**values | {"fetch": tuple(values["fetch"])})
    return FrontierItem(request, entry, row.etag, row.modified, row.run)


def _seconds(time: str) -> float:
    return datetime.fromisoformat(time).timestamp()
