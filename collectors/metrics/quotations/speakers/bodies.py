"""The bodies, countries and documents that a text names, to which "it" may refer; never people or unknown names."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from collectors.metrics.quotations.speakers.names import RUN, bare, is_area, is_body, strip_run
from collectors.metrics.quotations.speakers.offices import describe
from collectors.metrics.quotations.speakers.scene import TextScene
from collectors.metrics.quotations.speakers.speaker_words import BODY_WORDS
from collectors.metrics.word_lists import alternatives, word_set
from collectors.support.countries import country_alone

_REACH = 1500  # characters back in which the body of "it" is searched
_COMMA = 2  # characters between a body and its relative pronoun
_SENTENCES = 4  # sentences back
_DOCUMENTS = word_set("en.people.documents")
_DEFINITE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[^\W\d_a-z][\w.]*['’]s)\s(?:[\w.-]+\s){0,3}?(?P<head>"
    + "|".join(sorted(BODY_WORDS | _DOCUMENTS, key=lambda word: (-len(word), word))).replace(".", r"\.")
    + r")\b",
    re.IGNORECASE,
)
#: A noun that continues a description, so that its head is still to come: "the council members".
_GOES_ON = re.compile(rf" (?:{alternatives('en.people.heads_that_follow')})\b")


class BodyMention(NamedTuple):
    """Where a text names a body, country or document: characters [start, end), its name, and its kind."""

    start: int
    end: int
    name: str
    kind: str


class Bodies:
    """The bodies of one text, searched for when they are first needed."""

    def __init__(self, scene: TextScene) -> None:
        self._scene = scene
        self._known: list[BodyMention] | None = None
        self._spoke: list[BodyMention] = []

    def spoke(self, start: int, end: int, name: str, kind: str) -> None:
        """Remember that a body spoke.

        Args:
            start: The first character of the speaker's words.
            end: The character after them.
            name: The body's name.
            kind: "body", "country" or "thing".
        """
        self._spoke.append(BodyMention(start, end, name, kind))

    def meant(self, before: int, outside: list[tuple[int, int]]) -> BodyMention | None:
        """Return the body that "it" refers to, None without one.

        The search goes back sentence by sentence, to the body that spoke in it or is its subject.

        Args:
            before: The place of the pronoun, in characters.
            outside: Passages [start, end) in which no body is looked for.
        """
        scene = self._scene
        index = scene.sentence_index(before)
        mentions = [
            mention
            for mention in self._window(before)
            if not any(first <= mention.start < stop for first, stop in outside)
        ]
        for sentence in range(index, max(-1, index - _SENTENCES), -1):
            start, end = scene.start_of(sentence), min(before, scene.start_of(sentence + 1))
            spoke = [mention for mention in self._spoke if start <= mention.start < end]
            if spoke:
                return spoke[-1]
            here = [
                mention for mention in mentions if start <= mention.start < end and not scene.in_marks(mention.start)
            ]
            subject = next((mention for mention in here if scene.is_subject(mention.start, mention.end)), None)
            if subject is not None:
                return subject
        return None

    def just_before(self, before: int) -> BodyMention | None:
        """Return the body right before a relative pronoun ("the council, which"), None without one."""
        near = self._window(before)[-1:]
        return near[0] if near and 0 <= before - near[0].end <= _COMMA else None

    def fuller(self, name: str, before: int) -> list[str]:
        """Return the last longer name with a country before a place: "Russia's defence ministry" for "the ministry".

        Returns:
            One name, or none.
        """
        low = name.lower()
        for mention in reversed(self._window(before)):
            longer = mention.name.lower()
            related = longer.endswith(" " + low) or longer.startswith(low + " of ")
            if related and describe(mention.name).country is not None:
                return [mention.name]
        return []

    def _window(self, before: int) -> list[BodyMention]:
        if self._known is None:
            self._known = sorted({*self._names(), *self._descriptions()})
        first = bisect_left(self._known, before - _REACH, key=lambda item: item.start)
        return self._known[first : bisect_left(self._known, before, key=lambda item: item.start)]

    def _names(self) -> list[BodyMention]:
        found = []
        for match in RUN.finditer(self._scene.text):
            words, start = strip_run(match.group(), match.start())
            if not words or is_area(words):
                continue
            name = " ".join(words)
            if is_body(words) or country_alone(name):
                found.append(BodyMention(start, match.end(), name, describe(name).kind or "body"))
        return found

    def _descriptions(self) -> list[BodyMention]:
        found = []
        for match in _DEFINITE.finditer(self._scene.text):
            if _GOES_ON.match(self._scene.text, match.end()):
                continue
            kind = "thing" if match["head"].lower() in _DOCUMENTS else "body"
            found.append(BodyMention(match.start(), match.end(), bare(match.group()), kind))
        return found
