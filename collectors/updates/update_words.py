"""What is new in an event, in words: for the command line, for feeds and for pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from collectors.dataset.versions import Dataset
from collectors.support.plurals import many
from collectors.updates.version_difference import EventDifference, MovedFigure, VersionDifference

_VOICES = {"own": "own words", "quoted": "quotations", "attributed": "reported speech", "undecided": "undecided words"}
#: Metrics whose estimates are shares of 0 to 1.
_SHARES = ("naming:", "families:", "sources:")


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article as a list shows it; its title is as it was collected."""

    id: str
    outlet: str | None
    outlet_name: str
    title: str


@dataclass(frozen=True, slots=True)
class EventNames:
    """What the ids of an event are called: its title, concepts, variants ("concept/variant") and outlets."""

    title: str
    concepts: Mapping[str, str]
    variants: Mapping[str, str]
    outlets: Mapping[str, str]


def names_of(data: Dataset, event: str) -> EventNames:
    """Read what the ids of an event are called."""
    rows = data.table("events", ["title", "event_json"], [("event", "=", event)]).to_pylist()
    declared = json.loads(rows[0]["event_json"] or "{}") if rows else {}
    concepts = declared.get("concepts") or ()
    outlets = data.table("outlets", ["outlet", "outlet_name"]).to_pylist()
    return EventNames(
        str(rows[0]["title"] or event) if rows else event,
        {concept["id"]: concept["title"] for concept in concepts},
        {
            f"{concept['id']}/{variant['id']}": variant["label"]
            for concept in concepts
            for variant in concept["variants"]
        },
        {row["outlet"]: row["outlet_name"] or row["outlet"] for row in outlets},
    )


def articles_of(data: Dataset, event: str, ids: tuple[str, ...]) -> list[NewArticle]:
    """Look articles up, in the order of their ids; those that the data set does not hold are left out.

    Args:
        data: a data set.
        event: an event's id.
        ids: article ids.
    """
    columns = ["article_id", "outlet", "outlet_name", "title"]
    rows = data.table("articles", columns, [("article_id", "in", list(ids)), ("event", "=", event)]) if ids else None
    row_of = {row["article_id"]: row for row in rows.to_pylist()} if rows is not None else {}
    return [
        NewArticle(
            article,
            row["outlet"],
            row["outlet_name"] or row["outlet"] or "outlet unknown",
            row["title"] or "Untitled",
        )
        for article in ids
        if (row := row_of.get(article)) is not None
    ]


def headline(event: EventDifference) -> str:
    """Return what is new in an event in one line."""
    parts = [
        many(event.added, "new article") if event.added else "",
        f"{event.removed:,} removed" if event.removed else "",
        f"{event.revised:,} revised" if event.revised else "",
        many(event.moved, "figure moved", "figures moved") if event.moved else "",
        f"{event.beyond:,} beyond {'its' if event.beyond == 1 else 'their'} interval" if event.beyond else "",
    ]
    return ", ".join(part for part in parts if part) or "nothing new"


def method_note(changed: VersionDifference) -> str:
    """Return a sentence where both data sets were not measured in the same way; "" where they were."""
    if changed.same_method:
        return ""
    return (
        f"The method changed from {changed.methods[0]} to {changed.methods[1]}: figures may have moved because of that."
    )


def figure_name(figure: MovedFigure, names: EventNames) -> str:
    """Return what a figure is about: its concept and name, or its metric and variant in words, and whose words."""
    kind, _, what = figure.metric.partition(":")
    if kind == "naming":
        label = names.variants.get(f"{what}/{figure.variant}", figure.variant)
        said = f"{names.concepts.get(what, what)}: “{label}”"
    else:
        said = f"{kind}: {what}".replace("_", " ") + (f", {figure.variant}" if figure.variant else "")
    return said + (f" ({_VOICES[figure.voice]})" if figure.voice in _VOICES else "")


def figure_value(figure: MovedFigure, value: float) -> str:
    """Return an estimate as text: shares as per cent."""
    return f"{value:.0%}" if figure.metric.startswith(_SHARES) else f"{value:.3g}"


def figure_line(figure: MovedFigure, names: EventNames) -> str:
    """Return a figure that moved as one line."""
    before, after, low, high = (
        figure_value(figure, value) for value in (figure.before, figure.after, figure.low, figure.high)
    )
    where = "beyond" if figure.beyond else "within"
    outlet = names.outlets.get(figure.outlet, figure.outlet)
    return (
        f"{figure_name(figure, names)}, {outlet}: {before} to {after} ({where} the earlier 95% interval, {low} to "
        f"{high}; {many(figure.articles, 'article')})"
    )
