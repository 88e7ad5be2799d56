"""The schedule under a clock of the test's own: fourteen days pass in milliseconds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import insert

from collectors.errors import ParallaxError
from collectors.schedule import Schedule, Trigger, cron, every, last_round
from collectors.store import Store
from collectors.store import store_tables as t
from collectors.store.transactions import writing

START = datetime(2022, 9, 20, tzinfo=UTC)
END = START + timedelta(days=14)
HOUR = timedelta(hours=1)


class FakeClock:
    """Time passes only by sleeping and working. `asleep` are stretches in which the machine sleeps: whoever waits
    into one wakes at its end."""

    def __init__(self, stop: threading.Event, asleep: tuple[tuple[datetime, datetime], ...] = ()) -> None:
        self.time, self.stop, self.asleep = START, stop, asleep

    def now(self) -> datetime:
        return self.time

    def pass_(self, length: timedelta) -> None:
        self.time += length
        for begin, end in self.asleep:
            if begin <= self.time < end:
                self.time = end
        if self.time >= END:
            self.stop.set()

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.pass_(timedelta(seconds=seconds))


class Fortnight:
    """Fourteen days of a schedule; each run takes `takes(number)`."""

    def __init__(
        self,
        trigger: Trigger,
        takes: Callable[[int], timedelta] = lambda n: timedelta(minutes=20),
        asleep: tuple[tuple[datetime, datetime], ...] = (),
        last: datetime | None = None,
    ) -> None:
        stop = threading.Event()
        clock = FakeClock(stop, asleep)
        self.spans: list[tuple[datetime, datetime]] = []

        def work() -> None:
            begin = clock.now()
            clock.pass_(takes(len(self.spans)))
            self.spans.append((begin, clock.now()))

        Schedule(trigger, work, clock, stop).go(last)

    @property
    def begins(self) -> list[datetime]:
        return [begin for begin, _ in self.spans]

    def overlaps(self) -> int:
        return sum(b[0] < a[1] for a, b in pairwise(self.spans))


def test_every_six_hours_for_fourteen_days() -> None:
    run = Fortnight(every("6h", START))
    assert run.begins == [START + 6 * HOUR * n for n in range(56)]
    assert run.overlaps() == 0


def test_a_live_event_may_be_looked_at_every_minute() -> None:
    assert Fortnight(every("1m", START), lambda n: timedelta(seconds=20)).begins[:3] == [
        START + timedelta(minutes=n) for n in range(3)
    ]


def test_the_next_run_is_announced_before_each_wait() -> None:
    stop, told = threading.Event(), list[datetime]()
    clock = FakeClock(stop)

    def work() -> None:
        clock.pass_(timedelta(hours=7) if not told else timedelta(minutes=20))

    Schedule(every("6h", START), work, clock, stop, announce=told.append).go(None, START)
    assert told[:3] == [START + 12 * HOUR, START + 18 * HOUR, START + 24 * HOUR], "6:00 was missed by a long run"
    assert all(b > a for a, b in pairwise(told))


def test_cron_for_fourteen_days() -> None:
    run = Fortnight(cron("30 5,17 * * mon-fri"))
    assert len(run.begins) == 20  # ten working days, twice
    assert {(b.hour, b.minute) for b in run.begins} == {(5, 30), (17, 30)}
    assert run.overlaps() == 0


def test_what_falls_due_during_a_run_is_skipped() -> None:
    """Every fifth run takes 13 hours: the two that fall due meanwhile are not made up for, the next is on time."""
    run = Fortnight(every("6h", START), lambda n: 13 * HOUR if n % 5 == 4 else timedelta(minutes=20))
    assert run.overlaps() == 0
    assert all((begin - START) % (6 * HOUR) == timedelta(0) for begin in run.begins)
    gaps = [b - a for a, b in pairwise(run.begins)]
    assert set(gaps) == {6 * HOUR, 18 * HOUR}
    assert len(run.begins) == 40  # 14 days of 5 runs in 42 hours


def test_runs_missed_while_the_machine_slept_are_made_up_for_by_one() -> None:
    night = (START + timedelta(days=3, hours=1), START + timedelta(days=5, hours=2))
    run = Fortnight(every("6h", START), asleep=(night,))
    late = [b for b in run.begins if (b - START) % (6 * HOUR)]
    assert late == [night[1]]  # eight were missed: one run, when the machine wakes
    assert len(run.begins) == 56 - 8 + 1
    assert run.overlaps() == 0


def test_a_run_missed_before_the_schedule_was_started_is_made_up_for() -> None:
    trigger = cron("0 */6 * * *")
    assert Fortnight(trigger, last=START - timedelta(days=2)).begins[:2] == [START, START + 6 * HOUR]
    assert Fortnight(cron("0 3 * * *"), last=START - timedelta(days=2)).begins[:2] == [START, START + 3 * HOUR]


def test_an_interval_goes_on_from_the_last_run_before_the_schedule_was_started() -> None:
    """Down for two days: one run at once for all that were missed, then every six hours as before."""
    last = START - timedelta(days=2, hours=1)
    assert Fortnight(every("6h", last), last=last).begins[:3] == [START, START + 5 * HOUR, START + 11 * HOUR]
    last = START - 2 * HOUR  # restarted in time: nothing was missed
    assert Fortnight(every("6h", last), last=last).begins[:2] == [START + 4 * HOUR, START + 10 * HOUR]


def test_the_last_round_is_read_from_the_store(store: Store) -> None:
    assert last_round(store, ["a"]) is None
    times = {"collect a": ["2022-09-20", "2022-09-22"], "collect b": ["2022-09-21"], "import": ["2022-09-23"]}
    rows = [
        {"command": c, "started_at": f"{d}T06:00:00+00:00", "finished_at": "x"} for c, ds in times.items() for d in ds
    ]
    killed = {"command": "collect b", "started_at": "2022-09-24T06:00:00+00:00", "finished_at": None}
    with writing(store.engine) as connection:
        connection.execute(insert(t.runs), [*rows, killed])
    assert last_round(store, ["a"]) == datetime(2022, 9, 22, 6, tzinfo=UTC)
    assert last_round(store, ["a", "b"]) == datetime(2022, 9, 21, 6, tzinfo=UTC)
    assert last_round(store, ["a", "c"]) is None


@pytest.mark.parametrize("text", ["6", "h", "6w", "-6h", "six hours", "0m", ""])
def test_a_wrong_interval(text: str) -> None:
    with pytest.raises(ParallaxError, match=r"6h or 1d|shortest"):
        every(text, START)


@pytest.mark.parametrize("text", ["", "* * * *", "61 * * * *", "every day"])
def test_a_wrong_cron_expression(text: str) -> None:
    with pytest.raises(ParallaxError, match="five fields"):
        cron(text)
