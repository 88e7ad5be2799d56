"""The tables of one event as arrays over its articles, read once and then filtered by any selection."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from collectors.compare.article_values import ArticleValues
from collectors.compare.coded_columns import CodedColumn, Codes, codes_of, numbers_of, ordered
from collectors.compare.comparison_rows import ALL, BY, OUTLET, ArticleSelection, Tables
from collectors.compare.summary_cells import SummaryCells, of_values
from collectors.errors import ParallaxError

__all__ = ["ArticleArrays", "ArticleParts", "CodedColumn", "Codes", "chosen_articles", "load", "ordered", "parts_of"]

NOBODY = "unattributed"
ANONYMOUS = "anonymous"
UNKNOWN = "unknown"
#: Kinds of speakers of whom nothing more is known.
OPEN_KINDS = (NOBODY, ANONYMOUS, "unresolved")


@dataclass(frozen=True, slots=True)
class ArticleParts:
    """Rows of one table that belong to an event's articles.

    Attributes:
        article: index of each row's article.
        columns: text columns by name, over rows.
        numbers: number columns by name, over rows.
    """

    article: Codes
    columns: Mapping[str, CodedColumn]
    numbers: Mapping[str, NDArray[np.float64]]

    def keep(self, mask: NDArray[np.bool_]) -> ArticleParts:
        """Return the rows where the mask is true."""
        columns = {name: CodedColumn(column.codes[mask], column.names) for name, column in self.columns.items()}
        return ArticleParts(self.article[mask], columns, {name: number[mask] for name, number in self.numbers.items()})


@dataclass(frozen=True)
class ArticleArrays:
    """One event: its sums (`cube`) and, for what has no sums, its member articles that have an outlet.

    Everything is read from the data set when it is first asked for.
    """

    tables: Tables
    event: str
    order: Mapping[str, tuple[str, ...]]  # "concepts", "phases", "variants:<concept>", as the event declares them
    actors: Mapping[str, tuple[str, ...]]  # actor -> its name

    @property
    def version(self) -> str:
        """The data set's version."""
        return self.tables.version

    @property
    def method_version(self) -> str:
        """The version of the measures in the data set."""
        return self.tables.method_version

    @cached_property
    def cube(self) -> SummaryCells:
        """The event's sums."""
        return SummaryCells(self.tables, self.event)

    @cached_property
    def values(self) -> ArticleValues:
        """The event's articles one by one; empty where there are too many or the data set is older."""
        return ArticleValues(self.tables, self.event, self.cube)

    @cached_property
    def family_tests(self) -> OrderedDict[object, object]:
        """The tests that `tested_families` keeps for this event."""
        return OrderedDict()

    @property
    def phases(self) -> tuple[str, ...]:
        """The event's phases in the order of its file, then phases that articles have and the file does not declare."""
        return ordered(self.cube.columns["phase"].names, self.order.get("phases", ()))

    @cached_property
    def _members(self) -> pa.Table:
        text, numbers = _OF_ARTICLE
        members = self.tables.table("articles", ["article_id", "member", *text, *numbers], [("event", "=", self.event)])
        members = members.filter(pc.field("member") & pc.field("outlet").is_valid())
        return members.sort_by("article_id")  # tables of one content in another order give the same figures

    @cached_property
    def articles(self) -> ArticleParts:
        """The member articles that have an outlet, by id."""
        return parts_of(self._members, self._members["article_id"].combine_chunks(), *_OF_ARTICLE)

    def parts(self, table: str, columns: Sequence[str], numbers: Sequence[str] = ()) -> ArticleParts:
        """Read the rows of another table that belong to the articles.

        Args:
            table: the table's name.
            columns: text columns to read.
            numbers: number columns to read.
        """
        rows = self.tables.table(table, ["article_id", *columns, *numbers], [("event", "=", self.event)])
        return parts_of(rows, self._members["article_id"].combine_chunks(), columns, numbers)

    @cached_property
    def mentions(self) -> ArticleParts:
        """Each use of a variant: its concept, variant, voice and place."""
        return self.parts("mentions", ("concept", "variant", "voice", "place"))

    @cached_property
    def quotations(self) -> ArticleParts:
        """Each quotation, with its speaker."""
        spoken = ("type", "speaker_name", "speaker_kind", "actor", "side", "role", "stance")
        return _with_speakers(self.parts("quotations", spoken, ("words",)), self.actors)

    @cached_property
    def measures(self) -> ArticleParts:
        """Each measured value of each article, by metric and voice."""
        return self.parts("measures", ("metric", "voice"), ("value",))

    @cached_property
    def voices(self) -> ArticleParts:
        """The words of each article in each voice."""
        return self.parts("voices", ("voice",), ("words",))

    def __len__(self) -> int:
        return len(self.articles.article)

    def units(self, by: str) -> CodedColumn:
        """Return what is compared, per article.

        Raises:
            ParallaxError: `by` is none of BY.
        """
        if by not in BY:
            raise ParallaxError(f"cannot compare by {by!r}", remedy=f"use {', '.join(BY)}")
        column = self.articles.columns[by]
        return column if by == OUTLET else CodedColumn(column.codes, tuple(f"{by}:{name}" for name in column.names))

    def strata(self, by: str) -> Codes:
        """Return the strata of shuffling: the event's phases, or the outlets where phases are compared."""
        return self.articles.columns[OUTLET if by == "phase" else "phase"].codes

    def chosen(self, selection: ArticleSelection) -> NDArray[np.bool_]:
        """Return which articles a selection holds.

        Raises:
            ParallaxError: `selection.copies` is none of COPIES.
        """
        return chosen_articles(self.articles, selection)


