"""The people that a text names: full names by surname, namesakes, titles, gender, and who was named or spoke last."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from collectors.metrics.quotations.speakers.first_names import gender_of_first_name
from collectors.metrics.quotations.speakers.names import (
    NAME_WORDS,
    RUN,
    TITLES_AND_ROLES,
    after_title,
    apposition,
    gender_of,
    is_area,
    is_body,
    is_location,
    key_of,
    office_before,
    role_before,
    single_introduced,
    strip_run,
)
from collectors.metrics.quotations.speakers.scene import TextScene
from collectors.metrics.quotations.speakers.speaker_words import PEOPLE_WORDS
from collectors.metrics.word_lists import alternatives, word_set

_REACH = 4000  # characters back in which the person of a pronoun or title is searched
_SPOKE = 1500  # characters within which the last speaker is the likeliest "he" or "she"
_SENTENCES = 14  # sentences back in which the person of a pronoun is searched
_DESCRIPTIONS = 6  # passages beside a person's name that are kept


@dataclass
class Person:
    """A person named in the text.

    Attributes:
        full: The fullest form of the name.
        titles: Titles and roles beside the name, in lower case.
        gender: "m", "f" or "" (unknown).
        speaks: Whether the person is quoted.
        beside: The offices before the name and the appositions after it, as written.
    """

    full: str
    titles: set[str] = field(default_factory=set)
    gender: str = ""
    speaks: bool = False
    beside: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PersonMention:
    """Where a text names a person: characters [start, end), and the person's key in `People`."""

    start: int
    end: int
    key: str


