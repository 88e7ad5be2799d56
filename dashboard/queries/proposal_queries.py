"""Names that outlets use and the event file does not declare, as published."""

from __future__ import annotations

import json
from dataclasses import dataclass

from dashboard.queries.cache import cached_shared
from dashboard.queries.open_data import Data, ask

MOST_PROPOSALS = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """An undeclared name.

    Attributes:
        kind: "actor" or "concept".
        target: the actor or concept that it names.
        language: the language's ISO 639-1 code; None where unknown.
        surface: the name as written.
        articles: sampled articles that use it.
        named: sampled articles that name the target.
        outlets: (outlet, articles that use it, articles that name the target) of each outlet that uses it.
        article: an article that uses it.
        start: where, as an offset into the text.
        q_value: of the test whether outlets use it unevenly; None where it was not tested.
    """

    kind: str
    target: str
    language: str | None
    surface: str
    articles: int
    named: int
    outlets: tuple[tuple[str, int, int], ...]
    article: str
    start: int
    q_value: float | None


@cached_shared()
def proposals(data: Data, event: str, concept: str) -> list[Proposal]:
    """Return the undeclared names of a concept and of the event's actors, those most uneven between outlets first."""
    if "proposals" not in data.tables:
        return []
    rows = ask(
        data,
        """select kind, target, language, surface, articles, named, outlets, article_id, start, q_value from proposals
           where event = ? and (kind = 'actor' or target = ?)
           order by kind = 'actor', coalesce(p_value, 2), articles desc, target, phrase limit ?""",
        event, concept, MOST_PROPOSALS,
    )  # fmt: skip
    return [
        Proposal(
            kind=row["kind"],
            target=row["target"],
            language=row["language"],
            surface=row["surface"],
            articles=row["articles"],
            named=row["named"],
            outlets=_outlets(row["outlets"]),
            article=row["article_id"],
            start=row["start"],
            q_value=row["q_value"],
        )
        for row in rows
    ]


def _outlets(written: str) -> tuple[tuple[str, int, int], ...]:
    """Read (outlet, articles with the name, articles that name the target), the most frequent first."""
    try:
        counted = json.loads(written)
    except ValueError:  # a data set whose strings were cut off
        return ()
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1][0], pair[0]))
    return tuple((outlet, counts[0], counts[1]) for outlet, counts in ordered)
