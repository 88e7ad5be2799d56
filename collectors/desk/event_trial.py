"""What a draft of an event would find: counts and hits in context over articles that are in the store already."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select

from collectors.desk.event_texts import checked_event
from collectors.events import pattern_check
from collectors.events.event_terms import language_of_terms, phrase_pattern
from collectors.events.membership import REVIEW, membership
from collectors.model import Article, Event, Override
from collectors.store import Store
from collectors.store import store_tables as t
from collectors.store.analyses import load
from collectors.support.time_limit import TookTooLongError, processor_seconds

#: At most so many articles are read: they are drawn by a hash of their ids, so that the same ones are read each time.
MOST_READ = 1_000
#: Seconds of the processor that a trial may take.
LIMIT = 30.0
#: Articles listed of each verdict, and contexts of each term.
LISTED = 8
_CONTEXTS = 3
_AROUND = 50


@dataclass(frozen=True, slots=True)
class TriedName:
    """What one term, actor or name of a concept finds.

    Attributes:
        what: "term", "actor", or the title of a concept.
        name: The term, the actor's name or the variant's label.
        language: The code of the language in whose articles it was looked for; "" for all.
        articles: How many articles hold it; None where only uses were counted.
        uses: How often it is used.
        contexts: The first uses with the text around them; brackets mark the use.
        surfaces: The most frequent spellings with their counts.
    """

    what: str
    name: str
    language: str
    articles: int | None
    uses: int
    contexts: tuple[str, ...] = ()
    surfaces: str = ""


@dataclass(frozen=True, slots=True)
class TriedArticle:
    """An article with what the draft says of it."""

    title: str
    outlet: str
    day: str
    reason: str


@dataclass(frozen=True, slots=True)
class EventTrial:
    """What a draft finds.

    Attributes:
        total: Articles of the event in the store.
        read: How many of them were read.
        belong: How many belong by the draft.
        doubtful: How many would wait for a decision.
        articles: "belong", "doubtful" or "outside" -> the first articles of that verdict.
        names: What each term, actor and name of a concept finds in the articles that belong; in all where none does.
        failed: Why the trial was stopped; "" where it was not.
        problems: (line, what, remedy) of each mistake in the draft; with any, nothing was tried.
        without_terms: Whether the draft declares no term, so that every article of its days belongs.
    """

    total: int = 0
    read: int = 0
    belong: int = 0
    doubtful: int = 0
    articles: dict[str, tuple[TriedArticle, ...]] = field(default_factory=dict)
    names: tuple[TriedName, ...] = ()
    failed: str = ""
    problems: tuple[tuple[int, str, str], ...] = ()
    without_terms: bool = False

    @property
    def outside(self) -> int:
        """How many of the articles that were read are not about the event."""
        return self.read - self.belong - self.doubtful


def store_stamp(database: str, event: str) -> str:
    """A word that changes when articles of an event are imported: trials of the same draft are kept by it."""
    with Store(database) as store, store.reading() as connection:
        revisions, articles = t.revisions.c, t.articles.c
        query = select(func.count(), func.max(articles.article), func.max(articles.run), func.max(articles.revision))
        row = connection.execute(query.where(articles.event == event)).one()
        newest = connection.execute(select(func.max(revisions.saved_at))).scalar_one()
    return "-".join(map(str, (*row, newest)))


def try_event(
    event: str, text: str, database: str, articles_of: str, decided: tuple[Override, ...] = (), stamp: str = ""
) -> EventTrial:
    """Try a draft on articles of the store. It is a function of its arguments, for a worker process.

    Args:
        event: The event's id.
        text: The draft.
        database: The store's URL.
        articles_of: The event whose articles are read.
        decided: Decisions by hand, which win over the draft's terms.
        stamp: As from `store_stamp`; the answer may be kept as long as it is the same.

    Returns:
        What the draft finds, or the mistakes in it.
    """
    declared, problems = checked_event(event, text)
    if declared is None:
        return EventTrial(problems=tuple((one.line, one.what, one.remedy) for one in problems))
    total, read = _articles(database, articles_of)
    try:
        with processor_seconds(LIMIT):
            return _tried(replace(declared, overrides=decided), read, total)
    except TookTooLongError:
        return EventTrial(total, failed=f"a pattern takes too long on these articles (over {LIMIT:.0f} s)")


def _tried(event: Event, articles: Sequence[Article], total: int) -> EventTrial:
    verdicts: dict[str, list[TriedArticle]] = {"belong": [], "doubtful": [], "outside": []}
    counts: Counter[str] = Counter()
    members = []
    for article in articles:
        verdict_reached = membership(article, event)
        verdict = "belong" if verdict_reached.member else "doubtful" if verdict_reached.rule == REVIEW else "outside"
        counts[verdict] += 1
        if verdict_reached.member:
            members.append(article)
        if len(verdicts[verdict]) < LISTED:
            title, outlet, day = article.title or "Untitled", article.outlet or "", (article.published or "")[:10]
            verdicts[verdict].append(TriedArticle(title, outlet, day, verdict_reached.reason))
    names = (*_terms(event, members or articles), *_actors(event, members or articles))
    return EventTrial(
        total,
        len(articles),
        counts["belong"],
        counts["doubtful"],
        {verdict: tuple(rows) for verdict, rows in verdicts.items()},
        (*names, *_concepts(event, members or articles)),
        without_terms=not event.terms,
    )


def _articles(database: str, event: str) -> tuple[int, list[Article]]:
    """The number of articles of an event, and those that are read."""
    with Store(database) as store, store.reading() as connection:
        query = select(t.articles.c.article, t.articles.c.id).where(t.articles.c.event == event)
        rows = [(hashlib.sha256(row.id.encode("utf-8")).digest(), row.article) for row in connection.execute(query)]
        chosen = sorted(key for _, key in sorted(rows)[:MOST_READ])
        return len(rows), [stored.article for stored in load(connection, chosen)] if chosen else []


def _terms(event: Event, articles: Sequence[Article]) -> list[TriedName]:
    """What each term finds in the articles that are read by it: those of its language, or of one without terms."""
    read_by: dict[str, list[Article]] = {}
    for article in articles:
        read_by.setdefault(language_of_terms(event, article.language), []).append(article)
    return [
        _looked_for("term", term, language, phrase_pattern([term], re.IGNORECASE), read_by.get(language, []))
        for language, terms in event.terms.items()
        for term in terms
    ]


def _actors(event: Event, articles: Sequence[Article]) -> list[TriedName]:
    return [
        _looked_for("actor", actor.name, "", phrase_pattern([actor.name, *actor.aliases], 0), articles)
        for actor in event.actors
    ]


def _looked_for(
    what: str, name: str, language: str, pattern: re.Pattern[str], articles: Sequence[Article]
) -> TriedName:
    holding = uses = 0
    contexts: list[str] = []
    for article in articles:
        before = uses
        for text in filter(None, (article.title, article.text)):
            for match in pattern.finditer(text):
                uses += 1
                if len(contexts) < _CONTEXTS:
                    contexts.append(_around(text, *match.span()))
        holding += uses > before
    return TriedName(what, name, language, holding, uses, tuple(contexts))


def _around(text: str, start: int, end: int) -> str:
    around = f"{text[max(0, start - _AROUND) : start]}[{text[start:end]}]{text[end : end + _AROUND]}"
    return " ".join(around.split())


def _concepts(event: Event, articles: Sequence[Article]) -> list[TriedName]:
    titles = {concept.id: concept.title for concept in event.concepts}
    labels = {(concept.id, variant.id): variant.label for concept in event.concepts for variant in concept.variants}
    hits_of = pattern_check.hits(articles, event)
    rows = []
    for (language, concept, variant), entry in sorted(hits_of.items()):
        spelt = ", ".join(f"{surface} {count}" for surface, count in entry.surfaces.most_common(_CONTEXTS))
        label, contexts = labels[concept, variant], tuple(entry.contexts[:_CONTEXTS])
        rows.append(TriedName(titles[concept], label, language, None, entry.count, contexts, spelt))
    return rows
