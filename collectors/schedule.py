"""Collecting again and again: when the next run is due, and what happens to runs that were missed.

One run at a time. What falls due while a run is under way is skipped; runs that were missed while the machine slept, or
while no schedule was running, are made up for by one. Each run is a process of its own, so that nothing it leaves
behind reaches the next one. Triggers are APScheduler's; its executors and job stores are not used: two of its processes
on one job store ran a job eight times for three, while `collect` holds a lock of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import func, select

from collectors.errors import ParallaxError
from collectors.store import Store
from collectors.store import store_tables as t

#: Units of --every.
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
#: More often than this no feed changes enough to be worth a host's trouble.
SHORTEST = timedelta(minutes=5)
#: Seconds that a run has to save what it has after SIGTERM, before it is killed.
GRACE = 45.0


class Trigger(Protocol):
    """When a run is due; APScheduler's triggers are."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """The next time after `previous` that is not before `now`; None where there is none."""


class Clock(Protocol):
    """The time, and waiting for another one."""

    def now(self) -> datetime:
        """The present, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait; less where the schedule is stopped."""


def every(text: str, start: datetime) -> Trigger:
    """The trigger for "6h", "90m" or "1d", the first time at `start`. Raises ParallaxError for anything else."""
    number, unit = text[:-1], text[-1:]
    if not number.isascii() or not number.isdigit() or unit not in _UNITS:
        raise ParallaxError(f"{text!r} is no interval", remedy="write 90m, 6h or 1d")
    length = timedelta(**{_UNITS[unit]: int(number[:6])})
    if length < SHORTEST:
        raise ParallaxError(f"{text!r} is too often", remedy="5m is the shortest")
    trigger: Trigger = IntervalTrigger(seconds=int(length.total_seconds()), start_date=start, timezone=UTC)
    return trigger


def cron(text: str) -> Trigger:
    """The trigger for a crontab line's five fields, in UTC. Raises ParallaxError for anything else."""
    try:
        trigger: Trigger = CronTrigger.from_crontab(text, timezone=UTC)
    except ValueError as error:
        remedy = 'five fields: minute hour day month weekday, such as "0 */6 * * *"'
        raise ParallaxError(f"{text!r} is no cron expression: {error}", remedy=remedy) from error
    return trigger


@dataclass(slots=True)
class Schedule:
    """Runs `work` whenever the trigger says, until `stop` is set. `work` must not raise for what may go wrong."""

    trigger: Trigger
    work: Callable[[], None]
    clock: Clock
    stop: threading.Event = field(default_factory=threading.Event)
    runs: list[datetime] = field(default_factory=list)

    def go(self, last: datetime | None = None, start: datetime | None = None) -> None:
        """Run until stopped, or until the trigger gives no more times. `last` is when the last run began, before this
        schedule was started: where runs were due since, one makes up for all. Without one the first run may be at
        `start`, which has passed by now (an interval's first time is its start)."""
        first = last + timedelta(seconds=1) if last else start or self.clock.now()
        due = self.trigger.get_next_fire_time(None, first)
        while due is not None and not self.stop.is_set():
            wait = (due - self.clock.now()).total_seconds()
            if wait > 0:
                # In short steps: after the machine slept, the clock is asked again.
                self.clock.sleep(min(wait, 60.0))
                continue
            self.runs.append(self.clock.now())
            self.work()
            # Without a previous time: with one, the interval trigger gives every missed time in its turn.
            due = self.trigger.get_next_fire_time(None, max(self.clock.now(), due + timedelta(seconds=1)))


def last_round(store: Store, events: Sequence[str]) -> datetime | None:
    """When the last whole round began: of the events' newest finished collections the oldest, None where one of them
    was never collected. A run that was killed does not count, so that its round is made up for."""
    begun: list[datetime] = []
    recorded = t.runs.c
    with store.reading() as connection:
        for event in events:
            finished = (recorded.command == f"collect {event}", recorded.finished_at.is_not(None))
            query = select(func.max(recorded.started_at)).where(*finished)
            newest = connection.execute(query).scalar_one()
            if newest is None:
                return None
            begun.append(datetime.fromisoformat(newest))
    return min(begun, default=None)


@dataclass(slots=True)
class SystemClock:
    """The system's time; waiting ends when `stop` is set."""

    stop: threading.Event

    def now(self) -> datetime:
        """The present, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait for so long, or until stopped."""
        self.stop.wait(seconds)


def run_command(arguments: Sequence[str], store: str, stop: threading.Event, tell: Callable[[str], None]) -> int | None:
    """Run `parallax ARGUMENTS` as a process to its end and return its status.

    The store's address goes into its environment, which other users cannot read. When stopped it is asked to end with
    SIGTERM, and killed after a while; None then.
    """
    command = [sys.executable, "-m", "collectors.cli", *arguments]
    environment = os.environ | {"PARALLAX_DATABASE": store}
    process = subprocess.Popen(command, start_new_session=True, env=environment)  # noqa: S603  our own command
    while process.poll() is None:
        if stop.wait(0.2):
            tell("stopping: the run saves what it has")
            process.terminate()
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            return None
    return process.returncode
