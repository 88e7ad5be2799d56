"""The people that a text names: surname to full name, namesakes, titles, gender, and who was named or spoke last."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field

from collectors.metrics.quotations.speakers.names import (
    RUN,
    TITLES_AND_ROLES,
    after_title,
    apposition,
    gender_of,
    is_area,
    is_body,
    key_of,
    office_before,
    role_before,
    single_introduced,
    strip_run,
)
from collectors.metrics.quotations.speakers.speaker_words import PEOPLE_WORDS

_REACH = 4000  # characters back to look for the person a pronoun or title means
_SPOKE = 1500  # characters for which the last speaker stays the likeliest "he" or "she"


@dataclass
class Person:
    """A person named in the text: the fullest form and the words said beside the name."""

    full: str
    titles: set[str] = field(default_factory=set)
    gender: str = ""
    speaks: bool = False


class People:
    """The people of one text. A key is a surname in lower case, or the whole name of a second bearer of it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._by_key: dict[str, Person] = {}
        self._first: dict[str, str] = {}  # first name -> key; "" where several people bear it
        self._mentions: list[tuple[int, str]] = []  # where whom, in reading order
        self.last: tuple[int, str] | None = None  # where the last person spoke, and the key
        self._index()

    def _index(self) -> None:
        for m in RUN.finditer(self._text):
            run = m.group()
            if " " not in run and "\u00a0" not in run:
                self._single(key_of(run), run, m)
                continue
            words, start = strip_run(run, m.start())
            name = after_title(words)
            if name[:-1] and name[0].endswith(("'s", "’s")):
                name = name[1:]
            if not name or len(name) > 5 or is_body(name) or is_area(name):
                continue
            titles = {low for w in words if (low := w.lower().rstrip(".")) in TITLES_AND_ROLES}
            if len(name) > 1 or titles or key_of(name[-1]) in self._by_key:
                self._meet(name, words, titles, start, m)

    def _single(self, key: str, run: str, m: re.Match[str]) -> None:
        """A single capitalised word is a person by a fuller form, or if it is introduced as one."""
        known = self.find([run])
        if known is not None:
            self._mentions.append((m.start(), known))
        elif single_introduced(self._text, m.end()) and not (is_body([run]) or key in PEOPLE_WORDS):
            name, start = strip_run(run, m.start())
            if name:
                self._meet(name, name, set(), start, m)

    def _meet(self, name: list[str], words: list[str], titles: set[str], start: int, m: re.Match[str]) -> None:
        """Take in one mention of a person."""
        key = self.find(name) or self._new_key(name)
        person = self._by_key.setdefault(key, Person(" ".join(name)))
        if len(name) > len(person.full.split()) and key_of(name[-1]) == key_of(person.full.split()[-1]):
            person.full = " ".join(name)
        if len(name) > 1:
            first = key_of(name[0])
            self._first[first] = key if self._first.get(first, key) == key else ""
        self._mentions.append((start, key))
        person.titles |= titles | apposition(self._text, m.end())
        person.titles |= role_before(self._text, m.start()) or office_before(self._text, m.start())
        person.gender = person.gender or gender_of(words, person.titles)

    def _new_key(self, name: list[str]) -> str:
        key = key_of(name[-1])
        return " ".join(map(key_of, name)) if key in self._by_key else key

    def find(self, name: list[str]) -> str | None:
        """Whom a name means: by its whole, by its surname unless the first names differ, or by a first name alone."""
        whole = " ".join(map(key_of, name))
        if whole in self._by_key:
            return whole
        key = key_of(name[-1])
        known = self._by_key.get(key)
        if known is not None and (len(name) == 1 or self._same_first(name, known.full.split())):
            return key
        return (self._first.get(key) or None) if len(name) == 1 and known is None else None

    def _same_first(self, one: list[str], other: list[str]) -> bool:
        if len(one) == 1 or len(other) == 1:
            return True
        a, b = key_of(one[0]), key_of(other[0])
        return a.startswith(b[:1]) if min(len(a), len(b)) == 1 else a[:2] == b[:2] or a in map(key_of, other)

    def __getitem__(self, key: str) -> Person:
        return self._by_key[key]

    def spoke(self, at: int, name: str) -> None:
        """Remember who spoke last; somebody named by one word only is known from here on."""
        key = self.find(name.split())
        if key is None:
            key = self._new_key(name.split())
            self._by_key[key] = Person(name)
            bisect.insort(self._mentions, (at, key))
        self._by_key[key].speaks = True
        self.last = (at, key)

    def window(self, before: int, reach: int = _REACH) -> list[tuple[int, str]]:
        """The mentions of people within `reach` characters before a place, in reading order."""
        first = bisect.bisect_left(self._mentions, (before - reach, ""))
        return self._mentions[first : bisect.bisect_left(self._mentions, (before, ""))]

    def nearest(self, before: int, gender: str) -> Person | None:
        """The person who spoke last if near, unless another has opened a sentence since; otherwise the one named last
        before this place. Of fitting gender."""
        named = [(at, key) for at, key in self.window(before) if self._fits(key, gender)]
        spoke = self.spoke_last(before)
        if spoke and self._fits(spoke[1], gender):
            at, key = spoke
            if not any(k != key and a > at and self._opens(a, before) for a, k in named):
                return self._by_key[key]
        known = [n for n in named if self._by_key[n[1]].titles or self._by_key[n[1]].speaks]
        sure = [n for n in known if gender and self._by_key[n[1]].gender == gender]
        best = (sure or known or named)[-1:]
        return self._by_key[best[0][1]] if best else None

    def spoke_last(self, before: int) -> tuple[int, str] | None:
        """Where who spoke last, if it is near."""
        return self.last if self.last and before - self.last[0] < _SPOKE else None

    def _fits(self, key: str, gender: str) -> bool:
        known = self._by_key[key].gender
        return not (gender and known and known != gender)

    def named_since(self, after: int, before: int, gender: str) -> bool:
        """Whether somebody of fitting gender has been named between two places."""
        return any(at > after and self._fits(key, gender) for at, key in self.window(before, before - after))

    def _opens(self, at: int, before: int) -> bool:
        """Whether a mention begins a sentence of the paragraph in which `before` lies."""
        line = self._text.rfind("\n", max(0, before - _SPOKE), before) + 1
        return at >= line and self._text[max(line, at - 4) : at].rstrip(' \u00a0”"’')[-1:] in ("", ".", "?", "!")

    def titled(self, heads: set[str], before: int) -> Person | None:
        """The person named last before a place with any of these titles or roles."""
        near = [key for _, key in self.window(before) if heads & self._by_key[key].titles]
        return self._by_key[near[-1]] if near else None
