"""Saves a batch of articles: first it is decided what happens to each, then articles and outcomes are written.

An article is identified by its event and id. The rules:

- never seen: saved;
- the same content again: unchanged;
- other content under the same id in one run: a duplicate, refused, since one of the two ids must be wrong; two captures
  of a page at different times are not duplicates;
- the same article of one outlet at one address under another id: the same page, kept once; where its text is much
  longer, it becomes a revision of the stored article;
- under a tombstone: removed; nothing but its address is kept;
- other content in a later run, or captured at another time: revised. The revision with the newest capture is current.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from collectors.model import Article, Outcome, OutcomeKind
from collectors.store import store_tables as t
from collectors.store.same_address import LONGER, Addresses, SameArticle
from collectors.store.tombstones import Tombstones, tombstones_over
from collectors.store.transactions import Row, upsert


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article on its way into the store, with its source; its `event` is set.

    Attributes:
        note: A remark for its outcome.
        joins_as_current: For another copy of a stored article, whether it becomes the current one; None for others.
    """

    article: Article
    file: str | None = None
    line: int | None = None
    note: str = ""
    joins_as_current: bool | None = None


@dataclass(frozen=True, slots=True)
class RefusedArticle:
    """An input that did not become an article."""

    outcome: Outcome
    event: str = ""
    file: str | None = None
    line: int | None = None


