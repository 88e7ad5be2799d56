"""The store of all collected material: SQLite (in WAL mode) by default, PostgreSQL by URL.

Everything is written in batches, one transaction each: an import that is killed keeps its complete batches and loses
nothing that it reported. An article and its outcome are written together.
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


#: If more decisions than this change at once, the whole event is measured again: a query takes twice as many values,
#: and SQLite accepts 32,766.
MOST_NAMED = 10_000


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event in the store.

    Attributes:
        declared: Whether there is a file for it.
        digest: A hash of what its analyses depend on (see `declaration_json.digest_of_event`).
    """

    event: Event
    declared: bool
    digest: str


class Store:
    """A store of articles and of the measurements on them. Close it, or use it in a `with` block.

    Several threads and programs may use it at once: writers wait for each other, readers never wait.
    """

    def __init__(self, url: str) -> None:
        """Open the store and migrate it to the newest schema.

        Args:
            url: A database URL, as for `engine.open_engine`.

        Raises:
            ParallaxError: The store cannot be opened, or a newer Parallax wrote it.
        """
        self.engine: Engine = open_engine(url)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; the store cannot be used afterwards."""
        self.engine.dispose()

    @property
    def name(self) -> str:
        """The store's URL without its password."""
        return self.engine.url.render_as_string()

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a reading transaction, in which every query sees the same state."""
        return reading(self.engine)

    # --- runs and articles

    def begin_run(self, command: str) -> int:
        """Record that an import or a collection starts.

        Args:
            command: The command that runs.

        Returns:
            The number of the run, which goes with everything it saves.
        """
        with writing(self.engine) as connection:
            statement = insert(t.runs).values(command=command, started_at=_now()).returning(t.runs.c.run)
            return int(connection.execute(statement).scalar_one())

    def end_run(self, run: int) -> None:
        """Record that a run has ended."""
        with writing(self.engine) as connection:
            connection.execute(update(t.runs).where(t.runs.c.run == run).values(finished_at=_now()))

    def save(
        self, run: int, batch: Sequence[Incoming | RefusedArticle], twins: TwinFinder | None = None
    ) -> list[Outcome]:
        """Save articles and outcomes in one transaction.

        Args:
            run: The number of the run.
            batch: The articles, and the inputs that could not be read.
            twins: Finds articles that are stored already under another id; None looks for ids only.

        Returns:
            One outcome for each item, in the same order.
        """
        with writing(self.engine) as connection:
            united = batch if twins is None else twins.united(connection, batch)
            return save_batch(connection, run, united, _now())

    def supersede(self, run: int, file: str) -> None:
        """Delete the failures that earlier runs recorded for a file that was now read to its end.

        Args:
            run: The run that read it.
            file: The file, or a folder whose files are meant.
        """
        outcomes = t.outcomes
        with writing(self.engine) as connection:
            failures = sorted(kind.value for kind in FAILURES)
            here = or_(outcomes.c.file == file, outcomes.c.file.startswith(file.rstrip("/") + "/", autoescape=True))
            connection.execute(delete(outcomes).where(here, outcomes.c.run < run, outcomes.c.kind.in_(failures)))

    # --- declarations

    def declare_outlets(self, outlets: Sequence[Outlet]) -> None:
        """Replace the declared outlets."""
        rows = [{"outlet": outlet.id, "definition": outlet_to_json(outlet)} for outlet in outlets]
        with writing(self.engine) as connection:
            declared = [outlet.id for outlet in outlets]
            connection.execute(delete(t.outlets).where(t.outlets.c.outlet.not_in(declared)))
            upsert(connection, t.outlets, ("outlet",), rows)

    def declare_events(
        self,
        events: Sequence[Event],
        titles: Mapping[str, str],
        outlets: Sequence[Outlet],
        stances: Mapping[str, str] = MappingProxyType({}),
        terms: str = "",
    ) -> None:
        """Store the declarations of events; they decide which analyses are out of date.

        Args:
            events: The events with a file.
            titles: Event without a file -> its title, or an empty string.
            outlets: The declared outlets, for the credits of agencies.
            stances: Verb of saying -> stance.
            terms: The lists of terms of the devices, as JSON.
        """
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
        """The declared outlets by id."""
        with self.reading() as connection:
            rows = connection.execute(select(t.outlets).order_by(t.outlets.c.outlet))
            return {row.outlet: outlet_from_json(row.definition) for row in rows}

    def events(self) -> dict[str, StoredEvent]:
        """The events in the store by id, with or without a file."""
        with self.reading() as connection:
            rows = list(connection.execute(select(t.events).order_by(t.events.c.event)))
        return {row.event: StoredEvent(event_from_json(row.definition), bool(row.declared), row.digest) for row in rows}

    # --- analyses

    def count_pending(self, method: str) -> int:
        """The number of articles without an analysis of their current text by a method and the current event file.

        Args:
            method: The version of the method.

        Returns:
            The number of articles.
        """
        return measured.count_pending(self.engine, method)

    def pending(self, method: str, size: int = 500) -> Iterator[list[Stored]]:
        """The articles that `count_pending` counts.

        Args:
            method: The version of the method.
            size: At most so many articles in a batch.

        Yields:
            Batches of articles, each read in a transaction of its own.
        """
        return measured.pending(self.engine, method, size)

    def save_analyses(self, analyses: Sequence[Analysis]) -> None:
        """Replace the analyses of some articles, with all their rows, in one transaction."""
        with writing(self.engine) as connection:
            measured.save_analyses(connection, analyses)

    def save_clusters(self, clusters: Mapping[int, tuple[str | None, bool]]) -> None:
        """Set the clusters of near-duplicates: article key -> (cluster or None, whether the article is its first)."""
        with writing(self.engine) as connection:
            measured.save_clusters(connection, clusters)

    def events_without_copies(self) -> list[str]:
        """The events with articles that were analysed but not yet searched for near-duplicates."""
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
        """The current articles of an event in the order of their publication.

        Args:
            event: The event's id.
            size: At most so many articles in a batch.

        Yields:
            Batches, sorted by the time of publication as it is written; articles without one come last.
        """
        articles, revisions = t.articles, t.revisions
        join = (revisions.c.article == articles.c.article) & (revisions.c.revision == articles.c.revision)
        query = (
            select(revisions.c.published, articles.c.id, articles.c.article)
            .join(revisions, join)
            .where(articles.c.event == event)
        )
        with self.reading() as connection:
            dated_keys = sorted((published or "9999", name, key) for published, name, key in connection.execute(query))
        for at in range(0, len(dated_keys), size):
            keys = [key for _, _, key in dated_keys[at : at + size]]
            with self.reading() as connection:
                loaded = {stored.key: stored for stored in measured.load(connection, keys)}
            yield [loaded[key] for key in keys if key in loaded]

    # --- counts

    def counts(self) -> dict[str, int]:
        """Table -> number of rows."""
        with self.reading() as connection:
            return {
                name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
                for name, table in sorted(t.TABLES.items())
            }

    def articles_per_event(self) -> dict[str, int]:
        """Event -> number of articles."""
        articles = t.articles
        query = select(articles.c.event, func.count()).group_by(articles.c.event).order_by(articles.c.event)
        with self.reading() as connection:
            return dict(connection.execute(query).all())

    def outcome_counts(self) -> dict[tuple[str, str], int]:
        """(event, kind of outcome) -> number of outcomes."""
        outcomes = t.outcomes
        query = (
            select(outcomes.c.event, outcomes.c.kind, func.count())
            .group_by(outcomes.c.event, outcomes.c.kind)
            .order_by(outcomes.c.event, outcomes.c.kind)
        )
        with self.reading() as connection:
            return {(event, kind): number for event, kind, number in connection.execute(query)}

    def failures(self) -> list[tuple[Outcome, str | None, int | None]]:
        """Every failure with its file and line (None where there is none), sorted by event and key."""
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
        """Every outcome, sorted by event and key."""
        outcomes = t.outcomes
        with self.reading() as connection:
            rows = connection.execute(select(outcomes).order_by(outcomes.c.event, outcomes.c.key))
            return [Outcome(row.key, OutcomeKind(row.kind), row.outlet, row.detail, row.remedy) for row in rows]


def _keep_undecided(connection: Connection, event: Event, digest_of: Callable[[Event], str]) -> None:
    """Keep the analyses of an event valid where only decisions by hand changed, except for the articles these name.

    Measuring a large event again for one article would take hours.
    """
    events, articles, analyses = t.events, t.articles, t.analyses
    before = connection.execute(select(events.c.definition, events.c.digest).where(events.c.event == event.id)).first()
    if before is None or before.digest == (digest := digest_of(event)):
        return
    old = event_from_json(before.definition).overrides
    in_order = [override for override in old if override in event.overrides] == [
        override for override in event.overrides if override in old
    ]
    named = sorted({override.article for override in {*old} ^ {*event.overrides}})
    # The first decision that names an article, by id or URL, counts; in another order it may be another decision.
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
