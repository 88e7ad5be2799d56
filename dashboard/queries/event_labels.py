"""The labels of a data set's ids: events, phases, concepts, outlets."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from collectors.model import NAMING_FAMILIES
from collectors.support.sql_files import read_script
from dashboard.queries.cache import cached_shared
from dashboard.queries.open_data import Data, ask


@dataclass(frozen=True, slots=True)
class EventLabels:
    """The labels of an event, by id."""

    id: str
    title: str
    start: date | None
    end: date | None
    description: str
    phases: dict[str, str]
    days: dict[str, tuple[date, date]]  # phase -> first and last day
    concepts: dict[str, str]
    variants: dict[str, dict[str, str]]  # concept -> variant -> label, by family
    families: dict[str, dict[str, str]]  # concept -> variant -> family, where it has one
    glosses: dict[str, dict[str, str]]  # concept -> variant -> English words for its surfaces in any language
    sides: dict[str, str]
    roles: dict[str, str]
    actors: dict[str, str]


@dataclass(frozen=True, slots=True)
class OutletLabel:
    """An outlet, or a group, with its number of articles; `colour` is its place among all outlets of the data set."""

    id: str
    name: str
    country: str | None
    ownership: str | None
    colour: int
    articles: int = 0


@cached_shared()
def events(data: Data) -> dict[str, str]:
    """Return the titles of the events by id, the one with most articles first."""
    rows = ask(
        data,
        """select e.event, any_value(e.title) title, coalesce(sum(n), 0)::bigint n from events e
           left join sum_days using (event) group by e.event order by n desc, e.event""",
    )
    return {row["event"]: row["title"] for row in rows}


@cached_shared()
def event_labels(data: Data, event: str) -> EventLabels:
    """Return the event's labels, read from the published event file."""
    (row,) = ask(data, "select * from events where event = ?", event)
    declared = json.loads(row["event_json"] or "{}")
    days = {
        phase["id"]: (date.fromisoformat(phase["start"]), date.fromisoformat(phase["end"]))
        for phase in declared.get("phases", ())
    }
    concepts = declared.get("concepts", ())
    return EventLabels(
        id=event,
        title=row["title"],
        start=date.fromisoformat(row["start"]) if row["start"] else None,
        end=date.fromisoformat(row["end"]) if row["end"] else None,
        description=declared.get("description", ""),
        phases={phase["id"]: phase["title"] for phase in declared.get("phases", ())},
        days=days,
        concepts={concept["id"]: concept["title"] for concept in concepts},
        variants={
            concept["id"]: {variant["id"]: variant["label"] for variant in _by_family(concept["variants"])}
            for concept in concepts
        },
        families={
            concept["id"]: {
                variant["id"]: variant["family"] for variant in concept["variants"] if variant.get("family")
            }
            for concept in concepts
        },
        glosses={
            concept["id"]: {variant["id"]: variant["gloss"] for variant in concept["variants"] if variant.get("gloss")}
            for concept in concepts
        },
        sides=dict(declared.get("sides", {})),
        roles=dict(declared.get("roles", {})),
        actors={actor["id"]: actor["name"] for actor in declared.get("actors", ())},
    )


@cached_shared()
def outlets(data: Data, event: str) -> dict[str, OutletLabel]:
    """Return the outlets that have an article about the event, by id, in the alphabetical order of their names."""
    rows = ask(
        data,
        read_script("dashboard.queries", "outlets", event="?"),
        event,
    )
    return {
        row["outlet"]: OutletLabel(
            row["outlet"], row["name"], row["country"], row["ownership"], row["colour"], row["n"]
        )
        for row in rows
    }


def _by_family(variants: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Sort variants from the delegitimising family to the legitimising one, then those without a family."""
    place = {family: index for index, family in enumerate(NAMING_FAMILIES)}
    return sorted(variants, key=lambda variant: place.get(variant.get("family", ""), len(place)))