def chosen_articles(articles: ArticleParts, selection: ArticleSelection) -> NDArray[np.bool_]:
    """Return which of some articles a selection holds, as a mask over them.

    Raises:
        ParallaxError: `selection.copies` is none of COPIES.
    """
    columns, numbers = articles.columns, articles.numbers
    mask = of_values(columns, selection)
    if selection.copies != ALL:
        mask &= (columns["cluster"].codes < 0) | (numbers["first_in_cluster"] > 0)
    if selection.copies == "own":
        mask &= columns["agency"].codes < 0
    return mask


_OF_ARTICLE = (
    ("outlet", "phase", "grade", "language", "extent", "cluster", "agency", "country", "ownership"),
    ("first_in_cluster", "words"),
)


def load(tables: Tables, event: str) -> ArticleArrays:
    """Open an event of a data set.

    Raises:
        ParallaxError: the data set does not hold the event.
    """
    return ArticleArrays(tables, event, *_declared_order(tables, event))


def _declared_order(tables: Tables, event: str) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Read from the event's own file the order of its concepts, variants and phases, and the names of its actors."""
    events = tables.table("events", ["event", "event_json"]).to_pylist()
    texts = {row["event"]: row["event_json"] for row in events}
    if event not in texts:
        raise ParallaxError(f"the data set has no event {event}", remedy=f"it has {', '.join(sorted(texts)) or 'none'}")
    declared = json.loads(texts[event] or "{}")
    concepts = declared.get("concepts") or []
    order: dict[str, tuple[str, ...]] = {
        f"variants:{concept['id']}": tuple(variant["id"] for variant in concept["variants"]) for concept in concepts
    }
    order["concepts"] = tuple(concept["id"] for concept in concepts)
    order["facts"] = tuple(fact["id"] for fact in declared.get("facts") or [])
    order["verbs"] = tuple((declared.get("verbs") or {}).get("en", ()))
    order["phases"] = tuple(phase["id"] for phase in declared.get("phases") or [])
    actors: dict[str, tuple[str, ...]] = {actor["id"]: (str(actor["name"]),) for actor in declared.get("actors") or []}
    return order, actors


def parts_of(table: pa.Table, ids: pa.Array, columns: Sequence[str], numbers: Sequence[str]) -> ArticleParts:
    """Return the rows of a table whose article is among `ids`.

    Args:
        table: has a column `article_id`.
        ids: the articles, in the order that the result's indices refer to.
        columns: text columns to keep.
        numbers: number columns to keep; missing numbers become 0.
    """
    index = pc.index_in(table["article_id"], value_set=ids)
    matched = pc.is_valid(index)
    table, index = table.filter(matched), index.filter(matched)
    return ArticleParts(
        index.to_numpy().astype(np.int64),
        {name: codes_of(table[name]) for name in columns},
        {name: numbers_of(table[name]) for name in numbers},
    )


def _with_speakers(quotations: ArticleParts, actors: Mapping[str, tuple[str, ...]]) -> ArticleParts:
    """Add the speaker, and fill side and role, so that every quotation has one value of each.

    A speaker whom nothing places on a side has side and role "unknown"; "anonymous" means that there is no name,
    "unresolved" that two names fit, "unattributed" that no speaker was found. An actor has the name in the event's
    file, whatever the article calls them.
    """
    columns = dict(quotations.columns)
    kinds = columns["speaker_kind"]
    for name in ("side", "role"):
        columns[name] = _filled(columns[name], kinds, UNKNOWN)
    named = _named(columns["actor"], {key: value[0] for key, value in actors.items()})
    columns["speaker"] = _filled(_either(named, columns["speaker_name"]), kinds, ANONYMOUS)
    return ArticleParts(quotations.article, columns, quotations.numbers)


def _named(column: CodedColumn, labels: Mapping[str, str]) -> CodedColumn:
    names = tuple(sorted({labels.get(name, name) for name in column.names}))
    place = np.array([names.index(labels.get(name, name)) for name in column.names] + [-1], dtype=np.int64)
    return CodedColumn(place[column.codes], names)


def _either(first: CodedColumn, second: CodedColumn) -> CodedColumn:
    """The first column's value, else the second's."""
    names = tuple(sorted({*first.names, *second.names}))
    at = {name: index for index, name in enumerate(names)}
    one, two = (
        np.array([at[name] for name in column.names] + [-1], dtype=np.int64)[column.codes] for column in (first, second)
    )
    return CodedColumn(np.where(one >= 0, one, two), names)


def _filled(column: CodedColumn, kinds: CodedColumn, otherwise: str) -> CodedColumn:
    """Fill the gaps of a column with the kind of speaker where only that is known."""
    names = tuple(sorted({*column.names, *OPEN_KINDS, otherwise}))
    at = {name: index for index, name in enumerate(names)}
    coded = np.array([at[name] for name in column.names] + [-1], dtype=np.int64)[column.codes]
    rest = np.full(len(coded), at[otherwise], dtype=np.int64)
    for kind in OPEN_KINDS if otherwise == UNKNOWN else (NOBODY,):
        rest[kinds.is_in((kind,))] = at[kind]
    return CodedColumn(np.where(coded >= 0, coded, rest), names)
