"""Finds same-story groups and copies in a whole stream, in order of publication and in bounded memory.

The stream is spooled into a temporary database on disk and read back by time of publication. Memory holds the active
groups and sketches, and one id and time for each article.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from collectors.copies import Copies
from collectors.events.grouping import Grouper, GroupSettings, batches
from collectors.events.interlingual import MOST, ArticleProfile, joined_stories, language_of_head, profile_of
from collectors.model import Article
from collectors.support.arrays import read, write
from collectors.support.dates import moment


@dataclass(frozen=True, slots=True)
class GroupedArticle:
    """The group of one article.

    Attributes:
        id: The article's id.
        group: The id of the group's first article.
        copy_of: The id of the first published of its near-duplicates in the same group; None where it is no copy.
    """

    id: str
    group: str
    copy_of: str | None


def group_stream(
    articles: Iterable[Article], settings: GroupSettings | None = None, state: Path | None = None
) -> Iterator[GroupedArticle]:
    """Group a stream of articles.

    Args:
        articles: Articles with distinct ids.
        settings: None for the defaults.
        state: A file that keeps groups between runs; created where it does not exist. New articles join the groups of
            earlier runs without reading earlier articles again; an earlier article that comes again keeps its group.

    Returns:
        One answer per article in the order of the stream, then, by id, the earlier articles whose answer changed.
        Without a state file, groups of several languages are joined where names and numbers match (`interlingual`); a
        state file keeps no names, so with one they are not.
    """
    grouper, copies = _begun(state, settings)
    before = _answers(grouper, copies) if state else {}
    with closing(sqlite3.connect("")) as spool:  # "" is a temporary database on disk that nobody else sees
        spool.execute("CREATE TABLE article (number INTEGER PRIMARY KEY, moment TEXT, id TEXT, body TEXT)")
        tongues: set[str] = set()
        for article in articles:
            if len(tongues) < 2 and state is None:
                tongues.add(language_of_head(article))
            # json.dumps writes ASCII, so that lone surrogates survive the database.
            key, body = json.dumps(article.id), None
            if article.id not in grouper:
                grouper.learn([article])
                body = json.dumps([article.title, article.published, article.text])
            row = (moment(article.published), key, body)
            spool.execute("INSERT INTO article (moment, id, body) VALUES (?, ?, ?)", row)
        profiles: dict[str, ArticleProfile] = {}
        several = len(tongues - {""}) > 1
        for batch in batches(_by_time(spool), grouper.settings.batch):
            grouper.add(batch, learned=True)
            for article in batch:
                copies.add(article)
                if several and len(profiles) < MOST:
                    profiles[article.id] = profile_of(article)
        across = joined_stories({name: grouper.group_of(name) for name in profiles}, profiles)
        if state:
            write(state, {**grouper.remembered(), **copies.remembered()})
        clusters = copies.clusters()
        names = (json.loads(key) for (key,) in spool.execute("SELECT id FROM article ORDER BY number"))
        for name in names:
            before.pop(name, None)
            answer = _answer(name, grouper, clusters)
            yield replace(answer, group=across.get(answer.id, answer.group))
    yield from (new for name, old in sorted(before.items()) if (new := _answer(name, grouper, clusters)) != old)


def _begun(state: Path | None, settings: GroupSettings | None) -> tuple[Grouper, Copies]:
    if state is None or not state.exists():
        return Grouper(settings), Copies()
    arrays = read(state)
    return Grouper.resumed(arrays, settings), Copies.resumed(arrays)


def _answers(grouper: Grouper, copies: Copies) -> dict[str, GroupedArticle]:
    clusters = copies.clusters()
    return {name: _answer(name, grouper, clusters) for name in grouper.articles()}


def _answer(name: str, grouper: Grouper, clusters: Mapping[str, str]) -> GroupedArticle:
    group, first = grouper.group_of(name), clusters.get(name, name)
    return GroupedArticle(name, group, first if first != name and grouper.group_of(first) == group else None)


def _by_time(spool: sqlite3.Connection) -> Iterator[Article]:
    for key, body in spool.execute("SELECT id, body FROM article WHERE body IS NOT NULL ORDER BY moment, id"):
        title, published, text = json.loads(body)
        yield Article(json.loads(key), None, None, title, (), published, None, text)
