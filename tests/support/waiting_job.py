"""The process of a desk's job that waits, once it has done something, until it is asked to stop: `test_desk` starts it in
place of `collectors.desk.desk_worker`, so that no machine is quick enough to end the work before."""

from __future__ import annotations

import sys

from collectors.config import Settings
from collectors.desk import desk_worker


class WaitingProgress(desk_worker.JobProgress):
    """Writes what is done at once, and then waits for the stop."""

    def tick(self, count: int) -> None:
        self._last = 0.0
        if not self.stopped.is_set():
            super().tick(count)
            self.stopped.wait(300)
        super().tick(0)


if __name__ == "__main__":
    desk_worker.JobProgress = WaitingProgress  # type: ignore[misc]  # whatever the job makes of it
    sys.exit(desk_worker.run_job(Settings.resolve(), sys.argv[1]))
