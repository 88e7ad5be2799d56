"""Published table of the articles of an event that tell one story within days: what can be read side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
from sqlalchemy import select

from collectors.dataset.published_table import PublishedTable, batches_of, schema
from collectors.dataset.store_reader import StoreReader
from collectors.model import Article
from collectors.store import store_tables as t
from collectors.support.dates import moment

#: Articles of an event up to which its stories are told apart. Every publishing does it anew, reading each text twice;
#: beyond, the table is empty for the event and pages go by days.
MOST = 50_000
BATCH = 500
#: Articles of an event from which workers, where there are any, are worth their start.
WORKERS_PAY = 5_000

_STORIES = schema("event article_id story")


def _stories(source: StoreReader) -> Iterator[pa.RecordBatch]:
    for event in sorted(source.about):
        if (unchanged := source.unchanged("stories", _STORIES, event)) is not None:
            yield from unchanged
            continue
        yield from batches_of(
            _STORIES, ((event, article, story) for article, story in _story_of_articles(source, event))
        )


def _story_of_articles(source: StoreReader, event: str) -> list[tuple[str, str]]:
    """Each member article and its story, by article id."""
    # These load scipy: opening a data set needs the schema alone.
    from collectors.events.grouping import LEARNED_KEPT, Grouper  # noqa: PLC0415
    from collectors.events.interlingual import ArticleProfile, joined_stories  # noqa: PLC0415
    from collectors.events.story_reading import SecondReading, first_reading, second_reading  # noqa: PLC0415
    from collectors.events.term_reading import ReadTerms  # noqa: PLC0415

    articles, revisions, analyses = t.articles, t.revisions, t.analyses
    joined = articles.join(
        revisions, (revisions.c.article == articles.c.article) & (revisions.c.revision == articles.c.revision)
    ).join(analyses, analyses.c.article == articles.c.article)
    query = (
        select(articles.c.article, articles.c.id, revisions.c.published)
        .select_from(joined)
        .where(articles.c.event == event, analyses.c.member != 0)
    )
    dated = sorted((moment(row.published) or "", row.id, row.article) for row in source.connection.execute(query))
    if len(dated) > MOST:
        return []
    keys = [key for _, _, key in dated]
    # Workers read the articles, a stretch of time in each task; what is near what is decided here, in order of time.
    grouper = Grouper()
    tongues: set[str] = set()
    kept: dict[str, ReadTerms] = {}
    spread = source.spread if len(keys) >= WORKERS_PAY else map
    for read, languages in spread(first_reading, _articles(source, keys)):
        grouper.learn_read(read)
        kept.update((article.id, article) for article in read[: LEARNED_KEPT - len(kept)])
        tongues |= languages
    several = len(tongues - {""}) > 1
    profiles: dict[str, ArticleProfile] = {}
    tasks = (
        SecondReading(batch, kept.keys() & {article.id for article in batch}, several)
        for batch in _articles(source, keys)
    )
    for again, compared in spread(second_reading, tasks):
        grouper.add_read([kept[name] if terms is None else terms for name, terms in again])
        profiles.update(compared)
    group_of = {name: grouper.group_of(name) for _, name, _ in dated}
    across = joined_stories(group_of, profiles)
    # Code points, as every published order.
    return sorted((name, across.get(name, group)) for name, group in group_of.items())


def _articles(source: StoreReader, keys: Sequence[int]) -> Iterator[list[Article]]:
    """Articles as grouping reads them, in the order of the keys."""
    articles, revisions, texts = t.articles, t.revisions, t.texts
    joined = articles.join(
        revisions, (revisions.c.article == articles.c.article) & (revisions.c.revision == articles.c.revision)
    ).join(texts, (texts.c.article == articles.c.article) & (texts.c.revision == articles.c.revision))
    query = select(
        articles.c.article, articles.c.id, revisions.c.title, revisions.c.published, revisions.c.language, texts.c.text
    ).select_from(joined)
    for at in range(0, len(keys), BATCH):
        some = keys[at : at + BATCH]
        rows = {row.article: row for row in source.connection.execute(query.where(articles.c.article.in_(some)))}
        yield [
            Article(row.id, None, None, row.title, (), row.published, row.language, row.text)
            for key in some
            if (row := rows.get(key)) is not None
        ]


STORIES = PublishedTable("stories", _STORIES, _stories)
