"""What a speaker is resolved to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ResolvedSpeaker:
    """A speaker's name (None: unattributed), kind, Actor.id, side and role of the event.

    Kinds: person, office, body, country, group, thing, anonymous, unresolved, unattributed; "unnamed" only on the way.
    """

    name: str | None
    kind: str
    actor: str | None = None
    side: str | None = None
    role: str | None = None
