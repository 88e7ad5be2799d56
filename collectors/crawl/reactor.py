"""Twisted's reactor in its own thread, started once.

It cannot be started a second time in a process, and the main thread is needed for signals and the store.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar, cast

from scrapy.utils.reactor import install_reactor

from collectors.crawl.guarded_resolver import GuardedResolver

Result = TypeVar("Result")

# What they have to say becomes an outcome; without a handler their warnings would go to stderr.
for _name in ("scrapy", "twisted", "protego", "asyncio"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


class Reactor:
    """The running reactor, its event loop and its resolver."""

    _lock = threading.Lock()
    _only: Reactor | None = None

    def __init__(self) -> None:
        started: Future[None] = Future()
        self.loop: asyncio.AbstractEventLoop
        self.resolver: GuardedResolver
        self._thread = threading.Thread(target=self._run, args=(started,), name="reactor", daemon=True)
        self._thread.start()
        started.result()

    @classmethod
    def get(cls) -> Reactor:
        """Return the reactor of the process, and start it at the first call."""
        with cls._lock:
            cls._only = cls._only or cls()
            return cls._only

    def _run(self, started: Future[None]) -> None:
        try:
            install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
            from twisted.internet import reactor  # noqa: PLC0415  importing it installs one

            self.loop = asyncio.get_event_loop()
            # The module is its reactor's many interfaces at run time, which no type checker knows.
            running = cast("Any", reactor)
            self.resolver = GuardedResolver(running.callFromThread)
            running.installNameResolver(self.resolver)
        except BaseException as error:
            started.set_exception(error)
            raise
        started.set_result(None)
        running.run(installSignalHandlers=False)

    def submit(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Run a coroutine on the loop, and return its result as a future for the calling thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def call(self, function: Callable[[], object]) -> None:
        """Call a function on the loop without waiting."""
        self.loop.call_soon_threadsafe(function)
