"""The process of one job of the desk: `python -m collectors.desk.desk_worker JOB`, started by `desk_jobs`.

It imports, analyses and publishes, or collects, by the same functions as the command line, and writes how far it is.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import FrameType

from collectors import pipeline
from collectors.config import Catalogue, Settings, load_catalogue
from collectors.config.missing_event import declared_event
from collectors.desk.desk_jobs import DeskJob, lock_of, read_job, write_job
from collectors.desk.desk_log import mark_as_own, sign
from collectors.desk.uploads import discard_upload, in_peoples_words, upload_of
from collectors.errors import ParallaxError
from collectors.model import Grade, OutcomeKind
from collectors.sources.files import ImportDefaults
from collectors.store import Store
from collectors.support.executors import available_cpus
from collectors.support.file_lock import LockHeldError, file_lock
from collectors.support.plurals import many

#: Seconds between two notes of progress, and seconds to wait for the lock while somebody looks who holds it.
_EVERY = 0.4
_PATIENCE = 5.0
#: Seconds that a round of a schedule waits for a job that somebody started.
_ROUND_WAITS = 6 * 3600.0
#: Lines about failures that a job keeps; the store keeps all of them.
MOST_LINES = 60


class JobStoppedError(Exception):
    """Somebody stopped the job."""


@dataclass(slots=True)
class JobProgress:
    """Writes how far a job is, not more often than pages look."""

    settings: Settings
    job: DeskJob
    stopped: threading.Event = field(default_factory=threading.Event)
    _last: float = 0.0

    def stage(self, name: str, total: int = 0) -> None:
        """Begin a stage."""
        self.job = replace(self.job, stage=name, done=0, total=total)
        self._write()

    def tick(self, count: int) -> None:
        """Count items that are done.

        Raises:
            JobStoppedError: Somebody stopped the job.
        """
        done = self.job.done + count
        # What a file holds beside its articles counts, too: rows without a text, formulas without a value.
        self.job = replace(self.job, done=done, total=max(self.job.total, done) if self.job.total else 0)
        if time.monotonic() - self._last >= _EVERY:
            self._write()
        if self.stopped.is_set():
            raise JobStoppedError

    def tell(self, *lines: str) -> None:
        """Add lines to what the job tells."""
        self.job = replace(self.job, lines=(*self.job.lines, *lines)[-MOST_LINES - 20 :])
        self._write()

    def end(self, *, failed: bool, version: str = "") -> None:
        """Write that the job ended."""
        ended = datetime.now(UTC).isoformat(timespec="seconds")
        self.job = replace(self.job, ended=ended, failed=failed, version=version or self.job.version)
        self._write()

    def _write(self) -> None:
        self._last = time.monotonic()
        write_job(self.settings, self.job)


def run_job(settings: Settings, job_id: str) -> int:
    """Run a job to its end.

    Args:
        settings: Where home folder, store and data folder are.
        job_id: The job.

    Returns:
        The exit status: 0 done, 1 failed, 2 no such job.
    """
    job = read_job(settings, job_id)
    if job is None or job.ended:
        return 2
    progress = JobProgress(settings, job)
    try:
        with (
            _listening(progress.stopped),
            file_lock(lock_of(settings, job.kind), f"{os.getpid()} {job.id}", _PATIENCE),
        ):
            progress.stage("loading")
            failed = _carried_out(settings, progress)
            # Under the lock still: a job without its end whose lock is free counts as killed.
            progress.end(failed=failed)
            return int(failed)
    except LockHeldError:
        progress.tell("another job is under way; nothing was done")
        progress.end(failed=True)
        return 1


def _carried_out(settings: Settings, progress: JobProgress) -> bool:
    """Do the work of a job; True where it failed. What went wrong is told."""
    try:
        return _WORK[progress.job.kind](settings, progress)
    except JobStoppedError:
        progress.tell("stopped; what was saved is kept, and starting it again goes on")
    except ParallaxError as error:
        progress.tell(str(error))
    except Exception as error:  # noqa: BLE001  one guard around every job: pages must see its end
        traceback.print_exc()  # into the job's log
        progress.tell(f"unexpected {type(error).__name__}: {error}"[:500])
    return True


@contextmanager
def _listening(stopped: threading.Event) -> Iterator[None]:
    """Set the event where this process is asked to end."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


