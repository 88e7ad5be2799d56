"""The system of record: SQLite (WAL) by default, PostgreSQL by URL.

Everything is written in batches, one transaction each: a killed import keeps whole batches and loses nothing that was
reported. An article and its outcome are written together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType, TracebackType

from sqlalchemy import Connection, Engine, delete, func, insert, or_, select, update

from collectors.model import FAILURES, Event, Outcome, OutcomeKind, Outlet
from collectors.store import analyses as measured
from collectors.store import store_tables as t
from collectors.store.analyses import Analysis, Stored
from collectors.store.declaration_json import (
    digest_of_event,
    event_from_json,
    event_to_json,
    outlet_from_json,
    outlet_to_json,
    plain_event,
)
from collectors.store.engine import open_engine
from collectors.store.saving import Incoming, RefusedArticle, save_batch
from collectors.store.transactions import reading, upsert, writing
from collectors.store.twins import TwinFinder

__all__ = ["Analysis", "Incoming", "RefusedArticle", "Store", "Stored", "StoredEvent"]


#: Decisions that may change at once without measuring the whole event again: twice as many values go into a query, of
#: which SQLite takes 32,766.
MOST_NAMED = 10_000


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as the store knows it; `declared` tells whether there is a file for it."""

    event: Event
    declared: bool
    digest: str


class Store:
    """A store of articles and what was measured on them. Close it, or use it in a `with` block.

    Safe for several threads and programs at once: writers wait for each other, readers never wait.
    """

    def __init__(self, url: str) -> None:
        """Open and migrate. Raises ParallaxError where the store cannot be opened or is newer than the program."""
        self.engine: Engine = open_engine(url)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back. The store cannot be used afterwards."""
        self.engine.dispose()

    @property
    def name(self) -> str:
        """The store's address, without its password."""
        return self.engine.url.render_as_string()

    def reading(self) -> AbstractContextManager[Connection]:
        """One reading transaction: every query in it sees the same state."""
        return reading(self.engine)

    # --- runs and articles

    def begin_run(self, command: str) -> int:
        """Note that an import or a collection starts; its number goes with everything it saves."""
        with writing(self.engine) as connection:
            statement = insert(t.runs).values(command=command, started_at=_now()).returning(t.runs.c.run)
            return int(connection.execute(statement).scalar_one())

    def end_run(self, run: int) -> None:
        """Note that a run came to its end."""
        with writing(self.engine) as connection:
            connection.execute(update(t.runs).where(t.runs.c.run == run).values(finished_at=_now()))

    def save(
        self, run: int, batch: Sequence[Incoming | RefusedArticle], twins: TwinFinder | None = None
    ) -> list[Outcome]:
        """Save articles and outcomes in one transaction; one outcome for each item, in the same order.

        Args:
            run: The run that brings them.
            batch: The articles, and what could not be read.
            twins: Finds what is stored already under another id; None looks for ids only.
        """
        with writing(self.engine) as connection:
            united = batch if twins is None else twins.united(connection, batch)
            return save_batch(connection, run, united, _now())

    def supersede(self, run: int, file: str) -> None:
        """Forget the failures of earlier runs on a file, or below a folder, that was now read to its end."""
        outcomes = t.outcomes
        with writing(self.engine) as connection:
            failures = sorted(kind.value for kind in FAILURES)
            here = or_(outcomes.c.file == file, outcomes.c.file.startswith(file.rstrip("/") + "/", autoescape=True))
            connection.execute(delete(outcomes).where(here, outcomes.c.run < run, outcomes.c.kind.in_(failures)))

    # --- declarations

    def declare_outlets(self, outlets: Sequence[Outlet]) -> None:
        """Keep outlets as they are declared now; those no longer declared are forgotten."""
        rows = [{"outlet": outlet.id, "definition": outlet_to_json(outlet)} for outlet in outlets]
        with writing(self.engine) as connection:
            kept = [outlet.id for outlet in outlets]
            connection.execute(delete(t.outlets).where(t.outlets.c.outlet.not_in(kept)))
            upsert(connection, t.outlets, ("outlet",), rows)

    def declare_events(
        self,
        events: Sequence[Event],
        titles: Mapping[str, str],
        outlets: Sequence[Outlet],
        stances: Mapping[str, str] = MappingProxyType({}),
        terms: str = "",
    ) -> None:
        """Keep declared events as they are now, and plain ones under their titles (event -> title or ""). What the
        outlets' credits, the verbs' stances and the lists of terms are decides which analyses are out of date."""
        digest_of = partial(digest_of_event, outlets=outlets, stances=stances, terms=terms)
        rows = [_event_row(event, digest_of(event), declared=True) for event in events]
        digest = digest_of(plain_event(""))
        plain = [_event_row(plain_event(key, title), digest, declared=False) for key, title in sorted(titles.items())]
        with writing(self.engine) as connection:
            for one_event in events:
                _keep_undecided(connection, one_event, digest_of)
            upsert(connection, t.events, ("event",), rows)
            upsert(connection, t.events, ("event",), plain)

    def outlets(self) -> dict[str, Outlet]:
        """The declared outlets, by id."""
        with self.reading() as connection:
            rows = connection.execute(select(t.outlets).order_by(t.outlets.c.outlet))
            return {row.outlet: outlet_from_json(row.definition) for row in rows}

    def events(self) -> dict[str, StoredEvent]:
        """The events the store holds, declared or plain, by id."""
        with self.reading() as connection:
            rows = list(connection.execute(select(t.events).order_by(t.events.c.event)))
        return {row.event: StoredEvent(event_from_json(row.definition), bool(row.declared), row.digest) for row in rows}

    # --- analyses

    def count_pending(self, method: str) -> int:
        """How many articles lack an analysis of their current text by this method and their current event file."""
        return measured.count_pending(self.engine, method)

    def pending(self, method: str, size: int = 500) -> Iterator[list[Stored]]:
        """These articles, in batches."""
        return measured.pending(self.engine, method, size)

    def save_analyses(self, analyses: Sequence[Analysis]) -> None:
        """Replace the analyses of these articles, with all their rows, in one transaction."""
        with writing(self.engine) as connection:
            measured.save_analyses(connection, analyses)

    def save_clusters(self, clusters: Mapping[int, tuple[str | None, bool]]) -> None:
        """Set near-duplicate clusters: article key -> (cluster or None, whether it is the first of it)."""
        with writing(self.engine) as connection:
            measured.save_clusters(connection, clusters)

    def events_without_copies(self) -> list[str]:
        """The events with articles whose near-duplicates were not looked for since they were analysed."""
        articles, analyses = t.articles, t.analyses
        query = (
            select(articles.c.event)
            .distinct()
            .join(analyses, analyses.c.article == articles.c.article)
            .where(analyses.c.first_in_cluster.is_(None))
        )
        with self.reading() as connection:
            return sorted(connection.execute(query).scalars())

    def by_date(self, event: str, size: int = 500) -> Iterator[list[Stored]]:
        """The current articles of an event in batches, by publication as written, those without a date last."""
        articles, revisions = t.articles, t.revisions
        join = (revisions.c.article == articles.c.article) & (revisions.c.revision == articles.c.revision)
        query = (
            select(revisions.c.published, articles.c.id, articles.c.article)
            .join(revisions, join)
            .where(articles.c.event == event)
        )
        with self.reading() as connection:
            found = sorted((published or "9999", name, key) for published, name, key in connection.execute(query))
        for at in range(0, len(found), size):
            keys = [key for _, _, key in found[at : at + size]]
            with self.reading() as connection:
                loaded = {stored.key: stored for stored in measured.load(connection, keys)}
            yield [loaded[key] for key in keys if key in loaded]

    # --- counts

    def counts(self) -> dict[str, int]:
        """Rows per table."""
        with self.reading() as connection:
            return {
                name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
                for name, table in sorted(t.TABLES.items())
            }

    def articles_per_event(self) -> dict[str, int]:
        """Articles by event."""
        articles = t.articles
        query = select(articles.c.event, func.count()).group_by(articles.c.event).order_by(articles.c.event)
        with self.reading() as connection:
            return dict(connection.execute(query).all())

    def outcome_counts(self) -> dict[tuple[str, str], int]:
        """Outcomes by (event, kind)."""
        outcomes = t.outcomes
        query = (
            select(outcomes.c.event, outcomes.c.kind, func.count())
            .group_by(outcomes.c.event, outcomes.c.kind)
            .order_by(outcomes.c.event, outcomes.c.kind)
        )
        with self.reading() as connection:
            return {(event, kind): number for event, kind, number in connection.execute(query)}

    def failures(self) -> list[tuple[Outcome, str | None, int | None]]:
        """Every failure with its file and line, by event and key."""
        outcomes = t.outcomes
        query = (
            select(outcomes)
            .where(outcomes.c.kind.in_(sorted(kind.value for kind in FAILURES)))
            .order_by(outcomes.c.event, outcomes.c.key)
        )
        with self.reading() as connection:
            rows = connection.execute(query)
            return [
                (Outcome(row.key, OutcomeKind(row.kind), row.outlet, row.detail, row.remedy), row.file, row.line)
                for row in rows
            ]

    def outcomes(self) -> list[Outcome]:
        """Every outcome, by event and key."""
        outcomes = t.outcomes
        with self.reading() as connection:
            rows = connection.execute(select(outcomes).order_by(outcomes.c.event, outcomes.c.key))
            return [Outcome(row.key, OutcomeKind(row.kind), row.outlet, row.detail, row.remedy) for row in rows]


