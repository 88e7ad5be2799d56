"""Reads event files, `data/events/<id>.toml`, into `Event`s, and reports a problem for each mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from collectors.config.concept_declarations import Pieces, check_languages, read_concepts, read_facts
from collectors.config.event_patterns import expand, faults, pieces_of
from collectors.config.problems import DeclaredTable, Problem, check_id, nearest, read_toml
from collectors.model import Actor, Event, Phase
from collectors.support.countries import country_codes

_KEYS: tuple[str, ...] = (
    "id",
    "title",
    "description",
    "start",
    "end",
    "phases",
    "terms",
    "pairs",
    "not_terms",
    "places",
    "sides",
    "roles",
    "actors",
)
_KEYS += ("words", "concepts", "facts", "verbs", "countries", "installed")

#: The languages in which passives are found.
_PASSIVES = ("en",)
_LEMMA = re.compile(r"[a-z]+(?:-[a-z]+)*")


def read_event(file: Path) -> tuple[Event | None, list[Problem]]:
    """Read one event file.

    Returns:
        The event, or None where the file has a mistake; and every mistake in it.
    """
    source, table = read_toml(file)
    event = _event(table, file.stem) if table else None
    return (None if source.problems else event), source.problems


def plain_event(event_id: str, title: str, start: date, end: date) -> Event:
    """An event for a corpus without an event file: an id, a title and a window of days, and nothing declared.

    Args:
        event_id: as articles name it.
        title: for people.
        start: first day of the window.
        end: last day of the window.
    """
    return Event(id=event_id, title=title, start=start, end=end)


def _event(table: DeclaredTable, stem: str) -> Event:
    table.only(*_KEYS)
    event_id = check_id(table, {}, "event")
    if event_id and event_id != stem:
        table.add("id", f"the id {event_id!r} is not the name of the file", f"name the file {event_id}.toml")
    start, end = table.day("start") or date.min, table.day("end") or date.max
    if start > end:
        table.add("end", f"the event ends on {end}, before it starts on {start}", "exchange the two dates")
    sides, roles = _labels(table.table("sides")), _labels(table.table("roles"))
    pieces = _pieces(table.table("words"))
    return Event(
        id=event_id,
        title=table.text("title"),
        start=start,
        end=end,
        phases=_phases(table, start, end),
        terms=_terms(table.table("terms")),
        places=_terms(table.table("places")),
        pairs=_pairs(table.table("pairs")),
        not_terms=_terms(table.table("not_terms")),
        sides=sides,
        roles=roles,
        actors=_actors(table, sides, roles),
        concepts=read_concepts(table, pieces),
        facts=read_facts(table, pieces),
        description=table.text("description", ""),
        verbs=_verbs(table.table("verbs")),
        countries=_countries(table.table("countries"), sides),
        installed=_countries(table.table("installed"), sides),
    )


def _countries(table: DeclaredTable, sides: Mapping[str, str]) -> dict[str, str]:
    """The side of each country, from lists of country codes by side. Each country may be on one side only."""
    side_of: dict[str, str] = {}
    for side in table.data:
        if side not in sides:
            table.add(side, f"the side {side!r} is not declared under [sides]", nearest(side, sides))
        for code in table.strings(side):
            if code not in country_codes():
                remedy = "use a code of ISO 3166-1 such as PL, or EU, NATO, UN, WEST"
                table.add(side, f"{code!r} is no country code", remedy)
            elif side_of.setdefault(code, side) != side:
                table.add(side, f"{code} stands on the side {side_of[code]!r} too", "leave it to one of the two")
    return side_of


def _country(row: DeclaredTable) -> str:
    """The country of an actor, as a code; "" where none is given."""
    code = row.text("country", "")
    if code and code not in country_codes():
        row.add("country", f"{code!r} is no country code", "use a code of ISO 3166-1 such as PL, or EU, NATO, UN")
    return code


def _labels(table: DeclaredTable) -> dict[str, str]:
    return {key: table.text(key) for key in table.data}


def _terms(table: DeclaredTable) -> dict[str, tuple[str, ...]]:
    check_languages(table)
    phrases_of = {language: table.strings(language, required=True) for language in table.data}
    for language, phrases in phrases_of.items():
        for phrase in phrases:
            if phrase.strip() and not any(map(str.isalnum, phrase)):
                table.add(language, f"{phrase!r} names nothing", "write at least one letter or digit")
    return phrases_of


def _pairs(table: DeclaredTable) -> dict[str, tuple[str, ...]]:
    """Pairs of phrases, divided by " + ", which count only where they are near each other."""
    pairs_of = _terms(table)
    for language, pairs in pairs_of.items():
        for pair in pairs:
            if len(pair.split(" + ")) < 2 or not all(any(map(str.isalnum, part)) for part in pair.split(" + ")):
                table.add(language, f"{pair!r} is no pair", 'write two phrases with " + " between them')
    return pairs_of


def _phases(table: DeclaredTable, start: date, end: date) -> tuple[Phase, ...]:
    taken: dict[str, int] = {}
    phases: list[Phase] = []
    for row in table.tables("phases"):
        row.only("id", "title", "start", "end")
        name, title = check_id(row, taken, "phase"), row.text("title")
        first, last = row.day("start"), row.day("end")
        if first is None or last is None:
            continue
        if first > last:
            row.add("end", f"the phase {name!r} ends on {last}, before it starts on {first}", "exchange the dates")
        elif first < start or last > end:
            row.add(None, f"the phase {name!r} is outside the event, {start} to {end}", "move the phase or the event")
        for other in phases:
            if first <= other.end and other.start <= last:
                row.add("start", f"the phases {other.id!r} and {name!r} overlap", "let each day belong to one phase")
        phases.append(Phase(name, title, first, last))
    return tuple(sorted(phases, key=lambda phase: phase.start))


def _actors(table: DeclaredTable, sides: Mapping[str, str], roles: Mapping[str, str]) -> tuple[Actor, ...]:
    taken: dict[str, int] = {}
    claimed: dict[str, tuple[str, int]] = {}
    actors = []
    for row in table.tables("actors"):
        row.only("id", "name", "aliases", "side", "role", "kind", "country")
        actor = Actor(
            id=check_id(row, taken, "actor"),
            name=row.text("name"),
            aliases=row.strings("aliases"),
            side=_declared(row, "side", sides),
            role=_declared(row, "role", roles),
            kind=row.one_of("kind", ("person", "body"), "person"),
            country=_country(row),
        )
        for key, name in (("name", actor.name), *(("aliases", alias) for alias in actor.aliases)):
            owner, line = claimed.setdefault(name, (actor.id, row.source.line((*row.at, key))))
            if name and owner != actor.id:
                row.add(key, f"{name!r} is the name of {owner!r} too (line {line})", "leave it to one of the two")
        actors.append(actor)
    return tuple(actors)


def _declared(row: DeclaredTable, key: str, labels: Mapping[str, str]) -> str:
    value = row.text(key)
    if value and value not in labels:
        remedy = nearest(value, labels) if labels else f'add [{key}s] with {value} = "..."'
        row.add(key, f"the {key} {value!r} is not declared under [{key}s]", remedy)
    return value


def _pieces(table: DeclaredTable) -> Pieces:
    """The pieces of [words.<language>]. A piece may use the pieces declared above it."""
    check_languages(table)
    by_language = {}
    for language in table.data:
        words = table.table(language)
        ready, wrong = pieces_of({name: words.text(name) for name in words.data})
        for name, missing in wrong.items():
            words.add(name, f"{{{missing}}} is not declared above {name!r}", "move it up or correct the name")
        for name, text in ready.items():
            for fault in faults(f"x(?:{expand(text, {})})") if name not in wrong else ():
                words.add(name, fault.what, fault.remedy)
        by_language[language] = ready
    return by_language


def _verbs(table: DeclaredTable) -> dict[str, tuple[str, ...]]:
    """The verbs of what was done, in their dictionary forms, by language."""
    verbs_of = {}
    for language in table.data:
        if language not in _PASSIVES:
            table.add(language, f"passives are not found in {language!r}", "only en is read; remove the line")
        verbs_of[language] = table.strings(language, required=True)
        for verb in verbs_of[language]:
            if not _LEMMA.fullmatch(verb):
                table.add(language, f"{verb!r} is no verb", "write its dictionary form in lower case, such as hold")
    return verbs_of
