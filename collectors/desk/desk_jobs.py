"""Jobs of the desk: work in a process of its own, whose progress stands in a file and survives every page reload.

One job runs at a time: its process holds a lock that the system releases when it dies. A job that ended without
writing so was killed; what it saved stays, and starting it again goes on.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from collectors.config import Settings
from collectors.desk.desk_log import desk_folder, require_name
from collectors.errors import ParallaxError
from collectors.support.file_lock import lock_note
from collectors.support.whole_files import write_whole

KINDS = ("import", "publish", "collect", "schedule")
JOB_LOCK, SCHEDULE_LOCK = "job.lock", "schedule.lock"
#: Seconds that a process may take until it holds its lock: it has to load the program first.
STARTS_WITHIN = 60.0
#: Jobs whose files are kept.
KEPT_JOBS = 50
#: The module whose process does the work of a job.
WORKER_MODULE = "collectors.desk.desk_worker"


@dataclass(frozen=True, slots=True)
class DeskJob:
    """A job and how far it is.

    Attributes:
        id: Its name, which sorts by time.
        kind: One of KINDS.
        by: Who started it.
        started: When, ISO 8601 in UTC.
        arguments: What it works on; JSON values.
        stage: What it does at the moment, in words.
        done: How many items of this stage are done.
        total: How many there are; 0 where that is not known.
        lines: What it tells: outcomes and failures.
        ended: When it ended; "" while it runs.
        failed: Whether it ended with an error.
        version: The data set that it published; "" for none.
        event: An event of that data set to read first; "" for any.
    """

    id: str
    kind: str
    by: str
    started: str
    arguments: Mapping[str, Any]
    stage: str = "starting"
    done: int = 0
    total: int = 0
    lines: tuple[str, ...] = ()
    ended: str = ""
    failed: bool = False
    version: str = ""
    event: str = ""


#: Processes that this one started: they are asked for their ends, so that none is left behind as a zombie.
_STARTED: list[subprocess.Popen[bytes]] = []


def lock_of(settings: Settings, kind: str) -> Path:
    """The lock that jobs of a kind hold: schedules have one of their own."""
    return desk_folder(settings) / (SCHEDULE_LOCK if kind == "schedule" else JOB_LOCK)


def start_job(settings: Settings, kind: str, by: str, arguments: Mapping[str, Any] | None = None) -> DeskJob:
    """Start a job in a process of its own.

    Args:
        settings: Where home folder, store and data folder are.
        kind: One of KINDS.
        by: Who starts it.
        arguments: What it works on, as JSON values.

    Returns:
        The job.

    Raises:
        ParallaxError: Another job is under way, or nobody is named.
    """
    if kind not in KINDS:
        raise ParallaxError(f"there is no job {kind!r}", remedy=f"choose one of {', '.join(KINDS)}")
    name = require_name(by)
    busy = running_job(settings, schedule=kind == "schedule")
    if busy is not None:
        what = f"{busy.by} started “{busy.kind}” at {busy.started}, which is still under way"
        raise ParallaxError(what, remedy="wait for its end, or stop it")
    if lock_note(lock_of(settings, kind)) is not None:
        raise ParallaxError("a round of the schedule is under way", remedy="wait for its end, or switch it off")
    now = datetime.now(UTC)
    job_id = f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
    job = DeskJob(job_id, kind, name, now.isoformat(timespec="seconds"), dict(arguments or {}))
    write_job(settings, job)
    _forget(settings)
    _STARTED[:] = [process for process in _STARTED if process.poll() is None]
    _STARTED.append(_spawn(settings, job))
    return job


def _spawn(settings: Settings, job: DeskJob) -> subprocess.Popen[bytes]:
    places = {"PARALLAX_HOME": settings.home, "PARALLAX_DATA": settings.data, "PARALLAX_DATABASE": settings.store}
    environment = os.environ | {name: str(value) for name, value in places.items()}
    # The root of the program, so that the process finds the same one however this one was started.
    root = str(Path(__file__).parent.parent.parent)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    command = [sys.executable, "-m", WORKER_MODULE, job.id]
    log = os.open(_folder(settings) / f"{job.id}.log", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        # A session of its own: the server's end does not end the work.
        return subprocess.Popen(  # noqa: S603  our own command
            command, env=environment, start_new_session=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    finally:
        os.close(log)


def write_job(settings: Settings, job: DeskJob) -> None:
    """Write how far a job is, as a whole."""
    write_whole(_folder(settings) / f"{job.id}.json", json.dumps(asdict(job), ensure_ascii=False) + "\n")


def read_job(settings: Settings, job_id: str) -> DeskJob | None:
    """The job with an id, as it wrote about itself; None where there is none."""
    file = _folder(settings) / f"{Path(job_id).name}.json"
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
        names = {name.name for name in fields(DeskJob)}
        values = {key: value for key, value in given.items() if key in names}
        return DeskJob(**(values | {"lines": tuple(values.get("lines", ()))}))
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def jobs(settings: Settings, most: int = 8) -> list[DeskJob]:
    """The newest jobs, newest first, each with its end where its process is gone."""
    names = sorted((file.stem for file in _folder(settings).glob("*.json")), reverse=True)[:most]
    return [_seen(settings, job) for name in names if (job := read_job(settings, name))]


def running_job(settings: Settings, *, schedule: bool = False) -> DeskJob | None:
    """The job that is under way, or the schedule; None where there is none."""
    for job in jobs(settings, KEPT_JOBS):
        if (job.kind == "schedule") == schedule and not job.ended:
            return job
    return None


def stop_job(settings: Settings, job_id: str) -> None:
    """Ask a job's process to end. What it saved stays.

    Raises:
        ParallaxError: The job does not run.
    """
    job = read_job(settings, job_id)
    note = (lock_note(lock_of(settings, job.kind)) or "") if job else ""
    number, _, holder = note.partition(" ")
    if job is None or holder != job.id or not number.isdigit():
        raise ParallaxError("this job does not run", remedy="reload the page")
    os.kill(int(number), signal.SIGTERM)


def _seen(settings: Settings, job: DeskJob) -> DeskJob:
    """The job as it is: one that says it runs while its process is gone was killed."""
    for process in _STARTED:
        process.poll()
    if job.ended:
        return job
    note = lock_note(lock_of(settings, job.kind)) or ""
    if note.partition(" ")[2] == job.id:
        return job
    now = datetime.now(UTC)
    age = (now - datetime.fromisoformat(job.started)).total_seconds()
    if job.stage == "starting" and age < STARTS_WITHIN:
        return job
    again = read_job(settings, job.id)  # it may have ended between the two looks
    if again is not None and again.ended:
        return again
    lines = (*job.lines, "its process ended before it was done; what it had saved is kept: start it again")
    killed = replace(job, ended=now.isoformat(timespec="seconds"), failed=True, lines=lines)
    write_job(settings, killed)
    return killed


def _folder(settings: Settings) -> Path:
    folder = desk_folder(settings) / "jobs"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _forget(settings: Settings) -> None:
    """Delete the files of jobs beyond those that are kept."""
    for name in sorted((file.stem for file in _folder(settings).glob("*.json")), reverse=True)[KEPT_JOBS:]:
        for ending in (".json", ".log"):
            (_folder(settings) / f"{name}{ending}").unlink(missing_ok=True)
