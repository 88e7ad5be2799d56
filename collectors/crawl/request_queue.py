"""The order of requests: those that are due, fairly over the hosts, and none to a host that is paused."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection

from collectors.crawl.frontier import Frontier, FrontierItem

#: Requests of one slot that are taken from the store at once.
TAKEN = 50


class Outgoing:
    """Items on their way from the frontier to the fetcher.

    `room` is how many items of one slot may be under way, and `wide` maps slots with more room to it.
    """

    def __init__(self, frontier: Frontier, room: int) -> None:
        self.frontier, self.room = frontier, room
        self.wide: dict[str, int] = {}
        self.ready: dict[str, deque[FrontierItem]] = {}
        self.busy: Counter[str] = Counter()
        self.paused: dict[str, float] = {}
        self.changed = True  # whether the frontier was written to since it was last asked
        self._last = 0.0

    def fill(self, now: float, busy: bool, held: Callable[[], Collection[str]]) -> None:
        """Take items that are due from the store.

        While `busy`, the store is asked again only after 0.02 s, after 0.5 s if a slot has enough items at hand, and
        after 1 s if nothing was written since.

        Args:
            now: The current time in seconds since 1970.
            busy: Whether items are held or wait to be written; otherwise the store is always asked.
            held: Returns the keys of items to leave out.
        """
        enough = any(len(items) >= self.room for items in self.ready.values())
        if busy and now - self._last < (0.5 if enough else 0.02 if self.changed else 1.0):
            return
        self._last = now
        waiting = {item.key for items in self.ready.values() for item in items}
        wanted = {slot: 0 if len(items) >= self.room else TAKEN for slot, items in self.ready.items()}
        taken = self.frontier.take(now, wanted, TAKEN, waiting | set(held()))
        self.changed = len(taken) >= TAKEN  # there may be more
        for item in taken:
            self.ready.setdefault(item.slot, deque()).append(item)

    def next(self, now: float) -> FrontierItem | None:
        """Return the next item that may go out, from the slot with the fewest under way, and count it as under way."""
        open_ = [
            (self.busy[slot], slot)
            for slot, items in self.ready.items()
            if items and self.busy[slot] < self.wide.get(slot, self.room) and self.paused.get(slot, 0.0) <= now
        ]
        if not open_:
            return None
        slot = min(open_)[1]
        item = self.ready[slot].popleft()
        if not self.ready[slot]:
            del self.ready[slot]
        self.busy[slot] += 1
        return item

    def back(self, slot: str, paused_until: float = 0.0) -> None:
        """Count an item as no longer under way.

        Args:
            slot: The item's slot.
            paused_until: When the slot may be asked again, in seconds since 1970; 0 for no pause.
        """
        self.busy[slot] -= 1
        if paused_until:
            self.paused[slot] = max(self.paused.get(slot, 0.0), paused_until)

    def under_way(self) -> int:
        """Return the number of requests under way, over all slots."""
        return self.busy.total()

    def next_due(self, now: float) -> float | None:
        """Return when there is something to do again, or None if nothing is left."""
        _, due = self.frontier.pending(now)
        waits = [self.paused.get(slot, now) for slot in self.ready]
        return min(waits if due is None else [*waits, due], default=None)
