"""Loads everything declared under `data/` once. A file with mistakes is left out; the other files still load."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from collectors.config.event_files import read_event
from collectors.config.frame_files import Frames, read_frames
from collectors.config.lexicon_files import Lexicon, read_lexicon
from collectors.config.outlet_files import owner_of_url, read_outlets, suggest
from collectors.config.override_files import read_overrides
from collectors.config.problems import Problem
from collectors.config.settings import data_dir
from collectors.errors import ParallaxError
from collectors.model import Event, Outlet

FRAMES = "frames.toml"
#: Which words count as loaded: lexicon -> its column, and from which value on. With these two thresholds the union of
#: both ranks outlets as experts do; see the method page and data/README.md.
LOADED = {"vader": ("valence", 1.5), "subjectivity": ("subjectivity", 0.7)}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that is declared: events, outlets, lexicons and frames.

    Attributes:
        events: Events by id, in the order of the ids.
        outlets: Outlets by id, in the order of the ids.
        lexicons: Lexicons by id, which is the file's name without its ending.
        problems: Every mistake found while loading, with file, line and remedy. What has a mistake is left out.
        domains: The outlet id for each declared domain.
        names: The outlet id for each id, name and alias, all in lower case.
        frames: The frames of frames.toml; None where the file is missing or has a mistake.
    """

    events: Mapping[str, Event]
    outlets: Mapping[str, Outlet]
    lexicons: Mapping[str, Lexicon] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    domains: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    frames: Frames | None = None

    @property
    def agencies(self) -> tuple[Outlet, ...]:
        """The outlets that are news agencies; `collectors.copies` looks for their credits."""
        return tuple(outlet for outlet in self.outlets.values() if outlet.agency)

    def country_of(self, outlet: str | None) -> str | None:
        """Return the country of an outlet (ISO 3166-1 alpha-2) by its id, name or alias; None if undeclared."""
        named = self.outlets.get(outlet or "") or self.outlets.get(self.names.get((outlet or "").lower(), ""))
        return named.country if named else None

    @property
    def stances(self) -> Mapping[str, str]:
        """The stance of each verb of saying (neutral, distancing, endorsing or charged), by its lemma."""
        verbs = self.lexicons.get("cue-verbs")
        return verbs.mapping("lemma", "stance") if verbs else {}

    @property
    def terms(self) -> dict[str, dict[str, list[tuple[str, str]]]]:
        """The words and phrases by which framing devices are recognised.

        Returns:
            List -> language ("" for any) -> (term, label) pairs. The lists are certainty, distancing, loaded and, for
            each family of frames, frame:<family>.
        """
        by_table: dict[str, dict[str, list[tuple[str, str]]]] = {}
        loaded: dict[str, dict[str, str]] = {}
        for name, lexicon in sorted(self.lexicons.items()):
            table, language = name.partition(".")[0], lexicon.language or ""
            if table in ("certainty", "distancing"):
                by_table.setdefault(table, {}).setdefault(language, []).extend(lexicon.mapping("term", "kind").items())
            elif table in LOADED:
                column, least = LOADED[table]
                words = loaded.setdefault(language, {})
                for term, value in lexicon.mapping("term", column).items():
                    if abs(float(value)) >= least:
                        words[term] = "both" if words.get(term, table) != table else table
        if loaded:
            by_table["loaded"] = {language: sorted(words.items()) for language, words in loaded.items()}
        for frame in self.frames.frames if self.frames else ():
            for language, cues in frame.cues.items():
                by = by_table.setdefault(f"frame:{frame.family}", {})
                by.setdefault(language, []).extend((cue, frame.id) for cue in cues)
        return by_table

    def outlet_of_url(self, url: str) -> Outlet | None:
        """The outlet that publishes under the host of a URL.

        Args:
            url: An address, with or without its scheme.

        Returns:
            The outlet with the longest declared domain that equals the host or is a parent domain of it; None where no
            outlet declares such a domain.
        """
        owner = owner_of_url(url, self.domains)
        return self.outlets[owner] if owner else None

    def outlet_named(self, name: str) -> Outlet | None:
        """The outlet with this id, name or alias, in upper or lower case; None where there is none."""
        owner = self.names.get(name.strip().lower())
        return self.outlets[owner] if owner else None

    def suggest_outlet(self, name: str) -> str:
        """A remedy, for an error message, about an outlet name that `outlet_named` does not find."""
        return suggest(name, self.outlets)


