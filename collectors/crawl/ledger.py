"""What a collection writes in one transaction: articles, outcomes, what was found and what is done."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from collectors.copies import credit
from collectors.crawl.frontier import FinishedRequest, Frontier, FrontierItem
from collectors.events.membership import membership
from collectors.model import Article, Event, Grade, Outcome, OutcomeKind, Outlet
from collectors.store import Incoming, RefusedArticle
from collectors.store import store_tables as t
from collectors.store.saving import save_batch
from collectors.store.transactions import upsert, writing

_NEW = {OutcomeKind.SAVED, OutcomeKind.REVISED}


@dataclass(frozen=True, slots=True)
class LedgerVisit:
    """One reading of a feed, sitemap or index; `listed` are the addresses it gave, None if it was not read."""

    source: str
    outlet: str | None
    url: str
    outcome: OutcomeKind
    listed: tuple[str, ...] | None = None


@dataclass(slots=True)
class RequestEnd:
    """One item that is done, with what is saved of it.

    Attributes:
        item: The item.
        what: The article, or the outcome of a request without one.
        again: Whether the next run tries the item once more.
        etag: Validator for the next request, and so is `modified`.
        visit: The reading of an index; None for a page.
        found: Items that an index named.
        alias: The page under the address that a redirect led to.
        others: Further outcomes to save.
    """

    item: FrontierItem
    what: Incoming | RefusedArticle
    again: bool = False
    etag: str | None = None
    modified: str | None = None
    visit: LedgerVisit | None = None
    found: list[FrontierItem] = field(default_factory=list)
    alias: FrontierItem | None = None  # the page under the address that a redirect led to
    others: list[RefusedArticle] = field(default_factory=list)


@dataclass(slots=True)
class Ledger:
    """Collects what is to be written, and writes it.

    Attributes:
        frontier: The frontier of the run.
        event: The event that is collected.
        agencies: Outlets that are news agencies.
        waiting: Finished items that are not written yet.
        postponed: Items to be tried later, and when (seconds since 1970).
        tally: Items of the run by source, outlet and kind of outcome.
        fresh: Number of items that the run added to the frontier.
    """

    frontier: Frontier
    event: Event
    agencies: Sequence[Outlet]
    waiting: list[RequestEnd] = field(default_factory=list)
    postponed: list[tuple[FrontierItem, float]] = field(default_factory=list)
    tally: Counter[tuple[str, str, OutcomeKind]] = field(default_factory=Counter)
    fresh: int = 0

    def load(self) -> None:
        """Load the counts of a run that is resumed."""
        with self.frontier.store.reading() as connection:
            rows = connection.execute(select(t.tallies).where(t.tallies.c.run == self.frontier.run))
            self.tally.update({(row.source, row.outlet, OutcomeKind(row.kind)): row.number for row in rows})

    def write(self, now: float) -> list[tuple[RequestEnd, Outcome]]:
        """Write everything that waits in one transaction.

        Args:
            now: The current time in seconds since 1970.

        Returns:
            Each item with its final outcome.
        """
        ended, self.waiting = self.waiting, []
        postponed, self.postponed = self.postponed, []
        if not ended and not postponed:
            return []
        run = self.frontier.run
        with writing(self.frontier.store.engine) as connection:
            # An address that is reported unchanged keeps its outcome.
            refusals = [
                end.what.outcome if isinstance(end.what, RefusedArticle) and _is_unchanged(end.what) else None
                for end in ended
            ]
            written = [end.what for end, outcome in zip(ended, refusals, strict=True) if outcome is None]
            results = iter(save_batch(connection, run, written, _iso(now)))
            saved = [outcome or next(results) for outcome in refusals]
            outcomes = [self._final(end, outcome) for end, outcome in zip(ended, saved, strict=True)]
            for outcome, before in zip(outcomes, saved, strict=True):
                if outcome is not before:
                    columns = t.outcomes.c
                    where = (columns.event == self.event.id) & (columns.key == outcome.key)
                    values = {"kind": outcome.kind.value, "detail": outcome.detail}
                    connection.execute(update(t.outcomes).where(where).values(**values))
            others = [other for end in ended for other in end.others]
            if others:
                save_batch(connection, run, others, _iso(now))
            fresh = [self.frontier.add(connection, end.found, now) if end.found else 0 for end in ended]
            aliases = [end.alias for end in ended if end.alias]
            if aliases:
                self.frontier.add(connection, aliases, now)
            done = [request for end, outcome in zip(ended, outcomes, strict=True) for request in _done(end, outcome)]
            self.frontier.finish(connection, done, now)
            for item, due in postponed:
                self.frontier.postpone(connection, item, due)
            visits = [
                _visit_row(end.visit, run, self.event.id, new, now)
                for end, new in zip(ended, fresh, strict=True)
                if end.visit
            ]
            if visits:
                connection.execute(insert(t.visits), visits)
            self._count(ended, outcomes)
            upsert(connection, t.tallies, ("run", "event", "source", "outlet", "kind"), self._rows())
        self.fresh += sum(fresh)
        return list(zip(ended, outcomes, strict=True))

    def _final(self, ended: RequestEnd, outcome: Outcome) -> Outcome:
        """Return the final outcome of a new article: saved, off the event, partial, or a copy of an agency's text."""
        if not isinstance(ended.what, Incoming) or outcome.kind not in _NEW:
            return outcome
        article = ended.what.article
        belongs = membership(article, self.event)
        if not belongs.member:
            return replace(outcome, kind=OutcomeKind.OFF_EVENT, detail=belongs.reason)
        return _in_part(article, outcome) or self._copied(article, outcome) or outcome

    def _copied(self, article: Article, outcome: Outcome) -> Outcome | None:
        credited = credit(article, self.agencies)
        if credited is None or credited.kind != "copy":
            return None
        return replace(outcome, kind=OutcomeKind.WIRE_COPY, detail=f"credits {credited.agency} in the {credited.where}")

    def _count(self, ended: Sequence[RequestEnd], outcomes: Iterable[Outcome]) -> None:
        for end, outcome in zip(ended, outcomes, strict=True):
            item = end.item
            outlet = outcome.outlet or (item.entry.outlet if item.entry else item.request.outlet) or ""
            self.tally[item.request.source, outlet, outcome.kind] += 1

    def _rows(self) -> list[dict[str, object]]:
        run, event = self.frontier.run, self.event.id
        return [
            {"run": run, "event": event, "source": source, "outlet": outlet, "kind": kind.value, "number": number}
            for (source, outlet, kind), number in sorted(self.tally.items())
        ]


