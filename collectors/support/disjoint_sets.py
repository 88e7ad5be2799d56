"""Sets of things that are found to belong together, pair by pair: union-find with halved paths (Tarjan 1975)."""

from __future__ import annotations

from collections.abc import Iterable


class DisjointSets:
    """Sets over the numbers from 0, each named by one member, its root.

    Attributes:
        parents: Of each number another member of its set; the root's is itself.
    """

    def __init__(self, parents: Iterable[int] = ()) -> None:
        self.parents = list(parents)

    def add(self) -> int:
        """Add a number, in a set of its own, and return it."""
        self.parents.append(len(self.parents))
        return self.parents[-1]

    def root(self, number: int) -> int:
        """Return the root of a number's set."""
        parents = self.parents
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    def join(self, first: int, second: int) -> None:
        """Join the sets of two numbers; the root of the first one stays."""
        self.parents[self.root(second)] = self.root(first)
