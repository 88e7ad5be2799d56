"""Which requests go out next: what is due, fairly over the hosts, and none to a host that asked for patience."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection

from collectors.crawl.frontier import Frontier, FrontierItem

#: Requests of one slot that are taken from the store at once.
TAKEN = 50


class Outgoing:
    """Items on their way from the frontier to the fetcher. `room` is how many of one slot may be under way, `wide` the
    slots with more room."""

    def __init__(self, frontier: Frontier, room: int) -> None:
        self.frontier, self.room = frontier, room
        self.wide: dict[str, int] = {}
        self.ready: dict[str, deque[FrontierItem]] = {}
        self.busy: Counter[str] = Counter()
        self.paused: dict[str, float] = {}
        self.changed = True  # whether the frontier was written to since it was last asked
        self._last = 0.0

    def fill(self, now: float, busy: bool, held: Callable[[], Collection[str]]) -> None:
        """Take what is due from the store, except what is held. Asked only where there is too little at hand, and once
        a second while nothing was written: what is due by then is what was put off. `busy`: something is held."""
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
        """The next item that may go out: from the slot with the fewest under way. It counts as under way."""
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
        """An item is no longer under way; `paused_until` is when its host may be asked again."""
        self.busy[slot] -= 1
        if paused_until:
            self.paused[slot] = max(self.paused.get(slot, 0.0), paused_until)

    def under_way(self) -> int:
        """Requests under way, over all slots."""
        return self.busy.total()

    def next_due(self, now: float) -> float | None:
        """When there is something to do again; None where nothing is left."""
        _, due = self.frontier.pending(now)
        waits = [self.paused.get(slot, now) for slot in self.ready]
        return min(waits if due is None else [*waits, due], default=None)
