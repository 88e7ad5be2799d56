"""Published table of names that outlets use and that the event file does not declare."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import select

from collectors.dataset.published_table import PublishedTable, batches_of, schema
from collectors.dataset.store_reader import StoreReader
from collectors.model import Place, Span
from collectors.store import store_tables as t

if TYPE_CHECKING:
    from collectors.discovery import ReadArticle

#: Discovery reads at most so many articles of an event and of one outlet, and takes about 12 ms for each. A hash of the
#: ids decides which articles are read.
MOST, PER_OUTLET, LEAST_PER_OUTLET = 6_000, 200, 20
BATCH = 500

#: `articles` of `named` sampled articles that name the target in this language use the phrase. `outlets` is JSON:
#: outlet -> [articles with the phrase, articles that name the target]. The span is one use in the text of `article_id`.
_PROPOSALS = schema(
    "event kind target language phrase surface mentions:int articles:int named:int outlets article_id outlet start:int "
    "end:int p_value:double q_value:double"
)


def _proposals(source: StoreReader) -> Iterator[pa.RecordBatch]:
    from collectors.discovery import candidates  # noqa: PLC0415  loads the metrics; a schema must not

    for event in sorted(source.about):
        if (unchanged := source.unchanged("proposals", _PROPOSALS, event)) is not None:
            yield from unchanged
            continue
        proposed = candidates(_sample(source, event), source.about[event].event)
        yield from batches_of(
            _PROPOSALS,
            (
                (
                    event, candidate.kind, candidate.target, candidate.language or None, candidate.phrase,
                    candidate.surface, candidate.mentions, candidate.articles, candidate.named,
                    _used_by(candidate.outlets),
                    candidate.example.article, candidate.example.outlet, *candidate.example.span,
                    candidate.p_value, candidate.q_value,
                )
                for candidate in proposed
            ),
        )  # fmt: skip


def _used_by(outlets: Mapping[str, tuple[int, int]]) -> str:
    """JSON of outlet -> [articles with the name, articles that name the target], without outlets that never use it."""
    return json.dumps(
        {outlet: counts for outlet, counts in outlets.items() if counts[0]}, ensure_ascii=False, sort_keys=True
    )


def _sample(source: StoreReader, event: str) -> list[ReadArticle]:
    """The member articles of good grade that discovery reads, with their texts."""
    from collectors.discovery import ReadArticle  # noqa: PLC0415  loads the metrics

    columns = ["article_id", "outlet", "phase", "language"]
    fit = [("event", "==", event), ("member", "==", True), ("grade", "==", "good")]
    rows = pq.read_table(source.folder / "articles.parquet", columns=columns, filters=fit).to_pylist()
    by_outlet: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if row["outlet"] is not None:
            by_outlet[row["outlet"]].append(row)
    each = max(LEAST_PER_OUTLET, min(PER_OUTLET, MOST // max(1, len(by_outlet))))
    chosen = {
        row["article_id"]: row
        for outlet in sorted(by_outlet)
        for row in sorted(by_outlet[outlet], key=lambda item: _rank(item["article_id"]))[:each]
    }
    texts, named = _texts(source, event, sorted(chosen)), _named(source, event, sorted(chosen))
    return [
        ReadArticle(name, row["outlet"], row["phase"] or "", row["language"], texts[name], named.get(name, {}))
        for name, row in chosen.items()
        if name in texts
    ]


def _named(source: StoreReader, event: str, names: Sequence[str]) -> dict[str, dict[str, list[Span]]]:
    """Article -> concept -> where its texts use the concept's names, from the mentions that are already written."""
    chosen, found = pa.array(names, pa.string()), dict[str, dict[str, list[Span]]]()
    columns = ["event", "article_id", "concept", "place", "start", "end"]
    here = (
        (pc.field("event") == event) & (pc.field("place") != str(Place.HEADLINE)) & pc.field("article_id").isin(chosen)
    )
    with pq.ParquetFile(source.folder / "mentions.parquet") as file:
        for batch in file.iter_batches(columns=columns):
            rows = pa.Table.from_batches([batch]).filter(here)
            keys = (rows[name].to_pylist() for name in ("article_id", "concept", "start", "end"))
            for article, concept, start, end in zip(*keys, strict=True):
                found.setdefault(article, {}).setdefault(concept, []).append(Span(start, end))
    return found


def _rank(article: str) -> tuple[bytes, str]:
    return hashlib.sha256(article.encode()).digest(), article


def _texts(source: StoreReader, event: str, names: Sequence[str]) -> dict[str, str]:
    articles, texts = t.articles, t.texts
    joined = articles.join(texts, (texts.c.article == articles.c.article) & (texts.c.revision == articles.c.revision))
    query = select(articles.c.id, texts.c.text).select_from(joined).where(articles.c.event == event)
    text_of: dict[str, str] = {}
    for at in range(0, len(names), BATCH):
        rows = source.connection.execute(query.where(articles.c.id.in_(names[at : at + BATCH])))
        text_of.update((row.id, row.text) for row in rows)
    return text_of


PROPOSALS = PublishedTable("proposals", _PROPOSALS, _proposals)
