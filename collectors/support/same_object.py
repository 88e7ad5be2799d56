"""Remembers what was made from an object, such as the index of an event's actors, for as long as it is asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

#: Objects whose results are kept: the events of a run.
REMEMBERED = 16


def once_per_tuple(make: Callable[[Sequence[Item]], Made]) -> Callable[[Sequence[Item]], Made]:
    """Make a function return the result of its last call for the same tuple.

    Tuples are told apart by identity: to hash eighty actors takes a tenth of the time of indexing them. A sequence
    that is no tuple may change between two calls, so nothing is remembered for it.

    Args:
        make: A pure function of a sequence, whose result nobody changes.
    """
    results: OrderedDict[int, tuple[Sequence[Item], Made]] = OrderedDict()  # holds the tuple, so that its id stays its
    lock = Lock()

    def remembered(items: Sequence[Item]) -> Made:
        if not isinstance(items, tuple):
            return make(items)
        with lock:
            hit = results.get(id(items))
        if hit is not None:
            return hit[1]
        result = make(items)
        with lock:
            results[id(items)] = items, result
            while len(results) > REMEMBERED:
                results.popitem(last=False)
        return result

    return remembered
