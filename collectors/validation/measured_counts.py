"""What was counted automatically in each article, in the columns of a sheet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from collectors.compare.comparison_rows import ALL, Tables
from collectors.compare.permutations import Floats
from collectors.dataset.summary_devices import FRAME_SENTENCES, KINDS
from collectors.model import Place, Voice
from collectors.support.language_tags import primary_language
from collectors.validation.sheet_forms import DEVICES, FACT_VARIANTS, FACTS, FRAMES, QUOTATIONS, SheetForm

Counts = dict[str, Floats]
Readable = dict[str, NDArray[np.bool_]]
Where = list[tuple[str, str, object]]


@dataclass(frozen=True, slots=True)
class MeasuredArticles:
    """What was counted automatically in the articles that figures are about.

    Attributes:
        ids: the articles' ids.
        outlets: their outlets.
        counts: for each count of a sheet, its value in each article.
        readable: metric -> whether its instrument reads the article's language; a metric without an entry reads all.
    """

    ids: tuple[str, ...]
    outlets: tuple[str, ...]
    counts: Mapping[str, Floats]
    readable: Mapping[str, NDArray[np.bool_]]


def measured_articles(data: Tables, event: str, form: SheetForm) -> MeasuredArticles:
    """Read the counts of an event's member articles that have an outlet and a text of good grade.

    Args:
        data: the data set.
        event: the event's id.
        form: what is counted.
    """
    here: Where = [("event", "=", event)]
    table = data.table("articles", ["article_id", "outlet", "member", "grade"], here)
    table = table.filter(pc.field("member") & pc.field("outlet").is_valid() & (pc.field("grade") == "good"))
    table = table.sort_by("article_id")
    ids = table["article_id"].combine_chunks()
    counted = _COUNTED.get(form.name, _names)(data, here, ids, form)
    readable = _READABLE[form.name](data, here, ids, form) if form.name in _READABLE else {}
    return MeasuredArticles(tuple(ids.to_pylist()), tuple(table["outlet"].to_pylist()), counted, readable)


def _quotations(data: Tables, here: Where, ids: pa.Array, _form: SheetForm) -> Counts:
    voices = data.table("voices", ["article_id", "voice", "words"], here)
    said = data.table("quotations", ["article_id", "type", "speaker_kind"], here)
    kinds = said["speaker_kind"]
    return {
        "words": _added(voices, voices["words"], ids),
        "quoted_words": _added(voices, _where(voices["words"], pc.not_equal(voices["voice"], "own")), ids),
        "quotations": _added(said, _ones(said), ids),
        "direct": _added(said, _where(_ones(said), pc.equal(said["type"], "direct")), ids),
        "unattributed": _added(said, _where(_ones(said), pc.equal(kinds, "unattributed")), ids),
        "unnamed": _added(said, _where(_ones(said), pc.equal(kinds, "unnamed")), ids),
    }


def _devices(data: Tables, here: Where, ids: pa.Array, _form: SheetForm) -> Counts:
    voices = data.table("voices", ["article_id", "words"], here)
    figures = data.table(
        "measures",
        ["article_id", "metric", "voice", "value"],
        [*here, ("metric", "in", ["words:headline", "passives:all"])],
    )
    passives = pc.and_(pc.equal(figures["metric"], "passives:all"), pc.equal(figures["voice"], ALL))
    headline = pc.and_(pc.equal(figures["metric"], "words:headline"), pc.not_equal(figures["voice"], ALL))
    marks = data.table("marks", ["article_id", "kind"], here)
    return {
        "words": _added(voices, voices["words"], ids) + _added(figures, _where(figures["value"], headline), ids),
        "passives": _added(figures, _where(figures["value"], passives), ids),
        **{kind: _added(marks, _where(_ones(marks), pc.equal(marks["kind"], kind)), ids) for kind in KINDS},
    }


def _names(data: Tables, here: Where, ids: pa.Array, form: SheetForm) -> Counts:
    uses = data.table("mentions", ["article_id", "concept", "variant", "voice"], here)
    uses = uses.filter(pc.field("concept") == form.subject)
    own = pc.equal(uses["voice"], str(Voice.OWN))
    counts = {}
    for variant in dict.fromkeys(figure.variant for figure in form.figures if figure.metric == form.name):
        named = pc.equal(uses["variant"], variant)
        every_column, own_column = form.columns_of(variant)
        counts[every_column] = _added(uses, _where(_ones(uses), named), ids)
        counts[own_column] = _added(uses, _where(_ones(uses), pc.and_(named, own)), ids)
    return counts


def _readers(data: Tables, here: Where, ids: pa.Array, lists: Iterable[str]) -> Readable:
    """Return which articles each list or detector reads."""
    names = sorted(set(lists))
    reads = data.table(
        "measures", ["article_id", "metric"], [*here, ("metric", "in", [f"reads:{name}" for name in names])]
    )
    return {
        name: _added(reads, _where(_ones(reads), pc.equal(reads["metric"], f"reads:{name}")), ids) > 0 for name in names
    }


def _devices_readable(data: Tables, here: Where, ids: pa.Array, _form: SheetForm) -> Readable:
    """Return which articles each device reads, by its metric."""
    readers = _readers(data, here, ids, KINDS.values())
    return {f"devices:{kind}": readers[name] for kind, name in KINDS.items()}


def _frames(data: Tables, here: Where, ids: pa.Array, form: SheetForm) -> Counts:
    marks = data.table("marks", ["article_id", "kind", "label", "place", "sentence_start"], here)
    marks = marks.filter(pc.field("kind") == "frame")
    marks = marks.append_column("headline", pc.equal(marks["place"], str(Place.HEADLINE)))
    sentences = marks.group_by(["article_id", "label", "headline", "sentence_start"], use_threads=False).aggregate([])
    return {
        frame: (_added(sentences, _where(_ones(sentences), pc.equal(sentences["label"], frame)), ids)
                >= FRAME_SENTENCES).astype(np.float64)
        for frame in form.counts
    }  # fmt: skip


def _frames_readable(data: Tables, here: Where, ids: pa.Array, form: SheetForm) -> Readable:
    """Return which articles are in a language that a family of frames has cues for, by its metric."""
    families = {figure.metric: f"frame:{figure.metric.partition(':')[2]}" for figure in form.figures}
    readers = _readers(data, here, ids, families.values())
    return {metric: readers[name] for metric, name in families.items()}


def _facts(data: Tables, here: Where, ids: pa.Array, form: SheetForm) -> Counts:
    marks = data.table("marks", ["article_id", "kind", "label", "place"], here)
    marks = marks.filter(pc.field("kind") == "fact")
    opens = pc.is_in(marks["place"], value_set=pa.array([str(Place.HEADLINE), str(Place.LEAD)]))
    counts = {}
    for fact in dict.fromkeys(figure.metric.removeprefix("facts:") for figure in form.figures):
        said = pc.equal(marks["label"], fact)
        for name, where in zip(FACT_VARIANTS, (said, pc.and_(said, opens)), strict=True):
            counts[f"{fact}:{name}"] = np.minimum(_added(marks, _where(_ones(marks), where), ids), 1.0)
    return counts


def _facts_readable(data: Tables, here: Where, ids: pa.Array, _form: SheetForm) -> Readable:
    """Return which articles are in a language that a fact has patterns for, by its metric; an unknown one counts."""
    (event,) = data.table("events", ["event", "event_json"], here)["event_json"].to_pylist()
    table = data.table("articles", ["article_id", "language"], here)
    known = dict(zip(table["article_id"].to_pylist(), table["language"].to_pylist(), strict=True))
    spoken = [primary_language(known.get(article)) for article in ids.to_pylist()]
    return {
        f"facts:{fact['id']}": np.array([not tongue or tongue in fact.get("patterns", ()) for tongue in spoken])
        for fact in json.loads(event or "{}").get("facts") or ()
    }


_COUNTED: dict[str, Callable[[Tables, Where, pa.Array, SheetForm], Counts]] = {
    QUOTATIONS.name: _quotations,
    DEVICES.name: _devices,
    FACTS: _facts,
    FRAMES: _frames,
}
_READABLE: dict[str, Callable[[Tables, Where, pa.Array, SheetForm], Readable]] = {
    DEVICES.name: _devices_readable,
    FACTS: _facts_readable,
    FRAMES: _frames_readable,
}


def _ones(table: pa.Table) -> pa.ChunkedArray:
    return pa.chunked_array([np.ones(table.num_rows)])


def _where(values: pa.ChunkedArray, true: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(pc.fill_null(true, False), pc.cast(values, pa.float64()), 0.0)


def _added(table: pa.Table, values: pa.ChunkedArray, ids: pa.Array) -> Floats:
    """Add a table's values up by article; rows of other articles are left out."""
    at = pc.index_in(table["article_id"], value_set=ids)
    listed = pc.is_valid(at).to_numpy()
    places = pc.fill_null(at, 0).to_numpy().astype(np.int64)[listed]
    weights = pc.cast(values, pa.float64()).to_numpy()[listed]
    return np.bincount(places, weights, len(ids)).astype(np.float64)
