"""Pages read in worker processes while the next ones are fetched: a thread for each worker, one queue in."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

from collectors.extract import extract_many
from collectors.model import Article, Page, Unreadable

Read = Article | Unreadable


class Reader:
    """Reads pages; `give` is called with the key of each page and its result, in the thread of its worker. Workers
    are started when there are pages for them: one takes 2 s to start, and many a run has no new page."""

    def __init__(self, processes: int, give: Callable[[str, Read], None]) -> None:
        self.give, self.processes = give, processes
        self._pages: queue.SimpleQueue[tuple[str, Page] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def read(self, key: str, page: Page) -> None:
        """Read a page; one result will be given for it."""
        self._pages.put((key, page))
        if len(self._threads) < min(self.processes, self._pages.qsize()):
            number = len(self._threads) + 1
            thread = threading.Thread(target=self._work, name=f"reader {number}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self) -> None:
        keys: list[str] = []
        for result in extract_many(self._taken(keys), processes=1):
            self.give(keys.pop(0), result)

    def _taken(self, keys: list[str]) -> Iterator[Page]:
        while (taken := self._pages.get()) is not None:
            keys.append(taken[0])
            yield taken[1]

    def close(self) -> None:
        """Let the workers go after the pages they have; those that wait are read no more."""
        while True:
            try:
                self._pages.get_nowait()
            except queue.Empty:
                break
        for _ in self._threads:
            self._pages.put(None)
        for thread in self._threads:
            thread.join(timeout=30.0)
