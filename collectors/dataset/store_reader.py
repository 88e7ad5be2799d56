"""The store as published tables need it: articles in the published order, a batch at a time, and the rows of others.

Nothing is sorted by the database but the articles themselves, for which there is an index: rows of other tables are
fetched for a batch of articles by their keys and put in order here. Memory depends on the batch, not on the store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlalchemy import Column, ColumnElement, Connection, FromClause, Result, Row, Select, Table, collate, select

from collectors.dataset.reused_rows import LastPublished, input_digests
from collectors.errors import ParallaxError
from collectors.events.membership import phase_of
from collectors.method import all_versions
from collectors.model import Event
from collectors.store import store_tables as t
from collectors.store.declaration_json import event_from_json, event_to_json, outlet_from_json
from collectors.support.executors import ResubmittingPool, require_same_program

Values = tuple[Any, ...]  # a column of a query or one of its rows: values of the column's type in the store

Task = TypeVar("Task")
Answer = TypeVar("Answer")

#: Tasks that are sent to workers before the first is answered: each holds the words of an event.
AHEAD = 4
#: Articles read at one time, with the rows of one other table that belong to them (some 60 each at most).
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """The parts of an event's declaration that published rows need."""

    event: Event
    sides: Mapping[str, str]  # actor -> side
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ArticleBatch:
    """Articles in the published order.

    Attributes:
        keys: The store's keys of the articles, shape (articles,).
        event, article_id, outlet, phase, day: Columns of the same length.
    """

    keys: NDArray[np.int64]
    event: pa.Array
    article_id: pa.Array
    outlet: pa.Array
    phase: pa.Array
    day: pa.Array

    def __len__(self) -> int:
        return len(self.keys)

    def take(self, at: Sequence[int]) -> ArticleBatch:
        """The articles at these places."""
        place = pa.array(at, pa.int64())
        columns = (column.take(place) for column in (self.event, self.article_id, self.outlet, self.phase, self.day))
        return ArticleBatch(self.keys[list(at)], *columns)


@dataclass(frozen=True, slots=True)
class Children:
    """Rows of a table that belong to the articles of a batch.

    Attributes:
        chunk: The articles.
        articles: The place of each row's article in the batch, shape (rows,).
        columns: Name -> values, one for each row.
    """

    chunk: ArticleBatch
    articles: NDArray[np.int64]
    columns: Mapping[str, Values]

    def ordered(self, keys: Sequence[str]) -> NDArray[np.int64]:
        """The places of the rows in the published order: by article, then by the columns `keys`."""
        frame = {"article": pa.array(self.articles)} | {key: pa.array(self.columns[key]) for key in keys}
        order = pc.sort_indices(pa.table(frame), sort_keys=[(name, "ascending") for name in frame])
        return np.asarray(order.to_numpy(zero_copy_only=False), dtype=np.int64)

    def taken(self, name: str, order: NDArray[np.int64], kind: pa.DataType | None = None) -> pa.Array:
        """A column in a given order.

        Args:
            name: The column.
            order: Places of rows, as from `ordered`.
            kind: The Arrow type; None for strings.

        Returns:
            The values in that order.
        """
        return pa.array(self.columns[name], kind or pa.string()).take(pa.array(order))