def _keep_undecided(connection: Connection, event: Event, digest_of: Callable[[Event], str]) -> None:
    """Where nothing of an event changed but what was decided by hand, leave only the articles out of date that these
    decisions name: measuring a large event again for one article would take hours."""
    events, articles, analyses = t.events, t.articles, t.analyses
    before = connection.execute(select(events.c.definition, events.c.digest).where(events.c.event == event.id)).first()
    if before is None or before.digest == (digest := digest_of(event)):
        return
    old = event_from_json(before.definition).overrides
    in_order = [override for override in old if override in event.overrides] == [
        override for override in event.overrides if override in old
    ]
    named = sorted({override.article for override in {*old} ^ {*event.overrides}})
    # The first decision that names an article counts, by its id or its URL: in another order another one may.
    if not in_order or len(named) > MOST_NAMED or digest_of(replace(event, overrides=old)) != before.digest:
        return
    mine = select(articles.c.article).where(articles.c.event == event.id)
    decided = mine.where(or_(articles.c.id.in_(named), articles.c.url.in_(named)))
    others = (
        analyses.c.article.in_(mine),
        analyses.c.article.not_in(decided),
        analyses.c.event_digest == before.digest,
    )
    connection.execute(update(analyses).where(*others).values(event_digest=digest))


def _event_row(event: Event, digest: str, *, declared: bool) -> dict[str, object]:
    return {
        "event": event.id,
        "title": event.title,
        "declared": int(declared),
        "definition": event_to_json(event),
        "digest": digest,
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
