"""Fill the published tables of words and phrases (`terms`, `distinctive`) from the store.

Every member article with an outlet is counted, up to SAMPLE articles of an event. Of larger events a reproducible
sample is counted, with as equal a number of articles per outlet as possible. Neither table contains text or the order
of words (see `term_counting`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from collectors.compare.comparison_rows import ALL, COPIES, ArticleSelection
from collectors.compare.distinctive_words import Distinctive, DistinctiveWord, distinctive
from collectors.compare.term_counts import Terms, load_terms
from collectors.dataset.published_table import batch_of, batches_of
from collectors.dataset.store_reader import ArticleBatch, StoreReader
from collectors.dataset.term_counting import CountedTerms, TermCounter
from collectors.errors import ParallaxError
from collectors.metrics.phrases import VOICES
from collectors.metrics.voice import voice_of
from collectors.model import Quotation, Span, Voice
from collectors.store import store_tables as t

#: At most so many articles are counted of an event and of an outlet; 20 outlets with 500 articles each are all counted.
SAMPLE, PER_OUTLET = 10_000, 2_000
#: Words published for each outlet: those that it uses more often than the others, and those it uses less often.
MORE, LESS = 40, 20


@dataclass(frozen=True, slots=True)
class SampledArticles:
    """The articles of an event that are counted.

    Attributes:
        copies: Article id -> number of its group of near-copies.
        outlets: Article id -> outlet, of all member articles.
    """

    copies: dict[str, int]
    outlets: dict[str, str]


def sample(ids: Sequence[str], outlets: Sequence[str], most: int = SAMPLE, per_outlet: int = PER_OUTLET) -> list[str]:
    """Choose at most `most` articles of an event, the same ones each time.

    Outlets with few articles leave the rest of their share to the others. A hash of the ids decides which articles of
    an outlet are taken, so one more article changes at most one place in the sample of its outlet.

    Args:
        ids: Article ids.
        outlets: The outlet of each.
        most: At most so many articles in all; each outlet gets at least one.
        per_outlet: At most so many articles of one outlet.

    Returns:
        The chosen ids, sorted.
    """
    sizes = sorted(np.unique(np.array(outlets), return_counts=True)[1].tolist()) if ids else []
    room, each = most, per_outlet
    for index, size in enumerate(sizes):
        each = min(per_outlet, room // (len(sizes) - index))
        room -= min(size, each)
    order = sorted(zip(outlets, map(_rank, ids), ids, strict=True))
    taken = [[key for _, _, key in rows][: max(1, each)] for _, rows in groupby(order, key=lambda row: row[0])]
    return sorted(key for keys in taken for key in keys)


def _rank(key: str) -> bytes:
    return hashlib.sha256(b"sample\x1f" + key.encode()).digest()


def sampled_of(folder: Path) -> dict[str, SampledArticles]:
    """The sample of each event, from the table `articles` that already lies in a folder.

    Args:
        folder: The folder that the tables are written into.

    Returns:
        Event -> its sampled articles.
    """
    table = pq.read_table(folder / "articles.parquet", columns=["event", "article_id", "outlet", "member", "cluster"])
    table = table.filter(pc.field("member") & pc.field("outlet").is_valid())
    samples = {}
    for event in sorted(pc.unique(table["event"]).to_pylist()):
        here = table.filter(pc.field("event") == event)
        ids = here["article_id"].to_pylist()
        clusters = dict(zip(ids, here["cluster"].to_pylist(), strict=True))
        numbers: dict[str, int] = {}
        chosen = sample(ids, here["outlet"].to_pylist())
        names = [clusters[article] if clusters[article] is not None else f"\x1f{article}" for article in chosen]
        samples[event] = SampledArticles(
            {article: numbers.setdefault(name, len(numbers)) for article, name in zip(chosen, names, strict=True)},
            dict(zip(ids, here["outlet"].to_pylist(), strict=True)),
        )
    return samples


def terms(source: StoreReader, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Rows of the table `terms`: the counted words and phrases of the sampled articles.

    Args:
        source: The store; `articles` is already written to its folder.
        schema: The columns of the table.

    Yields:
        Batches, event by event. Rows of unchanged events are copied from the last data set.
    """
    sampled = sampled_of(source.folder)
    for event, parts in groupby(_parts(source, sampled), key=lambda part: str(part.event[0].as_py())):
        if (unchanged := source.unchanged("terms", schema, event)) is not None:
            yield from unchanged
            continue
        counter, ids = TermCounter(), list[str]()
        for part in parts:
            _count(source, part, counter, sampled[event].outlets)
            ids += part.article_id.to_pylist()
        yield from term_rows(schema, event, counter, ids, sampled)


def _parts(source: StoreReader, sampled: dict[str, SampledArticles]) -> Iterator[ArticleBatch]:
    """The sampled articles in the published order, of one event at a time."""
    for chunk in source.chunks():
        events, ids = chunk.event.to_pylist(), chunk.article_id.to_pylist()
        mine = [
            index
            for index, (event, article) in enumerate(zip(events, ids, strict=True))
            if event in sampled and article in sampled[event].copies
        ]
        for _, run in groupby(mine, key=lambda item: events[item]):
            yield chunk.take(list(run))