# --- import


def _import(settings: Settings, progress: JobProgress) -> bool:
    job = progress.job
    event = str(job.arguments.get("event") or "") or None
    catalogue = load_catalogue(settings.data, settings.home)
    failed = 0
    for given in job.arguments.get("files", ()):
        upload = upload_of(settings, str(given["key"]))
        progress.stage(f"importing {upload.name}", int(given.get("count", 0)))
        chosen = pipeline.PipelineSettings(event, _defaults(given), (), bool(given.get("any_outlet")), available_cpus())
        with Store(settings.store) as store:
            summary = pipeline.import_paths(
                store, catalogue, [str(upload.path)], chosen, datetime.now(UTC), progress.tick
            )
        mark_as_own(settings)
        failed += summary.failed
        names = {str(upload.path): upload.name}
        progress.tell(*told_of(summary, upload.name))
        progress.tell(*(in_peoples_words(line, names) for line in summary.failures[:MOST_LINES]))
        counts = {kind.value: count for kind, count in summary.counts.items()}
        if not summary.failed:
            discard_upload(settings, upload.key)
        sign(settings, job.by, "import", upload.name, f"event {event}" if event else "", counts)
    return failed > 0


def _defaults(given: Mapping[str, object]) -> ImportDefaults:
    columns = given.get("columns")
    stated = {str(name): str(value) for name, value in columns.items()} if isinstance(columns, Mapping) else None
    values = {name: str(given.get(name) or "") or None for name in ("outlet", "language")}
    return ImportDefaults(outlet=values["outlet"], language=values["language"], columns=stated or None)


def told_of(summary: pipeline.Summary, name: str) -> list[str]:
    """What became of a file, in lines for people: its outcomes, and what comparisons will leave out."""
    counted = ", ".join(
        f"{summary.counts[kind]:,} {kind.value.replace('_', ' ')}" for kind in OutcomeKind if summary.counts[kind]
    )
    lines = [f"{name}: {counted or 'nothing'}"]
    if summary.warnings:
        lines.append(
            f"{len(summary.warnings):,} sources are not declared as outlets: kept under the names that they have"
        )
    worse = [grade for grade in Grade if grade is not Grade.GOOD and summary.grades[grade]]
    if worse:
        graded = " and ".join(f"{summary.grades[grade]:,} {grade.value}" for grade in worse)
        lines.append(f"{graded}: kept and shown, but left out of comparisons unless asked for")
    if summary.without_outlet:
        lines.append(f"{summary.without_outlet:,} without an outlet: kept and shown, but in no comparison")
    return lines


# --- analyse and publish


def _publish(settings: Settings, progress: JobProgress) -> bool:
    from collectors.metrics import METHOD_VERSION  # noqa: PLC0415  loads models
    from collectors.updates.update_records import publish_recorded  # noqa: PLC0415  loads Arrow and DuckDB

    catalogue = load_catalogue(settings.data, settings.home)
    with Store(settings.store) as store:
        _declare(store, catalogue)
        progress.stage("analysing", store.count_pending(METHOD_VERSION))
        summary = pipeline.analyze(store, catalogue, available_cpus(), tick=progress.tick)
        progress.tell(f"{many(progress.job.done, 'article')} analysed")
        progress.tell(*summary.failures[:MOST_LINES])
        progress.stage("publishing")
        version = publish_recorded(store, settings.home)
        held = store.articles_per_event()
    event = str(progress.job.arguments.get("event", ""))
    progress.tell(f"data set {version} published")
    progress.job = replace(progress.job, version=version, event=event if held.get(event) else "")
    sign(settings, progress.job.by, "publish", version, counts={"analysed": sum(summary.counts.values())})
    return summary.failed > 0


def _declare(store: Store, catalogue: Catalogue) -> None:
    """Store the declarations first, so that the number of articles to analyse counts changed events in."""
    store.declare_outlets(list(catalogue.outlets.values()))
    pipeline.declare_events(store, catalogue, {key: held.event.title for key, held in store.events().items()})