class StoreReader:
    """Reads the store inside one reading transaction, for the tables written into one folder.

    Attributes:
        known: Outlet id -> declared outlet.
        about: Event id -> its declaration.
        used: The outlets of the articles.
        any_invented: Whether any of these outlets is invented for demonstration.
    """

    def __init__(
        self,
        connection: Connection,
        folder: Path,
        last: LastPublished | None = None,
        executor: Callable[[], Executor] | None = None,
    ) -> None:
        """Read the declarations.

        Args:
            connection: A reading transaction.
            folder: The folder that the tables are written into.
            last: The last data set, whose rows may be reused; None for none.
            executor: Makes the executor in which figures are worked out that need no store; None for this process.
        """
        self._executor = executor
        self.connection = connection
        self.folder = folder
        self.last = last or LastPublished()
        self._inputs: dict[str, str] | None = None
        self.collation = "C" if connection.dialect.name == "postgresql" else "BINARY"
        self.known = {row.outlet: outlet_from_json(row.definition) for row in connection.execute(select(t.outlets))}
        self.about: dict[str, ArticleFacts] = {}
        for row in connection.execute(select(t.events.c.event, t.events.c.definition)):
            event = event_from_json(row.definition)
            sides = {actor.id: actor.side for actor in event.actors}
            self.about[row.event] = ArticleFacts(event, sides, {actor.id: actor.role for actor in event.actors})
        self._chunks: list[ArticleBatch] = []
        self._phases: dict[tuple[str, date | None], str | None] = {}
        articles = t.articles
        self.used = {
            scalar
            for scalar in connection.execute(select(articles.c.outlet).distinct()).scalars()
            if scalar is not None
        }
        self.any_invented = any(self.known[outlet].invented for outlet in self.used if outlet in self.known)

    def chunks(self) -> Iterator[ArticleBatch]:
        """Every article by event and id, BATCH at a time; kept in memory after the first call (100 bytes each)."""
        if not self._chunks:
            self._chunks = list(self._listed())
        return iter(self._chunks)

    def _listed(self) -> Iterator[ArticleBatch]:
        articles, revisions = t.articles, t.revisions
        joined = articles.join(
            revisions, (revisions.c.article == articles.c.article) & (revisions.c.revision == articles.c.revision)
        )
        query = select(
            articles.c.article, articles.c.event, articles.c.id, articles.c.outlet, revisions.c.published
        ).select_from(joined)
        for keys, event, article_id, outlet, published in self.columns(query, articles.c.event, articles.c.id):
            days = [day_of(moment) for moment in published]
            phases = [self.phase(name, day) for name, day in zip(event, days, strict=True)]
            text = (pa.array(values, pa.string()) for values in (event, article_id, outlet, phases))
            yield ArticleBatch(np.array(keys, dtype=np.int64), *text, pa.array(days, pa.date32()))  # type: ignore[call-arg]  # four columns of text

    def rows(self, query: Select[Any], *order: Column[Any]) -> Iterator[Row[Any]]:
        """The rows of a query, sorted by columns in the same way on every database."""
        yield from self._ordered(query, order, BATCH)

    def _ordered(self, query: Select[Any], order: Sequence[Column[Any]], size: int) -> Result[Any]:
        keys = [collate(column, self.collation) if str(column.type) == "TEXT" else column for column in order]
        # Several queries are under way at once: streaming is set on the statement, not on the connection.
        return self.connection.execute(query.order_by(*keys).execution_options(yield_per=size))

    def columns(self, query: Select[Any], *order: Column[Any], size: int = BATCH) -> Iterator[list[Values]]:
        """The result of a query as columns, `size` rows at a time, sorted as in `rows`."""
        for rows in self._ordered(query, order, size).partitions(size):
            yield list(zip(*rows, strict=True))

    def of(self, chunk: ArticleBatch, table: Table, names: Sequence[str], source: FromClause | None = None) -> Children:
        """The rows of a table that belong to a batch of articles, in no particular order.

        Args:
            chunk: The articles.
            table: The table; it has a column `article`.
            names: The columns to read.
            source: A join to read from instead of the table alone.

        Returns:
            The rows, with the place of each row's article.
        """
        keys: list[int] = chunk.keys.tolist()
        wanted: list[ColumnElement[Any]] = [table.c.article, *(table.c[name] for name in names)]
        query = select(*wanted).select_from(source if source is not None else table).where(table.c.article.in_(keys))
        rows = self._fetched(query)
        article, *values = zip(*rows, strict=True) if rows else [()] * len(wanted)
        by_key = np.argsort(chunk.keys, kind="stable")
        place = by_key[np.searchsorted(chunk.keys[by_key], np.array(article, dtype=np.int64))]
        return Children(chunk, place, dict(zip(names, values, strict=True)))

    def _fetched(self, query: Select[Any]) -> list[Values]:
        """The rows of a query as the driver returns them: SQLAlchemy's row objects would cost as much as the query.

        Text and numbers need no conversion, and the query contains no values but integers from the store.
        """
        compiled = query.compile(self.connection.engine, compile_kwargs={"literal_binds": True})
        cursor = self.connection.connection.cursor()
        try:
            cursor.execute(str(compiled))
            return list(cursor.fetchall())
        finally:
            cursor.close()

    def inputs(self) -> dict[str, str]:
        """Event -> digest of what the reusable tables depend on; call after articles and quotations are written."""
        if self._inputs is None:
            declarations = {name: event_to_json(about.event) for name, about in self.about.items()}
            self._inputs = input_digests(self.folder, declarations)
        return self._inputs

    def spread(self, work: Callable[[Task], Answer], tasks: Iterable[Task]) -> Iterator[Answer]:
        """Yield the answers of a function of a module, in the order of the tasks, from workers where there are some.

        Args:
            work: The function; it must give the same answer in any process.
            tasks: Its arguments; few are taken in advance.

        Raises:
            ParallaxError: A task brought down every worker that it was given to.
        """
        if self._executor is None:
            yield from map(work, tasks)
            return
        yield from ResubmittingPool(partial(_opened, self._executor), work, _given_up, AHEAD).map(tasks)

    def unchanged(self, table: str, schema: pa.Schema, event: str) -> list[pa.RecordBatch] | None:
        """An event's rows in the last data set; None where they must be computed.

        Args:
            table: a published table.
            schema: the columns that it must have.
            event: an event's id.
        """
        return self.last.rows(table, schema, event, self.inputs().get(event))

    def phase(self, event: str, day: date | None) -> str | None:
        """The phase of an event that contains a day; None outside every phase."""
        key = (event, day)
        if key not in self._phases:
            about = self.about.get(event)
            self._phases[key] = phase_of(day, about.event.phases) if about else None
        return self._phases[key]


def _opened(make: Callable[[], Executor]) -> Executor:
    """The executor, whose workers run this program."""
    executor = make()
    require_same_program(executor, all_versions)
    return executor


def _given_up(_task: object) -> NoReturn:
    raise ParallaxError("a worker broke down while publishing", remedy="publish without --on, or with more memory")


def parsed(texts: Sequence[str]) -> list[Any]:
    """Parse many JSON texts at once."""
    values: list[Any] = json.loads(f"[{','.join(texts)}]")
    return values


def day_of(published: str | None) -> date | None:
    """The calendar day of an ISO 8601 time in its own time zone; None where it cannot be read."""
    return _day((published or "")[:10])


@lru_cache(maxsize=4_096)
def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