class People:
    """The people of one text. A key is a surname in lower case, or the whole name of a second bearer of it.

    Args:
        scene: The sentences and marks of the text.
        declared: Returns the full name of a declared person for one word, or None; by default nobody is declared.
    """

    def __init__(self, scene: TextScene, declared: Callable[[str], str | None] | None = None) -> None:
        self._declared = declared or (lambda _: None)
        self._scene = scene
        self._text = scene.text
        self._by_key: dict[str, Person] = {}
        self._first: dict[str, str] = {}  # first name -> key; "" where several people bear it
        self._mentions: list[PersonMention] = []  # in reading order
        self._speakers: list[tuple[int, str]] = []  # place and key of each speaker, in reading order
        self._index()

    def _index(self) -> None:
        for match in RUN.finditer(self._text):
            run = match.group()
            if " " not in run and "\u00a0" not in run:
                self._single(key_of(run), run, match)
                continue
            words, start = strip_run(run, match.start())
            name = after_title(words)
            if name[:-1] and name[0].endswith(("'s", "’s")):
                name = name[1:]
            if not name or len(name) > 5 or is_body(name) or is_area(name) or "of" in name:
                continue
            titles = {low for word in words if (low := word.lower().rstrip(".")) in TITLES_AND_ROLES}
            if not titles and self._find(name) is None and self._is_location(name, start):
                continue
            if len(name) > 1 or titles or key_of(name[-1]) in self._by_key:
                self._meet(name, words, titles, start, match)

    def _is_location(self, name: list[str], start: int) -> bool:
        """Whether a name that nobody bears yet is a place: known as one, or preceded by "in", "near" or the like."""
        if is_location(name):
            return True
        before = NAME_WORDS.findall(self._text[max(0, start - 12) : start])
        lies = bool(before) and before[-1].lower() in _BEFORE_PLACES
        return lies and self._text[start - 1 : start] == " " and not gender_of_first_name(name[0])

    def _single(self, key: str, run: str, match: re.Match[str]) -> None:
        """Add a single capitalised word as a person if a fuller form is known, or if it is introduced as one."""
        known = self._find([run])
        if known is not None:
            self._mentions.append(PersonMention(match.start(), match.end(), known))
        elif self._is_introduced(run, match) and not (is_body([run]) or key in PEOPLE_WORDS):
            name, start = strip_run(run, match.start())
            if name:
                self._meet(name, name, set(), start, match)

    def _is_introduced(self, run: str, match: re.Match[str]) -> bool:
        """Whether a single name is followed by an age or role, or is a first name and the subject of a sentence."""
        if self._declared(run) is not None or single_introduced(self._text, match.end()):
            return True
        first = bool(gender_of_first_name(run)) and not is_location([run])
        return (
            first
            and self._text[match.end() : match.end() + 2].strip()[:1].islower()
            and self._scene.is_subject(*match.span())
        )

    def _meet(self, name: list[str], words: list[str], titles: set[str], start: int, match: re.Match[str]) -> None:
        """Add one mention of a person."""
        key = self._find(name) or self._new_key(name)
        person = self._by_key.setdefault(key, Person(" ".join(name)))
        if len(name) > len(person.full.split()) and key_of(name[-1]) == key_of(person.full.split()[-1]):
            person.full = " ".join(name)
        if len(name) > 1:
            first = key_of(name[0])
            self._first[first] = key if self._first.get(first, key) == key else ""
        self._mentions.append(PersonMention(start, match.end(), key))
        person.titles |= titles | apposition(self._text, match.end())
        person.titles |= role_before(self._text, match.start()) or office_before(self._text, match.start())
        full = self._declared(name[0]) if len(name) == 1 else None
        person.gender = person.gender or gender_of(full.split() if full else words, person.titles)
        if len(person.beside) < _DESCRIPTIONS:
            self._describe(person, words, name, match)

    def _describe(self, person: Person, words: list[str], name: list[str], match: re.Match[str]) -> None:
        """Keep the words beside a name: the office before it and the apposition after it."""
        before = self._text[self._scene.office_start(match.start()) : match.start()]
        inside = words[: len(words) - len(name)] if words[-len(name) :] == name else []
        office = f"{before} {' '.join(inside)}".strip()
        if office:
            person.beside.append(office)
        after = _APPOSITION.match(self._text, match.end())
        if after:
            office = f"{inside[-1]} of {after['region']}" if after["region"] and inside else ""
            person.beside.append(after["what"] or office or "U.S. lawmaker" * bool(after["party"]))

    def _new_key(self, name: list[str]) -> str:
        key = key_of(name[-1])
        return " ".join(map(key_of, name)) if key in self._by_key else key

    def _find(self, name: list[str]) -> str | None:
        """Find the key of a name: the whole name, the surname unless first names differ, or a first name alone."""
        whole = " ".join(map(key_of, name))
        if whole in self._by_key:
            return whole
        key = key_of(name[-1])
        known = self._by_key.get(key)
        if known is not None and (len(name) == 1 or self._same_first(name, known.full.split())):
            return key
        return (self._first.get(key) or None) if len(name) == 1 and known is None else None

    def find(self, name: list[str]) -> str | None:
        """Return the key of the person with this name, None if the text names nobody by it."""
        return self._find(name)

    def _same_first(self, one: list[str], other: list[str]) -> bool:
        if len(one) == 1 or len(other) == 1:
            return True
        mine, theirs = key_of(one[0]), key_of(other[0])
        return (
            mine.startswith(theirs[:1])
            if min(len(mine), len(theirs)) == 1
            else mine[:2] == theirs[:2] or mine in map(key_of, other)
        )

    def __getitem__(self, key: str) -> Person:
        return self._by_key[key]

    def spoke(self, at: int, name: str) -> None:
        """Remember who spoke last; a name that nobody bears yet is added as a person.

        Args:
            at: The place of the speaker's words, in characters.
            name: The speaker's name.
        """
        key = self._find(name.split())
        if key is None:
            key = self._new_key(name.split())
            self._by_key[key] = Person(name)
            bisect.insort(self._mentions, PersonMention(at, at + len(name), key), key=lambda item: item.start)
        self._by_key[key].speaks = True
        self._speakers.append((at, key))

    def window(self, before: int, reach: int = _REACH) -> list[PersonMention]:
        """Return the mentions of people within `reach` characters before a place, in reading order."""
        first = bisect.bisect_left(self._mentions, before - reach, key=lambda item: item.start)
        return self._mentions[first : bisect.bisect_left(self._mentions, before, key=lambda item: item.start)]

    def spoke_last(self, before: int) -> tuple[int, str] | None:
        """Return the place and key of the last speaker, None if it is farther than 1,500 characters."""
        last = self._speakers[-1] if self._speakers else None
        return last if last and before - last[0] < _SPOKE else None

    def fits(self, key: str, gender: str) -> bool:
        """Whether a pronoun of this gender ("" for any) may refer to a person."""
        known = self._by_key[key].gender
        return not (gender and known and known != gender)

    def named_since(self, after: int, before: int, gender: str) -> bool:
        """Whether somebody of fitting gender ("" for any) is named between two places.

        Args:
            after: a place in the text; names that begin there or before do not count.
            before: the place up to which is looked.
            gender: "f", "m", or "" for any.
        """
        return any(
            mention.start > after and self.fits(mention.key, gender) for mention in self.window(before, before - after)
        )

    def meant(self, before: int, gender: str, outside: list[tuple[int, int]]) -> tuple[Person | None, bool]:
        """Return the person to whom a pronoun refers, and whether it is ambiguous.

        The search goes back sentence by sentence, to the person who speaks in it or is its subject; a person that a
        sentence without such a subject names is the fallback.

        Args:
            before: The place of the pronoun, in characters.
            gender: "m", "f" or "" for any.
            outside: Passages [start, end) of speech in which nobody is looked for.

        Returns:
            The person, None without one; and whether two people fit equally well.
        """
        scene, fallback = self._scene, None
        index = scene.sentence_index(before)
        mentions = [named for named in self.window(before) if self.fits(named.key, gender)]
        mentions = [
            mention for mention in mentions if not any(first <= mention.start < stop for first, stop in outside)
        ]
        for sentence in range(index, max(-1, index - _SENTENCES), -1):
            start, end = scene.start_of(sentence), min(before, scene.start_of(sentence + 1))
            here = [mention for mention in mentions if start <= mention.start < end]
            spoke = [key for at, key in self._speakers if start <= at < end and self.fits(key, gender)]
            if spoke and (sentence < index or not outside):
                return self._by_key[spoke[-1]], False
            found, ambiguous = self._centre([named for named in here if not scene.in_marks(named.start)], gender)
            if found or ambiguous:
                return found, ambiguous
            fallback = fallback or self._named_there(here, gender)
        return fallback or (None, False)

    def _centre(self, here: list[PersonMention], gender: str) -> tuple[Person | None, bool]:
        """Return the subject of a sentence; nobody, and True, if two subjects are joined by "and"."""
        subjects = [mention for mention in here if self._scene.is_subject(mention.start, mention.end)]
        if not subjects:
            return None, False
        first, others = subjects[0], [subject for subject in subjects[1:] if subject.key != subjects[0].key]
        known = [mention for mention in here if gender and self._by_key[mention.key].gender == gender]
        if gender and not self._by_key[first.key].gender and known:
            return self._by_key[known[0].key], False  # "Sam Doe met Liz Truss ... she"
        joined = any(
            self._text[first.end : other.start].strip() in ("and", "and President", ", and") for other in others
        )
        return (None, True) if joined else (self._by_key[first.key], False)

    def _named_there(self, here: list[PersonMention], gender: str) -> tuple[Person | None, bool] | None:
        """Return the only person that a sentence without a subject names; of several, one of known gender."""
        keys = list(dict.fromkeys(mention.key for mention in here))
        sure = [key for key in keys if gender and self._by_key[key].gender == gender]
        best = sure or keys
        if not best:
            return None
        return (self._by_key[best[-1]], False) if len(best) == 1 or self._by_key[best[-1]].speaks else (None, True)

    def described_before(self, before: int) -> list[str]:
        """Return the keys of the people named within 4,000 characters before a place, the last named first."""
        return list(dict.fromkeys(mention.key for mention in reversed(self.window(before))))

    def named_at(self, key: str, before: int) -> int:
        """Return where a person was last named before a place, -1 if farther than 4,000 characters."""
        return next((mention.start for mention in reversed(self.window(before)) if mention.key == key), -1)


_BEFORE_PLACES = word_set("en.names.prepositions_of_places")
_APPOSITION = re.compile(
    rf"(?:, (?P<what>(?:{alternatives('en.people.apposed_heads')}|"
    r"[^\W\d_a-z][\w’'.-]+)[^,.;()\n“”\"]{2,90})|,? \(?(?P<party>[RDI]-[A-Z][\w.]*)|"
    r" of (?P<region>[A-Z][a-z]+(?: [A-Z][a-z]+)?))"
)
