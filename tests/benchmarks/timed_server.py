"""The dashboard's server with a log of its script runs: a line of JSON each, into the file PARALLAX_TIMES.

    PARALLAX_TIMES=runs.jsonl PARALLAX_HOME=HOME python -m tests.benchmarks.timed_server PORT

Timed is Streamlit's own run of the script, from the reader's request to the last element sent: wall clock, and the
processor time of the whole process meanwhile (its threads too), which a busy machine stretches less.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web.cli import main


def rss() -> float:
    """The process's memory in MiB, now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def log_runs(log: Path) -> None:
    """Have every script run write its line."""
    plain = ScriptRunner._run_script

    def timed(self: ScriptRunner, rerun_data: Any) -> None:
        wall, used = time.perf_counter(), time.process_time()
        plain(self, rerun_data)
        told = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - used, "rss": rss(),
                "query": rerun_data.query_string}  # fmt: skip
        with log.open("a", encoding="utf-8") as out:
            out.write(json.dumps(told) + "\n")

    ScriptRunner._run_script = timed  # type: ignore[method-assign]  # the point of this program


if __name__ == "__main__":
    log_runs(Path(os.environ["PARALLAX_TIMES"]))
    port = sys.argv[1]
    sys.argv = ["streamlit", "run", "dashboard/app.py", "--server.port", port, "--server.headless", "true",
                "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]  # fmt: skip
    main()
