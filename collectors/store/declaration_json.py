"""Events and outlets as JSON, the form in which the store and the published data sets keep declarations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from collectors.model import Event, Outlet

T = TypeVar("T")

#: Part of every digest. Raise it when the rules of membership or credits change without a new version of the method.
_RULES = "4"


def event_to_json(event: Event) -> str:
    """An event as JSON, with its fields in the order of the model; an open start or end is null."""
    data = asdict(event)
    for key, unbounded in (("start", date.min), ("end", date.max)):
        data[key] = None if data[key] == unbounded else data[key]
    return json.dumps(data, ensure_ascii=False, default=_iso)


def event_from_json(text: str) -> Event:
    """The event that `event_to_json` wrote."""
    data = json.loads(text)
    window = {"start": data["start"] or date.min.isoformat(), "end": data["end"] or date.max.isoformat()}
    return _build(Event, data | window)


def plain_event(event: str, title: str | None = None) -> Event:
    """An event without a file: with an open window and without concepts, so that any corpus can be compared at once.

    Args:
        event: The event's id.
        title: Its title; None uses the id.

    Returns:
        The event.
    """
    return Event(event, title or event, date.min, date.max)


def outlet_to_json(outlet: Outlet) -> str:
    """An outlet as JSON with its fields in the order of the model."""
    return json.dumps(asdict(outlet), ensure_ascii=False, default=_iso)


def outlet_from_json(text: str) -> Outlet:
    """The outlet that `outlet_to_json` wrote."""
    return _build(Outlet, json.loads(text))


def digest_of_event(event: Event, outlets: Sequence[Outlet], stances: Mapping[str, str], terms: str = "") -> str:
    """A hash of what an analysis depends on besides its method.

    Args:
        event: The event. One without a file has the same digest whatever its title.
        outlets: The declared outlets, for the credits of agencies.
        stances: Verb of saying -> stance.
        terms: The words and phrases of the devices, as JSON.

    Returns:
        Twelve hexadecimal digits of a SHA-256.
    """
    agencies = [
        (outlet.id, outlet.credits) for outlet in sorted(outlets, key=lambda outlet: outlet.id) if outlet.agency
    ]
    return hashlib.sha256(
        json.dumps([_RULES, event_to_json(event), agencies, sorted(stances.items()), terms]).encode()
    ).hexdigest()[:12]


def _build(kind: type[T], data: Mapping[str, Any]) -> T:
    """Make a dataclass of the model from its JSON; fields that the model no longer has are ignored."""
    hints = get_type_hints(kind)
    return kind(**{name: _value(hint, data[name]) for name, hint in hints.items() if name in data})


def _value(hint: Any, value: Any) -> Any:  # follows the model's annotations, whatever they are
    origin, args = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return None if value is None else _value(next(arg for arg in args if arg is not type(None)), value)
    if origin is tuple:
        return tuple(_value(args[0], item) for item in value)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _value(args[1], one_value) for key, one_value in value.items()}
    if isinstance(hint, type) and is_dataclass(hint):
        return _build(hint, value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return date.fromisoformat(value) if hint is date else value


def _iso(value: Any) -> str:  # json.dumps hands over whatever it cannot write itself
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not JSON: {value!r}")
