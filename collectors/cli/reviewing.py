"""`parallax review`: lists the articles that the membership rule is not sure of, and records decisions about them."""

from __future__ import annotations

from typing import Annotated

import typer

from collectors.cli.console import command, say
from collectors.cli.storing import catalogue_of
from collectors.config import Settings
from collectors.config.missing_event import declared_event
from collectors.events import review
from collectors.model import Override
from collectors.store import Store

Articles = list[str] | None


@command("review")
def review_(
    settings: Settings,
    event: Annotated[str, typer.Option(help="The event.", metavar="ID")],
    include: Annotated[
        Articles, typer.Option(help="Decide: this article is about it (repeatable).", metavar="ARTICLE")
    ] = None,
    exclude: Annotated[
        Articles, typer.Option(help="Decide: this article is not about it (repeatable).", metavar="ARTICLE")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why, in words.")] = "",
    by: Annotated[str, typer.Option(help="Who decides.")] = "",
    limit: Annotated[int, typer.Option(help="Articles listed.", min=1)] = 20,
) -> None:
    """List the doubtful articles of an event, or decide about some: written to overrides/EVENT.toml in the data folder.

    ARTICLE is an id or a URL. The next `parallax analyze` takes decisions up.
    """
    catalogue = catalogue_of(settings)
    declared_event(catalogue, event)
    made = [Override(article, True, reason, by) for article in include or ()]
    made += [Override(article, False, reason, by) for article in exclude or ()]
    with Store(settings.store) as store:
        if made:
            review.known_articles(store, event, [override.article for override in made])
            file = review.decide(settings.data, event, made)
            say(f"{len(made)} decided in {file}; `parallax analyze` takes it up")
            return
        waiting = review.doubtful(store, event)
    for article in waiting[:limit]:
        typer.echo(_lines(article))
    more = f", {len(waiting) - limit} more with --limit" if len(waiting) > limit else ""
    say(f"{len(waiting)} doubtful{more}" + ("; decide with --include or --exclude, --reason, --by" if waiting else ""))


def _lines(article: review.Doubtful) -> str:
    day = (article.published or "undated")[:10]
    return (
        f"{article.id}\n  {article.title or 'Untitled'}\n  {article.outlet or 'unknown outlet'}, {day}, "
        f"{article.url or 'no address'}\n  {article.reason}\n"
    )
