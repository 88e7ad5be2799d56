"""The review queue: lists articles of which the membership rule is not sure, and records people's decisions.

A decision is one [[overrides]] entry in `data/overrides/<event>.toml`, with a reason and a name. It wins over the rule
from the next `parallax analyze` on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import or_, select

from collectors.config.override_files import entry, read_overrides
from collectors.errors import ParallaxError
from collectors.events.membership import REVIEW
from collectors.model import Override
from collectors.store import Store
from collectors.store import store_tables as t
from collectors.support.whole_files import write_whole


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An article that waits for a decision.

    Attributes:
        id: The article's id.
        url: Its address; None where it has none.
        outlet: Outlet id; None where it is not known.
        title: Headline; None where it has none.
        published: Time of publication, ISO 8601; None where it is not known.
        score: Points of the membership rule.
        reason: The rule's reason in words.
    """

    id: str
    url: str | None
    outlet: str | None
    title: str | None
    published: str | None
    score: float
    reason: str


def doubtful(store: Store, event: str) -> list[Doubtful]:
    """The doubtful articles of an event, those with the highest score first."""
    article, revision, analysis = t.articles.c, t.revisions.c, t.analyses.c
    query = (
        select(
            article.id,
            article.url,
            article.outlet,
            revision.title,
            revision.published,
            analysis.member_score,
            analysis.member_reason,
        )
        .join(t.revisions, (revision.article == article.article) & (revision.revision == article.revision))
        .join(t.analyses, analysis.article == article.article)
        .where(article.event == event, analysis.member_rule == REVIEW)
    )
    with store.reading() as connection:
        doubtful_articles = [Doubtful(*row) for row in connection.execute(query)]
    return sorted(doubtful_articles, key=lambda item: (-item.score, item.outlet or "", item.published or "", item.id))


def known_articles(store: Store, event: str, articles: Sequence[str]) -> None:
    """Check that an event holds all of these articles.

    Args:
        store: The store.
        event: The event's id.
        articles: Ids or URLs.

    Raises:
        ParallaxError: The event lacks one of them. The first one is named, with the id most like it.
    """
    stored = t.articles.c
    with store.reading() as connection:
        for name in articles:
            query = select(stored.id).where(stored.event == event, or_(stored.id == name, stored.url == name)).limit(1)
            if connection.execute(query).first() is None:
                ids = list(connection.execute(select(stored.id).where(stored.event == event).limit(20_000)).scalars())
                near = get_close_matches(name, ids, 1)
                remedy = f"did you mean {near[0]!r}?" if near else "give an article's id or URL from `parallax review`"
                raise ParallaxError(f"the event {event!r} holds no article {name!r}", remedy=remedy)


def decide(data: Path, event: str, overrides: Sequence[Override]) -> Path:
    """Add decisions to the event's file of overrides.

    The new file is checked first and then replaces the old one as a whole.

    Args:
        data: The data folder.
        event: The event's id.
        overrides: The decisions.

    Returns:
        The path of the file.

    Raises:
        ParallaxError: An article is decided already, a reason or name is missing, or the folder cannot be written.
    """
    file = data / "overrides" / f"{event}.toml"
    for override in overrides:
        if not override.reason.strip() or not override.by.strip():
            raise ParallaxError("a decision needs a reason and a name", remedy="give --reason and --by")
    text = "\n".join(map(entry, overrides))
    try:
        before = file.read_text(encoding="utf-8").rstrip("\n") if file.exists() else ""
        whole = f"{before}\n\n{text}" if before else text
        with TemporaryDirectory(prefix="parallax-overrides-") as folder:
            draft = Path(folder) / file.name  # the name says which event it is about
            draft.write_text(whole, encoding="utf-8", newline="\n")
            _, problems = read_overrides(draft, [event])
        if problems:
            raise ParallaxError(problems[0].what, file=file, line=problems[0].line, remedy=problems[0].remedy)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, whole)
    except OSError as error:
        remedy = f"use a --data folder of your own, or add by hand:\n{text}"
        raise ParallaxError(f"cannot be written: {error.strerror}", file=file, remedy=remedy) from None
    return file
