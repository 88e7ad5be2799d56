"""The review queue at the desk: what waits for a decision, decisions with a name and a reason, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from collectors.config import Settings
from collectors.config.override_files import entry, read_overrides
from collectors.desk.desk_log import declaring, mark_as_own, require_name, sign
from collectors.desk.event_texts import event_id
from collectors.errors import ParallaxError
from collectors.events import review
from collectors.model import Override
from collectors.store import Store
from collectors.store import store_tables as t
from collectors.support.whole_files import write_whole

#: Characters of a text that are shown with an article that waits.
BEGINNING = 600


@dataclass(frozen=True, slots=True)
class WaitingArticle:
    """An article that waits for a decision, with the beginning of its text."""

    article: review.Doubtful
    beginning: str


def waiting(settings: Settings, event: str, most: int) -> tuple[int, list[WaitingArticle]]:
    """The articles of an event that wait for a decision, those with the highest score first.

    Args:
        settings: Where store and decisions are.
        event: The event's id.
        most: At most so many are returned.

    Returns:
        How many wait, and the first of them.
    """
    made = {one.article for one in decisions(settings, event)}
    with Store(settings.store) as store:
        doubtful = [one for one in review.doubtful(store, event) if not made & {one.id, one.url}]
        texts = _beginnings(store, event, [one.id for one in doubtful[:most]])
    return len(doubtful), [WaitingArticle(one, texts.get(one.id, "")) for one in doubtful[:most]]


def _beginnings(store: Store, event: str, ids: Sequence[str]) -> dict[str, str]:
    articles, texts = t.articles.c, t.texts.c
    query = (
        select(articles.id, texts.text)
        .join(t.texts, (texts.article == articles.article) & (texts.revision == articles.revision))
        .where(articles.event == event, articles.id.in_(ids))
    )
    with store.reading() as connection:
        return {row.id: row.text[:BEGINNING] for row in connection.execute(query)}


def headlines(settings: Settings, event: str, names: Sequence[str]) -> dict[str, str]:
    """The headlines of decided articles.

    Args:
        settings: Where the store is.
        event: The event's id.
        names: Ids or addresses.

    Returns:
        Id or address -> headline, of those that the event holds and that have one.
    """
    articles, revisions = t.articles.c, t.revisions.c
    query = (
        select(articles.id, articles.url, revisions.title)
        .join(t.revisions, (revisions.article == articles.article) & (revisions.revision == articles.revision))
        .where(articles.event == event, or_(articles.id.in_(names), articles.url.in_(names)))
    )
    with Store(settings.store) as store, store.reading() as connection:
        rows = list(connection.execute(query))
    return {name: row.title for row in rows for name in (row.id, row.url) if name in names and row.title}


def decisions(settings: Settings, event: str) -> list[Override]:
    """The decisions on an event that were made at the desk, newest first."""
    return _read(settings, event)[::-1]


def decide(settings: Settings, event: str, decision: Override) -> None:
    """Write a decision; the next analysis takes it up.

    Args:
        settings: Where store and home folder are.
        event: The event's id.
        decision: The article, whether it belongs, the reason and who decides.

    Raises:
        ParallaxError: The reason or the name is missing, there is no such article, or it is decided already.
    """
    name = require_name(decision.by)
    if not decision.reason.strip():
        raise ParallaxError("a decision needs a reason", remedy="say in a few words why")
    with Store(settings.store) as store:
        review.known_articles(store, event_id(event), [decision.article])
    with declaring(settings, name):
        review.decide(settings.home, event, [decision])
    mark_as_own(settings)
    action = "include" if decision.include else "exclude"
    sign(settings, name, action, f"{event}: {decision.article}", decision.reason)


def undo(settings: Settings, event: str, article: str, by: str) -> None:
    """Take a decision back that was made at the desk.

    Args:
        settings: Where store and home folder are.
        event: The event's id.
        article: The article's id or address, as it was decided.
        by: Who takes it back.

    Raises:
        ParallaxError: There is no such decision.
    """
    name = require_name(by)
    with declaring(settings, name):
        made = _read(settings, event)
        remaining = [one for one in made if one.article != article]
        if len(remaining) == len(made):
            raise ParallaxError(f"{article!r} is not decided at the desk", remedy="reload the page")
        write_whole(settings.home / "overrides" / f"{event_id(event)}.toml", "\n".join(map(entry, remaining)))
    sign(settings, name, "undo", f"{event}: {article}")


def _read(settings: Settings, event: str) -> list[Override]:
    file = settings.home / "overrides" / f"{event_id(event)}.toml"
    if not file.is_file():
        return []
    overrides, problems = read_overrides(file, [event])
    if problems:
        first = problems[0]
        raise ParallaxError(first.what, file=file, line=first.line, remedy=first.remedy)
    return list(overrides)
