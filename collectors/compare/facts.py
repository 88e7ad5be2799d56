"""The tables of one event as arrays over its articles, read once and then cut by any selection."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from collectors.compare.rows import ALL, COPIES, Selection, Tables
from collectors.errors import ParallaxError

Codes = NDArray[np.int64]
NOBODY = "unattributed"
UNNAMED = "unnamed"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """A text column as numbers: `codes[i]` is an index into `names`, -1 where there is none."""

    codes: Codes
    names: tuple[str, ...]

    def is_in(self, wanted: Sequence[str]) -> NDArray[np.bool_]:
        """Where the value is one of these."""
        chosen = [i for i, name in enumerate(self.names) if name in set(wanted)]
        return np.isin(self.codes, chosen)


@dataclass(frozen=True, slots=True)
class Parts:
    """Rows of one table that belong to the articles: `article` is the index of the row's article."""

    article: Codes
    columns: Mapping[str, Column]
    numbers: Mapping[str, NDArray[np.float64]]

    def keep(self, mask: NDArray[np.bool_]) -> Parts:
        """The rows where the mask is true."""
        columns = {name: Column(c.codes[mask], c.names) for name, c in self.columns.items()}
        return Parts(self.article[mask], columns, {name: n[mask] for name, n in self.numbers.items()})


@dataclass(frozen=True, slots=True)
class Facts:
    """One event: its member articles with an outlet, and what was found in them."""

    event: str
    version: str
    method_version: str
    articles: Parts
    mentions: Parts
    quotations: Parts
    measures: Parts
    voices: Parts
    order: Mapping[str, tuple[str, ...]]  # "concepts", "phases", "variants:<concept>", as the event declares them

    def __len__(self) -> int:
        return len(self.articles.article)

    @property
    def phases(self) -> tuple[str, ...]:
        """The event's phases in its order, then phases of articles that it does not declare."""
        return ordered(self.articles.columns["phase"].names, self.order.get("phases", ()))

    def chosen(self, selection: Selection) -> NDArray[np.bool_]:
        """Which articles a selection holds. Raises ParallaxError for an unknown `copies`."""
        if selection.copies not in COPIES:
            raise ParallaxError(f"unknown choice of copies: {selection.copies}", remedy=f"use {', '.join(COPIES)}")
        columns, numbers = self.articles.columns, self.articles.numbers
        mask = np.ones(len(self), dtype=bool)
        for name, wanted in (
            ("outlet", selection.outlets),
            ("grade", selection.grades),
            ("language", selection.languages),
            ("phase", () if selection.phase == ALL else (selection.phase,)),
        ):
            if wanted:
                mask &= columns[name].is_in(wanted)
        if selection.copies != ALL:
            mask &= (columns["cluster"].codes < 0) | (numbers["first_in_cluster"] > 0)
        if selection.copies == "own":
            mask &= columns["agency"].codes < 0
        return mask


def ordered(found: Sequence[str], declared: Sequence[str]) -> tuple[str, ...]:
    """What was found: first in the declared order, then the rest by name."""
    have = set(found)
    return (*(name for name in declared if name in have), *sorted(have - set(declared)))


def load(tables: Tables, event: str) -> Facts:
    """The facts of an event. Raises ParallaxError where the data set does not hold it."""
    told = _told(tables, event)
    here = [("event", "=", event)]
    text, numbers = ("outlet", "phase", "grade", "language", "cluster", "agency"), ("first_in_cluster", "words")
    articles = tables.table("articles", ["article_id", "member", *text, *numbers], here)
    articles = articles.filter(pc.field("member") & pc.field("outlet").is_valid())
    articles = articles.sort_by("article_id")  # tables of one content in another order give the same figures
    ids = articles["article_id"].combine_chunks()

    def parts(name: str, columns: Sequence[str], numbers: Sequence[str] = ()) -> Parts:
        return _parts(tables.table(name, ["article_id", *columns, *numbers], here), ids, columns, numbers)

    spoken = ("type", "speaker_name", "speaker_kind", "actor", "side", "role", "stance")
    return Facts(
        event=event,
        version=tables.version,
        method_version=tables.method_version,
        articles=_parts(articles, ids, text, numbers),
        mentions=parts("mentions", ("concept", "variant", "voice", "place")),
        quotations=_with_speakers(parts("quotations", spoken, ("words",)), told["actors"]),
        measures=parts("measures", ("metric", "voice"), ("value",)),
        voices=parts("voices", ("voice",), ("words",)),
        order=told["order"],
    )