def load_event(path: Path) -> Event:
    """Load one event file.

    Raises:
        ParallaxError: The file has a mistake. The first one is reported, with its line and remedy.
    """
    event, problems = read_event(path)
    if event is None:
        first = min(problems)
        raise ParallaxError(first.what, file=first.file, line=first.line, remedy=first.remedy)
    return event


def load_catalogue(data: Path | None = None, home: Path | None = None) -> Catalogue:
    """Load everything under a data folder, including the demonstration's outlets where it has them.

    Args:
        data: The folder; None stands for `data_dir()`.
        home: The home folder, whose `events` and `overrides` were written at the desk and win over those of `data`;
            None for none.

    Returns:
        What is declared without a mistake; the mistakes are in `Catalogue.problems`.
    """
    data = data or data_dir()
    problems: list[Problem] = []
    folders = [data] if home is None else [data, home]
    events: dict[str, Event] = {}
    for file in (file for folder in folders for file in sorted((folder / "events").glob("*.toml"))):
        event, mistakes = _event_at(file, hashlib.sha256(file.read_bytes()).digest())
        problems += mistakes
        if event:
            events[event.id] = event
    events = dict(sorted(events.items()))
    for file in (file for folder in folders for file in sorted((folder / "overrides").glob("*.toml"))):
        overrides, file_problems = read_overrides(file, events)
        problems += file_problems
        if overrides:  # the first decision on an article counts: the desk's stand before those of `data`
            events[file.stem] = replace(events[file.stem], overrides=(*overrides, *events[file.stem].overrides))
    lexicons = {}
    for file in sorted((data / "lexicons").glob("*.csv")):
        lexicon, file_problems = read_lexicon(file)
        problems += file_problems
        if lexicon:
            lexicons[lexicon.id] = lexicon
    frames, file_problems = (
        read_frames(data / "lexicons" / FRAMES) if (data / "lexicons" / FRAMES).is_file() else (None, [])
    )
    problems += file_problems
    outlets = load_outlet_catalogue(data)
    every = tuple(sorted([*problems, *outlets.problems]))
    return replace(outlets, events=events, lexicons=lexicons, problems=every, frames=frames)


@lru_cache(maxsize=64)
def _event_at(file: Path, _digest: bytes) -> tuple[Event | None, tuple[Problem, ...]]:
    """An event file, read once for each of its contents: probing the patterns of a large one takes a second or more."""
    event, problems = read_event(file)
    return event, tuple(problems)


def load_outlet_catalogue(data: Path) -> Catalogue:
    """Load the outlets alone, for who only has to know whose article something is.

    Args:
        data: The data folder.

    Returns:
        The outlets with their domains and names; no events, lexicons or frames.
    """
    outlets, problems = load_outlets(data)
    return Catalogue(
        events={},
        outlets=outlets,
        problems=tuple(sorted(problems)),
        domains={domain: outlet.id for outlet in outlets.values() for domain in outlet.domains},
        names=_names(outlets),
    )


def load_outlets(data: Path) -> tuple[dict[str, Outlet], list[Problem]]:
    """Load the outlets of outlets.toml and demo/outlets.toml.

    Args:
        data: The data folder. A file that is missing is skipped.

    Returns:
        The outlets by id, and every mistake. Where both files declare an id, the outlet of outlets.toml is kept and the
        other one is reported.
    """
    outlets: dict[str, Outlet] = {}
    problems: list[Problem] = []
    for file in (data / "outlets.toml", data / "demo" / "outlets.toml"):
        if not file.is_file():
            continue
        rows, mistakes = read_outlets(file)
        problems += mistakes
        for outlet in rows:
            if outlet.id in outlets:
                what = f"the outlet {outlet.id!r} is declared in outlets.toml already"
                problems.append(Problem(file, 1, what, "give one of them another id"))
            outlets.setdefault(outlet.id, outlet)
    return dict(sorted(outlets.items())), problems


def _names(outlets: Mapping[str, Outlet]) -> dict[str, str]:
    """Outlet ids by name in lower case. On a clash, ids win over aliases and aliases win over names."""
    names: dict[str, str] = {}
    for outlet in outlets.values():
        names.setdefault(outlet.name.lower(), outlet.id)
    for outlet in outlets.values():
        names.update({alias.lower(): outlet.id for alias in outlet.aliases})
    names.update({name.lower(): name for name in outlets})
    return names
