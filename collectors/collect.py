"""The order of collecting coverage of an event.

    begin a run, or go on with the one that was interrupted
    the frontier's due requests | fetch, politely                      -> answers
    an index's answer | let its source read it                         -> entries and more requests, into the frontier
    a page's answer | keep it as WARC | extract                        -> an article, or why there is none
    save | mark as done, in the same transaction                       -> one outcome for every address

It may be killed at any time: an address that was saved is not asked for again in that run, and nothing is half saved.
The steps are in `collectors.crawl`: `request_plan` and `fetcher`, `index_answers` and `page_answers`, `page_reader`,
`ledger` and `frontier`.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from collectors.config.missing_event import declared_event
from collectors.crawl.address_guard import Lookup
from collectors.crawl.collection_lock import BusyError, collecting
from collectors.crawl.collection_run import Collected, Collection, Options, Watch
from collectors.crawl.fetcher import Fetcher
from collectors.pipeline import declare_events
from collectors.sources.source_protocol import Source
from collectors.store import Store

if TYPE_CHECKING:
    from collectors.config import Catalogue

__all__ = ["BusyError", "Collected", "Options", "collect"]


def _nobody(_: Collected) -> None:
    """Ignore the state of the run."""


def collect(
    store: Store,
    catalogue: Catalogue,
    home: Path,
    options: Options,
    sources: Mapping[str, Source],
    *,
    stop: threading.Event | None = None,
    watch: Watch = _nobody,
    lookup: Lookup | None = None,
) -> Collected:
    """Collect until nothing is due or `stop` is set.

    Args:
        store: The store.
        catalogue: What is declared.
        home: The home folder, for WARC files and the lock.
        options: The event, and how to collect.
        sources: The sources by name.
        stop: Ends the run when it is set.
        watch: Called with the state of the run while it goes on.
        lookup: Resolves host names in place of the system.

    Returns:
        The state of the run at its end.

    Raises:
        ParallaxError: The event is not declared.
        BusyError: Another collection is running in this home folder.
    """
    declared_event(catalogue, options.event)
    with collecting(home):
        store.declare_outlets(list(catalogue.outlets.values()))
        declare_events(store, catalogue, {options.event: options.event})
        run = Collection(store, catalogue, home, options, sources, stop or threading.Event(), watch, lookup)
        with Fetcher(options.limits, run.inbox.put, lookup) as fetcher:
            return run.go(fetcher)
