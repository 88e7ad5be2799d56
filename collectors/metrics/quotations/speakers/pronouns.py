"""To what pronouns refer: "he" and "she" to people, "it" to bodies, "they" to groups, "who" to the words before."""

from __future__ import annotations

import re

from collectors.metrics.quotations.speakers.bodies import Bodies
from collectors.metrics.quotations.speakers.names import NAME_WORDS, RUN, is_body, lowered, tidy
from collectors.metrics.quotations.speakers.people import People, Person
from collectors.metrics.quotations.speakers.resolved import ResolvedSpeaker
from collectors.metrics.quotations.speakers.scene import TextScene
from collectors.metrics.quotations.speakers.speaker_words import PEOPLE_WORDS
from collectors.metrics.word_lists import word_set
from collectors.model import Span

_HE, _SHE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))
_PERSONAL = _HE | _SHE | {"i", "who", "me", "my"}
_PLURAL = word_set("en.speaker_clauses.plural_words")
_ONE = word_set("en.speaker_clauses.one_of_them")
_MEN, _WOMEN = word_set("en.names.men"), word_set("en.names.women")
_SOME = word_set("en.speaker_clauses.some_of_them")
#: People at the beginning of a sentence: "Volunteers from the town", "The two officials".
_PEOPLE_FIRST = re.compile(
    r"(?:[\w’'-]+ ){0,4}?(?:"
    + "|".join(
        sorted(word for word in PEOPLE_WORDS if word.endswith("s") or word in ("people", "men", "women", "police"))
    )
    + r")\b(?: (?:of|from|in) (?:the )?[^\W\d_][\w-]*)?",
    re.IGNORECASE,
)
_NEAR = 600  # characters within which a pronoun may refer to the unnamed person who spoke last


class Pronouns:
    """Resolves the pronouns of one text, in reading order.

    Args:
        scene: The sentences and marks of the text.
        people: The people of the text.
        bodies: The bodies of the text.
    """

    def __init__(self, scene: TextScene, people: People, bodies: Bodies) -> None:
        self._scene, self._people, self._bodies = scene, people, bodies
        self._someone: tuple[int, ResolvedSpeaker] | None = (
            None  # place of the last unnamed speaker, None once a named person spoke
        )
        self._group: tuple[int, ResolvedSpeaker] | None = None  # place of the group that spoke last

    @property
    def somebody_unnamed(self) -> bool:
        """Whether an unnamed person spoke, and no named person has spoken since."""
        return self._someone is not None

    def remember(self, found: ResolvedSpeaker, span: Span) -> None:
        """Remember who spoke, for later pronouns."""
        if found.kind in ("anonymous", "office", "group") and found.name:
            words = NAME_WORDS.findall(found.name.lower())
            if words and (words[0] in _ONE or (self._someone and self._someone[1].name == found.name)):
                self._someone = (span.start, found)
        if found.kind == "group" and found.name and found.name.lower() not in _PERSONAL | _PLURAL:
            self._group = (span.start, found)
        if found.kind == "person" and found.name:
            self._someone = None

    def meant(
        self, words: list[str], span: Span, outside: list[tuple[int, int]]
    ) -> Person | ResolvedSpeaker | str | None:
        """Return to whom a pronoun refers, None if the words are no pronoun.

        Args:
            words: The speaker's words.
            span: Their place.
            outside: Passages [start, end) of speech in which nobody is looked for.

        Returns:
            A person of the text, the name of somebody introduced beside "who", or a resolved speaker of another kind.
        """
        low = words[0].lower()
        if low == "who":
            return None if words[0].isupper() else self._who(span)  # "WHO" is a body
        if low in ("which", "that") and len(words) == 1:
            body = self._bodies.just_before(span.start)
            return ResolvedSpeaker(body.name, body.kind) if body else ResolvedSpeaker(None, "unattributed")
        if len(words) > 1 or low not in _PERSONAL | _PLURAL | {"it"}:
            return None
        if low in _PLURAL:
            return self._they(low, span)
        if low == "it":
            body = self._bodies.meant(span.start, outside)
            return ResolvedSpeaker(body.name, body.kind) if body else ResolvedSpeaker("it", "unresolved")
        return self._he_or_she(low, span, outside)

    def _they(self, low: str, span: Span) -> ResolvedSpeaker:
        """Resolve "they" to the group that spoke last or opens the sentence before; other plurals stay open."""
        if low != "they":
            return ResolvedSpeaker(self._surface(span), "group" if low in _SOME else "unresolved")
        if self._group and span.start - self._group[0] < _NEAR:
            return self._group[1]
        index = self._scene.sentence_index(span.start)
        opening = self._scene.text[self._scene.start_of(index - 1) : self._scene.start_of(index)] if index > 0 else ""
        group = _PEOPLE_FIRST.match(opening)
        if group and not self._scene.in_marks(self._scene.start_of(index - 1)):
            return ResolvedSpeaker(lowered(tidy(group.group())), "group")
        return ResolvedSpeaker("they", "unresolved")

    def _he_or_she(self, low: str, span: Span, outside: list[tuple[int, int]]) -> Person | ResolvedSpeaker:
        gender = "m" if low in _HE else "f" if low in _SHE else ""
        if not gender:
            return ResolvedSpeaker(self._surface(span), "unresolved")
        unnamed = self._someone_near(span.start, gender)
        if unnamed:
            return unnamed
        person, _ = self._people.meant(span.start, gender, outside)
        if person is None:
            return ResolvedSpeaker(self._surface(span), "unresolved")
        person.gender = person.gender or gender
        return person

    def _someone_near(self, before: int, gender: str) -> ResolvedSpeaker | None:
        """Return the unnamed person who spoke last, if near, of fitting gender, and if nobody was named since."""
        if not self._someone or not gender or before - self._someone[0] > _NEAR:
            return None
        at, found = self._someone
        words = set(NAME_WORDS.findall((found.name or "").lower())[:6])
        if words & (_WOMEN if gender == "m" else _MEN) or self._people.named_since(at, before, gender):
            return None
        return found

    def _who(self, span: Span) -> Person | ResolvedSpeaker | str:
        """Resolve a relative pronoun to the person named just before it, else to the words before it."""
        line = max(
            self._scene.text.rfind(mark, max(0, span.start - 200), span.start) for mark in ("\n", ". ", "? ", "! ")
        )
        named = [mention for mention in self._people.window(span.start, 90) if mention.start > line]
        if named:
            return self._people[named[-1].key]
        parts = [tidy(part) for part in self._scene.text[line + 1 : span.start].split(",")]
        parts = [part for part in parts if part and not part[0].isdigit()]
        clause = " ".join(parts[-1].split()[-8:]) if parts else ""
        alone = RUN.fullmatch(clause)
        if alone and " " not in clause and not is_body([clause]) and clause.lower() not in PEOPLE_WORDS:
            return clause  # "Larysa, 68, who ..."
        return ResolvedSpeaker(lowered(clause) or "who", "unnamed")

    def _surface(self, span: Span) -> str:
        return tidy(self._scene.text[span.start : span.end])