@dataclass(slots=True)
class Known:
    """What the store holds of an article; `key` is None while it is new, `digests` leads to numbers of revisions."""

    key: int | None
    current: int
    run: int
    digest: str
    fetched_at: str | None
    digests: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens to an article: `revision` is the number to write, None for nothing; `current` makes it current."""

    kind: OutcomeKind
    revision: int | None = None
    current: bool = True


def digest_of(article: Article) -> str:
    """A SHA-256 over everything in an article whose change a reader would notice."""
    fields = (
        *(article.outlet, article.url, article.title, article.standfirst, article.published),
        *(article.language, article.section, article.type, article.grade.value, article.text),
    )
    digest = hashlib.sha256()
    for value in (*fields, *article.authors):
        # The length before each value keeps different articles from giving the same bytes.
        data = b"" if value is None else value.encode("utf-8")
        digest.update(b"-" if value is None else b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def decide(stored: Known | None, digest: str, fetched_at: str | None, run: int) -> Decision:
    """Apply the rules of this module to one article.

    Args:
        stored: What the store holds of it; None where it is new.
        digest: The digest of the incoming article.
        fetched_at: When it was captured, ISO 8601.
        run: The number of the run.

    Returns:
        The decision.
    """
    if stored is None:
        return Decision(OutcomeKind.SAVED, 1)
    if digest == stored.digest:
        return Decision(OutcomeKind.UNCHANGED)
    captures = _compare(fetched_at, stored.fetched_at)
    if captures == -1:
        if digest in stored.digests:
            return Decision(OutcomeKind.UNCHANGED)
        return Decision(OutcomeKind.REVISED, max(stored.digests.values()) + 1, current=False)
    if stored.run == run and captures != 1:
        return Decision(OutcomeKind.DUPLICATE)
    return Decision(OutcomeKind.REVISED, max(stored.digests.values()) + 1)


def join(stored: Known, digest: str, *, as_current: bool) -> Decision:
    """Decide about another copy of a known article, from an archive or from the web: new content becomes a revision.

    Args:
        stored: what the store has of the article.
        digest: of the copy's content.
        as_current: whether new content becomes the article's current text.
    """
    if digest in stored.digests:
        return Decision(OutcomeKind.UNCHANGED)
    return Decision(OutcomeKind.REVISED, max(stored.digests.values()) + 1, current=as_current)


def _compare(new: str | None, old: str | None) -> int | None:
    """-1, 0 or 1 where both capture times are known and readable, otherwise None."""
    if new is None or old is None:
        return None
    try:
        one, other = (_utc(datetime.fromisoformat(moment)) for moment in (new, old))
    except ValueError:
        return None
    return (one > other) - (one < other)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Planned:
    item: Incoming
    digest: str
    decision: Decision
    known: Known


def save_batch(connection: Connection, run: int, batch: Sequence[Incoming | RefusedArticle], now: str) -> list[Outcome]:
    """Save a batch inside the caller's transaction.

    Args:
        connection: A writing transaction.
        run: The number of the run.
        batch: The articles, and the inputs that could not be read.
        now: The time of saving, ISO 8601 in UTC.

    Returns:
        One outcome for each item, in the same order.
    """
    buried = tombstones_over(connection, [item.article for item in batch if isinstance(item, Incoming)])
    batch = [_unless_removed(item, buried) for item in batch]
    arriving = [item.article for item in batch if isinstance(item, Incoming)]
    addresses = Addresses(connection, arriving)
    stored = _load_known(connection, arriving)
    repeated = {
        index: addresses.repeated_by(item.article) for index, item in enumerate(batch) if isinstance(item, Incoming)
    }
    twins = [replace(batch[at].article, id=same.id) for at, same in repeated.items() if same]  # type: ignore[union-attr]
    stored |= _load_known(connection, twins)
    planned = [
        _plan(stored, item, run, repeated[index]) if isinstance(item, Incoming) else item
        for index, item in enumerate(batch)
    ]
    articles = [item for item in planned if isinstance(item, _Planned)]
    _insert_articles(connection, articles, run)
    _insert_revisions(connection, [article for article in articles if article.decision.revision is not None], run, now)
    _point_to_current(connection, articles, run)
    outcomes = [_outcome(item) if isinstance(item, _Planned) else item.outcome for item in planned]
    _write_outcomes(connection, run, list(zip(planned, outcomes, strict=True)))
    return outcomes


def _unless_removed(item: Incoming | RefusedArticle, buried: Tombstones) -> Incoming | RefusedArticle:
    """The item, or the outcome of an article that was removed earlier."""
    if isinstance(item, RefusedArticle) or (stone := buried.over(item.article)) is None:
        return item
    article = item.article
    detail = f"removed on {stone.at[:10]} by {stone.by}: {stone.reason}"
    outcome = Outcome(article.url or article.id, OutcomeKind.REMOVED, article.outlet, detail)
    return RefusedArticle(outcome, article.event or "", item.file, item.line)


def _load_known(connection: Connection, articles: Sequence[Article]) -> dict[tuple[str, str], Known]:
    stored, revision = t.articles, t.revisions
    by_event: dict[str, list[str]] = {}
    for article in articles:
        by_event.setdefault(article.event or "", []).append(article.id)
    by_key: dict[tuple[str, str], Known] = {}
    for event, ids in by_event.items():
        query = (
            select(
                stored.c.article,
                stored.c.id,
                stored.c.revision,
                stored.c.run,
                revision.c.revision.label("number"),
                revision.c.digest,
                revision.c.fetched_at,
            )
            .join(revision, revision.c.article == stored.c.article)
            .where(stored.c.event == event, stored.c.id.in_(sorted(set(ids))))
            .order_by(stored.c.article, revision.c.revision)
        )
        for row in connection.execute(query):
            entry = by_key.setdefault((event, row.id), Known(row.article, row.revision, row.run, "", None))
            entry.digests[row.digest] = row.number
            if row.number == row.revision:
                entry.digest, entry.fetched_at = row.digest, row.fetched_at
    return by_key


def _plan(
    stored: dict[tuple[str, str], Known], item: Incoming, run: int, repeated: SameArticle | None = None
) -> _Planned:
    """Decide about one article and remember it for the later ones; `repeated` is its twin under another id."""
    article = item.article
    key = (article.event or "", article.id)
    digest = digest_of(article)
    entry = stored.get(key)
    if entry is None and repeated is not None and (there := stored.get((key[0], repeated.id))) is not None:
        return _plan_repeated(item, digest, there, repeated)
    if item.joins_as_current is not None and entry is not None:
        decision = join(entry, digest, as_current=item.joins_as_current)
    else:
        decision = decide(entry, digest, article.fetched_at, run)
    if entry is None:
        entry = stored[key] = Known(None, 1, run, digest, article.fetched_at, {digest: 1})
    elif decision.revision is not None:
        entry.digests[digest] = decision.revision
        if decision.current:
            entry.current, entry.digest, entry.fetched_at = decision.revision, digest, article.fetched_at
    entry.run = run
    return _Planned(item, digest, decision, entry)


def _plan_repeated(item: Incoming, digest: str, there: Known, repeated: SameArticle) -> _Planned:
    """Plan for an article that is stored under another id: kept once, as a revision where its text is much longer."""
    longer = len(item.article.text) > LONGER * len(repeated.text) and digest not in there.digests
    number = max(there.digests.values()) + 1 if longer else None
    if number is not None:
        there.digests[digest] = there.current = number
        there.digest, there.fetched_at = digest, item.article.fetched_at
    kind = OutcomeKind.REVISED if longer else OutcomeKind.SAME_PAGE
    detail = f"the same address and piece as article {repeated.id!r}, kept once"
    noted = replace(item, note="; ".join(filter(None, [item.note, detail])))
    return _Planned(noted, digest, Decision(kind, number), there)


def _insert_articles(connection: Connection, planned: Sequence[_Planned], run: int) -> None:
    new = [entry for entry in planned if entry.decision.kind is OutcomeKind.SAVED]
    if not new:
        return
    # The writer's lock is held, so no other program takes these keys. Fetching each key doubled the time of saving.
    last = connection.execute(select(func.coalesce(func.max(t.articles.c.article), 0))).scalar_one()
    rows = []
    for key, entry in enumerate(new, start=last + 1):
        entry.known.key = key
        article = entry.item.article
        place = {"event": article.event or "", "id": article.id, "outlet": article.outlet, "url": article.url}
        rows.append({"article": key, **place, "revision": 1, "run": run})
    connection.execute(insert(t.articles), rows)


def _insert_revisions(connection: Connection, planned: Sequence[_Planned], run: int, now: str) -> None:
    if not planned:
        return
    connection.execute(insert(t.revisions), [_revision_row(entry, run, now) for entry in planned])
    texts = [
        {"article": entry.known.key, "revision": entry.decision.revision, "text": entry.item.article.text}
        for entry in planned
    ]
    connection.execute(insert(t.texts), texts)


def _revision_row(planned: _Planned, run: int, now: str) -> Row:
    article = planned.item.article
    return {
        "article": planned.known.key,
        "revision": planned.decision.revision,
        "digest": planned.digest,
        "text_sha256": hashlib.sha256(article.text.encode("utf-8")).hexdigest(),
        "title": article.title,
        "standfirst": article.standfirst,
        "authors": json.dumps(list(article.authors), ensure_ascii=False),
        "published": article.published,
        "language": article.language,
        "section": article.section,
        "type": article.type,
        "grade": article.grade.value,
        "grade_reasons": json.dumps(list(article.grade_reasons), ensure_ascii=False),
        "fetched_at": article.fetched_at,
        "extractor": article.extractor,
        "sources": json.dumps(dict(sorted(article.sources.items())), ensure_ascii=False),
        "run": run,
        "saved_at": now,
    }


def _point_to_current(connection: Connection, planned: Sequence[_Planned], run: int) -> None:
    revised = [entry for entry in planned if entry.decision.kind is OutcomeKind.REVISED and entry.decision.current]
    if revised:
        statement = (
            update(t.articles)
            .where(t.articles.c.article == bindparam("key"))
            .values(outlet=bindparam("to_outlet"), url=bindparam("to_url"), revision=bindparam("to_revision"))
        )
        rows = [
            {
                "key": entry.known.key,
                "to_outlet": entry.item.article.outlet,
                "to_url": entry.item.article.url,
                "to_revision": entry.decision.revision,
            }
            for entry in revised
        ]
        connection.execute(statement, rows)
    met = sorted(
        {entry.known.key for entry in planned if entry.decision.kind is not OutcomeKind.SAVED and entry.known.key}
    )
    if met:
        connection.execute(update(t.articles).where(t.articles.c.article.in_(met)).values(run=run))


def _outcome(planned: _Planned) -> Outcome:
    item, kind = planned.item, planned.decision.kind
    article = item.article
    if kind is OutcomeKind.DUPLICATE:
        where = f"{item.file}:{item.line}" if item.file and item.line else item.file or article.id
        detail = f"id {article.id!r} stands here twice with different content; the first one was kept"
        return Outcome(where, kind, article.outlet, detail, "give each article an id of its own and import again")
    detail = item.note
    if kind is OutcomeKind.SAME_PAGE:
        where = f"{item.file}:{item.line}" if item.file and item.line else article.id
        return Outcome(where, kind, article.outlet, detail)
    if kind is OutcomeKind.REVISED and not planned.decision.current and item.joins_as_current is None:
        detail = "; ".join(filter(None, ["an older capture, kept as a revision", detail]))
    return Outcome(article.url or article.id, kind, article.outlet, detail)


def _write_outcomes(
    connection: Connection, run: int, done: Sequence[tuple[_Planned | RefusedArticle, Outcome]]
) -> None:
    """Write one row per event and key; an article that comes again unchanged keeps the outcome `saved`."""
    columns = t.outcomes.c
    saved: list[Row] = []
    again: list[Row] = []
    refused: list[Row] = []
    for what, outcome in done:
        if isinstance(what, _Planned):
            event, file, line = what.item.article.event or "", what.item.file, what.item.line
            article = None if outcome.kind is OutcomeKind.DUPLICATE else what.known.key
        else:
            event, file, line, article = what.event, what.file, what.line, None
        row = {
            "run": run,
            "event": event,
            "key": outcome.key,
            "kind": outcome.kind.value,
            "outlet": outcome.outlet,
            "detail": outcome.detail,
            "remedy": outcome.remedy,
            "article": article,
            "file": file,
            "line": line,
        }
        if outcome.kind is OutcomeKind.UNCHANGED:
            again.append(row | {"kind": OutcomeKind.SAVED.value})
        else:
            (refused if article is None else saved).append(row)
    # What is in the store stays saved or revised when it comes again, unchanged or unreadable.
    upsert(connection, t.outcomes, ("event", "key"), refused, only=columns.article.is_(None))
    upsert(connection, t.outcomes, ("event", "key"), again, only=columns.article.is_(None))
    upsert(connection, t.outcomes, ("event", "key"), saved)
