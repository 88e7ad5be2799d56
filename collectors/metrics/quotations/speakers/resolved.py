"""The result of resolving a speaker."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ResolvedSpeaker:
    """A resolved speaker.

    Attributes:
        name: The name or description; None for unattributed speech.
        kind: person, office, body, country, group, thing, anonymous, unresolved or unattributed; "unnamed" only before
            `SpeakerSides.kind` decides.
        actor: The id of the declared actor, None without one.
        side: The side in the event, None without one.
        role: The role in the event, None without one.
    """

    name: str | None
    kind: str
    actor: str | None = None
    side: str | None = None
    role: str | None = None
