"""Everything declared under `data/`, loaded once. A file with mistakes is left out and never stops the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
    """Events, outlets and lexicons by id, in the order of the ids, and the problems of what was left out."""

    events: Mapping[str, Event]
    outlets: Mapping[str, Outlet]
    lexicons: Mapping[str, Lexicon] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    domains: Mapping[str, str] = field(default_factory=dict)  # domain -> outlet id
    names: Mapping[str, str] = field(default_factory=dict)  # id, name or alias in lower case -> outlet id
    frames: Frames | None = None

    @property
    def agencies(self) -> tuple[Outlet, ...]:
        """The news agencies, whose credits `copies` looks for."""
        return tuple(outlet for outlet in self.outlets.values() if outlet.agency)

    @property
    def stances(self) -> Mapping[str, str]:
        """The stance of each verb of saying, by lemma: neutral, distancing, endorsing or charged."""
        verbs = self.lexicons.get("cue-verbs")
        return verbs.mapping("lemma", "stance") if verbs else {}

    @property
    def terms(self) -> dict[str, dict[str, list[tuple[str, str]]]]:
        """The words and phrases of the devices: list -> language ("" for any) -> (term, label).

        Lists are certainty, distancing, loaded and, for each family of frames, frame:<family>.
        """
        found: dict[str, dict[str, list[tuple[str, str]]]] = {}
        loaded: dict[str, dict[str, str]] = {}
        for name, lexicon in sorted(self.lexicons.items()):
            table, language = name.partition(".")[0], lexicon.language or ""
            if table in ("certainty", "distancing"):
                found.setdefault(table, {}).setdefault(language, []).extend(lexicon.mapping("term", "kind").items())
            elif table in LOADED:
                column, least = LOADED[table]
                words = loaded.setdefault(language, {})
                for term, value in lexicon.mapping("term", column).items():
                    if abs(float(value)) >= least:
                        words[term] = "both" if words.get(term, table) != table else table
        if loaded:
            found["loaded"] = {language: sorted(words.items()) for language, words in loaded.items()}
        for frame in self.frames.frames if self.frames else ():
            for language, cues in frame.cues.items():
                by = found.setdefault(f"frame:{frame.family}", {})
                by.setdefault(language, []).extend((cue, frame.id) for cue in cues)
        return found

    def outlet_of_url(self, url: str) -> Outlet | None:
        """The outlet whose domain the URL's host is or is under, the longest domain first."""
        owner = owner_of_url(url, self.domains)
        return self.outlets[owner] if owner else None

    def outlet_named(self, name: str) -> Outlet | None:
        """The outlet with this id, name or alias, in upper or lower case."""
        owner = self.names.get(name.strip().lower())
        return self.outlets[owner] if owner else None

    def suggest_outlet(self, name: str) -> str:
        """What to do about an outlet that `outlet_named` does not know."""
        return suggest(name, self.outlets)


def load_event(path: Path) -> Event:
    """One event file. Raises ParallaxError with the first mistake."""
    event, problems = read_event(path)
    if event is None:
        first = min(problems)
        raise ParallaxError(first.what, file=first.file, line=first.line, remedy=first.remedy)
    return event


def load_catalogue(data: Path | None = None) -> Catalogue:
    """Everything under a data folder (default `data_dir()`), with the demonstration's outlets where it has them."""
    data = data or data_dir()
    problems: list[Problem] = []
    events = {}
    for file in sorted((data / "events").glob("*.toml")):
        event, found = read_event(file)
        problems += found
        if event:
            events[event.id] = event
    for file in sorted((data / "overrides").glob("*.toml")):
        overrides, found = read_overrides(file, events)
        problems += found
        if overrides:
            events[file.stem] = replace(events[file.stem], overrides=overrides)
    lexicons = {}
    for file in sorted((data / "lexicons").glob("*.csv")):
        lexicon, found = read_lexicon(file)
        problems += found
        if lexicon:
            lexicons[lexicon.id] = lexicon
    frames, found = read_frames(data / "lexicons" / FRAMES) if (data / "lexicons" / FRAMES).is_file() else (None, [])
    problems += found
    outlets, found = load_outlets(data)
    return Catalogue(
        events=events,
        outlets=outlets,
        lexicons=lexicons,
        problems=tuple(sorted([*problems, *found])),
        domains={domain: outlet.id for outlet in outlets.values() for domain in outlet.domains},
        names=_names(outlets),
        frames=frames,
    )


def load_outlets(data: Path) -> tuple[dict[str, Outlet], list[Problem]]:
    """The outlets of outlets.toml and demo/outlets.toml, by id; of two with one id the first file's stays."""
    outlets: dict[str, Outlet] = {}
    problems: list[Problem] = []
    for file in (data / "outlets.toml", data / "demo" / "outlets.toml"):
        if not file.is_file():
            continue
        rows, found = read_outlets(file)
        problems += found
        for outlet in rows:
            if outlet.id in outlets:
                what = f"the outlet {outlet.id!r} is declared in outlets.toml already"
                problems.append(Problem(file, 1, what, "give one of them another id"))
            outlets.setdefault(outlet.id, outlet)
    return dict(sorted(outlets.items())), problems


def _names(outlets: Mapping[str, Outlet]) -> dict[str, str]:
    """Ids win over aliases, and aliases over names."""
    names: dict[str, str] = {}
    for outlet in outlets.values():
        names.setdefault(outlet.name.lower(), outlet.id)
    for outlet in outlets.values():
        names.update({alias.lower(): outlet.id for alias in outlet.aliases})
    names.update({name.lower(): name for name in outlets})
    return names