# --- collect


def _collect(settings: Settings, progress: JobProgress) -> bool:
    from collectors.collect import Collected, Options, collect  # noqa: PLC0415  loads Scrapy
    from collectors.crawl.limits import Limits  # noqa: PLC0415  as above
    from collectors.sources.coverage_query import CoverageQuery  # noqa: PLC0415  as above
    from collectors.sources.source_registry import DEFAULT, sources_of  # noqa: PLC0415  as above

    arguments = progress.job.arguments
    event, names = str(arguments.get("event", "")), [str(name) for name in arguments.get("outlets", ())]
    catalogue = load_catalogue(settings.data, settings.home)
    declared = declared_event(catalogue, event)
    every = [outlet for outlet in catalogue.outlets.values() if not outlet.invented]
    outlets = [catalogue.outlets[name] for name in names if name in catalogue.outlets] or every
    sources = sources_of(list(arguments.get("sources", ())) or DEFAULT, CoverageQuery.of(declared, outlets))
    asked_of = tuple(outlet.id for outlet in outlets) if names else ()
    options = Options(event, tuple(sources), asked_of, processes=available_cpus(), limits=Limits.resolve())
    progress.stage(f"collecting {event}")

    def watch(state: Collected) -> None:
        progress.job = replace(progress.job, total=state.done + state.left)
        if not progress.stopped.is_set():
            progress.tick(state.done - progress.job.done)

    with Store(settings.store) as store:
        done = collect(store, catalogue, settings.home, options, sources, stop=progress.stopped, watch=watch)
    mark_as_own(settings)
    progress.tell(*told_of(done.summary, f"{many(done.done, 'address', 'addresses')} of {event}"))
    progress.tell(*done.summary.failures[:MOST_LINES])
    counts = {kind.value: count for kind, count in done.summary.counts.items()}
    sign(settings, progress.job.by, "collect", event, "stopped" if done.stopped else "", counts)
    return done.stopped


# --- schedule


def _schedule(settings: Settings, progress: JobProgress) -> bool:
    """Repeat collecting, analysing and publishing until stopped; each round holds the lock of jobs."""
    from collectors import schedule  # noqa: PLC0415  loads APScheduler

    event, often = str(progress.job.arguments.get("event", "")), str(progress.job.arguments.get("every", "6h"))
    clock = schedule.SystemClock(progress.stopped)
    with Store(settings.store) as store:
        last = schedule.last_round(store, [event])
    start = clock.now()
    trigger = schedule.every(often, last or start)
    options = [
        (option, [str(name) for name in progress.job.arguments.get(key, ())])
        for option, key in (("--source", "sources"), ("--outlet", "outlets"))
    ]
    rounds = schedule.rounds_of(settings, [event], options, publish=True)

    def work() -> None:
        progress.stage(f"collecting {event}, every {often}")
        with file_lock(lock_of(settings, "publish"), f"{os.getpid()} {progress.job.id}", _ROUND_WAITS):
            for arguments in rounds:
                if not progress.stopped.is_set():
                    status = schedule.run_command(arguments, settings.store, progress.stopped, progress.tell)
                    progress.tell(f"{clock.now():%Y-%m-%d %H:%M} {arguments[0]}: {_status_in_words(status)}")
        progress.stage(f"waiting for the next round, every {often}")

    sign(settings, progress.job.by, "schedule", event, f"on, every {often}")
    schedule.Schedule(trigger, work, clock, progress.stopped).go(last, start)
    sign(settings, progress.job.by, "schedule", event, "off")
    return False


def _status_in_words(status: int | None) -> str:
    return {None: "stopped", 0: "done", 1: "done with failures"}.get(status, f"ended with status {status}")


_WORK: dict[str, Callable[[Settings, JobProgress], bool]] = {
    "import": _import,
    "publish": _publish,
    "collect": _collect,
    "schedule": _schedule,
}


if __name__ == "__main__":
    if not os.environ.get("PARALLAX_UMASK"):  # else the mask that the server was started with is inherited
        os.umask(0o077)
    sys.exit(run_job(Settings.resolve(), sys.argv[1]))
