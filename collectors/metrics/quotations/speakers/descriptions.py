"""The person to whom a description without a name refers: "the senator", "the Russian leader", "the Texas governor".

It is the last person with a fitting title, of the nation or region that the description names. If two people of one
sentence fit, the reference stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from collectors.metrics.quotations.speakers.names import NAME_WORDS
from collectors.metrics.quotations.speakers.offices import Described, describe
from collectors.metrics.quotations.speakers.people import People, Person
from collectors.metrics.quotations.speakers.scene import TextScene
from collectors.metrics.quotations.speakers.spellings import DeclaredNames
from collectors.metrics.word_lists import word_groups, word_set
from collectors.model import Actor
from collectors.support.countries import country_alone

#: Heads of a title that fit a description, by the head of the description.
_SAME_OFFICE = word_groups("en.people.same_office")
_LEADERS = word_set("en.people.leaders")
_EMPTY = word_set("en.speaker_clauses.description_fillers")
_PERSONS = word_set("en.people.persons_by_trade")


@dataclass(frozen=True, slots=True)
class Referent:
    """To whom a description refers: a person of the text, or None with `ambiguous` where two people fit."""

    person: Person | None
    ambiguous: bool = False


class Descriptions:
    """Resolves the descriptions of one text.

    Args:
        scene: The sentences and marks of the text.
        people: The people of the text.
        declared: The event's actors.
    """

    def __init__(self, scene: TextScene, people: People, declared: DeclaredNames) -> None:
        self._scene, self._people, self._declared = scene, people, declared

    def meant(self, surface: str, before: int) -> Referent | None:
        """Return the person to whom a definite description refers; None where the text names nobody who fits.

        Args:
            surface: The description as written.
            before: Its place, in characters; only people named before it are considered.
        """
        age = _AGE.search(surface)
        if age:
            return self._of_age(age["age"], before)
        described = describe(surface)
        words = [word.lower() for word in NAME_WORDS.findall(surface.partition(",")[0])]
        head = self._head(words, described)
        fitting = [key for key in self._people.described_before(before) if self._fits(key, head, described, words)]
        if not fitting:
            return self._so_called(words, before) or (
                self._somebody(before) if words and words[-1] in _PERSONS else None
            )
        return self._last(fitting, before)

    @staticmethod
    def _head(words: list[str], described: Described) -> str:
        if words[-2:] in (["of", "state"], ["of", "government"]):
            return words[-1]
        return described.head

    def _last(self, fitting: list[str], before: int) -> Referent:
        """Return the last named of the fitting people; nobody if the same sentence names a second one."""
        if len(fitting) > 1:
            places = [self._scene.sentence_index(self._people.named_at(key, before)) for key in fitting[:2]]
            spoke = self._people.spoke_last(before)
            if places[0] == places[1] and not (spoke and spoke[1] in fitting[:2]):
                return Referent(None, ambiguous=True)
            if spoke and spoke[1] in fitting[:2] and self._scene.sentence_index(spoke[0]) >= places[0]:
                return Referent(self._people[spoke[1]])
        return Referent(self._people[fitting[0]])

    def _fits(self, key: str, head: str, described: Described, words: Sequence[str]) -> bool:
        person = self._people[key]
        own = {word.strip(".") for text in person.beside for word in NAME_WORDS.findall(text.lower())} | person.titles
        actor = self._declared.find(person.full)
        heads = _SAME_OFFICE.get(head, {head})
        held = bool(heads & own) or self._declared_office(actor, head, described, heads)
        if not held or self._wrong_gender(person, head):
            return False
        rest = {word for word in words if word not in _EMPTY and word not in heads and not _names_country(word)} - {
            head,
            "state",
            "head",
        }
        if described.country and not self._of_country(person, actor, described):
            return False
        known = rest & own
        return not rest or bool(known) or (head in _LEADERS and described.country is not None and rest <= {"prime"})

    @staticmethod
    def _wrong_gender(person: Person, head: str) -> bool:
        woman, man = head.endswith("woman"), head.endswith("man")
        return (woman and person.gender == "m") or (man and not woman and person.gender == "f")

    def _declared_office(
        self, actor: Actor | None, head: str, described: Described, heads: frozenset[str] | set[str]
    ) -> bool:
        """Whether the event file gives a person the office: "the Ukrainian president" for Ukraine's declared leader."""
        if actor is None or not actor.country or actor.country != described.country:
            return False
        if actor.role == "leader":
            return head in _LEADERS and bool(heads & _LEADERS)
        return actor.role == "spokesperson" and described.role == "spokesperson"

    def _of_country(self, person: Person, actor: Actor | None, described: Described) -> bool:
        """Whether a person may be of the country that a description names: nothing says otherwise."""
        if actor is not None and actor.country:
            return actor.country == described.country
        told = [found.country for text in person.beside if (found := describe(text)).country]
        if told:
            return described.country in told
        return actor is None

    def _of_age(self, age: str, before: int) -> Referent | None:
        """Return the person whose name is followed by an age: "the 34-year-old" for "Olena Chaban, 34,"."""
        text = self._scene.text
        for mention in reversed(self._people.window(before)):
            if text.startswith((f", {age}", f", aged {age}", f" ({age})"), mention.end):
                return Referent(self._people[mention.key])
        return None

    def _so_called(self, words: list[str], before: int) -> Referent | None:
        """Return the person named beside the same word: "the mum-of-two" for "Mum-of-two Olena Chaban"."""
        if not words or (len(words[-1]) < _TELLING_WORD and "-" not in words[-1]):
            return None
        for key in self._people.described_before(before):
            if any(words[-1] in NAME_WORDS.findall(text.lower()) for text in self._people[key].beside):
                return Referent(self._people[key])
        return None

    def _somebody(self, before: int) -> Referent | None:
        """Return the person spoken of, for a description by trade or camp: "the billionaire"."""
        person, ambiguous = self._people.meant(before, "", [])
        return Referent(person) if person and not ambiguous else None


_AGE = re.compile(r"\b(?P<age>\d{1,3})-year-old\b")
_TELLING_WORD = 6  # letters of a word that is rare enough to identify somebody


def _names_country(word: str) -> bool:
    found = country_alone(word.capitalize()) or country_alone(word.upper())
    return found is not None and found.form != "region"
