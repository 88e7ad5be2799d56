"""Same-story groups and copies of a whole stream, in the order of publication, in bounded memory.

The stream is spooled into a temporary database on disk, read back by time of publication, and forgotten: memory holds
the active groups and sketches, one id and time per article.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from collectors.copies import Copies
from collectors.dates import moment
from collectors.grouping import Grouper, GroupSettings, batches
from collectors.model import Article


@dataclass(frozen=True, slots=True)
class Told:
    """Where an article belongs: the group is named by its first article; `copy_of` is the first published of its
    near-duplicates in the same group, or None."""

    id: str
    group: str
    copy_of: str | None


def tell_apart(articles: Iterable[Article], settings: GroupSettings | None = None) -> Iterator[Told]:
    """Group a stream of articles with distinct ids; the answers come in the order of the stream."""
    grouper, copies = Grouper(settings), Copies()
    with closing(sqlite3.connect("")) as spool:  # "" is a temporary database on disk that nobody else sees
        spool.execute("CREATE TABLE article (number INTEGER PRIMARY KEY, moment TEXT, id TEXT, body TEXT)")
        for article in articles:
            grouper.learn([article])
            # json.dumps writes ASCII, so that lone surrogates survive the database.
            key, body = json.dumps(article.id), json.dumps([article.title, article.published, article.text])
            row = (moment(article.published), key, body)
            spool.execute("INSERT INTO article (moment, id, body) VALUES (?, ?, ?)", row)
        for batch in batches(_by_time(spool), grouper.settings.batch):
            grouper.add(batch, learned=True)
            for article in batch:
                copies.add(article)
        clusters = copies.clusters()
        for (key,) in spool.execute("SELECT id FROM article ORDER BY number"):
            name = json.loads(key)
            group, first = grouper.group_of(name), clusters.get(name, name)
            yield Told(name, group, first if first != name and grouper.group_of(first) == group else None)


def _by_time(spool: sqlite3.Connection) -> Iterator[Article]:
    for key, body in spool.execute("SELECT id, body FROM article ORDER BY moment, id"):
        title, published, text = json.loads(body)
        yield Article(json.loads(key), None, None, title, (), published, None, text)
