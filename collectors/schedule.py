"""Repeats collecting: decides when the next run is due, and makes up for runs that were missed.

Runs do not overlap. A run that falls due while another is in progress is skipped. Runs that were missed while the
machine slept or no schedule was running are replaced by a single run. Each run is a process of its own, so that nothing
it leaves behind affects the next one. Triggers are APScheduler's. Its executors and job stores are not used: two of its
processes on one job store ran a job eight times for three, while `collect` holds a lock of its own.
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

from collectors.config import Settings
from collectors.errors import ParallaxError
from collectors.monitoring.alert_settings import MAIL, WEB_HOOK
from collectors.store import Store
from collectors.store import store_tables as t

#: Units of --every.
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
#: The shortest interval: for a live event. Conditional requests and the pause between two keep hosts from suffering.
SHORTEST = timedelta(minutes=1)
#: Seconds that a run has after SIGTERM to save its work before it is killed.
GRACE = 45.0


class Trigger(Protocol):
    """When a run is due. The triggers of APScheduler fulfil this protocol."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
        """The next time after `previous` that is not before `now`; None where there is none."""


class Clock(Protocol):
    """Tells the time and waits. Replaced in tests."""

    def now(self) -> datetime:
        """The present time, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait for this many seconds, or less where the schedule is stopped."""


def length_of(text: str) -> timedelta:
    """Parse a number of minutes, hours or days: "90m", "6h" or "1d".

    Raises:
        ParallaxError: The text is none.
    """
    number, unit = text[:-1], text[-1:]
    if not number.isascii() or not number.isdigit() or unit not in _UNITS:
        raise ParallaxError(f"{text!r} is no interval", remedy="write 90m, 6h or 1d")
    return timedelta(**{_UNITS[unit]: int(number[:6])})


def every(text: str, start: datetime) -> Trigger:
    """The trigger for an interval.

    Args:
        text: A number of minutes, hours or days: "90m", "6h" or "1d".
        start: The first time.

    Raises:
        ParallaxError: The text is no interval, or the interval is shorter than SHORTEST.
    """
    length = length_of(text)
    if length < SHORTEST:
        raise ParallaxError(f"{text!r} is too often", remedy="1m is the shortest")
    trigger: Trigger = IntervalTrigger(seconds=int(length.total_seconds()), start_date=start, timezone=UTC)
    return trigger


def cron(text: str) -> Trigger:
    """The trigger for the five fields of a crontab line, in UTC.

    Raises:
        ParallaxError: The text is no such line.
    """
    try:
        trigger: Trigger = CronTrigger.from_crontab(text, timezone=UTC)
    except ValueError as error:
        remedy = 'five fields: minute hour day month weekday, such as "0 */6 * * *"'
        raise ParallaxError(f"{text!r} is no cron expression: {error}", remedy=remedy) from error
    return trigger


@dataclass(slots=True)
class Schedule:
    """Runs `work` whenever a trigger says so, until `stop` is set.

    Attributes:
        trigger: When runs are due.
        work: One run. It must handle expected failures itself: an exception ends the schedule.
        clock: The time.
        stop: Ends the schedule when it is set.
        runs: When each run began.
        announce: Is told when the next run is due, before each wait for one.
    """

    trigger: Trigger
    work: Callable[[], None]
    clock: Clock
    stop: threading.Event = field(default_factory=threading.Event)
    runs: list[datetime] = field(default_factory=list)
    announce: Callable[[datetime], None] = lambda _due: None

    def go(self, last: datetime | None = None, start: datetime | None = None) -> None:
        """Run until stopped, or until the trigger gives no more times.

        Args:
            last: When the last run before this schedule began. Where runs have been due since, one run makes up for
                them.
            start: Without `last`, the earliest time of the first run; it may be in the past, as the start of an
                interval is.
        """
        first = last + timedelta(seconds=1) if last else start or self.clock.now()
        due = self.trigger.get_next_fire_time(None, first)
        self._announce(due)
        while due is not None and not self.stop.is_set():
            wait = (due - self.clock.now()).total_seconds()
            if wait > 0:
                # In short steps, so that the clock is read again soon after the machine slept.
                self.clock.sleep(min(wait, 60.0))
                continue
            self.runs.append(self.clock.now())
            self.work()
            # Without a previous time; given one, the interval trigger returns every missed time one after the other.
            due = self.trigger.get_next_fire_time(None, max(self.clock.now(), due + timedelta(seconds=1)))
            self._announce(due)

    def _announce(self, due: datetime | None) -> None:
        if due is not None and not self.stop.is_set() and due > self.clock.now():
            self.announce(due)


def last_round(store: Store, events: Sequence[str]) -> datetime | None:
    """When the last complete round of collections began.

    Args:
        store: The store.
        events: Ids of the events of a round.

    Returns:
        The oldest start among the events' newest finished collections; None where an event has none. Runs that were
        killed do not count, so their round is made up for.
    """
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
    """The time of the system. Waiting ends when `stop` is set."""

    stop: threading.Event

    def now(self) -> datetime:
        """The present time, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait for this many seconds, or until stopped."""
        self.stop.wait(seconds)


def rounds_of(
    settings: Settings,
    events: Sequence[str],
    options: Sequence[tuple[str, list[str] | str | float | None]],
    *,
    publish: bool,
) -> list[list[str]]:
    """The commands of one round.

    Args:
        settings: Home and data folder, which each command gets.
        events: Ids of the events to collect.
        options: Options of `collect` with their values; a list repeats the option, None leaves it out.
        publish: Whether to analyse and publish after collecting.

    Returns:
        The arguments of `parallax` for each command; with alerts at the end where somebody is to be told of them.
    """
    # Without --store: every user of the machine can read command lines, and a database URL may hold a password.
    places = ["--home", str(settings.home), "--data", str(settings.data)]
    chosen: list[str] = []
    for name, values in options:
        for value in values if isinstance(values, list) else [] if values is None else [values]:
            chosen += [name, str(value)]
    rounds = [["collect", "--event", event, *chosen, *places] for event in events]
    rounds += [["analyze", *places], ["publish", *places]] if publish else []
    delivered = any(os.environ.get(name) for name in (WEB_HOOK, MAIL))
    return rounds + ([["alerts", *places]] if delivered else [])


def run_command(arguments: Sequence[str], store: str, stop: threading.Event, tell: Callable[[str], None]) -> int | None:
    """Run `parallax ARGUMENTS` as a process and wait for its end.

    Args:
        arguments: The command and its options.
        store: Database URL of the store. It is passed in the environment, which other users cannot read.
        stop: When it is set, the process gets SIGTERM, and is killed after GRACE seconds.
        tell: Shows a line to the user.

    Returns:
        The exit status; None where the run was stopped.
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
