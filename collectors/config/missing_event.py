"""Looks a declared event up; the error for one that nobody declared, or whose file has a mistake."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from collectors.config.problems import Problem
from collectors.errors import ParallaxError
from collectors.model import Event

if TYPE_CHECKING:
    from collectors.config.catalogue import Catalogue


def declared_event(catalogue: Catalogue, event: str) -> Event:
    """The declared event with this id.

    Raises:
        ParallaxError: There is none.
    """
    if event not in catalogue.events:
        raise unknown_event(event, catalogue.events, catalogue.problems)
    return catalogue.events[event]


def unknown_event(event: str, events: Collection[str], problems: Iterable[Problem] = ()) -> ParallaxError:
    """The error for an event that is not declared, or whose file has a mistake.

    Args:
        event: The event's id.
        events: The ids that are declared.
        problems: The mistakes of the declarations.

    Returns:
        The first mistake of the event's file; where there is none, an error with the most similar id as its remedy.
    """
    first = min((problem for problem in problems if problem.file.stem == event), default=None)
    if first is not None:
        what = f"event {event!r} is left out, because its file has a mistake: {first.what}"
        return ParallaxError(what, file=first.file, line=first.line, remedy=first.remedy)
    near = get_close_matches(event, events, 1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    remedy = f"{hint}events: {', '.join(sorted(events)) or 'none'}; each is a file in data/events"
    return ParallaxError(f"there is no event {event!r}", remedy=remedy)
