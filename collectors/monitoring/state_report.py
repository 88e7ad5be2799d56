"""The state of a store and its data sets as one value: what `parallax status` gives to other programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from collectors.health import extraction_health, sources_health
from collectors.model import FAILURES, OutcomeKind
from collectors.store import Store
from collectors.store import store_tables as t

#: Exit statuses of `parallax status --check`; 1 and 2 are those of every command.
WELL, ALERTING, OVERDUE = 0, 3, 4


@dataclass(frozen=True, slots=True)
class OperationAlert:
    """Something that looks wrong.

    Attributes:
        event: the event's id.
        source: where coverage is found, "pages" for an outlet's pages, "round" for a collection that is overdue.
        outlet: the outlet's id; None where it is of none.
        url: the address; None where it is about none.
        what: what is wrong, with the numbers behind it.
    """

    event: str
    source: str
    outlet: str | None
    url: str | None
    what: str

    @property
    def key(self) -> str:
        """What the alert is about, without its numbers: the same trouble has the same key the next day."""
        return "\t".join((self.event, self.source, self.outlet or "", self.url or ""))


@dataclass(frozen=True, slots=True)
class EventState:
    """An event in the store.

    Attributes:
        event: the event's id; "" for inputs of none.
        articles: its articles.
        outcomes: kind of outcome -> how many inputs ended so.
        last_round: when its last finished collection began, ISO 8601 in UTC; None where there was none.
        round_open: whether a collection began after it and has not finished: it runs, or was killed.
    """

    event: str
    articles: int
    outcomes: Mapping[str, int]
    last_round: str | None
    round_open: bool


@dataclass(frozen=True, slots=True)
class StateReport:
    """The state of a store and its data sets.

    Attributes:
        at: when it was made, ISO 8601 in UTC.
        rows: rows of the store by table.
        events: the events, by id.
        alerts: what looks wrong.
        overdue: whether a collection is overdue.
        latest: the newest data set; None where nothing is published.
        published: when that was, ISO 8601 in UTC.
        data_sets: how many are published.
    """

    at: str
    rows: Mapping[str, int]
    events: tuple[EventState, ...]
    alerts: tuple[OperationAlert, ...]
    overdue: bool
    latest: str | None
    published: str | None
    data_sets: int

    @property
    def status(self) -> int:
        """The exit status of `parallax status --check`: WELL, ALERTING or OVERDUE."""
        return OVERDUE if self.overdue else ALERTING if self.alerts else WELL

    def as_json(self) -> dict[str, Any]:
        """Return it as values of JSON, with the number of failed inputs by event."""
        document = asdict(self) | {"status": self.status}
        for event, values in zip(self.events, document["events"], strict=True):
            values["failed"] = failed(event)
        return document


def failed(event: EventState) -> int:
    """Return how many inputs of an event failed."""
    return sum(number for kind, number in event.outcomes.items() if kind in {one.value for one in FAILURES})


def state_report(store: Store, home: Path, now: datetime, longest: timedelta | None = None) -> StateReport:
    """Read the state of a store and of the data sets under `home`.

    Args:
        store: the store.
        home: the folder that holds `datasets`.
        now: the time to judge at.
        longest: how long ago the last finished round of a collected event may have begun; None asks nothing of it.
    """
    articles, outcomes = store.articles_per_event(), store.outcome_counts()
    names = sorted({*articles, *(event for event, _ in outcomes)}, key=str)
    rounds = _rounds(store)
    events = tuple(
        EventState(
            name or "", articles.get(name, 0),
            {kind.value: number for kind in OutcomeKind if (number := outcomes.get((name, kind.value), 0))},
            *rounds.get(name or "", (None, False)),
        )
        for name in names
    )  # fmt: skip
    late = [_late(event, rounds, now, longest) for event in sorted(rounds)] if longest else []
    overdue = [alert for alert in late if alert is not None]
    latest, published, count = _data_sets(home)
    return StateReport(
        now.astimezone(UTC).isoformat(timespec="seconds"), store.counts(), events, (*overdue, *_alerts(store, now)),
        bool(overdue), latest, published, count,
    )  # fmt: skip


def _alerts(store: Store, now: datetime) -> list[OperationAlert]:
    alerts = [
        OperationAlert(health.event, health.source, health.outlet, health.url, health.alert)
        for health in sources_health(store, now)
        if health.alert
    ]
    pages = extraction_health(store).items()
    return alerts + [OperationAlert(event, "pages", outlet or None, None, alert) for (event, outlet), alert in pages]


def _rounds(store: Store) -> dict[str, tuple[str | None, bool]]:
    """Return of each collected event when its last finished round began, and whether one is open."""
    run = t.runs.c
    with store.reading() as connection:
        query = (
            select(run.command, run.finished_at.is_not(None), func.max(run.started_at))
            .where(run.command.like("collect %"))
            .group_by(run.command, run.finished_at.is_not(None))
        )
        rows = [tuple(row) for row in connection.execute(query)]
    finished = {command.removeprefix("collect "): at for command, done, at in rows if done}
    begun = {command.removeprefix("collect "): at for command, done, at in rows if not done}
    return {
        event: (finished.get(event), begun.get(event, "") > (finished.get(event) or ""))
        for event in {*finished, *begun}
    }


def _late(
    event: str, rounds: Mapping[str, tuple[str | None, bool]], now: datetime, longest: timedelta
) -> OperationAlert | None:
    last, under_way = rounds[event]
    silent = now - datetime.fromisoformat(last) if last else None
    if silent is not None and silent <= longest:
        return None
    more = "; one began since and has not finished" if under_way else ""
    hours = longest.total_seconds() / 3600
    since = (
        f"the last finished round began {silent.total_seconds() / 3600:.0f} hours ago"
        if silent
        else "no round ever finished"
    )
    return OperationAlert(event, "round", None, None, f"{since}, {hours:g} hours are allowed{more}")


def _data_sets(home: Path) -> tuple[str | None, str | None, int]:
    """Return the newest data set, when it was published, and how many there are."""
    described = list((home / "datasets").glob("*/meta.json"))
    try:
        latest = (home / "datasets" / "LATEST").read_text(encoding="utf-8").strip() or None
    except OSError:
        latest = None
    meta = next((file for file in described if file.parent.name == latest), None)
    at = datetime.fromtimestamp(meta.stat().st_mtime, UTC).isoformat(timespec="seconds") if meta else None
    return latest, at, len(described)
