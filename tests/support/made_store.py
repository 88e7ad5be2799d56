"""A store with invented articles that are measured: what custody is tested on."""

from __future__ import annotations

from collectors.pipeline import analyze
from collectors.store import Incoming, Store
from tests.support.made_values import COURIER, WIRE, article, catalogue


def filled(url: str, articles: int, *, measured: bool = True) -> Store:
    """An open store with so many articles of two outlets."""
    store = Store(url)
    known = catalogue()
    store.declare_outlets(list(known.outlets.values()))
    store.declare_events(list(known.events.values()), {}, list(known.outlets.values()))
    run = store.begin_run("import")
    batch = [
        Incoming(article(i, outlet=(COURIER, WIRE)[i % 2].id, url=f"https://{(COURIER, WIRE)[i % 2].domains[0]}/{i}"))
        for i in range(1, articles + 1)
    ]
    store.save(run, batch)
    store.end_run(run)
    if measured:
        measure(store)
    return store


def measure(store: Store) -> None:
    """Measure what lacks it."""
    analyze(store, catalogue())
