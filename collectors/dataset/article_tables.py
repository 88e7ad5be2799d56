"""Published tables with one row per article: its metadata and figures (`articles`), and its text (`texts`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import select

from collectors.dataset.published_table import PublishedTable, batch_of, schema
from collectors.dataset.store_reader import StoreReader, day_of, parsed
from collectors.store import store_tables as t
from collectors.support.dates import date_confidence, date_evidence
from collectors.support.extents import FULL

_PIECE = ("language", "url", "title", "standfirst", "published", "type", "grade", "extractor", "text_sha256")
_RESULT = ("words", "sentences", "member_score", "member_rule", "member_reason", "agency", "cluster")
_SAME = _PIECE + _RESULT

_ARTICLES = schema(
    "event article_id outlet outlet_name country language ownership invented:bool url title standfirst "
    "authors:strs published day:day phase type grade grade_reasons extent date_confidence date_evidence date_claims "
    "words:int sentences:int member:bool member_score:double member_rule member_reason agency cluster "
    "first_in_cluster:bool extractor text_sha256"
)
_TEXTS = schema("event article_id text")


def _articles(source: StoreReader) -> Iterator[pa.RecordBatch]:
    articles, revisions, analyses = t.articles, t.revisions, t.analyses
    joined = articles.join(
        revisions, (revisions.c.article == articles.c.article) & (revisions.c.revision == articles.c.revision)
    ).join(analyses, analyses.c.article == articles.c.article)
    tables = {column.name: column for table in (analyses, revisions) for column in table.c} | {"url": articles.c.url}
    made = ("authors", "grade_reasons", "member", "first_in_cluster", "sources")
    query = select(
        articles.c.event, articles.c.id, articles.c.outlet, *(tables[name] for name in (*_SAME, *made))
    ).select_from(joined)
    for event, article_id, outlet, *rest in source.columns(query, articles.c.event, articles.c.id):
        values: dict[str, Sequence[Any]] = dict(zip((*_SAME, *made), rest, strict=True))
        outlets = [source.known.get(name) for name in outlet]
        days = [day_of(moment) for moment in values["published"]]
        sources = parsed(values["sources"])
        values |= {
            "event": event,
            "article_id": article_id,
            "outlet": outlet,
            "outlet_name": [
                declared.name if declared else name for declared, name in zip(outlets, outlet, strict=True)
            ],
            "country": [declared.country if declared else None for declared in outlets],
            "ownership": [declared.ownership.value if declared else None for declared in outlets],
            "invented": [bool(declared and declared.invented) for declared in outlets],
            "authors": parsed(values["authors"]),
            "day": days,
            "phase": [source.phase(name, day) for name, day in zip(event, days, strict=True)],
            "grade_reasons": ["; ".join(reasons) for reasons in parsed(values["grade_reasons"])],
            "extent": [origins.get("extent", FULL) for origins in sources],
            "date_confidence": [
                date_confidence(origins) if day is not None else None
                for origins, day in zip(sources, days, strict=True)
            ],
            "date_evidence": [date_evidence(origins) for origins in sources],
            "date_claims": [origins.get("published_claims") or None for origins in sources],
            "member": [bool(member) for member in values["member"]],
            "first_in_cluster": [first != 0 for first in values["first_in_cluster"]],
        }
        yield batch_of(_ARTICLES, [values[name] for name in _ARTICLES.names])


def _texts(source: StoreReader) -> Iterator[pa.RecordBatch]:
    articles, texts = t.articles, t.texts
    joined = articles.join(texts, (texts.c.article == articles.c.article) & (texts.c.revision == articles.c.revision))
    for chunk in source.chunks():
        children = source.of(chunk, texts, ["text"], joined)
        order = np.argsort(children.articles, kind="stable")
        at = children.articles[order]
        yield batch_of(_TEXTS, [chunk.event.take(at), chunk.article_id.take(at), children.taken("text", order)])


ARTICLES = PublishedTable("articles", _ARTICLES, _articles, wording=("title", "standfirst", "authors"))
#: Small row groups: a page of sentences looks up eight texts and reads one group for each (1.0 ms in groups of 128
#: rows, 3.4 ms in groups of 256).
TEXTS = PublishedTable("texts", _TEXTS, _texts, batch=256, group=128, text=True, unsought=("text",))