def _is_unchanged(refused: RefusedArticle) -> bool:
    return refused.outcome.kind is OutcomeKind.UNCHANGED


def _done(ended: RequestEnd, outcome: Outcome) -> list[FinishedRequest]:
    """Return the finished requests of an item; after a redirect, later checks go to the address it led to."""
    if ended.alias is None:
        return [FinishedRequest(ended.item.key, outcome.kind, ended.again, ended.etag, ended.modified)]
    alias = FinishedRequest(ended.alias.key, outcome.kind, ended.again, ended.etag, ended.modified)
    return [FinishedRequest(ended.item.key, OutcomeKind.SAME_PAGE), alias]


def _in_part(article: Article, outcome: Outcome) -> Outcome | None:
    if article.grade is not Grade.PARTIAL:
        return None
    return replace(outcome, kind=OutcomeKind.PARTIAL, detail="; ".join(article.grade_reasons))


def _visit_row(visit: LedgerVisit, run: int, event: str, fresh: int, now: float) -> dict[str, object]:
    listed = None if visit.listed is None else sorted(set(visit.listed))
    return {
        "run": run,
        "event": event,
        "source": visit.source,
        "outlet": visit.outlet,
        "url": visit.url,
        "at": _iso(now),
        "kind": visit.outcome.value,
        "entries": None if listed is None else len(listed),
        "fresh": None if listed is None else fresh,
        "listing": None if listed is None else hashlib.sha256("\n".join(listed).encode()).hexdigest()[:16],
    }


def _iso(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds")
