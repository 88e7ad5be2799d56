"""Analyses of articles: which articles lack one, and replacing one with all its rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, RowMapping, Subquery, bindparam, delete, func, insert, or_, select, update

from collectors.model import Article, Grade
from collectors.store import store_tables as t
from collectors.store.transactions import Row, reading


@dataclass(frozen=True, slots=True)
class Stored:
    """An article in the store, with its key and the number of its revision."""

    key: int
    revision: int
    article: Article


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything measured on one revision of an article.

    Attributes:
        key: The article's key in the store.
        revision: The revision that was measured.
        method: The version of the method.
        event_digest: The digest of the event's declarations.
        member_score: Points of the membership rule; None where no points were counted.
        rows: Table (mentions, marks, quotations, voices or measures) -> rows without their column `article`.
    """

    key: int
    revision: int
    method: str
    event_digest: str
    words: int
    sentences: int
    member: bool
    member_score: float | None
    member_rule: str
    member_reason: str
    agency: str | None = None
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)


_ROWS = ("mentions", "marks", "quotations", "voices", "measures")


def save_analyses(connection: Connection, analyses: Sequence[Analysis]) -> None:
    """Replace the analyses of some articles inside the caller's transaction.

    An article that was revised since it was read is left out; its new text will be measured by the next run.

    Args:
        connection: A writing transaction.
        analyses: The new analyses.
    """
    if not analyses:
        return
    articles = t.articles
    query = select(articles.c.article, articles.c.revision).where(
        articles.c.article.in_([analysis.key for analysis in analyses])
    )
    current = dict(connection.execute(query).all())
    analyses = [analysis for analysis in analyses if current.get(analysis.key) == analysis.revision]
    keys = [analysis.key for analysis in analyses]
    for name in (*_ROWS, "analyses"):  # children first
        table = t.TABLES[name]
        connection.execute(delete(table).where(table.c.article.in_(keys)))
    if analyses:
        connection.execute(insert(t.analyses), [_row(analysis) for analysis in analyses])
    for name in _ROWS:
        rows = [{"article": analysis.key, **row} for analysis in analyses for row in analysis.rows.get(name, ())]
        if rows:
            connection.execute(insert(t.TABLES[name]), rows)


def _row(analysis: Analysis) -> Row:
    return {
        "article": analysis.key,
        "revision": analysis.revision,
        "method": analysis.method,
        "event_digest": analysis.event_digest,
        "words": analysis.words,
        "sentences": analysis.sentences,
        "member": int(analysis.member),
        "member_score": analysis.member_score,
        "member_rule": analysis.member_rule,
        "member_reason": analysis.member_reason,
        "agency": analysis.agency,
        "cluster": None,
        "first_in_cluster": None,  # until copies are looked for
    }


def save_clusters(connection: Connection, clusters: Mapping[int, tuple[str | None, bool]]) -> None:
    """Set clusters of near-duplicates inside the caller's transaction.

    Args:
        connection: A writing transaction.
        clusters: Article key -> (cluster or None, whether the article is the first of it).
    """
    if clusters:
        analyses = t.analyses
        statement = (
            update(analyses)
            .where(analyses.c.article == bindparam("key"))
            .values(cluster=bindparam("to_cluster"), first_in_cluster=bindparam("to_first"))
        )
        rows = [
            {"key": key, "to_cluster": cluster, "to_first": int(first)}
            for key, (cluster, first) in sorted(clusters.items())
        ]
        connection.execute(statement, rows)


def _lacking(method: str) -> Subquery:
    """The keys of the articles without an analysis of their current text by this method and current event file."""
    articles, analyses, events = t.articles, t.analyses, t.events
    stale = or_(
        analyses.c.article.is_(None),
        analyses.c.revision != articles.c.revision,
        analyses.c.method != method,
        analyses.c.event_digest != events.c.digest,
    )
    join = articles.join(events, events.c.event == articles.c.event).outerjoin(
        analyses, analyses.c.article == articles.c.article
    )
    return select(articles.c.article).select_from(join).where(stale).subquery()


def count_pending(engine: Engine, method: str) -> int:
    """The number of articles that lack a current analysis (see `Store.count_pending`)."""
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(_lacking(method))).scalar_one()


def pending(engine: Engine, method: str, size: int) -> Iterator[list[Stored]]:
    """The articles that lack a current analysis, in batches of `size`, each read in a transaction of its own.

    Args:
        engine: of the store.
        method: the version of the method that a current analysis has.
        size: articles in a batch at most.
    """
    after = 0
    lacking = _lacking(method)
    while True:
        query = select(lacking.c.article).where(lacking.c.article > after).order_by(lacking.c.article).limit(size)
        with reading(engine) as connection:
            keys = list(connection.execute(query).scalars())
            batch = load(connection, keys)
        if not batch:
            return
        yield batch
        after = keys[-1]


def load(connection: Connection, keys: Sequence[int]) -> list[Stored]:
    """The current revisions of some articles, sorted by key.

    Args:
        connection: A transaction.
        keys: The keys of the articles.

    Returns:
        The articles; keys that are not in the store are left out.
    """
    articles, revisions, texts = t.articles, t.revisions, t.texts
    query = (
        select(
            articles.c.article.label("key"),
            articles.c.event,
            articles.c.id,
            articles.c.outlet,
            articles.c.url,
            revisions,
            texts.c.text,
        )
        .join(revisions, (revisions.c.article == articles.c.article) & (revisions.c.revision == articles.c.revision))
        .join(texts, (texts.c.article == articles.c.article) & (texts.c.revision == articles.c.revision))
        .where(articles.c.article.in_(keys))
        .order_by(articles.c.article)
    )
    return [_stored(row) for row in connection.execute(query).mappings()]


def _stored(row: RowMapping) -> Stored:
    article = Article(
        id=row["id"],
        url=row["url"],
        outlet=row["outlet"],
        title=row["title"],
        authors=tuple(json.loads(row["authors"])),
        published=row["published"],
        language=row["language"],
        text=row["text"],
        event=row["event"],
        standfirst=row["standfirst"],
        section=row["section"],
        type=row["type"],
        grade=Grade(row["grade"]),
        grade_reasons=tuple(json.loads(row["grade_reasons"])),
        fetched_at=row["fetched_at"],
        extractor=row["extractor"],
        sources=json.loads(row["sources"]),
    )
    return Stored(row["key"], row["revision"], article)
