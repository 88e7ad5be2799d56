"""What a large upload costs at the desk: keeping it, reading its columns, the preview, and the import in its own process.

    python -m tests.benchmarks.bench_desk [--rows 10000] [--kind csv|xlsx]

Processor seconds, and the largest memory of each process as the system counts it (Linux).
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import re
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from collectors.config import Settings
from collectors.desk import desk_jobs, event_texts, uploads
from collectors.sources.files import ImportDefaults
from collectors.sources.files.table_head import table_heads
from tests.support.made_desk import EVENT, HEADER, TITLE, article_rows, made_settings, workbook

Answer = TypeVar("Answer")
COLUMNS = {"title": "#1", "text": "#2", "outlet": "#3", "published": "#4:dmy", "authors": "#5"}
WORDS = [
    "river",
    "council",
    "weir",
    "plank",
    "town",
    "boat",
    "lock",
    "water",
    "vote",
    "hall",
    "engineer",
    "moor",
    "bank",
    "bridge",
    "stone",
    "tide",
]


def file_of(rows: int, kind: str) -> bytes:
    """A table of articles with some 550 words each."""
    chance, made = random.Random(1), article_rows()
    table = []
    for number in range(rows):
        title, text, *rest = made[number % len(made)]
        more = " ".join(chance.choice(WORDS) for _ in range(500))
        table.append([f"{title} {number}", f"{text}\n\n{more}", *rest])
    if kind == "xlsx":
        return workbook(table)
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *table])
    return out.getvalue().encode()


def cost(what: str, work: Callable[[], Answer]) -> Answer:
    """Do a step and print what it cost this process."""
    began = time.process_time()
    answer = work()
    print(f"{what}: {time.process_time() - began:.1f} s, {peak('self')} MB at most so far")
    return answer


def peak(process: str) -> int:
    """The largest memory of a process in megabytes; 0 once it is gone."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0


def imported(settings: Settings, key: str, rows: int) -> None:
    """Import the upload as the desk does, and print what its process cost."""
    file = {"key": key, "columns": COLUMNS, "count": rows, "any_outlet": True}
    job = desk_jobs.start_job(settings, "import", "bench", {"event": EVENT, "files": [file]})
    (process,) = desk_jobs._STARTED
    largest, seconds, steps = 0, 0.0, set[int]()
    while process.poll() is None:
        largest = max(largest, peak(str(process.pid)))
        seen = desk_jobs.read_job(settings, job.id)
        steps |= {seen.done} if seen else set()
        try:
            fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            seconds = (int(fields[11]) + int(fields[12])) / 100
        except OSError:
            break
        time.sleep(0.1)
    ended = desk_jobs.read_job(settings, job.id)
    print(
        f"import: {seconds:.1f} s, {largest} MB at most, {len(steps)} steps of progress seen; {ended and ended.lines}"
    )


def main() -> None:
    """Measure one upload."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--rows", type=int, default=10_000)
    ask.add_argument("--kind", choices=["csv", "xlsx"], default="csv")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = made_settings(Path(folder))
        settings.home.mkdir()
        text = event_texts.new_event_text(EVENT, TITLE, date(2017, 10, 1), date(2017, 10, 20), ["weir vote"])
        event_texts.save_event(settings, EVENT, text, "bench", seen=event_texts.digest_of(""))
        data = file_of(given.rows, given.kind)
        print(f"{given.kind}, {given.rows:,} rows, {len(data) / 1e6:.1f} MB; {peak('self')} MB before")
        upload = cost("keep", lambda: uploads.keep_upload(settings, f"big.{given.kind}", data, "bench"))
        cost("columns", lambda: table_heads(upload.path))
        cost("preview", lambda: uploads.preview_upload(settings, upload, ImportDefaults(columns=COLUMNS)))
        imported(settings, upload.key, given.rows)


if __name__ == "__main__":
    main()