def _told(tables: Tables, event: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """What the event's own file says: the order of its concepts, variants and phases, the names of its actors."""
    known = tables.table("events", ["event", "event_json"]).to_pylist()
    texts = {row["event"]: row["event_json"] for row in known}
    if event not in texts:
        raise ParallaxError(f"the data set has no event {event}", remedy=f"it has {', '.join(sorted(texts)) or 'none'}")
    told = json.loads(texts[event] or "{}")
    concepts = told.get("concepts") or []
    order = {f"variants:{c['id']}": tuple(v["id"] for v in c["variants"]) for c in concepts}
    order["concepts"] = tuple(c["id"] for c in concepts)
    order["phases"] = tuple(p["id"] for p in told.get("phases") or [])
    actors = {a["id"]: (str(a["name"]),) for a in told.get("actors") or []}
    return {"order": order, "actors": actors}


def _parts(table: pa.Table, ids: pa.Array, columns: Sequence[str], numbers: Sequence[str]) -> Parts:
    """The rows of a table whose article is among `ids`."""
    index = pc.index_in(table["article_id"], value_set=ids)
    known = pc.is_valid(index)
    table, index = table.filter(known), index.filter(known)
    return Parts(
        index.to_numpy().astype(np.int64),
        {name: _column(table[name]) for name in columns},
        {name: _numbers(table[name]) for name in numbers},
    )


def _column(values: pa.ChunkedArray) -> Column:
    """Codes by sorted name: the order of the rows leaves no trace."""
    names = tuple(sorted(v for v in pc.unique(values).to_pylist() if v is not None))
    codes = pc.index_in(values, value_set=pa.array(names, pa.string()))
    return Column(pc.fill_null(codes, -1).to_numpy().astype(np.int64), names)


def _numbers(values: pa.ChunkedArray) -> NDArray[np.float64]:
    return np.asarray(pc.fill_null(pc.cast(values, pa.float64()), 0.0).to_numpy(), dtype=np.float64)


def _with_speakers(quotations: Parts, actors: Mapping[str, tuple[str, ...]]) -> Parts:
    """Who speaks, as one value per quotation: of side and role, of the speaker by name.

    A speaker that the event does not declare has side and role "unknown"; "unnamed" and "unattributed" say that there
    is no name, or nobody at all. An actor goes by the name in the event's file, however the article calls them.
    """
    columns = dict(quotations.columns)
    kinds = columns["speaker_kind"]
    for name in ("side", "role"):
        columns[name] = _filled(columns[name], kinds, UNKNOWN)
    named = _named(columns["actor"], {key: value[0] for key, value in actors.items()})
    columns["speaker"] = _filled(_either(named, columns["speaker_name"]), kinds, UNNAMED)
    return Parts(quotations.article, columns, quotations.numbers)


def _named(column: Column, labels: Mapping[str, str]) -> Column:
    names = tuple(sorted({labels.get(name, name) for name in column.names}))
    place = np.array([names.index(labels.get(name, name)) for name in column.names] + [-1], dtype=np.int64)
    return Column(place[column.codes], names)


def _either(first: Column, second: Column) -> Column:
    """The first column's value, else the second's."""
    names = tuple(sorted({*first.names, *second.names}))
    at = {name: i for i, name in enumerate(names)}
    one, two = (np.array([at[n] for n in c.names] + [-1], dtype=np.int64)[c.codes] for c in (first, second))
    return Column(np.where(one >= 0, one, two), names)


def _filled(column: Column, kinds: Column, otherwise: str) -> Column:
    """A column without gaps: the kind of speaker where that is all that is known."""
    names = tuple(sorted({*column.names, NOBODY, UNNAMED, otherwise}))
    at = {name: i for i, name in enumerate(names)}
    known = np.array([at[n] for n in column.names] + [-1], dtype=np.int64)[column.codes]
    rest = np.where(kinds.is_in((NOBODY,)), at[NOBODY], np.where(kinds.is_in((UNNAMED,)), at[UNNAMED], at[otherwise]))
    return Column(np.where(known >= 0, known, rest), names)
