"""Reading of pages in worker processes while the next ones are fetched, with one thread for each worker."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

from collectors.extract import extract_many
from collectors.model import Article, Page, Unreadable

Read = Article | Unreadable


class Reader:
    """Reads pages, and calls `give` with the key and the result of each in the thread of its worker.

    Workers are started only when there are pages for them: one takes 2 s to start, and many runs have no new page.
    """

    def __init__(self, processes: int, give: Callable[[str, Read], None]) -> None:
        self.give, self.processes = give, processes
        self._pages: queue.SimpleQueue[tuple[str, Page] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def read(self, key: str, page: Page) -> None:
        """Queue a page; `give` will be called once for it.

        Args:
            key: Returned with the result.
            page: The page.
        """
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
        """End the workers after the pages they hold; pages that still wait are not read."""
        while True:
            try:
                self._pages.get_nowait()
            except queue.Empty:
                break
        for _ in self._threads:
            self._pages.put(None)
        for thread in self._threads:
            thread.join(timeout=30.0)