def _count(source: StoreReader, part: ArticleBatch, counter: TermCounter, outlets: Mapping[str, str]) -> None:
    """Count the words of a part's articles in the voices that its quotations give them."""
    articles, stored = t.articles, t.texts
    joined = articles.join(
        stored, (stored.c.article == articles.c.article) & (stored.c.revision == articles.c.revision)
    )
    texts = source.of(part, stored, ["text"], joined)
    text_of = dict(zip(texts.articles.tolist(), texts.columns["text"], strict=True))
    said = source.of(part, t.quotations, ["seq", "type", "worded", "voice", "content"])
    quotations: dict[int, list[Quotation]] = {}
    columns = [said.columns[name] for name in ("type", "worded", "voice", "content")]
    for at in said.ordered(["seq"]).tolist():
        kind, worded, voice, content = (column[at] for column in columns)
        spans = tuple(Span(*span) for span in json.loads(content))
        quotations.setdefault(int(said.articles[at]), []).append(
            Quotation(None, None, None, spans, kind, worded=worded != 0, decided=voice != "undecided")
        )
    for index, article in enumerate(part.article_id.to_pylist()):
        text = text_of.get(index, "")
        counter.add(text, voice_of(quotations.get(index, ()), text), outlets.get(article, ""))


def term_rows(
    schema: pa.Schema,
    event: str,
    counter: TermCounter,
    ids: Sequence[str],
    sampled: Mapping[str, SampledArticles],
) -> Iterator[pa.RecordBatch]:
    """The rows of the table `terms` for one event.

    Args:
        schema: The columns of the table.
        event: The event's id.
        counter: The counted words.
        ids: The ids of the counted articles, in the order in which they were added.
        sampled: Event -> its sampled articles.

    Yields:
        One batch: a row for each article and voice that has words.
    """
    counted = counter.counted([sampled[event].copies[article] for article in ids])
    words = counter.words()
    used = np.flatnonzero(words.ravel() > 0)
    yield batch_of(schema, [
        pa.array([event] * len(used), pa.string()),
        pa.array([ids[row // len(VOICES)] for row in used.tolist()], pa.string()),
        pa.array([str(VOICES[row % len(VOICES)]) for row in used.tolist()], pa.string()),
        pa.array(words.ravel()[used].astype(np.int32)),
        *_lists(counted, used),
    ])  # fmt: skip


def _lists(counted: CountedTerms, rows: NDArray[np.int64]) -> tuple[pa.Array, pa.Array]:
    """The terms and counts of some rows; rows that are left out have none."""
    lengths = np.diff(counted.ends)[rows]
    ends = pa.array(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32))
    names = pa.array(counted.vocabulary, pa.string()).take(pa.array(counted.terms))
    counts = pa.array(counted.counts.astype(np.int32))
    return pa.ListArray.from_arrays(ends, names), pa.ListArray.from_arrays(ends, counts)


# --- what is distinctive ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Folder:
    """The tables that are already written, with the interface that `collectors.compare` reads data sets through."""

    path: Path
    version: str = ""
    method_version: str = ""

    def table(
        self, name: str, columns: Sequence[str] | None = None, where: Sequence[tuple[str, str, object]] | None = None
    ) -> pa.Table:
        """A table or some of its columns; `where` holds filters in pyarrow's form."""
        return pq.read_table(
            self.path / f"{name}.parquet", columns=list(columns) if columns else None, filters=list(where or ()) or None
        )

    def summary(
        self, name: str, columns: Sequence[str] | None = None, where: Sequence[tuple[str, str, object]] | None = None
    ) -> pa.Table:
        """Always raise: summary tables do not exist yet while a data set is written."""
        raise ParallaxError(f"no summary {name} while a data set is written")


def distinctive_words(source: StoreReader, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Rows of the table `distinctive` of all events, from the tables that already lie in the folder.

    Args:
        source: The store and the folder.
        schema: The columns of the table.

    Yields:
        Batches, event by event. Rows of unchanged events are copied from the last data set.
    """
    folder = _Folder(source.folder)
    for event in sorted(pc.unique(folder.table("terms", ["event"])["event"]).to_pylist()):
        if (unchanged := source.unchanged("distinctive", schema, event)) is not None:
            yield from unchanged
            continue
        counted = load_terms(folder, event)
        if counted is not None:
            parts = source.spread(rows_of_voice, [VoiceTask(counted, voice) for voice in (ALL, *map(str, Voice))])
            yield from batches_of(schema, chain.from_iterable(parts))


@dataclass(frozen=True, slots=True)
class VoiceTask:
    """The words of an event in one voice, to be compared on any worker."""

    terms: Terms
    voice: str


def rows_of_voice(task: VoiceTask) -> list[tuple[object, ...]]:
    """The rows of the table `distinctive` for one event and voice.

    Args:
        task: The counted terms of the event, and the voice.

    Returns:
        Rows for all phases and articles of good grade, in each choice of copies: for every outlet the words that differ
        most, then the same with articles dealt to outlets at random.
    """
    terms, rows = task.terms, list[tuple[object, ...]]()
    done: dict[bytes, list[tuple[object, ...]]] = {}
    for copies in COPIES:
        selection = ArticleSelection(terms.event, voice=task.voice, copies=copies)
        key = terms.chosen(selection).tobytes()
        if key not in done:
            compared = distinctive(terms, selection)
            done[key] = list(_of(compared)) if compared is not None else []
        rows += [(terms.event, outlet, task.voice, copies, *rest) for outlet, *rest in done[key]]
    return rows


def _of(compared: Distinctive) -> Iterator[tuple[object, ...]]:
    for null, table in ((False, compared.table), (True, compared.null)):
        counts = (table.tested, table.below(corrected=False), table.below(corrected=True))
        for unit in table.units:
            words = [*compared.rows(unit, MORE, null=null), *compared.rows(unit, LESS, more=False, null=null)]
            for word in words if null else compared.with_intervals(words):
                yield (unit, null, *_values(word), *counts)


def _values(word: DistinctiveWord) -> tuple[object, ...]:
    return tuple(getattr(word, name) for name in DistinctiveWord.__slots__ if name != "unit")
