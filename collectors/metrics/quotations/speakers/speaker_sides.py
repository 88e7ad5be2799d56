"""Kinds and sides of speakers, from what their words describe and the countries of an event file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from collectors.metrics.quotations.speakers.offices import Described, describe, kind_of_noun
from collectors.metrics.word_lists import alternatives, word_set
from collectors.model import Actor
from collectors.support.countries import country_alone, country_mentions

_PRONOUNS = word_set("en.speaker_clauses.pronouns_without_side")
#: Roles of bodies that every state has: "the Defence Ministry", "the General Staff", "the Prosecutor General's Office".
_OF_THE_STATE = frozenset(("military", "government", "court"))
_MINISTRY = "ministry"
_INITIALS = 2  # letters of an abbreviation that may be a person's initials
_INDEFINITE_PEOPLE = word_set("en.people.indefinite_people")
_OF_GROUPS = alternatives("en.people.prepositions_of_groups")
_FORMER = re.compile(rf"\b(?:{alternatives('en.names.former_words')})\b", re.IGNORECASE)


@dataclass(frozen=True)
class SpeakerSides:
    """The sides that an event file declares by country.

    Attributes:
        countries: The side of a country's offices, parliament, ministries and forces, by its code.
        installed: The side of the administrations that a country installed in another one, by its code.
        roles: The roles that the event declares.
        home: The country of the outlet, whose ministries and forces need no country in its texts; None if unknown, or
            if the event gives several countries its side.
    """

    countries: Mapping[str, str] = field(default_factory=dict)
    installed: Mapping[str, str] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    home: str | None = None

    def kind(self, kind: str, name: str, surface: str) -> str:
        """Return the final kind of a resolved speaker.

        Args:
            kind: The kind so far; "unnamed" for a description.
            name: The name or description.
            surface: The speaker's words as written.
        """
        if kind in ("unattributed", "unresolved", "office", "group", "thing", "anonymous", "country"):
            return kind
        described = describe(name)
        if kind == "person":
            return _not_a_person(name, surface, described) or "person"
        if kind == "body":
            return described.kind if described.kind in ("country", "thing", "group", "office") else "body"
        if name.lower() in _PRONOUNS and not name.isupper():
            return "unresolved"
        indefinite = name.partition(" ")[0].lower() in _INDEFINITE_PEOPLE
        return described.kind or describe(surface).kind or ("anonymous" if indefinite else "unresolved")

    def is_plural_or_thing(self, surface: str) -> bool:
        """Whether a description is of a group, thing, body or country, and so not of one person."""
        return describe(surface).kind in ("group", "thing", "body", "country")

    def place(
        self, kind: str, name: str, beside: Sequence[str], actor: Actor | None, inside: Actor | None
    ) -> tuple[str | None, str | None]:
        """Return the side and role of a speaker, each None if unknown.

        Args:
            kind: The final kind.
            name: The resolved name.
            beside: The speaker's words, and the words beside a person's name elsewhere in the text.
            actor: The declared actor, None if the speaker is none.
            inside: The declared body whose name is part of a description ("the Kremlin's spokesman"), None without one.
        """
        if actor is not None:
            return actor.side, actor.role
        if kind in ("unresolved", "unattributed", "thing"):
            return None, None
        found = [describe(text) for text in beside if kind != "person" or not _FORMER.search(text)]
        if kind != "person":
            found.append(describe(name))
        if kind == "body" and self.home is not None and _names_no_country(name):
            found = [replace(described, country=None) for described in found]
        for described in found:
            side = described.side(self.countries, self.installed) if self._public(kind, described) else None
            if side:
                return side, self._role(described)
        at_home = self._at_home(kind, name, found)
        if at_home is not None:
            return at_home
        if inside is not None and kind in ("office", "group", "anonymous", "body") and not found[0].private:
            return inside.side, self._role(found[0]) or inside.role
        return None, None

    def _at_home(self, kind: str, name: str, found: Sequence[Described]) -> tuple[str, str | None] | None:
        """Return side and role of a state's body that a text names without a country: the outlet's own country's."""
        if self.home is None or kind != "body" or not _names_no_country(name):
            return None
        for described in found:
            if described.kind == "body" and described.role in _OF_THE_STATE and not described.private:
                return self.countries[self.home], self._role(described)
        return None

    def _public(self, kind: str, described: Described) -> bool:
        """Whether a description is of somebody who speaks for a country, rather than of a national."""
        if kind == "person":
            return (
                described.kind in ("office", "anonymous", "body") and described.role is not None
            ) or described.installed
        if kind in ("anonymous", "group"):
            return described.role is not None or described.installed
        return True

    def _role(self, described: Described) -> str | None:
        return described.role if described.role in self.roles else None


def _names_no_country(name: str) -> bool:
    """Whether a name holds no country's; "Ministry of Defence" alone is Britain's only in a British text."""
    words = name.split()
    return not country_mentions(words) or (
        country_alone(name) is not None and _MINISTRY in {word.lower() for word in words}
    )


def _not_a_person(name: str, surface: str, described: Described) -> str | None:
    """Return the kind of a country, people or body whose name was taken for a person's, else None."""
    if country_alone(name) is not None:
        return described.kind
    if " " not in name and kind_of_noun(name.lower()):
        return kind_of_noun(name.lower())  # "Reports", "Judges"
    words = name.split()
    initials = [word for word in words if len(word) > _INITIALS and word.isupper() and "." not in word]
    if initials and len(initials) < len(words):
        return "body"  # "Zaporizhzhia NPP"
    plural = " " not in name and name.endswith("s") and re.match(rf"{re.escape(name)} (?:{_OF_GROUPS}) ", surface)
    return "group" if plural else None
