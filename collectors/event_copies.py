"""The near-duplicates of the events of a store: texts to sketches, sketches to clusters, on workers where it pays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from typing import TypeVar

from collectors.store import Store
from collectors.support.executors import InProcess, ResubmittingPool

#: Articles of an event from which workers are worth their start: this process searches 1,000 in about a second.
WORKERS_PAY = 5_000
BATCH = 500

Task = TypeVar("Task")
Answer = TypeVar("Answer")


def find_copies(store: Store, executor: Callable[[], Executor] = InProcess, ahead: int = 1) -> None:
    """Find near-duplicates within each event that has articles not yet searched.

    The article published first is the first of its cluster. The clusters are the same wherever the work is done.

    Args:
        store: Where articles are read and clusters are written.
        executor: Makes the executor for events of WORKERS_PAY articles or more.
        ahead: Tasks that are handed out in advance.
    """
    from collectors.copies.copy_windows import clusters_in, joined_clusters, sketched, windows  # noqa: PLC0415  loads numpy

    sizes = store.articles_per_event()
    for event in store.events_without_copies():
        keys: dict[str, int] = {}
        make = executor if sizes.get(event, 0) >= WORKERS_PAY else InProcess
        batches = _mapped(make, sketched, _texts(store, event, keys), ahead)
        articles = [article for batch in batches for article in batch]
        clusters = joined_clusters(_mapped(make, clusters_in, windows(articles), ahead), articles)
        store.save_clusters({key: (clusters.get(name), clusters.get(name, name) == name) for name, key in keys.items()})


def _mapped(
    make: Callable[[], Executor], work: Callable[[Task], Answer], tasks: Iterator[Task], ahead: int
) -> Iterator[Answer]:
    """The answers to tasks, in order; a task that lost its worker twice is done here."""
    return ResubmittingPool(make, work, work, ahead).map(tasks)


def _texts(store: Store, event: str, keys: dict[str, int]) -> Iterator[list[tuple[str, str | None, str]]]:
    """The texts of an event in batches; `keys` takes the key of each article by its id."""
    for batch in store.by_date(event, BATCH):
        keys.update((stored.article.id, stored.key) for stored in batch)
        yield [(stored.article.id, stored.article.published, stored.article.text) for stored in batch]
